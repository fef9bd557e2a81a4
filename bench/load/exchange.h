// An Exchange: one request and what came back for it. A Client carries any number of them at once.
//
//   Exchange get{.request = {.path = "/api/v1/pods?limit=1"}};
//   get.on_finished = [](Exchange& e) { use(e.response.status); };
//   client.send(get);                                   // from here on the loop moves it
//
// Owner: the caller, until on_finished was called or the client is gone. It may be filled again and sent again, also from within
// its own on_finished; that costs no allocation beyond its strings.
// Errors: response.status is 0 when the connection or the stream ended before the answer was whole; response.error says why.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "load/clock.h"

namespace pintle::load {

inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kProtobuf = "application/vnd.kubernetes.protobuf";
inline constexpr size_t kErrorBodyBytesMax = 4096;  // of an answer that failed, kept to say why

struct Request {
  std::string_view method = "GET";  // these views are literals
  std::string path;
  std::string_view accept = kJson;
  std::string_view content_type = {};  // when there is a body
  std::string body = {};
  std::string if_none_match = {};
  bool gzip = false;
  bool keep_body = false;
};

struct Response {
  int status = 0;
  std::string error;
  std::string etag;
  std::string body;
  uint64_t body_bytes = 0;
  Time first_byte{};
  Time finished{};
  // An unchanged entity (304) is what was asked for.
  bool ok() const { return (status >= 200 && status < 300) || status == 304; }
  std::string fault() const { return status == 0 ? error : std::to_string(status) + " " + body.substr(0, 300); }
};

struct Exchange {
  Request request{};
  Response response{};
  std::function<void(std::string_view)> on_data = nullptr;  // pieces of a good answer's body, as they come
  std::function<void(Exchange&)> on_finished = nullptr;
  Time sent{};

  // The client's own.
  size_t body_sent = 0;
  size_t slot = 0;

  void begin(Time now);
  void take_body(std::string_view piece);
  void finish(std::string error);  // "" when the answer is whole
};

inline void Exchange::begin(Time now) {
  response = {};
  body_sent = 0;
  sent = now;
}

inline void Exchange::take_body(std::string_view piece) {
  if (response.body_bytes == 0) response.first_byte = Clock::now();
  response.body_bytes += piece.size();
  if (request.keep_body) {
    response.body += piece;
  } else if (!response.ok()) {
    response.body += piece.substr(0, kErrorBodyBytesMax - std::min(kErrorBodyBytesMax, response.body.size()));
  } else if (on_data) {
    on_data(piece);
  }
}

inline void Exchange::finish(std::string error) {
  if (!error.empty()) {
    response.status = 0;
    response.error = std::move(error);
  }
  response.finished = Clock::now();
  if (on_finished) on_finished(*this);
}

}  // namespace pintle::load
