// Proves what /flagz and /statusz tell: text for people, objects for who asks for them, nothing else.
#include "api/zpages.h"

#include <gmock/gmock.h>

#include "base/test_loop.h"

namespace pintle::api {
namespace {

using testing::HasSubstr;

class ZPagesTest : public testing::Test {
 protected:
  std::string ask(std::string_view path, std::string accept) {
    net::Request http;
    if (!accept.empty()) http.headers.add("accept", std::move(accept));
    const auto response = pages_.answer(path, http, Query(), {"/api", "/api/v1", "/healthz", "/healthz/ping", "/metrics"});
    if (!response) return std::to_string(response.error().code()) + " " + response.error().message();
    type_ = response->headers.get("content-type");
    warning_ = response->headers.get("warning");
    return std::string(std::get<Bytes>(response->body).view());
  }
  TestLoop loop_;
  ZPages pages_{{{"secure-port", "6443"}, {"v", "0"}}, loop_.clock()};
  std::string type_;
  std::string warning_;
};

TEST_F(ZPagesTest, TellFlags) {
  EXPECT_THAT(ask("/flagz", ""), HasSubstr("\nsecure-port=6443\nv=0\n"));
  EXPECT_EQ(type_, "text/plain; charset=utf-8");
  EXPECT_THAT(ask("/flagz", "*/*"), HasSubstr("apiserver flagz\nWarning: "));
  EXPECT_EQ(
      ask("/flagz", "application/json;as=Flagz;g=config.k8s.io;v=v1beta1"),
      R"({"kind":"Flagz","apiVersion":"config.k8s.io/v1beta1","metadata":{"name":"apiserver"},"flags":{"secure-port":"6443","v":"0"}})"
      "\n");
  EXPECT_EQ(type_, "application/json");
  EXPECT_EQ(warning_, "");
}

TEST_F(ZPagesTest, TellStatus) {
  loop_.advance(std::chrono::seconds(3725));
  const std::string text = ask("/statusz", "text/plain");
  EXPECT_THAT(text, HasSubstr("\nUp: 1 hr 02 min 05 sec\n"));
  EXPECT_THAT(text, HasSubstr("\nEmulation version: 1.36\nPaths: /healthz /metrics\n"));
  const std::string json = ask("/statusz", "application/json;as=Statusz;g=config.k8s.io;v=v1alpha1");
  EXPECT_THAT(json, HasSubstr(R"("startTime":"2026-01-01T00:00:00Z","uptimeSeconds":3725,)"));
  EXPECT_THAT(json, HasSubstr(R"("paths":["/healthz","/metrics"])"));
  EXPECT_EQ(warning_, "299 - \"This version of the statusz endpoint is deprecated. Please use a newer version.\"");
}

TEST_F(ZPagesTest, AreNothingElse) {
  constexpr std::string_view kRefused = "406 only the following media types are accepted: application/json, application/yaml, text/plain";
  for (const char* accept : {"application/json", "image/png", "application/json;as=Statusz;g=config.k8s.io;v=v1beta1",
                             "application/json;as=Flagz;g=config.k8s.io;v=v2", "application/vnd.kubernetes.protobuf"})
    EXPECT_EQ(ask("/flagz", accept), kRefused) << accept;
}

}  // namespace
}  // namespace pintle::api
