// Proves how lists of completion indexes are read and compared.
#include "groups/batch/index_intervals.h"

#include <gtest/gtest.h>

namespace pintle::batch {
namespace {

struct ParseCase {
  std::string_view text;
  int32_t total;
  std::string_view fault;
};

TEST(IndexIntervalsTest, Parse) {
  const ParseCase cases[] = {
      {"", 0, ""},
      {"0-3,5", 5, ""},
      {"9", 1, ""},
      {"10", 0, "too large index: \"10\""},
      {"0-10", 0, "too large index: \"10\""},
      {"3,2", 0, "non-increasing order, previous: 3, current: 2"},
      {"3-3", 0, "non-increasing order, previous: 3, current: 3"},
      {"0-3,3", 0, "non-increasing order, previous: 3, current: 3"},
      {"a", 0, "cannot convert string to integer for index: \"a\""},
      {"1,", 0, "cannot convert string to integer for index: \"\""},
      {"1-2-3", 0, "the fragment \"1-2-3\" violates the requirement that an index interval can have at most two parts separated by '-'"},
  };
  for (const ParseCase& c : cases) {
    const IndexIntervals parsed = parse_indexes(c.text, 10);
    EXPECT_EQ(parsed.total, c.total) << c.text;
    EXPECT_EQ(parsed.fault, c.fault) << c.text;
  }
}

struct OverlapCase {
  std::string_view completed;
  std::string_view failed;
  std::string_view fault;
};

TEST(IndexIntervalsTest, Overlap) {
  const OverlapCase cases[] = {
      {"0-3", "4-5", ""},
      {"0,2,4", "1,3,5", ""},
      {"0-3", "3", "failedIndexes and completedIndexes overlap at index: 3"},
      {"5-8", "0-1,6-9", "failedIndexes and completedIndexes overlap at index: 6"},
      {"x,1", "1", "failedIndexes and completedIndexes overlap at index: 1"},
      {"", "1", ""},
  };
  for (const OverlapCase& c : cases) EXPECT_EQ(overlap_fault(c.completed, c.failed, 10), c.fault) << c.completed << " " << c.failed;
}

}  // namespace
}  // namespace pintle::batch
