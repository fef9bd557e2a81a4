// The wire form of a FieldSet. Source: structured-merge-diff/v6/fieldpath/serialize.go, serialize-pe.go.
#include <charconv>
#include <optional>

#include "base/utf8.h"
#include "object/apply/field_set_builder.h"
#include "object/field_set.h"
#include "object/json.h"

namespace pintle::object {
namespace {

using Node = FieldSet::Node;

constexpr size_t kDepthMax = 1000;  // nested path elements; DIFFERS: upstream stops at 10000, where no object can have put them

// json-iterator's plain string: no HTML escaping, bytes that are not UTF-8 as they are.
void append_plain_string(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  for (char c : text) {
    if (static_cast<uint8_t>(c) >= ' ' && c != '"' && c != '\\') {
      out += c;
      continue;
    }
    out += '\\';
    switch (c) {
      case '"':
      case '\\':
        out += c;
        break;
      case '\n':
        out += 'n';
        break;
      case '\r':
        out += 'r';
        break;
      case '\t':
        out += 't';
        break;
      default:
        out.append("u00").append({kHex[(c >> 4) & 0xF], kHex[c & 0xF]});
    }
  }
}

void append_scalar(const Value& value, std::string& out) {
  switch (value.tag()) {
    case Tag::kString:
      return append_json_string(value.as_string(), out);
    case Tag::kBool:
      out += value.as_bool() ? "true" : "false";
      return;
    case Tag::kInt:
      out += std::to_string(value.as_int());
      return;
    case Tag::kDouble:
      return append_json_double(value.as_double(), out);
    default:
      out += "null";
  }
}

// The text of an element, which is then the key of a JSON object.
void append_element(const PathElement& element, std::string& scratch, std::string& out) {
  if (element.kind == PathElement::Kind::kField) {
    out += "f:";
    return append_plain_string(element.value.as_string(), out);
  }
  scratch.clear();
  switch (element.kind) {
    case PathElement::Kind::kField:
      break;
    case PathElement::Kind::kKey: {
      scratch += "k:{";
      for (const Entry& field : element.value.entries()) {
        scratch += scratch.size() > 3 ? ",\"" : "\"";
        append_plain_string(field.key, scratch);
        scratch += "\":";
        append_scalar(field.value, scratch);
      }
      scratch += '}';
      break;
    }
    case PathElement::Kind::kValue:
      append_scalar(element.value, scratch += "v:");
      break;
    case PathElement::Kind::kIndex:
      append_scalar(element.value, scratch += "i:");
      break;
  }
  append_plain_string(scratch, out);
}

void append_node(Node node, bool self, std::string& scratch, std::string& out) {
  out += self ? "{\".\":{}" : "{";
  for (const FieldSet::Entry& entry : node) {
    out += out.back() == '{' ? "\"" : ",\"";
    append_element(entry.element, scratch, out);
    out += "\":";
    if (entry.children.empty()) {
      out += "{}";
    } else {
      append_node(entry.children, entry.member, scratch, out);
    }
  }
  out += '}';
}

std::unexpected<Status> error(std::string_view text) { return fail(Status::bad_request(std::string(text))); }

char escaped_letter(char letter) {
  switch (letter) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '"':
    case '\\':
    case '/':
      return letter;
  }
  return '\0';
}

// Four hexadecimal digits after "\u"; nothing when there are none.
std::optional<uint32_t> take_unicode_escape(std::string_view& text) {
  uint32_t code = 0;
  if (text.size() < 6 || !text.starts_with("\\u")) return std::nullopt;
  const auto [end, fault] = std::from_chars(text.data() + 2, text.data() + 6, code, 16);
  if (fault != std::errc() || end != text.data() + 6) return std::nullopt;
  text.remove_prefix(6);
  return code;
}

// A character from one \u escape, or from the two of a surrogate pair; a surrogate alone is U+FFFD.
std::optional<char32_t> take_escaped_character(std::string_view& text) {
  const std::optional<uint32_t> first = take_unicode_escape(text);
  if (!first || (*first & 0xF800) != 0xD800) return first;
  std::string_view after = text;
  const std::optional<uint32_t> second = take_unicode_escape(after);
  if (*first >= 0xDC00 || !second || (*second & 0xFC00) != 0xDC00) return kRuneError;
  text = after;
  return 0x10000 + ((*first & 0x3FF) << 10) + (*second & 0x3FF);
}

Result<std::string> unescape_json_text(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    if (text[0] != '\\') {
      plain += text[0];
      text.remove_prefix(1);
    } else if (const char letter = escaped_letter(text[1])) {
      plain += letter;
      text.remove_prefix(2);
    } else {
      const std::optional<char32_t> character = take_escaped_character(text);
      if (!character) return error("invalid escape char after \\");
      append_utf8(*character, plain);
    }
  }
  return plain;
}

// Reads the JSON of FieldsV1 without a tree: only objects have meaning in it, other values are skipped where upstream skips them.
class Reader {
 public:
  Reader(std::string_view json, Arena& arena) : rest_(json), builder_(arena) {}

  Result<FieldSet> read() {
    skip_space();
    PINTLE_TRY(const Found root, read_node(0));
    return FieldSet(root.children);
  }

  // One scalar, or an object of scalars for kKey; the whole text.
  Result<PathElement> read_element(PathElement::Kind kind) {
    if (kind == PathElement::Kind::kKey) {
      PINTLE_TRY(const Value fields, read_key_fields());
      return PathElement::key(fields);
    }
    PINTLE_TRY(const Value scalar, read_scalar());
    return PathElement::of_value(scalar);
  }

