#include <array>
#include <bit>
#include <chrono>
#include <string>
#include <vector>

#include "base/go_text.h"
#include "object/byte_writer.h"
#include "object/canonical.h"
#include "object/json_emit.h"
#include "object/json_text.h"
#include "object/protobuf.h"
#include "object/protobuf_values.h"
#include "object/protobuf_wire.h"
#include "object/quantity.h"
#include "object/subtree.h"
#include "schema/type.h"

namespace pintle::object {
namespace {

using schema::Embed;
using schema::Emit;
using schema::Field;
using schema::Type;
using schema::TypeKind;

// Where the bytes of one field are in its message. Of repeated fields and maps: from the tag of the first to the end of the last.
struct Slot {
  const char* begin = nullptr;  // null: the message does not have the field
  const char* end = nullptr;
  uint64_t number = 0;

  bool present() const { return begin != nullptr; }
  std::string_view bytes() const { return {begin, static_cast<size_t>(end - begin)}; }
};

enum class Outcome : uint8_t {
  kDone,
  kFault,
  kUnordered,  // the message is not in the order that Kubernetes writes: a tree puts it in order
};

// A message is gone over twice: first to find its fields, as protobuf's order is not JSON's, then to write them.
class Transcoder {
 public:
  explicit Transcoder(ByteWriter& out) : out_(out) {}

  // False: fault() says why, and what was written is of no use.
  bool root(const Type& type, std::string_view message, const JsonEncodeOptions& options) { return structure(type, message, 0, &options); }
  const std::string& fault() const { return fault_; }

 private:
  static constexpr size_t kEmptyListBytes = 2;  // []
  static constexpr size_t kNullBytes = 4;       // of a time: a zero one; any other is longer

  bool structure(const Type& type, std::string_view message, size_t depth, const JsonEncodeOptions* root) {
    if (depth > kProtobufDepthMax) return refuse("proto: nested too deeply");
    const size_t base = slots_.size();
    const size_t begin = out_.size();
    slots_.resize(base + type.fields.size());
    Outcome outcome = find_fields(type, message, base);
    if (outcome == Outcome::kDone) outcome = write_fields(type, base, depth, root);
    slots_.resize(base);
    if (outcome != Outcome::kUnordered) return outcome == Outcome::kDone;
    out_.truncate(begin);
    return through_tree(type, message, depth, root);
  }

  bool through_tree(const Type& type, std::string_view message, size_t depth, const JsonEncodeOptions* root) {
    Arena arena(message.size());
    Value value;
    if (!decode_message_part(type, message, depth, arena, value, fault_)) return false;
    write_json_part(type, value, root ? *root : JsonEncodeOptions(), out_);
    return true;
  }

  // --- finding

  // `slots` is the place of the type's first field in slots_.
  Outcome find_fields(const Type& type, std::string_view message, size_t slots) {
    WireReader reader(message);
    uint32_t last = 0;
    while (reader.more()) {
      const char* tag = reader.at();
      uint32_t number = 0;
      WireType wire{};
      if (!reader.tag(number, wire)) return fault(reader.fault());
      if (number < last) return Outcome::kUnordered;
      MessageField found = find_message_field(type, number);
      Outcome outcome = Outcome::kDone;
      if (found.index >= 0) {
        Slot& slot = slots_[slots + static_cast<size_t>(found.index)];
        outcome = find_field(type.fields[found.index], tag, wire, reader, slot);
      } else if (found.embed >= 0) {
        outcome = number == last ? Outcome::kUnordered : find_embedded(type.embeds[found.embed], wire, reader, slots);
      } else if (!reader.skip(wire)) {
        outcome = fault(reader.fault());
      }
      if (outcome != Outcome::kDone) return outcome;
      last = number;
    }
    return Outcome::kDone;
  }

