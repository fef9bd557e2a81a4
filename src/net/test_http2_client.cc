#include "net/test_http2_client.h"

#include <algorithm>
#include <cstring>

namespace pintle::net {

struct TestHttp2Callbacks {
  static TestHttp2Client& self(void* user) { return *static_cast<TestHttp2Client*>(user); }

  static int header(nghttp2_session*, const nghttp2_frame* frame, const uint8_t* name, size_t name_size, const uint8_t* value,
                    size_t value_size, uint8_t, void* user) {
    auto& answer = self(user).answers[frame->hd.stream_id];
    std::string key(reinterpret_cast<const char*>(name), name_size);
    std::string text(reinterpret_cast<const char*>(value), value_size);
    if (key == ":status" && text == "100") {
      answer.continued = true;
    } else if (key == ":status") {
      answer.status = std::stoi(text);
    } else {
      answer.headers[key] = text;
    }
    return 0;
  }
  static int data(nghttp2_session*, uint8_t, int32_t id, const uint8_t* bytes, size_t size, void* user) {
    self(user).answers[id].body.append(reinterpret_cast<const char*>(bytes), size);
    return 0;
  }
  static int close(nghttp2_session*, int32_t id, uint32_t error, void* user) {
    auto& answer = self(user).answers[id];
    answer.closed = true;
    answer.error = error;
    return 0;
  }
  static int frame(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    if (frame->hd.type == NGHTTP2_PING && (frame->hd.flags & NGHTTP2_FLAG_ACK)) ++self(user).pings_;
    if (frame->hd.type == NGHTTP2_GOAWAY) {
      self(user).goaway = true;
      self(user).goaway_error = frame->goaway.error_code;
    }
    return 0;
  }
  static ssize_t upload(nghttp2_session*, int32_t id, uint8_t* out, size_t size, uint32_t* flags, nghttp2_data_source*, void* user) {
    auto& upload = self(user).uploads_[id];
    size_t part = std::min(size, upload.bytes.size() - upload.sent);
    if (part == 0 && !upload.whole) return NGHTTP2_ERR_DEFERRED;
    std::memcpy(out, upload.bytes.data() + upload.sent, part);
    upload.sent += part;
    if (upload.sent == upload.bytes.size() && upload.whole) *flags |= NGHTTP2_DATA_FLAG_EOF;
    return static_cast<ssize_t>(part);
  }
};

TestHttp2Client::TestHttp2Client(std::unique_ptr<TestSocket> socket, Options options) : socket_(std::move(socket)) {
  nghttp2_session_callbacks* callbacks = nullptr;
  nghttp2_session_callbacks_new(&callbacks);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, TestHttp2Callbacks::header);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, TestHttp2Callbacks::data);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, TestHttp2Callbacks::close);
  nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, TestHttp2Callbacks::frame);
  nghttp2_option* option = nullptr;
  nghttp2_option_new(&option);
  nghttp2_option_set_no_auto_window_update(option, options.open_windows ? 0 : 1);
  nghttp2_option_set_max_send_header_block_length(option, 8 << 20);
  nghttp2_session_client_new2(&session_, callbacks, this, option);
  nghttp2_option_del(option);
  nghttp2_session_callbacks_del(callbacks);
  const nghttp2_settings_entry settings[] = {{NGHTTP2_SETTINGS_ENABLE_PUSH, 0},
                                             {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, static_cast<uint32_t>(options.stream_window)}};
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings, std::size(settings));
  nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0, options.connection_window);
}

TestHttp2Client::~TestHttp2Client() { nghttp2_session_del(session_); }

int32_t TestHttp2Client::submit(const std::string& method, const std::string& path, const Fields& fields) {
  std::vector<nghttp2_nv> head;
  auto add = [&head](const std::string& name, const std::string& value) {
    head.push_back({(uint8_t*)name.data(), (uint8_t*)value.data(), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE});
  };
  const Fields pseudo = {{":method", method}, {":scheme", "https"}, {":authority", "localhost"}, {":path", path}};
  for (const auto& [name, value] : pseudo) add(name, value);
  for (const auto& [name, value] : fields) add(name, value);
  return nghttp2_submit_request(session_, nullptr, head.data(), head.size(), nullptr, nullptr);
}

int32_t TestHttp2Client::post(const std::string& path, std::string body, const Fields& fields, bool whole) {
  std::vector<nghttp2_nv> head;
  auto add = [&head](const std::string& name, const std::string& value) {
    head.push_back({(uint8_t*)name.data(), (uint8_t*)value.data(), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE});
  };
  const Fields pseudo = {{":method", "POST"}, {":scheme", "https"}, {":authority", "localhost"}, {":path", path}};
  for (const auto& [name, value] : pseudo) add(name, value);
  for (const auto& [name, value] : fields) add(name, value);
  nghttp2_data_provider provider{{.ptr = nullptr}, TestHttp2Callbacks::upload};
  int32_t id = nghttp2_submit_request(session_, nullptr, head.data(), head.size(), &provider, nullptr);
  uploads_[id] = {std::move(body), 0, whole};
  return id;
}

void TestHttp2Client::cancel(int32_t stream) { nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, stream, NGHTTP2_CANCEL); }

void TestHttp2Client::consume(int32_t stream, size_t bytes) { nghttp2_session_consume(session_, stream, bytes); }

void TestHttp2Client::flush() {
  std::string out;
  const uint8_t* bytes = nullptr;
  for (ssize_t n = nghttp2_session_mem_send(session_, &bytes); n > 0; n = nghttp2_session_mem_send(session_, &bytes)) {
    out.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(n));
    if (out.size() < 16384) continue;
    socket_->send(out);
    out.clear();
  }
  socket_->send(out);
}

bool TestHttp2Client::run_until(const std::function<bool()>& done) {
  while (true) {
    flush();
    if (done()) return true;
    std::string bytes = socket_->receive();
    if (bytes.empty()) {
      ended = true;
      return done();
    }
    if (nghttp2_session_mem_recv(session_, reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()) < 0) return false;
  }
}

bool TestHttp2Client::ping() {
  int wanted = pings_ + 1;
  nghttp2_submit_ping(session_, NGHTTP2_FLAG_NONE, nullptr);
  return run_until([&] { return pings_ >= wanted; });
}

}  // namespace pintle::net
