#include "server/token_metrics.h"

namespace pintle::server {

TokenMetrics::TokenMetrics(MetricsRegistry& registry)
    : stale_(registry.counter(
          {.name = "serviceaccount_stale_tokens_total", .help = "Cumulative stale projected service account tokens used"})),
      valid_(registry.counter(
          {.name = "serviceaccount_valid_tokens_total", .help = "Cumulative valid projected service account tokens used"})),
      legacy_(registry.counter({.name = "serviceaccount_legacy_tokens_total", .help = "Cumulative legacy service account tokens used"})),
      manual_secret_(registry.counter(
          {.name = "serviceaccount_legacy_manual_token_uses_total", .help = "Cumulative manually created legacy tokens used"})),
      generated_secret_(registry.counter(
          {.name = "serviceaccount_legacy_auto_token_uses_total", .help = "Cumulative auto-generated legacy tokens used"})),
      invalidated_secret_(registry.counter({.name = "serviceaccount_invalid_legacy_auto_token_uses_total",
                                            .help = "Cumulative invalid auto-generated legacy tokens used"})) {}

}  // namespace pintle::server
