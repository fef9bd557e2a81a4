#include "groups/webhook_rules.h"

#include "base/go_url.h"
#include "object/validation.h"

namespace pintle::groups {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

constexpr std::string_view kForm = "; desired format: https://host[/path]";

std::string joined(const object::Messages& messages) {
  std::string text;
  for (const std::string& message : messages) text.append(text.empty() ? "" : ", ").append(message);
  return text;
}

void validate_segment(std::string_view segment, size_t index, std::string_view whole, const FieldPath& path, ErrorList& errors) {
  const std::string name = "segment[" + std::to_string(index) + "]";
  if (segment.empty()) {
    errors.invalid(path, quoted(whole), name + " may not be empty");
    return;
  }
  for (const std::string& fault : object::is_dns1123_subdomain(segment)) errors.invalid(path, quoted(whole), name + ": " + fault);
}

void validate_path(std::string_view whole, const FieldPath& path, ErrorList& errors) {
  if (whole.empty() || whole == "/") return;
  if (whole == "//") {
    errors.invalid(path, quoted(whole), "segment[0] may not be empty");
    return;
  }
  if (!whole.starts_with('/')) errors.invalid(path, quoted(whole), "must start with a '/'");
  std::string_view rest = whole.substr(1);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  for (size_t index = 0;; ++index) {
    const size_t end = rest.find('/');
    validate_segment(rest.substr(0, end), index, whole, path, errors);
    if (end == std::string_view::npos) return;
    rest.remove_prefix(end + 1);
  }
}

}  // namespace

void validate_webhook_url(std::string_view url, const FieldPath& path, ErrorList& errors) {
  const auto parsed = GoUrl::parse(url);
  if (!parsed) {
    errors.required(path, "url must be a valid URL: " + std::string(parsed.error().message()) + std::string(kForm));
    return;
  }
  if (parsed->scheme != "https")
    errors.invalid(path, quoted(parsed->scheme), "'https' is the only allowed URL scheme" + std::string(kForm));
  if (parsed->host.empty()) errors.invalid(path, quoted(parsed->host), "host must be specified" + std::string(kForm));
  if (parsed->user) errors.invalid(path, quoted(*parsed->user), "user information is not permitted in the URL");
  if (!parsed->fragment.empty()) errors.invalid(path, quoted(parsed->fragment), "fragments are not permitted in the URL");
  if (!parsed->query.empty()) errors.invalid(path, quoted(parsed->query), "query parameters are not permitted in the URL");
}

void validate_webhook_service(const WebhookService& service, const FieldPath& path, ErrorList& errors) {
  if (service.name.empty()) errors.required(path.child("name"), "");
  if (service.namespace_.empty()) errors.required(path.child("namespace"), "");
  const object::Messages port_faults = object::is_port_number(service.port);
  if (!port_faults.empty()) errors.invalid(path.child("port"), std::to_string(service.port), "port is not valid: " + joined(port_faults));
  if (service.path) validate_path(*service.path, path.child("path"), errors);
}

}  // namespace pintle::groups
