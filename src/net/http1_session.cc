#include "net/http1_session.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "net/exchange.h"
#include "net/http1_parser.h"
#include "net/limits.h"
#include "net/response_head.h"
#include "net/token_list.h"
#include "net/websocket_session.h"
#include "net/worker.h"

namespace pintle::net {
namespace {

constexpr std::string_view kBadHandshakeAnswer =
    "HTTP/1.1 400 Bad Request\r\nSec-WebSocket-Version: 13\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
    "400 Bad Request";

class Http1Session final : public Session, private ExchangeHost {
 public:
  explicit Http1Session(SessionHost& host) : host_(host), timeouts_(host.worker()->options.timeouts) { host_.set_deadline(timeouts_.head); }

  void receive(std::string_view bytes) override;
  void receive_end() override;
  void produce(std::string& out) override;
  bool wants_input() const override;
  bool finished() const override { return closing_ && out_.empty() && !exchange_; }
  void expire() override { lost(); }
  void stop() override;
  void lost() override;

 private:
  // How far the request at hand has come in.
  enum class Stage { kHead, kBody, kDone };

  void read_body(Exchange& exchange) override;
  void respond(Exchange& exchange) override;
  void body_ready(Exchange&) override { host_.wake(); }

  void advance();
  bool parse_head();
  void begin_exchange();
  bool parse_body();
  bool may_parse_body() const;
  void answer_fault(Http1Parser::Fault fault);
  Framing choose_framing(bool has_body);
  void switch_to_websocket(Exchange& exchange);
  bool body_is_left_unread() const;
  void produce_body(std::string& out);
  void produce_chunk(size_t size, std::string& out);
  void finish_exchange();

