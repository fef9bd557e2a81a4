// Authentication: from what a client showed to who it is.
//
//   PINTLE_CO_TRY(Identity who, co_await authenticator.authenticate({.authorization = headers.get("authorization"), .certificates_der =
//   peer.certificates_der}));
//
// Two kinds of part, each with an implementation per method: a RequestAuthenticator looks at the whole request (certificates, the
// bearer token, the headers of an authenticating proxy), a TokenAuthenticator at one bearer token (the token file, later
// service accounts, OpenID, webhooks). Each either knows the client, knows nothing (nullopt), or found the credential bad (a Status).
// Authenticator asks the parts in their order. Nobody knows the client: anonymous, when nothing bad was shown and it is allowed.
//
// Errors: 401 "Unauthorized" for every failure, whatever the reason: the client learns nothing; the reason is for the log.
// Thread: any; the parts are immutable or guard themselves. A part may suspend (a webhook, a token review); credentials outlive the call.
// Credentials are never logged or kept in clear text after a request.
// Source: k8s.io/kubernetes/pkg/kubeapiserver/authenticator/config.go (order), apiserver/pkg/authentication/request/union.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/user.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/task.h"
#include "net/http.h"

namespace pintle::auth {

using Audiences = std::vector<std::string>;

// Views into the request; they live as long as it.
struct Credentials {
  std::string_view authorization;                 // the Authorization header, "" for none
  std::span<const std::string> certificates_der;  // what the client sent in the handshake, leaf first, not verified
  // Of a WebSocket handshake only: its Sec-WebSocket-Protocol header. Browsers, which cannot set Authorization, put a token there.
  std::string_view websocket_protocols;
  const net::Headers* headers = nullptr;  // all of the request; null for a TokenReview
  std::string_view path;                  // of the URL, unescaped
  // The audiences that a TokenReview asks for; null: a request to this server.
  const Audiences* audiences = nullptr;
};

// What authentication adds to the audit event of the request.
struct AuditAnnotation {
  std::string key;
  std::string value;
};

struct Identity {
  UserRef user;
  std::string_view warning;                                         // for a Warning header of the answer; "" for none
  Audiences audiences;                                              // of those asked for, whom the credential is for
  std::shared_ptr<const std::vector<AuditAnnotation>> annotations;  // null: none
};

class TokenAuthenticator {
 public:
  virtual ~TokenAuthenticator() = default;
  virtual Task<Result<std::optional<UserRef>>> authenticate(std::string_view token) const = 0;
};

class RequestAuthenticator {
 public:
  virtual ~RequestAuthenticator() = default;
  // A null user is "I know nothing".
  virtual Task<Result<Identity>> authenticate(const Credentials& credentials) const = 0;
};

// Who shows no credential at all.
struct Anonymous {
  bool allowed = true;
  std::vector<std::string> paths;  // the only ones that are open to it; empty: all
};

// What an authentication came to, for the log and metrics. Never holds a credential.
struct AuthenticationAttempt {
  const User* user = nullptr;  // null: refused
  std::string_view reason;     // why a credential was refused; "" when there was none
  std::chrono::nanoseconds duration;
};

class Authenticator {
 public:
  // Called after each request; must not block.
  using Observer = std::function<void(const AuthenticationAttempt& attempt)>;

  Authenticator(std::vector<std::unique_ptr<RequestAuthenticator>> parts, Anonymous anonymous, Observer observer,
                const Clock& clock = Clock::system());
  Task<Result<Identity>> authenticate(const Credentials& credentials) const;
  // The same for a TokenReview, which is told why a credential is refused: 401 with all reasons.
  Task<Result<Identity>> review(const Credentials& credentials) const;

 private:
  std::vector<std::unique_ptr<RequestAuthenticator>> parts_;
  UserRef anonymous_;  // null: refused
  std::vector<std::string> anonymous_paths_;
  Observer observer_;
  const Clock& clock_;
};

}  // namespace pintle::auth