  Outcome find_field(const Field& field, const char* tag, WireType wire, WireReader& reader, Slot& slot) {
    if (is_repeated(*field.type)) {
      if (!reader.skip(wire)) return fault(reader.fault());
      if (!slot.present()) slot.begin = tag;
      slot.end = reader.at();
      return Outcome::kDone;
    }
    WireValue value;
    if (!read_wire_value(reader, wire, wire_type_of(*field.type), field.name, value, fault_)) return Outcome::kFault;
    slot.number = value.number;
    slot.begin = value.bytes.data() ? value.bytes.data() : tag;
    slot.end = slot.begin + value.bytes.size();
    return Outcome::kDone;
  }

  Outcome find_embedded(const Embed& embed, WireType wire, WireReader& reader, size_t slots) {
    WireValue value;
    if (!read_wire_value(reader, wire, WireType::kBytes, embed.name, value, fault_)) return Outcome::kFault;
    return find_fields(*embed.type, value.bytes, slots + embed.first);
  }

  static bool is_repeated(const Type& type) { return type.kind == TypeKind::kMap || (type.kind == TypeKind::kList && !type.proto_wrapper); }

  // --- writing

  Outcome write_fields(const Type& type, size_t slots, size_t depth, const JsonEncodeOptions* root) {
    out_.put('{');
    const size_t begin = out_.size();
    for (size_t i = 0; i < type.fields.size(); ++i) {
      const Field& field = type.fields[i];
      const Slot slot = slots_[slots + i];
      if (!slot.present() && field.emit == Emit::kOmitEmpty && (field.pointer || !is_go_struct(field.type->kind))) {
        if (root && is_type_meta(type, field)) root_type_meta(field, *root, begin);
        continue;
      }
      Outcome outcome = write_field(field, slot, begin, depth);
      if (outcome != Outcome::kDone) return outcome;
    }
    out_.put('}');
    return Outcome::kDone;
  }

  void root_type_meta(const Field& field, const JsonEncodeOptions& options, size_t begin) {
    std::string_view text = field.name == "kind" ? options.kind : options.api_version;
    if (options.root != RootTypeMeta::kGiven || text.empty()) return;
    key(field.name, begin);
    write_json_string(text, out_);
  }

  Outcome write_field(const Field& field, const Slot& slot, size_t begin, size_t depth) {
    if (is_repeated(*field.type) && slot.present()) return write_repeated(field, slot, begin, depth);
    bool always = field.emit == Emit::kAlways || field.pointer || is_go_struct(field.type->kind);
    if (!always && is_empty(*field.type, slot)) return Outcome::kDone;
    const size_t before = out_.size();
    key(field.name, begin);
    if (!slot.present()) return write_zero(field, before, depth);
    const size_t value_begin = out_.size();
    if (!value(*field.type, slot, depth)) return Outcome::kFault;
    const size_t value_bytes = out_.size() - value_begin;
    bool is_empty_list = field.type->kind == TypeKind::kList && value_bytes == kEmptyListBytes;
    bool is_zero_time = field.emit == Emit::kOmitZero && value_bytes == kNullBytes;
    if (!field.pointer && ((is_empty_list && !always) || is_zero_time)) out_.truncate(before);
    return Outcome::kDone;
  }

  // Scalars and bytes only: lists are looked at when they are written.
  static bool is_empty(const Type& type, const Slot& slot) {
    if (!slot.present()) return true;
    switch (type.kind) {
      case TypeKind::kBool:
      case TypeKind::kInt64:
        return slot.number == 0;
      case TypeKind::kInt32:
        return static_cast<int32_t>(slot.number) == 0;
      case TypeKind::kDouble:
        return std::bit_cast<double>(slot.number) == 0;
      case TypeKind::kString:
      case TypeKind::kBytes:
        return slot.begin == slot.end;
      default:
        return false;
    }
  }

  Outcome write_zero(const Field& field, size_t before, size_t depth) {
    if (field.emit == Emit::kOmitZero && !field.pointer) {
      out_.truncate(before);
      return Outcome::kDone;
    }
    if (field.type->kind == TypeKind::kStruct && !field.pointer) {
      return structure(*field.type, {}, depth + 1, nullptr) ? Outcome::kDone : Outcome::kFault;
    }
    out_.put(zero_json(field));
    return Outcome::kDone;
  }

