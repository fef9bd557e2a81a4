// Rules of single fields that name the field at fault themselves: formats of names, ports and addresses as kinds have them.
//
//   validate_dns1123_label(container.name(), path.child("name"), errors);
//
// Each error carries the origin that declarative validation knows it by. Pure; any thread.
// Source: pkg/apis/core/validation ValidateDNS1123Label and its neighbours, ValidatePortNumOrName.
#pragma once

#include <string_view>

#include "object/field_error.h"
#include "object/view.h"

namespace pintle::groups {

void validate_dns1123_label(std::string_view value, const object::FieldPath& path, object::ErrorList& errors);
void validate_dns1123_subdomain(std::string_view value, const object::FieldPath& path, object::ErrorList& errors);
void validate_dns1123_subdomain_with_underscore(std::string_view value, const object::FieldPath& path, object::ErrorList& errors);
void validate_qualified_name(std::string_view value, const object::FieldPath& path, object::ErrorList& errors);
void validate_port_number_or_name(object::IntOrString port, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::groups
