// GET with watch: the changes of a collection as a stream of events, in JSON lines, length-prefixed protobuf or WebSocket messages.
#include <openssl/rand.h>

#include <algorithm>
#include <span>

#include "api/body.h"
#include "api/list_page.h"
#include "api/render.h"
#include "api/status_body.h"
#include "api/stored_object.h"
#include "api/verbs/verbs.h"
#include "base/check.h"
#include "cache/cache.h"
#include "cache/resource_cache.h"
#include "object/json.h"
#include "object/mutable_object_meta.h"
#include "object/protobuf.h"
#include "object/protobuf_wire.h"

namespace pintle::api {
namespace {

using cache::WatchEvent;
using cache::WatchEventType;
using object::Document;

std::string_view type_name(WatchEventType type) {
  switch (type) {
    case WatchEventType::kAdded:
      return "ADDED";
    case WatchEventType::kModified:
      return "MODIFIED";
    case WatchEventType::kDeleted:
      return "DELETED";
    case WatchEventType::kBookmark:
      return "BOOKMARK";
  }
  return "";
}

// What an event of this watch looks like on the wire.
class EventWriter {
 public:
  virtual ~EventWriter() = default;
  virtual Result<void> append(const WatchEvent& event, std::vector<Bytes>& pieces) = 0;
  virtual void append_error(const Status& status, std::vector<Bytes>& pieces) = 0;
};

// {"metadata":{"resourceVersion":"42"}} of the kind, with all that the kind writes when it is empty.
Document bookmark(const Resource& resource, const WatchEvent& event) {
  Document document(resource.type);
  document.root() = object::Value::empty_struct();
  object::set_type_meta(document, resource.api_version, resource.kind->kind);
  object::MutableObjectMeta meta(document);
  meta.set_resource_version(std::to_string(event.revision));
  if (event.initial_events_end) meta.set_annotation("k8s.io/initial-events-end", "true");
  return document;
}

std::string json_of(const Document& document) {
  std::string json;
  object::encode_json(*document.type(), document.root(), json);
  return json;
}

Bytes joined(std::span<const Bytes> pieces) {
  size_t size = 0;
  for (const Bytes& piece : pieces) size += piece.size();
  std::string whole;
  whole.reserve(size);
  for (const Bytes& piece : pieces) whole += piece.view();
  return Bytes::take(std::move(whole));
}

// The line that was made last on this loop: the watches that a change concerns come one after the other, and send the same bytes.
struct LastLine {
  const Resource* resource = nullptr;
  Bytes object;  // the canonical bytes, by which it is known again
  WatchEventType type{};
  Bytes line;  // empty until a second watch wants it
};

// One JSON line, of pieces that are shared with other readers of the object, or whole when several watches want it.
class JsonWriter : public EventWriter {
 public:
  explicit JsonWriter(const Resource& resource) : resource_(resource) {}
  Result<void> append(const WatchEvent& event, std::vector<Bytes>& pieces) override {
    if (!event.object) {
      append_line("BOOKMARK", json_of(bookmark(resource_, event)), pieces);
      return {};
    }
    thread_local LastLine last;
    const bool again = last.resource == &resource_ && last.type == event.type && last.object.same(event.object->canonical());
    if (again && !last.line.empty()) {
      pieces.push_back(last.line);
      return {};
    }
    // Who begins with everything reads as a list does; a change is wanted by other watches and readers next.
    PINTLE_TRY(const Bytes members, json_members(resource_, *event.object, event.initial ? cache::Admit::kIfRoom : cache::Admit::kAlways));
    const size_t before = pieces.size();
    pieces.push_back(Bytes::constant(head(event.type)));
    pieces.push_back(resource_.json_head);
    pieces.push_back(members.slice(1, members.size() - 1));
    pieces.push_back(Bytes::constant("}\n"));
    last = {.resource = &resource_, .object = event.object->canonical(), .type = event.type};
    if (!again) return {};
    last.line = joined(std::span(pieces).subspan(before));
    pieces.resize(before);
    pieces.push_back(last.line);
    return {};
  }
  void append_error(const Status& status, std::vector<Bytes>& pieces) override { append_line("ERROR", status_json(status), pieces); }

