// The messages of the types that are written by hand upstream: times, durations, quantities, IntOrString, raw bytes; and how a field's
// number finds its place in the tables.
//
// The readers return false and set `fault` when the message is malformed. Views point into the message.
// Source: apimachinery: meta/v1 {time,micro_time}_proto.go, api/resource/quantity_proto.go, util/intstr/generated.pb.go,
// runtime/generated.pb.go (RawExtension).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "object/protobuf_wire.h"
#include "object/time.h"
#include "schema/type.h"

namespace pintle::object {

// What a wire type carries: `number` of varints and fixed64, `bytes` of the rest.
struct WireValue {
  uint64_t number = 0;
  std::string_view bytes;
};
// False with a fault when the wire type is not the wanted one or the value is malformed.
bool read_wire_value(WireReader& reader, WireType wire, WireType wanted, std::string_view field, WireValue& out, std::string& fault);
// The wire type of one value of the type.
WireType wire_type_of(const schema::Type& type);

// nullopt: the zero time (an empty message).
bool read_timestamp(std::string_view message, std::optional<Timestamp>& time, std::string& fault);
// Cut to the microsecond, as upstream does; nanos outside of a second carry over.
Timestamp to_micro_time(Timestamp time);
bool read_duration(std::string_view message, int64_t& nanos, std::string& fault);
struct IntOrStringParts {
  bool is_string = false;
  int32_t number = 0;
  std::string_view text;
};
bool read_int_or_string(std::string_view message, IntOrStringParts& parts, std::string& fault);
// The bytes of field 1; nullopt when there is none. Quantity, RawExtension, FieldsV1, apiextensions JSON.
bool read_field_1(std::string_view message, std::optional<std::string_view>& value, std::string& fault);
// allows and schema; schema is nullopt when there is none.
struct SchemaOrBoolParts {
  bool allows = false;
  std::optional<std::string_view> schema;
};
bool read_schema_or_bool(std::string_view message, SchemaOrBoolParts& parts, std::string& fault);

// A field of a message: either a field of the type or an embed of it.
struct MessageField {
  int index = -1;  // into Type::fields
  int embed = -1;  // into Type::embeds
  bool known() const { return index >= 0 || embed >= 0; }
};

inline MessageField find_message_field(const schema::Type& type, uint32_t number) {
  if (number >= type.by_wire.size()) return {};
  const int found = type.by_wire[number];
  return {.index = found > 0 ? found - 1 : -1, .embed = found < 0 ? -found - 1 : -1};
}

}  // namespace pintle::object
