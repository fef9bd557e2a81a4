#include <algorithm>
#include <string>
#include <vector>

#include "object/json.h"
#include "object/utf8.h"
#include "object/yaml.h"
#include "object/yaml_scalar.h"

namespace pintle::object {
namespace {

constexpr size_t kIndentStep = 2;
constexpr size_t kWidth = 80;               // in characters; a longer line is broken at its next blank
constexpr size_t kSimpleKeyBytesMax = 128;  // a longer key stands behind a question mark

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

enum class Style : uint8_t { kPlain, kSingleQuoted, kDoubleQuoted, kLiteral };

size_t character_bytes(std::string_view text, size_t at) { return std::max<size_t>(utf8_length(text.substr(at)), 1); }

bool is_break(std::string_view character) {
  return character == "\n" || character == "\r" || character == "\xC2\x85" || character == "\xE2\x80\xA8" || character == "\xE2\x80\xA9";
}
bool is_blank_or_break(std::string_view character) { return character == " " || character == "\t" || is_break(character); }

// Four bytes are not printable for libyaml, nor are tabs.
bool is_printable(std::string_view character) {
  if (character.size() == 1) return character == "\n" || (character[0] >= 0x20 && character[0] <= 0x7E);
  if (character.size() == 2) return character >= "\xC2\xA0";
  if (character.size() == 4) return false;
  return character != kByteOrderMark && character != "\xEF\xBF\xBE" && character != "\xEF\xBF\xBF";
}

// What the characters of a scalar allow. Source: go-yaml emitterc.go yaml_emitter_analyze_scalar, for block context.
struct Analysis {
  bool multiline = false;
  bool plain = true;
  bool single_quoted = true;
  bool literal = true;
};

class Analyzer {
 public:
  explicit Analyzer(std::string_view text) : text_(text) {}

  Analysis analyze() {
    if (text_.empty()) return {.plain = true, .single_quoted = true, .literal = false};
    if (text_.starts_with("---") || text_.starts_with("...")) indicators_ = true;
    for (size_t at = 0; at < text_.size();) {
      size_t bytes = character_bytes(text_, at);
      character(at, text_.substr(at, bytes));
      at += bytes;
    }
    Analysis result = {.multiline = line_breaks_};
    if (outer_blank_ || break_space_ || space_break_ || special_ || line_breaks_ || indicators_) result.plain = false;
    if (break_space_ || space_break_ || special_) result.single_quoted = false;
    if (trailing_space_ || space_break_ || special_) result.literal = false;
    return result;
  }

 private:
  void character(size_t at, std::string_view character) {
    size_t next = at + character.size();
    bool last = next == text_.size();
    bool blank_follows = last || is_blank_or_break(text_.substr(next, character_bytes(text_, next)));
    indicator(at, character[0], blank_follows);
    special_ |= !is_printable(character);
    if (character == " ") {
      outer_blank_ |= at == 0 || last;
      trailing_space_ |= last;
      break_space_ |= previous_ == Previous::kBreak;
      previous_ = Previous::kSpace;
    } else if (is_break(character)) {
      line_breaks_ = true;
      outer_blank_ |= at == 0 || last;
      space_break_ |= previous_ == Previous::kSpace;
      previous_ = Previous::kBreak;
    } else {
      previous_ = Previous::kOther;
    }
    preceded_by_blank_ = is_blank_or_break(character);
  }

  void indicator(size_t at, char c, bool blank_follows) {
    if (at == 0) {
      indicators_ |= std::string_view("#,[]{}&*!|>'\"%@`").find(c) != std::string_view::npos;
      indicators_ |= (c == '?' || c == ':' || c == '-') && blank_follows;
    } else {
      indicators_ |= (c == ':' && blank_follows) || (c == '#' && preceded_by_blank_);
    }
  }

  enum class Previous : uint8_t { kOther, kSpace, kBreak };
  std::string_view text_;
  Previous previous_ = Previous::kOther;
  bool preceded_by_blank_ = true;
  bool indicators_ = false;
  bool special_ = false;
  bool line_breaks_ = false;
  bool outer_blank_ = false;  // a blank or a break at either end
  bool trailing_space_ = false;
  bool break_space_ = false;
  bool space_break_ = false;
};

// Writes an untyped tree in block style. Source: go-yaml encode.go, emitterc.go.
class YamlWriter {
 public:
  explicit YamlWriter(std::string& out) : out_(out) {}

  void document(const Value& root) {
    node(root, Context::kRoot);
    indent_ = 0;
    line();
  }

 private:
  enum class Context : uint8_t { kRoot, kItem, kValue, kKey };

  void node(const Value& value, Context context) {
    if (value.is_list()) return value.size() == 0 ? empty("[", "]") : list(value, context);
    if (value.is_map()) return value.size() == 0 ? empty("{", "}") : map(value, context);
    scalar(value, context);
  }

