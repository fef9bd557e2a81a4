#include <algorithm>
#include <bit>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/go_text.h"
#include "object/canonical.h"
#include "object/entries.h"
#include "object/field_skips.h"
#include "object/protobuf.h"
#include "object/protobuf_values.h"
#include "object/protobuf_wire.h"
#include "object/raw_json.h"
#include "object/subtree.h"
#include "object/zero.h"
#include "schema/type.h"

namespace pintle::object {
namespace {

using schema::Embed;
using schema::Field;
using schema::Type;
using schema::TypeKind;

class ProtobufDecoder {
 public:
  explicit ProtobufDecoder(Arena& arena, RawJson raw = RawJson::kChecked, const FieldSkips* skips = nullptr)
      : arena_(arena), raw_(raw), skips_(skips) {
    nodes_.reserve(kNodesReserved);
  }

  // False: fault() says why.
  bool decode(const Type& type, std::string_view message, size_t depth, Value& root) { return structure(type, message, depth, root); }
  const std::string& fault() const { return fault_; }

 private:
  static constexpr size_t kNodesReserved = 256;

  // The nodes of one struct while they are gathered: nodes_[base...]. Embedded messages add to their parent's.
  struct Gathering {
    const Type& type;
    size_t base;
    int last = -1;  // the largest index so far
    bool ascending = true;
  };

  bool structure(const Type& type, std::string_view message, size_t depth, Value& out) {
    Gathering gathering = {.type = type, .base = nodes_.size()};
    if (!fields(type, 0, message, depth, gathering)) return false;
    out = Value::structure(take_fields(gathering));
    return true;
  }

  // The fields of `type`, which is the gathering's or an embed of it that begins at `first`.
  bool fields(const Type& type, size_t first, std::string_view message, size_t depth, Gathering& gathering) {
    if (depth > kProtobufDepthMax) return refuse("proto: nested too deeply");
    WireReader reader(message);
    while (reader.more()) {
      uint32_t number = 0;
      WireType wire{};
      if (!reader.tag(number, wire)) return refuse(reader.fault());
      MessageField found = find_message_field(type, number);
      if (found.index >= 0) {
        if (!known_field(type.fields[found.index], first + static_cast<size_t>(found.index), number, wire, reader, depth, gathering))
          return false;
      } else if (found.embed >= 0) {
        if (!embed(type.embeds[found.embed], first, wire, reader, depth, gathering)) return false;
      } else if (!reader.skip(wire)) {
        return refuse(reader.fault());
      }
    }
    return true;
  }

  // What is skipped is by index in the gathering's type, through its embeds.
  bool known_field(const Field& field, size_t index, uint32_t number, WireType wire, WireReader& reader, size_t depth,
                   Gathering& gathering) {
    if (!skips_) return this->field(field, index, number, wire, reader, depth, gathering);
    if (skips_->skips(index)) return reader.skip(wire) || refuse(reader.fault());
    const FieldSkips* outer = std::exchange(skips_, skips_->below(index));
    const bool read = this->field(field, index, number, wire, reader, depth, gathering);
    skips_ = outer;
    return read;
  }

  bool embed(const Embed& embed, size_t first, WireType wire, WireReader& reader, size_t depth, Gathering& gathering) {
    WireValue value;
    if (!read_wire_value(reader, wire, WireType::kBytes, embed.name, value, fault_)) return false;
    size_t begin = first + embed.first;
    // Given twice, the last one counts.
    if (gathering.last >= static_cast<int>(begin)) {
      auto is_earlier = [&](const Value& node) { return node.field() >= begin && node.field() < begin + embed.count; };
      nodes_.erase(std::remove_if(nodes_.begin() + static_cast<ptrdiff_t>(gathering.base), nodes_.end(), is_earlier), nodes_.end());
    }
    return fields(*embed.type, begin, value.bytes, depth + 1, gathering);
  }

  bool field(const Field& field, size_t index, uint32_t number, WireType wire, WireReader& reader, size_t depth, Gathering& gathering) {
    Value node;
    Value* earlier = static_cast<int>(index) > gathering.last ? nullptr : find_node(gathering.base, index);
    bool read = field.type->kind == TypeKind::kMap ? map(*field.type, number, wire, reader, depth, earlier, node)
                : is_repeated(*field.type)         ? list(*field.type, number, wire, reader, depth, earlier, node)
                                                   : single(field, wire, reader, depth, node);
    if (!read) return false;
    if (earlier) {
      *find_node(gathering.base, index) = node.with_field(static_cast<uint16_t>(index));
      return true;
    }
    gathering.ascending &= static_cast<int>(index) > gathering.last;
    gathering.last = std::max(gathering.last, static_cast<int>(index));
    nodes_.push_back(node.with_field(static_cast<uint16_t>(index)));
    return true;
  }

