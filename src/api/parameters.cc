#include "api/parameters.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string>
#include <vector>

#include "base/go_text.h"
#include "object/time.h"

namespace pintle::api {
namespace {

using object::Document;
using object::Value;
using schema::TypeKind;

Result<int64_t> read_number(std::string_view text, TypeKind kind) {
  const auto refuse = [text](std::string_view why) {
    return fail(Status::bad_request("strconv.ParseInt: parsing " + go_quoted(text) + ": " + std::string(why)));
  };
  const char* const end = text.data() + text.size();
  int64_t value = 0;
  const auto [stop, error] = std::from_chars(text.data() + (text.starts_with('+') && !text.starts_with("+-") ? 1 : 0), end, value);
  const bool in_range = kind == TypeKind::kInt64 || (value >= INT32_MIN && value <= INT32_MAX);
  if (error == std::errc::invalid_argument || stop != end) return refuse("invalid syntax");
  if (error == std::errc::result_out_of_range || !in_range) return refuse("value out of range");
  return value;
}

bool read_bool(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return lower != "false" && lower != "0";
}

Result<Value> read_value(TypeKind kind, std::string_view text, object::Arena& arena) {
  switch (kind) {
    case TypeKind::kBool:
      return Value::boolean(read_bool(text));
    case TypeKind::kInt32:
    case TypeKind::kInt64: {
      PINTLE_TRY(const int64_t number, read_number(text, kind));
      return Value::integer(number);
    }
    case TypeKind::kTime: {
      if (text.empty() || text == "null") return Value::string("");
      PINTLE_TRY(const object::Timestamp time, object::parse_time(text));
      return Value::string(arena.copy(object::format_time(time)));
    }
    default:
      return Value::string(arena.copy(text));
  }
}

Result<Value> read_list(TypeKind kind, const std::vector<std::string_view>& texts, object::Arena& arena) {
  const std::span<Value> items = arena.make_array<Value>(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    PINTLE_TRY(items[i], read_value(kind, texts[i], arena));
  }
  return Value::list(items);
}

}  // namespace

Result<Document> decode_parameters(const schema::Type& type, const Query& query) {
  Document document(&type);
  document.root() = Value::empty_struct();
  for (uint16_t index = 0; index < type.fields.size(); ++index) {
    const schema::Field& field = type.fields[index];
    if (field.number == 0 || !query.has(field.name)) continue;
    const bool is_list = field.type->kind == TypeKind::kList;
    PINTLE_TRY(const Value value, is_list ? read_list(field.type->element->kind, query.all(field.name), document.arena())
                                          : read_value(field.type->kind, query.get(field.name), document.arena()));
    document.root().set(document.arena(), index, value);
  }
  return document;
}

}  // namespace pintle::api
