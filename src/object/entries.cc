#include "object/entries.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace pintle::object {
namespace {

struct Position {
  const Entry* entry;
  bool operator<(const Position& other) const {
    int order = entry->key.compare(other.entry->key);
    return order != 0 ? order < 0 : entry > other.entry;
  }
};

}  // namespace

size_t sort_entries(std::span<Entry> entries) {
  auto out_of_order = std::ranges::adjacent_find(entries, [](const Entry& a, const Entry& b) { return a.key >= b.key; });
  if (out_of_order == entries.end()) return entries.size();
  std::vector<Position> positions;
  positions.reserve(entries.size());
  for (const Entry& entry : entries) positions.push_back({&entry});
  std::ranges::sort(positions, std::less<>());
  std::vector<Entry> sorted;
  sorted.reserve(entries.size());
  for (Position position : positions) {
    if (sorted.empty() || sorted.back().key != position.entry->key) sorted.push_back(*position.entry);
  }
  std::ranges::copy(sorted, entries.begin());
  return sorted.size();
}

}  // namespace pintle::object
