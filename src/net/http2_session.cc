#include "net/http2_session.h"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>
#include <vector>

#include "net/exchange.h"
#include "net/limits.h"
#include "net/rate_limit.h"
#include "net/request_target.h"
#include "net/response_head.h"
#include "net/token_list.h"
#include "net/worker.h"

namespace pintle::net {
namespace {

constexpr size_t kFrameHeaderBytes = 9;
// The largest DATA payload that fills one record together with its frame header.
constexpr size_t kDataBytesMax = kRecordBytes - kFrameHeaderBytes;
// A record with less room than this is sent as it is, rather than begun with a small DATA frame.
constexpr size_t kDataBytesMin = 1024;
// A client that opens its windows by less than this makes us work for nothing ("data dribble", CVE-2019-9511).
constexpr size_t kTinyDataBytes = 64;

struct Stream {
  std::shared_ptr<Exchange> exchange;
  size_t header_bytes = 0;
  bool head_done = false;
};

class Http2Session final : public Session, private ExchangeHost {
 public:
  explicit Http2Session(SessionHost& host) : host_(host), options_(host.worker()->options) {}
  ~Http2Session() override { nghttp2_session_del(session_); }
  bool begin();

  void receive(std::string_view bytes) override;
  void receive_end() override { dead_ = true; }
  void produce(std::string& out) override;
  bool wants_input() const override { return !failed_ && !dead_; }
  bool finished() const override;
  void expire() override;
  void stop() override;
  void lost() override;

 private:
  friend struct Callbacks;

  void read_body(Exchange& exchange) override;
  void respond(Exchange& exchange) override;
  void body_ready(Exchange& exchange) override;

  // What nghttp2 reports.
  int on_begin_frame(const nghttp2_frame_hd& frame);
  int on_begin_headers(const nghttp2_frame& frame);
  int on_header(const nghttp2_frame& frame, std::string_view name, std::string_view value);
  int on_frame(const nghttp2_frame& frame);
  int on_data(int32_t id, std::string_view bytes);
  int on_stream_close(int32_t id);
  int on_frame_sent(const nghttp2_frame& frame);
  ssize_t data_length(int32_t stream_window, int32_t connection_window, uint32_t frame_max) const;
  ssize_t read_data(int32_t id, size_t length, uint32_t& flags);
  int send_data(const nghttp2_frame& frame, const uint8_t* frame_header, size_t length);

  Stream* find(int32_t id);
  void start_requests();
  void start(int32_t id, Stream& stream);
  void add_header(Stream& stream, std::string_view name, std::string_view value);
  void answer_without_body(int32_t id, std::string_view status);
  // For nghttp2: 0, or, when it is too much, the session's end.
  int count_idle_frame();
  int count_reset();
  int flooded();

  SessionHost& host_;
  const ServerOptions& options_;
  nghttp2_session* session_ = nullptr;
  std::unordered_map<int32_t, Stream> streams_;
  std::vector<int32_t> whole_heads_;  // of requests that are not started; inside receive()
  std::shared_ptr<Exchange::Gate> gate_ = std::make_shared<Exchange::Gate>();
  RateLimit resets_{kResetBurst, kResetsPerSecond};
  RateLimit idle_frames_{kIdleFrameBurst, kIdleFramesPerSecond};
  std::string* out_ = nullptr;  // inside produce()
  bool failed_ = false;         // the client's fault: nothing is read any more, a GOAWAY is still sent
  bool dead_ = false;           // nothing is sent either
  bool stopping_ = false;
};

// nghttp2's C callbacks, each handed to the session.
struct Callbacks {
  static Http2Session& self(void* user) { return *static_cast<Http2Session*>(user); }
  static std::string_view view(const uint8_t* bytes, size_t size) { return {reinterpret_cast<const char*>(bytes), size}; }

