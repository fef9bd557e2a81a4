#include "net/client_fault.h"

#include <string_view>

#include "base/go_text.h"

namespace pintle::net {
namespace {

// In the order of ClientFault.
constexpr std::string_view kNames[] = {"",        "InvalidRequest",  "NameNotFound", "ConnectionRefused", "AddressForbidden",
                                       "TLS",     "ConnectionReset", "EOF",          "InvalidAnswer",     "AnswerTooLarge",
                                       "Timeout", "Cancelled"};

}  // namespace

Status client_fault(ClientFault fault, std::string message) {
  const bool timeout = fault == ClientFault::kTimeout;
  Status status({.code = timeout ? 504 : 503, .reason = timeout ? "Timeout" : "ServiceUnavailable", .message = std::move(message)});
  status.body().details.causes.push_back({.type = std::string(kNames[static_cast<size_t>(fault)]), .message = "", .field = ""});
  return status;
}

ClientFault fault_of(const Status& status) {
  if (status.details().causes.size() != 1) return ClientFault::kNone;
  for (size_t i = 1; i < std::size(kNames); ++i) {
    if (status.details().causes[0].type == kNames[i]) return static_cast<ClientFault>(i);
  }
  return ClientFault::kNone;
}

// Go writes the method as a word: "Post".
Status with_url(const Status& fault, const std::string& method, const std::string& url) {
  std::string word = method;
  for (size_t i = 1; i < word.size(); ++i) {
    if (word[i] >= 'A' && word[i] <= 'Z') word[i] = static_cast<char>(word[i] + 32);
  }
  Status status = fault;
  status.body().message = word + " " + go_quoted(url) + ": " + fault.message();
  return status;
}

}  // namespace pintle::net
