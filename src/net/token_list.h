// Header values that are lists of tokens, such as "keep-alive, Upgrade" (RFC 9110 section 5.6.1).
#pragma once

#include <string_view>

namespace pintle::net {

// ASCII only.
bool equals_ignoring_case(std::string_view a, std::string_view b);
// True when the comma-separated `list` holds `token`, in any case.
bool has_token(std::string_view list, std::string_view token);

}  // namespace pintle::net
