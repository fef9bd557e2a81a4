// Proves what kubectl asks of OpenAPI before it writes: that the PATCH of a kind takes fieldValidation; and that the index leads to every
// document.
#include "api/openapi.h"

#include <gtest/gtest.h>

#include "object/json.h"

namespace pintle::api {
namespace {

const Kind kPod = {
    .group = "", .version = "v1", .kind = "Pod", .resource = "pods", .singular = "pod", .subresources = {{.name = "status"}}};
const Kind kReview = {.group = "x.io",
                      .version = "v1",
                      .kind = "Review",
                      .resource = "reviews",
                      .singular = "review",
                      .scope = Scope::kCluster,
                      .verbs = kCreate};
const Kind* const kKinds[] = {&kPod, &kReview};

object::Decoded parse(const Bytes& json) {
  auto decoded = object::decode_json(object::any_type(), json);
  EXPECT_TRUE(decoded) << json.view();
  return *std::move(decoded);
}

TEST(OpenApi, APatchTakesFieldValidation) {
  const OpenApi openapi(kKinds);
  const auto document = parse(*openapi.json("api/v1"));
  const object::Value* paths = document.document.root().get("paths");
  for (const char* path : {"/api/v1/namespaces/{namespace}/pods/{name}", "/api/v1/namespaces/{namespace}/pods/{name}/status"}) {
    const object::Value* patch = paths->get(path)->get("patch");
    ASSERT_NE(patch, nullptr) << path;
    EXPECT_EQ(patch->get("x-kubernetes-group-version-kind")->get("kind")->as_string(), "Pod");
    bool found = false;
    for (const object::Value& parameter : patch->get("parameters")->items())
      found |= parameter.get("name")->as_string() == "fieldValidation";
    EXPECT_TRUE(found) << path;
  }
  EXPECT_NE(paths->get("/api/v1/pods")->get("get"), nullptr);
  EXPECT_EQ(paths->get("/api/v1/pods")->get("post"), nullptr);
}

TEST(OpenApi, TheIndexLeadsToEveryDocument) {
  const OpenApi openapi(kKinds);
  const auto index = parse(*openapi.find("/openapi/v3"));
  EXPECT_EQ(index.document.root().get("paths")->size(), 2u);
  for (const object::Entry& entry : index.document.root().get("paths")->entries())
    EXPECT_TRUE(openapi.find("/openapi/v3/" + std::string(entry.key))) << entry.key;
  const auto review = parse(*openapi.find("/openapi/v3/apis/x.io/v1"));
  EXPECT_EQ(review.document.root().get("paths")->size(), 1u);
  EXPECT_FALSE(openapi.find("/openapi/v3/apis/none/v1"));
}

}  // namespace
}  // namespace pintle::api
