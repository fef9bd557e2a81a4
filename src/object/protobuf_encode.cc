#include <algorithm>
#include <bit>
#include <ranges>
#include <string>

#include "base/go_text.h"
#include "object/json.h"
#include "object/protobuf.h"
#include "object/protobuf_wire.h"
#include "object/time.h"
#include "schema/type.h"

namespace pintle::object {
namespace {

using schema::Embed;
using schema::Field;
using schema::Type;
using schema::TypeKind;

// Everything is written from the last byte to the first (WireWriter): fields, items and entries in reverse.
class ProtobufEncoder {
 public:
  explicit ProtobufEncoder(WireWriter& out) : out_(out) {}

  void structure(const Type& type, const Value& value) { fields(type, 0, value.fields()); }

 private:
  // The fields of `type`, which is the struct's or an embed of it that begins at `first`.
  void fields(const Type& type, size_t first, std::span<const Value> held) {
    size_t cursor = held.size();
    for (size_t i = type.by_number.size(); i > 0; --i) {
      size_t index = type.by_number[i - 1];
      const Field& field = type.fields[index];
      if (field.embed == 0) {
        this->field(field, find(held, cursor, first + index));
        continue;
      }
      const Embed& embed = type.embeds[field.embed - 1];
      size_t before = out_.size();
      fields(*embed.type, first + embed.first, held);
      out_.close(embed.number, before);
      while (i > 1 && type.fields[type.by_number[i - 2]].embed == field.embed) --i;
    }
  }

  // Numbers and indexes mostly ascend together: the wanted node is then the one before the cursor.
  static const Value* find(std::span<const Value> held, size_t& cursor, size_t index) {
    if (cursor > 0 && held[cursor - 1].field() == index) return &held[--cursor];
    if (cursor == 0 || held[cursor - 1].field() < index) return nullptr;
    auto found = std::ranges::lower_bound(held, index, {}, [](const Value& node) { return size_t{node.field()}; });
    return found != held.end() && found->field() == index ? &*found : nullptr;
  }

  void field(const Field& field, const Value* node) {
    if (!node || node->is_null()) {
      if (!field.pointer) zero(field);
      return;
    }
    const Type& type = *field.type;
    if (type.kind == TypeKind::kMap) return map(*type.element, field.number, *node);
    if (type.kind == TypeKind::kList && !type.proto_wrapper) return items(*type.element, field.number, *node);
    value(type, field.number, *node);
  }

  // Go writes every zero that is not nil.
  void zero(const Field& field) {
    switch (field.type->kind) {
      case TypeKind::kList:
      case TypeKind::kMap:
      case TypeKind::kBytes:
        return;
      default:
        return value(*field.type, field.number, Value());
    }
  }

  void items(const Type& element, uint32_t number, const Value& list) {
    for (const Value& item : std::views::reverse(list.items())) value(element, number, item);
  }

  void map(const Type& element, uint32_t number, const Value& map) {
    for (const Entry& entry : std::views::reverse(map.entries())) {
      size_t before = out_.size();
      bool is_nil = element.kind == TypeKind::kBytes && entry.value.is_null();
      if (!is_nil) value(element, 2, entry.value);
      out_.bytes(1, entry.key);
      out_.close(number, before);
    }
  }

  // One value with its tag. Null is the zero value.
  void value(const Type& type, uint32_t number, const Value& value) {
    switch (type.kind) {
      case TypeKind::kBool:
        return varint(number, value.as_bool() ? 1 : 0);
      case TypeKind::kInt32:
      case TypeKind::kInt64:
        return varint(number, static_cast<uint64_t>(value.as_int()));
      case TypeKind::kDouble:
        out_.fixed64(std::bit_cast<uint64_t>(value.as_double()));
        return out_.tag(number, WireType::kFixed64);
      case TypeKind::kString:
      case TypeKind::kBytes:
        return out_.bytes(number, value.as_string());
      default:
        break;
    }
    size_t before = out_.size();
    message(type, value);
    out_.close(number, before);
  }

  void varint(uint32_t number, uint64_t value) {
    out_.varint(value);
    out_.tag(number, WireType::kVarint);
  }

