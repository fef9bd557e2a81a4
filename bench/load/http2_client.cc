// The HTTP/2 client: nghttp2 does the protocol, a Connection the bytes. Windows are those that client-go's transport announces for a
// stream, and so large for the connection that it never bounds what is measured.
#include <nghttp2/nghttp2.h>

#include <array>
#include <charconv>
#include <cstring>
#include <utility>
#include <vector>

#include "load/client.h"
#include "load/connection.h"

namespace pintle::load {
namespace {

constexpr int32_t kStreamWindowBytes = 4 << 20;
constexpr int32_t kConnectionWindowBytes = 1 << 30;
constexpr size_t kWriteBytesMax = 64 << 10;  // gathered before they are written

class Http2Client final : public Client, public Connection::Session {
 public:
  static Result<std::unique_ptr<Client>> open(EventLoop& loop, const TlsClient& tls);
  ~Http2Client() override {
    connection_.reset();
    nghttp2_session_del(session_);
  }

  void send(Exchange& exchange) override;
  bool received(std::string_view bytes) override;
  void write_to(std::string& out) override;
  void lost(const std::string& why) override;

 private:
  explicit Http2Client(const TlsClient& tls);
  void forget(Exchange& exchange);

  std::string authority_;
  std::string authorization_;
  nghttp2_session* session_ = nullptr;
  std::unique_ptr<Connection> connection_;
  std::vector<Exchange*> active_;  // each at its own `slot`
};

nghttp2_nv header(std::string_view name, std::string_view value) {
  const auto bytes = [](std::string_view text) { return reinterpret_cast<uint8_t*>(const_cast<char*>(text.data())); };
  return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NO_COPY_NAME};
}

int on_header(nghttp2_session* session, const nghttp2_frame* frame, const uint8_t* name, size_t name_length, const uint8_t* value,
              size_t value_length, uint8_t, void*) {
  auto* exchange = static_cast<Exchange*>(nghttp2_session_get_stream_user_data(session, frame->hd.stream_id));
  if (exchange == nullptr) return 0;
  const std::string_view field(reinterpret_cast<const char*>(name), name_length);
  const std::string_view text(reinterpret_cast<const char*>(value), value_length);
  if (field == ":status") std::from_chars(text.data(), text.data() + text.size(), exchange->response.status);
  if (field == "etag") exchange->response.etag = text;
  return 0;
}

int on_data(nghttp2_session* session, uint8_t, int32_t stream, const uint8_t* data, size_t length, void*) {
  auto* exchange = static_cast<Exchange*>(nghttp2_session_get_stream_user_data(session, stream));
  if (exchange != nullptr) exchange->take_body({reinterpret_cast<const char*>(data), length});
  return 0;
}

ssize_t read_body(nghttp2_session*, int32_t, uint8_t* buffer, size_t length, uint32_t* flags, nghttp2_data_source* source, void*) {
  auto& exchange = *static_cast<Exchange*>(source->ptr);
  const std::string& body = exchange.request.body;
  const size_t count = std::min(length, body.size() - exchange.body_sent);
  memcpy(buffer, body.data() + exchange.body_sent, count);
  exchange.body_sent += count;
  if (exchange.body_sent == body.size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
  return static_cast<ssize_t>(count);
}

Http2Client::Http2Client(const TlsClient& tls) : authority_(tls.target().authority) {
  const std::string& token = tls.target().credentials.token;
  if (!token.empty()) authorization_ = "Bearer " + token;
}

Result<std::unique_ptr<Client>> Http2Client::open(EventLoop& loop, const TlsClient& tls) {
  std::unique_ptr<Http2Client> client(new Http2Client(tls));
  nghttp2_session_callbacks* callbacks = nullptr;
  nghttp2_session_callbacks_new(&callbacks);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
  nghttp2_session_callbacks_set_on_stream_close_callback(
      callbacks, [](nghttp2_session* session, int32_t stream, uint32_t code, void* self) {
        auto* exchange = static_cast<Exchange*>(nghttp2_session_get_stream_user_data(session, stream));
        if (exchange == nullptr) return 0;
        static_cast<Http2Client*>(self)->forget(*exchange);
        exchange->finish(code == NGHTTP2_NO_ERROR ? "" : std::string("stream reset: ") + nghttp2_http2_strerror(code));
        return 0;
      });
  nghttp2_session_client_new(&client->session_, callbacks, client.get());
  nghttp2_session_callbacks_del(callbacks);
  const std::array<nghttp2_settings_entry, 2> settings = {
      {{NGHTTP2_SETTINGS_ENABLE_PUSH, 0}, {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, kStreamWindowBytes}}};
  nghttp2_submit_settings(client->session_, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
  nghttp2_session_set_local_window_size(client->session_, NGHTTP2_FLAG_NONE, 0, kConnectionWindowBytes);
  PINTLE_TRY(client->connection_, Connection::open(loop, tls, Protocol::kHttp2, *client));
  client->connection_->flush_soon();
  return client;
}

void Http2Client::send(Exchange& exchange) {
  exchange.begin(Clock::now());
  if (connection_->is_lost()) return exchange.finish("the connection is gone");
  const Request& request = exchange.request;
  std::array<nghttp2_nv, 10> headers = {header(":method", request.method), header(":scheme", "https"), header(":authority", authority_),
                                        header(":path", request.path), header("user-agent", "pintle-load")};
  size_t count = 5;
  if (!authorization_.empty()) headers[count++] = header("authorization", authorization_);
  if (!request.accept.empty()) headers[count++] = header("accept", request.accept);
  if (request.gzip) headers[count++] = header("accept-encoding", "gzip");
  if (!request.if_none_match.empty()) headers[count++] = header("if-none-match", request.if_none_match);
  if (!request.body.empty()) headers[count++] = header("content-type", request.content_type);
  const nghttp2_data_provider body{.source = {.ptr = &exchange}, .read_callback = read_body};
  const int32_t stream =
      nghttp2_submit_request(session_, nullptr, headers.data(), count, request.body.empty() ? nullptr : &body, &exchange);
  if (stream < 0) return exchange.finish(nghttp2_strerror(stream));
  exchange.slot = active_.size();
  active_.push_back(&exchange);
  connection_->flush_soon();
}

bool Http2Client::received(std::string_view bytes) {
  const ssize_t taken = nghttp2_session_mem_recv(session_, reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  if (nghttp2_session_want_write(session_) != 0) connection_->flush_soon();
  return taken >= 0;
}

void Http2Client::write_to(std::string& out) {
  while (out.size() < kWriteBytesMax) {
    const uint8_t* data = nullptr;
    const ssize_t length = nghttp2_session_mem_send(session_, &data);
    if (length <= 0) return;
    out.append(reinterpret_cast<const char*>(data), static_cast<size_t>(length));
  }
}

void Http2Client::forget(Exchange& exchange) {
  active_[exchange.slot] = active_.back();
  active_[exchange.slot]->slot = exchange.slot;
  active_.pop_back();
}

void Http2Client::lost(const std::string& why) {
  for (Exchange* exchange : std::exchange(active_, {})) exchange->finish(why);
}

}  // namespace

Result<std::unique_ptr<Client>> open_http2_client(EventLoop& loop, const TlsClient& tls) { return Http2Client::open(loop, tls); }

}  // namespace pintle::load
