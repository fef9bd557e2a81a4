// What is measured: a row for each workload, in the order of the table.
#pragma once

#include <span>
#include <string_view>

#include "load/bench.h"

namespace pintle::load {

// Workloads of a stage share one life of the server; each stage begins with an empty one.
enum class Stage { kStart, kEmpty, kFilled, kWatchMemory, kMillion };
enum class Chosen { kAlways, kOnlyByName };

struct Workload {
  std::string_view name;
  Stage stage;
  std::string_view measures;
  Result<void> (*run)(Bench& bench);
  Chosen chosen = Chosen::kAlways;
};

std::span<const Workload> workloads();
const Workload* find_workload(std::string_view name);

// Each in the file work_<subject>.cc.
Result<void> measure_start(Bench& bench);
Result<void> measure_restart(Bench& bench);
Result<void> measure_idle(Bench& bench);
Result<void> measure_openapi(Bench& bench);
Result<void> measure_create(Bench& bench);
Result<void> measure_get(Bench& bench);
Result<void> measure_update(Bench& bench);
Result<void> measure_fill(Bench& bench);
Result<void> measure_list(Bench& bench);
Result<void> measure_many_lists(Bench& bench);
Result<void> measure_fairness(Bench& bench);
Result<void> measure_watch(Bench& bench);
Result<void> measure_streaming_list(Bench& bench);
Result<void> measure_mixed(Bench& bench);
Result<void> measure_disk(Bench& bench);
Result<void> measure_watch_memory(Bench& bench);
Result<void> measure_million(Bench& bench);

// The pod number `index` of fill.
struct FilledPod {
  std::string ns;
  std::string name;
  std::string path() const { return "/api/v1/namespaces/" + ns + "/pods/" + name; }
};
FilledPod filled_pod(int index);
inline constexpr int kFilledNamespaces = 50;
inline constexpr int kFilledNodes = 1'000;
inline constexpr int kFilledShards = 100;

}  // namespace pintle::load
