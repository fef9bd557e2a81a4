#include "access/webhook/access_webhook_metrics.h"

namespace pintle::access {

AccessWebhookMetrics::AccessWebhookMetrics(MetricsRegistry& registry)
    : evaluations_(registry.counter({.name = "apiserver_authorization_webhook_evaluations_total",
                                     .help = "Questions to authorization webhooks, by webhook and result.",
                                     .labels = {"name", "result"}})),
      durations_(registry.histogram({.name = "apiserver_authorization_webhook_duration_seconds",
                                     .help = "Time to the answers of authorization webhooks in seconds, by webhook and result.",
                                     .labels = {"name", "result"}},
                                    {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10})),
      failed_open_(registry.counter({.name = "apiserver_authorization_webhook_evaluations_fail_open_total",
                                     .help = "Questions whose failure left the decision to the next authorizer, by webhook and result.",
                                     .labels = {"name", "result"}})) {}

void AccessWebhookMetrics::evaluated(std::string_view name, std::string_view result, std::chrono::steady_clock::duration took) {
  evaluations_.add({name, result});
  durations_.observe({name, result}, std::chrono::duration<double>(took).count());
}

void AccessWebhookMetrics::failed_open(std::string_view name, std::string_view result) { failed_open_.add({name, result}); }

}  // namespace pintle::access
