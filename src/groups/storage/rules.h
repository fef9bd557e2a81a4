// Rules that several kinds of storage.k8s.io share.
//
// Errors in upstream's order. Thread: pure. Source: pkg/apis/storage/validation/validation.go, pkg/apis/core/validation.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "object/field_error.h"
#include "object/field_path.h"
#include "object/view.h"

namespace pintle::storage {

enum class Parameters : uint8_t { kOptional, kRequired };

void validate_provisioner(std::string_view name, const object::FieldPath& path, object::ErrorList& errors);
void validate_parameters(object::MapView<std::string_view> parameters, Parameters rule, const object::FieldPath& path,
                         object::ErrorList& errors);
void validate_class_name(std::string_view name, const object::FieldPath& path, object::ErrorList& errors);

// As JSON, as messages print them.
std::string printed_map(object::MapView<std::string_view> map);
bool same_map(object::MapView<std::string_view> left, object::MapView<std::string_view> right);

}  // namespace pintle::storage
