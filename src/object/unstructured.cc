#include "object/unstructured.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "object/base64.h"
#include "object/canonical.h"
#include "object/emission.h"
#include "object/json.h"
#include "object/subtree.h"
#include "object/zero.h"

namespace pintle::object {
namespace {

using schema::Field;
using schema::Type;
using schema::TypeKind;

std::unexpected<Status> error(std::string text) { return fail(Status::bad_request(std::move(text))); }

// reflect.Kind of a plain value.
std::string_view kind_of(const Value& plain) {
  switch (plain.tag()) {
    case Tag::kBool:
      return "bool";
    case Tag::kInt:
      return "int64";
    case Tag::kDouble:
      return "float64";
    case Tag::kString:
      return "string";
    case Tag::kList:
      return "slice";
    case Tag::kMap:
      return "map";
    case Tag::kNull:
    case Tag::kStruct:
      break;
  }
  return "invalid";
}

std::string_view go_kind(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBool:
      return "bool";
    case TypeKind::kInt32:
      return "int32";
    case TypeKind::kInt64:
      return "int64";
    case TypeKind::kDouble:
      return "float64";
    default:
      return "string";
  }
}

std::string_view go_type(const Type& type) { return type.go_name.empty() ? go_kind(type.kind) : type.go_name; }

int64_t saturated(double value) {
  constexpr double kLimit = 9223372036854775808.0;
  if (value >= kLimit) return std::numeric_limits<int64_t>::max();
  return value < -kLimit ? std::numeric_limits<int64_t>::min() : static_cast<int64_t>(value);
}

Value from_raw_json(std::string_view json, Arena& arena) {
  Value plain;
  std::string fault;
  return decode_json_part(json, arena, plain, fault) ? plain : Value();
}

Value to_base64(std::string_view bytes, Arena& arena) {
  const std::span<char> text = arena.make_array<char>(base64_bytes(bytes.size()));
  put_base64(bytes, text.data());
  return Value::string({text.data(), text.size()});
}

Value struct_to_unstructured(const Type& type, const Value& value, Arena& arena) {
  const std::span<Entry> entries = arena.make_array<Entry>(type.fields.size());
  size_t count = 0;
  for (uint16_t index : type.by_name) {
    const Field& field = type.fields[index];
    const Value* shown = emitted(field, value.get(index));
    if (shown) entries[count++] = {field.name, to_unstructured(*field.type, *shown, arena)};
  }
  return Value::map(entries.first(count));
}

}  // namespace

Value to_unstructured(const Type& type, const Value& value, Arena& arena) {
  switch (value.tag()) {
    case Tag::kStruct:
      return struct_to_unstructured(type.element ? *type.element : type, value, arena);
    case Tag::kList: {
      if (type.kind == TypeKind::kAny) return value;
      const std::span<Value> items = arena.make_array<Value>(value.size());
      std::ranges::transform(value.items(), items.begin(), [&](const Value& item) { return to_unstructured(*type.element, item, arena); });
      return Value::list(items);
    }
    case Tag::kMap: {
      if (type.kind == TypeKind::kAny) return value;
      const std::span<Entry> entries = arena.make_array<Entry>(value.size());
      std::ranges::transform(value.entries(), entries.begin(),
                             [&](const Entry& entry) { return Entry{entry.key, to_unstructured(*type.element, entry.value, arena)}; });
      return Value::map(entries);
    }
    case Tag::kString:
      if ((type.kind == TypeKind::kTime || type.kind == TypeKind::kMicroTime) && value.size() == 0) return Value();
      if (type.kind == TypeKind::kBytes) return to_base64(value.as_string(), arena);
      if (type.kind == TypeKind::kRawExtension || type.kind == TypeKind::kFieldsV1) return from_raw_json(value.as_string(), arena);
      break;
    default:
      break;
  }
  return value.with_field(0);
}

Result<Value> from_unstructured(const Type& type, const Value& plain, Arena& arena, std::vector<std::string>* unknown_fields) {
  FromUnstructured converter(arena, unknown_fields);
  PINTLE_TRY(const Value value, converter.convert(type, plain));
  if (unknown_fields) std::ranges::sort(*unknown_fields);
  return value;
}

