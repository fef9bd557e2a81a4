// JsonIndenter: indents a JSON text that comes in pieces, with two spaces, as json.MarshalIndent does.
//
//   JsonIndenter indenter;
//   indenter.write(R"({"a":[1)", out);
//   indenter.write("]}", out);
//
// A piece may end anywhere. The text must be valid; blanks between its tokens are replaced.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pintle::object {

class JsonIndenter {
 public:
  // Appends to `out`.
  void write(std::string_view piece, std::string& out);

 private:
  enum class State : uint8_t { kBetween, kOpened, kString, kEscape };

  State state_ = State::kBetween;  // kOpened: behind a bracket that may be closed at once
  size_t depth_ = 0;
};

}  // namespace pintle::object
