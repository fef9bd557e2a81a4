// Proves that an answer's status, body and end are found wherever the bytes are cut, and that what is no HTTP is not taken for it.
#include "load/http1_response.h"

#include <gtest/gtest.h>

namespace pintle::load {
namespace {

struct Answer {
  const char* name;
  std::string bytes;
  int status;
  std::string body;
};

const Answer kAnswers[] = {
    {"a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello"},
    {"an empty body", "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", 404, ""},
    {"no body by its status", "HTTP/1.1 304 Not Modified\r\nContent-Length: 12\r\n\r\n", 304, ""},
    {"chunks, one with an extension, and a trailer",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\nB\r\n, my\r\nworld\r\n0\r\nX: y\r\n\r\n", 200,
     "hello, my\r\nworld"},
    {"an interim answer first", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\nx", 201, "x"},
    {"lines without a carriage return", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", 200, "ok"},
};

// Gives the bytes in pieces; how many were taken in all.
size_t take(Http1Response& response, std::string_view bytes, size_t piece, std::string& body) {
  size_t taken = 0;
  while (taken < bytes.size() && !response.done()) {
    const size_t count = response.take(bytes.substr(taken, piece), [&](std::string_view part) { body += part; });
    if (count == 0) break;
    taken += count;
  }
  return taken;
}

TEST(Http1ResponseTest, AnswersInPiecesOfAnySize) {
  for (const Answer& answer : kAnswers) {
    for (size_t piece = 1; piece <= answer.bytes.size() + 4; ++piece) {
      Http1Response response;
      std::string body;
      EXPECT_EQ(take(response, answer.bytes + "next", piece, body), answer.bytes.size()) << answer.name << ", pieces of " << piece;
      EXPECT_TRUE(response.done()) << answer.name << ", pieces of " << piece;
      EXPECT_EQ(response.status(), answer.status) << answer.name;
      EXPECT_EQ(body, answer.body) << answer.name << ", pieces of " << piece;
    }
  }
}

TEST(Http1ResponseTest, OneParserForOneAnswerAfterTheOther) {
  Http1Response response;
  std::string body;
  take(response, "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Length: 1\r\n\r\nx", 100, body);
  EXPECT_EQ(response.etag(), "\"a\"");
  response.reset();
  take(response, "HTTP/1.1 500 No\r\nContent-Length: 1\r\n\r\ny", 100, body);
  EXPECT_TRUE(response.done());
  EXPECT_EQ(response.etag(), "");
  EXPECT_EQ(response.status(), 500);
  EXPECT_EQ(body, "xy");
}

TEST(Http1ResponseTest, WhatIsNoAnswer) {
  const std::pair<const char*, std::string> cases[] = {
      {"another protocol", "SSH-2.0-OpenSSH_9.2\r\n"},
      {"another version", "HTTP/2 200\r\n"},
      {"a status in letters", "HTTP/1.1 abc OK\r\n"},
      {"a status of two digits", "HTTP/1.1 20 OK\r\n"},
      {"a status below zero", "HTTP/1.1 -20 OK\r\n"},
      {"no status line", "\r\n"},
      {"a length that is no number", "HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n"},
      {"a length below zero", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n"},
      {"a chunk without a size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n"},
      {"a chunk longer than it says", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n"},
      {"a line without an end", "HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x')},
  };
  for (const auto& [name, bytes] : cases) {
    Http1Response response;
    std::string body;
    take(response, bytes, bytes.size(), body);
    EXPECT_FALSE(response.done()) << name;
    EXPECT_EQ(response.take("HTTP/1.1 200 OK\r\n", [](std::string_view) {}), 0u) << name;
  }
}

}  // namespace
}  // namespace pintle::load
