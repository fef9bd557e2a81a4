// Authentication: everybody who knows who clients are, wired in upstream's order: the front proxy, passwords, certificates, tokens (the
// file, service accounts, bootstrap tokens, OpenID providers, the webhook), and anonymous last.
//
//   PINTLE_TRY(auto authentication, Authentication::create({.options = options, ...}));
//   authentication->authenticator()
//   authentication->stop();                    // after the client's stop(), before the loops'
//
// The files of tokens and passwords are followed while they change (upstream reads them once); one that is not usable changes nothing.
// Ownership: main; the parts outlive it. Thread: main's; the authenticator's on any. Errors: in upstream's words.
// Source: k8s.io/kubernetes/pkg/kubeapiserver/authenticator/config.go (New).
#pragma once

#include <memory>
#include <vector>

#include "auth/authenticator.h"
#include "auth/token_answer.h"
#include "base/watched_file.h"
#include "net/client.h"
#include "server/authentication_metrics.h"
#include "server/client_authorities.h"
#include "server/jwt_authentication.h"
#include "server/options.h"
#include "server/token_authentication.h"

namespace pintle::server {

class Authentication {
 public:
  struct Parts {
    const Options& options;
    const ClientAuthorities& authorities;
    TokenAuthentication& own_tokens;
    net::Client& client;
    FileWatcher& files;
    MetricsRegistry& metrics;
  };
  static Result<std::unique_ptr<Authentication>> create(const Parts& parts);
  ~Authentication() { stop(); }

  const auth::Authenticator& authenticator() const { return *authenticator_; }
  void stop();

 private:
  using TokenParts = std::vector<std::unique_ptr<auth::AudienceTokenAuthenticator>>;
  using RequestParts = std::vector<std::unique_ptr<auth::RequestAuthenticator>>;

  explicit Authentication(const Parts& parts) : parts_(parts), metrics_(parts.metrics) {}
  Result<void> add_passwords(RequestParts& all);
  Result<void> add_tokens(RequestParts& all);
  Result<void> add_token_file(TokenParts& tokens);
  Result<void> add_token_webhook(TokenParts& tokens) const;
  // Of a file that knows `replace` and `warnings`.
  template <class File>
  Result<std::unique_ptr<File>> followed(const std::string& path, const std::string& subject);

  const Parts parts_;
  AuthenticationMetrics metrics_;
  std::unique_ptr<JwtAuthentication> jwt_;
  std::unique_ptr<auth::Authenticator> authenticator_;
  std::vector<std::unique_ptr<FileWatcher::Watch>> watches_;
};

}  // namespace pintle::server
