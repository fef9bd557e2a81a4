// Proves which tokens that stand in Secrets are good: those of service accounts, and those that nodes join with.
#include <gtest/gtest.h>

#include "auth/bootstrap_token.h"
#include "auth/legacy_service_account_token.h"
#include "auth/service_account_fixture.h"
#include "base/finish_now.h"
#include "object/base64.h"

namespace pintle::auth {
namespace {

std::string base64(std::string_view bytes) {
  std::string text(object::base64_bytes(bytes.size()), '\0');
  object::put_base64(bytes, text.data());
  return text;
}

class NotingTracker final : public LegacyTokenTracker {
 public:
  void used(std::string_view, std::string_view name, std::string_view uid, std::string_view date) override {
    notes.push_back(std::string(name) + " " + std::string(uid) + " " + std::string(date));
  }
  std::vector<std::string> notes;
};

class LegacyTokenTest : public testing::Test {
 protected:
  LegacyTokenTest() {
    ring_.publish(std::make_shared<const ServiceAccountKeys>(signing_, std::vector<VerificationKey>{signing_.public_half()}));
    put_account("");
    put_secret("");
  }
  void put_account(std::string_view more) {
    objects_.put(BoundKind::kServiceAccount, "default", "builder", R"({"metadata":{"uid":"sa-uid"})" + std::string(more) + "}");
  }
  void put_secret(std::string_view metadata, std::string_view token = "") {
    objects_.put(BoundKind::kSecret, "default", "builder-token",
                 R"({"metadata":{"namespace":"default","name":"builder-token","uid":"secret-uid")" + std::string(metadata) +
                     R"(},"data":{"token":")" + base64(token.empty() ? std::string_view(token_) : token) + R"("}})");
  }
  static std::string payload(std::string_view changed = "", std::string_view to = "") {
    std::string json =
        R"({"iss":"kubernetes/serviceaccount","kubernetes.io/serviceaccount/namespace":"default",)"
        R"("kubernetes.io/serviceaccount/secret.name":"builder-token","kubernetes.io/serviceaccount/service-account.name":"builder",)"
        R"("kubernetes.io/serviceaccount/service-account.uid":"sa-uid","sub":"system:serviceaccount:default:builder"})";
    if (!changed.empty()) json.replace(json.find(changed), changed.size(), to);
    return json;
  }
  std::string made(std::string_view json) const { return signed_token(signing_, R"({"alg":"RS256"})", json); }
  std::string verdict(std::string_view token, SecretLookup lookup = SecretLookup::kYes) {
    const LegacyServiceAccountTokens tokens({.issuers = {std::string(kLegacyIssuer)},
                                             .api_audiences = {"api"},
                                             .keys = ring_,
                                             .objects = objects_,
                                             .observer = observer_,
                                             .clock = clock_},
                                            lookup, tracker_);
    last_ = finish_now(tokens.authenticate(token, nullptr));
    if (!last_) return last_.error().message();
    return *last_ ? (*last_)->user->name : "not known";
  }

