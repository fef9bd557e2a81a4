#include "api/request_timeout.h"

#include <algorithm>
#include <string>

#include "base/go_text.h"

namespace pintle::api {
namespace {

constexpr std::string_view kLongRunningSubresources[] = {"attach", "exec", "log", "portforward", "proxy"};

// Watches, and what is passed on to where an object is.
bool may_run_long(const RequestInfo& info) {
  if (info.verb == "watch" || info.verb == "proxy") return true;
  if (!info.is_resource) return info.path.starts_with("/debug/pprof/");
  return std::ranges::find(kLongRunningSubresources, info.subresource) != std::end(kLongRunningSubresources);
}

}  // namespace

Result<void> check_timeout(const RequestInfo& info, const Query& query) {
  const std::string_view timeout = query.get("timeout");
  if (timeout.empty() || may_run_long(info)) return {};
  const auto duration = parse_go_duration(timeout);
  if (duration) return {};
  return fail(Status::bad_request("invalid timeout specified in the request URL - " + duration.error().message()));
}

}  // namespace pintle::api
