// Proves what an access webhook is asked in both versions, what its answers and its failures come to, which answers are remembered and for
// how long, and what is counted.
#include "access/webhook/access_webhook.h"

#include <gtest/gtest.h>

#include "base/test_loop.h"
#include "webhook/kubeconfig.h"

namespace pintle::access {
namespace {

using auth::Decision;
using auth::ReviewVersion;
using std::chrono::seconds;

class ScriptedClient final : public net::Client {
 public:
  Task<Result<net::ClientResponse>> send(net::ClientRequest request) override {
    asked.emplace_back(request.body.view());
    url = request.url;
    if (fault) co_return fail(*fault);
    co_return net::ClientResponse{.status = status, .body = Bytes::copy(answer)};
  }
  std::vector<std::string> asked;
  std::string url, answer;
  int status = 200;
  std::optional<Status> fault;
};

std::string review(const std::string& status, const std::string& version = "v1") {
  return R"({"kind":"SubjectAccessReview","apiVersion":"authorization.k8s.io/)" + version + R"(","status":)" + status + "}";
}

class AccessWebhookTest : public testing::Test {
 protected:
  std::unique_ptr<AccessWebhook> webhook(AccessWebhookOptions options = {.name = "policy"}) {
    webhook::Kubeconfig config;
    config.server = "http://policy.example/authorize";
    return std::make_unique<AccessWebhook>(std::move(options), webhook::Endpoint::create(config, client, files).value(), metrics,
                                           loop.clock());
  }
  // "allow", "deny", "-", then reason and error.
  std::string decide(const AccessWebhook& webhook, const auth::Attributes& attributes) {
    const Decision decision = loop.run(webhook.authorize(attributes));
    std::string text = decision.allowed() ? "allow" : decision.kind == Decision::Kind::kDeny ? "deny" : "-";
    if (!decision.reason.empty()) text += " " + decision.reason;
    if (!decision.error.empty()) text += " error: " + decision.error;
    return text;
  }

  static Task<void> note_decision(const AccessWebhook& webhook, const auth::Attributes& attributes, std::string& out) {
    const Decision decision = co_await webhook.authorize(attributes);
    out = decision.allowed() ? "allow" : "error: " + decision.error;
  }

