#include "auth/token_issuer.h"

namespace pintle::auth {

Task<Result<std::string>> TokenIssuer::issue(Loop& loop, JwtClaims claims, const ServiceAccountClaims& account) const {
  const ServiceAccountKeysRef keys = co_await keys_.wait(loop);
  if (!keys->signing()) co_return fail(Status::internal("failed to generate token: there is no key to sign with"));
  claims.issuer = issuer_;
  co_return make_jwt(*keys->signing(), claims_json(claims, account));
}

}  // namespace pintle::auth
