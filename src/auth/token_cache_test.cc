// Proves that what was verified is remembered for a moment, by token and audiences, and not a moment longer than it holds.
#include "auth/token_cache.h"

#include <gtest/gtest.h>

#include "auth/service_account_fixture.h"
#include "base/finish_now.h"

namespace pintle::auth {
namespace {

// Knows the token "good" and counts how often it is asked.
class CountingTokens final : public AudienceTokenAuthenticator {
 public:
  Task<Result<TokenAnswerRef>> authenticate(std::string_view token, const Audiences* wanted) const override {
    ++asked;
    if (token == "bad") co_return fail(Status::unauthorized("bad"));
    if (token != "good") co_return nullptr;
    TokenAnswer answer{.user = std::make_shared<const User>(User{.name = "alice"}), .valid_until_seconds = valid_until_seconds};
    if (wanted) answer.audiences = *wanted;
    answer.relies_on = relies_on;
    co_return std::make_shared<const TokenAnswer>(std::move(answer));
  }
  mutable int asked = 0;
  int64_t valid_until_seconds = std::numeric_limits<int64_t>::max();
  std::vector<ObjectVersion> relies_on;
};

class TokenCacheTest : public testing::Test {
 protected:
  bool knows(std::string_view token, const Audiences* wanted = nullptr) {
    const auto answer = finish_now(cache_.authenticate(token, wanted));
    return answer && *answer && (*answer)->user->name == "alice";
  }
  SetClock clock_;
  FewObjects objects_;
  CountingTokens* tokens_ = new CountingTokens;
  TokenCache cache_{std::unique_ptr<AudienceTokenAuthenticator>(tokens_), objects_, clock_};
};

TEST_F(TokenCacheTest, AsksOnceInAWhile) {
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(knows("good"));
  EXPECT_EQ(tokens_->asked, 1);
  clock_.seconds += kTokenCacheSeconds + 1;
  EXPECT_TRUE(knows("good"));
  EXPECT_EQ(tokens_->asked, 2);
}

TEST_F(TokenCacheTest, TellsAudiencesApart) {
  const Audiences none, ab = {"a", "b"}, joined = {"ab"};
  for (const Audiences* wanted : {static_cast<const Audiences*>(nullptr), &none, &ab, &joined}) EXPECT_TRUE(knows("good", wanted));
  EXPECT_EQ(tokens_->asked, 4);
  const auto answer = finish_now(cache_.authenticate("good", &ab));
  EXPECT_EQ((*answer)->audiences, ab);
  EXPECT_EQ(tokens_->asked, 4);
}

TEST_F(TokenCacheTest, ForgetsWhenAnObjectChanges) {
  objects_.put(BoundKind::kPod, "default", "web", "{}");
  tokens_->relies_on = {{BoundKind::kPod, "default", "web", objects_.revision(BoundKind::kPod, "default", "web")}};
  EXPECT_TRUE(knows("good"));
  EXPECT_TRUE(knows("good"));
  EXPECT_EQ(tokens_->asked, 1);
  objects_.erase(BoundKind::kPod, "default", "web");
  EXPECT_TRUE(knows("good"));
  EXPECT_EQ(tokens_->asked, 2);
}

TEST_F(TokenCacheTest, ForgetsWhenTheAnswerEnds) {
  tokens_->valid_until_seconds = clock_.seconds + 3;
  EXPECT_TRUE(knows("good"));
  clock_.seconds += 3;
  EXPECT_TRUE(knows("good"));
  EXPECT_EQ(tokens_->asked, 1);
  clock_.seconds += 1;
  EXPECT_TRUE(knows("good"));
  EXPECT_EQ(tokens_->asked, 2);
}

TEST_F(TokenCacheTest, KeepsNoRefusal) {
  for (int i = 0; i < 2; ++i) {
    EXPECT_FALSE(knows("bad"));
    EXPECT_FALSE(knows("other"));
  }
  EXPECT_EQ(tokens_->asked, 4);
}

}  // namespace
}  // namespace pintle::auth
