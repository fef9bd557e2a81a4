#include "api/impersonation_mode.h"

#include <algorithm>
#include <optional>

#include "auth/service_account_claims.h"
#include "base/go_text.h"
#include "object/validation.h"

namespace pintle::api {
namespace {

using auth::Attributes;
using auth::Authorizer;
using auth::User;

constexpr std::string_view kServiceAccountsGroup = "system:serviceaccounts";
constexpr std::string_view kNodeUserPrefix = "system:node:";
constexpr std::string_view kNodesGroup = "system:nodes";
constexpr std::string_view kNodeNameKey = "authentication.kubernetes.io/node-name";
constexpr std::string_view kAssociatedNodeKeys = "authentication.kubernetes.io/associated-node-keys";
constexpr std::string_view kAuthenticationGroup = "authentication.k8s.io";
// From as many on, the client may have the right to all of them, which is asked for first.
constexpr size_t kManyChecks = 4;

std::optional<std::string_view> node_of_user(std::string_view user_name) {
  if (!user_name.starts_with(kNodeUserPrefix)) return std::nullopt;
  const std::string_view node = user_name.substr(kNodeUserPrefix.size());
  if (!object::name_is_dns_subdomain(node, object::NameUse::kWhole).empty()) return std::nullopt;
  return node;
}

bool is_service_account(std::string_view user_name) { return auth::split_service_account_user_name(user_name).has_value(); }
bool only_named(const User& wanted) { return wanted.uid.empty() && wanted.groups.empty() && wanted.extra.empty(); }

bool is_associated_node(const User& wanted, const User& client) {
  const auto node = node_of_user(wanted.name);
  if (!only_named(wanted) || !node || !is_service_account(client.name)) return false;
  for (const auto& [key, values] : client.extra)
    if (key == kNodeNameKey) return values.size() == 1 && values[0] == *node;
  return false;
}
bool is_arbitrary_node(const User& wanted, const User&) { return only_named(wanted) && node_of_user(wanted.name); }
bool is_named_service_account(const User& wanted, const User&) { return only_named(wanted) && is_service_account(wanted.name); }
bool is_another_user(const User& wanted, const User&) { return !node_of_user(wanted.name) && !is_service_account(wanted.name); }
bool is_anybody(const User&, const User&) { return true; }

constexpr ImpersonationMode kModes[] = {
    {"associated-node", "impersonate:associated-node", "impersonate:associated-node", is_associated_node, true},
    {"arbitrary-node", "impersonate:arbitrary-node", "impersonate:arbitrary-node", is_arbitrary_node},
    {"serviceaccount", "impersonate:serviceaccount", "impersonate:serviceaccount", is_named_service_account},
    {"user-info", "impersonate:user-info", "impersonate:user-info", is_another_user},
    {"", "impersonate", "", is_anybody},
};

Task<Result<void>> check(const Authorizer& authorizer, const Attributes& attributes) {
  const auth::Decision decision = co_await authorizer.authorize(attributes);
  if (decision.allowed()) co_return Result<void>();
  if (decision.error.empty()) co_return fail(auth::forbidden(attributes, decision.reason));
  co_return fail(auth::forbidden(attributes, decision.error + (decision.reason.empty() ? "" : ": " + decision.reason)));
}

// The checks of one attempt.
class Attempt {
 public:
  Attempt(const ImpersonationMode& mode, const Authorizer& authorizer, const User& wanted, const User& client)
      : mode_(mode), authorizer_(authorizer), wanted_(wanted), client_(client) {}

  Task<Result<void>> check_request(Attributes attributes) const;
  Task<Result<void>> check_user() const;
  Task<Result<void>> check_uid() const;
  Task<Result<void>> check_groups() const;
  Task<Result<void>> check_extra() const;

 private:
  Attributes naming(std::string_view resource, std::string_view name) const {
    // Users and groups stand in the core group for the legacy mode; all else is of authentication.k8s.io.
    const bool core = mode_.is_legacy() && (resource == "users" || resource == "groups" || resource == "serviceaccounts");
    return {.user = &client_,
            .verb = mode_.verb,
            .group = core ? std::string_view() : kAuthenticationGroup,
            .version = "v1",
            .resource = resource,
            .name = name,
            .is_resource = true};
  }
  std::optional<Status> extra_fault(const Attributes& attributes) const;
  bool has_much_extra() const;

