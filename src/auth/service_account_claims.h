// The claims of service account tokens, and the user that they stand for.
//
//   {"aud":["https://kubernetes.default.svc"],"exp":1700003600,"iat":1700000000,"iss":"https://kubernetes.default.svc","jti":"<uuid>",
//    "kubernetes.io":{"namespace":"default","node":{"name":"n","uid":"..."},"pod":{"name":"p","uid":"..."},
//    "serviceaccount":{"name":"builder","uid":"..."},"warnafter":1700003607},"nbf":1700000000,"sub":"system:serviceaccount:default:builder"}
//
// Thread: pure functions. Source: k8s.io/kubernetes/pkg/serviceaccount/{claims,legacy}.go, apiserver/pkg/authentication/serviceaccount.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "auth/jwt.h"
#include "auth/user.h"

namespace pintle::auth {

// An injected token of this life is meant to be replaced then, but works for a year, so that clients have time to learn to reload it.
inline constexpr int64_t kWarnOnlyExpirationSeconds = 60 * 60 + 7;
inline constexpr int64_t kExtendedExpirationSeconds = 365LL * 24 * 60 * 60;

inline constexpr std::string_view kServiceAccountUserPrefix = "system:serviceaccount:";
inline constexpr std::string_view kServiceAccountsGroup = "system:serviceaccounts";

struct ClaimedObject {
  std::string name;
  std::string uid;
};

struct ServiceAccountClaims {
  std::string namespace_;
  ClaimedObject service_account;
  std::optional<ClaimedObject> pod;
  std::optional<ClaimedObject> secret;
  std::optional<ClaimedObject> node;
  std::optional<int64_t> warn_after_seconds;
};

// The member "kubernetes.io". Error: 401 when something in it has the wrong type.
Result<ServiceAccountClaims> read_service_account_claims(const object::Value& payload);
// The payload of a token, as Go writes it.
std::string claims_json(const JwtClaims& claims, const ServiceAccountClaims& account);

std::string service_account_user_name(std::string_view namespace_, std::string_view name);
// Namespace and name of "system:serviceaccount:<namespace>:<name>".
struct ServiceAccountName {
  std::string namespace_;
  std::string name;
};
std::optional<ServiceAccountName> split_service_account_user_name(std::string_view user_name);

// `token_id`: "" for none.
UserRef service_account_user(const ServiceAccountClaims& claims, std::string_view token_id);

}  // namespace pintle::auth
