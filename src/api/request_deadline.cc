#include "api/request_deadline.h"

#include <algorithm>
#include <chrono>

#include "api/long_running.h"
#include "base/go_text.h"

namespace pintle::api {
namespace {

// Upstream writes this Status past its encoders, so that it has no kind and the type that Go guesses.
constexpr std::string_view kTimeoutBody =
    R"({"metadata":{},"status":"Failure","message":"Timeout: request did not complete within the allotted timeout","reason":"Timeout",)"
    R"("details":{},"code":504})"
    "\n";

net::Response timeout_response() {
  net::Response response;
  response.status = 504;
  response.headers.add("content-type", "text/plain; charset=utf-8");
  response.body = Bytes::constant(kTimeoutBody);
  return response;
}

Result<std::chrono::milliseconds> time_for(const Query& query, std::chrono::milliseconds most) {
  const std::string_view text = query.get("timeout");
  if (text.empty()) return most;
  auto wanted = parse_go_duration(text);
  if (!wanted) return fail(Status::bad_request("invalid timeout specified in the request URL - " + wanted.error().message()));
  if (wanted->count() <= 0) return most;
  const auto own = std::chrono::ceil<std::chrono::milliseconds>(*wanted);
  return most.count() > 0 ? std::min(own, most) : own;
}

}  // namespace

Result<void> begin_deadline(net::Request& request, const RequestInfo& info, const Query& query, const ConnectionPolicy& policy) {
  if (is_long_running(info)) return {};
  PINTLE_TRY(const std::chrono::milliseconds time, time_for(query, policy.request_timeout()));
  if (time.count() <= 0 || !request.host) return {};
  request.host->answer_after(time, [&request, &policy] {
    net::Response response = timeout_response();
    response.headers.add("cache-control", "no-cache, private");
    policy.decorate(request, response);
    return response;
  });
  return {};
}

}  // namespace pintle::api
