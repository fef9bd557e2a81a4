// Http1Response: finds status, body and end of one HTTP/1.1 answer in bytes as they come.
//
//   while (!bytes.empty() && !response.done()) bytes.remove_prefix(response.take(bytes, on_body));
//
// It knows Content-Length and chunked bodies, and that 204 and 304 have none; interim answers (1xx) are passed over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace pintle::load {

class Http1Response {
 public:
  using OnBody = std::function<void(std::string_view)>;

  // How many bytes were of this answer; fewer than given once it is done. 0 without being done: the bytes are no HTTP.
  size_t take(std::string_view bytes, const OnBody& on_body);
  bool done() const { return part_ == Part::kDone; }
  int status() const { return status_; }
  const std::string& etag() const { return etag_; }
  void reset();

 private:
  enum class Part { kHead, kBody, kChunkSize, kChunk, kChunkEnd, kTrailer, kDone, kBroken };
  size_t take_line(std::string_view bytes);
  size_t take_body(std::string_view bytes, const OnBody& on_body);
  void line_ended();
  void head_line();
  void head_ended();

  Part part_ = Part::kHead;
  std::string line_;
  int status_ = 0;
  std::string etag_;
  uint64_t left_ = 0;  // of the body or the chunk
  bool chunked_ = false;
};

}  // namespace pintle::load