void FromUnstructured::unknown(std::string_view name) {
  if (!unknown_fields_) return;
  std::string text = "unknown field \"" + path_ + (path_.empty() ? "" : ".");
  unknown_fields_->push_back(text.append(name).append("\""));
}

void FromUnstructured::set_converted(const Type& type, Value& structure, uint16_t index, const Value& value) {
  if (is_zero_field(type.fields[index], value)) {
    structure.erase(index);
  } else {
    structure.set(arena_, index, value);
  }
}

Result<void> FromUnstructured::set_field(const Type& type, Value& structure, std::string_view name, const Value& plain) {
  const int index = type.find(name);
  if (index < 0) {
    unknown(name);
    return {};
  }
  if (plain.is_null()) {
    structure.erase(static_cast<uint16_t>(index));
    return {};
  }
  PINTLE_TRY(const Value value, with_field(name, [&] { return convert(*type.fields[index].type, plain); }));
  set_converted(type, structure, static_cast<uint16_t>(index), value);
  return {};
}

Result<Value> FromUnstructured::convert(const Type& type, const Value& plain) {
  if (plain.is_null()) return type.kind == TypeKind::kAny ? plain : zero_element(type);
  switch (type.kind) {
    case TypeKind::kStruct:
      return convert_struct(type, plain);
    case TypeKind::kList:
      return convert_list(type, plain);
    case TypeKind::kMap:
      return convert_map(type, plain);
    case TypeKind::kBytes:
      return convert_bytes(plain);
    case TypeKind::kAny:
      return plain.with_field(0);
    case TypeKind::kRawExtension:
    case TypeKind::kFieldsV1: {
      std::string json;
      encode_json(any_type(), plain, json);
      return Value::string(arena_.copy(json));
    }
    case TypeKind::kTime:
    case TypeKind::kMicroTime:
    case TypeKind::kDuration:
    case TypeKind::kQuantity:
    case TypeKind::kIntOrString:
      return convert_text(type, plain);
    case TypeKind::kJsonSchemaOrBool:
    case TypeKind::kJsonSchemaOrArray:
    case TypeKind::kJsonSchemaOrStrings:
      return convert_schema_choice(type, plain);
    default:
      return convert_scalar(type, plain);
  }
}

Result<Value> FromUnstructured::convert_struct(const Type& type, const Value& plain) {
  if (!plain.is_map()) return error("cannot restore struct from: " + std::string(kind_of(plain)));
  // In the order of the type, so that the first fault is upstream's.
  const std::span<std::pair<int, const Entry*>> present = arena_.make_array<std::pair<int, const Entry*>>(plain.size());
  std::ranges::transform(plain.entries(), present.begin(), [&](const Entry& entry) { return std::pair(type.find(entry.key), &entry); });
  std::ranges::sort(present, {}, &std::pair<int, const Entry*>::first);
  const std::span<Value> fields = arena_.make_array<Value>(plain.size());
  size_t count = 0;
  for (const auto& [index, entry] : present) {
    if (index < 0) {
      unknown(entry->key);
      continue;
    }
    const Field& field = type.fields[index];
    PINTLE_TRY(const Value value, with_field(field.name, [&] { return convert(*field.type, entry->value); }));
    const bool absent = entry->value.is_null() || is_zero_field(field, value);
    if (!absent) fields[count++] = value.with_field(static_cast<uint16_t>(index));
  }
  return Value::structure(fields.first(count));
}

Result<Value> FromUnstructured::convert_list(const Type& type, const Value& plain) {
  if (!plain.is_list()) return error("cannot restore slice from " + std::string(kind_of(plain)));
  const std::span<Value> items = arena_.make_array<Value>(plain.size());
  for (size_t i = 0; i < items.size(); ++i) {
    PINTLE_TRY(items[i], with_item(i, [&] { return convert(*type.element, plain.items()[i]); }));
  }
  return Value::list(items);
}

Result<Value> FromUnstructured::convert_map(const Type& type, const Value& plain) {
  if (!plain.is_map()) return error("cannot restore map from " + std::string(kind_of(plain)));
  const std::span<Entry> entries = arena_.make_array<Entry>(plain.size());
  for (size_t i = 0; i < entries.size(); ++i) {
    const Entry& from = plain.entries()[i];
    entries[i].key = from.key;
    PINTLE_TRY(entries[i].value, convert(*type.element, from.value));
  }
  return Value::map(entries);
}

