#include "server/authentication_metrics.h"

#include <algorithm>

namespace pintle::server {

AuthenticationMetrics::AuthenticationMetrics(MetricsRegistry& registry)
    : users_(registry.counter({.name = "authenticated_user_requests",
                               .help = "Authenticated requests, by the user's name as far as it is a well-known one.",
                               .labels = {"username"}})),
      attempts_(registry.counter({.name = "authentication_attempts", .help = "Authentications by result.", .labels = {"result"}})),
      durations_(registry.histogram({.name = "authentication_duration_seconds",
                                     .help = "Time that authentication takes, in seconds, by result.",
                                     .labels = {"result"}},
                                    exponential_buckets(0.001, 2, 15))) {}

void AuthenticationMetrics::count(const auth::AuthenticationAttempt& attempt) {
  const std::string_view result = attempt.user ? "success" : attempt.reason.empty() ? "failure" : "error";
  if (attempt.user) users_.add({metric_username(attempt.user->name)});
  attempts_.add({result});
  durations_.observe({result}, std::chrono::duration<double>(attempt.duration).count());
}

std::string_view metric_username(std::string_view name) {
  constexpr std::string_view kKnown[] = {"admin", "client", "kube_proxy", "kubelet", "system:serviceaccount:kube-system:default"};
  const auto known = std::ranges::find(kKnown, name);
  if (known != std::end(kKnown)) return *known;
  return name.contains('@') ? "email_id" : "other";
}

}  // namespace pintle::server