  static int begin_frame(nghttp2_session*, const nghttp2_frame_hd* frame, void* user) { return self(user).on_begin_frame(*frame); }
  static int begin_headers(nghttp2_session*, const nghttp2_frame* frame, void* user) { return self(user).on_begin_headers(*frame); }
  static int header(nghttp2_session*, const nghttp2_frame* frame, const uint8_t* name, size_t name_size, const uint8_t* value,
                    size_t value_size, uint8_t, void* user) {
    return self(user).on_header(*frame, view(name, name_size), view(value, value_size));
  }
  static int frame_recv(nghttp2_session*, const nghttp2_frame* frame, void* user) { return self(user).on_frame(*frame); }
  static int invalid_frame_recv(nghttp2_session*, const nghttp2_frame*, int, void* user) { return self(user).count_idle_frame(); }
  static int data_chunk(nghttp2_session*, uint8_t, int32_t id, const uint8_t* bytes, size_t size, void* user) {
    return self(user).on_data(id, view(bytes, size));
  }
  static int stream_close(nghttp2_session*, int32_t id, uint32_t, void* user) { return self(user).on_stream_close(id); }
  static int frame_send(nghttp2_session*, const nghttp2_frame* frame, void* user) { return self(user).on_frame_sent(*frame); }
  static ssize_t data_length(nghttp2_session*, uint8_t, int32_t, int32_t connection_window, int32_t stream_window, uint32_t frame_max,
                             void* user) {
    return self(user).data_length(stream_window, connection_window, frame_max);
  }
  static ssize_t read_data(nghttp2_session*, int32_t id, uint8_t*, size_t length, uint32_t* flags, nghttp2_data_source*, void* user) {
    return self(user).read_data(id, length, *flags);
  }
  static int send_data(nghttp2_session*, nghttp2_frame* frame, const uint8_t* frame_header, size_t length, nghttp2_data_source*,
                       void* user) {
    return self(user).send_data(*frame, frame_header, length);
  }

  static const nghttp2_session_callbacks* get() {
    static const nghttp2_session_callbacks* const callbacks = make();
    return callbacks;
  }
  static const nghttp2_option* options() {
    static const nghttp2_option* const options = make_options();
    return options;
  }

 private:
  static const nghttp2_session_callbacks* make() {
    nghttp2_session_callbacks* made = nullptr;
    if (nghttp2_session_callbacks_new(&made) != 0) return nullptr;
    nghttp2_session_callbacks_set_on_begin_frame_callback(made, begin_frame);
    nghttp2_session_callbacks_set_on_begin_headers_callback(made, begin_headers);
    nghttp2_session_callbacks_set_on_header_callback(made, header);
    nghttp2_session_callbacks_set_on_frame_recv_callback(made, frame_recv);
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(made, invalid_frame_recv);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(made, data_chunk);
    nghttp2_session_callbacks_set_on_stream_close_callback(made, stream_close);
    nghttp2_session_callbacks_set_on_frame_send_callback(made, frame_send);
    nghttp2_session_callbacks_set_data_source_read_length_callback(made, data_length);
    nghttp2_session_callbacks_set_send_data_callback(made, send_data);
    return made;
  }
  static const nghttp2_option* make_options() {
    nghttp2_option* made = nullptr;
    if (nghttp2_option_new(&made) != 0) return nullptr;
    nghttp2_option_set_no_auto_window_update(made, 1);
    nghttp2_option_set_no_closed_streams(made, 1);
    nghttp2_option_set_max_deflate_dynamic_table_size(made, kSentHeaderTableBytesMax);
    nghttp2_option_set_max_outbound_ack(made, kOutboundAcksMax);
    nghttp2_option_set_max_continuations(made, kContinuationsMax);
    // Ours are counted in on_frame and on_frame_sent, which also see the resets that we send for the client's fault.
    nghttp2_option_set_stream_reset_rate_limit(made, 2 * kResetBurst, 2 * kResetsPerSecond);
    return made;
  }
};

// Every frame, also on streams that are no more.
int Http2Session::on_begin_frame(const nghttp2_frame_hd& frame) {
  switch (frame.type) {
    case NGHTTP2_HEADERS:
    case NGHTTP2_WINDOW_UPDATE:  // a fast download sends many
      return 0;
    case NGHTTP2_RST_STREAM:
      return count_reset();
    case NGHTTP2_DATA:
      return frame.length > 0 || (frame.flags & NGHTTP2_FLAG_END_STREAM) ? 0 : count_idle_frame();
    default:
      return count_idle_frame();
  }
}

bool Http2Session::begin() {
  if (!Callbacks::get() || !Callbacks::options()) return false;
  if (nghttp2_session_server_new2(&session_, Callbacks::get(), this, Callbacks::options()) != 0) return false;
  const nghttp2_settings_entry settings[] = {
      {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, options_.concurrent_streams_max},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, kHeaderListBytesMax},
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, static_cast<uint32_t>(kStreamWindowBytes)},
  };
  if (nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings, std::size(settings)) != 0) return false;
  nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0, kConnectionWindowBytes);
  host_.set_deadline(options_.timeouts.head);
  return true;
}

