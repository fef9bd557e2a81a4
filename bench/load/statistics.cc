#include "load/statistics.h"

#include <algorithm>
#include <cmath>

namespace pintle::load {

Duration Latencies::quantile(double share) {
  if (values_.empty()) return {};
  if (sorted_ != values_.size()) std::ranges::sort(values_);
  sorted_ = values_.size();
  const auto rank = static_cast<size_t>(std::ceil(share * static_cast<double>(values_.size())));
  return values_[std::clamp<size_t>(rank, 1, values_.size()) - 1];
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

Spread spread(const std::vector<double>& values) {
  if (values.empty()) return {};
  return {.median = median(values), .least = std::ranges::min(values), .most = std::ranges::max(values)};
}

}  // namespace pintle::load
