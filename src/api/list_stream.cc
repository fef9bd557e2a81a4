#include "api/list_stream.h"

#include <algorithm>
#include <utility>

#include "api/limits.h"
#include "api/stored_object.h"
#include "base/yield.h"
#include "object/json.h"
#include "object/protobuf.h"
#include "object/protobuf_wire.h"

namespace pintle::api {
namespace {

class ListStream : public net::BodyStream {
 public:
  ListStream(const Resource& resource, ListPage page) : resource_(resource), page_(std::move(page)) {}
  Task<std::vector<Bytes>> next() override {
    std::vector<Bytes> pieces;
    if (!begun_) pieces.push_back(head(page_));
    begun_ = true;
    const size_t end = std::min(page_.objects.size(), at_ + kListChunkObjects);
    for (size_t bytes = 0; at_ < end && bytes < kBodyChunkBytes; ++at_) {
      if (at_ > 0) pieces.push_back(Bytes::constant(","));
      if (!append(*page_.objects[at_], pieces)) {
        broken_off_ = true;  // an item that cannot be read: the client must not take this for a whole list
        co_return std::vector<Bytes>();
      }
      bytes += pieces.back().size();
      page_.objects[at_] = nullptr;
    }
    if (at_ == page_.objects.size() && !ended_) {
      ended_ = true;
      pieces.push_back(Bytes::constant(tail(page_)));
    }
    co_return pieces;
  }
  // The list has an end of its own: a stopping server lets it go on.
  void cancel() override {}
  bool broken_off() const override { return broken_off_; }

 protected:
  virtual Bytes head(const ListPage& page) = 0;
  virtual bool append(const cache::Object& object, std::vector<Bytes>& pieces) = 0;
  virtual std::string_view tail(const ListPage& page) = 0;
  const Resource& resource_;

 private:
  ListPage page_;
  size_t at_ = 0;
  bool begun_ = false;
  bool ended_ = false;
  bool broken_off_ = false;
};

// PodList: each item's JSON is shared with every other reader.
class ObjectsStream final : public ListStream {
 public:
  using ListStream::ListStream;

 private:
  Bytes head(const ListPage& page) override {
    return Bytes::take(json_type_meta(resource_.api_version, list_kind(resource_)) + "\"metadata\":" + page.meta.json() + ",\"items\":[");
  }
  bool append(const cache::Object& object, std::vector<Bytes>& pieces) override {
    auto members = json_members(resource_, object, cache::Admit::kIfRoom);
    if (!members) return false;
    pieces.push_back(*std::move(members));
    return true;
  }
  std::string_view tail(const ListPage&) override { return "]}\n"; }
};

class MetadataStream final : public ListStream {
 public:
  MetadataStream(const Resource& resource, ListPage page, std::string version)
      : ListStream(resource, std::move(page)), version_(std::move(version)) {}

 private:
  Bytes head(const ListPage& page) override {
    return Bytes::take(json_type_meta(meta_version(version_), "PartialObjectMetadataList") + "\"metadata\":" + page.meta.json() +
                       ",\"items\":" + (page.objects.empty() ? "" : "["));
  }
  bool append(const cache::Object& object, std::vector<Bytes>& pieces) override {
    auto json = metadata_json(resource_, object, version_);
    if (!json) return false;
    pieces.push_back(Bytes::take(*std::move(json)));
    return true;
  }
  std::string_view tail(const ListPage& page) override { return page.objects.empty() ? "null}\n" : "]}\n"; }

  const std::string version_;
};

class TableStream final : public ListStream {
 public:
  TableStream(const Resource& resource, ListPage page, std::string version, IncludeObject include, int64_t now_seconds)
      : ListStream(resource, std::move(page)),
        version_(std::move(version)),
        form_{.kind = *resource.kind, .version = version_, .include = include, .now_seconds = now_seconds} {}

 private:
  Bytes head(const ListPage& page) override {
    std::string out;
    append_table_head(form_, page.meta, out);
    return Bytes::take(std::move(out));
  }
  bool append(const cache::Object& object, std::vector<Bytes>& pieces) override {
    auto document = form_.include == IncludeObject::kObject ? decode_stored(resource_, object) : decode_for_row(resource_, object);
    if (!document) return false;
    std::string row;
    append_table_row(form_, *document, row);
    pieces.push_back(Bytes::take(std::move(row)));
    return true;
  }
  std::string_view tail(const ListPage&) override { return "]}\n"; }