  void key(std::string_view name, size_t begin) {
    out_.reserve(name.size() + 4);
    if (out_.size() != begin) out_.put_unchecked(',');
    out_.put_unchecked('"');
    out_.put_unchecked(name);
    out_.put_unchecked("\":");
  }

  // --- lists and maps

  Outcome write_repeated(const Field& field, const Slot& slot, size_t begin, size_t depth) {
    const size_t before = out_.size();
    key(field.name, begin);
    if (field.type->kind == TypeKind::kMap) return map(*field.type->element, slot.bytes(), depth);
    const size_t value_begin = out_.size();
    if (!items(*field.type->element, slot.bytes(), depth)) return Outcome::kFault;
    bool is_empty = out_.size() - value_begin == kEmptyListBytes;  // a packed field without items
    if (is_empty && field.emit != Emit::kAlways && !field.pointer) out_.truncate(before);
    return Outcome::kDone;
  }

  // Tagged items, one after the other, as a JSON array.
  bool items(const Type& element, std::string_view bytes, size_t depth) {
    out_.put('[');
    const size_t begin = out_.size();
    WireReader reader(bytes);
    while (reader.more()) {
      uint32_t number = 0;
      WireType wire{};
      if (!reader.tag(number, wire)) return refuse(reader.fault());
      if (!item(element, wire, reader, begin, depth)) return false;
    }
    out_.put(']');
    return true;
  }

  bool item(const Type& element, WireType wire, WireReader& reader, size_t begin, size_t depth) {
    WireType wanted = wire_type_of(element);
    bool packed = wanted != WireType::kBytes && wire == WireType::kBytes;
    WireValue value;
    if (!read_wire_value(reader, wire, packed ? WireType::kBytes : wanted, element.go_name, value, fault_)) return false;
    if (packed) {
      WireReader packed_reader(value.bytes);
      while (packed_reader.more()) {
        if (!item(element, wanted, packed_reader, begin, depth)) return false;
      }
      return true;
    }
    if (out_.size() != begin) out_.put(',');
    return this->value(element, {value.bytes.data(), value.bytes.data() + value.bytes.size(), value.number}, depth);
  }

  Outcome map(const Type& element, std::string_view bytes, size_t depth) {
    out_.put('{');
    const size_t begin = out_.size();
    std::string_view last_key;
    WireReader reader(bytes);
    while (reader.more()) {
      uint32_t number = 0;
      WireType wire{};
      WireValue entry;
      if (!reader.tag(number, wire)) return fault(reader.fault());
      if (!read_wire_value(reader, wire, WireType::kBytes, element.go_name, entry, fault_)) return Outcome::kFault;
      std::string_view name;
      Slot slot;
      if (!find_entry(element, entry.bytes, name, slot)) return Outcome::kFault;
      bool first = out_.size() == begin;
      if (!first && name <= last_key) return Outcome::kUnordered;
      if (!first) out_.put(',');
      write_json_string(name, out_);
      out_.put(':');
      if (!(slot.present() ? value(element, slot, depth) : zero_element(element, depth))) return Outcome::kFault;
      last_key = name;
    }
    out_.put('}');
    return Outcome::kDone;
  }

  bool find_entry(const Type& element, std::string_view message, std::string_view& name, Slot& slot) {
    WireReader reader(message);
    while (reader.more()) {
      const char* tag = reader.at();
      uint32_t number = 0;
      WireType wire{};
      WireValue value;
      if (!reader.tag(number, wire)) return refuse(reader.fault());
      if (number == 1) {
        if (!read_wire_value(reader, wire, WireType::kBytes, "key", value, fault_)) return false;
        name = value.bytes;
      } else if (number == 2) {
        if (!read_wire_value(reader, wire, wire_type_of(element), "value", value, fault_)) return false;
        const char* begin = value.bytes.data() ? value.bytes.data() : tag;
        slot = {begin, begin + value.bytes.size(), value.number};
      } else if (!reader.skip(wire)) {
        return refuse(reader.fault());
      }
    }
    return true;
  }

