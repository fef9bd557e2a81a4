#include "object/validation.h"

#include <algorithm>
#include <limits>

#include "base/utf8.h"
#include "object/go_format.h"
#include "object/object_meta.h"

namespace pintle::object {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }
bool is_lower_or_digit(char c) { return is_lower(c) || is_digit(c); }
bool is_letter_or_digit(char c) { return is_letter(c) || is_digit(c); }

template <class Class>
bool all_of_class(std::string_view text, Class in_class) {
  return std::ranges::all_of(text, in_class);
}
bool contains_only(std::string_view text, bool (*base)(char), std::string_view more) {
  return all_of_class(text, [=](char c) { return base(c) || more.contains(c); });
}

// first(more* last)? with `last` the base class: what all DNS-like formats have in common.
bool is_word(std::string_view text, bool (*first)(char), bool (*base)(char), std::string_view more) {
  return !text.empty() && first(text.front()) && base(text.back()) && contains_only(text, base, more);
}

bool is_label(std::string_view text) { return is_word(text, is_lower_or_digit, is_lower_or_digit, "-"); }
bool is_label_with_underscore(std::string_view text) {
  if (text.starts_with('_')) text.remove_prefix(1);
  return is_word(text, is_lower_or_digit, is_lower_or_digit, "-_");
}

