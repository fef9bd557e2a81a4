#include "net/response_head.h"

#include <algorithm>

namespace pintle::net {
namespace {

struct Phrase {
  int status;
  std::string_view text;
};
// Source: RFC 9110 section 15, RFC 6585.
constexpr Phrase kPhrases[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Request Entity Too Large"},
    {414, "Request URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Requested Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Entity"},
    {423, "Locked"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
};

void append_name(std::string_view name, std::string& out) {
  bool upper = true;
  for (char c : name) {
    out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    upper = c == '-';
  }
}

// A line break in a value would end the header early; Go writes a space instead.
void append_value(std::string_view value, std::string& out) {
  size_t start = out.size();
  out += value;
  std::replace_if(out.begin() + static_cast<ptrdiff_t>(start), out.end(), [](char c) { return c == '\r' || c == '\n'; }, ' ');
}

}  // namespace

void append_field(std::string_view name, std::string_view value, std::string& out) {
  append_name(name, out);
  out.append(": ");
  append_value(value, out);
  out.append("\r\n");
}

namespace {

void append_fields(const Headers& headers, std::string& out) {
  for (const Header& field : headers.fields()) {
    if (!is_connection_field(field.name)) append_field(field.name, field.value, out);
  }
}

}  // namespace

std::string_view reason_phrase(int status) {
  const auto* found = std::find_if(std::begin(kPhrases), std::end(kPhrases), [status](const Phrase& p) { return p.status == status; });
  return found == std::end(kPhrases) ? std::string_view() : found->text;
}

bool is_connection_field(std::string_view name) {
  return name == "connection" || name == "content-length" || name == "transfer-encoding" || name == "keep-alive" || name == "upgrade" ||
         name == "date" || name == "proxy-connection";
}

bool status_has_body(int status) { return status >= 200 && status != 204 && status != 304; }

void append_head(const Response& response, const Framing& framing, std::string_view date, std::string& out) {
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  std::string_view phrase = reason_phrase(response.status);
  if (phrase.empty()) {
    out.append("status code ").append(std::to_string(response.status));
  } else {
    out.append(phrase);
  }
  out.append("\r\n");
  append_fields(response.headers, out);
  out.append("Date: ").append(date).append("\r\n");
  if (framing.content_length) out.append("Content-Length: ").append(std::to_string(*framing.content_length)).append("\r\n");
  if (framing.chunked) out.append("Transfer-Encoding: chunked\r\n");
  if (framing.close) out.append("Connection: close\r\n");
  if (framing.keep_alive) out.append("Connection: keep-alive\r\n");
  out.append("\r\n");
}

void append_upgrade_head(const Response& response, std::string_view accept, std::string& out) {
  out.append("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ");
  out.append(accept).append("\r\n");
  if (!response.websocket->subprotocol.empty()) {
    out.append("Sec-WebSocket-Protocol: ");
    append_value(response.websocket->subprotocol, out);
    out.append("\r\n");
  }
  append_fields(response.headers, out);
  out.append("\r\n");
}

}  // namespace pintle::net
