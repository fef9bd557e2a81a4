#include "object/protobuf_values.h"

namespace pintle::object {
namespace {

constexpr int32_t kNanosPerSecond = 1'000'000'000;

// Calls `field(number, wire, reader)` for each field; it returns false to stop with a fault.
template <class Visit>
bool for_each_field(std::string_view message, std::string& fault, Visit&& field) {
  WireReader reader(message);
  while (reader.more()) {
    uint32_t number = 0;
    WireType wire{};
    if (!reader.tag(number, wire) || !field(number, wire, reader)) {
      if (fault.empty()) fault = reader.fault();
      return false;
    }
  }
  return true;
}

}  // namespace

bool read_wire_value(WireReader& reader, WireType wire, WireType wanted, std::string_view field, WireValue& out, std::string& fault) {
  if (wire != wanted) [[unlikely]] {
    fault = "proto: wrong wireType = " + std::to_string(static_cast<int>(wire)) + " for field " + std::string(field);
    return false;
  }
  bool read = wanted == WireType::kBytes     ? reader.bytes(out.bytes)
              : wanted == WireType::kFixed64 ? reader.fixed64(out.number)
                                             : reader.varint(out.number);
  if (!read) fault = reader.fault();
  return read;
}

WireType wire_type_of(const schema::Type& type) {
  switch (type.kind) {
    case schema::TypeKind::kBool:
    case schema::TypeKind::kInt32:
    case schema::TypeKind::kInt64:
      return WireType::kVarint;
    case schema::TypeKind::kDouble:
      return WireType::kFixed64;
    default:
      return WireType::kBytes;
  }
}

bool read_timestamp(std::string_view message, std::optional<Timestamp>& time, std::string& fault) {
  time.reset();
  if (message.empty()) return true;
  time.emplace();
  return for_each_field(message, fault, [&](uint32_t number, WireType wire, WireReader& reader) {
    WireValue value;
    if (number > 2) return reader.skip(wire);
    if (!read_wire_value(reader, wire, WireType::kVarint, number == 1 ? "Seconds" : "Nanos", value, fault)) return false;
    if (number == 1) time->seconds = static_cast<int64_t>(value.number);
    if (number == 2) time->nanos = static_cast<int32_t>(value.number);
    return true;
  });
}

Timestamp to_micro_time(Timestamp time) {
  int32_t nanos = time.nanos / 1000 * 1000;
  // As time.Unix: wrapping, like all of Go's integers.
  auto seconds = static_cast<int64_t>(static_cast<uint64_t>(time.seconds) + static_cast<uint64_t>(int64_t{nanos / kNanosPerSecond}));
  nanos %= kNanosPerSecond;
  if (nanos < 0) {
    nanos += kNanosPerSecond;
    seconds = static_cast<int64_t>(static_cast<uint64_t>(seconds) - 1);
  }
  return {.seconds = seconds, .nanos = nanos};
}

bool read_duration(std::string_view message, int64_t& nanos, std::string& fault) {
  nanos = 0;
  return for_each_field(message, fault, [&](uint32_t number, WireType wire, WireReader& reader) {
    WireValue value;
    if (number != 1) return reader.skip(wire);
    if (!read_wire_value(reader, wire, WireType::kVarint, "Duration", value, fault)) return false;
    nanos = static_cast<int64_t>(value.number);
    return true;
  });
}

bool read_int_or_string(std::string_view message, IntOrStringParts& parts, std::string& fault) {
  uint64_t type = 0;
  bool read = for_each_field(message, fault, [&](uint32_t number, WireType wire, WireReader& reader) {
    WireValue value;
    switch (number) {
      case 1:
        if (!read_wire_value(reader, wire, WireType::kVarint, "Type", value, fault)) return false;
        type = value.number;
        return true;
      case 2:
        if (!read_wire_value(reader, wire, WireType::kVarint, "IntVal", value, fault)) return false;
        parts.number = static_cast<int32_t>(value.number);
        return true;
      case 3:
        if (!read_wire_value(reader, wire, WireType::kBytes, "StrVal", value, fault)) return false;
        parts.text = value.bytes;
        return true;
      default:
        return reader.skip(wire);
    }
  });
  parts.is_string = type == 1;
  if (read && type > 1) fault = "impossible IntOrString.Type";
  return read && type <= 1;
}

bool read_field_1(std::string_view message, std::optional<std::string_view>& found, std::string& fault) {
  found.reset();
  return for_each_field(message, fault, [&](uint32_t number, WireType wire, WireReader& reader) {
    WireValue value;
    if (number != 1) return reader.skip(wire);
    if (!read_wire_value(reader, wire, WireType::kBytes, "Raw", value, fault)) return false;
    found = value.bytes;
    return true;
  });
}

bool read_schema_or_bool(std::string_view message, SchemaOrBoolParts& parts, std::string& fault) {
  return for_each_field(message, fault, [&](uint32_t number, WireType wire, WireReader& reader) {
    WireValue value;
    switch (number) {
      case 1:
        if (!read_wire_value(reader, wire, WireType::kVarint, "Allows", value, fault)) return false;
        parts.allows = value.number != 0;
        return true;
      case 2:
        if (!read_wire_value(reader, wire, WireType::kBytes, "Schema", value, fault)) return false;
        parts.schema = value.bytes;
        return true;
      default:
        return reader.skip(wire);
    }
  });
}

}  // namespace pintle::object
