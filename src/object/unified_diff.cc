#include "object/unified_diff.h"

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <vector>

namespace pintle::object {
namespace {

constexpr size_t kContextLines = 3;
constexpr size_t kPopularFromLines = 200;  // difflib's autojunk

using Lines = std::vector<std::string_view>;

Lines split_lines(std::string_view text) {
  Lines lines;
  for (;;) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

struct Block {
  size_t before, after, size;
};

struct Area {
  size_t before_begin, before_end, after_begin, after_end;
};

// A step of the way from one text to the other. Equal: both ranges hold the same lines.
struct Step {
  bool equal;
  Area area;
};

class Matcher {
 public:
  Matcher(const Lines& before, const Lines& after) : before_(before), after_(after) {
    for (size_t i = 0; i < after.size(); ++i) places_[after[i]].push_back(i);
    if (after.size() < kPopularFromLines) return;
    const size_t popular = after.size() / 100 + 1;
    std::erase_if(places_, [&](const auto& place) { return place.second.size() > popular; });
  }

  std::vector<Step> steps() const {
    std::vector<Step> steps;
    size_t i = 0;
    size_t j = 0;
    for (const Block& block : matching_blocks()) {
      if (i < block.before || j < block.after) steps.push_back({false, {i, block.before, j, block.after}});
      i = block.before + block.size;
      j = block.after + block.size;
      if (block.size > 0) steps.push_back({true, {block.before, i, block.after, j}});
    }
    return steps;
  }

 private:
  Block longest_match(const Area& area) const {
    Block best{area.before_begin, area.after_begin, 0};
    std::unordered_map<size_t, size_t> lengths;  // by the line after the match's end in `after`
    for (size_t i = area.before_begin; i < area.before_end; ++i) {
      std::unordered_map<size_t, size_t> next;
      const auto places = places_.find(before_[i]);
      if (places != places_.end()) {
        for (const size_t j : places->second) {
          if (j < area.after_begin) continue;
          if (j >= area.after_end) break;
          const auto previous = lengths.find(j);
          const size_t length = (previous == lengths.end() ? 0 : previous->second) + 1;
          next[j + 1] = length;
          if (length > best.size) best = {i + 1 - length, j + 1 - length, length};
        }
      }
      lengths = std::move(next);
    }
    return extend(best, area);
  }

  // By equal lines on both sides that were too popular to be looked for.
  Block extend(Block best, const Area& area) const {
    while (best.before > area.before_begin && best.after > area.after_begin && before_[best.before - 1] == after_[best.after - 1])
      best = {best.before - 1, best.after - 1, best.size + 1};
    while (best.before + best.size < area.before_end && best.after + best.size < area.after_end &&
           before_[best.before + best.size] == after_[best.after + best.size])
      ++best.size;
    return best;
  }

  void match(const Area& area, std::vector<Block>& blocks) const {
    const Block found = longest_match(area);
    if (found.size == 0) return;
    if (area.before_begin < found.before && area.after_begin < found.after)
      match({area.before_begin, found.before, area.after_begin, found.after}, blocks);
    blocks.push_back(found);
    const size_t i = found.before + found.size;
    const size_t j = found.after + found.size;
    if (i < area.before_end && j < area.after_end) match({i, area.before_end, j, area.after_end}, blocks);
  }

  // Adjacent ones joined, and an empty one at the end.
  std::vector<Block> matching_blocks() const {
    std::vector<Block> found;
    match({0, before_.size(), 0, after_.size()}, found);
    std::vector<Block> joined;
    for (const Block& block : found) {
      if (!joined.empty() && joined.back().before + joined.back().size == block.before &&
          joined.back().after + joined.back().size == block.after)
        joined.back().size += block.size;
      else
        joined.push_back(block);
    }
    joined.push_back({before_.size(), after_.size(), 0});
    return joined;
  }

  const Lines& before_;
  const Lines& after_;
  std::unordered_map<std::string_view, std::vector<size_t>> places_;
};

// The last lines of an equal step.
Step tail(const Step& step) {
  const Area& area = step.area;
  const size_t kept = std::min(kContextLines, area.before_end - area.before_begin);
  return {true, {area.before_end - kept, area.before_end, area.after_end - kept, area.after_end}};
}

Step head(const Step& step) {
  const Area& area = step.area;
  const size_t kept = std::min(kContextLines, area.before_end - area.before_begin);
  return {true, {area.before_begin, area.before_begin + kept, area.after_begin, area.after_begin + kept}};
}

using Hunk = std::vector<Step>;

std::vector<Hunk> hunks_of(std::vector<Step> steps) {
  if (steps.empty()) return {};
  if (steps.front().equal) steps.front() = tail(steps.front());
  if (steps.back().equal) steps.back() = head(steps.back());
  std::vector<Hunk> hunks;
  Hunk hunk;
  for (const Step& step : steps) {
    if (step.equal && step.area.before_end - step.area.before_begin > 2 * kContextLines) {
      hunk.push_back(head(step));
      hunks.push_back(std::move(hunk));
      hunk = {tail(step)};
    } else {
      hunk.push_back(step);
    }
  }
  if (!hunk.empty() && !(hunk.size() == 1 && hunk.front().equal)) hunks.push_back(std::move(hunk));
  return hunks;
}

std::string range_text(size_t begin, size_t end) {
  const size_t length = end - begin;
  if (length == 1) return std::to_string(begin + 1);
  return std::to_string(length == 0 ? begin : begin + 1) + "," + std::to_string(length);
}

void write_lines(const Lines& lines, size_t begin, size_t end, char mark, std::string& out) {
  for (size_t i = begin; i < end; ++i) (out += mark).append(lines[i]).append("\n");
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after) {
  const Lines before_lines = split_lines(before);
  const Lines after_lines = split_lines(after);
  std::string out;
  for (const Hunk& hunk : hunks_of(Matcher(before_lines, after_lines).steps())) {
    const Area& first = hunk.front().area;
    const Area& last = hunk.back().area;
    out.append("@@ -").append(range_text(first.before_begin, last.before_end));
    out.append(" +").append(range_text(first.after_begin, last.after_end)).append(" @@\n");
    for (const Step& step : hunk) {
      if (step.equal) {
        write_lines(before_lines, step.area.before_begin, step.area.before_end, ' ', out);
      } else {
        write_lines(before_lines, step.area.before_begin, step.area.before_end, '-', out);
        write_lines(after_lines, step.area.after_begin, step.area.after_end, '+', out);
      }
    }
  }
  return out;
}

}  // namespace pintle::object
