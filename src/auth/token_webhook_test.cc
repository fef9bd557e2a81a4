// Proves what a token webhook is asked, what its answers come to, and that an answer that is no review lets nobody in.
#include "auth/token_webhook.h"

#include <gtest/gtest.h>

#include "base/test_loop.h"

namespace pintle::auth {
namespace {

class AnsweringClient final : public net::Client {
 public:
  Task<Result<net::ClientResponse>> send(net::ClientRequest request) override {
    asked = std::string(request.body.view());
    co_return net::ClientResponse{.status = status, .body = Bytes::copy(answer)};
  }
  std::string asked, answer;
  int status = 200;
};

class TokenWebhookTest : public testing::Test {
 protected:
  std::string who(const std::string& answer, const Audiences* wanted = nullptr, ReviewVersion version = ReviewVersion::kV1) {
    client.answer = answer;
    webhook::Kubeconfig config;
    config.server = "https://tokens.example/review";
    config.insecure_skip_tls_verify = true;
    const TokenWebhook webhook(webhook::Endpoint::create(config, client, files).value(), version, {"api"});
    const auto known = loop.run(webhook.authenticate("t\"", wanted));
    if (!known) return std::to_string(known.error().code()) + " " + known.error().message();
    if (!*known) return "-";
    const User& user = *(*known)->user;
    std::string text = user.name + " " + user.uid + " ";
    for (const std::string& group : user.groups) text += group + ",";
    for (const auto& [key, values] : user.extra) {
      text += " " + key + "=";
      for (const std::string& value : values) text += value + ",";
    }
    for (const std::string& audience : (*known)->audiences) text += " for " + audience;
    return text;
  }

  AnsweringClient client;
  FileWatcher files;
  TestLoop loop;
};

std::string review(const std::string& status, const std::string& version = "v1") {
  return R"({"kind":"TokenReview","apiVersion":"authentication.k8s.io/)" + version + R"(","status":)" + status + "}";
}

TEST_F(TokenWebhookTest, Answers) {
  struct Case {
    std::string answer, wanted;
  };
  const Case cases[] = {
      {review(R"({"authenticated":true,"user":{"username":"jane","uid":"7","groups":["b","a"],"extra":{"y":["2"],"x":["1"]}}})"),
       "jane 7 b,a,system:authenticated, x=1, y=2,"},
      {review(R"({"authenticated":false,"user":{"username":"jane"}})"), "-"},
      {review(R"({"user":{"username":"jane"}})"), "-"},
      {review(R"({"authenticated":"true","user":{"username":"jane"}})"), "-"},
      {review(R"({"error":"it has ended"})"), "401 it has ended"},
      {review("{}"), "-"},
      {review(R"({"authenticated":true,"user":{"username":"jane"}})", "v1beta1"),
       "401 the token webhook's answer is no TokenReview of authentication.k8s.io/v1"},
      {R"({"kind":"Pod","apiVersion":"v1"})", "401 the token webhook's answer is no TokenReview of authentication.k8s.io/v1"},
      {"[]", "401 the token webhook's answer is no review: json: cannot unmarshal array into Go value of type map[string]interface {}"},
  };
  for (const Case& c : cases) EXPECT_EQ(who(c.answer), c.wanted) << c.answer;
  client.status = 403;
  EXPECT_TRUE(who("").starts_with("401 "));
}

TEST_F(TokenWebhookTest, WhatIsAsked) {
  EXPECT_EQ(who(review("{}")), "-");
  EXPECT_EQ(client.asked,
            R"({"kind":"TokenReview","apiVersion":"authentication.k8s.io/v1","metadata":{},"spec":{"token":"t\""},"status":{"user":{}}})");
  const Audiences both = {"api", "other"};
  EXPECT_EQ(who(review("{}", "v1beta1"), &both, ReviewVersion::kV1beta1), "-");
  EXPECT_EQ(
      client.asked,
      R"({"kind":"TokenReview","apiVersion":"authentication.k8s.io/v1beta1","metadata":{},"spec":{"token":"t\"","audiences":["api","other"]},"status":{"user":{}}})");
}

TEST_F(TokenWebhookTest, Audiences) {
  const std::string jane = R"("authenticated":true,"user":{"username":"jane"})";
  const Audiences other = {"other"}, api = {"api", "other"};
  EXPECT_EQ(who(review("{" + jane + "}"), &api), "jane  system:authenticated, for api") << "this server's, when none is named";
  EXPECT_EQ(who(review("{" + jane + "}"), &other), "-");
  EXPECT_EQ(who(review("{" + jane + R"(,"audiences":["other"]})"), &other), "jane  system:authenticated, for other");
  EXPECT_EQ(who(review("{" + jane + R"(,"audiences":["third"]})"), &other), "-");
}

}  // namespace
}  // namespace pintle::auth
