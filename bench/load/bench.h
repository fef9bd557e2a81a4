// Bench: what a workload works with: the server, connections to it, the size of the run, and where its rows go.
//
// Owner: run.cc makes one for each life of a server. Thread: one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "load/client.h"
#include "load/event_loop.h"
#include "load/measured_server.h"
#include "load/meter.h"
#include "load/results.h"
#include "load/statistics.h"

namespace pintle::load {

// How much is done.
struct Scale {
  int objects = 10'000;      // pods in fill
  double phase_s = 2;        // one closed loop
  double idle_s = 5;         // how long an idle server is looked at
  double settle_s = 1;       // what a server is given to become idle
  double mixed_s = 10;       // the mixed load
  double watch_s = 3;        // writes while others watch
  int watchers_max = 5'000;  // of all objects
  int starts = 3;            // of the server, of which the median is taken
  int million = 1'000'000;   // objects of the workload of that name
};

inline constexpr double kMegabyte = 1e6;

using Clients = std::vector<std::unique_ptr<Client>>;

class Bench {
 public:
  Bench(MeasuredServer& server, const Scale& scale, Results& results);

  MeasuredServer& server;
  const Scale& scale;
  EventLoop loop;

  Result<Clients> open(size_t count, Protocol protocol = Protocol::kHttp2);
  // Sends and waits; fails with the server's words when the answer is none of success.
  Result<Response> call(Client& client, Request request);
  Response answer_to(Client& client, Request request);  // whatever it is; status 0 after kAnswerTimeout
  // A namespace with the ServiceAccount that pods need: there may be no controller to make it. Both may exist.
  Result<void> ensure_namespace(Client& client, const std::string& name);
  Meter meter() const { return Meter(server.processes()); }
  double rss() const { return rss_bytes(server.processes()); }
  // Gives the server time until it does nothing more by itself: what it still does after a start would be counted as the workload's.
  void settle();
  // What the data folder takes beyond what it took when this life of the server began.
  double disk_growth() const;
  void emit(Row row);

 private:
  Results& results_;
  const double disk_at_begin_;
};

inline constexpr std::chrono::seconds kAnswerTimeout{120};

void say(const std::string& line);  // progress, on standard error

// Figures that most rows have.
void set_memory(Row& row, const Bench& bench);
void set_others(Row& row, const Usage& usage);
// Operations, latencies and CPU for each operation.
void set_operations(Row& row, Latencies& latencies, const Usage& usage);

}  // namespace pintle::load
