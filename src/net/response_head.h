// The head of an HTTP/1.1 response.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "net/http.h"

namespace pintle::net {

// What net adds to the handler's headers.
struct Framing {
  std::optional<size_t> content_length;
  bool chunked = false;
  bool close = false;
  bool keep_alive = false;  // said aloud, to an HTTP/1.0 client
};

// Appends status line and header fields, with the empty line. Names get the capitals that Go writes ("Content-Type").
void append_head(const Response& response, const Framing& framing, std::string_view date, std::string& out);
// The head of the answer to a WebSocket handshake; `accept` proves that the key was read.
void append_upgrade_head(const Response& response, std::string_view accept, std::string& out);
// "Content-Type: text/plain\r\n". `name` in lower case.
void append_field(std::string_view name, std::string_view value, std::string& out);
// "Not Found"; "" for a code without a name.
std::string_view reason_phrase(int status);
// Header fields that describe the connection, which a handler does not set.
bool is_connection_field(std::string_view name);
// 1xx, 204 and 304 have no body (RFC 9110 section 6.4.1).
bool status_has_body(int status);

}  // namespace pintle::net
