// Proves which timeouts in the query are refused, and for which requests.
#include "api/request_timeout.h"

#include <gtest/gtest.h>

namespace pintle::api {
namespace {

struct Case {
  std::string_view path;
  std::string_view query;
  std::string_view fault;  // "" for none
};

constexpr Case kCases[] = {
    {"/api/v1/pods", "", ""},
    {"/api/v1/pods", "timeout=", ""},
    {"/api/v1/pods", "timeout=32s", ""},
    {"/apis", "timeout=1h5m", ""},
    {"/api/v1/pods", "timeout=soon", R"(invalid timeout specified in the request URL - time: invalid duration "soon")"},
    {"/api/v1/pods", "timeout=5", R"(invalid timeout specified in the request URL - time: missing unit in duration "5")"},
    {"/version", "timeout=5x", R"(invalid timeout specified in the request URL - time: unknown unit "x" in duration "5x")"},
    {"/api/v1/pods", "watch=1&timeout=soon", ""},
    {"/api/v1/watch/pods", "timeout=soon", ""},
    {"/api/v1/namespaces/n/pods/p/log", "timeout=soon", ""},
};

TEST(RequestTimeoutTest, MustBeADuration) {
  for (const Case& c : kCases) {
    const Query query = Query::parse(c.query);
    const auto checked = check_timeout(*parse_request_info("GET", c.path, query), query);
    EXPECT_EQ(checked ? "" : checked.error().message(), c.fault) << c.path << "?" << c.query;
  }
}

}  // namespace
}  // namespace pintle::api
