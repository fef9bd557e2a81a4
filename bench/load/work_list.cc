// Lists of everything that fill stored, in every form, and as a stream of a watch.
#include <fmt/format.h>

#include "load/bench.h"
#include "load/event_counter.h"
#include "load/workload.h"

namespace pintle::load {
namespace {

constexpr int kManyLists = 10;
constexpr std::string_view kMetadataJson = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
constexpr std::string_view kMetadataProtobuf = "application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
constexpr std::string_view kTable = "application/json;as=Table;g=meta.k8s.io;v=v1";
constexpr std::string_view kInitialEventsEnd = "k8s.io/initial-events-end";
constexpr size_t kBookmarkBytesMax = 2'000;

struct ListForm {
  const char* name;
  const char* query;
  std::string_view accept;
  int times;
  bool gzip = false;
};

constexpr ListForm kForms[] = {
    {"json.rv0", "resourceVersion=0", kJson, 3},
    {"json.consistent", "", kJson, 3},
    {"proto.rv0", "resourceVersion=0", kProtobuf, 3},
    {"proto.consistent", "", kProtobuf, 3},
    {"gzip.rv0", "resourceVersion=0", kJson, 3, true},
    {"metadata_json.rv0", "resourceVersion=0", kMetadataJson, 3},
    {"metadata_proto.rv0", "resourceVersion=0", kMetadataProtobuf, 3},
    {"table.rv0", "resourceVersion=0", kTable, 3},
    {"label1pct.rv0", "resourceVersion=0&labelSelector=shard%3Ds07", kJson, 20},
    {"label1pct.consistent", "labelSelector=shard%3Ds07", kJson, 20},
    {"field_node.rv0", "resourceVersion=0&fieldSelector=spec.nodeName%3Dnode-7", kJson, 50},
};
constexpr const ListForm& kWholeJson = kForms[0];
constexpr const ListForm& kWholeProtobuf = kForms[2];

Request request_of(const ListForm& form) {
  return {.path = std::string("/api/v1/pods?") + form.query, .accept = form.accept, .gzip = form.gzip};
}

std::string row_name(const Bench& bench, const ListForm& form) { return fmt::format("list.n{}.{}", bench.scale.objects, form.name); }

// `bytes` of `times` lists together.
void set_bytes(Row& row, double bytes, int times, const Usage& usage) {
  row.set("mb", bytes / times / kMegabyte);
  if (usage.server_s() > 0) row.set("mb_per_cpu_s", bytes / kMegabyte / usage.server_s());
}

struct Lists {
  std::vector<double> total_s;
  std::vector<double> first_byte_ms;
  double bytes = 0;
};

Result<void> list_once(Bench& bench, Client& client, const ListForm& form, Lists& lists) {
  const Time begun = Clock::now();
  PINTLE_TRY(const Response response, bench.call(client, request_of(form)));
  lists.total_s.push_back(seconds(response.finished - begun));
  lists.first_byte_ms.push_back(milliseconds(response.first_byte - begun));
  lists.bytes += static_cast<double>(response.body_bytes);
  return {};
}

Result<void> measure_form(Bench& bench, const ListForm& form) {
  PINTLE_TRY(Clients clients, bench.open(1));
  Lists unmeasured, lists;
  PINTLE_TRY_VOID(list_once(bench, *clients[0], form, unmeasured));
  reset_peak_rss(bench.server.processes());
  const double rss_before = bench.rss();
  const Meter meter = bench.meter();
  for (int i = 0; i < form.times; ++i) PINTLE_TRY_VOID(list_once(bench, *clients[0], form, lists));
  const Usage usage = meter.stop();
  Row row{.name = row_name(bench, form)};
  row.set("total_s", median(lists.total_s));
  row.set("ttfb_ms", median(lists.first_byte_ms));
  row.set("server_cpu_s", usage.server_s() / form.times);
  row.set("client_cpu_s", usage.client_s / form.times);
  set_bytes(row, lists.bytes, form.times, usage);
  set_memory(row, bench);
  row.set("rss_rise_mb", (peak_rss_bytes(bench.server.processes()) - rss_before) / kMegabyte);
  set_others(row, usage);
  bench.emit(std::move(row));
  return {};
}

Result<void> measure_many(Bench& bench, const ListForm& form) {
  PINTLE_TRY(Clients clients, bench.open(kManyLists));
  reset_peak_rss(bench.server.processes());
  const double rss_before = bench.rss();
  std::vector<Exchange> exchanges(kManyLists);
  size_t left = kManyLists;
  double bytes = 0;
  std::string fault;
  const Meter meter = bench.meter();
  for (size_t i = 0; i < kManyLists; ++i) {
    exchanges[i].request = request_of(form);
    exchanges[i].on_finished = [&](Exchange& exchange) {
      --left;
      bytes += static_cast<double>(exchange.response.body_bytes);
      if (!exchange.response.ok()) fault = exchange.response.fault();
    };
    clients[i]->send(exchanges[i]);
  }
  const bool done = bench.loop.run_until([&] { return left == 0; }, Clock::now() + kAnswerTimeout);
  const Usage usage = meter.stop();
  clients.clear();  // before the exchanges
  if (!done || !fault.empty()) return fail(Status::service_unavailable("ten lists at once: " + (done ? fault : "no answer in time")));
  Row row{.name = row_name(bench, form) + ".concurrent10"};
  row.set("total_s", usage.wall_s);
  row.set("server_cpu_s", usage.server_s());
  set_bytes(row, bytes, kManyLists, usage);
  set_memory(row, bench);
  row.set("rss_rise_mb", (peak_rss_bytes(bench.server.processes()) - rss_before) / kMegabyte);
  set_others(row, usage);
  bench.emit(std::move(row));
  return {};
}

Result<void> measure_stream(Bench& bench, const char* name, std::string_view accept, Framing framing) {
  PINTLE_TRY(Clients clients, bench.open(1));
  reset_peak_rss(bench.server.processes());
  const double rss_before = bench.rss();
  bool ended = false, finished = false;
  EventCounter counter(framing, [&](std::string_view event) {
    ended = ended || (event.size() < kBookmarkBytesMax && event.find(kInitialEventsEnd) != std::string_view::npos);
  });
  Exchange exchange{
      .request = {.path = "/api/v1/pods?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true",
                  .accept = accept}};
  exchange.on_data = [&](std::string_view bytes) { counter.take(bytes); };
  exchange.on_finished = [&](Exchange&) { finished = true; };
  const Meter meter = bench.meter();
  clients[0]->send(exchange);
  bench.loop.run_until([&] { return ended || finished; }, Clock::now() + kAnswerTimeout);
  const Usage usage = meter.stop();
  clients.clear();  // before the exchange
  if (!ended) return fail(Status::service_unavailable("no bookmark that ends the initial events: " + exchange.response.fault()));
  Row row{.name = fmt::format("watchlist.n{}.{}", bench.scale.objects, name)};
  row.set("bookmark_s", usage.wall_s);
  row.set("ttfb_ms", milliseconds(exchange.response.first_byte - exchange.sent));
  row.set("events", static_cast<double>(counter.count()));
  row.set("server_cpu_s", usage.server_s());
  set_bytes(row, static_cast<double>(exchange.response.body_bytes), 1, usage);
  row.set("rss_rise_mb", (peak_rss_bytes(bench.server.processes()) - rss_before) / kMegabyte);
  set_others(row, usage);
  bench.emit(std::move(row));
  return {};
}

}  // namespace

Result<void> measure_list(Bench& bench) {
  for (const ListForm& form : kForms) PINTLE_TRY_VOID(measure_form(bench, form));
  return {};
}

Result<void> measure_many_lists(Bench& bench) {
  PINTLE_TRY_VOID(measure_many(bench, kWholeJson));
  return measure_many(bench, kWholeProtobuf);
}

Result<void> measure_streaming_list(Bench& bench) {
  PINTLE_TRY_VOID(measure_stream(bench, "json", kJson, Framing::kNewline));
  return measure_stream(bench, "proto", kProtobuf, Framing::kLength);
}

}  // namespace pintle::load
