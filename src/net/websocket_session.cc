#include "net/websocket_session.h"

#include <algorithm>
#include <utility>

#include "net/limits.h"
#include "net/response_head.h"
#include "net/worker.h"

namespace pintle::net {
namespace {

class WebSocketSession final : public Session, private ExchangeHost, private WebSocketReader::Sink {
 public:
  WebSocketSession(SessionHost& host, std::shared_ptr<Exchange> exchange);

  void receive(std::string_view bytes) override;
  void receive_end() override { finish(); }
  void produce(std::string& out) override;
  bool wants_input() const override { return !finished_; }
  bool finished() const override { return finished_ && out_.empty(); }
  void expire() override { finish(); }
  void stop() override;
  void lost() override { exchange_->lost(); }

 private:
  void read_body(Exchange&) override {}
  void respond(Exchange&) override {}
  void body_ready(Exchange&) override { host_.wake(); }
  void control_frame(WebSocketOpcode opcode, std::string_view payload) override;

  void produce_messages(std::string& out);
  void begin_close(WebSocketClose code);
  void finish();

  SessionHost& host_;
  std::shared_ptr<Exchange> exchange_;
  WebSocketReader reader_;
  WebSocketOpcode opcode_;
  std::string out_;          // the head, answers to control frames
  size_t message_left_ = 0;  // bytes of the message at hand that were not sent
  bool stopping_ = false;
  bool close_sent_ = false;
  bool finished_ = false;  // nothing more is read, or sent but out_
};

WebSocketSession::WebSocketSession(SessionHost& host, std::shared_ptr<Exchange> exchange) : host_(host), exchange_(std::move(exchange)) {
  exchange_->move_to(*this);
  host_.set_deadline(std::nullopt);
  const Response& response = exchange_->response();
  opcode_ = response.websocket->binary ? WebSocketOpcode::kBinary : WebSocketOpcode::kText;
  append_upgrade_head(response, websocket_accept(exchange_->request().headers.get("sec-websocket-key")), out_);
}

void WebSocketSession::receive(std::string_view bytes) {
  if (finished_) return;
  if (!reader_.read(bytes, *this)) {
    begin_close(WebSocketClose::kProtocolError);
    finish();
  } else if (out_.size() > kWebSocketAnswerBytesMax) {
    out_.clear();
    finish();
  }
}

void WebSocketSession::control_frame(WebSocketOpcode opcode, std::string_view payload) {
  if (finished_) return;
  if (opcode == WebSocketOpcode::kPing) {
    append_frame_header(WebSocketOpcode::kPong, payload.size(), out_);
    out_ += payload;
  } else if (opcode == WebSocketOpcode::kClose) {
    begin_close(WebSocketClose::kNormal);
    finish();
  }
}

void WebSocketSession::produce(std::string& out) {
  // A control frame may stand between messages but not inside one.
  if (message_left_ == 0 || finished_) out += std::exchange(out_, {});
  if (!finished_ && !close_sent_) produce_messages(out);
}

void WebSocketSession::produce_messages(std::string& out) {
  OutgoingBody& body = exchange_->body();
  while (out.size() < kRecordBytes) {
    exchange_->pull(1);
    if (body.size() == 0) break;
    if (message_left_ == 0) {
      if (!out_.empty()) break;
      message_left_ = body.front().size();
      append_frame_header(opcode_, message_left_, out);
    }
    size_t size = std::min(message_left_, kRecordBytes);
    body.take(size, out);
    message_left_ -= size;
  }
  if (body.size() > 0 || !body.ended()) return;
  WebSocketClose code = stopping_ ? WebSocketClose::kGoingAway : WebSocketClose::kNormal;
  begin_close(exchange_->broken_off() ? WebSocketClose::kInternalError : code);
  out += std::exchange(out_, {});
  if (stopping_) return finish();
  host_.set_deadline(host_.worker()->options.timeouts.websocket_close);
}

void WebSocketSession::begin_close(WebSocketClose code) {
  if (!std::exchange(close_sent_, true)) append_close_frame(code, out_);
}

void WebSocketSession::finish() {
  finished_ = true;
  if (message_left_ > 0) out_.clear();  // a frame inside a message would be read as part of it
  exchange_->lost();
  host_.wake();
}

void WebSocketSession::stop() {
  stopping_ = true;
  if (close_sent_) return finish();
  exchange_->cancel();
}

}  // namespace

std::unique_ptr<Session> make_websocket_session(SessionHost& host, std::shared_ptr<Exchange> exchange) {
  return std::make_unique<WebSocketSession>(host, std::move(exchange));
}

}  // namespace pintle::net
