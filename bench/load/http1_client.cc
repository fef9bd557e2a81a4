// The HTTP/1.1 client: one request at a time on a connection that is kept; more wait for their turn.
#include <deque>
#include <utility>

#include "load/client.h"
#include "load/connection.h"
#include "load/http1_response.h"

namespace pintle::load {
namespace {

class Http1Client final : public Client, public Connection::Session {
 public:
  static Result<std::unique_ptr<Client>> open(EventLoop& loop, const TlsClient& tls) {
    std::unique_ptr<Http1Client> client(new Http1Client(tls));
    PINTLE_TRY(client->connection_, Connection::open(loop, tls, Protocol::kHttp1, *client));
    return client;
  }

  void send(Exchange& exchange) override {
    exchange.begin(Clock::now());
    if (connection_->is_lost()) return exchange.finish("the connection is gone");
    queue_.push_back(&exchange);
    connection_->flush_soon();
  }

  bool received(std::string_view bytes) override;
  void write_to(std::string& out) override;

  void lost(const std::string& why) override {
    for (Exchange* exchange : std::exchange(queue_, {})) exchange->finish(why);
  }

 private:
  explicit Http1Client(const TlsClient& tls) {
    fixed_headers_ = "Host: " + tls.target().authority + "\r\nUser-Agent: pintle-load\r\n";
    const std::string& token = tls.target().credentials.token;
    if (!token.empty()) fixed_headers_ += "Authorization: Bearer " + token + "\r\n";
  }

  std::string fixed_headers_;
  std::unique_ptr<Connection> connection_;
  std::deque<Exchange*> queue_;  // the first is under way once it was written
  bool under_way_ = false;
  Http1Response response_;
};

void add_header(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out.append(name).append(": ").append(value).append("\r\n");
}

void Http1Client::write_to(std::string& out) {
  if (under_way_ || queue_.empty()) return;
  under_way_ = true;
  response_.reset();
  const Request& request = queue_.front()->request;
  out.append(request.method).append(" ").append(request.path).append(" HTTP/1.1\r\n").append(fixed_headers_);
  add_header(out, "Accept", request.accept);
  add_header(out, "Accept-Encoding", request.gzip ? "gzip" : "");
  add_header(out, "If-None-Match", request.if_none_match);
  if (!request.body.empty()) {
    add_header(out, "Content-Type", request.content_type);
    add_header(out, "Content-Length", std::to_string(request.body.size()));
  }
  out.append("\r\n").append(request.body);
}

bool Http1Client::received(std::string_view bytes) {
  while (!bytes.empty()) {
    if (!under_way_) return false;
    Exchange& exchange = *queue_.front();
    const size_t taken = response_.take(bytes, [&](std::string_view piece) {
      exchange.response.status = response_.status();
      exchange.take_body(piece);
    });
    if (taken == 0) return false;
    bytes.remove_prefix(taken);
    if (!response_.done()) continue;
    exchange.response.status = response_.status();
    exchange.response.etag = response_.etag();
    queue_.pop_front();
    under_way_ = false;
    if (!queue_.empty()) connection_->flush_soon();
    exchange.finish("");
  }
  return true;
}

}  // namespace

Result<std::unique_ptr<Client>> open_http1_client(EventLoop& loop, const TlsClient& tls) { return Http1Client::open(loop, tls); }

}  // namespace pintle::load
