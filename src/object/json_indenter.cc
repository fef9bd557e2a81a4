#include "object/json_indenter.h"

#include "object/byte_writer.h"
#include "object/json.h"

namespace pintle::object {
namespace {

void put_line(size_t depth, ByteWriter& out) {
  out.reserve(1 + 2 * depth);
  out.put_unchecked('\n');
  for (size_t i = 0; i < depth; ++i) out.put_unchecked("  ");
}

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

}  // namespace

void JsonIndenter::write(std::string_view piece, std::string& out) {
  ByteWriter writer(out);
  for (size_t at = 0; at < piece.size();) {
    if (state_ == State::kString) {
      size_t end = at;
      while (end < piece.size() && piece[end] != '"' && piece[end] != '\\') ++end;
      if (end < piece.size()) {
        state_ = piece[end] == '"' ? State::kBetween : State::kEscape;
        ++end;
      }
      writer.put(piece.substr(at, end - at));
      at = end;
      continue;
    }
    const char c = piece[at++];
    if (state_ == State::kEscape) {
      state_ = State::kString;
      writer.put(c);
      continue;
    }
    if (is_blank(c)) continue;
    const bool closes = c == '}' || c == ']';
    if (state_ == State::kOpened) {
      state_ = State::kBetween;
      if (closes) {
        writer.put(c);
        continue;
      }
      put_line(++depth_, writer);
    }
    if (closes) {
      if (depth_ > 0) --depth_;
      put_line(depth_, writer);
    }
    writer.put(c);
    if (c == '"') state_ = State::kString;
    if (c == '{' || c == '[') state_ = State::kOpened;
    if (c == ',') put_line(depth_, writer);
    if (c == ':') writer.put(' ');
  }
}

void append_indented_json(std::string_view json, std::string& out) { JsonIndenter().write(json, out); }

}  // namespace pintle::object