  SessionHost& host_;
  const Timeouts& timeouts_;
  std::string input_;  // received and not yet parsed
  std::string out_;    // heads, to be sent before the exchange's body
  std::shared_ptr<Exchange> exchange_;
  std::unique_ptr<Http1Parser> parser_;  // refers to the exchange's request
  std::shared_ptr<Exchange::Gate> gate_ = std::make_shared<Exchange::Gate>();
  Stage stage_ = Stage::kHead;
  uint64_t unread_bytes_ = 0;  // of a body that was not wanted, dropped so far
  bool advancing_ = false;
  bool head_late_ = false;  // the head at hand did not come in one piece
  bool ended_ = false;      // the client sends no more
  bool keep_alive_ = true;
  bool stopping_ = false;
  bool closing_ = false;  // nothing is parsed any more
  bool continue_expected_ = false;
  bool responding_ = false;  // the response has begun
  bool body_sent_ = false;   // it is whole
  bool chunked_ = false;
};

// A head and a wanted body have limits of their own.
bool Http1Session::wants_input() const {
  if (closing_) return false;
  return stage_ == Stage::kHead || (stage_ == Stage::kBody && may_parse_body()) || input_.size() < kPipelinedBytesMax;
}

void Http1Session::receive(std::string_view bytes) {
  input_.append(bytes);
  advance();
}

void Http1Session::receive_end() {
  ended_ = true;
  if (!exchange_ || stage_ == Stage::kHead) {
    closing_ = true;
    exchange_ = nullptr;
    return;
  }
  if (stage_ == Stage::kBody) {
    closing_ = true;
    exchange_->incoming().fail();
  }
  exchange_->cancel();  // as Go's background read does: a watch ends, an answer under way is finished
}

// Parses as far as the exchange at hand allows.
void Http1Session::advance() {
  if (std::exchange(advancing_, true)) return;
  bool more = true;
  while (more && !closing_) {
    switch (stage_) {
      case Stage::kHead:
        more = parse_head();
        break;
      case Stage::kBody:
        more = parse_body();
        break;
      case Stage::kDone:
        more = false;
        break;
    }
  }
  advancing_ = false;
  if (input_.empty()) input_ = {};  // an idle connection keeps no buffer
}

bool Http1Session::parse_head() {
  if (!parser_) {
    // An empty line before a request is left over from the one before (RFC 9112 section 2.2).
    input_.erase(0, std::min(input_.find_first_not_of("\r\n"), input_.size()));
    if (input_.empty()) return false;
    exchange_ = std::make_shared<Exchange>(host_.worker(), host_.peer(), 0);
    parser_ = std::make_unique<Http1Parser>(exchange_->request());
    head_late_ = false;
  }
  input_.erase(0, parser_->parse(input_, exchange_->incoming()));
  if (parser_->fault()) {
    answer_fault(*parser_->fault());
    return false;
  }
  if (!parser_->head_done()) {
    if (!std::exchange(head_late_, true)) host_.set_deadline(timeouts_.head);  // for the whole of the head
    return false;
  }
  host_.set_deadline(std::nullopt);
  begin_exchange();
  return true;
}

void Http1Session::begin_exchange() {
  keep_alive_ = parser_->keep_alive() && !stopping_;
  continue_expected_ = parser_->expects_continue();
  exchange_->incoming().expect(parser_->content_length());
  stage_ = Stage::kBody;
  // What has come with the head, so that a small body is there before its handler asks.
  if (!parser_->done() && !input_.empty()) input_.erase(0, parser_->parse(input_, exchange_->incoming()));
  if (parser_->done()) {
    stage_ = Stage::kDone;
    exchange_->incoming().end();
  }
  exchange_->start(*this, gate_);
}

bool Http1Session::may_parse_body() const { return exchange_->incoming().wanted() || body_sent_ || (responding_ && keep_alive_); }

bool Http1Session::parse_body() {
  if (input_.empty() || !may_parse_body()) return false;
  auto exchange = exchange_;
  size_t used = parser_->parse(input_, exchange->incoming());
  input_.erase(0, used);
  if (parser_->fault()) {
    closing_ = true;
    exchange->incoming().fail();
    return false;
  }
  if (responding_) unread_bytes_ += used;
  if (unread_bytes_ > kUnreadBodyBytesMax) {
    closing_ = true;
  } else if (parser_->done()) {
    stage_ = Stage::kDone;
    exchange->incoming().end();
    if (body_sent_) finish_exchange();
    return true;
  }
  return used > 0;
}

void Http1Session::read_body(Exchange&) {
  if (std::exchange(continue_expected_, false)) {
    out_ += "HTTP/1.1 100 Continue\r\n\r\n";
    host_.wake();
  }
  if (advancing_) return;
  advance();
  host_.wake();
}

// Source: net/http server.go, conn.serve.
void Http1Session::answer_fault(Http1Parser::Fault fault) {
  std::string line = std::to_string(fault.code) + " " + std::string(fault.phrase);
  std::string body = fault.code == 501 ? std::string(fault.text) : line;
  if (!fault.text.empty() && fault.code != 501) body = line = line + ": " + std::string(fault.text);
  out_ += "HTTP/1.1 " + line + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n" + body;
  closing_ = true;
  parser_.reset();
  exchange_ = nullptr;
  host_.wake();
}

// Whether so much of the request body is still to come that the connection is better closed.
bool Http1Session::body_is_left_unread() const {
  if (stage_ == Stage::kDone) return false;
  if (continue_expected_ || exchange_->incoming().refused()) return true;  // the body may come or not
  return parser_->content_length().value_or(0) > kUnreadBodyBytesMax;
}

Framing Http1Session::choose_framing(bool has_body) {
  const Request& request = exchange_->request();
  Framing framing;
  if (!exchange_->streamed()) {
    if (status_has_body(exchange_->response().status)) framing.content_length = exchange_->body().size();
  } else if (has_body && request.version == 11) {
    framing.chunked = true;
  } else if (has_body) {
    keep_alive_ = false;  // the end of an HTTP/1.0 body is the end of the connection
  }
  if (stopping_ || ended_ || body_is_left_unread()) keep_alive_ = false;
  if (has_token(exchange_->response().headers.get("connection"), "close")) keep_alive_ = false;
  framing.close = !keep_alive_ && request.version == 11;
  framing.keep_alive = keep_alive_ && request.version == 10;
  return framing;
}

void Http1Session::respond(Exchange& exchange) {
  responding_ = true;
  if (exchange.response().websocket) return switch_to_websocket(exchange);
  bool has_body = status_has_body(exchange.response().status) && exchange.request().method != "HEAD";
  Framing framing = choose_framing(has_body);
  chunked_ = framing.chunked;
  append_head(exchange.response(), framing, host_.worker()->date(), out_);
  if (!has_body) {
    body_sent_ = true;
    exchange.lost();
  }
  host_.wake();
}

void Http1Session::switch_to_websocket(Exchange& exchange) {
  auto held = std::exchange(exchange_, nullptr);
  closing_ = true;
  if (stage_ == Stage::kDone && is_websocket_handshake(exchange.request())) {
    host_.upgrade(make_websocket_session(host_, std::move(held)), std::exchange(input_, {}));
  } else {
    out_ += kBadHandshakeAnswer;
    exchange.lost();
  }
  host_.wake();
}

void Http1Session::produce(std::string& out) {
  while (out.size() < kRecordBytes) {
    if (!out_.empty()) out += std::exchange(out_, {});
    if (!exchange_ || !responding_) return;
    size_t before = out.size();
    if (!body_sent_) produce_body(out);
    if (body_sent_ && !closing_ && !keep_alive_) closing_ = true;
    if (body_sent_ && (closing_ || stage_ == Stage::kDone)) {
      finish_exchange();
      advance();  // the next request may be here already
    } else if (body_sent_) {
      auto exchange = exchange_;
      host_.set_deadline(timeouts_.head);  // for the rest of a body that is dropped
      advance();
      if (exchange == exchange_) return;
    } else if (out.size() == before) {
      return;
    }
  }
}

void Http1Session::produce_body(std::string& out) {
  constexpr size_t kChunkOverhead = 16;  // "4000\r\n", "\r\n" and "0\r\n\r\n"
  size_t room = kRecordBytes - std::min(kRecordBytes, out.size());
  if (chunked_) room = room > kChunkOverhead ? room - kChunkOverhead : 0;
  if (room == 0) room = kRecordBytes;
  exchange_->pull(room);
  OutgoingBody& body = exchange_->body();
  size_t size = std::min(room, body.size());
  if (size > 0 && chunked_) {
    produce_chunk(size, out);
  } else if (size > 0) {
    body.take(size, out);
  }
  if (body.size() > 0 || !body.ended()) return;
  body_sent_ = true;
  if (exchange_->broken_off()) {
    keep_alive_ = false;  // without the last chunk
  } else if (chunked_) {
    out += "0\r\n\r\n";
  }
}

void Http1Session::produce_chunk(size_t size, std::string& out) {
  char digits[16];
  char* end = std::to_chars(digits, digits + sizeof digits, size, 16).ptr;
  out.append(digits, end).append("\r\n");
  exchange_->body().take(size, out);
  out.append("\r\n");
}

void Http1Session::finish_exchange() {
  parser_.reset();
  exchange_->lost();  // it is answered; a handler that is still in it is not heard any more
  exchange_ = nullptr;
  stage_ = Stage::kHead;
  unread_bytes_ = 0;
  responding_ = body_sent_ = chunked_ = continue_expected_ = false;
  if (!keep_alive_ || stopping_ || ended_) closing_ = true;
  if (!closing_) host_.set_deadline(timeouts_.idle);
}

void Http1Session::stop() {
  stopping_ = true;
  if (!exchange_) {
    closing_ = true;
  } else if (stage_ != Stage::kHead) {
    keep_alive_ = false;
    exchange_->cancel();
  }
}

void Http1Session::lost() {
  closing_ = true;
  parser_.reset();
  if (auto exchange = std::exchange(exchange_, nullptr)) exchange->lost();
}

}  // namespace

std::unique_ptr<Session> make_http1_session(SessionHost& host) { return std::make_unique<Http1Session>(host); }

}  // namespace pintle::net
