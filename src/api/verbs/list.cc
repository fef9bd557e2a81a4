// GET of a collection: gathered from the cache's shared bytes and streamed, never one big buffer.
#include "api/body.h"
#include "api/limits.h"
#include "api/list_page.h"
#include "api/render.h"
#include "api/stored_object.h"
#include "api/verbs/verbs.h"
#include "object/json.h"
#include "object/protobuf.h"

namespace pintle::api {
namespace {

// The items of a list, a few at a time, as the client takes them.
class ListStream : public net::BodyStream {
 public:
  ListStream(const Resource& resource, ListPage page) : resource_(resource), page_(std::move(page)) {}
  Task<std::vector<Bytes>> next() override {
    std::vector<Bytes> pieces;
    if (at_ == 0 && !begun_) pieces.push_back(head(page_.meta));
    begun_ = true;
    const size_t end = std::min(page_.objects.size(), at_ + kListChunkObjects);
    for (; at_ < end; ++at_) {
      if (!append(*page_.objects[at_], at_ == 0, pieces)) {
        broken_off_ = true;  // an item that cannot be read: the client must not take this for a whole list
        co_return std::vector<Bytes>();
      }
      page_.objects[at_] = nullptr;
    }
    if (at_ == page_.objects.size() && !ended_) {
      ended_ = true;
      if (Bytes end_bytes = tail(); !end_bytes.empty()) pieces.push_back(std::move(end_bytes));
    }
    co_return pieces;
  }
  // The list has an end of its own: a stopping server lets it go on.
  void cancel() override {}
  bool broken_off() const override { return broken_off_; }

 protected:
  virtual Bytes head(const ListMeta& meta) = 0;
  virtual bool append(const cache::Object& object, bool first, std::vector<Bytes>& pieces) = 0;
  virtual Bytes tail() = 0;
  const Resource& resource_;

 private:
  ListPage page_;
  size_t at_ = 0;
  bool begun_ = false;
  bool ended_ = false;
  bool broken_off_ = false;
};

std::string list_kind(const Resource& resource) { return std::string(resource.kind->kind) + "List"; }

class JsonListStream final : public ListStream {
 public:
  using ListStream::ListStream;

