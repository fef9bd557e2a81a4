#include "groups/core/token_requests.h"

#include <algorithm>

#include "api/lifecycle.h"
#include "api/stored_object.h"
#include "api/write.h"
#include "base/check.h"
#include "object/go_format.h"
#include "object/time.h"
#include "views/core_v1.h"

namespace pintle::core {

using authentication::v1::TokenRequest;
using authentication::v1::TokenRequestMut;

// How long a token works, and when its use is warned of; 0: never.
struct TokenRequests::Lives {
  int64_t expiration_seconds = 0;
  int64_t warn_after_seconds = 0;
};

namespace {

using api::ActionAnswer;
using api::ActionCall;
using object::Document;
using object::FieldPath;
using v1::Node;
using v1::Pod;
using v1::Secret;
using v1::ServiceAccount;

constexpr std::string_view kGroup = "authentication.k8s.io";
constexpr std::string_view kKind = "TokenRequest";
constexpr int64_t kDefaultSeconds = 60 * 60;
constexpr int64_t kSecondsMin = 10 * 60;
constexpr int64_t kSecondsMax = int64_t{1} << 32;

TokenRequest view(const ActionCall& action) { return TokenRequest(&action.body.root()); }
TokenRequestMut mutable_view(ActionCall& action) { return TokenRequestMut(&action.body.root(), action.body.arena()); }

Result<Document> read(const api::Call& call, std::string_view plural, std::string_view namespace_, std::string_view name) {
  const api::Resource* resource = call.backend.registry.find("", "v1", plural);
  PINTLE_CHECK(resource != nullptr);
  const api::Call own = api::call_of(call, *resource);
  const cache::ObjectPtr found = api::read_object(own, namespace_, name);
  if (!found) return fail(Status::not_found(resource->group_resource(), name));
  return api::decode_stored(*resource, *found);
}

Result<void> match_url(const ActionCall& action) {
  const meta::v1::ObjectMeta meta = view(action).metadata();
  object::ErrorList errors;
  const FieldPath path("metadata");
  if (!meta.name().empty() && meta.name() != action.name) {
    errors.invalid(path.child("name"), object::quoted(meta.name()), "must match the service account name if specified");
  } else if (!meta.namespace_().empty() && meta.namespace_() != action.call.info.namespace_) {
    errors.invalid(path.child("namespace"), object::quoted(meta.namespace_()), "must match the service account namespace if specified");
  }
  if (errors.empty()) return {};
  return fail(errors.to_status(kGroup, kKind, action.name));
}

Result<void> validate(TokenRequest request) {
  object::ErrorList errors;
  const FieldPath path = FieldPath("spec").child("expirationSeconds");
  const int64_t seconds = request.spec().expiration_seconds().value_or(0);
  if (seconds < kSecondsMin) errors.invalid(path, std::to_string(seconds), "may not specify a duration less than 10 minutes");
  if (seconds > kSecondsMax) errors.invalid(path, std::to_string(seconds), "may not specify a duration larger than 2^32 seconds");
  if (errors.empty()) return {};
  return fail(errors.to_status(kGroup, kKind, ""));
}

// What the answer says of the account, where the request does not, and of this server's audiences.
void fill(TokenRequestMut request, ServiceAccount account, const std::vector<std::string>& api_audiences, int64_t now_seconds) {
  const meta::v1::ObjectMetaMut meta = request.ensure_metadata();
  meta.set_name(account.metadata().name());
  meta.set_namespace(account.metadata().namespace_());
  meta.set_uid(account.metadata().uid());
  meta.set_creation_timestamp(object::format_time({.seconds = now_seconds}));
  if (request.ensure_spec().audiences().empty())
    for (const std::string& audience : api_audiences) request.ensure_spec().ensure_audiences().append(audience);
  request.clear_status();
}

auth::ClaimedObject claimed(meta::v1::ObjectMeta meta) { return {std::string(meta.name()), std::string(meta.uid())}; }

// A Pod's token tells its Node, also when that is not there (any more).
Result<void> claim_node_of(const api::Call& call, Pod pod, auth::ServiceAccountClaims& claims) {
  const std::string_view name = pod.spec().node_name();
  if (name.empty()) return {};
  const auto node = read(call, "nodes", "", name);
  if (!node && node.error().code() != 404) return fail(Status::internal(node.error().message()));
  claims.node = node ? claimed(Node(&node->root()).metadata()) : auth::ClaimedObject{std::string(name), ""};
  return {};
}

struct GroupVersionKind {
  std::string_view group, version, kind;
};

GroupVersionKind split(std::string_view api_version, std::string_view kind) {
  const size_t slash = api_version.find('/');
  if (slash == std::string_view::npos) return {"", api_version, kind};
  if (api_version.find('/', slash + 1) != std::string_view::npos) return {"", "", kind};
  return {api_version.substr(0, slash), api_version.substr(slash + 1), kind};
}

Result<void> claim_pod(const ActionCall& action, std::string_view name, auth::ServiceAccountClaims& claims) {
  PINTLE_TRY(const Document document, read(action.call, "pods", action.call.info.namespace_, name));
  const Pod pod(&document.root());
  if (pod.spec().service_account_name() != action.name) {
    return fail(Status::bad_request("cannot bind token for serviceaccount " + object::quoted(action.name) +
                                    " to pod running with different serviceaccount name."));
  }
  claims.pod = claimed(pod.metadata());
  return claim_node_of(action.call, pod, claims);
}

Result<void> claim_bound_object(const ActionCall& action, auth::ServiceAccountClaims& claims) {
  const authentication::v1::BoundObjectReference reference = view(action).spec().bound_object_ref();
  if (!reference) return {};
  const GroupVersionKind bound = split(reference.api_version(), reference.kind());
  const std::optional<auth::ClaimedObject>* claim = nullptr;
  if (bound.group.empty() && bound.kind == "Pod") {
    PINTLE_TRY_VOID(claim_pod(action, reference.name(), claims));
    claim = &claims.pod;
  } else if (bound.group.empty() && bound.kind == "Node") {
    PINTLE_TRY(const Document node, read(action.call, "nodes", "", reference.name()));
    claims.node = claimed(Node(&node.root()).metadata());
    claim = &claims.node;
  } else if (bound.group.empty() && bound.kind == "Secret") {
    PINTLE_TRY(const Document secret, read(action.call, "secrets", action.call.info.namespace_, reference.name()));
    claims.secret = claimed(Secret(&secret.root()).metadata());
    claim = &claims.secret;
  } else {
    return fail(Status::bad_request("cannot bind token to object of type " + std::string(bound.group) + "/" + std::string(bound.version) +
                                    ", Kind=" + std::string(bound.kind)));
  }
  if (reference.uid().empty() || reference.uid() == (*claim)->uid) return {};
  return fail(Status::conflict({bound.group, bound.kind}, reference.name(),
                               "the UID in the bound object reference (" + std::string(reference.uid()) +
                                   ") does not match the UID in record. The object might have been deleted and then recreated"));
}

Status uid_conflict(const ActionCall& action, std::string_view asked, std::string_view found) {
  return Status::conflict({kGroup, kKind}, action.name,
                          "the UID in the token request (" + std::string(asked) + ") does not match the UID of the service account (" +
                              std::string(found) + ")");
}

}  // namespace

void set_token_request_defaults(TokenRequestMut request) {
  if (!request.spec().expiration_seconds()) request.ensure_spec().set_expiration_seconds(kDefaultSeconds);
}

// An injected token is extended, so that clients that never reload it go on working for a year and are found by the warnings.
TokenRequests::Lives TokenRequests::lives_of(TokenRequest request, bool for_pod) const {
  const int64_t asked = request.spec().expiration_seconds().value_or(0);
  const auto is_ours = [this](std::string_view audience) {
    return std::ranges::find(parts_.api_audiences, audience) != parts_.api_audiences.end();
  };
  bool ours_only = true;
  for (const std::string_view audience : request.spec().audiences()) ours_only = ours_only && is_ours(audience);
  if (!parts_.extend_expiration || !for_pod || asked != auth::kWarnOnlyExpirationSeconds || !ours_only) return {asked, 0};
  return {auth::kExtendedExpirationSeconds, asked};
}

Task<Result<ActionAnswer>> TokenRequests::answer(ActionCall& action) const {
  PINTLE_CO_TRY_VOID(match_url(action));
  const std::string& namespace_ = action.call.info.namespace_;
  PINTLE_CO_TRY(const Document account_document, read(action.call, "serviceaccounts", namespace_, action.name));
  const ServiceAccount account(&account_document.root());
  const std::string_view asked_uid = view(action).metadata().uid();
  if (!asked_uid.empty() && asked_uid != account.metadata().uid())
    co_return fail(uid_conflict(action, asked_uid, account.metadata().uid()));

  const int64_t now_seconds = action.call.now_seconds();
  fill(mutable_view(action), account, parts_.api_audiences, now_seconds);
  PINTLE_CO_TRY_VOID(validate(view(action)));
  PINTLE_CO_TRY_VOID(co_await action.validate_admission());

  auth::ServiceAccountClaims claims{.namespace_ = namespace_, .service_account = claimed(account.metadata())};
  PINTLE_CO_TRY_VOID(claim_bound_object(action, claims));
  const int64_t asked_seconds = view(action).spec().expiration_seconds().value_or(0);
  if (parts_.expiration_seconds_max > 0 && asked_seconds > parts_.expiration_seconds_max) {
    action.call.warnings.push_back("requested expiration of " + std::to_string(asked_seconds) + " seconds shortened to " +
                                   std::to_string(parts_.expiration_seconds_max) + " seconds");
    mutable_view(action).ensure_spec().set_expiration_seconds(parts_.expiration_seconds_max);
  }
  const Lives lives = lives_of(view(action), claims.pod.has_value());
  if (lives.warn_after_seconds > 0) claims.warn_after_seconds = now_seconds + lives.warn_after_seconds;

  auth::JwtClaims registered{.subject = auth::service_account_user_name(namespace_, action.name),
                             .expiry = now_seconds + lives.expiration_seconds,
                             .not_before = now_seconds,
                             .issued_at = now_seconds,
                             .id = api::generate_uid()};
  for (const std::string_view audience : view(action).spec().audiences()) registered.audiences.emplace_back(audience);
  action.call.annotations.push_back({"authentication.kubernetes.io/issued-credential-id", "JTI=" + registered.id});
  PINTLE_CO_TRY(const std::string token, co_await parts_.issuer.issue(action.call.loop(), std::move(registered), claims));

  const int64_t told_seconds = view(action).spec().expiration_seconds().value_or(0);
  const auto status = mutable_view(action).ensure_status();
  status.set_token(token);
  status.set_expiration_timestamp(object::format_time({.seconds = now_seconds + told_seconds}));
  co_return ActionAnswer{.object = std::move(action.body)};
}

}  // namespace pintle::core
