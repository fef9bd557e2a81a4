#include "api/in_flight.h"

#include "api/long_running.h"
#include "api/status_body.h"

namespace pintle::api {
namespace {

constexpr std::string_view kRetryAfterSeconds = "1";

}  // namespace

InFlightLimits::Seat InFlightLimits::take(const RequestInfo& info, const auth::User& user) {
  if (is_long_running(info)) return Seat(true);
  const bool reads = info.verb == "get" || info.verb == "list" || info.verb == "watch";
  const int most = reads ? reads_max_ : writes_max_;
  if (most == 0 && counting_ == Counting::kLimited) return Seat(true);
  std::atomic<int>& taken = reads ? reads_ : writes_;
  const int before = taken.fetch_add(1, std::memory_order_relaxed);
  if (most == 0 || before < most) return Seat(true, &taken);
  taken.fetch_sub(1, std::memory_order_relaxed);
  return Seat(user.in_group(auth::kMastersGroup));
}

net::Response InFlightLimits::refusal() {
  net::Response response = text_response(429, "Too many requests, please try again later.\n");
  response.headers.set("retry-after", std::string(kRetryAfterSeconds));
  return response;
}

}  // namespace pintle::api