  const std::string version_;
  const TableForm form_;
};

// ListMeta as Kubernetes writes it: selfLink "", resourceVersion, continue, remainingItemCount.
std::string list_meta_message(const ListMeta& meta) {
  const std::string revision = std::to_string(meta.revision);
  std::string out;
  object::append_field_head(1, 0, out);
  object::append_field_head(2, revision.size(), out);
  out += revision;
  object::append_field_head(3, meta.continue_token.size(), out);
  out += meta.continue_token;
  if (meta.remaining >= 0) {
    out += '\x20';
    object::append_varint(static_cast<uint64_t>(meta.remaining), out);
  }
  return out;
}

// What stands around the message { metadata = 1, repeated items = 2 } of `bytes` bytes: k8s\0, Unknown { typeMeta = 1 { apiVersion = 1,
// kind = 2 }, raw = 2, contentEncoding = 3 "", contentType = 4 "" }.
std::string envelope_head(std::string_view api_version, std::string_view kind, size_t bytes) {
  std::string type_meta;
  object::append_field_head(1, api_version.size(), type_meta);
  type_meta += api_version;
  object::append_field_head(2, kind.size(), type_meta);
  type_meta += kind;
  std::string head("k8s\0", 4);
  object::append_field_head(1, type_meta.size(), head);
  head += type_meta;
  object::append_field_head(2, bytes, head);
  return head;
}
constexpr std::string_view kEnvelopeTail("\x1a\x00\x22\x00", 4);

Result<Bytes> item_message(const Call& call, const cache::Object& object) {
  if (call.accepted.transform == Transform::kNone) return protobuf_message(call.resource, object);
  PINTLE_TRY(std::string message, metadata_message(call.resource, object));
  return Bytes::take(std::move(message));
}

// A list cannot be had as a single object.
Result<void> check_transform(const Call& call) {
  if (call.accepted.transform != Transform::kPartialObjectMetadata) return {};
  return fail(Status::not_acceptable("you requested PartialObjectMetadata, but the requested object is a list (*" +
                                     list_kind(call.resource) + ")"));
}

}  // namespace

std::string list_kind(const Resource& resource) { return std::string(resource.kind->kind) + "List"; }

Result<std::unique_ptr<net::BodyStream>> json_list(const Call& call, ListPage page) {
  PINTLE_TRY_VOID(check_transform(call));
  const Resource& resource = call.resource;
  const Accepted& accepted = call.accepted;
  if (accepted.transform == Transform::kNone) return std::make_unique<ObjectsStream>(resource, std::move(page));
  PINTLE_TRY(const IncludeObject include, read_include_object(call.query));
  if (accepted.transform == Transform::kTable)
    return std::make_unique<TableStream>(resource, std::move(page), accepted.transform_version, include, call.now_seconds());
  return std::make_unique<MetadataStream>(resource, std::move(page), accepted.transform_version);
}

Task<Result<std::vector<Bytes>>> protobuf_list(const Call& call, const ListPage& page) {
  PINTLE_CO_TRY_VOID(check_transform(call));
  std::vector<Bytes> pieces(1);
  const std::string meta = list_meta_message(page.meta);
  std::string message_head;
  object::append_field_head(1, meta.size(), message_head);
  message_head += meta;
  size_t bytes = message_head.size();
  const size_t per_turn = call.accepted.transform == Transform::kNone ? kListScannedPerTurn : kListChunkObjects;
  size_t made = 0;
  for (const cache::ObjectPtr& object : page.objects) {
    if (++made % per_turn == 0) co_await yield(call.loop());
    PINTLE_CO_TRY(Bytes item, item_message(call, *object));
    std::string item_head;
    object::append_field_head(2, item.size(), item_head);
    bytes += item_head.size() + item.size();
    pieces.push_back(Bytes::take(std::move(item_head)));
    pieces.push_back(std::move(item));
  }
  const bool whole = call.accepted.transform == Transform::kNone;
  const std::string head = whole ? envelope_head(call.resource.api_version, list_kind(call.resource), bytes)
                                 : envelope_head(meta_version(call.accepted.transform_version), "PartialObjectMetadataList", bytes);
  pieces[0] = Bytes::take(head + message_head);
  pieces.push_back(Bytes::constant(kEnvelopeTail));
  co_return pieces;
}

}  // namespace pintle::api
