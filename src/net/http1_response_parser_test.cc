// Proves that a response is found in bytes that come in any pieces, where it ends, and that what is none is refused in bounds.
#include "net/http1_response_parser.h"

#include <gtest/gtest.h>

#include "net/client_limits.h"

namespace pintle::net {
namespace {

struct Outcome {
  int status = 0;
  std::string body;
  std::string fault;
  bool done = false;
  bool keep_alive = false;
  std::string left;
  bool operator==(const Outcome&) const = default;
};

Outcome parse(std::string_view bytes, size_t piece, bool to_head = false, bool ends = false) {
  Http1ResponseParser parser(to_head);
  Outcome outcome;
  std::string input;
  for (size_t at = 0; at < bytes.size(); at += piece) {
    input += bytes.substr(at, piece);
    while (parser.fault().empty() && !parser.done()) {
      const size_t used = parser.parse(input);
      input.erase(0, used);
      outcome.body += parser.take_body();
      if (used == 0) break;
    }
  }
  if (ends) parser.end();
  outcome.body += parser.take_body();
  outcome.status = parser.status();
  outcome.fault = parser.fault();
  outcome.done = parser.done();
  outcome.keep_alive = parser.done() && parser.keep_alive();
  outcome.left = input;
  return outcome;
}

struct Case {
  const char* name;
  std::string bytes;
  Outcome wanted;
  bool to_head = false;
  bool ends = false;
};

TEST(Http1ResponseParserTest, InAnyPieces) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string broken = "net/http: HTTP/1.x transport connection broken: malformed HTTP response ";
  const Case cases[] = {
      {"length", ok + "Content-Length: 3\r\n\r\nabc", {200, "abc", "", true, true, ""}},
      {"no body", "HTTP/1.1 204 No Content\r\n\r\n", {204, "", "", true, true, ""}},
      {"chunks", ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", {200, "abcde", "", true, true, ""}},
      {"trailers", ok + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\n\r\n", {200, "a", "", true, true, ""}},
      {"close", ok + "Connection: close\r\nContent-Length: 1\r\n\r\na", {200, "a", "", true, false, ""}},
      {"to the end", ok + "\r\nabc", {200, "abc", "", true, false, ""}, false, true},
      {"HEAD", ok + "Content-Length: 3\r\n\r\n", {200, "", "", true, true, ""}, true},
      {"cut off body", ok + "Content-Length: 3\r\n\r\nab", {200, "ab", "unexpected EOF", false, false, ""}, false, true},
      {"cut off chunks",
       ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
       {200, "abc", "unexpected EOF", false, false, "\r\n"},
       false,
       true},
      {"nothing", "", {0, "", "EOF", false, false, ""}, false, true},
  };
  for (const Case& c : cases) {
    for (size_t piece : {size_t{1}, size_t{7}, std::max<size_t>(c.bytes.size(), 1)}) {
      EXPECT_EQ(parse(c.bytes, piece, c.to_head, c.ends), c.wanted) << c.name << " in pieces of " << piece;
    }
  }
}

TEST(Http1ResponseParserTest, WhatIsNone) {
  EXPECT_EQ(parse("SSH-2.0-OpenSSH\r\n\r\n", 100).fault,
            "net/http: HTTP/1.x transport connection broken: malformed HTTP response \"SSH-2.0-OpenSSH\"");
  EXPECT_EQ(parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 100).fault, "malformed chunked encoding");
  EXPECT_FALSE(parse("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na", 100).fault.empty());
  EXPECT_FALSE(parse("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\na", 100).fault.empty());
}

TEST(Http1ResponseParserTest, AHeadHasALimit) {
  const std::string field = "X: " + std::string(1000, 'x') + "\r\n";
  std::string endless = "HTTP/1.1 200 OK\r\n";
  while (endless.size() < kResponseHeadBytesMax + 10'000) endless += field;
  EXPECT_EQ(parse(endless, 10'000).fault, "net/http: server response headers exceeded 1048576 bytes; aborted");
}

TEST(Http1ResponseParserTest, WhatFollowsIsLeft) { EXPECT_EQ(parse("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc", 100).left, "bc"); }

}  // namespace
}  // namespace pintle::net
