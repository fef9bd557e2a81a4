#include "auth/service_account_claims.h"

#include "object/json.h"
#include "object/validation.h"

namespace pintle::auth {
namespace {

using object::Value;

constexpr std::string_view kPrivateClaims = "kubernetes.io";

std::unexpected<Status> refuse(std::string why) { return fail(Status::unauthorized(std::move(why))); }

Result<const Value*> object_claim(const Value& object, std::string_view name) {
  const Value* found = claim(object, name);
  if (found && !found->is_map()) return refuse("the token's " + std::string(name) + " is no object");
  return found;
}

Result<std::optional<ClaimedObject>> claimed_object(const Value& claims, std::string_view name) {
  PINTLE_TRY(const Value* found, object_claim(claims, name));
  if (!found) return std::nullopt;
  ClaimedObject object;
  PINTLE_TRY(object.name, text_claim(*found, "name"));
  PINTLE_TRY(object.uid, text_claim(*found, "uid"));
  return object;
}

// The members of a JSON object in the order in which they are added; empty texts are left out.
class JsonMembers {
 public:
  void text(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    object::append_json_string(value, begin(name));
  }
  void number(std::string_view name, const std::optional<int64_t>& value) {
    if (value) begin(name) += std::to_string(*value);
  }
  void raw(std::string_view name, const std::string& json) { begin(name) += json; }
  std::string json() const { return "{" + json_ + "}"; }

 private:
  std::string& begin(std::string_view name) {
    if (!json_.empty()) json_ += ',';
    json_ += '"';
    json_.append(name).append("\":");
    return json_;
  }
  std::string json_;
};

std::string json_of(const ClaimedObject& object) {
  JsonMembers members;
  members.text("name", object.name);
  members.text("uid", object.uid);
  return members.json();
}

std::string json_of(const ServiceAccountClaims& claims) {
  JsonMembers members;
  members.text("namespace", claims.namespace_);
  if (claims.node) members.raw("node", json_of(*claims.node));
  if (claims.pod) members.raw("pod", json_of(*claims.pod));
  if (claims.secret) members.raw("secret", json_of(*claims.secret));
  members.raw("serviceaccount", json_of(claims.service_account));
  members.number("warnafter", claims.warn_after_seconds);
  return members.json();
}

std::string json_of(const std::vector<std::string>& texts) {
  std::string json = "[";
  for (const std::string& text : texts) {
    if (json.size() > 1) json += ',';
    object::append_json_string(text, json);
  }
  return json + "]";
}

bool is_valid(object::NameFunction rule, std::string_view name) { return rule(name, object::NameUse::kWhole).empty(); }

}  // namespace

Result<ServiceAccountClaims> read_service_account_claims(const Value& payload) {
  ServiceAccountClaims claims;
  PINTLE_TRY(const Value* own, object_claim(payload, kPrivateClaims));
  if (!own) return claims;
  PINTLE_TRY(claims.namespace_, text_claim(*own, "namespace"));
  PINTLE_TRY(const std::optional<ClaimedObject> account, claimed_object(*own, "serviceaccount"));
  if (account) claims.service_account = *account;
  PINTLE_TRY(claims.pod, claimed_object(*own, "pod"));
  PINTLE_TRY(claims.secret, claimed_object(*own, "secret"));
  PINTLE_TRY(claims.node, claimed_object(*own, "node"));
  PINTLE_TRY(claims.warn_after_seconds, time_claim(*own, "warnafter"));
  return claims;
}

std::string claims_json(const JwtClaims& claims, const ServiceAccountClaims& account) {
  JsonMembers members;
  if (!claims.audiences.empty()) members.raw("aud", json_of(claims.audiences));
  members.number("exp", claims.expiry);
  members.number("iat", claims.issued_at);
  members.text("iss", claims.issuer);
  members.text("jti", claims.id);
  members.raw(kPrivateClaims, json_of(account));
  members.number("nbf", claims.not_before);
  members.text("sub", claims.subject);
  return members.json();
}

std::string service_account_user_name(std::string_view namespace_, std::string_view name) {
  return std::string(kServiceAccountUserPrefix).append(namespace_).append(":").append(name);
}

std::optional<ServiceAccountName> split_service_account_user_name(std::string_view user_name) {
  if (!user_name.starts_with(kServiceAccountUserPrefix)) return std::nullopt;
  const std::string_view rest = user_name.substr(kServiceAccountUserPrefix.size());
  const size_t colon = rest.find(':');
  if (colon == std::string_view::npos || rest.find(':', colon + 1) != std::string_view::npos) return std::nullopt;
  const std::string_view namespace_ = rest.substr(0, colon), name = rest.substr(colon + 1);
  if (!is_valid(object::name_is_dns_label, namespace_) || !is_valid(object::name_is_dns_subdomain, name)) return std::nullopt;
  return ServiceAccountName{std::string(namespace_), std::string(name)};
}

UserRef service_account_user(const ServiceAccountClaims& claims, std::string_view token_id) {
  User user{.name = service_account_user_name(claims.namespace_, claims.service_account.name), .uid = claims.service_account.uid};
  user.groups = {std::string(kServiceAccountsGroup), std::string(kServiceAccountsGroup) + ":" + claims.namespace_};
  const auto add = [&user](std::string_view key, std::string value) {
    user.extra.emplace_back(std::string(key), std::vector{std::move(value)});
  };
  // Sorted by key.
  if (!token_id.empty()) add(kCredentialIdKey, "JTI=" + std::string(token_id));
  if (claims.node && !claims.node->name.empty()) {
    add("authentication.kubernetes.io/node-name", claims.node->name);
    if (!claims.node->uid.empty()) add("authentication.kubernetes.io/node-uid", claims.node->uid);
  }
  if (claims.pod && !claims.pod->name.empty() && !claims.pod->uid.empty()) {
    add("authentication.kubernetes.io/pod-name", claims.pod->name);
    add("authentication.kubernetes.io/pod-uid", claims.pod->uid);
  }
  return std::make_shared<const User>(with_authenticated_group(std::move(user)));
}

}  // namespace pintle::auth
