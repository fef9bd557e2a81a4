#include "object/json_pointer.h"

namespace pintle::object {

std::string unescape_pointer_token(std::string_view token) {
  std::string text;
  for (size_t at = 0; at < token.size(); ++at) {
    const char next = at + 1 < token.size() ? token[at + 1] : '\0';
    if (token[at] == '~' && (next == '0' || next == '1')) {
      text += next == '1' ? '/' : '~';
      ++at;
    } else {
      text += token[at];
    }
  }
  return text;
}

std::string escape_pointer_token(std::string_view token) {
  std::string text;
  for (char c : token) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

std::vector<std::string> split_pointer(std::string_view pointer) {
  std::vector<std::string> tokens;
  for (size_t slash = pointer.find('/'); slash != std::string_view::npos;) {
    pointer.remove_prefix(slash + 1);
    slash = pointer.find('/');
    tokens.push_back(unescape_pointer_token(pointer.substr(0, slash)));
  }
  return tokens;
}

}  // namespace pintle::object