bool is_dotted(std::string_view text, bool (*label)(std::string_view)) {
  while (true) {
    const size_t dot = text.find('.');
    if (!label(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}
bool is_subdomain(std::string_view text) { return is_dotted(text, is_label); }

bool is_label_name(std::string_view text) { return is_word(text, is_letter_or_digit, is_letter_or_digit, "-_."); }

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (size_t at; (at = text.find(separator)) != std::string_view::npos; text.remove_prefix(at + 1)) parts.push_back(text.substr(0, at));
  parts.push_back(text);
  return parts;
}

std::string joined(const Messages& messages, std::string_view separator) {
  std::string text;
  for (const std::string& message : messages) text.append(&message == messages.data() ? "" : separator).append(message);
  return text;
}

// Length limits of the older rules count "characters", those of label keys and values "bytes"; both mean bytes.
std::string max_bytes_error(size_t length) { return "must be no more than " + std::to_string(length) + " bytes"; }

constexpr std::string_view kLabelFormat = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
constexpr std::string_view kSubdomainFormat = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
constexpr std::string_view kSubdomainError =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
    "alphanumeric character";
constexpr std::string_view kLabelNameFormat = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
constexpr std::string_view kLabelNameError =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

std::string subdomain_error() { return regex_error(kSubdomainError, kSubdomainFormat, {"example.com"}); }
std::string label_name_error() { return regex_error(kLabelNameError, kLabelNameFormat, {"MyName", "my.name", "123-abc"}); }

void add_dot_faults(std::string_view value, Messages& faults) {
  if (value == "." || value == "..") {
    faults.push_back("must not be '" + std::string(value) + "'");
  } else if (value.starts_with("..")) {
    faults.push_back("must not start with '..'");
  }
}

}  // namespace

std::string max_length_error(size_t length) { return "must be no more than " + std::to_string(length) + " characters"; }

std::string inclusive_range_error(int64_t low, int64_t high) {
  return "must be between " + std::to_string(low) + " and " + std::to_string(high) + ", inclusive";
}

std::string regex_error(std::string_view message, std::string_view format, std::initializer_list<std::string_view> examples) {
  std::string text(message);
  text += examples.size() == 0 ? " (" : " (e.g. ";
  for (auto example = examples.begin(); example != examples.end(); ++example) {
    text.append(example == examples.begin() ? "'" : " or '").append(*example).append("', ");
  }
  return text.append("regex used for validation is '").append(format).append("')");
}

Messages is_dns1123_label(std::string_view value) {
  Messages faults;
  if (value.size() > kDns1123LabelBytesMax) faults.push_back(max_length_error(kDns1123LabelBytesMax));
  if (is_label(value)) return faults;
  faults.push_back(is_subdomain(value) ? "must not contain dots"
                                       : regex_error("a lowercase RFC 1123 label must consist of lower case alphanumeric characters or "
                                                     "'-', and must start and end with an alphanumeric character",
                                                     kLabelFormat, {"my-name", "123-abc"}));
  return faults;
}

Messages is_dns1123_subdomain(std::string_view value) {
  Messages faults;
  if (value.size() > kDns1123SubdomainBytesMax) faults.push_back(max_length_error(kDns1123SubdomainBytesMax));
  if (!is_subdomain(value)) faults.push_back(subdomain_error());
  return faults;
}

Messages is_dns1123_subdomain_with_underscore(std::string_view value) {
  Messages faults;
  if (value.size() > kDns1123SubdomainBytesMax) faults.push_back(max_length_error(kDns1123SubdomainBytesMax));
  if (is_dotted(value, is_label_with_underscore)) return faults;
  faults.push_back(
      regex_error("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and "
                  "end with an alphanumeric character",
                  "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*", {"example.com"}));
  return faults;
}

Messages is_wildcard_dns1123_subdomain(std::string_view value) {
  Messages faults;
  if (value.size() > kDns1123SubdomainBytesMax) faults.push_back(max_length_error(kDns1123SubdomainBytesMax));
  if (value.starts_with("*.") && is_subdomain(value.substr(2))) return faults;
  faults.push_back(
      regex_error("a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case "
                  "alphanumeric characters, '-' or '.' and end with an alphanumeric character",
                  std::string("\\*\\.").append(kSubdomainFormat), {"*.example.com"}));
  return faults;
}

Messages is_dns1035_label(std::string_view value) {
  Messages faults;
  if (value.size() > kDns1035LabelBytesMax) faults.push_back(max_length_error(kDns1035LabelBytesMax));
  if (is_word(value, is_lower, is_lower_or_digit, "-")) return faults;
  faults.push_back(
      regex_error("a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end "
                  "with an alphanumeric character",
                  "[a-z]([-a-z0-9]*[a-z0-9])?", {"my-name", "abc-123"}));
  return faults;
}

namespace {
// The whole rule; what it refuses is explained below.
bool is_plain_qualified_name(std::string_view value) {
  const size_t slash = value.find('/');
  const std::string_view prefix = slash == std::string_view::npos ? std::string_view() : value.substr(0, slash);
  const std::string_view name = slash == std::string_view::npos ? value : value.substr(slash + 1);
  if (slash != std::string_view::npos && (prefix.size() > kDns1123SubdomainBytesMax || !is_subdomain(prefix))) return false;
  return name.size() <= kLabelKeyNameBytesMax && is_label_name(name);
}
}  // namespace

Messages is_qualified_name(std::string_view value) {
  if (is_plain_qualified_name(value)) return {};
  const std::vector<std::string_view> parts = split(value, '/');
  if (parts.size() > 2) {
    return {"a valid label key " + label_name_error() + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"};
  }
  Messages faults;
  if (parts.size() == 2) {
    const std::string_view prefix = parts[0];
    if (prefix.empty()) {
      faults.push_back(std::string("prefix part ").append(kEmptyError));
    } else {
      if (prefix.size() > kDns1123SubdomainBytesMax) faults.push_back("prefix part " + max_bytes_error(kDns1123SubdomainBytesMax));
      if (!is_subdomain(prefix)) faults.push_back("prefix part " + subdomain_error());
    }
  }
  const std::string_view name = parts.back();
  if (name.empty()) {
    faults.push_back(std::string("name part ").append(kEmptyError));
  } else if (name.size() > kLabelKeyNameBytesMax) {
    faults.push_back("name part " + max_bytes_error(kLabelKeyNameBytesMax));
  }
  if (!is_label_name(name)) faults.push_back("name part " + label_name_error());
  return faults;
}

Messages is_label_value(std::string_view value) {
  Messages faults;
  if (value.size() > kLabelValueBytesMax) faults.push_back(max_bytes_error(kLabelValueBytesMax));
  if (value.empty() || is_label_name(value)) return faults;
  faults.push_back(
      regex_error("a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end "
                  "with an alphanumeric character",
                  "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?", {"MyValue", "my_value", "12345"}));
  return faults;
}

Messages is_c_identifier(std::string_view value) {
  if (!value.empty() && !is_digit(value[0]) && contains_only(value, is_letter_or_digit, "_")) return {};
  return {
      regex_error("a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters "
                  "or '_'",
                  "[A-Za-z_][A-Za-z0-9_]*", {"my_name", "MY_NAME", "MyName"})};
}

Messages is_in_range(int64_t value, int64_t min, int64_t max) {
  if (min <= value && value <= max) return {};
  return {inclusive_range_error(min, max)};
}
Messages is_port_number(int64_t port) { return is_in_range(port, 1, 65535); }
Messages is_group_id(int64_t gid) { return is_in_range(gid, 0, std::numeric_limits<int32_t>::max()); }
Messages is_user_id(int64_t uid) { return is_in_range(uid, 0, std::numeric_limits<int32_t>::max()); }

Messages is_port_name(std::string_view port) {
  Messages faults;
  if (port.size() > kPortNameBytesMax) faults.push_back(max_length_error(kPortNameBytesMax));
  if (port.empty() || !contains_only(port, is_lower_or_digit, "-")) {
    faults.push_back("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  }
  if (std::ranges::none_of(port, is_lower)) faults.push_back("must contain at least one letter (a-z)");
  if (port.contains("--")) faults.push_back("must not contain consecutive hyphens");
  if (port.starts_with('-') || port.ends_with('-')) faults.push_back("must not begin or end with a hyphen");
  return faults;
}

Messages is_percent(std::string_view percent) {
  const bool sign = percent.ends_with('%');
  const std::string_view digits = percent.substr(0, percent.size() - (sign ? 1 : 0));
  if (sign && !digits.empty() && all_of_class(digits, is_digit)) return {};
  return {regex_error("a valid percent string must be a numeric string followed by an ending '%'", "[0-9]+%", {"1%", "93%"})};
}

Messages is_http_header_name(std::string_view name) {
  if (!name.empty() && contains_only(name, is_letter_or_digit, "-")) return {};
  return {regex_error("a valid HTTP header must consist of alphanumeric characters or '-'", "[-A-Za-z0-9]+", {"X-Header-Name"})};
}

Messages is_env_var_name(std::string_view name) {
  Messages faults;
  if (name.empty() || is_digit(name[0]) || !contains_only(name, is_letter_or_digit, "-._")) {
    faults.push_back(
        regex_error("a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start "
                    "with a digit",
                    "[-._a-zA-Z][-._a-zA-Z0-9]*", {"my.env-name", "MY_ENV.NAME", "MyEnvName1"}));
  }
  add_dot_faults(name, faults);
  return faults;
}

Messages is_relaxed_env_var_name(std::string_view name) {
  if (name.empty()) return {std::string("environment variable name ").append(kEmptyError)};
  if (all_of_class(name, [](char c) { return c >= ' ' && c < 0x7F && c != '='; })) return {};
  return {"a valid environment variable name must consist only of printable ASCII characters other than '='"};
}

Messages is_config_map_key(std::string_view key) {
  Messages faults;
  if (key.size() > kDns1123SubdomainBytesMax) faults.push_back(max_length_error(kDns1123SubdomainBytesMax));
  if (key.empty() || !contains_only(key, is_letter_or_digit, "-._")) {
    faults.push_back(regex_error("a valid config key must consist of alphanumeric characters, '-', '_' or '.'", "[-._a-zA-Z0-9]+",
                                 {"key.name", "KEY_NAME", "key-name"}));
  }
  add_dot_faults(key, faults);
  return faults;
}

Messages is_decimal_integer(std::string_view value) {
  if (value.empty()) return {std::string(kEmptyError)};
  std::string_view digits = value;
  if (digits.starts_with('-')) digits.remove_prefix(1);
  const bool canonical = !digits.empty() && all_of_class(digits, is_digit) && (digits[0] != '0' || value == "0");
  return canonical ? Messages{} : Messages{"must be a valid decimal integer in canonical form"};
}

Messages is_path_segment_prefix(std::string_view name) {
  Messages faults;
  for (char illegal : {'/', '%'}) {
    if (name.contains(illegal)) faults.push_back(std::string("may not contain '") + illegal + "'");
  }
  return faults;
}

Messages is_path_segment_name(std::string_view name) {
  if (name == "." || name == "..") return {"may not be '" + std::string(name) + "'"};
  return is_path_segment_prefix(name);
}

void validate_fully_qualified_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  if (name.empty()) return errors.required(path, "");
  if (Messages faults = is_dns1123_subdomain(name); !faults.empty()) return errors.invalid(path, quoted(name), joined(faults, ","));
  if (std::ranges::count(name, '.') < 2) {
    errors.invalid(path, quoted(name), "should be a domain with at least three segments separated by dots");
  }
}

void validate_fully_qualified_domain_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  if (name.empty()) return errors.required(path, "");
  if (name.ends_with('.')) name.remove_suffix(1);
  if (Messages faults = is_dns1123_subdomain(name); !faults.empty()) return errors.invalid(path, quoted(name), joined(faults, ","));
  const std::vector<std::string_view> labels = split(name, '.');
  if (labels.size() < 2) {
    return errors.invalid(path, quoted(name), "should be a domain with at least two segments separated by dots");
  }
  for (std::string_view label : labels) {
    if (Messages faults = is_dns1123_label(label); !faults.empty()) return errors.invalid(path, quoted(label), joined(faults, ","));
  }
}

void validate_domain_prefixed_path(std::string_view value, const FieldPath& path, ErrorList& errors) {
  if (value.empty()) return errors.required(path, "");
  const size_t slash = value.find('/');
  const std::string_view host = value.substr(0, slash);
  const std::string_view rest = slash == std::string_view::npos ? "" : value.substr(slash + 1);
  if (host.empty() || rest.empty()) {
    return errors.invalid(path, quoted(value), "must be a domain-prefixed path (such as \"acme.io/foo\")");
  }
  errors.invalid_text_each(path, host, is_dns1123_subdomain(host));
  if (!contains_only(rest, is_letter_or_digit, "/-._~%!$&'()*+,;=:")) {
    errors.invalid(path, quoted(rest), regex_error("Invalid path", "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+", {}));
  }
}

void validate_domain_prefixed_key(std::string_view key, const FieldPath& path, ErrorList& errors) {
  if (key.empty()) return errors.required(path, "");
  if (Messages faults = is_qualified_name(key); !faults.empty()) return errors.invalid_text_each(path, key, faults);
  if (!key.contains('/')) errors.invalid(path, quoted(key), "must be a domain-prefixed key (such as \"acme.io/foo\")");
}

void validate_label_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  for (std::string& message : is_qualified_name(name)) {
    errors.add({.type = ErrorType::kInvalid,
                .field = path.to_string(),
                .value = quoted(name),
                .detail = std::move(message),
                .origin = "format=k8s-label-key"});
  }
}

void validate_nonnegative(int64_t value, const FieldPath& path, ErrorList& errors) {
  if (value >= 0) return;
  errors.add({.type = ErrorType::kInvalid,
              .field = path.to_string(),
              .value = std::to_string(value),
              .detail = std::string(kNegativeError),
              .origin = "minimum"});
}

void validate_field_manager(std::string_view manager, const FieldPath& path, ErrorList& errors) {
  if (manager.size() > kFieldManagerBytesMax) errors.too_long(path, kFieldManagerBytesMax);
  for (size_t at = 0; at < manager.size();) {
    const Rune rune = first_rune(manager.substr(at));
    if (!is_printable(rune.code)) {
      errors.invalid(path, quoted(manager), "invalid character " + unicode_name(rune.code) + " (at position " + std::to_string(at) + ")");
    }
    at += rune.size;
  }
}

namespace {
// A trailing dash will be followed by generated characters. Upstream drops the character before it as well.
std::string mask_trailing_dash(std::string_view name, NameUse use) {
  if (use == NameUse::kWhole || name.size() < 2 || !name.ends_with('-')) return std::string(name);
  return std::string(name.substr(0, name.size() - 2)) + "a";
}
}  // namespace

Messages name_is_dns_subdomain(std::string_view name, NameUse use) { return is_dns1123_subdomain(mask_trailing_dash(name, use)); }
Messages name_is_dns_label(std::string_view name, NameUse use) { return is_dns1123_label(mask_trailing_dash(name, use)); }
Messages name_is_dns1035_label(std::string_view name, NameUse use) { return is_dns1035_label(mask_trailing_dash(name, use)); }
Messages name_is_path_segment(std::string_view name, NameUse use) {
  return use == NameUse::kPrefix ? is_path_segment_prefix(name) : is_path_segment_name(name);
}

}  // namespace pintle::object
