// The mixed load: what a cluster's clients do all day, at once, on what fill stored.
#include <fmt/format.h>

#include <array>
#include <deque>
#include <random>

#include "load/closed_loop.h"
#include "load/objects.h"
#include "load/watchers.h"
#include "load/workload.h"

namespace pintle::load {
namespace {

constexpr size_t kSlots = 16;
constexpr size_t kConnections = 4;
constexpr size_t kWatchConnections = 5;

enum class Kind : size_t { kGet, kList, kPatch, kCreate, kDelete };
constexpr std::array<const char*, 5> kKindNames = {"get", "list", "patch", "create", "delete"};
// Of a hundred requests, those below each bound are of that kind.
constexpr std::array<int, 5> kShareBelow = {70, 80, 90, 95, 100};

class Mix {
 public:
  explicit Mix(int objects) : objects_(objects) {}

  void next(size_t slot, Request& request) {
    Kind kind = draw();
    if (kind == Kind::kDelete && created_[slot].empty()) kind = Kind::kCreate;
    kinds_[slot] = kind;
    fill(slot, kind, request);
  }

  void seen(size_t slot, const Exchange& exchange) {
    latencies_[static_cast<size_t>(kinds_[slot])].add(exchange.response.finished - exchange.sent);
    if (kinds_[slot] == Kind::kCreate && exchange.response.ok()) created_[slot].push_back(last_created_[slot]);
  }

  void set_latencies(Row& row) {
    for (size_t kind = 0; kind < kKindNames.size(); ++kind) {
      row.set(fmt::format("{}_p50_ms", kKindNames[kind]), milliseconds(latencies_[kind].quantile(0.5)));
    }
  }

 private:
  Kind draw() {
    const int number = std::uniform_int_distribution(0, 99)(random_);
    size_t kind = 0;
    while (number >= kShareBelow[kind]) ++kind;
    return static_cast<Kind>(kind);
  }

  void fill(size_t slot, Kind kind, Request& request) {
    const FilledPod pod = filled_pod(std::uniform_int_distribution(0, objects_ - 1)(random_));
    const std::string pods = "/api/v1/namespaces/" + pod.ns + "/pods";
    request = {.path = pod.path(), .accept = kProtobuf};
    switch (kind) {
      case Kind::kGet:
        return;
      case Kind::kList:
        request.path = pods + "?resourceVersion=0";
        return;
      case Kind::kPatch:
        request.method = "PATCH";
        request.path += "/status";
        request.content_type = "application/strategic-merge-patch+json";
        request.body = status_patch(++turn_);
        return;
      case Kind::kCreate: {
        const std::string name = fmt::format("mixed-{}-{}", slot, ++turn_);
        last_created_[slot] = pods + "/" + name;
        request = {.method = "POST",
                   .path = pods,
                   .accept = kProtobuf,
                   .content_type = kJson,
                   .body = pod_body({.ns = pod.ns, .name = name, .shard = "mixed", .node = "node-1"})};
        return;
      }
      case Kind::kDelete:
        request = {
            .method = "DELETE", .path = created_[slot].front(), .accept = kProtobuf, .content_type = kJson, .body = delete_options()};
        created_[slot].pop_front();
        return;
    }
  }

  int objects_;
  std::mt19937 random_{1};  // the same mix in each run
  unsigned turn_ = 0;
  std::array<Kind, kSlots> kinds_ = {};
  std::array<std::string, kSlots> last_created_;
  std::array<std::deque<std::string>, kSlots> created_;  // not deleted yet
  std::array<Latencies, kKindNames.size()> latencies_;
};

}  // namespace

Result<void> measure_mixed(Bench& bench) {
  PINTLE_TRY(const std::string version, current_resource_version(bench));
  const auto path = [&](size_t watcher) {
    return "/api/v1/namespaces/" + filled_pod(static_cast<int>(watcher)).ns + "/pods?watch=1&resourceVersion=" + version;
  };
  PINTLE_TRY(const auto watchers,
             Watchers::open(bench, {.watchers = kFilledNamespaces, .connections = kWatchConnections, .accept = kProtobuf, .path = path}));
  PINTLE_TRY(Clients clients, bench.open(kConnections));
  Mix mix(bench.scale.objects);
  reset_peak_rss(bench.server.processes());
  const Time end = Clock::now() + from_seconds(bench.scale.mixed_s);
  const auto next = [&](size_t slot, Request& request) {
    if (Clock::now() >= end) return false;
    mix.next(slot, request);
    return true;
  };
  const auto seen = [&](size_t slot, const Exchange& exchange) { mix.seen(slot, exchange); };
  PINTLE_TRY(LoopOutcome outcome, run_closed_loop(bench, clients, {.slots = kSlots, .next = next, .seen = seen}));
  Row row{.name = fmt::format("mixed.n{}", bench.scale.objects)};
  set_operations(row, outcome.latencies, outcome.usage);
  row.set("errors", static_cast<double>(outcome.errors));
  set_memory(row, bench);
  mix.set_latencies(row);
  row.set("watch_events", static_cast<double>(watchers->events()));
  bench.emit(std::move(row));
  return {};
}

}  // namespace pintle::load
