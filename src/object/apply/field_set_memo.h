// Parsed FieldSets by their text. A client that writes an object back sends the managedFields that it read, and the pods of one template
// have the same: most texts come again soon, and reading one costs far more than comparing it.
//
//   PINTLE_TRY(const FieldSet set, remembered_field_set(wire, arena));
//
// Ownership: the set lives as long as `arena`, which keeps what it needs. Texts above kRememberedTextBytesMax are parsed each time.
// Thread: each thread remembers its own, at most kRememberedTexts.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "object/document.h"
#include "object/field_set.h"

namespace pintle::object {

inline constexpr size_t kRememberedTexts = 128;  // a power of two
inline constexpr size_t kRememberedTextBytesMax = size_t{8} << 10;

// FieldSet::parse of the text, or its result of before.
Result<FieldSet> remembered_field_set(std::string_view wire, Arena& arena);

}  // namespace pintle::object