  bool zero_element(const Type& element, size_t depth) {
    if (element.kind == TypeKind::kStruct) return structure(element, {}, depth + 1, nullptr);
    if (element.kind == TypeKind::kList) {
      out_.put("[]");
    } else if (element.kind == TypeKind::kBytes) {
      out_.put("\"\"");
    } else {
      out_.put(zero_json({.type = &element}));
    }
    return true;
  }

  // --- values

  bool value(const Type& type, const Slot& slot, size_t depth) {
    switch (type.kind) {
      case TypeKind::kBool:
        out_.put(slot.number != 0 ? "true" : "false");
        return true;
      case TypeKind::kInt32:
        write_json_integer(static_cast<int32_t>(slot.number), out_);
        return true;
      case TypeKind::kInt64:
        write_json_integer(static_cast<int64_t>(slot.number), out_);
        return true;
      case TypeKind::kDouble:
        return real(std::bit_cast<double>(slot.number));
      case TypeKind::kString:
        write_json_string(slot.bytes(), out_);
        return true;
      case TypeKind::kBytes:
        write_json_bytes(slot.bytes(), out_);
        return true;
      case TypeKind::kStruct:
        return structure(type, slot.bytes(), depth + 1, nullptr);
      case TypeKind::kList:
        return wrapped_list(*type.element, slot.bytes(), depth);
      case TypeKind::kMap:
        return refuse("proto: a map is no value");
      case TypeKind::kTime:
      case TypeKind::kMicroTime:
        return time(type.kind, slot.bytes());
      case TypeKind::kDuration:
        return duration(slot.bytes());
      case TypeKind::kQuantity:
        return quantity(slot.bytes());
      case TypeKind::kIntOrString:
        return int_or_string(slot.bytes());
      case TypeKind::kRawExtension:
      case TypeKind::kFieldsV1:
        return raw(slot.bytes());
      case TypeKind::kAny:
        return any(slot.bytes());
      case TypeKind::kJsonSchemaOrBool:
        return schema_or_bool(*type.element, slot.bytes(), depth);
      case TypeKind::kJsonSchemaOrArray:
      case TypeKind::kJsonSchemaOrStrings:
        return schema_or_list(type, slot.bytes(), depth);
    }
  }

  bool real(double number) {
    bool finite = number - number == 0;
    if (!finite) return refuse("json: unsupported value");
    write_json_double(number, out_);
    return true;
  }

  // message { repeated items = 1 }: nearly always nothing but items.
  bool wrapped_list(const Type& element, std::string_view message, size_t depth) {
    out_.put('[');
    const size_t begin = out_.size();
    WireReader reader(message);
    while (reader.more()) {
      uint32_t number = 0;
      WireType wire{};
      if (!reader.tag(number, wire)) return refuse(reader.fault());
      if (number != 1) {
        if (!reader.skip(wire)) return refuse(reader.fault());
      } else if (!item(element, wire, reader, begin, depth + 1)) {
        return false;
      }
    }
    out_.put(']');
    return true;
  }

  bool time(TypeKind kind, std::string_view message) {
    std::optional<Timestamp> time;
    if (!read_timestamp(message, time, fault_)) return false;
    if (kind == TypeKind::kMicroTime && time) *time = to_micro_time(*time);
    if (kind == TypeKind::kTime && time) time->nanos = 0;
    if (!time || *time == kZeroTime) {
      out_.put("null");
      return true;
    }
    if (!is_writable(*time)) return refuse(kUnwritableTime);
    out_.reserve(kTimeBytesMax + 2);
    out_.put_unchecked('"');
    out_.advance(kind == TypeKind::kTime ? put_time(*time, out_.at()) : put_micro_time(*time, out_.at()));
    out_.put_unchecked('"');
    return true;
  }

