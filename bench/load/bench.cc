#include "load/bench.h"

#include <cstdio>

#include "load/objects.h"
#include "load/process.h"

namespace pintle::load {
namespace {

constexpr double kMicroseconds = 1e6;
constexpr int kSettlesMax = 10;
constexpr double kIdleShare = 0.002;  // of a core

Result<void> ensure(Bench& bench, Client& client, std::string path, std::string body) {
  constexpr int kConflict = 409;
  const Response response =
      bench.answer_to(client, {.method = "POST", .path = std::move(path), .content_type = kJson, .body = std::move(body)});
  if (!response.ok() && response.status != kConflict) return fail(Status::service_unavailable(response.fault()));
  return {};
}

}  // namespace

Bench::Bench(MeasuredServer& server, const Scale& scale, Results& results)
    : server(server), scale(scale), results_(results), disk_at_begin_(disk_bytes(server.data_dir())) {}

double Bench::disk_growth() const { return disk_bytes(server.data_dir()) - disk_at_begin_; }

void Bench::settle() {
  double busy = 1;
  for (int i = 0; i < kSettlesMax && busy > kIdleShare; ++i) {
    const Meter since = meter();
    loop.run_for(from_seconds(scale.settle_s));
    const Usage usage = since.stop();
    busy = usage.server_s() / usage.wall_s;
  }
}

Result<Clients> Bench::open(size_t count, Protocol protocol) {
  Clients clients;
  for (size_t i = 0; i < count; ++i) {
    PINTLE_TRY(auto client, open_client(loop, server.tls(), protocol));
    clients.push_back(std::move(client));
  }
  return clients;
}

Response Bench::answer_to(Client& client, Request request) {
  bool done = false;
  auto exchange = std::make_unique<Exchange>(Exchange{.request = std::move(request)});
  exchange->on_finished = [&](Exchange&) { done = true; };
  client.send(*exchange);
  if (!loop.run_until([&] { return done; }, Clock::now() + kAnswerTimeout)) {
    // The client still knows the exchange; it is given up with the run.
    exchange.release()->on_finished = nullptr;
    return {.error = "no answer in time"};
  }
  return std::move(exchange->response);
}

Result<Response> Bench::call(Client& client, Request request) {
  const std::string what = std::string(request.method) + " " + request.path;
  Response response = answer_to(client, std::move(request));
  if (!response.ok()) return fail(Status::service_unavailable(what + ": " + response.fault()));
  return response;
}

Result<void> Bench::ensure_namespace(Client& client, const std::string& name) {
  PINTLE_TRY_VOID(ensure(*this, client, "/api/v1/namespaces", namespace_body(name)));
  return ensure(*this, client, "/api/v1/namespaces/" + name + "/serviceaccounts", service_account_body());
}

void Bench::emit(Row row) {
  say("  " + row.name);
  results_.add(row);
}

void say(const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); }

void set_memory(Row& row, const Bench& bench) {
  if (bench.server.processes().empty()) return;
  row.set("rss_mb", bench.rss() / kMegabyte);
  row.set("peak_rss_mb", peak_rss_bytes(bench.server.processes()) / kMegabyte);
}

void set_others(Row& row, const Usage& usage) { row.set("other_cores", usage.others_s / usage.wall_s); }

void set_operations(Row& row, Latencies& latencies, const Usage& usage) {
  const auto count = static_cast<double>(latencies.count());
  if (count == 0) return;
  row.set("ops", count);
  row.set("seconds", usage.wall_s);
  row.set("ops_per_s", count / usage.wall_s);
  row.set("p50_ms", milliseconds(latencies.quantile(0.5)));
  row.set("p90_ms", milliseconds(latencies.quantile(0.9)));
  row.set("p99_ms", milliseconds(latencies.quantile(0.99)));
  row.set("max_ms", milliseconds(latencies.quantile(1)));
  row.set("server_cpu_us_per_op", usage.server_s() / count * kMicroseconds);
  row.set("api_cpu_us_per_op", usage.api_s / count * kMicroseconds);
  if (usage.store_s > 0) row.set("store_cpu_us_per_op", usage.store_s / count * kMicroseconds);
  row.set("client_cpu_us_per_op", usage.client_s / count * kMicroseconds);
  set_others(row, usage);
}

}  // namespace pintle::load