 protected:
  static void append_line(std::string_view type, std::string_view object, std::vector<Bytes>& pieces) {
    std::string line = "{\"type\":\"";
    line.append(type).append("\",\"object\":").append(object).append("}\n");
    pieces.push_back(Bytes::take(std::move(line)));
  }
  const Resource& resource_;

 private:
  static std::string_view head(WatchEventType type) {
    switch (type) {
      case WatchEventType::kAdded:
        return R"({"type":"ADDED","object":)";
      case WatchEventType::kModified:
        return R"({"type":"MODIFIED","object":)";
      case WatchEventType::kDeleted:
        return R"({"type":"DELETED","object":)";
      case WatchEventType::kBookmark:
        return R"({"type":"BOOKMARK","object":)";
    }
    return "";
  }
};

// Tables and metadata of each object.
class TransformingJsonWriter final : public JsonWriter {
 public:
  TransformingJsonWriter(const Call& call, IncludeObject include)
      : JsonWriter(call.resource), kind_(*call.resource.kind), accepted_(call.accepted), clock_(call.backend.clock), include_(include) {}
  Result<void> append(const WatchEvent& event, std::vector<Bytes>& pieces) override {
    if (!event.object) {
      append_object(event, bookmark(resource_, event), pieces);
      return {};
    }
    PINTLE_TRY(const Document document, decode_stored(resource_, *event.object));
    append_object(event, document, pieces);
    return {};
  }

 private:
  void append_object(const WatchEvent& event, const Document& document, std::vector<Bytes>& pieces) {
    std::string json;
    if (accepted_.transform == Transform::kTable) {
      const TableForm form{.kind = kind_,
                           .version = accepted_.transform_version,
                           .include = include_,
                           .with_columns = with_columns_,
                           .now_seconds = std::chrono::duration_cast<std::chrono::seconds>(clock_.now().time_since_epoch()).count()};
      json = table_json(form, {.revision = event.revision}, document);
      with_columns_ = WithColumns::kNo;
    } else {
      json = json_of(partial_metadata(kind_, document, accepted_.transform_version));
    }
    append_line(type_name(event.type), json, pieces);
  }

  const Kind& kind_;
  const Accepted accepted_;
  const Clock& clock_;
  const IncludeObject include_;
  WithColumns with_columns_ = WithColumns::kYes;
};

// How a reader finds where an event ends: by the events' own bytes, or because each is a message of the connection.
enum class Framing : uint8_t { kPieces, kMessages };

// meta/v1 WatchEvent { type = 1, object = 2 { raw = 1 } }, behind its length in 4 bytes unless it is a message of its own.
class ProtobufWriter final : public EventWriter {
 public:
  ProtobufWriter(const Call& call, Framing framing) : resource_(call.resource), accepted_(call.accepted), framing_(framing) {}
  Result<void> append(const WatchEvent& event, std::vector<Bytes>& pieces) override {
    PINTLE_TRY(Bytes object, encode(event));
    append_event(type_name(event.type), std::move(object), pieces);
    return {};
  }
  void append_error(const Status& status, std::vector<Bytes>& pieces) override {
    const net::Response body = text_body(200, status_json(status), {.encoding = Encoding::kProtobuf}, "v1", "Status");
    append_event("ERROR", std::get<Bytes>(body.body), pieces);
  }