 private:
  Bytes head(const ListMeta& meta) override {
    return Bytes::take(json_type_meta(resource_.api_version, list_kind(resource_)) + "\"metadata\":" + meta.json() + ",\"items\":[");
  }
  bool append(const cache::Object& object, bool first, std::vector<Bytes>& pieces) override {
    auto members = json_members(resource_, object);
    if (!members) return false;
    if (!first) pieces.push_back(Bytes::constant(","));
    pieces.push_back(*std::move(members));
    return true;
  }
  Bytes tail() override { return Bytes::constant("]}\n"); }
};

void append_varint(uint64_t value, std::string& out) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

// ListMeta as Kubernetes writes it: selfLink "", resourceVersion, continue, remainingItemCount.
std::string list_meta_message(const ListMeta& meta) {
  std::string out("\x0a\x00", 2);
  const std::string revision = std::to_string(meta.revision);
  out += '\x12';
  append_varint(revision.size(), out);
  out += revision;
  out += '\x1a';
  append_varint(meta.continue_token.size(), out);
  out += meta.continue_token;
  if (meta.remaining >= 0) {
    out += '\x20';
    append_varint(static_cast<uint64_t>(meta.remaining), out);
  }
  return out;
}

// The list's message, put together from its items' messages: { metadata = 1, repeated items = 2 } in the envelope.
Result<std::vector<Bytes>> protobuf_list(const Resource& resource, const ListPage& page) {
  std::vector<Bytes> pieces(1);
  const std::string meta = list_meta_message(page.meta);
  std::string message_head = "\x0a";
  append_varint(meta.size(), message_head);
  message_head += meta;
  size_t bytes = message_head.size();
  for (const cache::ObjectPtr& object : page.objects) {
    PINTLE_TRY(Bytes item, protobuf_message(resource, *object));
    std::string item_head = "\x12";
    append_varint(item.size(), item_head);
    bytes += item_head.size() + item.size();
    pieces.push_back(Bytes::copy(item_head));
    pieces.push_back(std::move(item));
  }
  // k8s\0, Unknown { typeMeta = 1 { apiVersion = 1, kind = 2 }, raw = 2, contentEncoding = 3 "", contentType = 4 "" }
  std::string type_meta = "\x0a";
  append_varint(resource.api_version.size(), type_meta);
  type_meta += resource.api_version;
  const std::string kind = list_kind(resource);
  type_meta += '\x12';
  append_varint(kind.size(), type_meta);
  type_meta += kind;
  std::string head("k8s\0\x0a", 5);
  append_varint(type_meta.size(), head);
  head += type_meta;
  head += '\x12';
  append_varint(bytes, head);
  pieces[0] = Bytes::take(head + message_head);
  pieces.push_back(Bytes::constant(std::string_view("\x1a\x00\x22\x00", 4)));
  return pieces;
}

net::Response with_body(const Call& call, net::ResponseBody body) {
  net::Response response;
  response.headers.add("content-type", std::string(content_type(call.accepted.encoding)));
  response.body = std::move(body);
  return response;
}

Result<std::vector<object::Document>> decode_all(const Call& call, const ListPage& page) {
  std::vector<object::Document> documents;
  documents.reserve(page.objects.size());
  for (const cache::ObjectPtr& object : page.objects) {
    PINTLE_TRY(object::Document document, decode_stored(call.resource, *object));
    documents.push_back(std::move(document));
  }
  return documents;
}

Result<net::Response> transformed(Call& call, const ListPage& page) {
  PINTLE_TRY(const IncludeObject include, read_include_object(call.query));
  PINTLE_TRY(const std::vector<object::Document> documents, decode_all(call, page));
  const std::string& version = call.accepted.transform_version;
  switch (call.accepted.transform) {
    case Transform::kTable:
      return text_body(200,
                       table_json({.kind = *call.resource.kind, .version = version, .include = include, .now_seconds = call.now_seconds()},
                                  page.meta, documents),
                       call.accepted, "", "");
    case Transform::kPartialObjectMetadataList:
      return text_body(200, partial_list_json(page.meta, documents, version), call.accepted, "meta.k8s.io/" + version,
                       "PartialObjectMetadataList");
    case Transform::kPartialObjectMetadata:
    case Transform::kNone:
      break;
  }
  return fail(Status::not_acceptable("you requested PartialObjectMetadata, but the requested object is a list (*" +
                                     list_kind(call.resource) + ")"));
}

// Pretty JSON and YAML need the whole text at once.
Task<Result<net::Response>> whole_text(Call& call, ListPage page) {
  JsonListStream stream(call.resource, std::move(page));
  std::string json;
  for (std::vector<Bytes> pieces = co_await stream.next(); !pieces.empty(); pieces = co_await stream.next())
    for (const Bytes& piece : pieces) json += piece.view();
  json.pop_back();  // text_body ends the line itself
  co_return text_body(200, std::move(json), call.accepted, call.resource.api_version, list_kind(call.resource));
}

}  // namespace

Task<Result<net::Response>> list(Call& call) {
  PINTLE_CO_TRY(const ListOptions options, read_list_options(call.query, WatchPath::kNo));
  PINTLE_CO_TRY(const ListScope scope, read_scope(call, options));
  PINTLE_CO_TRY(ListPage page, co_await read_page(call, options, scope));
  if (call.accepted.transform != Transform::kNone) co_return transformed(call, page);
  if (call.accepted.encoding == Encoding::kProtobuf) {
    PINTLE_CO_TRY(std::vector<Bytes> pieces, protobuf_list(call.resource, page));
    co_return with_body(call, std::move(pieces));
  }
  if (call.accepted.encoding == Encoding::kYaml || call.accepted.pretty) co_return co_await whole_text(call, std::move(page));

  size_t stored_bytes = 0;
  for (const cache::ObjectPtr& object : page.objects) stored_bytes += object->canonical().size();
  const bool large = stored_bytes > kGzipBytesMin;
  auto stream = std::make_unique<JsonListStream>(call.resource, std::move(page));
  if (large) {
    net::Response response = with_body(call, Bytes());
    response.body = compress_stream(std::move(stream), response, call.http.headers);
    co_return response;
  }
  // A small list goes out with its length; so does compression decide on it.
  std::vector<Bytes> whole;
  for (std::vector<Bytes> pieces = co_await stream->next(); !pieces.empty(); pieces = co_await stream->next())
    for (Bytes& piece : pieces) whole.push_back(std::move(piece));
  co_return with_body(call, std::move(whole));
}

}  // namespace pintle::api
