// Proves that what threads count is what a scrape reads, in the text format that Prometheus parses.
#include "base/metrics.h"

#include <gtest/gtest.h>

#include <thread>

namespace pintle {
namespace {

TEST(Metrics, TextFormat) {
  MetricsRegistry registry;
  MetricFamily& requests =
      registry.counter({.name = "requests_total", .help = "Requests\nby verb \\.", .labels = {"verb", "code"}, .stability = "STABLE"});
  MetricFamily& running = registry.gauge({.name = "running", .help = "Running.", .stability = ""});
  MetricFamily& seconds = registry.histogram({.name = "seconds", .help = "Time.", .labels = {"verb"}}, {0.1, 1, 5});
  registry.counter({.name = "unused_total", .help = "Never counted."});
  registry.collected({.name = "asked", .help = "Asked.", .labels = {"of"}}, MetricType::kGauge,
                     [] { return std::vector<MetricSample>{{{"a \"b\"\n"}, 1.5}}; });
  requests.add({"LIST", "200"}, 2);
  requests.add({"GET", "404"});
  requests.add({"LIST", "200"});
  running.add({}, 3);
  running.add({}, -1);
  for (double value : {0.05, 0.1, 0.5, 100.0}) seconds.observe({"GET"}, value);
  EXPECT_EQ(registry.text(),
            "# HELP asked [ALPHA] Asked.\n"
            "# TYPE asked gauge\n"
            "asked{of=\"a \\\"b\\\"\\n\"} 1.5\n"
            "# HELP requests_total [STABLE] Requests\\nby verb \\\\.\n"
            "# TYPE requests_total counter\n"
            "requests_total{verb=\"GET\",code=\"404\"} 1\n"
            "requests_total{verb=\"LIST\",code=\"200\"} 3\n"
            "# HELP running Running.\n"
            "# TYPE running gauge\n"
            "running 2\n"
            "# HELP seconds [ALPHA] Time.\n"
            "# TYPE seconds histogram\n"
            "seconds_bucket{verb=\"GET\",le=\"0.1\"} 2\n"
            "seconds_bucket{verb=\"GET\",le=\"1\"} 3\n"
            "seconds_bucket{verb=\"GET\",le=\"5\"} 3\n"
            "seconds_bucket{verb=\"GET\",le=\"+Inf\"} 4\n"
            "seconds_sum{verb=\"GET\"} 100.65\n"
            "seconds_count{verb=\"GET\"} 4\n");
}

TEST(Metrics, NothingIsLostBetweenThreads) {
  constexpr int kThreads = 8, kRounds = 20'000;
  MetricsRegistry registry;
  MetricFamily& counter = registry.counter({.name = "n_total", .help = "N.", .labels = {"k"}});
  MetricFamily& histogram = registry.histogram({.name = "h", .help = "H."}, {1});
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kRounds; ++i) {
        counter.add({i % 2 ? "odd" : "even"});
        histogram.observe({}, t % 2 ? 0.5 : 2);
      }
    });
  }
  for (int i = 0; i < 20; ++i) (void)registry.text();  // scraped meanwhile
  for (std::thread& thread : threads) thread.join();
  std::string text = registry.text();
  EXPECT_TRUE(text.contains("n_total{k=\"even\"} 80000\n")) << text;
  EXPECT_TRUE(text.contains("n_total{k=\"odd\"} 80000\n")) << text;
  EXPECT_TRUE(text.contains("h_bucket{le=\"1\"} 80000\n")) << text;
  EXPECT_TRUE(text.contains("h_count 160000\n")) << text;
}

TEST(Metrics, TooManySeriesAreReportedNotKept) {
  MetricsRegistry registry;
  MetricFamily& counter = registry.counter({.name = "n_total", .help = "N.", .labels = {"k"}});
  for (size_t i = 0; i < kSeriesMax + 5; ++i) counter.add({std::to_string(i)});
  std::string text = registry.text();
  EXPECT_TRUE(text.contains("metric_series_dropped_total{name=\"n_total\"} 5\n"));
  EXPECT_TRUE(text.contains("n_total{k=\"4095\"} 1\n"));
  EXPECT_FALSE(text.contains("n_total{k=\"4096\"}"));
}

TEST(Metrics, Buckets) { EXPECT_EQ(exponential_buckets(1000, 10, 4), (std::vector<double>{1e3, 1e4, 1e5, 1e6})); }

}  // namespace
}  // namespace pintle
