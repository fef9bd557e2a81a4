#include "auth/token_answer.h"

#include <algorithm>

#include "base/joined_errors.h"

namespace pintle::auth {
namespace {

class AudienceAgnostic final : public AudienceTokenAuthenticator {
 public:
  AudienceAgnostic(std::unique_ptr<TokenAuthenticator> part, Audiences implicit) : part_(std::move(part)), implicit_(std::move(implicit)) {}

  Task<Result<TokenAnswerRef>> authenticate(std::string_view token, const Audiences* wanted) const override {
    Audiences audiences;
    if (wanted) {
      audiences = intersect(implicit_, *wanted);
      if (audiences.empty()) co_return nullptr;
    }
    PINTLE_CO_TRY(std::optional<UserRef> user, co_await part_->authenticate(token));
    if (!user) co_return nullptr;
    co_return std::make_shared<const TokenAnswer>(TokenAnswer{.user = *std::move(user), .audiences = std::move(audiences)});
  }

 private:
  std::unique_ptr<TokenAuthenticator> part_;
  Audiences implicit_;
};

}  // namespace

Audiences intersect(const Audiences& had, const Audiences& wanted) {
  Audiences both;
  for (const std::string& audience : wanted)
    if (std::ranges::find(had, audience) != had.end()) both.push_back(audience);
  return both;
}

std::unique_ptr<AudienceTokenAuthenticator> audience_agnostic(std::unique_ptr<TokenAuthenticator> part, Audiences implicit) {
  return std::make_unique<AudienceAgnostic>(std::move(part), std::move(implicit));
}

Task<Result<TokenAnswerRef>> TokenUnion::authenticate(std::string_view token, const Audiences* wanted) const {
  JoinedErrors errors;
  for (const auto& part : parts_) {
    Result<TokenAnswerRef> answer = co_await part->authenticate(token, wanted);
    if (!answer) {
      errors.add(answer.error().message());
    } else if (*answer) {
      co_return answer;
    }
  }
  if (!errors.empty()) co_return fail(Status::unauthorized(errors.text()));
  co_return nullptr;
}

}  // namespace pintle::auth
