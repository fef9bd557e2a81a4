#include <bit>
#include <string>

#include "object/json_skip.h"
#include "object/protobuf_values.h"
#include "object/protobuf_wire.h"
#include "object/storage.h"
#include "object/storage_json.h"

// with_resource_version: what is around metadata.resourceVersion is copied as it is; only the lengths of the messages around it change.

namespace pintle::object {
namespace {

constexpr std::string_view kMagic{"k8s\0", 4};
constexpr uint32_t kRawField = 2;              // runtime.Unknown.raw
constexpr uint32_t kMetadataField = 1;         // of every kind
constexpr uint32_t kResourceVersionField = 6;  // ObjectMeta.resourceVersion, ListMeta is never stored

// Where a field stands in a message: [begin, end) with its tag, `value` without. Of a field that is not there: where it would stand.
struct FieldRange {
  size_t begin = 0;
  size_t end = 0;
  std::string_view value;
};

// The last field of that number, of bytes.
bool find_bytes_field(std::string_view message, uint32_t wanted, FieldRange& range, std::string& fault) {
  WireReader reader(message);
  bool found = false;
  while (reader.more()) {
    auto begin = static_cast<size_t>(reader.at() - message.data());
    uint32_t number = 0;
    WireType wire{};
    WireValue value;
    if (!reader.tag(number, wire) || (number != wanted && !reader.skip(wire))) {
      fault = reader.fault();
      return false;
    }
    if (number != wanted) {
      if (!found && number < wanted) range.begin = range.end = static_cast<size_t>(reader.at() - message.data());
      continue;
    }
    if (!read_wire_value(reader, wire, WireType::kBytes, "metadata", value, fault)) return false;
    found = true;
    range = {begin, static_cast<size_t>(reader.at() - message.data()), value.bytes};
  }
  return true;
}

size_t varint_bytes(uint64_t value) { return (static_cast<size_t>(std::bit_width(value | 1)) + 6) / 7; }

char* put_varint(uint64_t value, char* out) {
  for (; value >= 0x80; value >>= 7) *out++ = static_cast<char>(value | 0x80);
  *out++ = static_cast<char>(value);
  return out;
}

char* put(std::string_view bytes, char* out) { return std::copy(bytes.begin(), bytes.end(), out); }

// All numbers used here have tags of one byte.
size_t field_bytes(size_t value_bytes) { return 1 + varint_bytes(value_bytes) + value_bytes; }

char* put_field_front(uint32_t number, size_t value_bytes, char* out) {
  *out++ = static_cast<char>(number << 3 | static_cast<uint32_t>(WireType::kBytes));
  return put_varint(value_bytes, out);
}

Result<Bytes> set_in_protobuf(std::string_view stored, std::string_view resource_version) {
  std::string_view unknown = stored.substr(kMagic.size());
  FieldRange raw, metadata, version;
  std::string fault;
  if (!find_bytes_field(unknown, kRawField, raw, fault) || !find_bytes_field(raw.value, kMetadataField, metadata, fault) ||
      !find_bytes_field(metadata.value, kResourceVersionField, version, fault)) {
    return fail(Status::internal(fault));
  }
  size_t metadata_bytes = metadata.value.size() - (version.end - version.begin) + field_bytes(resource_version.size());
  size_t raw_bytes = raw.value.size() - (metadata.end - metadata.begin) + field_bytes(metadata_bytes);
  size_t stored_bytes = stored.size() - (raw.end - raw.begin) + field_bytes(raw_bytes);
  return Bytes::build(stored_bytes, [&](char* out) {
    out = put(stored.substr(0, kMagic.size() + raw.begin), out);
    out = put_field_front(kRawField, raw_bytes, out);
    out = put(raw.value.substr(0, metadata.begin), out);
    out = put_field_front(kMetadataField, metadata_bytes, out);
    out = put(metadata.value.substr(0, version.begin), out);
    out = put_field_front(kResourceVersionField, resource_version.size(), out);
    out = put(resource_version, out);
    out = put(metadata.value.substr(version.end), out);
    out = put(raw.value.substr(metadata.end), out);
    put(unknown.substr(raw.end), out);
  });
}

// Replaces [begin, end) of `text`.
Bytes splice(std::string_view text, size_t begin, size_t end, std::string_view replacement) {
  return Bytes::build(text.size() - (end - begin) + replacement.size(), [&](char* out) {
    out = put(text.substr(0, begin), out);
    out = put(replacement, out);
    put(text.substr(end), out);
  });
}

// Members are stored in the order of their keys; a new one goes in front of the first that is larger.
struct Insertion {
  size_t begin = 0;  // of the value that is replaced, or where a member is inserted
  size_t end = 0;
  bool replaces = false;
  bool first = true;  // no member in front
  bool last = true;   // no member behind
};

bool find_member(std::string_view text, std::string_view object, std::string_view name, Insertion& place) {
  bool placed = false;
  place.begin = place.end = static_cast<size_t>(object.data() - text.data()) + 1;
  return for_each_json_member(object, [&](std::string_view key, std::string_view value) {
    auto value_begin = static_cast<size_t>(value.data() - text.data());
    if (key == name) {
      place = {.begin = value_begin, .end = value_begin + value.size(), .replaces = true};
      placed = true;
    } else if (!placed && key < name) {
      place.begin = place.end = value_begin + value.size();
      place.first = false;
      place.last = true;
    } else if (!placed) {
      place.last = false;
      placed = true;
    }
  });
}

std::string member_text(std::string_view name, std::string_view value, const Insertion& place) {
  if (place.replaces) return std::string(value);
  std::string text = place.first ? "" : ",";
  text.append("\"").append(name).append("\":").append(value);
  if (place.first && !place.last) text += ',';
  return text;
}

Result<Bytes> set_in_json(std::string_view stored, std::string_view resource_version) {
  const std::string quoted_version = '"' + std::string(resource_version) + '"';
  Insertion metadata, version;
  const char* root = skip_blanks(stored.data(), stored.data() + stored.size());
  std::string_view object = stored.substr(static_cast<size_t>(root - stored.data()));
  if (!find_member(stored, object, "metadata", metadata)) return fail(Status::internal("stored object is not a JSON object"));
  if (!metadata.replaces) {
    std::string text = member_text("metadata", "{\"resourceVersion\":" + quoted_version + "}", metadata);
    return splice(stored, metadata.begin, metadata.end, text);
  }
  std::string_view metadata_text = stored.substr(metadata.begin, metadata.end - metadata.begin);
  if (!find_member(stored, metadata_text, "resourceVersion", version))
    return fail(Status::internal("stored metadata is not a JSON object"));
  return splice(stored, version.begin, version.end, member_text("resourceVersion", quoted_version, version));
}

}  // namespace

Result<Bytes> with_resource_version(const Bytes& stored, std::string_view resource_version) {
  return has_protobuf_magic(stored) ? set_in_protobuf(stored, resource_version) : set_in_json(stored, resource_version);
}

}  // namespace pintle::object