 private:
  static Bytes encode_document(const Document& document) {
    std::string out;
    const schema::Type& type = *document.type();
    object::encode_protobuf_object(type, document.root(), {object::api_version(document.root(), type), object::kind(document.root(), type)},
                                   out);
    return Bytes::take(std::move(out));
  }
  Result<Bytes> encode(const WatchEvent& event) const {
    const bool whole = accepted_.transform == Transform::kNone;
    if (event.object && whole && !resource_.converts()) return event.object->canonical();
    if (!event.object && whole) return encode_document(bookmark(resource_, event));
    if (!event.object) return encode_document(partial_metadata(*resource_.kind, bookmark(resource_, event), accepted_.transform_version));
    PINTLE_TRY(const Document document, decode_stored(resource_, *event.object));
    return encode_document(whole ? document.clone() : partial_metadata(*resource_.kind, document, accepted_.transform_version));
  }
  void append_event(std::string_view type, Bytes object, std::vector<Bytes>& pieces) const {
    std::string raw;
    object::append_field_head(1, object.size(), raw);
    std::string event;
    object::append_field_head(1, type.size(), event);
    event += type;
    object::append_field_head(2, raw.size() + object.size(), event);
    event += raw;
    const size_t size = event.size() + object.size();
    std::string length;
    for (int shift = 24; shift >= 0; shift -= 8) length += static_cast<char>(size >> shift);
    pieces.push_back(Bytes::take(framing_ == Framing::kMessages ? event : length + event));
    pieces.push_back(std::move(object));
  }

  const Resource& resource_;
  const Accepted accepted_;
  const Framing framing_;
};

class WatchStream final : public net::BodyStream {
 public:
  WatchStream(std::unique_ptr<cache::Watch> watch, std::unique_ptr<EventWriter> writer, Framing framing)
      : watch_(std::move(watch)), writer_(std::move(writer)), framing_(framing) {}

  // Ends the stream after `timeout`, as if the client had asked for no more.
  void end_after(Loop& loop, std::chrono::milliseconds timeout) {
    timer_ = loop.after(timeout, [this] { watch_->cancel(); });
  }

  Task<std::vector<Bytes>> next() override {
    std::vector<Bytes> pieces;
    if (failed_) co_return pieces;
    for (const WatchEvent& event : co_await watch_->next()) {
      const size_t before = pieces.size();
      if (auto written = writer_->append(event, pieces); !written) {
        pieces.resize(before);
        writer_->append_error(written.error(), pieces);
        failed_ = true;
      }
      if (framing_ == Framing::kMessages) {  // a message is a whole event
        Bytes message = joined(std::span(pieces).subspan(before));
        pieces.resize(before);
        pieces.push_back(std::move(message));
      }
      if (failed_) break;
    }
    co_return pieces;
  }
  void cancel() override { watch_->cancel(); }

 private:
  std::unique_ptr<cache::Watch> watch_;
  std::unique_ptr<EventWriter> writer_;
  const Framing framing_;
  std::unique_ptr<Loop::Timer> timer_;
  bool failed_ = false;
};

// The one ERROR event of a watch that cannot begin.
class ErrorStream final : public net::BodyStream {
 public:
  explicit ErrorStream(std::vector<Bytes> pieces) : pieces_(std::move(pieces)) {}
  Task<std::vector<Bytes>> next() override { co_return std::exchange(pieces_, {}); }
  void cancel() override {}

