// How many times better one server is than another, figure by figure.
//
// Measured in the same rounds, the ratio is taken round by round, so that what disturbs a round disturbs both, and shown as the median of
// the ratios with the least and the most of them. Files with unequal rounds are compared by their medians. What only one of them has is
// named below the table.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "load/results.h"
#include "load/statistics.h"

namespace pintle::load {

enum class Compare { kMainFigures, kAllFigures };

// > 1: `second` is better. Nothing when either is not above zero in every round, or which way is better is not known.
std::optional<Spread> times_better(std::string_view key, const std::vector<double>& first, const std::vector<double>& second);

std::string comparison_of(const Results& first, const Results& second, Compare what);

}  // namespace pintle::load
