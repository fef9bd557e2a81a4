// Bearer tokens: from the Authorization header, or from the subprotocols of a WebSocket handshake, to what knows tokens. A token that is
// not known is bad.
//
// Source: k8s.io/apiserver/pkg/authentication/request/{bearertoken,websocket}.
#pragma once

#include <memory>

#include "auth/authenticator.h"
#include "auth/token_answer.h"

namespace pintle::auth {

class BearerTokenAuthenticator final : public RequestAuthenticator {
 public:
  explicit BearerTokenAuthenticator(std::unique_ptr<AudienceTokenAuthenticator> tokens) : tokens_(std::move(tokens)) {}
  Task<Result<Identity>> authenticate(const Credentials& credentials) const override;

 private:
  Task<Result<Identity>> authenticate_token(std::string_view token, const Audiences* audiences) const;
  std::unique_ptr<AudienceTokenAuthenticator> tokens_;
};

// What an Authorization header says: "Bearer <token>", the scheme in any case. "" when it carries no token.
struct BearerHeader {
  std::string_view token;
  bool extra_space = false;  // a second space stands before the token, which is therefore not seen
};
BearerHeader parse_bearer_header(std::string_view authorization);

// The token among the subprotocols, "base64url.bearer.authorization.k8s.io.<token>"; "" when there is none. Errors: 401 for two
// tokens, a broken encoding, or a token without another protocol beside it that could be answered.
Result<std::string> token_of_websocket_protocols(std::string_view header);

}  // namespace pintle::auth
