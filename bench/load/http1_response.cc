#include "load/http1_response.h"

#include <strings.h>

#include <algorithm>
#include <charconv>

namespace pintle::load {
namespace {

constexpr size_t kLineBytesMax = 16 << 10;

bool is_named(std::string_view line, std::string_view name) {
  return line.size() > name.size() && line[name.size()] == ':' && strncasecmp(line.data(), name.data(), name.size()) == 0;
}

std::string_view value_of(std::string_view line) {
  line.remove_prefix(line.find(':') + 1);
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  return line;
}

template <class Number>
bool parse(std::string_view text, Number& number, int base = 10) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc() && end == text.data() + text.size();
}

// Without a chunk's extensions.
std::string_view chunk_size_of(std::string_view line) { return line.substr(0, line.find_first_of("; ")); }

bool is_status(int status) { return status >= 100 && status <= 599; }

}  // namespace

void Http1Response::reset() { *this = Http1Response(); }

size_t Http1Response::take(std::string_view bytes, const OnBody& on_body) {
  size_t taken = 0;
  while (taken < bytes.size() && part_ != Part::kDone && part_ != Part::kBroken) {
    const bool in_body = part_ == Part::kBody || part_ == Part::kChunk;
    taken += in_body ? take_body(bytes.substr(taken), on_body) : take_line(bytes.substr(taken));
  }
  return part_ == Part::kBroken ? 0 : taken;
}

size_t Http1Response::take_line(std::string_view bytes) {
  const size_t end = bytes.find('\n');
  const size_t count = end == std::string_view::npos ? bytes.size() : end + 1;
  line_ += bytes.substr(0, count);
  if (line_.size() > kLineBytesMax) part_ = Part::kBroken;
  if (end == std::string_view::npos || part_ == Part::kBroken) return count;
  while (line_.ends_with('\n') || line_.ends_with('\r')) line_.pop_back();
  line_ended();
  line_.clear();
  return count;
}

size_t Http1Response::take_body(std::string_view bytes, const OnBody& on_body) {
  const size_t count = static_cast<size_t>(std::min<uint64_t>(left_, bytes.size()));
  if (count > 0) on_body(bytes.substr(0, count));
  left_ -= count;
  if (left_ == 0) part_ = chunked_ ? Part::kChunkEnd : Part::kDone;
  return count;
}

void Http1Response::line_ended() {
  switch (part_) {
    case Part::kHead:
      return line_.empty() ? head_ended() : head_line();
    case Part::kChunkSize:
      if (!parse(chunk_size_of(line_), left_, 16))
        part_ = Part::kBroken;
      else
        part_ = left_ == 0 ? Part::kTrailer : Part::kChunk;
      return;
    case Part::kChunkEnd:
      part_ = line_.empty() ? Part::kChunkSize : Part::kBroken;
      return;
    case Part::kTrailer:
      if (line_.empty()) part_ = Part::kDone;
      return;
    default:
      return;
  }
}

void Http1Response::head_line() {
  if (status_ == 0) {
    const bool is_http = line_.starts_with("HTTP/1.1 ") && parse(std::string_view(line_).substr(9, 3), status_);
    if (!is_http || !is_status(status_)) part_ = Part::kBroken;
  } else if (is_named(line_, "content-length")) {
    if (!parse(value_of(line_), left_)) part_ = Part::kBroken;
  } else if (is_named(line_, "transfer-encoding")) {
    chunked_ = true;
  } else if (is_named(line_, "etag")) {
    etag_ = value_of(line_);
  }
}

void Http1Response::head_ended() {
  if (status_ == 0) {
    part_ = Part::kBroken;
    return;
  }
  if (status_ < 200) return reset();
  if (status_ == 204 || status_ == 304)
    part_ = Part::kDone;
  else if (chunked_)
    part_ = Part::kChunkSize;
  else
    part_ = left_ > 0 ? Part::kBody : Part::kDone;
}

}  // namespace pintle::load
