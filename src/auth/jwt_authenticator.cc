#include "auth/jwt_authenticator.h"

#include <algorithm>

#include "auth/claim_mapping.h"
#include "base/go_text.h"
#include "base/joined_errors.h"

namespace pintle::auth {
namespace {

std::unexpected<Status> refuse(std::string why) { return fail(Status::unauthorized(std::move(why))); }
std::unexpected<Status> unusable(std::string why) { return fail(Status::bad_request(std::move(why))); }

Result<std::shared_ptr<const net::ClientTls>> tls_of(const JwtIssuer& issuer) {
  auto tls = net::ClientTls::create({.authorities_pem = issuer.certificate_authority_pem});
  if (!tls) return unusable("Failed to read the CA contents: " + tls.error().message());
  return tls;
}

}  // namespace

Result<std::unique_ptr<JwtAuthenticator>> JwtAuthenticator::create(JwtAuthenticatorConfiguration configuration, const JwtParts& parts) {
  object::ErrorList errors;
  check_jwt_authenticator(configuration, parts.disallowed_issuers, object::FieldPath(), errors);
  if (!errors.empty()) return unusable(errors.joined());
  const std::vector<std::string> algorithms = parts.algorithms.empty() ? std::vector<std::string>{"RS256"} : parts.algorithms;
  for (const std::string& algorithm : algorithms)
    if (!find_signature_algorithm(algorithm)) return unusable("oidc: unsupported signing alg: " + go_quoted(algorithm));
  const JwtIssuer& issuer = configuration.issuer;
  if (!issuer.egress_selector_type.empty())
    return unusable("oidc: egress lookup required with egress selector type " + go_quoted(issuer.egress_selector_type));
  PINTLE_TRY(auto tls, tls_of(issuer));
  OpenIdProvider::Parts provider_parts{
      .client = parts.client, .loop = parts.loop, .clock = parts.clock, .tls = std::move(tls), .observer = parts.observer};
  const IdTokenVerifier::Rules rules{.algorithms = algorithms, .audiences = issuer.audiences};
  IdTokenVerifier verifier(OpenIdProvider::create(issuer.url, issuer.discovery_url, provider_parts), rules, parts.clock);
  const std::string groups_claim = configuration.groups.claim;
  std::unique_ptr<JwtAuthenticator> made(new JwtAuthenticator(std::move(configuration), std::move(verifier)));
  provider_parts.observer = nullptr;  // which is told of this issuer only
  if (!groups_claim.empty()) made->distributed_ = std::make_unique<DistributedClaims>(groups_claim, rules, provider_parts);
  return made;
}

void JwtAuthenticator::stop() {
  verifier_.provider().stop();
  if (distributed_) distributed_->stop();
}

std::string JwtAuthenticator::fault() const {
  const std::string why = verifier_.provider().fault();
  return why.empty() ? "" : "oidc: authenticator for issuer " + go_quoted(issuer()) + " is not healthy: " + why;
}

Task<Result<TokenAnswer>> JwtAuthenticator::authenticate(const Jwt& token) const {
  const OpenIdProvider& provider = verifier_.provider();
  if (!provider.fault().empty()) co_return refuse("oidc: authenticator not initialized");
  const Result<IdTokenClaims> verified = co_await verifier_.verify(token);
  if (!verified) co_return refuse("oidc: verify token: " + verified.error().message());
  std::optional<object::Document> elsewhere;
  if (distributed_) {
    Result<std::optional<object::Document>> expanded = co_await distributed_->expand(token, provider);
    if (!expanded) co_return refuse("oidc: could not expand distributed claims: " + expanded.error().message());
    elsewhere = *std::move(expanded);
  }
  const object::Value* groups = elsewhere ? elsewhere->root().get(configuration_.groups.claim) : nullptr;
  PINTLE_CO_TRY(User user, user_of_claims(configuration_, token.payload.root(), groups));
  co_return TokenAnswer{.user = std::make_shared<const User>(with_authenticated_group(std::move(user))),
                        .valid_until_seconds = verified->expiry};
}

Result<std::shared_ptr<const JwtAuthenticators>> JwtAuthenticators::create(const AuthenticationConfiguration& configuration,
                                                                           const JwtParts& parts) {
  std::shared_ptr<JwtAuthenticators> made(new JwtAuthenticators(parts.clock, parts.observer));
  for (const JwtAuthenticatorConfiguration& one : configuration.jwt) {
    PINTLE_TRY(auto authenticator, JwtAuthenticator::create(one, parts));
    made->all_.push_back(std::move(authenticator));
  }
  return made;
}

const JwtAuthenticator* JwtAuthenticators::find(std::string_view issuer) const {
  const auto found = std::ranges::find(all_, issuer, [](const auto& one) { return std::string_view(one->issuer()); });
  return found == all_.end() ? nullptr : found->get();
}

void JwtAuthenticators::start() const {
  for (const auto& one : all_) one->start();
}

void JwtAuthenticators::stop() const {
  for (const auto& one : all_) one->stop();
}

std::string JwtAuthenticators::fault() const {
  JoinedErrors faults;
  for (const auto& one : all_)
    if (std::string why = one->fault(); !why.empty()) faults.add(std::move(why));
  return faults.empty() ? "" : faults.text();
}

std::vector<std::string> JwtAuthenticators::issuers() const {
  std::vector<std::string> issuers;
  for (const auto& one : all_) issuers.push_back(one->issuer());
  return issuers;
}

std::shared_ptr<const JwtAuthenticators> JwtTokens::current() const {
  const std::lock_guard lock(mutex_);
  return authenticators_;
}

std::shared_ptr<const JwtAuthenticators> JwtTokens::replace(std::shared_ptr<const JwtAuthenticators> authenticators) {
  const std::lock_guard lock(mutex_);
  return std::exchange(authenticators_, std::move(authenticators));
}

Task<Result<TokenAnswerRef>> JwtTokens::authenticate(std::string_view token, const Audiences* wanted) const {
  const std::shared_ptr<const JwtAuthenticators> in_force = current();
  if (in_force->all_.empty()) co_return nullptr;
  Audiences audiences;
  if (wanted) {
    audiences = intersect(implicit_, *wanted);
    if (audiences.empty()) co_return nullptr;
  }
  const Result<Jwt> parsed = parse_jwt(token);
  const JwtAuthenticator* authenticator = parsed ? in_force->find(untrusted_issuer(*parsed)) : nullptr;
  if (!authenticator) co_return nullptr;
  const auto begin = in_force->clock_.steady();
  Result<TokenAnswer> answer = co_await authenticator->authenticate(*parsed);
  if (JwtObserver* observer = in_force->observer_) {
    const auto duration = in_force->clock_.steady() - begin;
    answer ? observer->authenticated(authenticator->issuer(), duration) : observer->refused(authenticator->issuer(), duration);
  }
  if (!answer) co_return fail(answer.error());
  answer->audiences = std::move(audiences);
  co_return std::make_shared<const TokenAnswer>(*std::move(answer));
}

}  // namespace pintle::auth
