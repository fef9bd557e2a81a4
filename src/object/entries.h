// Putting the entries of a map, gathered in any order, into the order that a tree wants.
#pragma once

#include <cstddef>
#include <span>

#include "object/value.h"

namespace pintle::object {

// Sorts by key; of equal keys the last one stays. Returns how many are left at the front. Linear when they are sorted already.
size_t sort_entries(std::span<Entry> entries);

}  // namespace pintle::object
