#include "api/impersonation.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "api/impersonation_mode.h"
#include "base/go_text.h"
#include "base/percent_decode.h"

namespace pintle::api {
namespace {

constexpr std::string_view kUserHeader = "impersonate-user";
constexpr std::string_view kUidHeader = "impersonate-uid";
constexpr std::string_view kGroupHeader = "impersonate-group";
constexpr std::string_view kExtraPrefix = "impersonate-extra-";
constexpr uint64_t kModeBits = 7;

using SteadyClock = std::chrono::steady_clock;

std::string_view shown_name(const ImpersonationMode& mode) { return mode.is_legacy() ? "legacy" : mode.name; }

// The authorizer, with an observer of what one mode asks it.
class ObservedChecks final : public auth::Authorizer {
 public:
  ObservedChecks(const auth::Authorizer& authorizer, const ImpersonationMode& mode, ImpersonationObserver& observer)
      : authorizer_(authorizer), mode_(mode), observer_(observer) {}
  Task<auth::Decision> authorize(const auth::Attributes& attributes) const override {
    const auto begin = SteadyClock::now();
    auth::Decision decision = co_await authorizer_.authorize(attributes);
    observer_.checked(shown_name(mode_), decision.allowed() ? Impersonated::kAllowed : Impersonated::kDenied, SteadyClock::now() - begin);
    co_return decision;
  }

 private:
  const auth::Authorizer& authorizer_;
  const ImpersonationMode& mode_;
  ImpersonationObserver& observer_;
};

// As Go's %#v prints them.
std::string printed(const std::vector<std::string>& items) {
  std::string text = "[]string{";
  for (size_t i = 0; i < items.size(); ++i) text += (i ? ", " : "") + go_quoted(items[i]);
  return text + "}";
}

std::string printed(const auth::User& user) {
  std::string extra;
  for (const auto& [key, values] : user.extra) extra += (extra.empty() ? "" : ", ") + go_quoted(key) + ":" + printed(values);
  return "&user.DefaultInfo{Name:" + go_quoted(user.name) + ", UID:" + go_quoted(user.uid) +
         ", Groups:" + (user.groups.empty() ? "[]string(nil)" : printed(user.groups)) +
         ", Extra:" + (user.extra.empty() ? "map[string][]string(nil)" : "map[string][]string{" + extra + "}") + "}";
}

// A key whose escapes are broken is taken as it is.
std::string unescaped_key(std::string_view encoded) { return percent_decode(encoded).value_or(std::string(encoded)); }

bool is_impersonation_header(std::string_view name) {
  return name == kUserHeader || name == kUidHeader || name == kGroupHeader || name.starts_with(kExtraPrefix);
}

void remove_impersonation_headers(net::Headers& headers) {
  std::vector<std::string> names;
  for (const net::Header& header : headers.fields())
    if (is_impersonation_header(header.name)) names.push_back(header.name);
  for (const std::string& name : names) headers.remove(name);
}

}  // namespace

Result<auth::User> wanted_user(const net::Headers& headers) {
  auth::User wanted{.name = std::string(headers.get(kUserHeader)), .uid = std::string(headers.get(kUidHeader))};
  for (const net::Header& header : headers.fields()) {
    if (header.name == kGroupHeader) wanted.groups.push_back(header.value);
    if (!header.name.starts_with(kExtraPrefix)) continue;
    const std::string key = unescaped_key(header.name.substr(kExtraPrefix.size()));
    auto place = std::ranges::lower_bound(wanted.extra, key, {}, &std::pair<std::string, std::vector<std::string>>::first);
    if (place == wanted.extra.end() || place->first != key) place = wanted.extra.insert(place, {key, {}});
    place->second.push_back(header.value);
  }
  const bool named_more = !wanted.uid.empty() || !wanted.groups.empty() || !wanted.extra.empty();
  if (wanted.name.empty() && named_more)
    return fail(Status::bad_request("requested " + printed(wanted) + " without impersonating a user name"));
  return wanted;
}

Task<Result<Impersonation::Answer>> Impersonation::apply(net::Headers& headers, const auth::Attributes& attributes) const {
  if (!std::ranges::any_of(headers.fields(), [](const net::Header& header) { return is_impersonation_header(header.name); }))
    co_return Answer{};
  PINTLE_CO_TRY(const auth::User wanted, wanted_user(headers));
  if (wanted.name.empty()) co_return Answer{};
  remove_impersonation_headers(headers);
  const auto begin = SteadyClock::now();
  const ImpersonationMode* mode = nullptr;
  Result<Answer> answer = co_await become(wanted, attributes, mode);
  if (observer_) {
    observer_->attempted(mode ? shown_name(*mode) : "", answer ? Impersonated::kAllowed : Impersonated::kDenied,
                         SteadyClock::now() - begin);
  }
  co_return answer;
}

Task<Result<auth::UserRef>> Impersonation::try_one(const ImpersonationMode& mode, const auth::User& wanted,
                                                   const auth::Attributes& attributes) const {
  if (!observer_) co_return co_await try_mode(mode, authorizer_, wanted, attributes);
  const ObservedChecks observed(authorizer_, mode, *observer_);
  co_return co_await try_mode(mode, observed, wanted, attributes);
}

std::atomic<uint64_t>& Impersonation::remembered(std::string_view client) const {
  return modes_[(std::hash<std::string_view>()(client) >> 3) % kRememberedClients];
}

Task<Result<Impersonation::Answer>> Impersonation::become(const auth::User& wanted, const auth::Attributes& attributes,
                                                          const ImpersonationMode*& worked) const {
  const std::string_view client = attributes.user->name;
  const uint64_t tag = std::hash<std::string_view>()(client) & ~kModeBits;
  const uint64_t slot = remembered(client).load(std::memory_order_relaxed);
  const std::span<const ImpersonationMode> modes = impersonation_modes();
  const size_t first = (slot & ~kModeBits) == tag && (slot & kModeBits) != 0 ? (slot & kModeBits) - 1 : modes.size();
  std::optional<Status> refusal;
  for (size_t turn = 0; turn <= modes.size(); ++turn) {
    // Before all others the one that worked last, which is then not tried again.
    const size_t at = turn == 0 ? first : turn - 1;
    if (at == modes.size() || (turn > 0 && at == first)) continue;
    auto became = co_await try_one(modes[at], wanted, attributes);
    if (became && *became) {
      worked = &modes[at];
      remembered(client).store(tag | (at + 1), std::memory_order_relaxed);
      co_return Answer{.user = *std::move(became), .constraint = modes[at].constraint};
    }
    if (!became && !refusal) refusal = became.error();
  }
  // The legacy mode is for everybody, so it has refused at least.
  co_return fail(refusal ? *std::move(refusal) : Status::unknown("all impersonation modes failed"));
}

}  // namespace pintle::api
