// Start, restart, and what a server costs that has nothing to do.
#include <algorithm>

#include "load/objects.h"
#include "load/process.h"
#include "load/workload.h"

namespace pintle::load {
namespace {

struct Started {
  double ready_s;
  double first_pod_s;
  double server_cpu_s;
};

Result<void> create_first_pod(Bench& bench) {
  PINTLE_TRY(Clients clients, bench.open(1));
  PINTLE_TRY_VOID(bench.ensure_namespace(*clients[0], "bench-start"));
  const std::string pods = "/api/v1/namespaces/bench-start/pods";
  const std::string body = pod_body({.ns = "bench-start", .name = "first"});
  PINTLE_TRY_VOID(bench.call(*clients[0], {.method = "POST", .path = pods, .content_type = kJson, .body = body}));
  return {};
}

Result<void> delete_first_pod(Bench& bench) {
  PINTLE_TRY(Clients clients, bench.open(1));
  const std::string path = "/api/v1/namespaces/bench-start/pods/first";
  PINTLE_TRY_VOID(bench.call(*clients[0], {.method = "DELETE", .path = path, .content_type = kJson, .body = delete_options()}));
  return {};
}

Result<Started> start_once(Bench& bench, MeasuredServer::Data data) {
  PINTLE_TRY(const Duration ready, bench.server.start(data));
  const Time was_ready = Clock::now();
  PINTLE_TRY_VOID(create_first_pod(bench));
  const Duration first_pod = ready + (Clock::now() - was_ready);
  double cpu_s = 0;
  for (pid_t pid : bench.server.processes()) cpu_s += seconds(cpu_time(pid));
  PINTLE_TRY_VOID(delete_first_pod(bench));
  return Started{.ready_s = seconds(ready), .first_pod_s = seconds(first_pod), .server_cpu_s = cpu_s};
}

void set_started(Row& row, const std::vector<Started>& starts) {
  const auto median_of = [&](double Started::* figure) {
    std::vector<double> values;
    for (const Started& start : starts) values.push_back(start.*figure);
    return median(values);
  };
  row.set("readyz_s", median_of(&Started::ready_s));
  row.set("first_pod_s", median_of(&Started::first_pod_s));
  row.set("server_cpu_s", median_of(&Started::server_cpu_s));
}

}  // namespace

Result<void> measure_start(Bench& bench) {
  if (!bench.server.is_managed()) return {};
  std::vector<Started> starts;
  for (int i = 0; i < bench.scale.starts; ++i) {
    PINTLE_TRY(const Started started, start_once(bench, MeasuredServer::Data::kEmpty));
    starts.push_back(started);
  }
  Row row{.name = "start.empty"};
  set_started(row, starts);
  set_memory(row, bench);
  bench.emit(std::move(row));
  return {};
}

Result<void> measure_restart(Bench& bench) {
  if (!bench.server.is_managed()) return {};
  PINTLE_TRY(const Started started, start_once(bench, MeasuredServer::Data::kKept));
  bench.settle();
  Row row{.name = "restart.with_data.n" + std::to_string(bench.scale.objects)};
  set_started(row, {started});
  set_memory(row, bench);
  bench.emit(std::move(row));
  return {};
}

Result<void> measure_idle(Bench& bench) {
  bench.settle();
  const Meter meter = bench.meter();
  bench.loop.run_for(from_seconds(bench.scale.idle_s));
  const Usage usage = meter.stop();
  Row row{.name = "idle"};
  set_memory(row, bench);
  row.set("cpu_s_per_min", usage.server_s() / usage.wall_s * 60);
  int threads = 0;
  for (pid_t pid : bench.server.processes()) threads += thread_count(pid);
  row.set("threads", threads);
  if (!bench.server.data_dir().empty()) row.set("disk_mb", disk_bytes(bench.server.data_dir()) / kMegabyte);
  set_others(row, usage);
  bench.emit(std::move(row));
  return {};
}

}  // namespace pintle::load
