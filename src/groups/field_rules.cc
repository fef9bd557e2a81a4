#include "groups/field_rules.h"

#include "object/validation.h"

namespace pintle::groups {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::Messages;
using object::quoted;

void add_each(const Messages& messages, std::string_view value, const FieldPath& path, std::string_view origin, ErrorList& errors) {
  for (const std::string& message : messages) {
    errors.invalid(path, quoted(value), message);
    errors.errors().back().origin = origin;
  }
}

}  // namespace

void validate_dns1123_label(std::string_view value, const FieldPath& path, ErrorList& errors) {
  add_each(object::is_dns1123_label(value), value, path, "format=k8s-short-name", errors);
}

void validate_dns1123_subdomain(std::string_view value, const FieldPath& path, ErrorList& errors) {
  add_each(object::is_dns1123_subdomain(value), value, path, "format=k8s-long-name", errors);
}

void validate_dns1123_subdomain_with_underscore(std::string_view value, const FieldPath& path, ErrorList& errors) {
  add_each(object::is_dns1123_subdomain_with_underscore(value), value, path, "format=k8s-dns-subdomain-with-underscore", errors);
}

void validate_qualified_name(std::string_view value, const FieldPath& path, ErrorList& errors) {
  add_each(object::is_qualified_name(value), value, path, "format=qualified-name", errors);
}

void validate_port_number_or_name(object::IntOrString port, const FieldPath& path, ErrorList& errors) {
  if (port.is_string())
    errors.invalid_text_each(path, port.as_string(), object::is_port_name(port.as_string()));
  else
    errors.invalid_each(path, std::to_string(port.as_int()), object::is_port_number(port.as_int()));
}

}  // namespace pintle::groups
