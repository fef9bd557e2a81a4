// The public halves of the service account keys as a JSON Web Key Set, and the OpenID configuration that names it: with both, anybody
// can verify this server's tokens.
//
// Thread: pure functions. Source: RFC 7517, 7518; k8s.io/kubernetes/pkg/serviceaccount/openidmetadata.go.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "auth/signature.h"

namespace pintle::auth {

// {"keys":[{"use":"sig","kty":"RSA","kid":...,"alg":"RS256","n":...,"e":"AQAB"}]}
std::string json_web_key_set(std::span<const VerificationKey> keys);

// `issuer` is the first of --service-account-issuer, `jwks_uri` where the key set is.
std::string openid_configuration(std::string_view issuer, std::string_view jwks_uri, std::span<const VerificationKey> keys);

// Why an issuer cannot be told to others: OpenID wants an https URL without query and fragment. "" when it can.
std::string openid_issuer_fault(std::string_view issuer);

}  // namespace pintle::auth
