// Proves what each form of URL is understood as.
#include "api/request_info.h"

#include <gtest/gtest.h>

namespace pintle::api {
namespace {

struct Case {
  const char* method;
  const char* path;
  const char* query;
  const char* wanted;  // verb group/version namespace resource name subresource, "-" for none; or "path" for no resource
};

std::string text(const std::string& value) { return value.empty() ? "-" : value; }

std::string describe(const Case& c) {
  const auto info = parse_request_info(c.method, c.path, Query::parse(c.query));
  if (!info) return std::to_string(info.error().code());
  if (!info->is_resource) return "path " + info->verb;
  return info->verb + " " + text(info->group) + "/" + info->version + " " + text(info->namespace_) + " " + text(info->resource) + " " +
         text(info->name) + " " + text(info->subresource);
}

TEST(RequestInfo, Urls) {
  const Case cases[] = {
      {"GET", "/api/v1/namespaces/x/pods/p", "", "get -/v1 x pods p -"},
      {"GET", "/api/v1/namespaces/x/pods", "", "list -/v1 x pods - -"},
      {"GET", "/api/v1/pods", "watch=true", "watch -/v1 - pods - -"},
      {"GET", "/api/v1/pods", "watch=0", "list -/v1 - pods - -"},
      {"GET", "/api/v1/watch/namespaces/x/pods/p", "", "watch -/v1 x pods p -"},
      {"POST", "/apis/apps/v1/namespaces/x/deployments", "", "create apps/v1 x deployments - -"},
      {"PUT", "/apis/apps/v1/namespaces/x/deployments/d/scale", "", "update apps/v1 x deployments d scale"},
      {"DELETE", "/api/v1/namespaces/x/pods", "", "deletecollection -/v1 x pods - -"},
      {"GET", "/api/v1/namespaces/x", "", "get -/v1 x namespaces x -"},
      {"PUT", "/api/v1/namespaces/x/finalize", "", "update -/v1 x namespaces x finalize"},
      {"GET", "/api/v1/namespaces/x/status", "", "get -/v1 x namespaces x status"},
      {"GET", "/api/v1/nodes/n", "", "get -/v1 - nodes n -"},
      {"GET", "/api/v1/pods", "fieldSelector=metadata.name%3Dp", "list -/v1 - pods p -"},
      {"GET", "/api/v1/namespaces/x/configmaps/a%2Fb", "", "get -/v1 x configmaps a b"},
      {"GET", "/healthz", "", "path get"},
      {"GET", "/apis/apps/v1", "", "path get"},
      {"POST", "/api", "", "path post"},
      {"GET", "/api/v1/%zz", "", "400"},
      {"GET", "/api/v1/watch", "", "500"},
  };
  for (const Case& c : cases) EXPECT_EQ(describe(c), c.wanted) << c.method << " " << c.path << "?" << c.query;
}

TEST(Query, AsGoReadsIt) {
  const Query query = Query::parse("a=1&a=2&b=x+y%21&c&=empty&bad=%q1&d;e=1");
  EXPECT_EQ(query.get("a"), "1");
  EXPECT_EQ(query.all("a").size(), 2u);
  EXPECT_EQ(query.get("b"), "x y!");
  EXPECT_TRUE(query.has("c"));
  EXPECT_FALSE(query.has("bad"));
  EXPECT_FALSE(query.has("d;e"));
}

}  // namespace
}  // namespace pintle::api
