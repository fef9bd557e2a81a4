// Proves which encoding and which form of an object an Accept header gets, and what is refused with which code.
#include "api/media_type.h"

#include <gtest/gtest.h>

namespace pintle::api {
namespace {

std::string negotiate(std::string_view accept, std::string_view user_agent = "", std::string_view query = "") {
  const auto accepted = negotiate_output(accept, user_agent, Query::parse(query), Transforms::kAllowed);
  if (!accepted) return std::to_string(accepted.error().code());
  std::string text(content_type(accepted->encoding).substr(12));
  if (accepted->transform == Transform::kTable) text += " table " + accepted->transform_version;
  if (accepted->transform == Transform::kPartialObjectMetadata) text += " partial";
  return text + (accepted->pretty ? " pretty" : "");
}

TEST(MediaType, Output) {
  EXPECT_EQ(negotiate(""), "json");
  EXPECT_EQ(negotiate("*/*"), "json");
  EXPECT_EQ(negotiate("application/yaml"), "yaml");
  EXPECT_EQ(negotiate("application/json;q=0.5, application/yaml"), "yaml");
  EXPECT_EQ(negotiate("application/vnd.kubernetes.protobuf, application/json"), "vnd.kubernetes.protobuf");
  EXPECT_EQ(negotiate("application/json;as=Table;v=v1;g=meta.k8s.io, application/json"), "json table v1");
  EXPECT_EQ(negotiate("application/json;as=Table;v=v9;g=meta.k8s.io, application/json"), "json");
  EXPECT_EQ(negotiate("application/json;as=Table;v=v9;g=meta.k8s.io"), "406");
  EXPECT_EQ(negotiate("application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io"), "406");
  EXPECT_EQ(negotiate("application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;v=v1;g=meta.k8s.io"),
            "vnd.kubernetes.protobuf partial");
  EXPECT_EQ(negotiate("text/html"), "406");
  EXPECT_EQ(negotiate("", "curl/8"), "json pretty");
  EXPECT_EQ(negotiate("", "curl/8", "pretty=false"), "json");
  EXPECT_EQ(negotiate("application/json;pretty=1"), "json pretty");
}

TEST(MediaType, RouteRefusesWildcardSubtypes) {
  EXPECT_TRUE(check_acceptable("*/*", Route::kItem));
  EXPECT_TRUE(check_acceptable("text/plain, */*;q=0.1", Route::kItem));
  EXPECT_FALSE(check_acceptable("application/*", Route::kItem));
  EXPECT_NE(check_acceptable("bad", Route::kList).error().message().find("stream=watch"), std::string::npos);
  EXPECT_EQ(check_acceptable("bad", Route::kItem).error().message().find("stream=watch"), std::string::npos);
}

TEST(MediaType, Input) {
  EXPECT_EQ(negotiate_input("").value(), Encoding::kJson);
  EXPECT_EQ(negotiate_input("Application/JSON; charset=utf-8").value(), Encoding::kJson);
  EXPECT_EQ(negotiate_input("application/yaml").value(), Encoding::kYaml);
  for (const char* type : {"text/yaml", "application/json;pretty", "bad", "application/merge-patch+json"})
    EXPECT_EQ(negotiate_input(type).error().code(), 415) << type;
}

}  // namespace
}  // namespace pintle::api