  // What is inside the tag and length.
  void message(const Type& type, const Value& value) {
    switch (type.kind) {
      case TypeKind::kStruct:
        return fields(type, 0, value.fields());
      case TypeKind::kList:
        return items(*type.element, 1, value);
      case TypeKind::kTime:
      case TypeKind::kMicroTime:
        return time(type.kind, value.as_string());
      case TypeKind::kDuration:
        return duration(value.as_string());
      case TypeKind::kQuantity:
        return out_.bytes(1, value.is_string() ? value.as_string() : "0");
      case TypeKind::kIntOrString:
        return int_or_string(value);
      case TypeKind::kRawExtension:
      case TypeKind::kFieldsV1:
        if (value.size() > 0) out_.bytes(1, value.as_string());
        return;
      case TypeKind::kAny:
        return any(value);
      case TypeKind::kJsonSchemaOrBool:
        return schema_or_bool(*type.element, value);
      case TypeKind::kJsonSchemaOrArray:
      case TypeKind::kJsonSchemaOrStrings:
        return schema_or_list(type, value);
      default:
        return;
    }
  }

  // The zero time is an empty message. The tree holds times in a form that parses.
  void time(TypeKind kind, std::string_view text) {
    if (text.empty()) return;
    Result<Timestamp> time = kind == TypeKind::kTime ? parse_time(text) : parse_micro_time(text);
    if (!time) return;
    varint(2, static_cast<uint64_t>(int64_t{time->nanos}));
    varint(1, static_cast<uint64_t>(time->seconds));
  }

  void duration(std::string_view text) {
    Result<std::chrono::nanoseconds> duration = parse_go_duration(text.empty() ? "0" : text);
    varint(1, duration ? static_cast<uint64_t>(duration->count()) : 0);
  }

  void int_or_string(const Value& value) {
    out_.bytes(3, value.as_string());
    varint(2, static_cast<uint64_t>(value.as_int()));
    varint(1, value.is_string() ? 1 : 0);
  }

  void any(const Value& value) {
    if (value.is_null()) return;
    std::string json;
    encode_json(any_type(), value, json);
    out_.bytes(1, json);
  }

  void schema_or_bool(const Type& schema, const Value& value) {
    if (value.is_struct()) {
      size_t before = out_.size();
      structure(schema, value);
      out_.close(2, before);
    }
    varint(1, value.is_struct() || value.as_bool() ? 1 : 0);
  }

  void schema_or_list(const Type& type, const Value& value) {
    if (value.is_struct()) {
      size_t before = out_.size();
      structure(*type.element, value);
      return out_.close(1, before);
    }
    static const Type kStringType = {.kind = TypeKind::kString};
    items(type.kind == TypeKind::kJsonSchemaOrStrings ? kStringType : *type.element, 2, value);
  }

  WireWriter& out_;
};

constexpr size_t kMessageBytesExpected = 4096;
constexpr std::string_view kMagic{"k8s\0", 4};

// The envelope around a message that has been written: runtime.Unknown, whose two strings at the end are always there.
void put_envelope_front(const TypeMeta& type_meta, size_t message_bytes, WireWriter& out) {
  out.varint(message_bytes);
  out.tag(2, WireType::kBytes);
  size_t before = out.size();
  out.bytes(2, type_meta.kind);
  out.bytes(1, type_meta.api_version);
  out.close(1, before);
  out.put(kMagic);
}

void put_envelope_back(WireWriter& out) {
  out.bytes(4, "");
  out.bytes(3, "");
}

}  // namespace

void encode_protobuf(const Type& type, const Value& value, std::string& out) {
  WireWriter writer(kMessageBytesExpected);
  ProtobufEncoder(writer).structure(type, value);
  out.append(writer.written());
}

void encode_protobuf_object(const Type& type, const Value& value, const TypeMeta& type_meta, std::string& out) {
  WireWriter writer(kMessageBytesExpected);
  put_envelope_back(writer);
  size_t before = writer.size();
  ProtobufEncoder(writer).structure(type, value);
  put_envelope_front(type_meta, writer.size() - before, writer);
  out.append(writer.written());
}

void append_envelope(const TypeMeta& type_meta, std::string_view message, std::string& out) {
  WireWriter front(64 + type_meta.api_version.size() + type_meta.kind.size());
  put_envelope_front(type_meta, message.size(), front);
  WireWriter back(4);
  put_envelope_back(back);
  out.reserve(out.size() + front.size() + message.size() + back.size());
  out.append(front.written()).append(message).append(back.written());
}

}  // namespace pintle::object