 private:
  struct Found {
    bool member = false;
    Node children;
  };

  Result<Found> read_node(size_t depth) {
    if (depth > kDepthMax) return error("exceeded max depth");
    if (take_word("null")) return Found{.member = true};
    if (!take('{')) return error("expect { or n");
    FieldSetBuilder::Level level(builder_);
    bool self = false;
    bool empty = true;
    if (!take('}')) {
      do {
        PINTLE_TRY(const std::string_view key, read_key());
        if (key == ".") {
          self = true;
          PINTLE_TRY_VOID(skip_value(depth));
          continue;
        }
        PINTLE_TRY(const std::optional<PathElement> element, element_of(key));
        if (!element) {
          PINTLE_TRY_VOID(skip_value(depth));
          continue;
        }
        PINTLE_TRY(const Found child, read_node(depth + 1));
        level.add(*element, child.member, child.children);
        empty = false;
      } while (take(','));
      if (!take('}')) return error("expect }");
    }
    return Found{.member = self || empty, .children = level.finish()};
  }

  // Nothing for an element of a kind that is not known.
  Result<std::optional<PathElement>> element_of(std::string_view key) {
    if (key.size() < 2) return error("key must be 2 characters long:");
    if (key[1] != ':') return error("missing colon: " + std::string(key));
    const std::string_view text = key.substr(2);
    switch (key[0]) {
      case 'f':
        return PathElement::field(text);
      case 'k':
        return Reader(text, builder_.arena()).read_element(PathElement::Kind::kKey);
      case 'v':
        return Reader(text, builder_.arena()).read_element(PathElement::Kind::kValue);
      case 'i': {
        int64_t index = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), index);
        if (fault != std::errc() || end != text.data() + text.size()) return error("invalid index: " + std::string(text));
        return PathElement::index(index);
      }
      default:
        return std::nullopt;
    }
  }

  Result<Value> read_key_fields() {
    Value fields = Value::empty_map();
    skip_space();
    if (take_word("null")) return fields;
    if (!take('{')) return error("expect { or n");
    if (take('}')) return fields;
    do {
      PINTLE_TRY(const std::string_view name, read_key());
      PINTLE_TRY(const Value value, read_scalar());
      fields.set(builder_.arena(), name, value);
    } while (take(','));
    if (!take('}')) return error("expect }");
    return fields;
  }

  Result<Value> read_scalar() {
    skip_space();
    if (take_word("null")) return Value();
    if (take_word("true")) return Value::boolean(true);
    if (take_word("false")) return Value::boolean(false);
    if (rest_.starts_with('"')) {
      PINTLE_TRY(const std::string_view text, read_string());
      return Value::string(text);
    }
    return read_number();
  }

  Result<Value> read_number() {
    const std::string_view text = rest_.substr(0, rest_.find_first_not_of("+-.0123456789eE"));
    if (text.empty()) return error("expect a scalar");
    rest_.remove_prefix(text.size());
    skip_space();
    int64_t integer = 0;
    const char* end = text.data() + text.size();
    if (auto [at, fault] = std::from_chars(text.data(), end, integer); fault == std::errc() && at == end) return Value::integer(integer);
    double real = 0;
    if (auto [at, fault] = std::from_chars(text.data(), end, real); fault != std::errc() || at != end) return error("invalid number");
    return Value::real(real);
  }

  // A string and the colon after it.
  Result<std::string_view> read_key() {
    PINTLE_TRY(const std::string_view key, read_string());
    if (!take(':')) return error("expect : after object field");
    return key;
  }

  Result<std::string_view> read_string() {
    if (!rest_.starts_with('"')) return error("expect \"");
    size_t end = 1;
    bool escaped = false;
    for (; end < rest_.size() && rest_[end] != '"'; ++end) {
      if (rest_[end] != '\\') continue;
      escaped = true;
      ++end;
    }
    if (end >= rest_.size()) return error("unexpected end of input");
    const std::string_view text = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    skip_space();
    if (!escaped) return text;
    return unescape(text);
  }

  Result<std::string_view> unescape(std::string_view text);

  // A value that has no meaning here. Strings are stepped over, so that their brackets do not count.
  Result<void> skip_value(size_t depth) {
    if (depth > kDepthMax) return error("exceeded max depth");
    const char close = rest_.starts_with('{') ? '}' : rest_.starts_with('[') ? ']' : '\0';
    if (close == '\0') {
      PINTLE_TRY_VOID(read_scalar());
      return {};
    }
    take(rest_[0]);
    if (take(close)) return {};
    do {
      if (close == '}') PINTLE_TRY_VOID(read_key());
      PINTLE_TRY_VOID(skip_value(depth + 1));
    } while (take(','));
    if (!take(close)) return error("unexpected character");
    return {};
  }

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    skip_space();
    return true;
  }
  bool take_word(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    skip_space();
    return true;
  }
  void skip_space() {
    while (!rest_.empty() && static_cast<uint8_t>(rest_[0]) <= ' ') rest_.remove_prefix(1);
  }

  std::string_view rest_;
  FieldSetBuilder builder_;
};

Result<std::string_view> Reader::unescape(std::string_view text) {
  PINTLE_TRY(const std::string plain, unescape_json_text(text));
  return builder_.arena().copy(plain);
}

}  // namespace

void FieldSet::append_json(std::string& out) const {
  std::string scratch;
  append_node(root_, false, scratch, out);
}

Result<FieldSet> FieldSet::parse(std::string_view json, Arena& arena) { return Reader(json, arena).read(); }

}  // namespace pintle::object