  static bool is_repeated(const Type& type) { return type.kind == TypeKind::kList && !type.proto_wrapper; }

  bool single(const Field& field, WireType wire, WireReader& reader, size_t depth, Value& out) {
    WireValue value;
    if (!read_wire_value(reader, wire, wire_type_of(*field.type), field.name, value, fault_)) return false;
    return this->value(*field.type, value, depth, out);
  }

  Value* find_node(size_t base, size_t index) {
    for (size_t i = base; i < nodes_.size(); ++i) {
      if (nodes_[i].field() == index) return &nodes_[i];
    }
    return nullptr;
  }

  // All items that follow one another; those of an earlier run stay in front.
  bool list(const Type& type, uint32_t number, WireType wire, WireReader& reader, size_t depth, const Value* earlier, Value& out) {
    const size_t base = nodes_.size();
    if (earlier) push_items(*earlier);
    do {
      if (!item(*type.element, wire, reader, depth)) return false;
    } while (next_is(number, wire, reader));
    out = Value::list(take_nodes(base));
    return true;
  }

  void push_items(Value list) {
    for (const Value& item : list.items()) nodes_.push_back(item);
  }

  bool item(const Type& element, WireType wire, WireReader& reader, size_t depth) {
    WireType wanted = wire_type_of(element);
    WireValue value;
    bool packed = wanted != WireType::kBytes && wire == WireType::kBytes;
    if (!read_wire_value(reader, wire, packed ? WireType::kBytes : wanted, element.go_name, value, fault_)) return false;
    if (packed) return packed_items(element, wanted, value.bytes, depth);
    Value node;
    if (!this->value(element, value, depth, node)) return false;
    nodes_.push_back(node);
    return true;
  }

  bool packed_items(const Type& element, WireType wire, std::string_view bytes, size_t depth) {
    WireReader reader(bytes);
    while (reader.more()) {
      if (!item(element, wire, reader, depth)) return false;
    }
    return true;
  }

  // Takes the next tag when it is this one again.
  static bool next_is(uint32_t number, WireType wire, WireReader& reader) {
    WireReader ahead = reader;
    uint32_t next_number = 0;
    WireType next_wire{};
    if (!ahead.more() || !ahead.tag(next_number, next_wire) || next_number != number || next_wire != wire) return false;
    reader = ahead;
    return true;
  }

  bool map(const Type& type, uint32_t number, WireType wire, WireReader& reader, size_t depth, const Value* earlier, Value& out) {
    const size_t base = entries_.size();
    if (earlier) entries_.insert(entries_.end(), earlier->entries().begin(), earlier->entries().end());
    do {
      WireValue value;
      Entry entry;
      if (!read_wire_value(reader, wire, WireType::kBytes, type.go_name, value, fault_)) return false;
      if (!map_entry(*type.element, value.bytes, depth, entry)) return false;
      entries_.push_back(entry);
    } while (next_is(number, wire, reader));
    std::span<Entry> gathered = std::span(entries_).subspan(base);
    gathered = gathered.first(sort_entries(gathered));
    std::span<Entry> taken = arena_.make_array<Entry>(gathered.size());
    std::ranges::copy(gathered, taken.begin());
    entries_.resize(base);
    out = Value::map(taken);
    return true;
  }

  // A value that is missing is the element's zero; of bytes and named lists the empty one.
  bool map_entry(const Type& element, std::string_view message, size_t depth, Entry& entry) {
    bool is_nil = element.kind == TypeKind::kList || element.kind == TypeKind::kBytes;
    entry.value = !is_nil ? zero_element(element) : element.kind == TypeKind::kBytes ? Value::string("") : Value::empty_list();
    WireReader reader(message);
    while (reader.more()) {
      uint32_t number = 0;
      WireType wire{};
      if (!reader.tag(number, wire)) return refuse(reader.fault());
      WireValue value;
      if (number == 1) {
        if (!read_wire_value(reader, wire, WireType::kBytes, "key", value, fault_)) return false;
        entry.key = value.bytes;
      } else if (number == 2) {
        if (!read_wire_value(reader, wire, wire_type_of(element), "value", value, fault_)) return false;
        if (!this->value(element, value, depth, entry.value)) return false;
      } else if (!reader.skip(wire)) {
        return refuse(reader.fault());
      }
    }
    return true;
  }