  void empty(std::string_view open, std::string_view close) {
    indicator(open, true);
    blank_ = true;
    indicator(close, false);
  }

  // The items of a list that is a value stand right below its key.
  void list(const Value& list, Context context) {
    const size_t outer = indent_;
    bool indentless = context == Context::kValue && !at_line_begin_;
    if (context != Context::kRoot && !indentless) indent_ += kIndentStep;
    for (const Value& item : list.items()) {
      line();
      indicator("-", true);
      at_line_begin_ = true;
      node(item, Context::kItem);
    }
    indent_ = outer;
  }

  void map(const Value& map, Context context) {
    const size_t outer = indent_;
    if (context != Context::kRoot) indent_ += kIndentStep;
    std::vector<const Entry*> entries;
    for (const Entry& entry : map.entries()) entries.push_back(&entry);
    std::ranges::sort(entries, [](const Entry* a, const Entry* b) { return yaml_key_less(a->key, b->key); });
    for (const Entry* entry : entries) {
      line();
      bool simple = entry->key.size() <= kSimpleKeyBytesMax && !Analyzer(entry->key).analyze().multiline;
      simple ? simple_key(entry->key) : long_key(entry->key);
      node(entry->value, Context::kValue);
    }
    indent_ = outer;
  }

  void simple_key(std::string_view key) {
    scalar(Value::string(key), Context::kKey);
    indicator(":", false);
  }

  void long_key(std::string_view key) {
    indicator("?", true);
    at_line_begin_ = true;
    scalar(Value::string(key), Context::kValue);
    line();
    indicator(":", true);
    at_line_begin_ = true;
  }

  void scalar(const Value& value, Context context) {
    const size_t outer = indent_;
    indent_ += kIndentStep;
    if (value.is_string()) {
      string(value.as_string(), context);
    } else {
      plain(plain_text(value), context);
    }
    indent_ = outer;
  }

  static std::string plain_text(const Value& value) {
    switch (value.tag()) {
      case Tag::kBool:
        return value.as_bool() ? "true" : "false";
      case Tag::kInt:
        return std::to_string(value.as_int());
      case Tag::kDouble:
        return format_yaml_float(value.as_double());
      default:
        return "null";
    }
  }

  void string(std::string_view text, Context context) {
    switch (style_of(text, context)) {
      case Style::kPlain:
        return plain(text, context);
      case Style::kSingleQuoted:
        return single_quoted(text, context);
      case Style::kDoubleQuoted:
        return double_quoted(text, context);
      case Style::kLiteral:
        return literal(text);
    }
  }

  static Style style_of(std::string_view text, Context context) {
    Analysis allowed = Analyzer(text).analyze();
    bool is_key = context == Context::kKey;
    if (is_key && allowed.multiline) return Style::kDoubleQuoted;
    if (text.find('\n') != std::string_view::npos) return allowed.literal && !is_key ? Style::kLiteral : Style::kDoubleQuoted;
    if (resolve_yaml_scalar(text).tag != YamlTag::kString || is_base_60(text)) return Style::kDoubleQuoted;
    if (allowed.plain) return Style::kPlain;
    return allowed.single_quoted ? Style::kSingleQuoted : Style::kDoubleQuoted;
  }

  // --- scalars

  // A space where the line is full and no other space follows becomes a line break.
  bool breaks_here(std::string_view text, size_t at, bool after_space, Context context) const {
    return context != Context::kKey && !after_space && column_ > kWidth && at > 0 && at + 1 < text.size();
  }

  void plain(std::string_view text, Context context) {
    if (!blank_) put(" ");
    folded_text(text, context, '\0');
  }

  void single_quoted(std::string_view text, Context context) {
    indicator("'", true);
    folded_text(text, context, '\'');
    indicator("'", false);
  }

  // Characters as they are; `doubled` is written twice.
  void folded_text(std::string_view text, Context context, char doubled) {
    bool spaces = false;
    bool breaks = false;
    for (size_t at = 0; at < text.size();) {
      std::string_view character = text.substr(at, character_bytes(text, at));
      if (character == " ") {
        bool space_follows = at + 1 < text.size() && text[at + 1] == ' ';
        breaks_here(text, at, spaces, context) && !space_follows ? line() : put(" ");
        spaces = true;
      } else if (is_break(character)) {
        if (!breaks && character == "\n") put_break("\n");
        put_break(character);
        at_line_begin_ = true;
        breaks = true;
      } else {
        if (breaks) line();
        if (character[0] == doubled) put(character);
        put(character);
        at_line_begin_ = false;
        spaces = breaks = false;
      }
      at += character.size();
    }
    blank_ = at_line_begin_ = false;
  }

