// Proves what a kubelet may write and what not, object by object, and that nobody else is restricted.
#include <gtest/gtest.h>

#include "plugins/plugin_fixture.h"

namespace pintle::plugins {
namespace {

using admission::Operation;
using testing::HasSubstr;

constexpr Operation kCreate = Operation::kCreate;
constexpr Operation kUpdate = Operation::kUpdate;
constexpr Operation kDelete = Operation::kDelete;

class NodeRestrictionTest : public testing::Test {
 protected:
  NodeRestrictionTest() {
    cluster_.add("", "v1", "Node", R"({"metadata":{"name":"n","uid":"u"}})");
    cluster_.add("", "v1", "Pod",
                 R"({"metadata":{"name":"mine","namespace":"ns","uid":"pu"},"spec":{"nodeName":"n","volumes":[
                     {"name":"t","projected":{"sources":[{"serviceAccountToken":{"audience":"vault"}}]}},
                     {"name":"c","csi":{"driver":"d"}},{"name":"p","persistentVolumeClaim":{"claimName":"absent"}}]}})");
    cluster_.add("", "v1", "Pod", R"({"metadata":{"name":"other","namespace":"ns","uid":"pu"},"spec":{"nodeName":"m"}})");
    cluster_.add("storage.k8s.io", "v1", "CSIDriver", R"({"metadata":{"name":"d"},"spec":{"tokenRequests":[{"audience":"disk"}]}})");
    cluster_.authorizer = auth::always_deny();
  }
  // What upstream says behind "... is forbidden: ", "" when it is admitted.
  std::string why(Asked asked) {
    asked.user = &kubelet_;
    const std::string error = run(*node_restriction(cluster_.parts()), asked).error;
    const size_t at = error.find(" is forbidden: ");
    return at == std::string::npos ? error : error.substr(at + 15);
  }
  auth::User kubelet_{.name = "system:node:n", .groups = {"system:nodes"}};
  Cluster cluster_;
};

std::string mirror_pod(std::string_view spec,
                       std::string_view owner = R"("apiVersion":"v1","kind":"Node","name":"n","uid":"u","controller":true)") {
  return R"({"metadata":{"name":"p","namespace":"ns","annotations":{"kubernetes.io/config.mirror":"x"},"ownerReferences":[{)" +
         std::string(owner) + R"(}]},"spec":{)" + std::string(spec) + "}}";
}