  bool value(const Type& type, const WireValue& value, size_t depth, Value& out) {
    switch (type.kind) {
      case TypeKind::kBool:
        out = Value::boolean(value.number != 0);
        return true;
      case TypeKind::kInt32:
        out = Value::integer(static_cast<int32_t>(value.number));
        return true;
      case TypeKind::kInt64:
        out = Value::integer(static_cast<int64_t>(value.number));
        return true;
      case TypeKind::kDouble:
        return real(std::bit_cast<double>(value.number), out);
      case TypeKind::kString:
      case TypeKind::kBytes:
        out = Value::string(value.bytes);
        return true;
      case TypeKind::kStruct:
        return structure(type, value.bytes, depth + 1, out);
      case TypeKind::kList:
        return wrapped_list(type, value.bytes, depth, out);
      case TypeKind::kMap:
        return refuse("proto: a map is no value");
      case TypeKind::kTime:
      case TypeKind::kMicroTime:
        return time(type.kind, value.bytes, out);
      case TypeKind::kDuration:
        return duration(value.bytes, out);
      case TypeKind::kQuantity:
        return quantity(value.bytes, out);
      case TypeKind::kIntOrString:
        return int_or_string(value.bytes, out);
      case TypeKind::kRawExtension:
      case TypeKind::kFieldsV1:
        return raw(value.bytes, out);
      case TypeKind::kAny:
        return any(value.bytes, out);
      case TypeKind::kJsonSchemaOrBool:
        return schema_or_bool(*type.element, value.bytes, depth, out);
      case TypeKind::kJsonSchemaOrArray:
      case TypeKind::kJsonSchemaOrStrings:
        return schema_or_list(type, value.bytes, depth, out);
    }
  }

  // JSON cannot say infinity; upstream takes it and then fails to answer.
  bool real(double number, Value& out) {
    out = Value::real(number);
    bool finite = number - number == 0;
    return finite || refuse("json: unsupported value");
  }

  // message { repeated items = 1 }
  bool wrapped_list(const Type& type, std::string_view message, size_t depth, Value& out) {
    WireReader reader(message);
    Value items = Value::empty_list();
    while (reader.more()) {
      uint32_t number = 0;
      WireType wire{};
      if (!reader.tag(number, wire)) return refuse(reader.fault());
      if (number != 1) {
        if (!reader.skip(wire)) return refuse(reader.fault());
        continue;
      }
      Value earlier = items;
      if (!list(type, number, wire, reader, depth + 1, earlier.size() > 0 ? &earlier : nullptr, items)) return false;
    }
    out = items;
    return true;
  }

  bool time(TypeKind kind, std::string_view message, Value& out) {
    std::optional<Timestamp> time;
    if (!read_timestamp(message, time, fault_)) return false;
    out = Value::string("");
    if (kind == TypeKind::kMicroTime && time) *time = to_micro_time(*time);
    if (kind == TypeKind::kTime && time) time->nanos = 0;
    if (!time || *time == kZeroTime) return true;
    if (!is_writable(*time)) return refuse(kUnwritableTime);
    char* text = static_cast<char*>(arena_.allocate(kTimeBytesMax));
    out = Value::string({text, kind == TypeKind::kTime ? put_time(*time, text) : put_micro_time(*time, text)});
    return true;
  }

  bool duration(std::string_view message, Value& out) {
    int64_t nanos = 0;
    if (!read_duration(message, nanos, fault_)) return false;
    out = Value::string(arena_.copy(go_duration(std::chrono::nanoseconds(nanos))));
    return true;
  }

  bool quantity(std::string_view message, Value& out) {
    std::optional<std::string_view> text;
    if (!read_field_1(message, text, fault_)) return false;
    Result<std::string_view> canonical = canonical_quantity(text.value_or("0"), arena_);
    if (!canonical) return refuse(canonical.error().message());
    out = Value::string(*canonical);
    return true;
  }

  bool int_or_string(std::string_view message, Value& out) {
    IntOrStringParts parts;
    if (!read_int_or_string(message, parts, fault_)) return false;
    out = parts.is_string ? Value::string(parts.text) : Value::integer(parts.number);
    return true;
  }

  bool raw(std::string_view message, Value& out) {
    std::optional<std::string_view> bytes;
    if (!read_field_1(message, bytes, fault_)) return false;
    out = Value::string(bytes.value_or(""));
    if (raw_ == RawJson::kChecked && bytes && looks_like_json(*bytes) && !is_json(*bytes)) return refuse("raw bytes are not valid JSON");
    return true;
  }