void Http2Session::receive(std::string_view bytes) {
  ssize_t used = nghttp2_session_mem_recv(session_, reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  start_requests();
  if (used >= 0) return;
  // A callback that failed has said why with a GOAWAY; anything else is a client that cannot be talked to.
  failed_ = used == NGHTTP2_ERR_CALLBACK_FAILURE;
  dead_ = !failed_;
}

// Not inside nghttp2's callbacks, so that a small body is there before its handler asks, and a request that was reset in the same
// breath is not begun.
void Http2Session::start_requests() {
  for (int32_t id : std::exchange(whole_heads_, {})) {
    if (Stream* stream = find(id); stream && !dead_) start(id, *stream);
  }
}

void Http2Session::produce(std::string& out) {
  out_ = &out;
  // A session that was terminated wants nothing but would still give what its streams have.
  while (!dead_ && out.size() < kRecordBytes && nghttp2_session_want_write(session_) != 0) {
    const uint8_t* frame = nullptr;
    ssize_t size = nghttp2_session_mem_send(session_, &frame);
    if (size < 0) dead_ = true;
    if (size <= 0) break;
    out.append(reinterpret_cast<const char*>(frame), static_cast<size_t>(size));
  }
  out_ = nullptr;
}

bool Http2Session::finished() const {
  return dead_ || failed_ || (nghttp2_session_want_read(session_) == 0 && nghttp2_session_want_write(session_) == 0);
}

void Http2Session::expire() {
  if (streams_.empty()) return stop();
  dead_ = true;  // half a header block
}

// RFC 9113 section 6.8: streams above the last one named were not looked at, their client may send them elsewhere.
void Http2Session::stop() {
  if (std::exchange(stopping_, true)) return;
  nghttp2_submit_goaway(session_, NGHTTP2_FLAG_NONE, nghttp2_session_get_last_proc_stream_id(session_), NGHTTP2_NO_ERROR, nullptr, 0);
  std::vector<std::shared_ptr<Exchange>> exchanges;
  for (auto& [id, stream] : streams_) exchanges.push_back(stream.exchange);
  for (auto& exchange : exchanges) exchange->cancel();
}

void Http2Session::lost() {
  dead_ = true;
  auto streams = std::exchange(streams_, {});
  for (auto& [id, stream] : streams) stream.exchange->lost();
}

Stream* Http2Session::find(int32_t id) {
  auto found = streams_.find(id);
  return found == streams_.end() ? nullptr : &found->second;
}

// --- Requests.

int Http2Session::on_begin_headers(const nghttp2_frame& frame) {
  if (frame.hd.type != NGHTTP2_HEADERS || frame.headers.cat != NGHTTP2_HCAT_REQUEST) return 0;
  int32_t id = frame.hd.stream_id;
  // Handlers whose client has reset them still count: opening and resetting streams gains nothing.
  if (gate_->running >= options_.concurrent_streams_max) {
    nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, id, NGHTTP2_REFUSED_STREAM);
    return 0;
  }
  streams_[id].exchange = std::make_shared<Exchange>(host_.worker(), host_.peer(), id);
  streams_[id].exchange->request().version = 20;
  // Until the rest of the header block is there, nothing else can come on this connection.
  bool whole = (frame.hd.flags & NGHTTP2_FLAG_END_HEADERS) != 0;
  host_.set_deadline(whole ? std::nullopt : std::optional(options_.timeouts.head));
  return 0;
}

int Http2Session::on_header(const nghttp2_frame& frame, std::string_view name, std::string_view value) {
  Stream* stream = find(frame.hd.stream_id);
  if (!stream) return 0;
  stream->header_bytes += name.size() + value.size() + 32;
  if (stream->header_bytes > kHeaderListBytesHardMax) return flooded();
  if (stream->header_bytes <= kHeaderListBytesMax && !stream->head_done) add_header(*stream, name, value);
  return 0;
}

