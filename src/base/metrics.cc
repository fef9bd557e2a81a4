#include "base/metrics.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>

#include "base/check.h"

namespace pintle {

struct MetricFamily::Series {
  Series(LabelValues values, size_t buckets) : labels(values.begin(), values.end()), counts(buckets) {}
  bool is(LabelValues values) const { return std::ranges::equal(labels, values); }

  const std::vector<std::string> labels;
  std::atomic<double> value{0};               // counter, gauge: the value; histogram: the sum
  std::vector<std::atomic<uint64_t>> counts;  // histogram: observations of each bucket alone, +Inf last
};

// A hash table that only grows: a slot is filled once and then stays, so that readers and writers need no lock.
struct MetricFamily::Shard {
  std::atomic<std::atomic<Series*>*> slots{nullptr};
  std::atomic<uint64_t> dropped{0};

  ~Shard() {
    std::atomic<Series*>* table = slots.load();
    for (size_t i = 0; table != nullptr && i < kSeriesMax; ++i) delete table[i].load();
    delete[] table;
  }
  std::atomic<Series*>* table() {
    std::atomic<Series*>* current = slots.load(std::memory_order_acquire);
    if (current != nullptr) return current;
    auto* fresh = new std::atomic<Series*>[kSeriesMax]();
    if (slots.compare_exchange_strong(current, fresh, std::memory_order_acq_rel)) return fresh;
    delete[] fresh;
    return current;
  }
  template <class Visit>
  void each(Visit visit) const {
    const std::atomic<Series*>* current = slots.load(std::memory_order_acquire);
    for (size_t i = 0; current != nullptr && i < kSeriesMax; ++i) {
      if (const Series* series = current[i].load(std::memory_order_acquire)) visit(*series);
    }
  }
};

namespace {

// Threads are numbered in the order in which they first count something.
size_t thread_number() {
  static std::atomic<size_t> next{0};
  thread_local const size_t number = next.fetch_add(1, std::memory_order_relaxed);
  return number;
}

size_t hash_of(MetricFamily::LabelValues values) {
  size_t hash = 0;
  for (std::string_view value : values) hash = hash * 31 + std::hash<std::string_view>()(value);
  return hash;
}

std::string number(double value) {
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  if (std::isnan(value)) return "NaN";
  char text[32];
  bool plain = value == std::floor(value) && std::abs(value) < 1e15;
  auto end = plain ? std::to_chars(text, text + sizeof text, static_cast<int64_t>(value)) : std::to_chars(text, text + sizeof text, value);
  return std::string(text, end.ptr);
}

std::string escaped(std::string_view text, bool quotes) {
  std::string out;
  for (char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\\' || (quotes && c == '"')) {
      (out += '\\') += c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string_view type_name(MetricType type) {
  return type == MetricType::kCounter ? "counter" : type == MetricType::kGauge ? "gauge" : "histogram";
}

void write_head(const MetricDescription& description, MetricType type, std::string& out) {
  std::string stability = description.stability.empty() ? "" : "[" + description.stability + "] ";
  out += "# HELP " + description.name + " " + stability + escaped(description.help, false) + "\n";
  out += "# TYPE " + description.name + " " + std::string(type_name(type)) + "\n";
}

// `extra`: one more pair, as it is written.
void write_sample(std::string_view name, const std::vector<std::string>& names, const std::vector<std::string>& values,
                  std::string_view extra, double value, std::string& out) {
  out += name;
  char separator = '{';
  for (size_t i = 0; i < names.size(); ++i) {
    out += separator;
    out += names[i] + "=\"" + escaped(values[i], true) + "\"";
    separator = ',';
  }
  if (!extra.empty()) {
    out += separator;
    out += extra;
    separator = ',';
  }
  if (separator == ',') out += '}';
  out += " " + number(value) + "\n";
}

}  // namespace

MetricFamily::MetricFamily(MetricDescription description, MetricType type, std::vector<double> buckets)
    : description_(std::move(description)), type_(type), buckets_(std::move(buckets)), shards_(new Shard[kMetricShardsMax]) {
  PINTLE_CHECK(std::ranges::is_sorted(buckets_));
}
MetricFamily::~MetricFamily() = default;

MetricFamily::Shard& MetricFamily::shard() { return shards_[thread_number() % kMetricShardsMax]; }

MetricFamily::Series* MetricFamily::series(LabelValues values) {
  PINTLE_CHECK(values.size() == description_.labels.size());
  Shard& own = shard();
  std::atomic<Series*>* table = own.table();
  std::unique_ptr<Series> fresh;
  size_t start = hash_of(values);
  for (size_t probe = 0; probe < kSeriesMax; ++probe) {
    std::atomic<Series*>& slot = table[(start + probe) % kSeriesMax];
    Series* found = slot.load(std::memory_order_acquire);
    if (found == nullptr) {
      if (!fresh) fresh = std::make_unique<Series>(values, type_ == MetricType::kHistogram ? buckets_.size() + 1 : 0);
      if (slot.compare_exchange_strong(found, fresh.get(), std::memory_order_acq_rel)) return fresh.release();
    }
    if (found->is(values)) return found;
  }
  own.dropped.fetch_add(1, std::memory_order_relaxed);
  return nullptr;
}

void MetricFamily::add(LabelValues values, double delta) {
  if (Series* found = series(values)) found->value.fetch_add(delta, std::memory_order_relaxed);
}

void MetricFamily::observe(LabelValues values, double value) {
  Series* found = series(values);
  if (found == nullptr) return;
  size_t bucket = static_cast<size_t>(std::ranges::lower_bound(buckets_, value) - buckets_.begin());
  found->counts[bucket].fetch_add(1, std::memory_order_relaxed);
  found->value.fetch_add(value, std::memory_order_relaxed);
}

void MetricFamily::write(std::string& out) const {
  struct Total {
    double value = 0;
    std::vector<uint64_t> counts;
  };
  std::map<std::vector<std::string>, Total> totals;
  for (size_t i = 0; i < kMetricShardsMax; ++i) {
    shards_[i].each([&](const Series& series) {
      Total& total = totals[series.labels];
      total.value += series.value.load(std::memory_order_relaxed);
      total.counts.resize(series.counts.size());
      for (size_t at = 0; at < series.counts.size(); ++at) total.counts[at] += series.counts[at].load(std::memory_order_relaxed);
    });
  }
  if (totals.empty()) return;
  write_head(description_, type_, out);
  for (const auto& [labels, total] : totals) {
    if (type_ != MetricType::kHistogram) {
      write_sample(description_.name, description_.labels, labels, "", total.value, out);
      continue;
    }
    uint64_t below = 0;
    for (size_t at = 0; at < total.counts.size(); ++at) {
      below += total.counts[at];
      double bound = at < buckets_.size() ? buckets_[at] : std::numeric_limits<double>::infinity();
      write_sample(description_.name + "_bucket", description_.labels, labels, "le=\"" + number(bound) + "\"", static_cast<double>(below),
                   out);
    }
    write_sample(description_.name + "_sum", description_.labels, labels, "", total.value, out);
    write_sample(description_.name + "_count", description_.labels, labels, "", static_cast<double>(below), out);
  }
}

MetricsRegistry::MetricsRegistry() {
  collected({.name = "metric_series_dropped_total",
             .help = "Samples lost because a metric had too many label values.",
             .labels = {"name"},
             .stability = ""},
            MetricType::kCounter, [this] {
              std::vector<MetricSample> samples;
              for (const auto& family : families_) {
                uint64_t dropped = 0;
                for (size_t i = 0; i < kMetricShardsMax; ++i) dropped += family->shards_[i].dropped.load(std::memory_order_relaxed);
                if (dropped > 0) samples.push_back({{family->description_.name}, static_cast<double>(dropped)});
              }
              return samples;
            });
}
MetricsRegistry::~MetricsRegistry() = default;

MetricFamily& MetricsRegistry::keep(MetricDescription description, MetricType type, std::vector<double> buckets) {
  families_.emplace_back(new MetricFamily(std::move(description), type, std::move(buckets)));
  return *families_.back();
}

MetricFamily& MetricsRegistry::counter(MetricDescription description) { return keep(std::move(description), MetricType::kCounter, {}); }
MetricFamily& MetricsRegistry::gauge(MetricDescription description) { return keep(std::move(description), MetricType::kGauge, {}); }
MetricFamily& MetricsRegistry::histogram(MetricDescription description, std::vector<double> buckets) {
  return keep(std::move(description), MetricType::kHistogram, std::move(buckets));
}

void MetricsRegistry::collected(MetricDescription description, MetricType type, Collector collector) {
  collected_.push_back({std::move(description), type, std::move(collector)});
}

std::string MetricsRegistry::text() const {
  std::map<std::string, std::string> by_name;
  for (const auto& family : families_) family->write(by_name[family->description_.name]);
  for (const Collected& entry : collected_) {
    std::vector<MetricSample> samples = entry.collector();
    if (samples.empty()) continue;
    std::string& out = by_name[entry.description.name];
    write_head(entry.description, entry.type, out);
    for (const MetricSample& sample : samples)
      write_sample(entry.description.name, entry.description.labels, sample.labels, "", sample.value, out);
  }
  std::string text;
  for (const auto& [name, part] : by_name) text += part;
  return text;
}

std::vector<double> exponential_buckets(double first, double factor, int count) {
  std::vector<double> bounds;
  for (double bound = first; count > 0; --count, bound *= factor) bounds.push_back(bound);
  return bounds;
}

}  // namespace pintle
