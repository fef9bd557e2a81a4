// Proves that requests are counted under the labels that upstream gives them, and that a client cannot invent labels.
#include "server/request_metrics.h"

#include <gtest/gtest.h>

#include "server/process_metrics.h"

namespace pintle::server {
namespace {

struct Case {
  std::string_view method, path, query, content_type;
  int code;
  std::string_view wanted;  // the labels
};

const Case kCases[] = {
    {"GET", "/api/v1/namespaces/x/pods", "", "", 200,
     R"(verb="LIST",dry_run="",group="",version="v1",resource="pods",subresource="",scope="namespace",component="apiserver",code="200")"},
    {"GET", "/api/v1/pods", "watch=1", "", 200,
     R"(verb="WATCH",dry_run="",group="",version="v1",resource="pods",subresource="",scope="cluster",component="apiserver",code="200")"},
    {"GET", "/apis/apps/v1/namespaces/x/deployments/d", "", "", 200,
     R"(verb="GET",dry_run="",group="apps",version="v1",resource="deployments",subresource="",scope="resource",component="apiserver",code="200")"},
    {"POST", "/api/v1/namespaces/x/pods", "dryRun=All", "application/json", 201,
     R"(verb="POST",dry_run="All",group="",version="v1",resource="pods",subresource="",scope="resource",component="apiserver",code="201")"},
    {"PATCH", "/api/v1/namespaces/x/pods/p/status", "", "application/apply-patch+yaml", 200,
     R"(verb="APPLY",dry_run="",group="",version="v1",resource="pods",subresource="status",scope="resource",component="apiserver",code="200")"},
    {"PATCH", "/api/v1/namespaces/x/pods/p", "", "application/merge-patch+json", 200,
     R"(verb="PATCH",dry_run="",group="",version="v1",resource="pods",subresource="",scope="resource",component="apiserver",code="200")"},
    {"DELETE", "/api/v1/namespaces/x/pods", "", "", 200,
     R"(verb="DELETE",dry_run="",group="",version="v1",resource="pods",subresource="",scope="namespace",component="apiserver",code="200")"},
    {"POST", "/api/v1/namespaces/x/pods/p/exec", "", "", 500,
     R"(verb="CONNECT",dry_run="",group="",version="v1",resource="pods",subresource="exec",scope="resource",component="apiserver",code="500")"},
    {"GET", "/api/v1/namespaces/x/pods/missing", "", "", 404,
     R"(verb="GET",dry_run="",group="",version="v1",resource="pods",subresource="",scope="resource",component="apiserver",code="404")"},
    {"GET", "/healthz", "", "", 200,
     R"(verb="GET",dry_run="",group="",version="",resource="",subresource="",scope="",component="apiserver",code="200")"},
    {"BREW", "/coffee", "", "", 404,
     R"(verb="other",dry_run="",group="",version="",resource="",subresource="",scope="",component="apiserver",code="404")"},
    {"GET", "/api/v1/invented", "", "", 404,
     R"(verb="LIST",dry_run="",group="",version="",resource="",subresource="",scope="cluster",component="apiserver",code="404")"},
};

TEST(RequestMetrics, Labels) {
  for (const Case& c : kCases) {
    MetricsRegistry registry;
    RequestMetrics metrics(registry, [](const api::RequestInfo& info) { return info.resource != "invented"; });
    auto info = api::parse_request_info(c.method, c.path, api::Query::parse(c.query));
    ASSERT_TRUE(info) << c.path;
    metrics.begun(c.method);
    EXPECT_TRUE(metrics.metrics_text().contains("apiserver_current_inflight_requests{request_kind=")) << c.path;
    metrics.answered({.info = *info,
                      .method = c.method,
                      .query = c.query,
                      .content_type = c.content_type,
                      .code = c.code,
                      .duration = std::chrono::milliseconds(20)});
    std::string text = metrics.metrics_text();
    EXPECT_TRUE(text.contains("apiserver_request_total{" + std::string(c.wanted) + "} 1\n")) << c.path << "\n" << text;
    EXPECT_TRUE(text.contains("le=\"0.025\"} 1\n")) << c.path;
    EXPECT_TRUE(text.contains("le=\"0.005\"} 0\n")) << c.path;
    EXPECT_TRUE(text.contains("\"} 0\n")) << "nothing is in flight any more";
  }
}

TEST(RequestMetrics, WhatAuthorizationSaid) {
  using Kind = auth::Decision::Kind;
  MetricsRegistry registry;
  RequestMetrics metrics(registry, [](const api::RequestInfo&) { return true; });
  const auth::Decision decisions[] = {{.kind = Kind::kAllow, .error = "a role is missing"},
                                      {.kind = Kind::kDeny, .error = "no webhook"},
                                      {.error = "no webhook"},
                                      {.kind = Kind::kDeny},
                                      {}};
  for (const auth::Decision& decision : decisions) metrics.authorized(decision, std::chrono::milliseconds(3));
  const std::string text = metrics.metrics_text();
  for (const std::string wanted : {"allowed\"} 1\n", "error\"} 2\n", "denied\"} 1\n", "no-opinion\"} 1\n"})
    EXPECT_TRUE(text.contains("authorization_attempts_total{result=\"" + wanted)) << wanted << text;
  EXPECT_TRUE(text.contains("authorization_duration_seconds_bucket{result=\"error\",le=\"0.002\"} 0\n")) << text;
  EXPECT_TRUE(text.contains("authorization_duration_seconds_bucket{result=\"error\",le=\"0.004\"} 2\n")) << text;
}

TEST(ProcessMetrics, AreThere) {
  MetricsRegistry registry;
  register_process_metrics(registry);
  register_build_info(registry);
  std::string text = registry.text();
  auto value = [&](const std::string& name) {
    size_t at = text.find("\n" + name + " ");
    return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size() + 2));
  };
  EXPECT_GT(value("process_cpu_seconds_total"), -0.5);
  EXPECT_GT(value("process_resident_memory_bytes"), 1e6);
  EXPECT_GT(value("process_virtual_memory_bytes"), value("process_resident_memory_bytes"));
  EXPECT_GE(value("process_threads"), 1);
  EXPECT_GE(value("process_open_fds"), 3);
  EXPECT_GT(value("process_max_fds"), value("process_open_fds"));
  EXPECT_NEAR(value("process_start_time_seconds"), static_cast<double>(time(nullptr)), 3600);
  EXPECT_TRUE(text.contains("kubernetes_build_info{")) << text;
}

}  // namespace
}  // namespace pintle::server