void Http2Session::add_header(Stream& stream, std::string_view name, std::string_view value) {
  Request& request = stream.exchange->request();
  if (name == ":method") {
    request.method = value;
  } else if (name == ":path") {
    request.target = value;
  } else if (name == ":authority" || (name == "host" && request.authority.empty())) {
    request.authority = value;
  } else if (!name.starts_with(':')) {
    request.headers.add(std::string(name), std::string(value));
  }
}

int Http2Session::on_frame(const nghttp2_frame& frame) {
  if (frame.hd.type == NGHTTP2_SETTINGS && streams_.empty()) host_.set_deadline(options_.timeouts.idle);
  if (frame.hd.type != NGHTTP2_HEADERS && frame.hd.type != NGHTTP2_DATA) return 0;
  bool last = (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
  Stream* stream = find(frame.hd.stream_id);
  if (!stream) return 0;
  if (!std::exchange(stream->head_done, true)) {
    host_.set_deadline(std::nullopt);
    whole_heads_.push_back(frame.hd.stream_id);
  }
  auto exchange = stream->exchange;  // its handler may end the stream
  if (last) exchange->incoming().end();
  return 0;
}

void Http2Session::start(int32_t id, Stream& stream) {
  if (stream.header_bytes > kHeaderListBytesMax) return answer_without_body(id, "431");
  Request& request = stream.exchange->request();
  if (!split_target(request)) {
    nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, id, NGHTTP2_PROTOCOL_ERROR);
    return;
  }
  std::string_view length = request.headers.get("content-length");
  uint64_t bytes = 0;
  if (std::from_chars(length.data(), length.data() + length.size(), bytes).ec == std::errc() && !length.empty()) {
    stream.exchange->incoming().expect(bytes);
  }
  stream.exchange->start(*this, gate_);
}

void Http2Session::answer_without_body(int32_t id, std::string_view status) {
  const nghttp2_nv head = {(uint8_t*)":status", (uint8_t*)status.data(), 7, status.size(), NGHTTP2_NV_FLAG_NONE};
  nghttp2_submit_response(session_, id, &head, 1, nullptr);
  host_.wake();
}

int Http2Session::on_data(int32_t id, std::string_view bytes) {
  // The connection's window is given back at once, so that a body that nobody reads holds up only its own stream.
  nghttp2_session_consume_connection(session_, bytes.size());
  Stream* stream = find(id);
  if (!stream) return 0;
  IncomingBody& body = stream->exchange->incoming();
  body.receive(bytes);
  if (body.wanted() && !body.refused()) nghttp2_session_consume_stream(session_, id, bytes.size());
  return 0;
}

void Http2Session::read_body(Exchange& exchange) {
  int32_t id = exchange.stream();
  if (exchange.request().headers.has("expect") && exchange.incoming().buffered() == 0) {
    const nghttp2_nv head = {(uint8_t*)":status", (uint8_t*)"100", 7, 3, NGHTTP2_NV_FLAG_NONE};
    nghttp2_submit_headers(session_, NGHTTP2_FLAG_NONE, id, nullptr, &head, 1, nullptr);
  }
  nghttp2_session_consume_stream(session_, id, exchange.incoming().buffered());
  if (exchange.incoming().length_left() > static_cast<uint64_t>(kStreamWindowBytes)) {
    nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, id, kReadingStreamWindowBytes);
  }
  host_.wake();
}

// --- Responses.

void Http2Session::respond(Exchange& exchange) {
  const Response& response = exchange.response();
  if (response.websocket) {  // HTTP/2 has no such handshake; RFC 8441 is not spoken, as in Go
    answer_without_body(exchange.stream(), "400");
    return exchange.lost();
  }
  std::vector<nghttp2_nv> head;
  head.reserve(response.headers.fields().size() + 3);
  auto add = [&head](std::string_view name, std::string_view value) {
    head.push_back({(uint8_t*)name.data(), (uint8_t*)value.data(), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE});
  };
  std::string status = std::to_string(response.status);
  std::string length = std::to_string(exchange.body().size());
  add(":status", status);
  for (const Header& field : response.headers.fields()) {
    if (!is_connection_field(field.name)) add(field.name, field.value);
  }
  add("date", host_.worker()->date());
  bool may_have_body = status_has_body(response.status);
  if (!exchange.streamed() && may_have_body) add("content-length", length);
  bool has_body = may_have_body && exchange.request().method != "HEAD" && (exchange.streamed() || exchange.body().size() > 0);
  nghttp2_data_provider body{{.ptr = nullptr}, Callbacks::read_data};
  if (nghttp2_submit_response(session_, exchange.stream(), head.data(), head.size(), has_body ? &body : nullptr) != 0) dead_ = true;
  if (!has_body) exchange.lost();
  if (has_token(response.headers.get("connection"), "close")) stop();
  host_.wake();
}