  const auth::User jane{.name = "jane", .uid = "7", .groups = {"b", "a"}, .extra = {{"y", {"2"}}, {"x", {"1", "<"}}}};
  const auth::User plain{.name = "plain"};
  const auth::Attributes pods{
      .user = &plain, .verb = "list", .namespace_ = "ns", .version = "v1", .resource = "pods", .is_resource = true, .path = "/api/v1/..."};
  ScriptedClient client;
  FileWatcher files;
  TestLoop loop;
  MetricsRegistry registry;
  AccessWebhookMetrics metrics{registry};
};

TEST_F(AccessWebhookTest, WhatIsAsked) {
  struct Case {
    auth::Attributes attributes;
    std::string wanted;  // the spec
  };
  const Case cases[] = {
      {{.user = &jane, .verb = "get", .path = "/metrics"},
       R"({"nonResourceAttributes":{"path":"/metrics","verb":"get"},"user":"jane","groups":["b","a"],"extra":{"x":["1","\u003c"],"y":["2"]},"uid":"7"})"},
      {pods, R"({"resourceAttributes":{"namespace":"ns","verb":"list","version":"v1","resource":"pods"},"user":"plain"})"},
      {{.user = &plain,
        .verb = "patch",
        .group = "apps",
        .version = "v1",
        .resource = "deployments",
        .subresource = "scale",
        .name = "web",
        .is_resource = true},
       R"({"resourceAttributes":{"verb":"patch","group":"apps","version":"v1","resource":"deployments","subresource":"scale","name":"web"},"user":"plain"})"},
      {{.user = &plain,
        .verb = "list",
        .version = "v1",
        .resource = "pods",
        .is_resource = true,
        .field_selector = "spec.nodeName=n,status.phase!=Failed",
        .label_selector = "b in (y,x),a=1,c!=2,d,!e,f>7"},
       R"({"resourceAttributes":{"verb":"list","version":"v1","resource":"pods","fieldSelector":{"requirements":[)"
       R"({"key":"spec.nodeName","operator":"In","values":["n"]},{"key":"status.phase","operator":"NotIn","values":["Failed"]}]},)"
       R"("labelSelector":{"requirements":[{"key":"a","operator":"In","values":["1"]},{"key":"b","operator":"In","values":["x","y"]},)"
       R"({"key":"c","operator":"NotIn","values":["2"]},{"key":"d","operator":"Exists"},{"key":"e","operator":"DoesNotExist"}]}},"user":"plain"})"},
      {{.user = &plain, .verb = "list", .resource = "pods", .is_resource = true, .field_selector = "a", .label_selector = "a in ("},
       R"({"resourceAttributes":{"verb":"list","resource":"pods"},"user":"plain"})"},
  };
  client.answer = review("{}");
  const auto asking = webhook();
  for (const Case& c : cases) {
    decide(*asking, c.attributes);
    EXPECT_EQ(client.asked.back(), R"({"kind":"SubjectAccessReview","apiVersion":"authorization.k8s.io/v1","metadata":{},"spec":)" +
                                       c.wanted + R"(,"status":{"allowed":false}})" + "\n");
  }
  EXPECT_EQ(client.url, "http://policy.example/authorize?timeout=30s");
}

TEST_F(AccessWebhookTest, TheOldVersionSaysGroup) {
  client.answer = review(R"({"allowed":true})", "v1beta1");
  const auto asking = webhook({.name = "policy", .version = ReviewVersion::kV1beta1, .timeout = seconds(3)});
  EXPECT_EQ(decide(*asking, {.user = &jane, .verb = "get", .path = "/"}), "allow");
  EXPECT_EQ(
      client.asked.back(),
      R"({"kind":"SubjectAccessReview","apiVersion":"authorization.k8s.io/v1beta1","metadata":{},"spec":{"nonResourceAttributes":{"path":"/","verb":"get"},"user":"jane","group":["b","a"],"extra":{"x":["1","\u003c"],"y":["2"]},"uid":"7"},"status":{"allowed":false}})"
      "\n");
  EXPECT_EQ(client.url, "http://policy.example/authorize?timeout=3s");
}

TEST_F(AccessWebhookTest, Answers) {
  struct Case {
    std::string answer, wanted;
  };
  const Case cases[] = {
      {review(R"({"allowed":true})"), "allow"},
      {review(R"({"allowed":true,"reason":"by policy 7"})"), "allow by policy 7"},
      {review(R"({"allowed":false,"reason":"unknown"})"), "- unknown"},
      {review(R"({"allowed":false,"denied":true,"reason":"never"})"), "deny never"},
      {review(R"({"allowed":true,"denied":true})"), "deny error: webhook subject access review returned both allow and deny response"},
      {review("{}"), "-"},
      {R"({"status":{"allowed":true}})", "allow"},
      {review(R"({"allowed":true})", "v1beta1"),
       "- error: the answer is no SubjectAccessReview of authorization.k8s.io/v1, but kind \"SubjectAccessReview\" of "
       "\"authorization.k8s.io/v1beta1\""},
      {R"({"kind":"Pod","apiVersion":"v1","status":{"allowed":true}})",
       "- error: the answer is no SubjectAccessReview of authorization.k8s.io/v1, but kind \"Pod\" of \"v1\""},
  };
  for (const Case& c : cases) {
    client.answer = c.answer;
    EXPECT_EQ(decide(*webhook(), pods), c.wanted) << c.answer;
  }
  for (const std::string& bad : {std::string(), std::string("[]"), std::string("<html>"), review(R"({"allowed":"true"})")}) {
    client.answer = bad;
    EXPECT_TRUE(decide(*webhook(), pods).starts_with("- error: ")) << bad;
    EXPECT_TRUE(decide(*webhook({.name = "policy", .on_error = Decision::Kind::kDeny}), pods).starts_with("deny error: ")) << bad;
  }
}

TEST_F(AccessWebhookTest, AnErrorIsNotAnOpinionUnlessItIsSaid) {
  client.fault = net::client_fault(net::ClientFault::kDial, "connection refused");
  EXPECT_EQ(decide(*webhook(), pods), "- error: connection refused");
  EXPECT_EQ(decide(*webhook({.name = "strict", .on_error = Decision::Kind::kDeny}), pods), "deny error: connection refused");
  EXPECT_EQ(client.asked.size(), 2u) << "a server that is not there is not asked again at once";
  client.fault = net::client_fault(net::ClientFault::kTimeout, "too late");
  EXPECT_EQ(decide(*webhook(), pods), "- error: too late");
  const std::string text = registry.text();
  for (const std::string wanted : {R"(apiserver_authorization_webhook_evaluations_total{name="policy",result="error"} 1)",
                                   R"(apiserver_authorization_webhook_evaluations_total{name="policy",result="timeout"} 1)",
                                   R"(apiserver_authorization_webhook_evaluations_total{name="strict",result="error"} 1)",
                                   R"(apiserver_authorization_webhook_evaluations_fail_open_total{name="policy",result="timeout"} 1)",
                                   R"(apiserver_authorization_webhook_duration_seconds_count{name="policy",result="error"} 1)"})
    EXPECT_NE(text.find(wanted), std::string::npos) << wanted << "\n" << text;
  EXPECT_EQ(text.find(R"(fail_open_total{name="strict")"), std::string::npos);
}

TEST_F(AccessWebhookTest, AFaultThatPassesIsTriedAgain) {
  client.status = 500;
  std::string decided;
  const auto asking = webhook();
  loop.post([&] { spawn(note_decision(*asking, pods, decided)); });
  loop.run_until_idle();
  EXPECT_EQ(client.asked.size(), 1u);
  client.status = 200;
  client.answer = review(R"({"allowed":true})");
  loop.advance(seconds(1));
  EXPECT_EQ(decided, "allow");
  EXPECT_EQ(client.asked.size(), 2u);
}

TEST_F(AccessWebhookTest, AnswersAreRememberedForTheirTime) {
  const auto asking = webhook({.name = "policy", .authorized_ttl = seconds(10), .unauthorized_ttl = seconds(2)});
  client.answer = review(R"({"allowed":true})");
  EXPECT_EQ(decide(*asking, pods), "allow");
  client.answer = review("{}");
  loop.advance(seconds(9));
  EXPECT_EQ(decide(*asking, pods), "allow");
  auth::Attributes other = pods;
  other.user = &jane;
  EXPECT_EQ(decide(*asking, other), "-") << "another user is another question";
  EXPECT_EQ(client.asked.size(), 2u);
  loop.advance(seconds(1));
  EXPECT_EQ(decide(*asking, pods), "-");
  client.answer = review(R"({"allowed":true})");
  loop.advance(std::chrono::milliseconds(1999));
  EXPECT_EQ(decide(*asking, pods), "-");
  EXPECT_EQ(client.asked.size(), 3u);
  loop.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(decide(*asking, pods), "allow");
}

TEST_F(AccessWebhookTest, FaultsLongQuestionsAndATimeOfNothingAreNotRemembered) {
  const auto asking = webhook({.name = "policy", .authorized_ttl = seconds(10), .unauthorized_ttl = seconds(0)});
  client.fault = net::client_fault(net::ClientFault::kDial, "connection refused");
  decide(*asking, pods);
  client.fault.reset();
  client.answer = review("{}");
  EXPECT_EQ(decide(*asking, pods), "-");
  client.answer = review(R"({"allowed":true})");
  EXPECT_EQ(decide(*asking, pods), "allow") << "what was not allowed is asked anew";
  const std::string name(kCachedQuestionBytesMax, 'x');
  auth::Attributes named = pods;
  named.name = name;
  const size_t before = client.asked.size();
  decide(*asking, named);
  decide(*asking, named);
  EXPECT_EQ(client.asked.size(), before + 2);
}

TEST(AnswerCacheTest, TheOneThatWasNotUsedForLongestGoes) {
  AnswerCache cache;
  const AnswerCache::Time now{};
  const auto later = now + seconds(1);
  for (size_t i = 0; i < kAnswersCachedMax; ++i) cache.keep(std::to_string(i), {.allowed = true}, later);
  EXPECT_TRUE(cache.find("0", now));
  cache.keep("new", {.allowed = true}, later);
  EXPECT_TRUE(cache.find("0", now));
  EXPECT_FALSE(cache.find("1", now));
  EXPECT_TRUE(cache.find("new", now));
  cache.keep("new", {.denied = true}, later);
  EXPECT_TRUE(cache.find("new", now)->denied);
  EXPECT_FALSE(cache.find("new", later));
}

TEST_F(AccessWebhookTest, WhatAUserMayDoCannotBeListed) {
  const auth::UserRules rules = webhook()->rules_for(jane, "ns");
  EXPECT_TRUE(rules.incomplete);
  EXPECT_EQ(rules.errors, std::vector<std::string>{"webhook authorizer does not support user rule resolution"});
}

}  // namespace
}  // namespace pintle::access
