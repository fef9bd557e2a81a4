// What is stored: pods and what each takes of memory and disk; a million small objects.
#include <fmt/format.h>

#include "load/closed_loop.h"
#include "load/objects.h"
#include "load/process.h"
#include "load/workload.h"

namespace pintle::load {
namespace {

constexpr size_t kWriters = 64;
constexpr size_t kFillConnections = 8;
constexpr int kChangesPerPod = 10;
constexpr size_t kMillionDataBytes = 1'200;  // 1.5 KB with metadata and managedFields
constexpr const char* kMillionPath = "/api/v1/namespaces/bench-million/configmaps";

// Sends `count` requests, each made by its number.
Result<LoopOutcome> send_each(Bench& bench, int count, const std::function<void(int index, Request& request)>& make) {
  PINTLE_TRY(Clients clients, bench.open(kFillConnections));
  int sent = 0;
  const auto next = [&](size_t, Request& request) {
    if (sent == count) return false;
    make(sent++, request);
    return true;
  };
  return run_closed_loop(bench, clients, {.slots = kWriters, .next = next});
}

void make_pod(int index, Request& request) {
  const FilledPod pod = filled_pod(index);
  const std::string shard = fmt::format("s{:02}", index % kFilledShards);
  const std::string node = fmt::format("node-{}", index % kFilledNodes);
  request.method = "POST";
  request.path = "/api/v1/namespaces/" + pod.ns + "/pods";
  request.accept = kProtobuf;
  request.content_type = kJson;
  request.body = pod_body({.ns = pod.ns, .name = pod.name, .shard = shard, .node = node});
}

Result<void> ensure_namespaces(Bench& bench) {
  PINTLE_TRY(Clients clients, bench.open(1));
  for (int i = 0; i < kFilledNamespaces; ++i) PINTLE_TRY_VOID(bench.ensure_namespace(*clients[0], filled_pod(i).ns));
  return {};
}

Result<double> size_of(Bench& bench, std::string_view accept) {
  PINTLE_TRY(Clients clients, bench.open(1));
  PINTLE_TRY(const Response response, bench.call(*clients[0], {.path = filled_pod(0).path(), .accept = accept}));
  return static_cast<double>(response.body_bytes);
}

}  // namespace

FilledPod filled_pod(int index) {
  return {.ns = fmt::format("fill-{:02}", index % kFilledNamespaces), .name = fmt::format("checkout-{:06}", index)};
}

Result<void> measure_fill(Bench& bench) {
  PINTLE_TRY_VOID(ensure_namespaces(bench));
  const double rss_before = bench.rss();
  const double disk_before = disk_bytes(bench.server.data_dir());
  const double count = bench.scale.objects;
  PINTLE_TRY(LoopOutcome outcome, send_each(bench, bench.scale.objects, make_pod));
  bench.settle();
  Row row{.name = fmt::format("fill.n{}", bench.scale.objects)};
  set_operations(row, outcome.latencies, outcome.usage);
  set_memory(row, bench);
  row.set("rss_bytes_per_object", (bench.rss() - rss_before) / count);
  if (!bench.server.data_dir().empty()) row.set("disk_bytes_per_object", (disk_bytes(bench.server.data_dir()) - disk_before) / count);
  PINTLE_TRY(const double json_bytes, size_of(bench, kJson));
  PINTLE_TRY(const double protobuf_bytes, size_of(bench, kProtobuf));
  row.set("object_json_bytes", json_bytes);
  row.set("object_proto_bytes", protobuf_bytes);
  bench.emit(std::move(row));
  return {};
}

// Of the pods alone: an empty server's own files are not theirs.
Result<void> measure_disk(Bench& bench) {
  if (bench.server.data_dir().empty()) return {};
  const int changes = bench.scale.objects * kChangesPerPod;
  const auto change = [&](int index, Request& request) {
    request.method = "PATCH";
    request.path = filled_pod(index % bench.scale.objects).path();
    request.accept = kProtobuf;
    request.content_type = "application/merge-patch+json";
    request.body = annotation_patch("example.org/churn", static_cast<unsigned>(index));
  };
  PINTLE_TRY(LoopOutcome outcome, send_each(bench, changes, change));
  bench.settle();
  PINTLE_TRY(const double object_bytes, size_of(bench, kProtobuf));
  Row row{.name = fmt::format("disk.n{}.changed{}", bench.scale.objects, kChangesPerPod)};
  set_operations(row, outcome.latencies, outcome.usage);
  row.set("disk_bytes_per_stored_byte", bench.disk_growth() / (object_bytes * bench.scale.objects));
  row.set("disk_mb", disk_bytes(bench.server.data_dir()) / kMegabyte);
  bench.emit(std::move(row));
  return {};
}

Result<void> measure_million(Bench& bench) {
  if (!bench.server.is_managed()) return {};
  PINTLE_TRY(Clients clients, bench.open(1));
  PINTLE_TRY_VOID(bench.ensure_namespace(*clients[0], "bench-million"));
  clients.clear();
  const auto make = [](int index, Request& request) {
    request.method = "POST";
    request.path = kMillionPath;
    request.accept = kProtobuf;
    request.content_type = kJson;
    request.body = config_map_body(fmt::format("settings-{:07}", index), kMillionDataBytes);
  };
  PINTLE_TRY(LoopOutcome outcome, send_each(bench, bench.scale.million, make));
  Row row{.name = fmt::format("million.n{}", bench.scale.million)};
  set_operations(row, outcome.latencies, outcome.usage);
  PINTLE_TRY(const Duration ready, bench.server.start(MeasuredServer::Data::kKept));
  row.set("readyz_s", seconds(ready));
  bench.settle();
  set_memory(row, bench);
  row.set("disk_mb", disk_bytes(bench.server.data_dir()) / kMegabyte);
  bench.emit(std::move(row));
  return {};
}

}  // namespace pintle::load
