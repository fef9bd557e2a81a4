// Base64 with the standard alphabet and padding, as Go's base64.StdEncoding: []byte in JSON.
//
// Thread: pure functions, any thread. Source: encoding/base64 (decodeQuantum: line breaks are skipped, the fault's position).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pintle::object {

inline constexpr size_t base64_bytes(size_t bytes) { return (bytes + 2) / 3 * 4; }

// Writes exactly base64_bytes(bytes.size()) characters.
void put_base64(std::string_view bytes, char* out);

struct Base64Decoded {
  size_t bytes = 0;      // written, at most text.size() / 4 * 3 + 3
  ptrdiff_t fault = -1;  // position of the first wrong byte ("illegal base64 data at input byte N"), or -1
};
Base64Decoded decode_base64(std::string_view text, char* out);

}  // namespace pintle::object
