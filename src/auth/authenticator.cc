#include "auth/authenticator.h"

namespace pintle::auth {

Authenticator::Authenticator(std::vector<std::unique_ptr<RequestAuthenticator>> parts, Anonymous anonymous, Observer on_failure)
    : parts_(std::move(parts)),
      anonymous_(anonymous == Anonymous::kAllowed ? anonymous_user() : nullptr),
      on_failure_(std::move(on_failure)) {}

Task<Result<Identity>> Authenticator::authenticate(const Credentials& credentials) const {
  bool bad = false;
  std::string_view warning;
  for (const auto& part : parts_) {
    auto identity = co_await part->authenticate(credentials);
    if (identity && identity->user) co_return identity;
    if (identity) {
      if (!identity->warning.empty()) warning = identity->warning;
      continue;
    }
    bad = true;
    if (on_failure_) on_failure_(identity.error().message());
  }
  // A bad credential is never taken for none.
  if (bad || !anonymous_) co_return fail(Status::unauthorized());
  co_return Identity{.user = anonymous_, .warning = warning};
}

}  // namespace pintle::auth
