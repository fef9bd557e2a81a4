// Proves what clients find in discovery: which groups, versions and resources, in which order, in which shape and encoding.
#include "api/discovery.h"

#include <gmock/gmock.h>

namespace pintle::api {
namespace {

using testing::ElementsAre;

const Kind kConfigMap = {.group = "",
                         .version = "v1",
                         .kind = "ConfigMap",
                         .resource = "configmaps",
                         .singular = "configmap",
                         .short_names = {"cm"},
                         .key_prefix = "/registry/configmaps/"};
const Kind kBinding = {.group = "", .version = "v1", .kind = "Binding", .resource = "bindings", .singular = "binding", .verbs = kCreate};
const Kind kDeployment = {
    .group = "apps",
    .version = "v1",
    .kind = "Deployment",
    .resource = "deployments",
    .singular = "deployment",
    .categories = {"all"},
    .subresources = {{.name = "status", .keeps = {"spec"}},
                     {.name = "scale", .serves = SubresourceKind::kScale, .group = "autoscaling", .version = "v1", .kind = "Scale"}},
    .key_prefix = "/registry/deployments/"};
const Kind kScalerV1 = {.group = "autoscaling",
                        .version = "v1",
                        .kind = "Scaler",
                        .resource = "scalers",
                        .singular = "scaler",
                        .key_prefix = "/registry/scalers/",
                        .storage_group_version = "autoscaling/v2"};
const Kind kScalerV2 = {.group = "autoscaling",
                        .version = "v2",
                        .kind = "Scaler",
                        .resource = "scalers",
                        .singular = "scaler",
                        .key_prefix = "/registry/scalers/"};
const Kind kWidgetV1 = {.group = "example.com",
                        .version = "v1",
                        .kind = "Widget",
                        .resource = "widgets",
                        .singular = "widget",
                        .scope = Scope::kCluster,
                        .key_prefix = "/registry/example.com/widgets/"};
const Kind kWidgetV1Beta1 = {.group = "example.com",
                             .version = "v1beta1",
                             .kind = "Widget",
                             .resource = "widgets",
                             .singular = "widget",
                             .scope = Scope::kCluster,
                             .key_prefix = "/registry/example.com/widgets/"};
const Kind kGadget = {.group = "another.example.com",
                      .version = "v1",
                      .kind = "Gadget",
                      .resource = "gadgets",
                      .singular = "gadget",
                      .key_prefix = "/registry/another.example.com/gadgets/"};

constexpr GroupVersionPriority kPriorities[] = {
    {"", "v1", 18000, 1}, {"autoscaling", "v1", 17500, 15}, {"autoscaling", "v2", 17500, 30}, {"apps", "v1", 17800, 15}};

Discovery discovery() {
  static const Kind* const kKinds[] = {&kWidgetV1Beta1, &kScalerV1, &kGadget, &kDeployment, &kScalerV2, &kConfigMap, &kBinding, &kWidgetV1};
  return Discovery(kKinds, kPriorities);
}

std::string json_of(const DiscoveryDocument* document) { return document ? std::string(document->encode({}).view()) : "no document"; }

TEST(DiscoveryTest, GroupsStandByPriorityThenName) {
  EXPECT_EQ(json_of(discovery().find("/apis")),
            R"({"kind":"APIGroupList","apiVersion":"v1","groups":[)"
            R"({"name":"apps","versions":[{"groupVersion":"apps/v1","version":"v1"}],)"
            R"("preferredVersion":{"groupVersion":"apps/v1","version":"v1"}},)"
            R"({"name":"autoscaling","versions":[{"groupVersion":"autoscaling/v2","version":"v2"},)"
            R"({"groupVersion":"autoscaling/v1","version":"v1"}],"preferredVersion":{"groupVersion":"autoscaling/v2","version":"v2"}},)"
            R"({"name":"another.example.com","versions":[{"groupVersion":"another.example.com/v1","version":"v1"}],)"
            R"("preferredVersion":{"groupVersion":"another.example.com/v1","version":"v1"}},)"
            R"({"name":"example.com","versions":[{"groupVersion":"example.com/v1","version":"v1"},)"
            R"({"groupVersion":"example.com/v1beta1","version":"v1beta1"}],)"
            R"("preferredVersion":{"groupVersion":"example.com/v1","version":"v1"}}]})"
            "\n");
}

TEST(DiscoveryTest, AGroupIsADocumentOfItsOwn) {
  EXPECT_EQ(json_of(discovery().find("/apis/apps")),
            R"({"kind":"APIGroup","apiVersion":"v1","name":"apps","versions":[{"groupVersion":"apps/v1","version":"v1"}],)"
            R"("preferredVersion":{"groupVersion":"apps/v1","version":"v1"}})"
            "\n");
  EXPECT_TRUE(discovery().has_group("apps"));
  EXPECT_FALSE(discovery().has_group("nosuch.group"));
}

TEST(DiscoveryTest, ResourcesStandByNameBeforeTheirSubresources) {
  EXPECT_EQ(json_of(discovery().find("/apis/apps/v1")),
            R"({"kind":"APIResourceList","apiVersion":"v1","groupVersion":"apps/v1","resources":[)"
            R"({"name":"deployments","singularName":"deployment","namespaced":true,"kind":"Deployment",)"
            R"("verbs":["create","delete","deletecollection","get","list","patch","update","watch"],"categories":["all"],)"
            R"("storageVersionHash":"8aSe+NMegvE="},)"
            R"({"name":"deployments/scale","singularName":"","namespaced":true,"group":"autoscaling","version":"v1","kind":"Scale",)"
            R"("verbs":["get","patch","update"]},)"
            R"({"name":"deployments/status","singularName":"","namespaced":true,"kind":"Deployment","verbs":["get","patch","update"]}]})"
            "\n");
}

TEST(DiscoveryTest, TheCoreGroupHasNoApiVersion) {
  EXPECT_EQ(json_of(discovery().find("/api/v1")),
            R"({"kind":"APIResourceList","groupVersion":"v1","resources":[)"
            R"({"name":"bindings","singularName":"binding","namespaced":true,"kind":"Binding","verbs":["create"]},)"
            R"({"name":"configmaps","singularName":"configmap","namespaced":true,"kind":"ConfigMap",)"
            R"("verbs":["create","delete","deletecollection","get","list","patch","update","watch"],"shortNames":["cm"],)"
            R"("storageVersionHash":"qFsyl6wFWjQ="}]})"
            "\n");
  const ServerAddress addresses[] = {{"0.0.0.0/0", "127.0.0.1:6443"}};
  const DiscoveryDocument versions = api_versions(addresses);
  EXPECT_EQ(json_of(&versions), R"({"kind":"APIVersions","versions":["v1"],)"
                                R"("serverAddressByClientCIDRs":[{"clientCIDR":"0.0.0.0/0","serverAddress":"127.0.0.1:6443"}]})"
                                "\n");
}

TEST(DiscoveryTest, ASlashAtTheEndChangesNothing) {
  const Discovery served = discovery();
  for (const std::string_view path : {"/apis/", "/apis/apps/", "/apis/apps/v1/", "/api/v1/"})
    EXPECT_EQ(served.find(path), served.find(path.substr(0, path.size() - 1))) << path;
  EXPECT_NE(served.find("/apis/"), nullptr);
}

TEST(DiscoveryTest, OtherPathsHaveNoDocument) {
  for (const std::string_view path : {"", "/", "/api", "/api/v2", "/apis/apps/v9", "/apis/nosuch.group", "/apis/apps/v1/deployments"})
    EXPECT_EQ(discovery().find(path), nullptr) << path;
}

TEST(DiscoveryTest, EveryDocumentIsAmongThePaths) {
  EXPECT_THAT(discovery().paths(), testing::IsSupersetOf({"/api", "/api/v1", "/apis", "/apis/", "/apis/apps", "/apis/apps/v1"}));
}

TEST(DiscoveryTest, TheAggregatedDocumentNestsSubresources) {
  const std::string core = json_of(&discovery().aggregated_core());
  EXPECT_EQ(core,
            R"({"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","metadata":{},"items":[{"metadata":{},"versions":[)"
            R"({"version":"v1","resources":[{"resource":"bindings","responseKind":{"group":"","version":"","kind":"Binding"},)"
            R"("scope":"Namespaced","singularResource":"binding","verbs":["create"]},)"
            R"({"resource":"configmaps","responseKind":{"group":"","version":"","kind":"ConfigMap"},"scope":"Namespaced",)"
            R"("singularResource":"configmap","verbs":["create","delete","deletecollection","get","list","patch","update","watch"],)"
            R"("shortNames":["cm"]}],"freshness":"Current"}]}]})"
            "\n");
  EXPECT_THAT(json_of(&discovery().aggregated_groups()),
              testing::HasSubstr(R"("categories":["all"],"subresources":[)"
                                 R"({"subresource":"scale","responseKind":{"group":"autoscaling","version":"v1","kind":"Scale"},)"
                                 R"("verbs":["get","patch","update"]},)"
                                 R"({"subresource":"status","responseKind":{"group":"","version":"","kind":"Deployment"},)"
                                 R"("verbs":["get","patch","update"]}])"));
}

TEST(DiscoveryTest, TheTagOfAnAggregatedDocumentFollowsItsContent) {
  const Kind* const without_widgets[] = {&kDeployment, &kConfigMap, &kBinding};
  const Discovery smaller(without_widgets, kPriorities);
  EXPECT_THAT(discovery().aggregated_groups().etag(), testing::MatchesRegex("\"[0-9A-F]+\""));
  EXPECT_EQ(discovery().aggregated_groups().etag().size(), 130);
  EXPECT_EQ(discovery().aggregated_groups().etag(), discovery().aggregated_groups().etag());
  EXPECT_NE(discovery().aggregated_groups().etag(), smaller.aggregated_groups().etag());
  EXPECT_EQ(discovery().aggregated_core().etag(), smaller.aggregated_core().etag());
  EXPECT_EQ(discovery().find("/apis")->etag(), "");
}

TEST(DiscoveryTest, EachEncodingNamesItself) {
  const Discovery served = discovery();
  const DiscoveryDocument& aggregated = served.aggregated_core();
  EXPECT_EQ(aggregated.content_type({}), "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
  EXPECT_EQ(aggregated.content_type({.encoding = Encoding::kProtobuf}),
            "application/vnd.kubernetes.protobuf;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
  EXPECT_EQ(served.find("/apis")->content_type({.encoding = Encoding::kYaml}), "application/yaml");
}

TEST(DiscoveryTest, ProtobufIsAnEnvelopeOfTheSameKind) {
  const std::string bytes(discovery().find("/api/v1")->encode({.encoding = Encoding::kProtobuf}).view());
  // k8s\0, then TypeMeta: an empty apiVersion, as JSON has none, and the kind.
  EXPECT_THAT(bytes, testing::StartsWith(std::string("k8s\0\x0a\x13\x0a\0\x12\x0f"
                                                     "APIResourceList",
                                                     25)));
  EXPECT_THAT(bytes, testing::HasSubstr("configmaps"));
}

TEST(StorageVersionHashTest, IdentifiesWhatIsStored) {
  EXPECT_EQ(storage_version_hash(kConfigMap), "qFsyl6wFWjQ=");
  EXPECT_EQ(storage_version_hash(kDeployment), "8aSe+NMegvE=");
  EXPECT_EQ(storage_version_hash(kScalerV1), storage_version_hash(kScalerV2));
  EXPECT_EQ(storage_version_hash(kBinding), "");
}

}  // namespace
}  // namespace pintle::api
