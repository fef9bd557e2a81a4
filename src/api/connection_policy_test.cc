// Proves what is asked of connections and added to answers whoever asks: origins, HSTS, GOAWAY, time limits, limits of concurrency, and
// what a stopping server says.
#include "api/connection_policy.h"

#include <gtest/gtest.h>

#include "api/long_running.h"
#include "api/request_deadline.h"

namespace pintle::api {
namespace {

net::Request request_from(const std::string& origin, const std::string& method = "GET") {
  net::Request request{.method = method, .path = "/api"};
  if (!origin.empty()) request.headers.add("origin", origin);
  return request;
}

TEST(CorsTest, OriginsThatMatch) {
  auto cors = Cors::create({"//example\\.com(:|$)", "^https://[a-z]+\\.example\\.org$"});
  ASSERT_TRUE(cors) << cors.error().message();
  const std::pair<const char*, bool> cases[] = {
      {"https://example.com", true},       {"http://example.com:8080", true}, {"https://a.example.org", true},
      {"https://example.com.evil", false}, {"http://a.example.org", false},   {"", false},
  };
  for (const auto& [origin, allowed] : cases) {
    net::Headers answer;
    cors->allow(request_from(origin), answer);
    EXPECT_EQ(answer.get("access-control-allow-origin"), allowed ? origin : "") << origin;
    EXPECT_EQ(answer.get("access-control-allow-credentials"), allowed ? "true" : "") << origin;
    EXPECT_EQ(cors->answers(request_from(origin, "OPTIONS")), allowed) << origin;
    EXPECT_FALSE(cors->answers(request_from(origin))) << origin;
  }
}

TEST(CorsTest, PatternsThatAreRefused) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "empty value in --cors-allowed-origins, help: "},
      {"example",
       "--cors-allowed-origins has an invalid regular expression: regular expression does not pin to start/end of host in the "
       "origin header, help: "},
      {"^(", "--cors-allowed-origins has an invalid regular expression: error parsing regexp: missing ): ^(, help: "},
  };
  for (const auto& [pattern, wanted] : cases) {
    auto cors = Cors::create({pattern});
    ASSERT_FALSE(cors) << pattern;
    EXPECT_TRUE(cors.error().message().starts_with(wanted)) << cors.error().message();
  }
}

TEST(ConnectionPolicyTest, WhatAnswersHave) {
  const ConnectionPolicy policy({.strict_transport_security = "max-age=10; preload", .goaway_chance = 1});
  net::Response response;
  net::Request request = request_from("");
  request.version = 20;
  policy.decorate(request, response);
  EXPECT_EQ(response.headers.get("strict-transport-security"), "max-age=10; preload");
  EXPECT_EQ(response.headers.get("connection"), "close");

  net::Response old_version;
  request.version = 11;
  policy.decorate(request, old_version);
  EXPECT_FALSE(old_version.headers.has("connection"));
}

TEST(ConnectionPolicyTest, AStoppingServerSendsAway) {
  ConnectionPolicy policy({.refuse_while_stopping = true});
  net::Request request = request_from("");
  EXPECT_FALSE(policy.refuse(request));
  policy.stop_accepting();
  auto refusal = policy.refuse(request);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->status, 429);
  EXPECT_EQ(refusal->headers.get("retry-after"), "5");
  EXPECT_EQ(refusal->headers.get("connection"), "close");
  request.path = "/readyz";
  EXPECT_FALSE(policy.refuse(request));

  ConnectionPolicy patient({});
  patient.stop_accepting();
  EXPECT_FALSE(patient.refuse(request_from("")));
}

RequestInfo info_of(const std::string& verb, const std::string& subresource = "") {
  return {.is_resource = true, .path = "/api/v1/pods", .verb = verb, .subresource = subresource};
}

