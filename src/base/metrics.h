// Metrics: counters, gauges and histograms by label, written from any thread without a lock and read as Prometheus text.
//
//   MetricsRegistry registry;
//   MetricFamily& requests = registry.counter({.name = "apiserver_request_total", .help = "...", .labels = {"verb", "code"}});
//   requests.add({"GET", "200"});
//   std::string text = registry.text();
//
// A family keeps its series in shards: each thread adds to its own, scraping sums them up. Series are made on first use and stay.
// A shard takes kSeriesMax series of a family; what would come on top is counted in metric_series_dropped_total and else lost.
// Ownership: families live as long as the registry. Thread: add(), observe() and text() on any; register families at the start,
// on one. Label values are copied when a series is made; never put a secret or an unbounded value (a name, a user) into one.
// Source: Prometheus text format 0.0.4; k8s.io/component-base/metrics for the stability in the help text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pintle {

inline constexpr size_t kSeriesMax = 4096;      // a shard's, for each family
inline constexpr size_t kMetricShardsMax = 64;  // further threads share

enum class MetricType : uint8_t { kCounter, kGauge, kHistogram };

struct MetricDescription {
  std::string name;
  std::string help;
  std::vector<std::string> labels;
  std::string stability = "ALPHA";  // as upstream puts it before the help; "" for none
};

struct MetricSample {
  std::vector<std::string> labels;  // values, as many as the description has names
  double value = 0;
};

class MetricFamily {
 public:
  using LabelValues = std::initializer_list<std::string_view>;

  ~MetricFamily();
  MetricFamily(const MetricFamily&) = delete;
  MetricFamily& operator=(const MetricFamily&) = delete;

  // Counter (`delta` not negative) and gauge. As many values as the family has labels.
  void add(LabelValues values, double delta = 1);
  // Histogram.
  void observe(LabelValues values, double value);

 private:
  friend class MetricsRegistry;
  struct Series;
  struct Shard;
  MetricFamily(MetricDescription description, MetricType type, std::vector<double> buckets);
  Series* series(LabelValues values);
  Shard& shard();
  void write(std::string& out) const;

  MetricDescription description_;
  MetricType type_;
  std::vector<double> buckets_;  // upper bounds, ascending, without +Inf
  std::unique_ptr<Shard[]> shards_;
};

class MetricsRegistry {
 public:
  using Collector = std::function<std::vector<MetricSample>()>;

  MetricsRegistry();
  ~MetricsRegistry();
  MetricsRegistry(const MetricsRegistry&) = delete;
  MetricsRegistry& operator=(const MetricsRegistry&) = delete;

  MetricFamily& counter(MetricDescription description);
  MetricFamily& gauge(MetricDescription description);
  MetricFamily& histogram(MetricDescription description, std::vector<double> buckets);
  // Asked for its samples each time that the metrics are read.
  void collected(MetricDescription description, MetricType type, Collector collector);

  // All families by name, in text format 0.0.4. A family without series is left out, as upstream does.
  std::string text() const;

 private:
  struct Collected {
    MetricDescription description;
    MetricType type;
    Collector collector;
  };
  MetricFamily& keep(MetricDescription description, MetricType type, std::vector<double> buckets);

  std::vector<std::unique_ptr<MetricFamily>> families_;
  std::vector<Collected> collected_;
};

// The content type of text().
inline constexpr std::string_view kMetricsContentType = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

// `count` bounds from `first`, each `factor` times the one before.
std::vector<double> exponential_buckets(double first, double factor, int count);

}  // namespace pintle
