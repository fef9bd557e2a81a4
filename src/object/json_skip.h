// Steps over JSON values without looking at what they hold, checking their syntax. Used for raw parts (managedFields, extensions), for
// fields that are not known, and by the storage helpers.
//
// Every function takes [at, end), `at` at the first byte of what it steps over, and returns where that ends, or null when the
// syntax is wrong. Nothing recurses. Thread: pure functions, any thread. Source: encoding/json scanner.go.
#pragma once

#include <cstddef>

namespace pintle::object {

// `at` is the first byte after the opening quote; returns the closing quote. Escapes are checked, UTF-8 is not.
const char* find_string_end(const char* at, const char* end);
const char* skip_number(const char* at, const char* end);
const char* skip_blanks(const char* at, const char* end);
// `depth` lists and objects are open around the value; the limit is kJsonDepthMax.
const char* skip_value(const char* at, const char* end, size_t depth);

}  // namespace pintle::object
