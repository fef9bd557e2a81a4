#include "server/impersonation_metrics.h"

namespace pintle::server {
namespace {

std::vector<double> buckets() { return exponential_buckets(0.001, 2, 15); }

void record(MetricFamily& total, MetricFamily& durations, std::string_view mode, api::Impersonated outcome,
            std::chrono::steady_clock::duration took) {
  const std::string_view decision = outcome == api::Impersonated::kAllowed ? "allowed" : "denied";
  total.add({mode, decision});
  durations.observe({mode, decision}, std::chrono::duration<double>(took).count());
}

}  // namespace

ImpersonationMetrics::ImpersonationMetrics(MetricsRegistry& registry)
    : attempts_(registry.counter({.name = "apiserver_impersonation_attempts_total",
                                  .help = "Requests of clients that act as somebody else, by mode and decision.",
                                  .labels = {"mode", "decision"}})),
      attempt_durations_(registry.histogram({.name = "apiserver_impersonation_attempts_duration_seconds",
                                             .help = "Time to that decision in seconds, by mode and decision.",
                                             .labels = {"mode", "decision"}},
                                            buckets())),
      checks_(registry.counter({.name = "apiserver_impersonation_authorization_attempts_total",
                                .help = "Checks of authorization that such requests took, by mode and decision.",
                                .labels = {"mode", "decision"}})),
      check_durations_(registry.histogram({.name = "apiserver_impersonation_authorization_attempts_duration_seconds",
                                           .help = "Time of each of these checks in seconds, by mode and decision.",
                                           .labels = {"mode", "decision"}},
                                          buckets())) {}

void ImpersonationMetrics::attempted(std::string_view mode, api::Impersonated outcome, std::chrono::steady_clock::duration took) {
  record(attempts_, attempt_durations_, mode, outcome, took);
}

void ImpersonationMetrics::checked(std::string_view mode, api::Impersonated outcome, std::chrono::steady_clock::duration took) {
  record(checks_, check_durations_, mode, outcome, took);
}

}  // namespace pintle::server
