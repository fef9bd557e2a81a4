// The wire form of a FieldSet. Source: structured-merge-diff/v6/fieldpath/serialize.go, serialize-pe.go.
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "base/utf8.h"
#include "object/apply/field_set_builder.h"
#include "object/byte_scan.h"
#include "object/byte_writer.h"
#include "object/field_set.h"
#include "object/json.h"

namespace pintle::object {
namespace {

using Node = FieldSet::Node;

constexpr size_t kDepthMax = 1000;  // nested path elements; DIFFERS: upstream stops at 10000, where no object can have put them

// json-iterator's plain string: no HTML escaping, bytes that are not UTF-8 as they are.
void write_plain_string(std::string_view text, ByteWriter& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr size_t kEscapeBytes = 6;
  out.reserve(kEscapeBytes * text.size());
  const char* at = text.data();
  const char* end = at + text.size();
  while (at < end) {
    const char* special = find_string_special(at, end);
    out.put_unchecked(std::string_view(at, special));
    at = special;
    if (at == end) return;
    const char c = *at++;
    if (static_cast<signed char>(c) < 0) {
      out.put_unchecked(c);
      continue;
    }
    out.put_unchecked('\\');
    switch (c) {
      case '"':
      case '\\':
        out.put_unchecked(c);
        break;
      case '\n':
        out.put_unchecked('n');
        break;
      case '\r':
        out.put_unchecked('r');
        break;
      case '\t':
        out.put_unchecked('t');
        break;
      default:
        out.put_unchecked("u00");
        out.put_unchecked(kHex[(c >> 4) & 0xF]);
        out.put_unchecked(kHex[c & 0xF]);
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

void append_key_fields(std::span<const Entry> fields, std::string& out) {
  out += "k:{";
  for (const Entry& field : fields) {
    out += out.ends_with('{') ? "\"" : ",\"";
    {
      ByteWriter writer(out);
      write_plain_string(field.key, writer);
    }
    out += "\":";
    append_scalar(field.value, out);
  }
  out += '}';
}

// The text of an element, which is then the key of a JSON object.
void write_element(const PathElement& element, std::string& scratch, ByteWriter& out) {
  if (element.kind == PathElement::Kind::kField) {
    out.put("f:");
    return write_plain_string(element.value.as_string(), out);
  }
  scratch.clear();
  switch (element.kind) {
    case PathElement::Kind::kField:
      break;
    case PathElement::Kind::kKey:
      append_key_fields(element.value.entries(), scratch);
      break;
    case PathElement::Kind::kValue:
      append_scalar(element.value, scratch += "v:");
      break;
    case PathElement::Kind::kIndex:
      append_scalar(element.value, scratch += "i:");
      break;
  }
  write_plain_string(scratch, out);
}

void write_node(Node node, bool self, std::string& scratch, ByteWriter& out) {
  out.put(self ? "{\".\":{}" : "{");
  bool first = !self;
  for (const FieldSet::Entry& entry : node) {
    out.put(std::exchange(first, false) ? "\"" : ",\"");
    write_element(entry.element, scratch, out);
    if (entry.children.empty()) {
      out.put("\":{}");
    } else {
      out.put("\":");
      write_node(entry.children, entry.member, scratch, out);
    }
  }
  out.put('}');
}

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

// False: not JSON.
bool unescape(std::string_view text, std::string& plain) {
  while (!text.empty()) {
    if (text[0] != '\\') {
      plain += text[0];
      text.remove_prefix(1);
    } else if (const char letter = escaped_letter(text[1])) {
      plain += letter;
      text.remove_prefix(2);
    } else {
      const std::optional<char32_t> character = take_escaped_character(text);
      if (!character) return false;
      append_utf8(*character, plain);
    }
  }
  return true;
}

// Reads the JSON of FieldsV1 without a tree: only objects have meaning in it, other values are skipped where upstream skips them.
// Functions that return bool return false when there is a fault.
class Reader {
 public:
  Reader(std::string_view json, FieldSetBuilder& builder) : at_(json.data()), end_(at_ + json.size()), builder_(builder) {}

  bool read(Node& root) {
    skip_space();
    bool member = false;
    return read_node(0, root, member);
  }
  const std::string& fault() const { return fault_; }

 private:
  bool fault(std::string_view text) {
    if (fault_.empty()) fault_ = text;
    return false;
  }

  bool read_node(size_t depth, Node& node, bool& member) {
    if (depth > kDepthMax) return fault("exceeded max depth");
    member = true;
    if (take_empty_object() || take_word("null")) return true;
    if (!take('{')) return fault("expect { or n");
    if (take('}')) return true;
    FieldSetBuilder::Level level(builder_);
    bool self = false;
    bool empty = true;
    do {
      std::string_view key;
      if (!read_key(key)) return false;
      if (key == ".") {
        self = true;
        if (!skip_value(depth)) return false;
        continue;
      }
      PathElement element;
      bool known = true;
      if (!read_element(key, element, known)) return false;
      if (!known) {
        if (!skip_value(depth)) return false;
        continue;
      }
      Node below;
      bool below_member = false;
      if (!read_node(depth + 1, below, below_member)) return false;
      level.add(element, below_member, below);
      empty = false;
    } while (take(','));
    if (!take('}')) return fault("expect }");
    member = self || empty;
    node = level.finish();
    return true;
  }

  // `known` is false for an element of a kind that is not known.
  bool read_element(std::string_view key, PathElement& element, bool& known) {
    if (key.size() < 2) return fault("key must be 2 characters long:");
    if (key[1] != ':') return fault("missing colon: " + std::string(key));
    const std::string_view text = key.substr(2);
    switch (key[0]) {
      case 'f':
        element = PathElement::field(text);
        return true;
      case 'k':
      case 'v': {
        Reader inner(text, builder_);
        element.kind = key[0] == 'k' ? PathElement::Kind::kKey : PathElement::Kind::kValue;
        inner.skip_space();
        const bool read = key[0] == 'k' ? inner.read_key_fields(element.value) : inner.read_scalar(element.value);
        return read || fault(inner.fault_);
      }
      case 'i': {
        int64_t index = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
        if (error != std::errc() || end != text.data() + text.size()) return fault("invalid index: " + std::string(text));
        element = PathElement::index(index);
        return true;
      }
      default:
        known = false;
        return true;
    }
  }

  bool read_key_fields(Value& fields) {
    fields = Value::empty_map();
    if (take_empty_object() || take_word("null")) return true;
    if (!take('{')) return fault("expect { or n");
    if (take('}')) return true;
    do {
      std::string_view name;
      Value value;
      if (!read_key(name) || !read_scalar(value)) return false;
      fields.set(builder_.arena(), name, value);
    } while (take(','));
    return take('}') || fault("expect }");
  }

  bool read_scalar(Value& value) {
    if (at_ < end_ && *at_ == '"') {
      std::string_view text;
      if (!read_string(text)) return false;
      value = Value::string(text);
      return true;
    }
    if (take_word("null")) return true;
    if (take_word("true")) return value = Value::boolean(true), true;
    if (take_word("false")) return value = Value::boolean(false), true;
    return read_number(value);
  }

  bool read_number(Value& value) {
    const std::string_view rest(at_, end_);
    const std::string_view text = rest.substr(0, rest.find_first_not_of("+-.0123456789eE"));
    if (text.empty()) return fault("expect a scalar");
    at_ += text.size();
    skip_space();
    int64_t integer = 0;
    double real = 0;
    const char* end = text.data() + text.size();
    if (auto [stop, error] = std::from_chars(text.data(), end, integer); error == std::errc() && stop == end) {
      value = Value::integer(integer);
    } else if (auto [stop, error] = std::from_chars(text.data(), end, real); error == std::errc() && stop == end) {
      value = Value::real(real);
    } else {
      return fault("invalid number");
    }
    return true;
  }

  // A string and the colon after it.
  bool read_key(std::string_view& key) { return read_string(key) && (take(':') || fault("expect : after object field")); }

  bool read_string(std::string_view& text) {
    if (at_ == end_ || *at_ != '"') return fault("expect \"");
    const char* begin = ++at_;
    bool escaped = false;
    for (;; ++at_) {
      at_ = find_string_special(at_, end_);
      if (at_ == end_) return fault("unexpected end of input");
      if (*at_ == '"') break;
      if (*at_ != '\\') continue;  // no JSON, but json-iterator takes it
      escaped = true;
      if (++at_ == end_) return fault("unexpected end of input");
    }
    text = {begin, at_};
    ++at_;
    skip_space();
    if (!escaped) return true;
    std::string plain;
    if (!unescape(text, plain)) return fault("invalid escape char after \\");
    text = builder_.arena().copy(plain);
    return true;
  }

  // A value that has no meaning here.
  bool skip_value(size_t depth) {
    if (depth > kDepthMax) return fault("exceeded max depth");
    if (take_empty_object()) return true;
    const char open = at_ < end_ ? *at_ : '\0';
    const char close = open == '{' ? '}' : open == '[' ? ']' : '\0';
    if (close == '\0') {
      Value ignored;
      return read_scalar(ignored);
    }
    take(open);
    if (take(close)) return true;
    do {
      std::string_view key;
      if (close == '}' && !read_key(key)) return false;
      if (!skip_value(depth + 1)) return false;
    } while (take(','));
    return take(close) || fault("unexpected character");
  }

  // What most values are, in the form they are written in.
  bool take_empty_object() {
    if (end_ - at_ < 2 || at_[0] != '{' || at_[1] != '}') return false;
    at_ += 2;
    skip_space();
    return true;
  }
  bool take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    skip_space();
    return true;
  }
  bool take_word(std::string_view word) {
    if (!std::string_view(at_, end_).starts_with(word)) return false;
    at_ += word.size();
    skip_space();
    return true;
  }
  void skip_space() {
    while (at_ < end_ && static_cast<uint8_t>(*at_) <= ' ') ++at_;
  }

  const char* at_;
  const char* end_;
  FieldSetBuilder& builder_;
  std::string fault_;
};

}  // namespace

void FieldSet::append_json(std::string& out) const {
  std::string scratch;
  ByteWriter writer(out);
  write_node(root_, false, scratch, writer);
}

Result<FieldSet> FieldSet::parse(std::string_view json, Arena& arena) {
  FieldSetBuilder builder(arena);
  Reader reader(json, builder);
  Node root;
  if (!reader.read(root)) return fail(Status::bad_request(reader.fault()));
  return FieldSet(root);
}

}  // namespace pintle::object