 private:
  std::vector<Bytes> pieces_;
};

Result<std::unique_ptr<EventWriter>> make_writer(const Call& call, Framing framing) {
  if (call.accepted.encoding == Encoding::kYaml)
    return fail(Status::not_acceptable(
        "only the following media types are accepted: application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch"));
  if (call.accepted.encoding == Encoding::kProtobuf) return std::make_unique<ProtobufWriter>(call, framing);
  if (call.accepted.transform == Transform::kNone) return std::make_unique<JsonWriter>(call.resource);
  PINTLE_TRY(const IncludeObject include, read_include_object(call.query));
  return std::make_unique<TransformingJsonWriter>(call, include);
}

// Where the events begin. A plain watch without a version shows the state first; sendInitialEvents marks its end.
Result<cache::WatchOptions> watch_options(const ListOptions& options, const ListScope& scope) {
  PINTLE_TRY(const int64_t revision, parse_resource_version(options.resource_version));
  cache::WatchOptions result{.key_prefix = scope.key_prefix,
                             .key = scope.key,
                             .after = revision,
                             .selection = scope.selection->empty() ? nullptr : scope.selection,
                             .bookmarks = options.allow_bookmarks};
  if (options.send_initial_events.value_or(false))
    result.initial_events = options.allow_bookmarks ? cache::InitialEvents::kStateAndBookmark : cache::InitialEvents::kState;
  else if (revision == 0 && !options.send_initial_events)  // by the /watch/ prefix
    result.initial_events = cache::InitialEvents::kState;
  return result;
}

constexpr int64_t kWatchSecondsMax = 10LL * 365 * 24 * 3600;  // ours: what is longer is this

// Upstream's: the client's timeoutSeconds, or between once and twice --min-request-timeout, so that watches do not all end at once.
std::chrono::milliseconds watch_timeout(const Call& call, const ListOptions& options) {
  const int64_t asked = options.timeout_seconds.value_or(0);
  if (asked != 0) return std::chrono::seconds(std::clamp<int64_t>(asked, 0, kWatchSecondsMax));
  uint32_t random = 0;
  PINTLE_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(&random), sizeof random) == 1);
  const std::chrono::milliseconds least = call.backend.min_request_timeout;
  return least + std::chrono::milliseconds(least.count() * (random % 1000) / 1000);
}

// Initial events show at least the version that was asked for.
Task<Result<std::unique_ptr<cache::Watch>>> begin_watch(const Call& call, const ListOptions& options, cache::WatchOptions wanted) {
  if (options.send_initial_events.value_or(false) && wanted.after > call.backend.cache.revision())
    PINTLE_CO_TRY_VOID(co_await call.backend.cache.wait_for(wanted.after, call.loop()));
  co_return call.resource.cache->watch(call.loop(), std::move(wanted));
}

std::string stream_content_type(const Accepted& accepted) {
  if (accepted.encoding == Encoding::kProtobuf) return "application/vnd.kubernetes.protobuf;stream=watch";
  return "application/json";
}

}  // namespace

Task<Result<net::Response>> watch(Call& call) {
  PINTLE_CO_TRY(const ListOptions options, read_list_options(call.query));
  PINTLE_CO_TRY(const ListScope scope, read_scope(call, options));
  const bool web_socket = net::is_websocket_request(call.http);
  const Framing framing = web_socket ? Framing::kMessages : Framing::kPieces;
  PINTLE_CO_TRY(std::unique_ptr<EventWriter> writer, make_writer(call, framing));
  PINTLE_CO_TRY(cache::WatchOptions watch_options_, watch_options(options, scope));
  const std::chrono::milliseconds timeout = watch_timeout(call, options);
  watch_options_.deadline = call.backend.clock.steady() + timeout;
  net::Response response;
  response.headers.add("content-type", stream_content_type(call.accepted));
  if (web_socket) {
    response.status = 101;
    response.websocket = std::make_unique<net::Response::WebSocket>();
    response.websocket->binary = call.accepted.encoding == Encoding::kProtobuf;
  }
  auto started = co_await begin_watch(call, options, std::move(watch_options_));
  if (!started) {
    std::vector<Bytes> pieces;
    writer->append_error(started.error(), pieces);
    if (web_socket) pieces = {joined(pieces)};
    response.body = std::make_unique<ErrorStream>(std::move(pieces));
    co_return response;
  }
  auto stream = std::make_unique<WatchStream>(*std::move(started), std::move(writer), framing);
  stream->end_after(call.loop(), timeout);
  response.body = std::move(stream);
  co_return response;
}

}  // namespace pintle::api
