#include "groups/batch/index_intervals.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/go_atoi.h"
#include "base/go_text.h"
#include "base/result.h"

namespace pintle::batch {
namespace {

struct Interval {
  int32_t first;
  int32_t last;
};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::unexpected<Status> fault(std::string message) { return fail(Status::bad_request(std::move(message))); }

std::unexpected<Status> not_increasing(int64_t previous, int64_t current) {
  return fault("non-increasing order, previous: " + std::to_string(previous) + ", current: " + std::to_string(current));
}

Result<int32_t> parse_index(std::string_view text, int32_t completions) {
  const Result<int64_t> index = parse_go_atoi(text);
  if (!index) return fault("cannot convert string to integer for index: " + go_quoted(text));
  if (*index >= completions) return fault("too large index: " + go_quoted(text));
  return static_cast<int32_t>(*index);
}

Result<Interval> parse_interval(std::string_view text, int32_t completions) {
  const std::vector<std::string_view> ends = split(text, '-');
  if (ends.size() > 2)
    return fault("the fragment " + go_quoted(text) +
                 " violates the requirement that an index interval can have at most two parts separated by '-'");
  PINTLE_TRY(const int32_t first, parse_index(ends[0], completions));
  if (ends.size() == 1) return Interval{first, first};
  PINTLE_TRY(const int32_t last, parse_index(ends[1], completions));
  if (first >= last) return not_increasing(first, last);
  return Interval{first, last};
}

Result<int32_t> count_indexes(std::string_view text, int32_t completions) {
  int32_t total = 0;
  std::optional<int32_t> previous;
  if (text.empty()) return total;
  for (const std::string_view part : split(text, ',')) {
    PINTLE_TRY(const Interval interval, parse_interval(part, completions));
    if (previous && *previous >= interval.first) return not_increasing(*previous, interval.first);
    total += interval.last - interval.first + 1;
    previous = interval.last;
  }
  return total;
}

std::vector<Interval> readable_intervals(std::string_view text, int32_t completions) {
  std::vector<Interval> intervals;
  if (text.empty()) return intervals;
  for (const std::string_view part : split(text, ','))
    if (const auto interval = parse_interval(part, completions)) intervals.push_back(*interval);
  return intervals;
}

}  // namespace

IndexIntervals parse_indexes(std::string_view text, int32_t completions) {
  const Result<int32_t> total = count_indexes(text, completions);
  return total ? IndexIntervals{.total = *total} : IndexIntervals{.fault = total.error().message()};
}

std::string overlap_fault(std::string_view completed_text, std::string_view failed_text, int32_t completions) {
  const std::vector<Interval> completed = readable_intervals(completed_text, completions);
  const std::vector<Interval> failed = readable_intervals(failed_text, completions);
  for (size_t c = 0, f = 0; c < completed.size() && f < failed.size();) {
    if (completed[c].first <= failed[f].last && failed[f].first <= completed[c].last)
      return "failedIndexes and completedIndexes overlap at index: " + std::to_string(std::max(completed[c].first, failed[f].first));
    if (completed[c].first <= failed[f].first)
      ++c;
    else
      ++f;
  }
  return "";
}

}  // namespace pintle::batch
