#include "net/http1_response_parser.h"

#include <boost/beast/http/basic_parser.hpp>

#include "base/go_text.h"
#include "net/client_limits.h"
#include "net/limits.h"

namespace pintle::net {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using View = boost::beast::string_view;

constexpr size_t kQuotedBytesMax = 64;  // of a response that is none, in the error

std::string lower_case(View text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

std::string bad_response(std::string_view bytes) {
  const std::string_view line = bytes.substr(0, std::min(bytes.find_first_of("\r\n"), kQuotedBytesMax));
  return "net/http: HTTP/1.x transport connection broken: malformed HTTP response " + go_quoted(line);
}

}  // namespace

class Http1ResponseParser::Beast final : public http::basic_parser<false> {
 public:
  Beast(Http1ResponseParser& owner, bool to_head) : owner_(owner) {
    header_limit(kResponseHeadBytesMax);
    body_limit(boost::none);
    skip(to_head);
  }

 private:
  void on_request_impl(http::verb, View, View, int, error_code&) override {}
  void on_response_impl(int status, View, int, error_code&) override { owner_.status_ = status; }
  void on_field_impl(http::field, View name, View value, error_code& error) override {
    if (is_header_done()) return;  // trailers
    head_bytes_ += name.size() + value.size() + 4;
    if (head_bytes_ > kResponseHeadBytesMax) {
      error = http::error::header_limit;
      return;
    }
    owner_.headers_.add(lower_case(name), std::string(value));
  }
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<uint64_t>&, error_code&) override {}
  size_t on_body_impl(View bytes, error_code&) override { return take(bytes); }
  void on_chunk_header_impl(uint64_t, View, error_code&) override {}
  size_t on_chunk_body_impl(uint64_t, View bytes, error_code&) override { return take(bytes); }
  void on_finish_impl(error_code&) override {}

  size_t take(View bytes) {
    owner_.body_.append(bytes.data(), bytes.size());
    return bytes.size();
  }

  Http1ResponseParser& owner_;
  size_t head_bytes_ = 0;
};

Http1ResponseParser::Http1ResponseParser(bool to_head) : beast_(std::make_unique<Beast>(*this, to_head)) {}
Http1ResponseParser::~Http1ResponseParser() = default;

size_t Http1ResponseParser::parse(std::string_view bytes) {
  const bool in_head = !head_done();
  size_t used = 0;
  while (fault_.empty() && !done() && in_head == !head_done() && used < bytes.size()) {
    error_code error;
    used += beast_->put({bytes.data() + used, bytes.size() - used}, error);
    if (error == http::error::need_more) {
      if (!in_head && bytes.size() - used > kChunkHeaderBytesMax) fault_ = "malformed chunked encoding";
      break;
    }
    if (error == http::error::header_limit) {
      fault_ = "net/http: server response headers exceeded " + std::to_string(kResponseHeadBytesMax) + " bytes; aborted";
    } else if (error) {
      fault_ = in_head ? bad_response(bytes) : "malformed chunked encoding";
    }
  }
  return used;
}

void Http1ResponseParser::end() {
  if (done() || !fault_.empty()) return;
  error_code error;
  if (head_done()) beast_->put_eof(error);
  if (error || !done()) fault_ = beast_->got_some() ? "unexpected EOF" : "EOF";
}

bool Http1ResponseParser::head_done() const { return beast_->is_header_done(); }
bool Http1ResponseParser::done() const { return beast_->is_done(); }
bool Http1ResponseParser::keep_alive() const { return beast_->keep_alive(); }

}  // namespace pintle::net