TEST(InFlightTest, SeatsAreCountedByKindAndGivenBack) {
  InFlightLimits limits({.reads_max = 1, .writes_max = 2});
  const auth::User user{.name = "user"};
  const auth::User master{.name = "admin", .groups = {"system:masters"}};
  {
    const auto read = limits.take(info_of("get"), user);
    EXPECT_TRUE(read.granted());
    EXPECT_FALSE(limits.take(info_of("list"), user).granted());
    EXPECT_TRUE(limits.take(info_of("list"), master).granted());
    EXPECT_TRUE(limits.take(info_of("watch"), user).granted());
    EXPECT_TRUE(limits.take(info_of("get", "log"), user).granted());
    const auto write = limits.take(info_of("create"), user);
    const auto another = limits.take(info_of("patch"), user);
    EXPECT_TRUE(write.granted() && another.granted());
    EXPECT_FALSE(limits.take(info_of("delete"), user).granted());
  }
  EXPECT_TRUE(limits.take(info_of("get"), user).granted());
  InFlightLimits none({});
  const auto first = none.take(info_of("get"), user);
  EXPECT_TRUE(none.take(info_of("get"), user).granted());
  EXPECT_EQ(InFlightLimits::refusal().headers.get("retry-after"), "1");
}

TEST(InFlightTest, TogetherBothLimitsAreOne) {
  InFlightLimits limits({.reads_max = 1, .writes_max = 2, .kinds = InFlightLimits::Kinds::kTogether});
  const auth::User user{.name = "user"};
  const auth::User master{.name = "admin", .groups = {"system:masters"}};
  {
    const auto first = limits.take(info_of("get"), user);
    const auto second = limits.take(info_of("list"), user);
    const auto third = limits.take(info_of("create"), user);
    EXPECT_TRUE(first.granted() && second.granted() && third.granted());
    EXPECT_FALSE(limits.take(info_of("get"), user).granted());
    EXPECT_FALSE(limits.take(info_of("update"), user).granted());
    EXPECT_TRUE(limits.take(info_of("update"), master).granted());
    EXPECT_TRUE(limits.take(info_of("watch"), user).granted());
    EXPECT_TRUE(limits.take({.path = "/readyz", .verb = "get"}, user).granted());
    EXPECT_FALSE(limits.take({.path = "/version", .verb = "get"}, user).granted());
  }
  EXPECT_EQ(limits.under_way(), 0);
  EXPECT_TRUE(limits.take(info_of("get"), user).granted());
}

class RecordingHost final : public net::RequestHost {
 public:
  void answer_after(std::chrono::milliseconds time, std::move_only_function<net::Response()> answer) override {
    time_ms = time.count();
    response = answer();
  }
  int64_t time_ms = -1;
  net::Response response;
};

struct DeadlineCase {
  const char* query;
  const char* verb;
  int64_t most_ms;
  int64_t wanted_ms;  // -1: none
};

TEST(RequestDeadlineTest, TheShorterOfTheServersAndTheClients) {
  const DeadlineCase cases[] = {
      {"", "get", 60'000, 60'000},
      {"timeout=10s", "get", 60'000, 10'000},
      {"timeout=2m", "create", 60'000, 60'000},
      {"timeout=0s", "get", 60'000, 60'000},
      {"timeout=-5s", "get", 60'000, 60'000},
      {"timeout=10s", "watch", 60'000, -1},
      {"", "get", 0, -1},
  };
  for (const DeadlineCase& c : cases) {
    const ConnectionPolicy policy({.strict_transport_security = "max-age=1", .request_timeout = std::chrono::milliseconds(c.most_ms)});
    RecordingHost host;
    net::Request request = request_from("");
    request.host = &host;
    ASSERT_TRUE(begin_deadline(request, info_of(c.verb), Query::parse(c.query), policy)) << c.query;
    EXPECT_EQ(host.time_ms, c.wanted_ms) << c.query << " " << c.verb;
    if (c.wanted_ms < 0) continue;
    EXPECT_EQ(host.response.status, 504);
    EXPECT_EQ(host.response.headers.get("strict-transport-security"), "max-age=1");
  }
}

TEST(RequestDeadlineTest, ATimeoutThatIsNone) {
  const ConnectionPolicy policy({});
  net::Request request = request_from("");
  auto begun = begin_deadline(request, info_of("get"), Query::parse("timeout=soon"), policy);
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().message(), "invalid timeout specified in the request URL - time: invalid duration \"soon\"");
  EXPECT_EQ(begun.error().code(), 400);
}

}  // namespace
}  // namespace pintle::api
