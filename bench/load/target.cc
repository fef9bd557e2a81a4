#include "load/target.h"

namespace pintle::load {

Result<Target> target_of(const std::string& url, Credentials credentials) {
  constexpr std::string_view kScheme = "https://";
  if (!url.starts_with(kScheme)) return fail(Status::bad_request("not an https URL: " + url));
  Target target{.authority = url.substr(kScheme.size()), .credentials = std::move(credentials)};
  target.authority.resize(std::min(target.authority.find('/'), target.authority.size()));
  const size_t bracket = target.authority.rfind(']');
  const size_t colon = target.authority.rfind(':');
  const bool has_port = colon != std::string::npos && (bracket == std::string::npos || colon > bracket);
  target.host = target.authority.substr(0, has_port ? colon : std::string::npos);
  target.port = has_port ? target.authority.substr(colon + 1) : "443";
  if (bracket != std::string::npos) target.host = target.host.substr(1, target.host.size() - 2);
  if (target.host.empty() || target.port.empty()) return fail(Status::bad_request("no host and port in " + url));
  return target;
}

}  // namespace pintle::load
