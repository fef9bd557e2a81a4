#include "load/closed_loop.h"

#include <algorithm>

namespace pintle::load {
namespace {

constexpr std::chrono::minutes kLoopTimeout{60};
constexpr size_t kSlotsPerConnection = 8;
constexpr size_t kConnectionsMax = 8;

class Running {
 public:
  Running(Clients& clients, const ClosedLoop& closed, LoopOutcome& outcome)
      : clients_(clients), closed_(closed), outcome_(outcome), exchanges_(closed.slots), left_(closed.slots) {}

  void start() {
    for (size_t slot = 0; slot < exchanges_.size(); ++slot) {
      exchanges_[slot].on_finished = [this, slot](Exchange&) { finished(slot); };
      send_next(slot);
    }
  }
  bool is_done() const { return left_ == 0; }

 private:
  void send_next(size_t slot) {
    if (!closed_.next(slot, exchanges_[slot].request)) {
      --left_;
      return;
    }
    clients_[slot % clients_.size()]->send(exchanges_[slot]);
  }

  void finished(size_t slot) {
    const Exchange& exchange = exchanges_[slot];
    if (!exchange.response.ok()) {
      ++outcome_.errors;
      if (outcome_.first_fault.empty()) outcome_.first_fault = exchange.response.fault();
    }
    outcome_.latencies.add(exchange.response.finished - exchange.sent);
    if (closed_.seen) closed_.seen(slot, exchange);
    if (exchange.response.status != 0) return send_next(slot);
    --left_;
  }

  Clients& clients_;
  const ClosedLoop& closed_;
  LoopOutcome& outcome_;
  std::vector<Exchange> exchanges_;
  size_t left_;
};

}  // namespace

size_t connections_for(size_t slots) { return std::min({slots, std::max<size_t>(1, slots / kSlotsPerConnection), kConnectionsMax}); }

Result<LoopOutcome> run_closed_loop(Bench& bench, Clients& clients, const ClosedLoop& closed) {
  LoopOutcome outcome;
  Running running(clients, closed, outcome);
  const Meter meter = bench.meter();
  running.start();
  const bool done = bench.loop.run_until([&] { return running.is_done(); }, Clock::now() + kLoopTimeout);
  outcome.usage = meter.stop();
  if (!done) clients.clear();  // before the exchanges that they know
  if (outcome.errors > 0) say("    " + std::to_string(outcome.errors) + " failed, the first: " + outcome.first_fault);
  if (outcome.errors == outcome.latencies.count()) return fail(Status::service_unavailable("nothing succeeded: " + outcome.first_fault));
  return outcome;
}

Result<void> measure_loop(Bench& bench, const std::string& name, ClosedLoop closed, Protocol protocol) {
  const size_t connections = protocol == Protocol::kHttp1 ? closed.slots : connections_for(closed.slots);
  PINTLE_TRY(Clients clients, bench.open(connections, protocol));
  const Time end = Clock::now() + from_seconds(bench.scale.phase_s);
  closed.next = [next = std::move(closed.next), end](size_t slot, Request& request) { return Clock::now() < end && next(slot, request); };
  PINTLE_TRY(LoopOutcome outcome, run_closed_loop(bench, clients, closed));
  Row row{.name = name};
  set_operations(row, outcome.latencies, outcome.usage);
  row.set("errors", static_cast<double>(outcome.errors));
  bench.emit(std::move(row));
  return {};
}

}  // namespace pintle::load