  SetClock clock_;
  FewObjects objects_;
  NoObserver observer_;
  NotingTracker tracker_;
  SigningKey signing_ = SigningKey::from_pem(pem_of_private_key(test_rsa_key())).value();
  ServiceAccountKeyRing ring_;
  std::string token_ = made(payload());
  Result<TokenAnswerRef> last_;
};

constexpr const char* kBuilder = "system:serviceaccount:default:builder";

TEST_F(LegacyTokenTest, IsGoodWhileItsSecretHoldsIt) {
  EXPECT_EQ(verdict(token_), kBuilder);
  EXPECT_EQ(tracker_.notes, std::vector<std::string>{"builder-token secret-uid 2023-11-14"});
  put_secret("", "another");
  EXPECT_EQ(verdict(token_), "Token does not match server's copy");
  EXPECT_EQ(verdict(token_, SecretLookup::kNo), kBuilder);
  put_secret(R"(,"deletionTimestamp":"2023-11-14T22:13:20Z")");
  EXPECT_EQ(verdict(token_), "Token has been invalidated");
  objects_.erase(BoundKind::kSecret, "default", "builder-token");
  EXPECT_EQ(verdict(token_), "Token has been invalidated");
}

TEST_F(LegacyTokenTest, UseIsNotedOnceADay) {
  put_secret(R"(,"labels":{"kubernetes.io/legacy-token-last-used":"2023-11-14"})");
  EXPECT_EQ(verdict(token_), kBuilder);
  put_secret(R"(,"labels":{"kubernetes.io/legacy-token-last-used":"2023-11-15"})");  // by a server whose clock is ahead
  EXPECT_EQ(verdict(token_), kBuilder);
  EXPECT_TRUE(tracker_.notes.empty());
  put_secret(R"(,"labels":{"kubernetes.io/legacy-token-last-used":"2023-11-13"})");
  EXPECT_EQ(verdict(token_), kBuilder);
  EXPECT_EQ(tracker_.notes.size(), 1u);
}

TEST_F(LegacyTokenTest, OfAGeneratedSecretWarns) {
  EXPECT_EQ(verdict(token_), kBuilder);
  EXPECT_EQ((*last_)->warning, "");
  put_account(R"(,"secrets":[{"name":"builder-token"}])");
  EXPECT_EQ(verdict(token_), kBuilder);
  EXPECT_TRUE((*last_)->warning.starts_with("Use tokens from the TokenRequest API"));
  put_secret(R"(,"labels":{"kubernetes.io/legacy-token-invalid-since":"2023-11-01"})");
  EXPECT_TRUE(verdict(token_).starts_with(
      "the token in secret default/builder-token for service account default/builder has been marked invalid. Use tokens"));
}

TEST_F(LegacyTokenTest, NeedsItsClaims) {
  struct Case {
    std::string_view changed, to;
    std::string wanted;
  };
  const Case cases[] = {
      {R"(,"sub":"system:serviceaccount:default:builder")", "", "sub claim is missing"},
      {R"("kubernetes.io/serviceaccount/namespace":"default",)", "", "namespace claim is missing"},
      {"secret.name", "x", "secretName claim is missing"},
      {"service-account.name", "x", "serviceAccountName claim is missing"},
      {"service-account.uid", "x", "serviceAccountUID claim is missing"},
      {"default:builder", "default:other", "sub claim is invalid"},
      {"system:serviceaccount:default", "system:serviceaccount:a:default", "sub claim is invalid"},
      {"sa-uid", "old", "Token does not match server's copy"},
  };
  for (const Case& test : cases) EXPECT_EQ(verdict(made(payload(test.changed, test.to))), test.wanted) << test.changed;
}

class BootstrapTokenTest : public testing::Test {
 protected:
  void put(std::string_view changed = "", std::string_view to = "", std::string_view metadata = "") {
    std::vector<std::pair<std::string, std::string>> data = {
        {"token-id", "abcdef"}, {"token-secret", "0123456789abcdef"}, {"usage-bootstrap-authentication", "true"}};
    bool known = false;
    for (auto& [key, value] : data)
      if (key == changed) value = to, known = true;
    if (!known && !changed.empty() && changed != "type") data.emplace_back(changed, to);
    std::string json = R"({"metadata":{"name":"x")" + std::string(metadata) + R"(},"data":{)";
    for (const auto& [key, value] : data) json += '"' + key + R"(":")" + base64(value) + R"(",)";
    json.back() = '}';
    json += R"(,"type":")" + (changed == "type" ? std::string(to) : "bootstrap.kubernetes.io/token") + R"("})";
    objects_.put(BoundKind::kSecret, "kube-system", "bootstrap-token-abcdef", json);
  }
  // "user group,group", or "not known".
  std::string verdict(std::string_view token = "abcdef.0123456789abcdef") {
    const auto user = finish_now(BootstrapTokens(objects_, clock_).authenticate(token));
    if (!user) return user.error().message();
    if (!*user) return "not known";
    std::string text = (**user)->name;
    for (const std::string& group : (**user)->groups) text += (text.contains(' ') ? "," : " ") + group;
    return text;
  }
  SetClock clock_;
  FewObjects objects_;
};

constexpr const char* kNode = "system:bootstrap:abcdef system:bootstrappers,system:authenticated";

TEST_F(BootstrapTokenTest, IsKnownByItsSecret) {
  struct Case {
    std::string_view changed, to;
    std::string wanted;
  };
  const Case cases[] = {
      {"", "", kNode},
      {"token-id", "abcdeg", "not known"},
      {"token-secret", "0123456789abcdee", "not known"},
      {"token-secret", "", "not known"},
      {"usage-bootstrap-authentication", "false", "not known"},
      {"type", "Opaque", "not known"},
      {"expiration", "2023-11-14T22:13:21Z", kNode},
      {"expiration", "2023-11-14T22:13:20Z", "not known"},
      {"expiration", "tomorrow", "not known"},
      {"auth-extra-groups", "system:bootstrappers:b,system:bootstrappers:a",
       "system:bootstrap:abcdef system:bootstrappers,system:bootstrappers:a,system:bootstrappers:b,system:authenticated"},
      {"auth-extra-groups", "system:masters", "not known"},
      {"auth-extra-groups", "system:bootstrappers:a,", "not known"},
      {"auth-extra-groups", "system:bootstrappers:a-", "not known"},
  };
  for (const Case& test : cases) {
    put(test.changed, test.to);
    EXPECT_EQ(verdict(), test.wanted) << test.changed << " " << test.to;
  }
  put("", "", R"(,"deletionTimestamp":"2023-11-14T22:13:20Z")");
  EXPECT_EQ(verdict(), "not known");
  objects_.erase(BoundKind::kSecret, "kube-system", "bootstrap-token-abcdef");
  EXPECT_EQ(verdict(), "not known");
}

TEST_F(BootstrapTokenTest, HasItsForm) {
  put();
  for (const std::string_view token :
       {"abcdef", "abcdef.", "ABCDEF.0123456789abcdef", "abcdef.0123456789abcdeF", "abcdef.0123456789abcdef0", "abcde.f0123456789abcdef",
        "../abc.0123456789abcdef", "abcdef/0123456789abcdef"})
    EXPECT_EQ(verdict(token), "not known") << token;
}

}  // namespace
}  // namespace pintle::auth