TEST_F(NodeRestrictionTest, LimitsPodsToTheNode) {
  struct Case {
    Operation operation;
    std::string_view subresource;
    std::string object;
    std::string_view why;
  };
  const Case cases[] = {
      {kCreate, "", mirror_pod(R"("nodeName":"n")"), ""},
      {kCreate, "", R"({"metadata":{"name":"p","namespace":"ns"}})",
       R"(pod does not have "kubernetes.io/config.mirror" annotation, node "n" can only create mirror pods)"},
      {kCreate, "", mirror_pod(R"("nodeName":"m")"), R"(node "n" can only create pods with spec.nodeName set to itself)"},
      {kCreate, "", mirror_pod(R"("nodeName":"n")", R"("apiVersion":"v1","kind":"Node","name":"m","uid":"u")"),
       R"(node "n" can only create pods with an owner reference set to itself)"},
      {kCreate, "", mirror_pod(R"("nodeName":"n")", R"("apiVersion":"v1","kind":"Node","name":"n","uid":"x","controller":true)"),
       "node n UID mismatch: expected x got u"},
      {kCreate, "", mirror_pod(R"("nodeName":"n","volumes":[{"name":"v","csi":{"driver":"d"}}])"),
       R"(node "n" can not create pods that reference csidrivers (via CSI volumes))"},
      {kUpdate, "", mirror_pod(R"("nodeName":"n")"), R"(unexpected operation "UPDATE", node "n" can only create and delete mirror pods)"},
      {kUpdate, "resize", mirror_pod(R"("nodeName":"n")"),
       R"(unexpected pod subresource "resize", only 'status' and 'eviction' are allowed)"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(
        why({.operation = c.operation, .kind = "Pod", .resource = "pods", .subresource = c.subresource, .object = c.object, .old = "{}"}),
        c.why);
  const auto deleted = [&](std::string_view name) {
    const std::string old = R"({"metadata":{"namespace":"ns","name":")" + std::string(name) + "\"}}";
    return why({.operation = kDelete, .kind = "Pod", .resource = "pods", .old = old});
  };
  EXPECT_EQ(deleted("mine"), "");
  EXPECT_EQ(deleted("other"), R"(node "n" can only delete pods with spec.nodeName set to itself)");
}

TEST_F(NodeRestrictionTest, LimitsTheStatusOfPods) {
  const auto updated = [&](std::string_view object, std::string_view old) {
    return why({.operation = kUpdate, .kind = "Pod", .resource = "pods", .subresource = "status", .object = object, .old = old});
  };
  constexpr std::string_view kMine = R"({"metadata":{"name":"p"},"spec":{"nodeName":"n"}})";
  EXPECT_EQ(updated(kMine, kMine), "");
  EXPECT_EQ(updated(kMine, R"({"spec":{"nodeName":"m"}})"),
            R"(node "n" can only update pod status for pods with spec.nodeName set to itself)");
  EXPECT_EQ(updated(R"({"metadata":{"name":"p","labels":{"a":"b"}},"spec":{"nodeName":"n"}})", kMine),
            R"(node "n" cannot update labels through pod status)");
  EXPECT_EQ(updated(R"({"metadata":{"name":"p"},"spec":{"nodeName":"n"},"status":{"resourceClaimStatuses":[{"name":"a"}]}})", kMine),
            R"(node "n" cannot update resource claim statues)");
}

TEST_F(NodeRestrictionTest, LimitsTheNode) {
  struct Case {
    Operation operation;
    std::string_view object, old, why;
  };
  constexpr std::string_view kPlain = R"({"metadata":{"name":"n"}})";
  const Case cases[] = {
      {kCreate, R"({"metadata":{"name":"n","labels":{"kubernetes.io/hostname":"n","a.kubelet.kubernetes.io/b":"c","own/d":"e"}}})", "", ""},
      {kCreate, R"({"metadata":{"name":"m"}})", "", R"(node "n" is not allowed to modify node "m")"},
      {kCreate,
       R"({"metadata":{"name":"n","labels":{"x.node-restriction.kubernetes.io/a":"b","node-role.kubernetes.io/master":"","k8s.io/c":""}}})",
       "",
       R"(node "n" is not allowed to set the following labels: k8s.io/c, node-role.kubernetes.io/master, x.node-restriction.kubernetes.io/a)"},
      {kUpdate, kPlain, R"({"metadata":{"name":"n","labels":{"node-role.kubernetes.io/x":""}}})",
       "is not allowed to modify labels: node-role.kubernetes.io/x"},
      {kUpdate, R"({"metadata":{"name":"n"},"spec":{"taints":[{"key":"a","effect":"NoExecute"}]}})", kPlain,
       R"(node "n" is not allowed to modify taints)"},
      {kUpdate, R"({"metadata":{"name":"n","ownerReferences":[{"name":"a"}]}})", kPlain,
       R"(node "n" is not allowed to modify ownerReferences)"},
      {kUpdate, kPlain, kPlain, ""},
  };
  for (const Case& c : cases)
    EXPECT_EQ(why({.operation = c.operation, .kind = "Node", .resource = "nodes", .object = c.object, .old = c.old}), c.why);
}

TEST_F(NodeRestrictionTest, GivesTokensForItsPodsAndTheirAudiences) {
  struct Case {
    std::string_view bound, audiences, why;
  };
  constexpr std::string_view kMine = R"("kind":"Pod","apiVersion":"v1","name":"mine","uid":"pu")";
  const Case cases[] = {
      {kMine, R"(["vault"])", ""},
      {kMine, R"(["disk"])", ""},
      {kMine, R"(["x","y"])", "node may only request 0 or 1 audiences"},
      {kMine, R"(["x"])", R"(error validating audience "x": persistentvolumeclaims "absent" not found)"},
      {R"("kind":"Secret","apiVersion":"v1","name":"s")", "[]", "node requested token not bound to a pod"},
      {R"("kind":"Pod","apiVersion":"v1","name":"mine")", "[]", "node requested token with a pod binding without a uid"},
      {R"("kind":"Pod","apiVersion":"v1","name":"other","uid":"pu")", "[]",
       "node requested token bound to a pod scheduled on a different node"},
      {R"("kind":"Pod","apiVersion":"v1","name":"mine","uid":"x")", "[]",
       "the UID in the bound object reference (x) does not match the UID in record. The object might have been deleted and then recreated"},
  };
  for (const Case& c : cases) {
    const std::string object = R"({"metadata":{"name":"sa","namespace":"ns"},"spec":{"audiences":)" + std::string(c.audiences) +
                               R"(,"boundObjectRef":{)" + std::string(c.bound) + "}}}";
    Asked asked{
        .group = "authentication.k8s.io", .kind = "TokenRequest", .resource = "serviceaccounts", .subresource = "token", .object = object};
    asked.resource_group = "";
    EXPECT_EQ(why(asked), c.why);
  }
}

TEST_F(NodeRestrictionTest, LimitsTheOthers) {
  struct Case {
    std::string_view group, kind, resource, subresource, object, why;
  };
  const Case cases[] = {
      {"coordination.k8s.io", "Lease", "leases", "", R"({"metadata":{"name":"n","namespace":"kube-node-lease"}})", ""},
      {"coordination.k8s.io", "Lease", "leases", "", R"({"metadata":{"name":"m","namespace":"kube-node-lease"}})",
       "can only access node lease with the same name as the requesting node"},
      {"coordination.k8s.io", "Lease", "leases", "", R"({"metadata":{"name":"n","namespace":"ns"}})",
       R"(can only access leases in the "kube-node-lease" system namespace)"},
      {"storage.k8s.io", "CSINode", "csinodes", "", R"({"metadata":{"name":"m"}})",
       "can only access CSINode with the same name as the requesting node"},
      {"resource.k8s.io", "ResourceSlice", "resourceslices", "", R"({"metadata":{"name":"s"},"spec":{"nodeName":"m"}})",
       "can only create ResourceSlice with the same NodeName as the requesting node"},
      {"resource.k8s.io", "ResourceSlice", "resourceslices", "", R"({"metadata":{"name":"s"},"spec":{"nodeName":"n"}})", ""},
      {"", "PersistentVolumeClaim", "persistentvolumeclaims", "", R"({"metadata":{"name":"c"}})", "may only update PVC status"},
      {"", "ConfigMap", "configmaps", "", R"({"metadata":{"name":"c"}})", ""},
  };
  for (const Case& c : cases)
    EXPECT_EQ(why({.group = c.group, .kind = c.kind, .resource = c.resource, .subresource = c.subresource, .object = c.object}), c.why);
}

TEST_F(NodeRestrictionTest, LimitsTheStatusOfClaims) {
  const auto updated = [&](std::string_view object) {
    return why({.operation = kUpdate,
                .kind = "PersistentVolumeClaim",
                .resource = "persistentvolumeclaims",
                .subresource = "status",
                .object = object,
                .old = R"({"metadata":{"name":"c","resourceVersion":"1"},"status":{"phase":"Bound"}})"});
  };
  EXPECT_EQ(updated(R"({"metadata":{"name":"c"},"status":{"phase":"Bound","capacity":{"storage":"1"}}})"), "");
  EXPECT_THAT(updated(R"({"metadata":{"name":"c","labels":{"a":"b"}},"status":{"phase":"Bound"}})"),
              HasSubstr("is not allowed to update fields other than status.quantity and status.conditions"));
}

TEST_F(NodeRestrictionTest, KnowsKubelets) {
  const std::string_view lease = R"({"metadata":{"name":"m","namespace":"ns"}})";
  const auto code = [&](const auth::User& user) {
    return run(*node_restriction(cluster_.parts()),
               {.group = "coordination.k8s.io", .kind = "Lease", .resource = "leases", .object = lease, .user = &user})
        .code;
  };
  EXPECT_EQ(code({.name = "system:node:n", .groups = {"system:nodes"}}), 403);
  EXPECT_EQ(code({.name = "system:node:", .groups = {"system:nodes"}}), 403);
  EXPECT_EQ(code({.name = "system:node:n"}), 200);
  EXPECT_EQ(code({.name = "alice", .groups = {"system:nodes"}}), 200);
}

}  // namespace
}  // namespace pintle::plugins
