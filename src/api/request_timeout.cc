#include "api/request_timeout.h"

#include <string>

#include "api/request_audit.h"
#include "base/go_text.h"

namespace pintle::api {

Result<void> check_timeout(const RequestInfo& info, const Query& query) {
  const std::string_view timeout = query.get("timeout");
  if (timeout.empty() || is_long_running(info)) return {};
  const auto duration = parse_go_duration(timeout);
  if (duration) return {};
  return fail(Status::bad_request("invalid timeout specified in the request URL - " + duration.error().message()));
}

}  // namespace pintle::api
