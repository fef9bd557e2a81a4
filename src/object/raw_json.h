// Raw bytes that should be JSON: managedFields, extensions. They come from clients, and are written to other clients as they are.
#pragma once

#include <string_view>

namespace pintle::object {

// What upstream takes for JSON (RawExtension.guessContentType): by the first byte.
bool looks_like_json(std::string_view raw);
// One JSON value, with blanks around it or not.
bool is_json(std::string_view raw);

}  // namespace pintle::object
