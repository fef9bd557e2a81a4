// base64url without padding (RFC 4648 section 5): continue tokens, JSON Web Keys and tokens.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace pintle {

std::string base64url_encode(std::string_view bytes);
// The bytes, or nullopt with the offset of the character that is at fault. Bits of the last character that are no part of a byte may be
// anything, as Go's RawURLEncoding has it.
std::optional<std::string> base64url_decode(std::string_view text, size_t& fault);

}  // namespace pintle
