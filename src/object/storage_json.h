// The members of a JSON object, as texts.
#pragma once

#include <string_view>

#include "object/json_skip.h"

namespace pintle::object {

// Calls `visit(key, value)` for each member of the object that `text` begins with: the key between its quotes and the value, both as
// written. False when it is no object. What follows the object is not looked at.
template <class Visit>
bool for_each_json_member(std::string_view text, Visit&& visit) {
  const char* end = text.data() + text.size();
  if (!text.starts_with('{')) return false;
  const char* at = skip_blanks(text.data() + 1, end);
  if (at < end && *at == '}') return true;
  while (at < end && *at == '"') {
    const char* key_end = find_string_end(at + 1, end);
    if (!key_end) return false;
    std::string_view key(at + 1, static_cast<size_t>(key_end - at - 1));
    at = skip_blanks(key_end + 1, end);
    if (at == end || *at != ':') return false;
    const char* value = skip_blanks(at + 1, end);
    const char* value_end = skip_value(value, end, 1);
    if (!value_end) return false;
    visit(key, std::string_view(value, static_cast<size_t>(value_end - value)));
    at = skip_blanks(value_end, end);
    if (at == end) return false;
    if (*at == '}') return true;
    if (*at != ',') return false;
    at = skip_blanks(at + 1, end);
  }
  return false;
}

}  // namespace pintle::object
