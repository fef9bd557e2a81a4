// The public halves of the service account keys as a JSON Web Key Set, and the OpenID configuration that names it: with both, anybody
// can verify this server's tokens.
//
// Errors: 400 for text that is no RSA or P-256 key. Source: RFC 7517, 7518; k8s.io/kubernetes/pkg/serviceaccount/openidmetadata.go.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pintle::auth {

// {"keys":[{"use":"sig","kty":"RSA","kid":...,"alg":"RS256","n":...,"e":"AQAB"}]} of PEM keys, private or public.
Result<std::string> json_web_key_set(std::span<const std::string> keys_pem);

// `issuer` is the first of --service-account-issuer, `jwks_uri` where the key set is.
std::string openid_configuration(std::string_view issuer, std::string_view jwks_uri);

}  // namespace pintle::auth
