// A closed loop: a number of slots, each of which sends its next request when its last one was answered.
//
//   ClosedLoop closed{.slots = 64, .next = [&](size_t slot, Request& request) { request.path = path; return Clock::now() < end; }};
//   PINTLE_TRY(LoopOutcome outcome, run_closed_loop(bench, clients, closed));
//
// Slots share the clients round-robin. A slot stops when `next` says false or its connection is lost; answers that are no success are
// counted as errors, the first of them kept in words.
#pragma once

#include <functional>
#include <string>

#include "load/bench.h"

namespace pintle::load {

struct ClosedLoop {
  size_t slots = 1;
  // Fills the slot's request, which still holds what it sent last; false ends the slot.
  std::function<bool(size_t slot, Request& request)> next;
  std::function<void(size_t slot, const Exchange& exchange)> seen = nullptr;
};

struct LoopOutcome {
  Latencies latencies;
  Usage usage;
  size_t errors = 0;
  std::string first_fault;
};

// Errors: 503 when not one answer was a success.
Result<LoopOutcome> run_closed_loop(Bench& bench, Clients& clients, const ClosedLoop& closed);

// The whole of it for most workloads: connections for so many slots, the loop for the length of a phase, one row.
Result<void> measure_loop(Bench& bench, const std::string& row, ClosedLoop closed, Protocol protocol = Protocol::kHttp2);

// As many HTTP/2 connections as clients of a cluster would share between so many requests at once.
size_t connections_for(size_t slots);

}  // namespace pintle::load
