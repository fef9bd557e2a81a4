// The texts of times, durations and quantities in the form that Go prints them in, for a tree: the text itself where it is in that form
// already, else a copy in the arena.
//
// Errors: bad_request with Go's message. Thread: the arena's.
// Source: the UnmarshalJSON and MarshalJSON of metav1.Time, MicroTime, Duration and resource.Quantity.
#pragma once

#include <string_view>

#include "base/result.h"
#include "object/document.h"

namespace pintle::object {

// "" is the zero time.
Result<std::string_view> canonical_time(std::string_view text, Arena& arena);
Result<std::string_view> canonical_micro_time(std::string_view text, Arena& arena);
Result<std::string_view> canonical_duration(std::string_view text, Arena& arena);
Result<std::string_view> canonical_quantity(std::string_view text, Arena& arena);

// True for what canonical_quantity would return unchanged, where that is plain to see; most quantities are so.
bool is_plainly_canonical_quantity(std::string_view text);

}  // namespace pintle::object
