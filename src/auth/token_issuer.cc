#include "auth/token_issuer.h"

namespace pintle::auth {

Task<Result<std::string>> TokenIssuer::issue(Loop& loop, JwtClaims claims, const ServiceAccountClaims& account) const {
  ServiceAccountKeysRef keys = keys_.current();
  if (!keys) {
    const auto wait = [this](auto done) { keys_.when_published(std::move(done)); };
    keys = co_await completion<ServiceAccountKeysRef>(loop, wait);
  }
  if (!keys->signing()) co_return fail(Status::internal("failed to generate token: there is no key to sign with"));
  claims.issuer = issuer_;
  co_return make_jwt(*keys->signing(), claims_json(claims, account));
}

}  // namespace pintle::auth
