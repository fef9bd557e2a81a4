#include <charconv>
#include <memory>
#include <string>

#include "object/document.h"
#include "object/json_reader.h"
#include "object/protobuf_values.h"
#include "object/protobuf_wire.h"
#include "object/storage.h"
#include "object/storage_json.h"

namespace pintle::object {
namespace {

// The field numbers of meta/v1 ObjectMeta.
enum ObjectMetaField : uint32_t {
  kName = 1,
  kNamespace = 3,
  kUid = 5,
  kResourceVersion = 6,
  kGeneration = 7,
  kDeletionTimestamp = 9,
  kLabels = 11,
};

class ProtobufScan {
 public:
  bool object(std::string_view message) {
    return each(message, [&](uint32_t number, WireType wire, WireReader& reader) {
      WireValue value;
      if (number != 1 || wire != WireType::kBytes) return reader.skip(wire);
      return read_wire_value(reader, wire, WireType::kBytes, "metadata", value, fault_) && object_meta(value.bytes);
    });
  }
  Metadata& metadata() { return metadata_; }
  const std::string& fault() const { return fault_; }

 private:
  template <class Visit>
  bool each(std::string_view message, Visit&& visit) {
    WireReader reader(message);
    while (reader.more()) {
      uint32_t number = 0;
      WireType wire{};
      if (reader.tag(number, wire) && visit(number, wire, reader)) continue;
      if (fault_.empty()) fault_ = reader.fault();
      return false;
    }
    return true;
  }

  bool object_meta(std::string_view message) {
    return each(message, [&](uint32_t number, WireType wire, WireReader& reader) { return field(number, wire, reader); });
  }

  bool field(uint32_t number, WireType wire, WireReader& reader) {
    WireValue value;
    auto text = [&](std::string_view& out) {
      if (!read_wire_value(reader, wire, WireType::kBytes, "metadata", value, fault_)) return false;
      out = value.bytes;
      return true;
    };
    switch (number) {
      case kName:
        return text(metadata_.name);
      case kNamespace:
        return text(metadata_.namespace_name);
      case kUid:
        return text(metadata_.uid);
      case kResourceVersion:
        return text(metadata_.resource_version);
      case kGeneration:
        if (!read_wire_value(reader, wire, WireType::kVarint, "generation", value, fault_)) return false;
        metadata_.generation = static_cast<int64_t>(value.number);
        return true;
      case kDeletionTimestamp:
        metadata_.has_deletion_timestamp = true;
        return reader.skip(wire);
      case kLabels:
        return read_wire_value(reader, wire, WireType::kBytes, "labels", value, fault_) && label(value.bytes);
      default:
        return reader.skip(wire);
    }
  }

  bool label(std::string_view entry) {
    auto& [key, text] = metadata_.labels.emplace_back();
    return each(entry, [&](uint32_t number, WireType wire, WireReader& reader) {
      WireValue value;
      if (number > 2) return reader.skip(wire);
      if (!read_wire_value(reader, wire, WireType::kBytes, "labels", value, fault_)) return false;
      (number == 1 ? key : text) = value.bytes;
      return true;
    });
  }

  Metadata metadata_;
  std::string fault_;
};

class JsonScan {
 public:
  bool object(std::string_view text) {
    bool whole = true;
    return for_each_json_member(text,
                                [&](std::string_view key, std::string_view value) {
                                  if (key == "metadata")
                                    whole &= for_each_json_member(value, [&](auto name, auto text) { member(name, text); });
                                }) &&
           whole;
  }
  Metadata& metadata() { return metadata_; }

 private:
  void member(std::string_view name, std::string_view value) {
    if (name == "name") metadata_.name = string(value);
    if (name == "namespace") metadata_.namespace_name = string(value);
    if (name == "uid") metadata_.uid = string(value);
    if (name == "resourceVersion") metadata_.resource_version = string(value);
    if (name == "generation") std::from_chars(value.data(), value.data() + value.size(), metadata_.generation);
    if (name == "deletionTimestamp") metadata_.has_deletion_timestamp = value != "null";
    if (name == "labels") {
      for_each_json_member(value, [&](auto key, auto text) { metadata_.labels.emplace_back(unescaped(key), string(text)); });
    }
  }

  std::string_view string(std::string_view value) {
    bool is_string = value.size() >= 2 && value.front() == '"';
    return is_string ? unescaped(value.substr(1, value.size() - 2)) : std::string_view();
  }

  // `text` stands between quotes.
  std::string_view unescaped(std::string_view text) {
    if (text.find('\\') == std::string_view::npos) return text;
    if (!metadata_.unescaped) metadata_.unescaped = std::make_shared<Arena>();
    std::string_view with_quotes(text.data() - 1, text.size() + 2);
    return JsonReader(with_quotes, *metadata_.unescaped).string().value_or(text);
  }

  Metadata metadata_;
};

}  // namespace

Result<Metadata> scan_metadata(std::string_view stored) {
  if (!has_protobuf_magic(stored)) {
    JsonScan scan;
    std::string_view object = stored.substr(std::min(stored.find('{'), stored.size()));
    if (!scan.object(object)) return fail(Status::internal("stored object is not a JSON object"));
    return std::move(scan.metadata());
  }
  Result<Envelope> envelope = split_envelope(stored);
  if (!envelope) return fail(Status::internal(envelope.error().message()));
  ProtobufScan scan;
  if (!scan.object(envelope->message)) return fail(Status::internal(scan.fault()));
  return std::move(scan.metadata());
}

Result<std::string_view> find_metadata(std::string_view message) {
  constexpr uint32_t kMetadataNumber = 1;
  WireReader reader(message);
  while (reader.more()) {
    uint32_t number = 0;
    WireType wire{};
    std::string_view value;
    if (!reader.tag(number, wire)) return fail(Status::internal(reader.fault()));
    const bool found = number == kMetadataNumber && wire == WireType::kBytes;
    if (found ? !reader.bytes(value) : !reader.skip(wire)) return fail(Status::internal(reader.fault()));
    if (found) return value;
  }
  return "";
}

}  // namespace pintle::object