  bool any(std::string_view message, Value& out) {
    std::optional<std::string_view> json;
    if (!read_field_1(message, json, fault_)) return false;
    out = Value();
    return !json || json->empty() || decode_json_part(*json, arena_, out, fault_);
  }

  bool schema_or_bool(const Type& schema, std::string_view message, size_t depth, Value& out) {
    SchemaOrBoolParts parts;
    if (!read_schema_or_bool(message, parts, fault_)) return false;
    out = Value::boolean(parts.allows);
    return !parts.schema || structure(schema, *parts.schema, depth + 1, out);
  }

  // { schema = 1, repeated list = 2 }; where both are given the list is what JSON shows.
  bool schema_or_list(const Type& type, std::string_view message, size_t depth, Value& out) {
    static const Type kStringType = {.kind = TypeKind::kString, .go_name = "string"};
    const Type list_type = {.kind = TypeKind::kList, .element = type.kind == TypeKind::kJsonSchemaOrStrings ? &kStringType : type.element};
    WireReader reader(message);
    Value items = Value::empty_list();
    Value schema;
    while (reader.more()) {
      uint32_t number = 0;
      WireType wire{};
      if (!reader.tag(number, wire)) return refuse(reader.fault());
      if (number == 1) {
        WireValue value;
        if (!read_wire_value(reader, wire, WireType::kBytes, "Schema", value, fault_)) return false;
        if (!structure(*type.element, value.bytes, depth + 1, schema)) return false;
      } else if (number == 2) {
        Value earlier = items;
        if (!list(list_type, number, wire, reader, depth + 1, &earlier, items)) return false;
      } else if (!reader.skip(wire)) {
        return refuse(reader.fault());
      }
    }
    out = items.size() == 0 && schema.is_struct() ? schema : items;
    return true;
  }

  // Pointers that are null stay: apiextensions JSON without bytes.
  std::span<Value> take_fields(const Gathering& gathering) {
    auto first = nodes_.begin() + static_cast<ptrdiff_t>(gathering.base);
    auto is_dropped = [&](const Value& node) {
      const Field& field = gathering.type.fields[node.field()];
      return !field.pointer && is_zero_field(field, node);
    };
    nodes_.erase(std::remove_if(first, nodes_.end(), is_dropped), nodes_.end());
    if (!gathering.ascending) {
      std::sort(nodes_.begin() + static_cast<ptrdiff_t>(gathering.base), nodes_.end(),
                [](const Value& a, const Value& b) { return a.field() < b.field(); });
    }
    return take_nodes(gathering.base);
  }

  std::span<Value> take_nodes(size_t base) {
    std::span<Value> taken = arena_.make_array<Value>(nodes_.size() - base);
    std::copy(nodes_.begin() + static_cast<ptrdiff_t>(base), nodes_.end(), taken.begin());
    nodes_.resize(base);
    return taken;
  }

  bool refuse(std::string_view fault) {
    fault_ = fault;
    return false;
  }

  Arena& arena_;
  const RawJson raw_;
  const FieldSkips* skips_;  // of the struct that is being read; null: nothing is
  std::vector<Value> nodes_;
  std::vector<Entry> entries_;
  std::string fault_;
};

void set_type_meta(const Type& type, const TypeMeta& type_meta, Document& document) {
  auto set = [&](std::string_view name, std::string_view text) {
    int index = type.find(name);
    if (index < 0 || text.empty()) return;
    document.root().set(document.arena(), static_cast<uint16_t>(index), Value::string(document.arena().copy(text)));
  };
  set("kind", type_meta.kind);
  set("apiVersion", type_meta.api_version);
}

}  // namespace

bool decode_message_part(const Type& type, std::string_view message, size_t depth, Arena& arena, Value& out, std::string& fault) {
  ProtobufDecoder decoder(arena);
  if (decoder.decode(type, message, depth, out)) return true;
  fault = decoder.fault();
  return false;
}

Result<Document> decode_protobuf(const Type& type, Bytes message, const TypeMeta& type_meta, RawJson raw, const FieldSkips* skips) {
  constexpr size_t kArenaBytesMin = 512;
  Document document(&type, Arena(kArenaBytesMin + message.size()));
  ProtobufDecoder decoder(document.arena(), raw, skips);
  Value root;
  if (!decoder.decode(type, message, 0, root)) return fail(Status::bad_request(decoder.fault()));
  document.root() = root;
  document.arena().keep(std::move(message));
  set_type_meta(type, type_meta, document);
  return document;
}

}  // namespace pintle::object
