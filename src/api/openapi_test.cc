// Proves what clients find in OpenAPI: definitions and operations of both editions with the names that upstream gives them, an index that
// leads to every document, and answers in the form, and only when, the client wants them.
#include "api/openapi.h"

#include <gtest/gtest.h>

#include "api/openapi/document.h"
#include "api/openapi/gnostic.h"
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

constexpr std::string_view kPodPath = "/api/v1/namespaces/{namespace}/pods/{name}";

struct Parsed {
  explicit Parsed(const Bytes& json) : decoded(object::decode_json(object::any_type(), json)) { EXPECT_TRUE(decoded) << json.view(); }
  // By keys; null when there is none.
  const object::Value* at(std::initializer_list<std::string_view> keys) const {
    const object::Value* value = &decoded->document.root();
    for (const std::string_view key : keys)
      if (value) value = value->get(key);
    return value;
  }
  std::string_view text(std::initializer_list<std::string_view> keys) const { return at(keys) ? at(keys)->as_string() : "absent"; }
  Result<object::Decoded> decoded;
};

std::string json_of(const Parsed& parsed, std::initializer_list<std::string_view> keys) {
  std::string json;
  if (const object::Value* value = parsed.at(keys)) object::encode_json(object::any_type(), *value, json);
  return json;
}

net::Response answer(const OpenApi& openapi, std::string_view target, std::vector<net::Header> headers = {}) {
  net::Request http;
  http.method = "GET";
  for (net::Header& header : headers) http.headers.add(std::move(header.name), std::move(header.value));
  const size_t mark = target.find('?');
  const auto query = Query::parse(mark == std::string_view::npos ? "" : target.substr(mark + 1));
  auto response = openapi.answer(http, target.substr(0, mark), query);
  EXPECT_TRUE(response) << target;
  return *std::move(response);
}

size_t body_bytes(const net::Response& response) { return std::get<Bytes>(response.body).size(); }

