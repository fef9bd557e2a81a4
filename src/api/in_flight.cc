#include "api/in_flight.h"

#include "api/long_running.h"
#include "api/status_body.h"

namespace pintle::api {
namespace {

constexpr std::string_view kRetryAfterSeconds = "1";

bool is_probe(const RequestInfo& info) {
  const std::string_view path = info.path;
  return !info.is_resource && (path == "/healthz" || path == "/readyz" || path == "/livez");
}

}  // namespace

InFlightLimits::Seat InFlightLimits::take(const RequestInfo& info, const auth::User& user) {
  if (is_long_running(info)) return Seat(true);
  const bool reads = info.verb == "get" || info.verb == "list" || info.verb == "watch";
  if (limits_.kinds == Kinds::kApart) return reads ? take(reads_, limits_.reads_max, user) : take(writes_, limits_.writes_max, user);
  if (is_probe(info)) return Seat(true);
  return take(reads ? reads_ : writes_, limits_.reads_max + limits_.writes_max, user);
}

// Taken and then looked at, so that of two who take the last seat at once one is refused.
InFlightLimits::Seat InFlightLimits::take(std::atomic<int>& taken, int most, const auth::User& user) const {
  if (most == 0 && counting_ == Counting::kLimited) return Seat(true);
  const int of_kind = taken.fetch_add(1, std::memory_order_relaxed) + 1;
  const int count = limits_.kinds == Kinds::kApart ? of_kind : under_way();
  if (most == 0 || count <= most) return Seat(true, &taken);
  taken.fetch_sub(1, std::memory_order_relaxed);
  return Seat(user.in_group(auth::kMastersGroup));
}

net::Response InFlightLimits::refusal() {
  net::Response response = text_response(429, "Too many requests, please try again later.\n");
  response.headers.set("retry-after", std::string(kRetryAfterSeconds));
  return response;
}

}  // namespace pintle::api
