// Proves what probes and scripts read from /livez and the like: one word when all is well, each check's line when asked or when one fails.
#include "api/health.h"

#include <gmock/gmock.h>

#include <array>

namespace pintle::api {
namespace {

constexpr std::array<std::string_view, 3> kNames = {"ping", "etcd", "poststarthook/rbac/bootstrap-roles"};

HealthChecks checks_with(std::string etcd_fault) {
  HealthChecks checks("livez", kNames);
  checks.set("etcd", [etcd_fault = std::move(etcd_fault)] { return etcd_fault; });
  return checks;
}

struct Case {
  std::string_view name;
  std::string etcd_fault;
  std::string_view check;
  std::string_view query;
  int status;
  std::string_view text;
};

TEST(HealthChecksTest, Answers) {
  const Case cases[] = {
      {"all well", "", "", "", 200, "ok"},
      {"verbose", "", "", "verbose", 200, "[+]ping ok\n[+]etcd ok\n[+]poststarthook/rbac/bootstrap-roles ok\nlivez check passed\n"},
      {"verbose needs no value", "", "", "verbose=1", 200,
       "[+]ping ok\n[+]etcd ok\n[+]poststarthook/rbac/bootstrap-roles ok\nlivez check passed\n"},
      {"a failure is always verbose and keeps its reason", "disk is full", "", "", 500,
       "[+]ping ok\n[-]etcd failed: reason withheld\n[+]poststarthook/rbac/bootstrap-roles ok\nlivez check failed\n"},
      {"an excluded check may fail", "disk is full", "", "exclude=etcd", 200, "ok"},
      {"excluded and verbose", "disk is full", "", "verbose&exclude=etcd&exclude=ping", 200,
       "[+]ping excluded: ok\n[+]etcd excluded: ok\n[+]poststarthook/rbac/bootstrap-roles ok\nlivez check passed\n"},
      {"unknown exclusions are told", "", "", "verbose&exclude=b&exclude=a", 200,
       "[+]ping ok\n[+]etcd ok\n[+]poststarthook/rbac/bootstrap-roles ok\n"
       "warn: some health checks cannot be excluded: no matches for \"a\",\"b\"\nlivez check passed\n"},
      {"one check", "", "etcd", "", 200, "ok"},
      {"one check with a path for its name", "", "poststarthook/rbac/bootstrap-roles", "", 200, "ok"},
      {"one check tells its reason", "disk is full", "etcd", "", 500, "internal server error: disk is full\n"},
  };
  for (const Case& c : cases) {
    const std::optional<HealthAnswer> answer = checks_with(c.etcd_fault).answer(c.check, Query::parse(c.query));
    ASSERT_TRUE(answer) << c.name;
    EXPECT_EQ(answer->status, c.status) << c.name;
    EXPECT_EQ(answer->text, c.text) << c.name;
  }
}

TEST(HealthChecksTest, KnowsNoOtherCheck) { EXPECT_FALSE(checks_with("").answer("nosuchcheck", Query())); }

TEST(HealthChecksTest, AsksAgainEachTime) {
  HealthChecks checks("readyz", readyz_check_names());
  bool stopping = false;
  checks.set("shutdown", [&stopping] { return stopping ? "process is shutting down" : ""; });
  EXPECT_EQ(checks.answer("", Query())->status, 200);
  stopping = true;
  EXPECT_EQ(checks.answer("", Query())->status, 500);
  EXPECT_EQ(checks.answer("shutdown", Query())->text, "internal server error: process is shutting down\n");
}

TEST(HealthChecksTest, PathsAreThoseThatAreAnswered) {
  EXPECT_THAT(checks_with("").paths(),
              testing::ElementsAre("/livez", "/livez/ping", "/livez/etcd", "/livez/poststarthook/rbac/bootstrap-roles"));
}

TEST(HealthChecksTest, AreCounted) {
  HealthChecks checks("livez", kNames);
  bool full = false;
  checks.set("etcd", [&full] { return full ? "disk is full" : ""; });
  const HealthChecks* const endpoints[] = {&checks};
  EXPECT_EQ(health_metrics(endpoints), "") << "nobody has asked";
  checks.answer("", Query());
  full = true;
  checks.answer("", Query());
  checks.answer("etcd", Query());  // a single check is not counted
  const std::string text = health_metrics(endpoints);
  for (const char* line :
       {"kubernetes_healthcheck{name=\"etcd\",type=\"livez\"} 0\n", "kubernetes_healthcheck{name=\"ping\",type=\"livez\"} 1\n",
        "kubernetes_healthchecks_total{name=\"etcd\",status=\"error\",type=\"livez\"} 1\n",
        "kubernetes_healthchecks_total{name=\"etcd\",status=\"success\",type=\"livez\"} 1\n",
        "kubernetes_healthchecks_total{name=\"ping\",status=\"success\",type=\"livez\"} 2\n"})
    EXPECT_THAT(text, testing::HasSubstr(line));
}

TEST(HealthChecksTest, OnlyReadinessWaitsForInformersAndShutdown) {
  EXPECT_THAT(livez_check_names(), testing::Contains("etcd"));
  EXPECT_THAT(livez_check_names(), testing::Not(testing::Contains("shutdown")));
  EXPECT_THAT(readyz_check_names(), testing::Contains("informer-sync"));
  EXPECT_EQ(readyz_check_names().back(), "shutdown");
}

}  // namespace
}  // namespace pintle::api
