// Validation: the string formats that every kind's names, labels, keys and ports obey, with Kubernetes' messages.
//
//   Messages faults = is_dns1123_label("Web_1");    // one text per broken rule; empty: valid
//   errors.invalid_each(path, quoted(name), faults);
//
// All are pure and allocate only for faults. The formats are regular, so they are matched by hand: no regular expression runs.
// Source: k8s.io/apimachinery/pkg/util/validation/validation.go; pkg/api/validation/generic.go; pkg/api/validate/content.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "object/field_error.h"
#include "object/field_path.h"

namespace pintle::object {

// What is wrong with a value, in upstream's order and wording.
using Messages = std::vector<std::string>;

inline constexpr size_t kDns1123LabelBytesMax = 63;
inline constexpr size_t kDns1123SubdomainBytesMax = 253;
inline constexpr size_t kDns1035LabelBytesMax = 63;
inline constexpr size_t kLabelValueBytesMax = 63;
inline constexpr size_t kLabelKeyNameBytesMax = 63;
inline constexpr size_t kPortNameBytesMax = 15;

Messages is_dns1123_label(std::string_view value);
Messages is_dns1123_subdomain(std::string_view value);
Messages is_dns1123_subdomain_with_underscore(std::string_view value);
Messages is_wildcard_dns1123_subdomain(std::string_view value);
Messages is_dns1035_label(std::string_view value);
// "name" or "prefix.example.com/name": label and annotation keys, finalizers, condition types.
Messages is_qualified_name(std::string_view value);
Messages is_label_value(std::string_view value);
Messages is_c_identifier(std::string_view value);
Messages is_port_number(int64_t port);
Messages is_in_range(int64_t value, int64_t min, int64_t max);
Messages is_group_id(int64_t gid);
Messages is_user_id(int64_t uid);
// An IANA service name.
Messages is_port_name(std::string_view port);
Messages is_percent(std::string_view percent);
Messages is_http_header_name(std::string_view name);
Messages is_env_var_name(std::string_view name);
Messages is_relaxed_env_var_name(std::string_view name);
// A key of a ConfigMap or Secret.
Messages is_config_map_key(std::string_view key);
Messages is_decimal_integer(std::string_view value);
// One segment of a URL path: neither "." nor "..", without '/' and '%'.
Messages is_path_segment_name(std::string_view name);
Messages is_path_segment_prefix(std::string_view name);

// These name the field at fault themselves.
void validate_fully_qualified_name(std::string_view name, const FieldPath& path, ErrorList& errors);
void validate_fully_qualified_domain_name(std::string_view name, const FieldPath& path, ErrorList& errors);
void validate_domain_prefixed_path(std::string_view value, const FieldPath& path, ErrorList& errors);
void validate_domain_prefixed_key(std::string_view key, const FieldPath& path, ErrorList& errors);
void validate_label_name(std::string_view name, const FieldPath& path, ErrorList& errors);
void validate_nonnegative(int64_t value, const FieldPath& path, ErrorList& errors);
// metadata.managedFields[].manager and the query parameter fieldManager: at most 128 bytes, printable.
void validate_field_manager(std::string_view manager, const FieldPath& path, ErrorList& errors);

// The parts messages are made of.
std::string max_length_error(size_t length);
std::string inclusive_range_error(int64_t low, int64_t high);
// "message (e.g. 'a',  or 'b', regex used for validation is 'format')", with upstream's punctuation.
std::string regex_error(std::string_view message, std::string_view format, std::initializer_list<std::string_view> examples);
inline constexpr std::string_view kEmptyError = "must be non-empty";
inline constexpr std::string_view kNegativeError = "must be greater than or equal to 0";
inline constexpr std::string_view kImmutableError = "field is immutable";

// How a kind's names are checked. A prefix (generateName) may end in '-'.
enum class NameUse : uint8_t { kWhole, kPrefix };
using NameFunction = Messages (*)(std::string_view name, NameUse use);
Messages name_is_dns_subdomain(std::string_view name, NameUse use);
Messages name_is_dns_label(std::string_view name, NameUse use);
Messages name_is_dns1035_label(std::string_view name, NameUse use);
Messages name_is_path_segment(std::string_view name, NameUse use);

}  // namespace pintle::object
