// Http1Parser: one HTTP/1.1 request out of bytes that come in any pieces, by Beast's parser behind the .cc.
//
//   size_t used = parser.parse(bytes, sink);   // keep the rest and give it again, with more behind it
//   parser.head_done(), parser.done(), parser.fault()
//
// Thread: its connection's loop. Source: RFC 9112; answers to bad requests as in Go's net/http server.go.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "net/http.h"
#include "net/incoming_body.h"

namespace pintle::net {

class Http1Parser {
 public:
  // What is wrong with a request, as the status line says it: {400, "Bad Request", "missing required Host header"}.
  struct Fault {
    int code;
    std::string_view phrase;
    std::string_view text;  // may be empty
  };

  // Fills in `request` (all but loop, peer and body) as far as the head is known.
  explicit Http1Parser(Request& request);
  ~Http1Parser();

  // Parses up to the end of the head, or, once that is done, body bytes up to the end of the request, which `body` receives.
  // Returns how many bytes were used up.
  size_t parse(std::string_view bytes, IncomingBody& body);

  bool head_done() const;
  bool done() const;
  const std::optional<Fault>& fault() const { return fault_; }

  // After the head:
  bool keep_alive() const;
  bool expects_continue() const;
  std::optional<uint64_t> content_length() const;

 private:
  class Beast;
  void check_head();
  std::unique_ptr<Beast> beast_;
  Request& request_;
  std::optional<Fault> fault_;
};

}  // namespace pintle::net
