// The completion indexes of an indexed Job as text: "0-3,5,7-9", increasing.
//
//   const IndexIntervals parsed = parse_indexes("0-3,5", completions);
//   if (!parsed.fault.empty()) ...     // "non-increasing order, previous: 3, current: 2"
//   parsed.total == 5
//
// Thread: pure. Source: pkg/apis/batch/validation (validateIndexesFormat, validateFailedIndexesNotOverlapCompleted).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pintle::batch {

struct IndexIntervals {
  int32_t total = 0;  // of indexes; 0 with a fault
  std::string fault;
};
IndexIntervals parse_indexes(std::string_view text, int32_t completions);

// "" when no index is in both; intervals that cannot be read are left out.
std::string overlap_fault(std::string_view completed, std::string_view failed, int32_t completions);

}  // namespace pintle::batch
