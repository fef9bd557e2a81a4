// Meter: what a stretch of time cost: the server's CPU, its store's, the client's, and what everybody else took of the machine.
//
//   Meter meter(processes);
//   ... work ...
//   const Usage usage = meter.stop();
#pragma once

#include <sys/types.h>

#include <vector>

#include "load/clock.h"

namespace pintle::load {

struct Usage {
  double wall_s = 0;
  double api_s = 0;
  double store_s = 0;
  double client_s = 0;
  double others_s = 0;  // CPU of processes that are neither
  double server_s() const { return api_s + store_s; }
};

// The API server's process first, then its store's.
using Processes = std::vector<pid_t>;

class Meter {
 public:
  explicit Meter(Processes processes);
  Usage stop() const;

 private:
  Processes processes_;
  std::vector<Duration> begun_;
  Time start_;
  Duration client_;
  Duration machine_;
};

double rss_bytes(const Processes& processes);
double peak_rss_bytes(const Processes& processes);
void reset_peak_rss(const Processes& processes);

}  // namespace pintle::load
