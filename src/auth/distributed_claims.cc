#include "auth/distributed_claims.h"

#include "base/go_text.h"

namespace pintle::auth {
namespace {

using object::Value;

std::unexpected<Status> refuse(std::string why) { return fail(Status::unauthorized(std::move(why))); }

std::string member(const Value& object, std::string_view name) {
  const Value* found = object.is_map() ? object.get(name) : nullptr;
  return found ? std::string(found->as_string()) : "";
}

}  // namespace

Result<DistributedClaims::Endpoint> DistributedClaims::endpoint_of(const Value& payload) const {
  const Value* names = payload.get("_claim_names");
  if (payload.get(claim_) || !names) return Endpoint();
  const Value* sources = payload.get("_claim_sources");
  if (!sources) return refuse("oidc: no claim sources");
  if (!names->is_map() || !sources->is_map()) return refuse("oidc: could not parse claim sources");
  const std::string source = member(*names, claim_);
  if (source.empty()) return Endpoint();
  const Value* found = sources->get(source);
  if (!found) return refuse("id token _claim_names contained a source " + source + " missing in _claims_sources");
  return Endpoint{.url = member(*found, "endpoint"), .access_token = member(*found, "access_token")};
}

void DistributedClaims::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  for (const auto& [issuer, verifier] : verifiers_) verifier->provider().stop();
}

Result<std::shared_ptr<const IdTokenVerifier>> DistributedClaims::verifier_of(const std::string& issuer) {
  const std::lock_guard lock(mutex_);
  auto found = verifiers_.find(issuer);
  if (found == verifiers_.end() && !stopped_ && verifiers_.size() < kClaimIssuersMax) {
    auto provider = OpenIdProvider::create(issuer, "", parts_);
    provider->start();
    found = verifiers_.emplace(issuer, std::make_shared<const IdTokenVerifier>(std::move(provider), rules_, parts_.clock)).first;
  }
  if (found == verifiers_.end() || !found->second->provider().fault().empty())
    return refuse("verifier not initialized for issuer: " + go_quoted(issuer));
  return found->second;
}

Task<Result<std::optional<object::Document>>> DistributedClaims::expand(const Jwt& token, const OpenIdProvider& from) {
  PINTLE_CO_TRY(const Endpoint endpoint, endpoint_of(token.payload.root()));
  if (endpoint.url.empty()) co_return std::nullopt;
  const Result<net::ClientResponse> answer = co_await from.get(endpoint.url, endpoint.access_token);
  const std::string getting = "while getting distributed claim " + go_quoted(claim_) + ": ";
  if (!answer) co_return refuse(getting + answer.error().message());
  if (answer->status < 200 || answer->status > 226)
    co_return refuse(getting + "error while getting distributed claim JWT: " + std::to_string(answer->status));
  Result<Jwt> fetched = parse_jwt(answer->body.view());
  if (!fetched) {
    co_return refuse("getting untrusted issuer from endpoint " + endpoint.url + " failed for claim " + go_quoted(claim_) + ": " +
                     fetched.error().message());
  }
  const std::string issuer = untrusted_issuer(*fetched);
  const auto verifier = verifier_of(issuer);
  if (!verifier) co_return refuse("verifying untrusted issuer " + issuer + " failed: " + verifier.error().message());
  const Result<IdTokenClaims> claims = co_await (*verifier)->verify(*fetched);
  if (!claims) co_return refuse("verify distributed claim token: " + claims.error().message());
  if (!fetched->payload.root().get(claim_)) {
    co_return refuse("jwt returned by distributed claim endpoint " + go_quoted(endpoint.url) + " did not contain claim: " + claim_);
  }
  co_return std::move(fetched->payload);
}

}  // namespace pintle::auth
