#include <algorithm>

#include "load/workload.h"

namespace pintle::load {
namespace {

constexpr Workload kWorkloads[] = {
    {"start", Stage::kStart, "exec to /readyz and to the first pod, on an empty folder", measure_start},
    {"idle", Stage::kEmpty, "memory, threads and CPU of a server that nobody asks", measure_idle},
    {"openapi", Stage::kEmpty, "GET /openapi/v2, and again with its ETag (304)", measure_openapi},
    {"create", Stage::kEmpty, "ConfigMap of 1 KiB and pod of 3 KB, durable, by 1, 16, 64", measure_create},
    {"get", Stage::kEmpty, "one pod, JSON and protobuf, HTTP/2 and HTTP/1.1, by 1, 16, 64", measure_get},
    {"update", Stage::kEmpty, "status patch, PUT, merge patch, apply, Lease PUT, by 1 (durable latency) and 16", measure_update},
    {"fill", Stage::kFilled, "pods in 50 namespaces: memory and disk for each", measure_fill},
    {"restart", Stage::kFilled, "exec to /readyz with those pods, memory after it", measure_restart},
    {"list", Stage::kFilled, "all of them in every form; selectors", measure_list},
    {"listmany", Stage::kFilled, "ten whole lists at once: added memory", measure_many_lists},
    {"fair", Stage::kFilled, "a GET while somebody else lists everything, in every form", measure_fairness},
    {"watch", Stage::kFilled, "writes with 100 to 5,000 watchers, of all or of one node: CPU for each event, delivery", measure_watch},
    {"watchlist", Stage::kFilled, "sendInitialEvents until its bookmark", measure_streaming_list},
    {"mixed", Stage::kFilled, "70 % get, 10 % list, 10 % patch, 5 % create, 5 % delete, 50 watchers", measure_mixed},
    {"disk", Stage::kFilled, "disk for each stored byte after every pod was changed often", measure_disk},
    {"watchrss", Stage::kWatchMemory, "memory for each idle watch, with connections of their own and shared", measure_watch_memory},
    {"million", Stage::kMillion, "1,000,000 ConfigMaps of 1.5 KB: start with them, memory", measure_million, Chosen::kOnlyByName},
};

}  // namespace

std::span<const Workload> workloads() { return kWorkloads; }

const Workload* find_workload(std::string_view name) {
  const auto* found = std::ranges::find(kWorkloads, name, &Workload::name);
  return found == std::end(kWorkloads) ? nullptr : found;
}

}  // namespace pintle::load
