// Latencies and their quantiles; medians and spreads over rounds.
//
// A quantile is the smallest value that at least that share of the values does not exceed (nearest rank), so each is a time that was
// measured. Empty sets have 0.
#pragma once

#include <cstddef>
#include <vector>

#include "load/clock.h"

namespace pintle::load {

class Latencies {
 public:
  void add(Duration latency) { values_.push_back(latency); }
  size_t count() const { return values_.size(); }
  // Sorts what came since the last call.
  Duration quantile(double share);

 private:
  std::vector<Duration> values_;
  size_t sorted_ = 0;
};

double median(std::vector<double> values);

// The middle of some figures and how far they lie apart.
struct Spread {
  double median = 0;
  double least = 0;
  double most = 0;
};
Spread spread(const std::vector<double>& values);

}  // namespace pintle::load
