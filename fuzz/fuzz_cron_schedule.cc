// Schedules of CronJobs and index lists of Jobs: whatever the text, there is an answer, and a list that is taken has at most as many
// indexes as the Job has completions.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "groups/batch/cron_schedule.h"
#include "groups/batch/index_intervals.h"

using namespace pintle;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr int32_t kCompletions = 1000;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  batch::cron_schedule_fault(text);
  const batch::IndexIntervals indexes = batch::parse_indexes(text, kCompletions);
  PINTLE_CHECK(!indexes.fault.empty() || indexes.total <= kCompletions);
  batch::overlap_fault(text.substr(0, size / 2), text.substr(size / 2), kCompletions);
  return 0;
}
