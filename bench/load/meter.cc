#include "load/meter.h"

#include <algorithm>

#include "load/process.h"

namespace pintle::load {
namespace {

double sum(const Processes& processes, double (*figure)(pid_t)) {
  double total = 0;
  for (pid_t pid : processes) total += figure(pid);
  return total;
}

}  // namespace

Meter::Meter(Processes processes)
    : processes_(std::move(processes)), start_(Clock::now()), client_(own_cpu_time()), machine_(machine_cpu_time()) {
  for (pid_t pid : processes_) begun_.push_back(cpu_time(pid));
}

Usage Meter::stop() const {
  Usage usage{.wall_s = seconds(Clock::now() - start_), .client_s = seconds(own_cpu_time() - client_)};
  for (size_t i = 0; i < processes_.size(); ++i) {
    const double spent = seconds(cpu_time(processes_[i]) - begun_[i]);
    (i == 0 ? usage.api_s : usage.store_s) += std::max(spent, 0.0);
  }
  usage.others_s = std::max(0.0, seconds(machine_cpu_time() - machine_) - usage.server_s() - usage.client_s);
  return usage;
}

double rss_bytes(const Processes& processes) { return sum(processes, rss_bytes); }
double peak_rss_bytes(const Processes& processes) { return sum(processes, peak_rss_bytes); }
void reset_peak_rss(const Processes& processes) {
  for (pid_t pid : processes) reset_peak_rss(pid);
}

}  // namespace pintle::load