TEST(OpenApi, OperationsAreNamedByVerbGroupAndVersion) {
  const OpenApi openapi(kKinds);
  const Parsed document(*openapi.json("api/v1"));
  struct Case {
    std::string_view path, method, id, action;
  };
  const Case cases[] = {
      {"/api/v1/", "get", "getCoreV1APIResources", "absent"},
      {"/api/v1/pods", "get", "listCoreV1PodForAllNamespaces", "list"},
      {"/api/v1/watch/pods", "get", "watchCoreV1PodListForAllNamespaces", "watchlist"},
      {"/api/v1/namespaces/{namespace}/pods", "post", "createCoreV1NamespacedPod", "post"},
      {"/api/v1/namespaces/{namespace}/pods", "delete", "deleteCoreV1CollectionNamespacedPod", "deletecollection"},
      {kPodPath, "patch", "patchCoreV1NamespacedPod", "patch"},
      {"/api/v1/namespaces/{namespace}/pods/{name}/status", "put", "replaceCoreV1NamespacedPodStatus", "put"},
      {"/api/v1/watch/namespaces/{namespace}/pods/{name}", "get", "watchCoreV1NamespacedPod", "watch"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(document.text({"paths", one.path, one.method, "operationId"}), one.id) << one.path;
    EXPECT_EQ(document.text({"paths", one.path, one.method, "x-kubernetes-action"}), one.action) << one.path;
  }
  EXPECT_EQ(document.at({"paths", "/api/v1/pods", "post"}), nullptr);
}

// kubectl asks for it before it relies on the server's own validation.
TEST(OpenApi, APatchTakesFieldValidation) {
  const OpenApi openapi(kKinds);
  const Parsed document(*openapi.json("api/v1"));
  bool found = false;
  for (const object::Value& parameter : document.at({"paths", kPodPath, "patch", "parameters"})->items())
    found |= parameter.get("name")->as_string() == "fieldValidation";
  EXPECT_TRUE(found);
}

TEST(OpenApi, DefinitionsAreThoseOfTheEdition) {
  const OpenApi openapi(kKinds);
  const Parsed v3(*openapi.json("api/v1"));
  const Parsed v2(*openapi.json("openapi/v2"));
  const auto schema = [&](std::string_view name) { return json_of(v3, {"components", "schemas", name}); };
  const auto definition = [&](std::string_view name) { return json_of(v2, {"definitions", name}); };
  const auto property = [&](std::string_view type, std::string_view name) {
    return json_of(v3, {"components", "schemas", type, "properties", name});
  };
  EXPECT_NE(schema("io.k8s.apimachinery.pkg.util.intstr.IntOrString").find(R"("oneOf":[{"type":"integer"},{"type":"string"}])"),
            std::string::npos);
  EXPECT_NE(definition("io.k8s.apimachinery.pkg.util.intstr.IntOrString").find(R"("format":"int-or-string","type":"string")"),
            std::string::npos);
  EXPECT_NE(property("io.k8s.api.core.v1.Pod", "spec")
                .find(R"("allOf":[{"$ref":"#/components/schemas/io.k8s.api.core.v1.PodSpec"}],"default":{})"),
            std::string::npos);
  EXPECT_NE(definition("io.k8s.api.core.v1.Pod").find(R"("$ref":"#/definitions/io.k8s.api.core.v1.PodSpec")"), std::string::npos);
  EXPECT_EQ(definition("io.k8s.api.core.v1.Pod").find(R"("default")"), std::string::npos);
  EXPECT_NE(property("io.k8s.api.core.v1.ContainerPort", "protocol").find(R"("enum":["SCTP","TCP","UDP"])"), std::string::npos);
  EXPECT_NE(schema("io.k8s.api.core.v1.Pod").find(R"("x-kubernetes-group-version-kind":[{"group":"","kind":"Pod","version":"v1"}])"),
            std::string::npos);
}

// The names hold a hash of the whole parameter, so that they are the same in every server of the version.
TEST(OpenApi, SharedParametersHaveUpstreamsNames) {
  const OpenApi openapi(kKinds);
  const Parsed v2(*openapi.json("openapi/v2"));
  for (const char* name : {"pretty-tJGM1-ng", "namespace-vgWSWtn3", "watch-XNNPZGbK", "body-2Y1dVQaQ", "fieldManager-Qy4HdaTW"})
    EXPECT_NE(v2.at({"parameters", name}), nullptr) << name;
}

TEST(OpenApi, TheIndexLeadsToEveryDocument) {
  const OpenApi openapi(kKinds);
  const net::Response response = answer(openapi, "/openapi/v3");
  const Parsed index(std::get<Bytes>(response.body));
  EXPECT_EQ(index.at({"paths"})->size(), 8u);  // the two versions, api, apis, apis/x.io, version and two of OpenID
  for (const object::Entry& entry : index.at({"paths"})->entries())
    EXPECT_EQ(answer(openapi, entry.value.get("serverRelativeURL")->as_string()).status, 200) << entry.key;
  EXPECT_EQ(answer(openapi, "/openapi/v3/apis/none/v1").status, 404);
}

TEST(OpenApi, AnswersInTheFormThatIsAskedFor) {
  const OpenApi openapi(kKinds);
  struct Case {
    std::string_view target, accept;
    int status;
    std::string_view content_type;
  };
  const Case cases[] = {
      {"/openapi/v2", "", 200, "application/json"},
      {"/openapi/v2", "application/com.github.proto-openapi.spec.v2@v1.0+protobuf", 200,
       "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"},
      {"/openapi/v3/api/v1", "application/com.github.proto-openapi.spec.v3.v1.0+protobuf", 200,
       "application/com.github.proto-openapi.spec.v3.v1.0+protobuf"},
      {"/openapi/v3/api/v1", "application/com.github.proto-openapi.spec.v2.v1.0+protobuf, */*", 200, "application/json"},
      {"/openapi/v3/api/v1", "application/xml", 406, ""},
      {"/openapi/v3/api/v1?hash=OLD", "", 301, "application/json"},
  };
  for (const Case& one : cases) {
    const net::Response response = answer(openapi, one.target, {{"accept", std::string(one.accept)}});
    EXPECT_EQ(response.status, one.status) << one.target << one.accept;
    EXPECT_EQ(response.headers.get("content-type"), one.content_type) << one.target << one.accept;
  }
}

TEST(OpenApi, WhatTheClientHasIsNotSentAgain) {
  const OpenApi openapi(kKinds);
  const net::Response first = answer(openapi, "/openapi/v2");
  const std::string etag(first.headers.get("etag"));
  const net::Response again = answer(openapi, "/openapi/v2", {{"if-none-match", etag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.headers.get("etag"), etag);
  EXPECT_EQ(body_bytes(again), 0u);
  EXPECT_EQ(answer(openapi, "/openapi/v2", {{"if-none-match", "\"other\""}}).status, 200);
  const net::Response packed = answer(openapi, "/openapi/v2", {{"accept-encoding", "gzip"}});
  EXPECT_EQ(packed.headers.get("content-encoding"), "gzip");
  EXPECT_LT(body_bytes(packed) * 4, body_bytes(first));
}

TEST(OpenApi, AGroupThatIsPublishedLaterIsInEveryDocument) {
  OpenApi openapi(std::span(kKinds).first(1));
  const std::string before(answer(openapi, "/openapi/v2").headers.get("etag"));
  openapi.publish({.group = "x.io", .version = "v1", .kinds = {&kReview}, .types = {}});
  EXPECT_TRUE(openapi.json("apis/x.io/v1"));
  EXPECT_NE(Parsed(*openapi.json("openapi/v2")).at({"paths", "/apis/x.io/v1/reviews"}), nullptr);
  openapi.withdraw("x.io", "v1");
  EXPECT_FALSE(openapi.json("apis/x.io/v1"));
  EXPECT_EQ(answer(openapi, "/openapi/v2").headers.get("etag"), before);
}

TEST(Gnostic, WritesMembersNamedEntriesAndChoices) {
  const Bytes json =
      Bytes::constant(R"({"openapi":"3.0.0","components":{"schemas":{"A":{"type":"object","default":0,"x-k":"v"},"B":{"$ref":"#/A"}}}})");
  const std::string encoded = openapi::to_gnostic(openapi::Edition::kV3, json);
  EXPECT_TRUE(
      encoded.starts_with("\x0a\x05"
                          "3.0.0\x2a"));
  EXPECT_NE(encoded.find("\xca\x01\x06object"), std::string::npos);                                 // type = 25
  EXPECT_NE(encoded.find(std::string("\x8a\x02\x09\x09\0\0\0\0\0\0\0\0", 12)), std::string::npos);  // default = 33 {number = 1}
  EXPECT_NE(encoded.find("\xa2\x02\x0b\x0a\x03x-k\x12\x04\x12\x02v\n"), std::string::npos);         // extension = 36 {name, {yaml}}
  EXPECT_NE(encoded.find("\x0a\x01"
                         "B\x12\x07\x12\x05\x0a\x03#/A"),
            std::string::npos);  // reference = 2
}

}  // namespace
}  // namespace pintle::api
