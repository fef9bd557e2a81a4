// TokenCacheMetrics: how the cache of tokens is used, under upstream's names; all caches of the process count into the same.
//
// Thread: any. Source: k8s.io/apiserver/pkg/authentication/token/cache/stats.go.
#pragma once

#include <chrono>

#include "base/metrics.h"

namespace pintle::auth {

class TokenCacheMetrics {
 public:
  explicit TokenCacheMetrics(MetricsRegistry& registry)
      : durations_(registry.histogram({.name = "authentication_token_cache_request_duration_seconds",
                                       .help = "Time of a look into the token cache, and of finding out what it did not know.",
                                       .labels = {"status"}},
                                      {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10})),
        requests_(registry.counter(
            {.name = "authentication_token_cache_request_total", .help = "Looks into the token cache.", .labels = {"status"}})),
        fetches_(registry.counter(
            {.name = "authentication_token_cache_fetch_total", .help = "Tokens that the cache did not know.", .labels = {"status"}})),
        active_(registry.gauge({.name = "authentication_token_cache_active_fetch_count",
                                .help = "Tokens that are being found out about.",
                                .labels = {"status"}})) {}

  void hit(std::chrono::nanoseconds duration) { looked("hit", duration); }
  void fetched(bool well, std::chrono::nanoseconds duration) {
    fetches_.add({well ? "ok" : "error"});
    looked("miss", duration);
  }
  // A fetch under way, however it ends. `metrics` may be null.
  class Fetch {
   public:
    explicit Fetch(TokenCacheMetrics* metrics) : metrics_(metrics) { add(1); }
    ~Fetch() { add(-1); }
    Fetch(const Fetch&) = delete;

   private:
    void add(double delta) {
      if (!metrics_) return;
      metrics_->active_.add({"blocked"}, delta);
      metrics_->active_.add({"in_flight"}, delta);
    }
    TokenCacheMetrics* metrics_;
  };

 private:
  void looked(std::string_view status, std::chrono::nanoseconds duration) {
    requests_.add({status});
    durations_.observe({status}, std::chrono::duration<double>(duration).count());
  }

  MetricFamily& durations_;
  MetricFamily& requests_;
  MetricFamily& fetches_;
  MetricFamily& active_;
};

}  // namespace pintle::auth
