// The HTTP exchange as handlers see it, the same for HTTP/1.1 and HTTP/2.
//
//   Task<Response> handle(Request& request);
//
// A Request lives until its response was sent or its connection is lost; everything happens on its loop. The body is read on demand,
// after authentication. A Response is a head and a body: one shared range, a gather of shared ranges (sent without copying them
// together), or a stream that is pulled as the client takes the bytes, which is all the back-pressure there is.
// Errors: a lost client is not an error for the handler: the response is dropped, a stream is destroyed.
// Source: RFC 9110, 9112, 9113; limits in net/limits.h.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/loop.h"
#include "base/result.h"
#include "base/task.h"

namespace pintle::net {

struct Header {
  std::string name;  // lower case
  std::string value;
};

class Headers {
 public:
  // The first value, or "". `name` in lower case.
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;
  std::vector<std::string_view> all(std::string_view name) const;
  void add(std::string name, std::string value) { fields_.push_back({std::move(name), std::move(value)}); }
  void set(std::string_view name, std::string value);
  void remove(std::string_view name);
  const std::vector<Header>& fields() const { return fields_; }

 private:
  std::vector<Header> fields_;
};

// What the TLS handshake told; constant for the life of a connection.
struct Peer {
  std::string address;  // "127.0.0.1"
  uint16_t port = 0;
  // DER of the client's chain, leaf first; empty when it sent none. Not verified here: authentication does that (auth/x509).
  std::vector<std::string> certificates_der;
};

class RequestBody {
 public:
  virtual ~RequestBody() = default;
  // The whole body. Error 413 when it is longer than `bytes_max`; 400 when the client breaks it off. Called once.
  virtual Task<Result<Bytes>> read_all(size_t bytes_max) = 0;
};

struct Response;

// What the server does for a request beside sending its answer.
class RequestHost {
 public:
  // When this time has passed and the handler has not answered, the client is given this answer; what the handler answers later is
  // dropped. Once for a request, on its loop.
  virtual void answer_after(std::chrono::milliseconds time, std::move_only_function<Response()> answer) = 0;

 protected:
  ~RequestHost() = default;
};

struct Request {
  std::string method;
  std::string target;      // as sent: "/api/v1/pods?watch=1"
  std::string_view path;   // raw, not unescaped, never empty; mostly a view into target
  std::string_view query;  // raw, without '?'
  std::string authority;   // Host or :authority
  Headers headers;
  int version = 11;  // 10, 11, 20
  const Peer* peer = nullptr;
  Loop* loop = nullptr;
  RequestHost* host = nullptr;  // null when no server is behind it (tests)
  std::unique_ptr<RequestBody> body;
};

// A response body that is made while it is sent. Lives on the request's loop.
class BodyStream {
 public:
  virtual ~BodyStream() = default;  // also destroyed in the middle: the client has gone
  // Called when the last pieces were taken. Suspends until there is something; an empty vector ends the body. The pieces are put on
  // the wire at once (no Nagle-like waiting): a watch event goes out when next() returns.
  virtual Task<std::vector<Bytes>> next() = 0;
  // The client has gone or the server stops. A suspended next() must return inside this call or soon after, on this loop; a watch
  // returns empty. A body with an end of its own, such as a list, goes on: when the client has gone it is destroyed instead of asked
  // for more, and when the server stops it is sent whole.
  virtual void cancel() = 0;
  // After the end: true when what was given is not the whole body. The client is then not told that it ended well: the connection
  // (HTTP/1.1) or the stream (HTTP/2, INTERNAL_ERROR) is broken off.
  virtual bool broken_off() const { return false; }
};

using ResponseBody = std::variant<Bytes, std::vector<Bytes>, std::unique_ptr<BodyStream>>;

struct Response {
  int status = 200;
  Headers headers;  // content-length, transfer-encoding, date and connection are net's own, but "connection: close" ends it (GOAWAY)
  ResponseBody body;
  // 101 to a WebSocket handshake (RFC 6455): each piece of the body stream is one message. The server checks the handshake; net
  // answers 400 when the request is none. Messages from the client are read and dropped, its close ends the stream.
  struct WebSocket {
    std::string subprotocol;  // chosen from the client's list; "" for none
    bool binary = false;
  };
  std::unique_ptr<WebSocket> websocket;
};

// Called on the connection's loop for each request.
using Handler = std::function<Task<Response>(Request&)>;

// True when the request asks for an upgrade to WebSocket.
bool is_websocket_request(const Request& request);

}  // namespace pintle::net