  void double_quoted(std::string_view text, Context context) {
    indicator("\"", true);
    bool spaces = false;
    const bool begins_with_bom = text.starts_with(kByteOrderMark);  // everything is escaped then
    for (size_t at = 0; at < text.size();) {
      std::string_view character = text.substr(at, character_bytes(text, at));
      bool escaped = begins_with_bom || !is_printable(character) || is_break(character) || character == "\"" || character == "\\";
      if (escaped) {
        escape(character);
      } else if (character == " " && breaks_here(text, at, spaces, context)) {
        line();
        if (text[at + 1] == ' ') put("\\");
      } else {
        put(character);
      }
      spaces = character == " ";
      at += character.size();
    }
    indicator("\"", false);
    blank_ = at_line_begin_ = false;
  }

  void escape(std::string_view character) {
    auto byte = [character](size_t i) { return static_cast<uint8_t>(character[i]); };
    char32_t code = character.size() == 1 ? byte(0) : byte(0) & (0x7Fu >> character.size());
    for (size_t i = 1; i < character.size(); ++i) code = code << 6 | (byte(i) & 0x3Fu);
    put("\\");
    if (char letter = escape_letter(code)) return put(std::string_view(&letter, 1));
    size_t digits = code <= 0xFF ? 2 : code <= 0xFFFF ? 4 : 8;
    put(digits == 2 ? "x" : digits == 4 ? "u" : "U");
    for (size_t shift = digits * 4; shift > 0; shift -= 4) put(std::string_view("0123456789ABCDEF").substr(code >> (shift - 4) & 15, 1));
  }

  static char escape_letter(char32_t code) {
    switch (code) {
      case 0x00:
        return '0';
      case 0x07:
        return 'a';
      case 0x08:
        return 'b';
      case 0x09:
        return 't';
      case 0x0A:
        return 'n';
      case 0x0B:
        return 'v';
      case 0x0C:
        return 'f';
      case 0x0D:
        return 'r';
      case 0x1B:
        return 'e';
      case '"':
      case '\\':
        return static_cast<char>(code);
      case 0x85:
        return 'N';
      case 0xA0:
        return '_';
      case 0x2028:
        return 'L';
      case 0x2029:
        return 'P';
      default:
        return 0;
    }
  }

  void literal(std::string_view text) {
    indicator("|", true);
    if (text[0] == ' ' || is_break(text.substr(0, character_bytes(text, 0)))) indicator("2", false);
    std::string_view chomping = chomping_of(text);
    if (!chomping.empty()) indicator(chomping, false);
    put_break("\n");
    blank_ = at_line_begin_ = true;
    bool breaks = true;
    for (size_t at = 0; at < text.size();) {
      std::string_view character = text.substr(at, character_bytes(text, at));
      if (is_break(character)) {
        put_break(character);
        at_line_begin_ = breaks = true;
      } else {
        if (breaks) line();
        put(character);
        at_line_begin_ = breaks = false;
      }
      at += character.size();
    }
  }

  // "-": no break at the end; "+": more than one.
  static std::string_view chomping_of(std::string_view text) {
    size_t last = last_character(text);
    if (!is_break(text.substr(last))) return "-";
    if (last == 0) return "+";
    std::string_view front = text.substr(0, last);
    return is_break(front.substr(last_character(front))) ? "+" : "";
  }
  static size_t last_character(std::string_view text) {
    size_t at = text.size() - 1;
    while (at > 0 && (text[at] & 0xC0) == 0x80) --at;
    return at;
  }

  // --- lines and columns

  // Goes to the indent of a new line, unless it is there already.
  void line() {
    bool there = at_line_begin_ && (column_ < indent_ || (column_ == indent_ && blank_));
    if (!there) put_break("\n");
    while (column_ < indent_) put(" ");
    blank_ = at_line_begin_ = true;
  }

  void indicator(std::string_view text, bool needs_blank) {
    if (needs_blank && !blank_) put(" ");
    put(text);
    blank_ = at_line_begin_ = false;
  }

  void put(std::string_view character) {
    out_.append(character);
    ++column_;
  }
  void put_break(std::string_view character) {
    out_.append(character);
    column_ = 0;
  }

  std::string& out_;
  size_t indent_ = 0;
  size_t column_ = 0;          // characters of the line so far
  bool blank_ = true;          // a blank was written last, or nothing yet
  bool at_line_begin_ = true;  // only blanks and indicators are on the line
};

}  // namespace

void encode_yaml(const schema::Type& type, const Value& value, std::string& out, const JsonEncodeOptions& options) {
  JsonEncodeOptions compact = options;
  compact.pretty = false;
  std::string json;
  encode_json(type, value, json, compact);
  // What was just encoded decodes.
  Result<void> written = json_to_yaml(json, out);
  (void)written;
}

Result<void> json_to_yaml(std::string_view json, std::string& out) {
  PINTLE_TRY(Decoded decoded, decode_json(any_type(), Bytes::copy(json)));
  YamlWriter(out).document(decoded.document.root());
  return {};
}

}  // namespace pintle::object
