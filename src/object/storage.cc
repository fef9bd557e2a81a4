#include "object/storage.h"

#include "object/protobuf_values.h"
#include "object/protobuf_wire.h"

namespace pintle::object {
namespace {

constexpr std::string_view kMagic{"k8s\0", 4};

bool read_type_meta(std::string_view message, Envelope& envelope, std::string& fault) {
  WireReader reader(message);
  while (reader.more()) {
    uint32_t number = 0;
    WireType wire{};
    WireValue value;
    bool read = reader.tag(number, wire);
    if (read && number <= 2) {
      read = read_wire_value(reader, wire, WireType::kBytes, number == 1 ? "APIVersion" : "Kind", value, fault);
      (number == 1 ? envelope.api_version : envelope.kind) = value.bytes;
    } else if (read) {
      read = reader.skip(wire);
    }
    if (!read) {
      if (fault.empty()) fault = reader.fault();
      return false;
    }
  }
  return true;
}

bool read_unknown(std::string_view message, Envelope& envelope, std::string& fault) {
  WireReader reader(message);
  while (reader.more()) {
    uint32_t number = 0;
    WireType wire{};
    WireValue value;
    bool read = reader.tag(number, wire);
    if (read && number <= 4) {
      constexpr std::string_view kNames[] = {"", "TypeMeta", "Raw", "ContentEncoding", "ContentType"};
      std::string_view* const parts[] = {nullptr, nullptr, &envelope.message, &envelope.content_encoding, &envelope.content_type};
      read = read_wire_value(reader, wire, WireType::kBytes, kNames[number], value, fault);
      if (read && number == 1) read = read_type_meta(value.bytes, envelope, fault);
      if (read && number > 1) *parts[number] = value.bytes;
    } else if (read) {
      read = reader.skip(wire);
    }
    if (!read) {
      if (fault.empty()) fault = reader.fault();
      return false;
    }
  }
  return true;
}

}  // namespace

bool has_protobuf_magic(std::string_view bytes) { return bytes.starts_with(kMagic); }

Result<Envelope> split_envelope(std::string_view bytes) {
  if (bytes.empty()) return fail(Status::bad_request("empty data"));
  if (!has_protobuf_magic(bytes)) {
    return fail(Status::bad_request("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]"));
  }
  if (bytes.size() == kMagic.size()) return fail(Status::bad_request("empty body"));
  Envelope envelope;
  std::string fault;
  if (!read_unknown(bytes.substr(kMagic.size()), envelope, fault)) return fail(Status::bad_request(fault));
  return envelope;
}

}  // namespace pintle::object
