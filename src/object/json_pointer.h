// JSON pointers (RFC 6901): "/spec/containers/0/image", with ~1 for '/' and ~0 for '~'.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pintle::object {

// One reference token with its escapes resolved.
std::string unescape_pointer_token(std::string_view token);
std::string escape_pointer_token(std::string_view token);
// The tokens after the first '/', unescaped. "" has none; a pointer without a leading '/' loses what comes before the first one, as
// upstream's JSON Patch has it.
std::vector<std::string> split_pointer(std::string_view pointer);

}  // namespace pintle::object
