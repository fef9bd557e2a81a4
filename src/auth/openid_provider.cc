#include "auth/openid_provider.h"

#include <charconv>

#include "base/go_text.h"
#include "base/log.h"
#include "object/json.h"

namespace pintle::auth {
namespace {

using object::Value;

constexpr std::string_view kWellKnownPath = "/.well-known/openid-configuration";
constexpr std::string_view kNotSigned = "failed to verify id token signature";
constexpr size_t kAnswerShownBytesMax = 256;

std::unexpected<Status> refuse(std::string why) { return fail(Status::unauthorized(std::move(why))); }

std::string well_known_address(std::string_view issuer) {
  if (issuer.ends_with('/')) issuer.remove_suffix(1);
  return std::string(issuer) + std::string(kWellKnownPath);
}

std::string shown(const net::ClientResponse& response) {
  return std::to_string(response.status) + ": " + std::string(response.body.view().substr(0, kAnswerShownBytesMax));
}

std::string text_member(const Value& root, std::string_view name) {
  const Value* found = root.get(name);
  return found && found->is_string() ? std::string(found->as_string()) : "";
}

std::optional<int64_t> directive_seconds(std::string_view directive, std::string_view name) {
  if (!directive.starts_with(name)) return std::nullopt;
  directive.remove_prefix(name.size());
  if (directive.starts_with('"')) directive.remove_prefix(1);
  constexpr int64_t kSecondsMax = int64_t{1} << 31;
  int64_t seconds = 0;
  const auto [end, fault] = std::from_chars(directive.data(), directive.data() + directive.size(), seconds);
  if (fault != std::errc() || seconds < 0) return std::nullopt;
  return std::min(seconds, kSecondsMax);
}

// How long an answer may be kept: s-maxage before max-age, as a shared cache has it.
std::chrono::seconds freshness(std::string_view cache_control) {
  std::optional<int64_t> shared, own;
  while (!cache_control.empty()) {
    const size_t comma = cache_control.find(',');
    std::string_view directive = cache_control.substr(0, comma);
    cache_control.remove_prefix(comma == std::string_view::npos ? cache_control.size() : comma + 1);
    directive.remove_prefix(std::min(directive.find_first_not_of(" \t"), directive.size()));
    if (const auto seconds = directive_seconds(directive, "s-maxage=")) shared = seconds;
    if (const auto seconds = directive_seconds(directive, "max-age=")) own = seconds;
  }
  return std::chrono::seconds(shared.value_or(own.value_or(0)));
}

bool is_signed_by(const Jwt& token, const std::vector<PublishedKey>& keys) {
  if (!token.algorithm) return false;
  for (const PublishedKey& key : keys) {
    if (!token.key_id.empty() && key.id != token.key_id) continue;
    if (key.key.verify(*token.algorithm, token.signed_text, token.signature)) return true;
  }
  return false;
}

}  // namespace

OpenIdProvider::OpenIdProvider(std::string issuer, std::string discovery_url, Parts parts)
    : issuer_(std::move(issuer)),
      discovery_url_(discovery_url.empty() ? well_known_address(issuer_) : std::move(discovery_url)),
      parts_(std::move(parts)),
      fault_("oidc: authenticator for issuer " + go_quoted(issuer_) + " is not initialized") {
  fetched_.keys = std::make_shared<const KeySet>();
}

std::shared_ptr<OpenIdProvider> OpenIdProvider::create(std::string issuer, std::string discovery_url, Parts parts) {
  return std::shared_ptr<OpenIdProvider>(new OpenIdProvider(std::move(issuer), std::move(discovery_url), std::move(parts)));
}

void OpenIdProvider::start() {
  parts_.loop.post([self = shared_from_this()] { spawn(look(self)); });
}

void OpenIdProvider::stop() {
  stopped_ = true;
  parts_.loop.post([self = shared_from_this()] { self->timer_.reset(); });
}

std::string OpenIdProvider::fault() const {
  const std::lock_guard lock(mutex_);
  return fault_;
}

Task<void> OpenIdProvider::look(std::shared_ptr<OpenIdProvider> self) {
  if (self->stopped_) co_return;
  Result<std::string> keys_url = co_await self->discover();
  if (self->stopped_) co_return;
  {
    const std::lock_guard lock(self->mutex_);
    self->fault_ = keys_url ? "" : keys_url.error().message();
    if (keys_url) self->keys_url_ = *keys_url;
  }
  if (keys_url) co_return;
  log_error("oidc authenticator: initializing plugin", {{"issuer", self->issuer_}, {"error", keys_url.error()}});
  self->timer_ = self->parts_.loop.after(kDiscoveryInterval, [self] { self->start(); });
}

Task<Result<net::ClientResponse>> OpenIdProvider::get(std::string url, std::string_view bearer_token) const {
  net::ClientRequest request{
      .url = std::move(url), .tls = parts_.tls, .timeout = kProviderCallTimeout, .response_bytes_max = kProviderAnswerBytesMax};
  if (!bearer_token.empty()) request.headers.add("authorization", "Bearer " + std::string(bearer_token));
  co_return co_await parts_.client.send(std::move(request));
}

// Where the keys are.
Task<Result<std::string>> OpenIdProvider::discover() const {
  PINTLE_CO_TRY(const net::ClientResponse answer, co_await get(discovery_url_, ""));
  if (answer.status != 200) co_return refuse(shown(answer));
  const auto document = object::decode_json(object::any_object_type(), answer.body);
  if (!document) co_return refuse("oidc: failed to decode provider discovery object: " + document.error().message());
  const Value& root = document->document.root();
  if (const std::string named = text_member(root, "issuer"); named != issuer_) {
    co_return refuse("oidc: issuer did not match the issuer returned by provider, expected " + go_quoted(issuer_) + " got " +
                     go_quoted(named));
  }
  std::string keys_url = text_member(root, "jwks_uri");
  if (keys_url.empty()) co_return refuse("provider did not return JWKS URL");
  co_return keys_url;
}

OpenIdProvider::Fetched OpenIdProvider::fetched() const {
  const std::lock_guard lock(mutex_);
  return fetched_;
}

void OpenIdProvider::record(Result<KeySet> outcome) {
  const std::lock_guard lock(mutex_);
  ++fetched_.count;
  fetched_.fault = outcome ? "" : outcome.error().message();
  if (outcome) fetched_.keys = std::make_shared<const KeySet>(*std::move(outcome));
}

Task<Result<void>> OpenIdProvider::verify(const Jwt& token) {
  const Fetched known = fetched();
  // Keys that have expired are good still, so that a provider may be away.
  if (is_signed_by(token, known.keys->keys)) co_return Result<void>();
  if (parts_.clock.now() + kKeysExpiryDelta <= known.keys->expiry) co_return refuse(std::string(kNotSigned));
  const Result<KeySetRef> fresh = co_await fetch_after(known.count);
  if (!fresh) co_return refuse("fetching keys " + fresh.error().message());
  if (!is_signed_by(token, (*fresh)->keys)) co_return refuse(std::string(kNotSigned));
  co_return Result<void>();
}

// The keys of a fetch that began after the `seen`th: of one that somebody else waits for, or of a new one.
Task<Result<OpenIdProvider::KeySetRef>> OpenIdProvider::fetch_after(uint64_t seen) {
  const AsyncLock::Guard turn = co_await fetching_.acquire();
  Fetched latest = fetched();
  if (latest.count == seen) {
    record(co_await fetch());
    latest = fetched();
  }
  if (!latest.fault.empty()) co_return refuse(latest.fault);
  co_return latest.keys;
}

Task<Result<OpenIdProvider::KeySet>> OpenIdProvider::fetch() const {
  std::string url;
  {
    const std::lock_guard lock(mutex_);
    url = keys_url_;
  }
  const auto asked = parts_.clock.now();
  const Result<net::ClientResponse> answer = co_await get(std::move(url), "");
  if (!answer || answer->status != 200) {
    if (parts_.observer) parts_.observer->not_fetched(issuer_);
    co_return refuse("oidc: get keys failed" + (answer ? ": " + shown(*answer) : " " + answer.error().message()));
  }
  Result<std::vector<PublishedKey>> keys = parse_json_web_key_set(answer->body.view());
  if (!keys) {
    if (parts_.observer) parts_.observer->not_fetched(issuer_);
    co_return refuse("oidc: failed to decode keys: " + keys.error().message());
  }
  if (parts_.observer) parts_.observer->fetched(issuer_, answer->body.view());
  co_return KeySet{.keys = *std::move(keys), .expiry = asked + freshness(answer->headers.get("cache-control"))};
}

}  // namespace pintle::auth
