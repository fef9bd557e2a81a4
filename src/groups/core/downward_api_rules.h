// The rules of what a container may be told about its own Pod: fieldRef and resourceFieldRef, of environment variables and of volumes.
//
// Pure; any thread. Source: pkg/apis/core/validation validateObjectFieldSelector, validateContainerResourceFieldSelector.
#pragma once

#include <span>
#include <string_view>

#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

// `fields`: which may be named without a subscript, sorted. One key of metadata.annotations or metadata.labels may always be.
void validate_object_field_selector(v1::ObjectFieldSelector selector, std::span<const std::string_view> fields,
                                    const object::FieldPath& path, object::ErrorList& errors);

// A volume's file must say which container it means.
enum class ContainerName : uint8_t { kOptional, kRequired };
void validate_resource_field_selector(v1::ResourceFieldSelector selector, ContainerName name, const object::FieldPath& path,
                                      object::ErrorList& errors);

}  // namespace pintle::core
