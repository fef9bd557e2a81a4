// ClientExchange: one HTTP/1.1 request and its response on one outgoing connection.
//
//   ClientExchange exchange(connection, activity, request, url);
//   PINTLE_CO_TRY_VOID(co_await exchange.to_head());      // exchange.response() has status and headers
//   PINTLE_CO_TRY_VOID(co_await exchange.to_end());       // and the body; or take_body() again and again, with more() between them
//   if (exchange.reusable()) pool.put(...);
//
// The request is sent while the response is read: a server may answer before it has the whole body.
// Thread: its loop. Ownership: the connection, the activity and the request outlive it. Errors: client_fault.
#pragma once

#include <string>
#include <string_view>

#include "net/activity.h"
#include "net/client.h"
#include "net/client_connection.h"
#include "net/client_url.h"
#include "net/http1_response_parser.h"

namespace pintle::net {

class ClientExchange {
 public:
  ClientExchange(ClientConnection& connection, Activity& activity, const ClientRequest& request, const ClientUrl& url,
                 std::string_view user_agent);

  // Until the head of the final response is there.
  Task<Result<void>> to_head();
  // Until some body bytes have come, or the end.
  Task<Result<void>> more();
  std::string take_body() { return parser_->take_body(); }
  bool done() const { return parser_->done(); }
  // The whole of it, at most request.response_bytes_max.
  Task<Result<void>> to_end();

  ClientResponse& response() { return response_; }
  // Something of a response has come.
  bool answered() const { return answered_; }
  // The connection is as it was before: another exchange may follow.
  bool reusable() const;

 private:
  // Sends and reads what can be without waiting. True when something was read.
  Result<bool> turn();
  Result<void> write();
  Result<bool> read();
  void parse();
  Result<void> check() const;

  ClientConnection& connection_;
  Activity& activity_;
  const ClientRequest& request_;
  std::string head_;            // of the request
  std::string_view unsent_[2];  // head and body
  std::string input_;           // received and not parsed
  std::string buffer_;
  std::unique_ptr<Http1ResponseParser> parser_;
  ClientResponse response_;
  int informational_ = 0;
  bool answered_ = false;
  bool write_failed_ = false;
  bool ended_ = false;  // the server sends no more
};

}  // namespace pintle::net
