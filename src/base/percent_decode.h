// "%2F" -> "/": the escapes of a URL's path. A plus is a plus.
//
// Thread: pure. Source: RFC 3986 section 2.1, Go's url.PathUnescape.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pintle {

// Nothing when an escape is broken.
std::optional<std::string> percent_decode(std::string_view text);

}  // namespace pintle
