#include "net/client_exchange.h"

#include <algorithm>
#include <utility>

#include "net/client_limits.h"
#include "net/limits.h"
#include "net/response_head.h"
#include "net/token_list.h"

namespace pintle::net {
namespace {

Status protocol_fault(const std::string& text) {
  return client_fault(text.ends_with("EOF") ? ClientFault::kEnd : ClientFault::kProtocol, text);
}

bool sends_length(const ClientRequest& request) {
  return !request.body.empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
}

std::string head_of(const ClientRequest& request, const ClientUrl& url, std::string_view user_agent) {
  std::string head = request.method + " " + url.target + " HTTP/1.1\r\n";
  append_field("host", request.headers.has("host") ? request.headers.get("host") : url.authority, head);
  if (!request.headers.has("user-agent")) append_field("user-agent", user_agent, head);
  for (const Header& field : request.headers.fields()) {
    if (field.name != "host" && !is_connection_field(field.name)) append_field(field.name, field.value, head);
  }
  if (sends_length(request)) append_field("content-length", std::to_string(request.body.size()), head);
  return head += "\r\n";
}

}  // namespace

ClientExchange::ClientExchange(ClientConnection& connection, Activity& activity, const ClientRequest& request, const ClientUrl& url,
                               std::string_view user_agent)
    : connection_(connection),
      activity_(activity),
      request_(request),
      head_(head_of(request, url, user_agent)),
      unsent_{head_, request.body.view()},
      parser_(std::make_unique<Http1ResponseParser>(request.method == "HEAD")) {
  buffer_.resize(kRecordBytes);
}

Result<void> ClientExchange::write() {
  PINTLE_TRY_VOID(connection_.flush());
  for (std::string_view& part : unsent_) {
    while (!part.empty() && !connection_.blocked()) {
      const size_t size = std::min(part.size(), kRecordBytes);
      PINTLE_TRY_VOID(connection_.send(part.substr(0, size)));
      part.remove_prefix(size);
    }
  }
  return {};
}

Result<bool> ClientExchange::read() {
  size_t budget = kReadBytesPerTurn;
  bool progress = false;
  while (budget > 0 && !ended_ && !parser_->done()) {
    PINTLE_TRY(const ptrdiff_t n, connection_.receive(buffer_.data(), buffer_.size()));
    if (n == Wire::kNothing) break;
    progress = true;
    if (n == 0) {
      ended_ = true;
      parser_->end();
      break;
    }
    answered_ = true;
    budget -= std::min(budget, static_cast<size_t>(n));
    input_.append(buffer_.data(), static_cast<size_t>(n));
    parse();
  }
  if (budget == 0) activity_.notify();  // the others first; the rest is there already
  if (!parser_->fault().empty()) return fail(protocol_fault(parser_->fault()));
  return progress;
}

void ClientExchange::parse() {
  while (parser_->fault().empty() && !parser_->done()) {
    const size_t used = parser_->parse(input_);
    input_.erase(0, used);
    const bool informational = parser_->head_done() && parser_->status() < 200 && parser_->status() != 101;
    if (informational && ++informational_ <= kInformationalAnswersMax) {
      parser_ = std::make_unique<Http1ResponseParser>(request_.method == "HEAD");
    } else if (used == 0) {
      break;
    }
  }
}

// A server that answers early may stop reading: what it says counts, not that the request could not be sent whole.
Result<bool> ClientExchange::turn() {
  PINTLE_TRY_VOID(check());
  Result<void> written;
  if (!write_failed_) written = write();
  if (!written) write_failed_ = true;
  PINTLE_TRY(const bool progress, read());
  if (!written && !answered_ && !progress) return fail(written.error());
  return progress;
}

Result<void> ClientExchange::check() const {
  if (activity_.aborted()) return fail(*activity_.aborted());
  return {};
}

Task<Result<void>> ClientExchange::to_head() {
  while (!parser_->head_done()) {
    PINTLE_CO_TRY(const bool progress, turn());
    if (progress) continue;
    connection_.wait();
    co_await activity_.event();
  }
  response_.status = parser_->status();
  response_.headers = std::move(parser_->headers());
  co_return Result<void>();
}

Task<Result<void>> ClientExchange::more() {
  while (!parser_->done()) {
    PINTLE_CO_TRY(const bool progress, turn());
    if (progress) break;
    connection_.wait();
    co_await activity_.event();
  }
  co_return Result<void>();
}

Task<Result<void>> ClientExchange::to_end() {
  std::string body = take_body();
  while (true) {
    if (body.size() > request_.response_bytes_max) {
      co_return fail(
          client_fault(ClientFault::kTooLarge, "the answer is longer than " + std::to_string(request_.response_bytes_max) + " bytes"));
    }
    if (done()) break;
    PINTLE_CO_TRY_VOID(co_await more());
    body += take_body();
  }
  response_.body = Bytes::take(std::move(body));
  co_return Result<void>();
}

bool ClientExchange::reusable() const {
  return parser_->done() && parser_->keep_alive() && input_.empty() && !ended_ && !write_failed_ && unsent_[0].empty() &&
         unsent_[1].empty() && !connection_.blocked() && response_.status != 101;
}

}  // namespace pintle::net
