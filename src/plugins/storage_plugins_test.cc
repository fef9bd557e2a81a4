// Proves which claims and Ingresses get a default class, and which claims may grow.
#include <gtest/gtest.h>

#include "plugins/plugin_fixture.h"

namespace pintle::plugins {
namespace {

using admission::Operation;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kStorage = "storage.k8s.io";

TEST(DefaultStorageClass, IsTheNewestOfTheMarked) {
  Cluster cluster;
  const auto add = [&](std::string_view name, std::string_view created, std::string_view mark) {
    cluster.add(kStorage, "v1", "StorageClass",
                R"({"metadata":{"name":")" + std::string(name) + R"(","creationTimestamp":")" + std::string(created) +
                    R"(","annotations":{)" + std::string(mark) + "}}}");
  };
  constexpr std::string_view kMark = R"("storageclass.kubernetes.io/is-default-class":"true")";
  add("unmarked", "2030-01-01T00:00:00Z", "");
  add("old", "2020-01-01T00:00:00Z", kMark);
  add("b-new", "2021-01-01T00:00:00Z", kMark);
  add("a-new", "2021-01-01T00:00:00Z", kMark);
  const PluginPtr plugin = default_storage_class(cluster.parts());
  const auto created = [&](std::string_view json) {
    return run(*plugin, {.kind = "PersistentVolumeClaim", .resource = "persistentvolumeclaims", .object = json}).object;
  };
  EXPECT_THAT(created(R"({"metadata":{"name":"c"},"spec":{}})"), HasSubstr(R"("storageClassName":"a-new")"));
  EXPECT_THAT(created(R"({"metadata":{"name":"c"},"spec":{"storageClassName":""}})"), HasSubstr(R"("storageClassName":"")"));
  EXPECT_THAT(created(R"({"metadata":{"name":"c","annotations":{"volume.beta.kubernetes.io/storage-class":"x"}},"spec":{}})"),
              Not(HasSubstr("storageClassName")));
}

TEST(DefaultIngressClass, IsGivenToIngressesWithoutOne) {
  Cluster cluster;
  cluster.add("networking.k8s.io", "v1", "IngressClass",
              R"({"metadata":{"name":"usual","annotations":{"ingressclass.kubernetes.io/is-default-class":"true"}}})");
  const PluginPtr plugin = default_ingress_class(cluster.parts());
  const auto created = [&](std::string_view json) {
    return run(*plugin, {.group = "networking.k8s.io", .kind = "Ingress", .resource = "ingresses", .object = json}).object;
  };
  EXPECT_THAT(created(R"({"metadata":{"name":"i"}})"), HasSubstr(R"("ingressClassName":"usual")"));
  EXPECT_THAT(created(R"({"metadata":{"name":"i"},"spec":{"ingressClassName":"own"}})"), HasSubstr(R"("ingressClassName":"own")"));
  EXPECT_THAT(created(R"({"metadata":{"name":"i","annotations":{"kubernetes.io/ingress.class":"own"}}})"),
              Not(HasSubstr("ingressClassName")));
}

TEST(PersistentVolumeClaimResize, NeedsABoundClaimAndAClassThatAllowsIt) {
  Cluster cluster;
  cluster.add(kStorage, "v1", "StorageClass", R"({"metadata":{"name":"grows"},"allowVolumeExpansion":true})");
  cluster.add(kStorage, "v1", "StorageClass", R"({"metadata":{"name":"fixed"}})");
  struct Case {
    std::string_view storage_class, phase, size, why;
  };
  constexpr std::string_view kUnbound = "Only bound persistent volume claims can be expanded";
  constexpr std::string_view kFixed =
      "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize";
  const Case cases[] = {{"grows", "Bound", "2Gi", ""},      {"grows", "Pending", "2Gi", kUnbound}, {"fixed", "Bound", "2Gi", kFixed},
                        {"absent", "Bound", "2Gi", kFixed}, {"", "Bound", "2Gi", kFixed},          {"fixed", "Bound", "1Gi", ""},
                        {"fixed", "Pending", "512Mi", ""}};
  const auto claim = [](const Case& c, std::string_view size) {
    return R"({"metadata":{"name":"c"},"spec":{"storageClassName":")" + std::string(c.storage_class) +
           R"(","resources":{"requests":{"storage":")" + std::string(size) + R"("}}},"status":{"phase":")" + std::string(c.phase) + "\"}}";
  };
  for (const Case& c : cases) {
    const Outcome outcome = run(*persistent_volume_claim_resize(cluster.parts()), {.operation = Operation::kUpdate,
                                                                                   .kind = "PersistentVolumeClaim",
                                                                                   .resource = "persistentvolumeclaims",
                                                                                   .object = claim(c, c.size),
                                                                                   .old = claim(c, "1Gi")});
    EXPECT_EQ(outcome.error, c.why.empty() ? "" : "persistentvolumeclaims \"c\" is forbidden: " + std::string(c.why));
  }
}

}  // namespace
}  // namespace pintle::plugins