Result<Value> FromUnstructured::convert_bytes(const Value& plain) {
  if (!plain.is_string()) return error("cannot restore slice from " + std::string(kind_of(plain)));
  const std::string_view text = plain.as_string();
  const std::span<char> bytes = arena_.make_array<char>(text.size() / 4 * 3 + 3);
  const Base64Decoded decoded = decode_base64(text, bytes.data());
  if (decoded.fault >= 0) return error("error decoding from json: illegal base64 data at input byte " + std::to_string(decoded.fault));
  return Value::string({bytes.data(), decoded.bytes});
}

Result<Value> FromUnstructured::convert_scalar(const Type& type, const Value& plain) {
  const bool number = plain.tag() == Tag::kInt || plain.tag() == Tag::kDouble;
  const bool same = (type.kind == TypeKind::kBool && plain.tag() == Tag::kBool) || (type.kind == TypeKind::kString && plain.is_string());
  if (same) return plain.with_field(0);
  if (type.kind == TypeKind::kDouble && number) return Value::real(plain.as_double());
  if (type.kind == TypeKind::kInt32 || type.kind == TypeKind::kInt64) {
    const bool whole = plain.tag() == Tag::kInt || (plain.tag() == Tag::kDouble && plain.as_double() == std::trunc(plain.as_double()));
    if (whole) {
      const int64_t integer = plain.tag() == Tag::kInt ? plain.as_int() : saturated(plain.as_double());
      return Value::integer(type.kind == TypeKind::kInt32 ? static_cast<int32_t>(integer) : integer);
    }
    if (plain.tag() == Tag::kDouble) return error("cannot convert float64 to " + std::string(go_type(type)));
  }
  // Go converts an integer to a string, which JSON does not.
  if (type.kind == TypeKind::kString && plain.tag() == Tag::kInt) return error("cannot convert int64 to " + std::string(go_type(type)));
  return error("unrecognized type: " + std::string(go_kind(type.kind)));
}

Result<Value> FromUnstructured::convert_text(const Type& type, const Value& plain) {
  if (type.kind == TypeKind::kIntOrString && (plain.is_string() || plain.tag() == Tag::kInt)) return plain.with_field(0);
  if (type.kind == TypeKind::kQuantity && (plain.tag() == Tag::kInt || plain.tag() == Tag::kDouble)) {
    std::string number;
    encode_json(any_type(), plain, number);
    PINTLE_TRY(const std::string_view text, canonical_quantity(arena_.copy(number), arena_));
    return Value::string(text);
  }
  if (!plain.is_string()) {
    return error("json: cannot unmarshal " +
                 std::string(plain.is_list()             ? "array"
                             : plain.is_map()            ? "object"
                             : plain.tag() == Tag::kBool ? "bool"
                                                         : "number") +
                 " into Go value of type " + (type.kind == TypeKind::kIntOrString ? "int32" : "string"));
  }
  const auto canonical = [&]() -> Result<std::string_view> {
    switch (type.kind) {
      case TypeKind::kTime:
        return canonical_time(plain.as_string(), arena_);
      case TypeKind::kMicroTime:
        return canonical_micro_time(plain.as_string(), arena_);
      case TypeKind::kDuration:
        return canonical_duration(plain.as_string(), arena_);
      default:
        return canonical_quantity(plain.as_string(), arena_);
    }
  };
  PINTLE_TRY(const std::string_view text, canonical());
  return Value::string(text);
}

Result<Value> FromUnstructured::convert_schema_choice(const Type& type, const Value& plain) {
  if (plain.is_map()) return convert(*type.element, plain);
  const bool boolean = type.kind == TypeKind::kJsonSchemaOrBool && plain.tag() == Tag::kBool;
  if (boolean) return plain.with_field(0);
  if (plain.is_list() && type.kind == TypeKind::kJsonSchemaOrArray) return convert_list(type, plain);
  if (plain.is_list() && type.kind == TypeKind::kJsonSchemaOrStrings) {
    for (const Value& item : plain.items()) {
      if (!item.is_string()) return error("json: cannot unmarshal " + std::string(kind_of(item)) + " into Go value of type string");
    }
    return plain.with_field(0);
  }
  return error("boolean or JSON schema expected");
}

}  // namespace pintle::object
