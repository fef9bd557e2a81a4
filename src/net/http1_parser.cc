#include "net/http1_parser.h"

#include <boost/beast/http/basic_parser.hpp>
#include <string>

#include "net/limits.h"
#include "net/request_target.h"
#include "net/token_list.h"

namespace pintle::net {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using View = boost::beast::string_view;

std::string lower_case(View text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

constexpr Http1Parser::Fault kBadRequest{400, "Bad Request", ""};
constexpr Http1Parser::Fault kTooLarge{431, "Request Header Fields Too Large", ""};
constexpr Http1Parser::Fault kUnsupportedTransferEncoding{501, "Not Implemented", "Unsupported transfer encoding"};
constexpr Http1Parser::Fault kExpectationFailed{417, "Expectation Failed", ""};

}  // namespace

class Http1Parser::Beast final : public http::basic_parser<true> {
 public:
  explicit Beast(Request& request) : request_(request) {
    header_limit(kRequestHeadBytesMax);
    body_limit(boost::none);
  }
  IncomingBody* body = nullptr;  // for the length of one put()

 private:
  void on_request_impl(http::verb, View method, View target, int version, error_code&) override {
    request_.method = std::string(method);
    request_.target = std::string(target);
    request_.version = version;
    head_bytes_ = method.size() + target.size();
  }
  void on_response_impl(int, View, int, error_code&) override {}
  void on_field_impl(http::field, View name, View value, error_code& error) override {
    if (is_header_done()) return;  // trailers
    head_bytes_ += name.size() + value.size() + 4;
    if (head_bytes_ > kRequestHeadBytesMax) {
      error = http::error::header_limit;
      return;
    }
    request_.headers.add(lower_case(name), std::string(value));
  }
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<uint64_t>&, error_code&) override {}
  size_t on_body_impl(View bytes, error_code&) override {
    body->receive({bytes.data(), bytes.size()});
    return bytes.size();
  }
  void on_chunk_header_impl(uint64_t, View, error_code&) override {}
  size_t on_chunk_body_impl(uint64_t, View bytes, error_code&) override {
    body->receive({bytes.data(), bytes.size()});
    return bytes.size();
  }
  void on_finish_impl(error_code&) override {}

  Request& request_;
  size_t head_bytes_ = 0;
};

Http1Parser::Http1Parser(Request& request) : beast_(std::make_unique<Beast>(request)), request_(request) {}
Http1Parser::~Http1Parser() = default;

size_t Http1Parser::parse(std::string_view bytes, IncomingBody& body) {
  beast_->body = &body;
  bool in_head = !head_done();
  size_t used = 0;
  while (!fault_ && !done() && in_head == !head_done()) {
    error_code error;
    size_t n = beast_->put({bytes.data() + used, bytes.size() - used}, error);
    used += n;
    if (error == http::error::need_more) {
      if (!in_head && bytes.size() - used > kChunkHeaderBytesMax) fault_ = kBadRequest;
      break;
    }
    if (error) fault_ = error == http::error::header_limit ? kTooLarge : kBadRequest;
    if (!in_head && used == bytes.size()) break;
  }
  if (in_head && head_done() && !fault_) check_head();
  return used;
}

// Source: net/http server.go, conn.readRequest.
void Http1Parser::check_head() {
  const Headers& headers = request_.headers;
  std::vector<std::string_view> hosts = headers.all("host");
  if (request_.version == 11 && hosts.empty()) {
    fault_ = {400, "Bad Request", "missing required Host header"};
    return;
  }
  if (hosts.size() > 1) {
    fault_ = {400, "Bad Request", "too many Host headers"};
    return;
  }
  if (!hosts.empty()) request_.authority = hosts[0];
  if (!split_target(request_)) {
    fault_ = kBadRequest;
  } else if (headers.has("transfer-encoding") && !equals_ignoring_case(headers.get("transfer-encoding"), "chunked")) {
    fault_ = kUnsupportedTransferEncoding;
  } else if (headers.has("expect") && !equals_ignoring_case(headers.get("expect"), "100-continue")) {
    fault_ = kExpectationFailed;
  }
}

bool Http1Parser::head_done() const { return beast_->is_header_done(); }
bool Http1Parser::done() const { return beast_->is_done(); }
bool Http1Parser::keep_alive() const { return beast_->keep_alive(); }
bool Http1Parser::expects_continue() const { return request_.version == 11 && request_.headers.has("expect") && !done(); }
std::optional<uint64_t> Http1Parser::content_length() const {
  auto length = beast_->content_length();
  return length ? std::optional<uint64_t>(*length) : std::nullopt;
}

}  // namespace pintle::net
