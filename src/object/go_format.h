// Go's text forms, where Kubernetes' messages show them: %q of strings, %v of plain trees, %U of characters.
//
//   quoted("a\tb") == "\"a\\tb\""        format_value({"a": [1, true]}) == "map[a:[1 true]]"
//
// Pure; any thread. Source: Go's strconv.Quote, fmt.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/go_text.h"
#include "object/value.h"

namespace pintle::object {

// %U: "U+0007"; a printable character follows in quotes (%#U).
std::string unicode_name(char32_t code);

// %q.
inline std::string quoted(std::string_view text) { return go_quoted(text); }

// %v of a plain tree: map[k:v k2:v2] with sorted keys, [a b], <nil>, Go's shortest floats.
std::string format_value(const Value& plain);
void append_value(const Value& plain, std::string& out);
// %#v of a plain tree: map[string]interface {}{"k":"v"}.
std::string go_syntax(const Value& plain);
// %v of a float64.
void append_double(double value, std::string& out);

}  // namespace pintle::object
