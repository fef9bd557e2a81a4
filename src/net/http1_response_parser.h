// Http1ResponseParser: one HTTP/1.1 response out of bytes that come in any pieces, by Beast's parser behind the .cc.
//
//   size_t used = parser.parse(bytes);   // keep the rest and give it again, with more behind it
//   parser.head_done(), parser.take_body(), parser.done(), parser.fault()
//
// Thread: its connection's loop. Source: RFC 9112; words for bad responses as in Go's net/http transport.go and transfer.go.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "net/http.h"

namespace pintle::net {

class Http1ResponseParser {
 public:
  // `to_head`: the response is to a HEAD request and has no body whatever it says.
  explicit Http1ResponseParser(bool to_head);
  ~Http1ResponseParser();

  // Parses up to the end of the head, or, once that is done, body bytes up to the response's end. Returns how many were used up.
  size_t parse(std::string_view bytes);
  // The server sends no more: the end of a body without a length, or a fault.
  void end();

  bool head_done() const;
  bool done() const;
  // "" or what is wrong with the response.
  const std::string& fault() const { return fault_; }

  // After the head:
  int status() const { return status_; }
  Headers& headers() { return headers_; }
  // The connection may be used again after done().
  bool keep_alive() const;
  // Body bytes since the last call.
  std::string take_body() { return std::exchange(body_, {}); }

 private:
  class Beast;
  std::unique_ptr<Beast> beast_;
  int status_ = 0;
  Headers headers_;
  std::string body_;
  std::string fault_;
};

}  // namespace pintle::net