void Http2Session::body_ready(Exchange& exchange) {
  nghttp2_session_resume_data(session_, exchange.stream());
  host_.wake();
}

ssize_t Http2Session::data_length(int32_t stream_window, int32_t connection_window, uint32_t frame_max) const {
  size_t used = out_ ? out_->size() + kFrameHeaderBytes : 0;
  size_t room = used + kDataBytesMin <= kRecordBytes ? kRecordBytes - used : kDataBytesMax;
  return static_cast<ssize_t>(
      std::min({room, static_cast<size_t>(stream_window), static_cast<size_t>(connection_window), static_cast<size_t>(frame_max)}));
}

ssize_t Http2Session::read_data(int32_t id, size_t length, uint32_t& flags) {
  Stream* stream = find(id);
  if (!stream) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
  auto exchange = stream->exchange;
  exchange->pull(length);
  OutgoingBody& body = exchange->body();
  size_t size = std::min(length, body.size());
  if (size == 0 && !body.ended()) return NGHTTP2_ERR_DEFERRED;
  if (size == 0 && exchange->broken_off()) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
  if (size < kTinyDataBytes && size < body.size()) failed_ |= count_idle_frame() != 0;
  flags |= NGHTTP2_DATA_FLAG_NO_COPY;
  if (size == body.size() && body.ended() && !exchange->broken_off()) flags |= NGHTTP2_DATA_FLAG_EOF;
  return static_cast<ssize_t>(size);
}

int Http2Session::send_data(const nghttp2_frame& frame, const uint8_t* frame_header, size_t length) {
  if (!out_->empty() && out_->size() + kFrameHeaderBytes + length > kRecordBytes) return NGHTTP2_ERR_WOULDBLOCK;
  Stream* stream = find(frame.hd.stream_id);
  if (!stream) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
  out_->append(reinterpret_cast<const char*>(frame_header), kFrameHeaderBytes);
  stream->exchange->body().take(length, *out_);
  return 0;
}

int Http2Session::on_frame_sent(const nghttp2_frame& frame) {
  // NO_ERROR and INTERNAL_ERROR are not the client's fault.
  if (frame.hd.type == NGHTTP2_RST_STREAM && frame.rst_stream.error_code != NGHTTP2_NO_ERROR &&
      frame.rst_stream.error_code != NGHTTP2_INTERNAL_ERROR) {
    failed_ |= count_reset() != 0;  // not returned: nghttp2 would not send the GOAWAY any more
    return 0;
  }
  bool answered = (frame.hd.type == NGHTTP2_HEADERS || frame.hd.type == NGHTTP2_DATA) && (frame.hd.flags & NGHTTP2_FLAG_END_STREAM);
  if (!answered) return 0;
  // The client may stop sending a body that nobody waits for (RFC 9113 section 8.1).
  Stream* stream = find(frame.hd.stream_id);
  if (stream && !stream->exchange->incoming().ended()) {
    nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, frame.hd.stream_id, NGHTTP2_NO_ERROR);
  }
  return 0;
}

int Http2Session::on_stream_close(int32_t id) {
  auto node = streams_.extract(id);
  if (node.empty()) return 0;
  node.mapped().exchange->lost();
  if (streams_.empty()) host_.set_deadline(options_.timeouts.idle);
  return 0;
}

// --- Floods.

int Http2Session::count_idle_frame() { return idle_frames_.take(std::chrono::steady_clock::now) ? 0 : flooded(); }

int Http2Session::count_reset() { return resets_.take(std::chrono::steady_clock::now) ? 0 : flooded(); }

int Http2Session::flooded() {
  nghttp2_session_terminate_session(session_, NGHTTP2_ENHANCE_YOUR_CALM);
  return NGHTTP2_ERR_CALLBACK_FAILURE;
}

}  // namespace

std::unique_ptr<Session> make_http2_session(SessionHost& host) {
  auto session = std::make_unique<Http2Session>(host);
  if (!session->begin()) return nullptr;
  return session;
}

}  // namespace pintle::net