  bool duration(std::string_view message) {
    int64_t nanos = 0;
    if (!read_duration(message, nanos, fault_)) return false;
    write_json_string(go_duration(std::chrono::nanoseconds(nanos)), out_);
    return true;
  }

  bool quantity(std::string_view message) {
    std::optional<std::string_view> text;
    if (!read_field_1(message, text, fault_)) return false;
    if (!text) text = "0";
    if (is_plainly_canonical_quantity(*text)) {
      write_json_string(*text, out_);
      return true;
    }
    Result<Quantity> quantity = Quantity::parse(*text);
    if (!quantity) return refuse(quantity.error().message());
    write_json_string(quantity->to_string(), out_);
    return true;
  }

  bool int_or_string(std::string_view message) {
    IntOrStringParts parts;
    if (!read_int_or_string(message, parts, fault_)) return false;
    parts.is_string ? write_json_string(parts.text, out_) : write_json_integer(parts.number, out_);
    return true;
  }

  bool raw(std::string_view message) {
    std::optional<std::string_view> json;
    if (!read_field_1(message, json, fault_)) return false;
    write_raw_json(json.value_or(""), out_);
    return true;
  }

  bool any(std::string_view message) {
    std::optional<std::string_view> json;
    if (!read_field_1(message, json, fault_)) return false;
    Arena arena;
    Value value;
    if (json && !json->empty() && !decode_json_part(*json, arena, value, fault_)) return false;
    write_json_part(any_type(), value, {}, out_);
    return true;
  }

  bool schema_or_bool(const Type& schema, std::string_view message, size_t depth) {
    SchemaOrBoolParts parts;
    if (!read_schema_or_bool(message, parts, fault_)) return false;
    if (parts.schema) return structure(schema, *parts.schema, depth + 1, nullptr);
    out_.put(parts.allows ? "true" : "false");
    return true;
  }

  bool schema_or_list(const Type& type, std::string_view message, size_t depth) {
    static const Type kStringType = {.kind = TypeKind::kString, .go_name = "string"};
    const Type& element = type.kind == TypeKind::kJsonSchemaOrStrings ? kStringType : *type.element;
    const size_t before = out_.size();
    std::optional<std::string_view> schema;
    out_.put('[');
    WireReader reader(message);
    while (reader.more()) {
      uint32_t number = 0;
      WireType wire{};
      WireValue value;
      if (!reader.tag(number, wire)) return refuse(reader.fault());
      if (number == 1) {
        if (!read_wire_value(reader, wire, WireType::kBytes, "Schema", value, fault_)) return false;
        schema = value.bytes;
      } else if (number == 2) {
        if (!item(element, wire, reader, before + 1, depth + 1)) return false;
      } else if (!reader.skip(wire)) {
        return refuse(reader.fault());
      }
    }
    bool has_items = out_.size() > before + 1;
    if (!has_items) out_.truncate(before);
    if (!has_items && schema) return structure(*type.element, *schema, depth + 1, nullptr);
    out_.put(has_items ? "]" : "null");
    return true;
  }

  bool refuse(std::string_view fault) {
    fault_ = fault;
    return false;
  }
  Outcome fault(std::string_view fault) {
    fault_ = fault;
    return Outcome::kFault;
  }

  ByteWriter& out_;
  std::vector<Slot> slots_;
  std::string fault_;
};

}  // namespace

Result<void> protobuf_to_json(const Type& type, std::string_view message, std::string& out, const JsonEncodeOptions& options) {
  std::string compact;
  std::string& target = options.pretty ? compact : out;
  const size_t before = target.size();
  {
    ByteWriter writer(target);
    Transcoder transcoder(writer);
    if (!transcoder.root(type, message, options)) {
      writer.truncate(before);
      return fail(Status::internal(transcoder.fault()));
    }
  }
  if (options.pretty) append_indented_json(compact, out);
  return {};
}

}  // namespace pintle::object
