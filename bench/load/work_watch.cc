// Watches: what an event costs for each watcher it is delivered to, how long delivery takes, what watchers of other things cost a write,
// and the memory of a watch that waits.
#include <fmt/format.h>

#include <charconv>
#include <map>
#include <optional>

#include "load/objects.h"
#include "load/watchers.h"
#include "load/workload.h"

namespace pintle::load {
namespace {

constexpr size_t kSampledMax = 32;
constexpr size_t kWriteConnections = 2;
constexpr size_t kWritesInFlightMax = 64;  // a late server lowers the rate
constexpr int kPodStride = 7;              // consecutive writes are for different namespaces and nodes
constexpr std::string_view kTurnKey = "bench-turn";
constexpr std::chrono::seconds kDeliveryTimeout{60};
constexpr double kMicroseconds = 1e6;

enum class Watched { kNothing, kEverything, kOneNode };

struct WatchRun {
  const char* name;
  int rate;  // writes a second
  Watched watched = Watched::kNothing;
  size_t watchers = 0;
  size_t connections = 0;
  std::string_view accept = kJson;
};

constexpr WatchRun kRuns[] = {
    {"none.e10", 10},
    {"none.e100", 100},
    {"w100.e100.json", 100, Watched::kEverything, 100, 10, kJson},
    {"w100.e100.proto", 100, Watched::kEverything, 100, 10, kProtobuf},
    {"w1000.e10.json", 10, Watched::kEverything, 1'000, 20, kJson},
    {"w1000.e10.proto", 10, Watched::kEverything, 1'000, 20, kProtobuf},
    {"kubelet.w1000.e100.proto", 100, Watched::kOneNode, 1'000, 20, kProtobuf},
    {"w5000.e5.json", 5, Watched::kEverything, 5'000, 100, kJson},
};

// The number that a write put into its pod, in an event as JSON or protobuf: the digits that follow the key.
std::optional<size_t> turn_of(std::string_view event) {
  size_t at = event.find(kTurnKey);
  if (at == std::string_view::npos) return std::nullopt;
  event.remove_prefix(at + kTurnKey.size());
  at = event.find_first_of("0123456789");  // behind `":"`, or behind the tag and the length of a protobuf string
  size_t turn = 0;
  if (at == std::string_view::npos || std::from_chars(event.data() + at, event.data() + event.size(), turn).ec != std::errc()) {
    return std::nullopt;
  }
  return turn;
}

// Writes at a steady rate. A turn is the number of a write, unlike those of earlier runs.
class Writer {
 public:
  Writer(Bench& bench, int rate, size_t first_turn)
      : bench_(bench), period_(std::chrono::nanoseconds(std::chrono::seconds(1)) / rate), first_turn_(first_turn) {}

  Result<void> run(double length_s) {
    PINTLE_TRY(clients_, bench_.open(kWriteConnections));
    const Time end = Clock::now() + from_seconds(length_s);
    due_ = Clock::now();
    write_when_due(end);
    if (!bench_.loop.run_until([&] { return Clock::now() >= end && answered_ == sent_.size(); }, end + kDeliveryTimeout)) {
      return fail(Status::service_unavailable("writes were not answered in time"));
    }
    if (errors_ == sent_.size()) return fail(Status::service_unavailable("no write succeeded: " + fault_));
    return {};
  }

  void delivered(size_t turn) {
    if (turn < first_turn_ || turn - first_turn_ >= sent_.size()) return;
    deliveries_.add(Clock::now() - sent_[turn - first_turn_]);
  }

  size_t writes() const { return sent_.size(); }
  size_t errors() const { return errors_; }
  Latencies& deliveries() { return deliveries_; }

 private:
  void write_when_due(Time end) {
    if (Clock::now() >= end) return;
    if (sent_.size() - answered_ < kWritesInFlightMax) write();
    due_ += period_;
    bench_.loop.at(std::max(due_, Clock::now()), [this, end] { write_when_due(end); });
  }

  void write() {
    const size_t turn = first_turn_ + sent_.size();
    auto exchange = std::make_unique<Exchange>();
    const FilledPod pod = filled_pod(static_cast<int>(turn * kPodStride % static_cast<size_t>(bench_.scale.objects)));
    exchange->request = {.method = "PATCH",
                         .path = pod.path(),
                         .accept = kProtobuf,
                         .content_type = "application/merge-patch+json",
                         .body = annotation_patch(kTurnKey, static_cast<unsigned>(turn))};
    exchange->on_finished = [this](Exchange& finished) {
      ++answered_;
      if (finished.response.ok()) return;
      ++errors_;
      if (fault_.empty()) fault_ = finished.response.fault();
    };
    sent_.push_back(Clock::now());
    exchanges_.push_back(std::move(exchange));
    clients_[sent_.size() % clients_.size()]->send(*exchanges_.back());
  }

  Bench& bench_;
  Duration period_;
  size_t first_turn_;
  Time due_;
  std::vector<Time> sent_;
  size_t answered_ = 0;
  size_t errors_ = 0;
  std::string fault_;
  Latencies deliveries_;
  std::vector<std::unique_ptr<Exchange>> exchanges_;
  Clients clients_;  // goes first
};

// The events that so many writes must bring.
uint64_t wanted_events(const WatchRun& run, size_t writes) {
  if (run.watched == Watched::kEverything) return writes * run.watchers;
  return run.watched == Watched::kOneNode ? writes * std::max<size_t>(1, run.watchers / kFilledNodes) : 0;
}

class WatchMeasurement {
 public:
  explicit WatchMeasurement(Bench& bench) : bench_(bench) {}

  Result<void> measure(const WatchRun& run) {
    PINTLE_TRY(const std::string version, current_resource_version(bench_));
    Writer writer(bench_, run.rate, next_turn_);
    std::unique_ptr<Watchers> watchers;
    if (run.watchers > 0) {
      PINTLE_TRY(watchers, open(run, version, writer));
    }
    const Meter meter = bench_.meter();
    PINTLE_TRY_VOID(writer.run(bench_.scale.watch_s));
    next_turn_ += writer.writes();
    const uint64_t wanted = wanted_events(run, writer.writes() - writer.errors());
    if (watchers) {
      bench_.loop.run_until([&] { return watchers->events() >= wanted || watchers->ended() > 0; }, Clock::now() + kDeliveryTimeout);
    }
    emit(run, writer, watchers.get(), wanted, meter.stop());
    return {};
  }

 private:
  Result<std::unique_ptr<Watchers>> open(const WatchRun& run, const std::string& version, Writer& writer) {
    const bool one_node = run.watched == Watched::kOneNode;
    const auto path = [&](size_t watcher) {
      const std::string all = "/api/v1/pods?watch=1&resourceVersion=" + version;
      return one_node ? fmt::format("{}&fieldSelector=spec.nodeName%3Dnode-{}", all, watcher % kFilledNodes) : all;
    };
    const auto on_sample = [&writer](std::string_view event) {
      if (const auto turn = turn_of(event)) writer.delivered(*turn);
    };
    return Watchers::open(bench_, {.watchers = run.watchers,
                                   .connections = run.connections,
                                   .accept = run.accept,
                                   .path = path,
                                   .sampled_max = one_node ? run.watchers : kSampledMax,
                                   .on_sample = on_sample});
  }

  void emit(const WatchRun& run, Writer& writer, const Watchers* watchers, uint64_t wanted, const Usage& usage) {
    const auto writes = static_cast<double>(writer.writes());
    Row row{.name = std::string("watch.") + run.name};
    row.set("writes", writes);
    row.set("write_errors", static_cast<double>(writer.errors()));
    row.set("server_cpu_us_per_write", usage.server_s() / writes * kMicroseconds);
    if (watchers == nullptr)
      unwatched_cpu_s_[run.rate] = usage.server_s() / writes;
    else
      set_events(row, run, writer, *watchers, wanted, usage);
    set_memory(row, bench_);
    set_others(row, usage);
    bench_.emit(std::move(row));
  }

  void set_events(Row& row, const WatchRun& run, Writer& writer, const Watchers& watchers, uint64_t wanted, const Usage& usage) {
    const uint64_t events = watchers.events();
    row.set("watchers", static_cast<double>(run.watchers));
    row.set("events", static_cast<double>(events));
    row.set("events_missing", static_cast<double>(wanted - std::min(wanted, events)));
    row.set("watches_ended_by_server", static_cast<double>(watchers.ended()));
    // A write at a lower rate costs more, as less is done together: the nearest measured rate is what is taken off.
    const auto base = unwatched_cpu_s_.lower_bound(run.rate);
    if (events > 0 && base != unwatched_cpu_s_.end()) {
      const double net = usage.server_s() - base->second * static_cast<double>(writer.writes());
      row.set("server_cpu_us_per_event_net", net / static_cast<double>(events) * kMicroseconds);
    }
    row.set("write_to_delivery_p50_ms", milliseconds(writer.deliveries().quantile(0.5)));
    row.set("write_to_delivery_p99_ms", milliseconds(writer.deliveries().quantile(0.99)));
    row.set("client_cpu_s", usage.client_s);
  }

  Bench& bench_;
  size_t next_turn_ = 1;
  std::map<int, double> unwatched_cpu_s_;  // by rate
};

struct IdleWatchers {
  const char* name;
  size_t watchers;
  size_t connections;
};
constexpr IdleWatchers kIdleWatchers[] = {{"w1000.own_connections", 1'000, 1'000}, {"w5000.shared_connections", 5'000, 100}};

Result<void> measure_idle_watchers(Bench& bench, const IdleWatchers& idle) {
  PINTLE_TRY(const std::string version, current_resource_version(bench));
  bench.settle();
  const double rss_before = bench.rss();
  const auto path = [&](size_t watcher) {
    return fmt::format("/api/v1/pods?watch=1&allowWatchBookmarks=true&resourceVersion={}&fieldSelector=spec.nodeName%3Dnode-{}", version,
                       watcher);
  };
  PINTLE_TRY(const auto watchers,
             Watchers::open(bench, {.watchers = idle.watchers, .connections = idle.connections, .accept = kProtobuf, .path = path}));
  bench.settle();
  const Meter meter = bench.meter();
  bench.loop.run_for(from_seconds(bench.scale.idle_s));
  const Usage usage = meter.stop();
  Row row{.name = std::string("watchrss.") + idle.name};
  set_memory(row, bench);
  row.set("rss_kb_per_watcher", (bench.rss() - rss_before) / 1024 / static_cast<double>(idle.watchers));
  row.set("cpu_s_per_min", usage.server_s() / usage.wall_s * 60);
  bench.emit(std::move(row));
  return {};
}

}  // namespace

Result<void> measure_watch(Bench& bench) {
  WatchMeasurement measurement(bench);
  for (const WatchRun& run : kRuns) {
    if (run.watchers > static_cast<size_t>(bench.scale.watchers_max)) continue;
    PINTLE_TRY_VOID(measurement.measure(run));
  }
  return {};
}

Result<void> measure_watch_memory(Bench& bench) {
  for (const IdleWatchers& idle : kIdleWatchers) {
    // Memory that an earlier variant has given back would hide what this one takes.
    if (bench.server.is_managed()) PINTLE_TRY_VOID(bench.server.start(MeasuredServer::Data::kEmpty));
    PINTLE_TRY_VOID(measure_idle_watchers(bench, idle));
  }
  return {};
}

}  // namespace pintle::load
