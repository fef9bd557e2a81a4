#include "audit/json_text.h"

#include "object/json_skip.h"

namespace pintle::audit {
namespace {

constexpr std::string_view kLineSeparators = "\xe2\x80";  // U+2028, U+2029 begin so

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

void append_escaped(char c, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  out.append("\\u00").append({kHex[byte >> 4], kHex[byte & 15]});
}

bool is_json(std::string_view text) {
  const char* end = text.data() + text.size();
  const char* at = object::skip_blanks(text.data(), end);
  at = at == end ? nullptr : object::skip_value(at, end, 0);
  return at && object::skip_blanks(at, end) == end;
}

// What a value is to the search for managedFields.
enum class Part : uint8_t { kRoot, kObject, kMetadata, kItems, kRows, kRow, kOther };

Part part_of_member(Part parent, std::string_view name) {
  const bool is_object = parent == Part::kRoot || parent == Part::kObject;
  if (is_object && name == "metadata") return Part::kMetadata;
  if (parent == Part::kRoot && name == "items") return Part::kItems;
  if (parent == Part::kRoot && name == "rows") return Part::kRows;
  if (parent == Part::kRow && name == "object") return Part::kObject;
  return Part::kOther;
}

// Copies a JSON text, member by member where managedFields may be, as a whole where not. Its depth is that of Part, not of the text.
class Copier {
 public:
  Copier(std::string_view json, std::string& out) : at_(json.data()), end_(json.data() + json.size()), out_(out) {}

  // False: the text is not what it should be; nothing more is copied.
  bool copy(Part part) {
    if (at_ == end_) return false;
    const bool is_list = part == Part::kItems || part == Part::kRows;
    if (part == Part::kOther || *at_ != (is_list ? '[' : '{')) return copy_whole();
    return is_list ? copy_list(part == Part::kItems ? Part::kObject : Part::kRow) : copy_members(part);
  }

 private:
  const char* value_end(const char* from) const { return from == end_ ? nullptr : object::skip_value(from, end_, 0); }

  bool copy_whole() {
    const char* end = value_end(at_);
    if (!end) return false;
    out_.append(at_, end);
    at_ = end;
    return true;
  }

  bool copy_list(Part element) {
    out_ += *at_++;
    while (at_ != end_ && *at_ != ']') {
      if (*at_ == ',') out_ += *at_++;
      if (!copy(element)) return false;
    }
    return close();
  }

  bool copy_members(Part part) {
    out_ += *at_++;
    while (at_ != end_ && *at_ != '}') {
      if (*at_ == ',') ++at_;
      const char* name_end = value_end(at_);
      if (!name_end || *at_ != '"' || name_end == end_ || *name_end != ':') return false;
      const std::string_view name(at_ + 1, static_cast<size_t>(name_end - at_) - 2);
      if (!copy_member(part, name, name_end + 1)) return false;
    }
    return close();
  }

  bool copy_member(Part part, std::string_view name, const char* value) {
    if (part == Part::kMetadata && name == "managedFields") {
      at_ = value_end(value);
      return at_ != nullptr;
    }
    if (out_.back() != '{') out_ += ',';
    out_.append(at_, value);
    at_ = value;
    return copy(part_of_member(part, name));
  }

  bool close() {
    if (at_ == end_) return false;
    out_ += *at_++;
    return true;
  }

  const char* at_;
  const char* const end_;
  std::string& out_;
};

}  // namespace

std::optional<std::string> compact_json(std::string_view json) {
  if (!is_json(json)) return std::nullopt;
  std::string out;
  out.reserve(json.size());
  bool in_string = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (!in_string && is_blank(c)) continue;
    if (c == '\\' && in_string) {
      out.append(json.substr(i++, 2));
    } else if (c == '<' || c == '>' || c == '&') {
      append_escaped(c, out);
    } else if (json.substr(i).starts_with(kLineSeparators) && i + 2 < json.size() && (json[i + 2] & ~1) == '\xa8') {
      out.append(json[i + 2] == '\xa8' ? "\\u2028" : "\\u2029");
      i += 2;
    } else {
      if (c == '"') in_string = !in_string;
      out += c;
    }
  }
  return out;
}

std::string without_managed_fields(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  if (!Copier(json, out).copy(Part::kRoot)) return std::string(json);
  return out;
}

}  // namespace pintle::audit
