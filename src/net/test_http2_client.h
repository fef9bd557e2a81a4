// An HTTP/2 client for tests, on nghttp2: requests are submitted, then run_until() moves bytes until something is true.
#pragma once

#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "net/test_socket.h"

namespace pintle::net {

class TestHttp2Client {
 public:
  struct Options {
    bool open_windows = true;  // false: the stream's window is never given back by itself
    int32_t stream_window = 65535;
    int32_t connection_window = 65535;
  };
  struct Answer {
    int status = 0;
    bool continued = false;  // a 100 came first
    std::map<std::string, std::string> headers;
    std::string body;
    bool closed = false;
    uint32_t error = 0;
  };

  explicit TestHttp2Client(std::unique_ptr<TestSocket> socket) : TestHttp2Client(std::move(socket), Options{}) {}
  TestHttp2Client(std::unique_ptr<TestSocket> socket, Options options);
  ~TestHttp2Client();

  using Fields = std::vector<std::pair<std::string, std::string>>;
  int32_t get(const std::string& path, const Fields& fields = {}) { return submit("GET", path, fields); }
  // A request without a body.
  int32_t submit(const std::string& method, const std::string& path, const Fields& fields = {});
  // With a body; `whole` false leaves the stream open after it.
  int32_t post(const std::string& path, std::string body, const Fields& fields = {}, bool whole = true);
  void cancel(int32_t stream);
  // Gives `bytes` of the stream's window, and of the connection's, back.
  void consume(int32_t stream, size_t bytes);

  // Sends and receives until `done` or until the connection ends; true when done.
  bool run_until(const std::function<bool()>& done);
  bool run_until_closed(int32_t stream) {
    return run_until([&] { return answers[stream].closed; });
  }
  // All that was sent before has been looked at by the server.
  bool ping();
  void flush();

  std::map<int32_t, Answer> answers;
  bool goaway = false;
  uint32_t goaway_error = 0;
  bool ended = false;  // the server has closed the connection
  TestSocket& socket() { return *socket_; }

 private:
  friend struct TestHttp2Callbacks;
  std::unique_ptr<TestSocket> socket_;
  nghttp2_session* session_ = nullptr;
  struct Upload {
    std::string bytes;
    size_t sent = 0;
    bool whole = true;
  };
  std::map<int32_t, Upload> uploads_;
  int pings_ = 0;
};

}  // namespace pintle::net
