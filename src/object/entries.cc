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

// Maps are small, and mostly sorted already. Returns how many are left; of equal keys the later one replaces the earlier.
size_t insert_each(std::span<Entry> entries) {
  size_t sorted = 0;
  for (const Entry& entry : entries) {
    Entry moving = entry;
    size_t at = sorted;
    while (at > 0 && moving.key < entries[at - 1].key) --at;
    if (at > 0 && entries[at - 1].key == moving.key) {
      entries[at - 1] = moving;
      continue;
    }
    std::copy_backward(entries.begin() + static_cast<ptrdiff_t>(at), entries.begin() + static_cast<ptrdiff_t>(sorted),
                       entries.begin() + static_cast<ptrdiff_t>(sorted) + 1);
    entries[at] = moving;
    ++sorted;
  }
  return sorted;
}

}  // namespace

size_t sort_entries(std::span<Entry> entries) {
  constexpr size_t kSmall = 16;
  if (entries.size() <= kSmall) return insert_each(entries);
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