  const ImpersonationMode& mode_;
  const Authorizer& authorizer_;
  const User& wanted_;
  const User& client_;
};

Task<Result<void>> Attempt::check_request(Attributes attributes) const {
  const std::string verb = "impersonate-on:" + std::string(mode_.name) + ":" + std::string(attributes.verb);
  attributes.user = &client_;
  attributes.verb = verb;
  co_return co_await check(authorizer_, attributes);
}

Task<Result<void>> Attempt::check_user() const {
  Attributes attributes = naming("users", wanted_.name);
  if (const auto node = node_of_user(wanted_.name); node && !mode_.is_legacy()) {
    attributes.resource = "nodes";
    attributes.name = mode_.for_all_nodes ? "*" : *node;
  }
  const auto account = auth::split_service_account_user_name(wanted_.name);
  if (account) {
    attributes.resource = "serviceaccounts";
    attributes.namespace_ = account->namespace_;
    attributes.name = account->name;
  }
  co_return co_await check(authorizer_, attributes);
}

Task<Result<void>> Attempt::check_uid() const {
  if (wanted_.uid.empty()) co_return Result<void>();
  co_return co_await check(authorizer_, naming("uids", wanted_.uid));
}

Task<Result<void>> Attempt::check_groups() const {
  Attributes attributes = naming("groups", "");
  if (!mode_.is_legacy()) {
    if (std::ranges::find(wanted_.groups, "") != wanted_.groups.end())
      co_return fail(auth::forbidden(attributes, "impersonating the empty string group is not allowed"));
    if (wanted_.in_group(auth::kMastersGroup)) {
      attributes.name = auth::kMastersGroup;
      co_return fail(auth::forbidden(attributes, "impersonating the system:masters group is not allowed"));
    }
    attributes.name = "*";
    if (wanted_.groups.size() >= kManyChecks && co_await check(authorizer_, attributes)) co_return Result<void>();
  }
  for (const std::string& group : wanted_.groups) {
    attributes.name = group;
    PINTLE_CO_TRY_VOID(co_await check(authorizer_, attributes));
  }
  co_return Result<void>();
}

std::string key_fault(const std::string& key, const std::vector<std::string>& values) {
  if (key.empty()) return "impersonating the empty string key in extra is not allowed";
  object::ErrorList errors;
  object::validate_domain_prefixed_path(key, object::FieldPath().child("extra").child("key"), errors);
  if (!errors.empty()) return "impersonating an invalid key in extra is not allowed: " + errors.joined();
  if (std::ranges::any_of(key, [](char c) { return c >= 'A' && c <= 'Z'; }))
    return "impersonating a non-lowercase key in extra is not allowed: " + go_quoted(key);
  if (values.empty()) return "impersonating empty values in extra is not allowed";
  if (std::ranges::find(values, "") != values.end()) return "impersonating the empty string value in extra is not allowed";
  return "";
}

std::optional<Status> Attempt::extra_fault(const Attributes& attributes) const {
  for (const auto& [key, values] : wanted_.extra)
    if (const std::string fault = key_fault(key, values); !fault.empty()) return auth::forbidden(attributes, fault);
  return std::nullopt;
}

bool Attempt::has_much_extra() const {
  size_t count = 0;
  for (const auto& [key, values] : wanted_.extra) count += values.size();
  return wanted_.extra.size() >= kManyChecks || count >= kManyChecks;
}

Task<Result<void>> Attempt::check_extra() const {
  Attributes attributes = naming("userextras", "");
  if (!mode_.is_legacy()) {
    if (auto fault = extra_fault(attributes)) co_return fail(*std::move(fault));
    attributes.subresource = "*";
    attributes.name = "*";
    if (has_much_extra() && co_await check(authorizer_, attributes)) co_return Result<void>();
  }
  for (const auto& [key, values] : wanted_.extra) {
    attributes.subresource = key;
    for (const std::string& value : values) {
      attributes.name = value;
      PINTLE_CO_TRY_VOID(co_await check(authorizer_, attributes));
    }
  }
  co_return Result<void>();
}

// With the groups that come of themselves: a node's, a service account's, and those of everybody.
User completed(const ImpersonationMode& mode, User user) {
  if (user.groups.empty()) {
    if (!mode.is_legacy() && node_of_user(user.name)) user.groups.emplace_back(kNodesGroup);
    if (const auto account = auth::split_service_account_user_name(user.name))
      user.groups = {std::string(kServiceAccountsGroup), std::string(kServiceAccountsGroup) + ":" + account->namespace_};
  }
  if (user.name == auth::kAnonymousUser) {
    if (!user.in_group(auth::kUnauthenticatedGroup)) user.groups.emplace_back(auth::kUnauthenticatedGroup);
    return user;
  }
  return auth::with_authenticated_group(std::move(user));
}

// The client as the checks for all nodes see it: of what its token says only which things it says.
User without_attributes(const User& client) {
  User stripped{.name = client.name, .uid = client.uid, .groups = client.groups};
  std::vector<std::string> keys;
  for (const auto& [key, values] : client.extra) keys.push_back(key);
  std::ranges::sort(keys);
  stripped.extra = {{std::string(kAssociatedNodeKeys), std::move(keys)}};
  return stripped;
}

}  // namespace

std::span<const ImpersonationMode> impersonation_modes() { return kModes; }

Task<Result<auth::UserRef>> try_mode(const ImpersonationMode& mode, const Authorizer& authorizer, const User& wanted,
                                     const Attributes& attributes) {
  if (!mode.applies(wanted, *attributes.user)) co_return auth::UserRef();
  const User client = mode.for_all_nodes ? without_attributes(*attributes.user) : *attributes.user;
  const Attempt attempt(mode, authorizer, wanted, client);
  if (!mode.is_legacy()) PINTLE_CO_TRY_VOID(co_await attempt.check_request(attributes));
  PINTLE_CO_TRY_VOID(co_await attempt.check_user());
  PINTLE_CO_TRY_VOID(co_await attempt.check_uid());
  PINTLE_CO_TRY_VOID(co_await attempt.check_groups());
  PINTLE_CO_TRY_VOID(co_await attempt.check_extra());
  co_return std::make_shared<const User>(completed(mode, wanted));
}

}  // namespace pintle::api
