#include "auth/authenticator.h"

#include <algorithm>

#include "base/joined_errors.h"

namespace pintle::auth {

Authenticator::Authenticator(std::vector<std::unique_ptr<RequestAuthenticator>> parts, Anonymous anonymous, Observer observer,
                             const Clock& clock)
    : parts_(std::move(parts)),
      anonymous_(anonymous.allowed ? anonymous_user() : nullptr),
      anonymous_paths_(std::move(anonymous.paths)),
      observer_(std::move(observer)),
      clock_(clock) {}

Task<Result<Identity>> Authenticator::review(const Credentials& credentials) const {
  JoinedErrors errors;
  std::string_view warning;
  for (const auto& part : parts_) {
    auto identity = co_await part->authenticate(credentials);
    if (identity && identity->user) co_return identity;
    if (!identity) {
      errors.add(identity.error().message());
    } else if (!identity->warning.empty()) {
      warning = identity->warning;
    }
  }
  // A bad credential is never taken for none.
  if (!errors.empty()) co_return fail(Status::unauthorized(errors.text()));
  const bool is_open = anonymous_paths_.empty() || std::ranges::find(anonymous_paths_, credentials.path) != anonymous_paths_.end();
  co_return Identity{.user = is_open ? anonymous_ : nullptr, .warning = warning};
}

Task<Result<Identity>> Authenticator::authenticate(const Credentials& credentials) const {
  const auto begin = clock_.steady();
  auto identity = co_await review(credentials);
  if (observer_) {
    observer_({.user = identity ? identity->user.get() : nullptr,
               .reason = identity ? std::string_view() : identity.error().message(),
               .duration = clock_.steady() - begin});
  }
  if (identity && identity->user) co_return identity;
  co_return fail(Status::unauthorized());
}

}  // namespace pintle::auth
