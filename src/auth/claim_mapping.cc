#include "auth/claim_mapping.h"

#include "base/go_text.h"

namespace pintle::auth {
namespace {

using object::Tag;
using object::Value;

std::unexpected<Status> refuse(std::string why) { return fail(Status::unauthorized("oidc: " + std::move(why))); }

std::string_view json_name(const Value& value) {
  switch (value.tag()) {
    case Tag::kBool:
      return "bool";
    case Tag::kInt:
    case Tag::kDouble:
      return "number";
    case Tag::kString:
      return "string";
    case Tag::kList:
      return "array";
    default:
      return "object";
  }
}

std::string cannot_unmarshal(const Value& value, std::string_view go_type) {
  return "json: cannot unmarshal " + std::string(json_name(value)) + " into Go value of type " + std::string(go_type);
}

// What reading a claim as Go's string comes to; the fault goes into `fault`.
std::optional<std::string> text_of(const Value* value, std::string& fault) {
  if (!value) {
    fault = "claim not present";
  } else if (value->is_string()) {
    return std::string(value->as_string());
  } else if (value->is_null()) {
    return "";
  } else {
    fault = cannot_unmarshal(*value, "string");
  }
  return std::nullopt;
}

Result<void> check_email(const Value& payload) {
  const Value* verified = payload.get("email_verified");
  if (!verified) return {};
  if (verified->tag() != Tag::kBool && !verified->is_null())
    return refuse("parse 'email_verified' claim: " + cannot_unmarshal(*verified, "bool"));
  if (!verified->as_bool()) return refuse("email not verified");
  return {};
}

Result<std::string> name_of(const ClaimMapping& mapping, const Value& payload) {
  std::string fault;
  const std::optional<std::string> name = text_of(payload.get(mapping.claim), fault);
  if (!name) return refuse("parse username claims " + go_quoted(mapping.claim) + ": " + fault);
  if (mapping.claim == "email") PINTLE_TRY_VOID(check_email(payload));
  return mapping.prefix.value_or("") + *name;
}

Result<std::vector<std::string>> groups_of(const ClaimMapping& mapping, const Value* value) {
  const std::string prefix = mapping.prefix.value_or("");
  const auto unreadable = [&] {
    return refuse("parse groups claim " + go_quoted(mapping.claim) + ": " + cannot_unmarshal(*value, "string"));
  };
  std::vector<std::string> groups;
  if (!value || value->is_null()) return groups;
  if (value->is_string()) return std::vector{prefix + std::string(value->as_string())};
  if (!value->is_list()) return unreadable();
  for (const Value& group : value->items()) {
    if (!group.is_string() && !group.is_null()) return unreadable();
    groups.push_back(prefix + std::string(group.as_string()));
  }
  return groups;
}

Result<std::string> uid_of(const ClaimMapping& mapping, const Value& payload) {
  if (mapping.claim.empty()) return "";
  std::string fault;
  std::optional<std::string> uid = text_of(payload.get(mapping.claim), fault);
  if (!uid) return refuse("parse uid claim " + go_quoted(mapping.claim) + ": " + fault);
  return *std::move(uid);
}

Result<void> check_rule(const ClaimValidationRule& rule, const Value& payload) {
  const Value* value = payload.get(rule.claim);
  if (!value) return refuse("required claim " + rule.claim + " not present in ID token");
  std::string fault;
  const std::optional<std::string> text = text_of(value, fault);
  if (!text) return refuse("parse claim " + rule.claim + ": " + fault);
  if (*text == rule.required_value) return {};
  return refuse("required claim " + rule.claim + " value does not match. Got = " + *text + ", want = " + rule.required_value);
}

}  // namespace

Result<User> user_of_claims(const JwtAuthenticatorConfiguration& configuration, const Value& payload, const Value* distributed_groups) {
  User user;
  PINTLE_TRY(user.name, name_of(configuration.username, payload));
  if (const ClaimMapping& groups = configuration.groups; !groups.claim.empty()) {
    PINTLE_TRY(user.groups, groups_of(groups, distributed_groups ? distributed_groups : payload.get(groups.claim)));
  }
  PINTLE_TRY(user.uid, uid_of(configuration.uid, payload));
  if (const Value* id = payload.get("jti"); id && !id->as_string().empty())
    user.extra.push_back({std::string(kCredentialIdKey), {"JTI=" + std::string(id->as_string())}});
  for (const ClaimValidationRule& rule : configuration.claim_validation_rules) PINTLE_TRY_VOID(check_rule(rule, payload));
  return user;
}

}  // namespace pintle::auth
