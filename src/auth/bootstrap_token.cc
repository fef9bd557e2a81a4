#include "auth/bootstrap_token.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <set>

#include "base/log.h"
#include "object/time.h"
#include "views/core_v1.h"

namespace pintle::auth {
namespace {

constexpr std::string_view kNamespace = "kube-system";
constexpr std::string_view kSecretType = "bootstrap.kubernetes.io/token";
constexpr std::string_view kDefaultGroup = "system:bootstrappers";
constexpr size_t kIdBytes = 6;
constexpr size_t kSecretBytes = 16;
constexpr size_t kGroupSuffixBytesMax = 255;

struct BootstrapToken {
  std::string_view id;
  std::string_view secret;
};

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// [a-z0-9]{6}\.[a-z0-9]{16}
std::optional<BootstrapToken> parse(std::string_view token) {
  if (token.size() != kIdBytes + 1 + kSecretBytes || token[kIdBytes] != '.') return std::nullopt;
  const BootstrapToken parsed{token.substr(0, kIdBytes), token.substr(kIdBytes + 1)};
  if (!std::ranges::all_of(parsed.id, is_lower_or_digit) || !std::ranges::all_of(parsed.secret, is_lower_or_digit)) return std::nullopt;
  return parsed;
}

// system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]
bool is_bootstrap_group(std::string_view group) {
  constexpr std::string_view kPrefix = "system:bootstrappers:";
  if (!group.starts_with(kPrefix)) return false;
  const std::string_view suffix = group.substr(kPrefix.size());
  if (suffix.empty() || suffix.size() > kGroupSuffixBytesMax + 1 || !is_lower_or_digit(suffix.back())) return false;
  return std::ranges::all_of(suffix, [](char c) { return is_lower_or_digit(c) || c == ':' || c == '-'; });
}

std::string_view data_of(core::v1::Secret secret, std::string_view wanted) {
  for (auto [key, value] : secret.data())
    if (key == wanted) return value;
  return "";
}

bool same(std::string_view a, std::string_view b) { return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0; }

bool has_expired(core::v1::Secret secret, std::chrono::system_clock::time_point now) {
  const std::string_view expiration = data_of(secret, "expiration");
  if (expiration.empty()) return false;
  const auto at = object::parse_time(expiration);
  return !at || *at <= object::Timestamp::from(now);  // what cannot be read has expired
}

// Sorted, each once; nothing when one of them is not a bootstrap group.
std::optional<std::vector<std::string>> groups_of(core::v1::Secret secret) {
  std::set<std::string> groups = {std::string(kDefaultGroup)};
  std::string_view rest = data_of(secret, "auth-extra-groups");
  while (!rest.empty()) {
    const size_t comma = rest.find(',');
    const std::string_view group = rest.substr(0, comma);
    if (!is_bootstrap_group(group)) return std::nullopt;
    groups.emplace(group);
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
    if (rest.empty()) return std::nullopt;  // a comma at the end
  }
  return std::vector<std::string>(groups.begin(), groups.end());
}

// Why the Secret does not let the token in; "" when it does.
std::string_view fault_of(core::v1::Secret secret, const BootstrapToken& token, std::chrono::system_clock::time_point now) {
  if (secret.metadata().deletion_timestamp()) return "is deleted and awaiting removal";
  if (secret.type() != kSecretType || !secret.has_data()) return "has invalid type";
  if (!same(data_of(secret, "token-secret"), token.secret)) return "has another token-secret";
  if (data_of(secret, "token-id") != token.id) return "has another token-id";
  if (has_expired(secret, now)) return "has expired";
  if (data_of(secret, "usage-bootstrap-authentication") != "true") return "is not for authentication";
  return "";
}

void log_refusal(std::string_view name, std::string_view why) {
  if (log_verbose(3)) log_info("Refused a bootstrap token", {{"secret", name}, {"reason", why}});
}

}  // namespace

Task<Result<std::optional<UserRef>>> BootstrapTokens::authenticate(std::string_view text) const {
  const std::optional<BootstrapToken> token = parse(text);
  if (!token) co_return std::nullopt;
  const std::string name = "bootstrap-token-" + std::string(token->id);
  const auto found = objects_.get(BoundKind::kSecret, kNamespace, name);
  if (!found && found.error().code() != 404) co_return fail(found.error());
  if (!found) co_return std::nullopt;
  const core::v1::Secret secret(&found->document.root());
  if (const std::string_view fault = fault_of(secret, *token, clock_.now()); !fault.empty()) {
    log_refusal(name, fault);
    co_return std::nullopt;
  }
  std::optional<std::vector<std::string>> groups = groups_of(secret);
  if (!groups) {
    log_refusal(name, "has an invalid auth-extra-groups");
    co_return std::nullopt;
  }
  User user{.name = "system:bootstrap:" + std::string(token->id), .groups = *std::move(groups)};
  co_return std::make_shared<const User>(with_authenticated_group(std::move(user)));
}

}  // namespace pintle::auth
