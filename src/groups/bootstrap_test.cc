// Proves which objects a server makes at its start, and that it makes no endpoint that no one could use.
#include "groups/bootstrap.h"

#include <gmock/gmock.h>

#include "groups/rule_fixture.h"

namespace pintle::groups {
namespace {

constexpr std::string_view kNoEndpoints[] = {"127.0.0.1", "127.9.9.9", "0.0.0.0", "169.254.1.1",    "224.0.0.5",
                                             "::1",       "::",        "fe80::1", "not an address", ""};

ServerPlace place(std::string_view advertise_address) {
  return {.service_ip = "10.0.0.1", .service_node_port = 0, .advertise_address = std::string(advertise_address), .secure_port = 6443};
}

TEST(BootstrapTest, MakesTheSystemNamespaces) {
  std::vector<std::string> made;
  for (const object::Document& ns : system_namespaces()) made.push_back(json_of(ns));
  EXPECT_THAT(made,
              testing::ElementsAre(R"({"kind":"Namespace","apiVersion":"v1","metadata":{"name":"kube-system"},"spec":{},"status":{}})",
                                   R"({"kind":"Namespace","apiVersion":"v1","metadata":{"name":"kube-public"},"spec":{},"status":{}})",
                                   R"({"kind":"Namespace","apiVersion":"v1","metadata":{"name":"kube-node-lease"},"spec":{},"status":{}})",
                                   R"({"kind":"Namespace","apiVersion":"v1","metadata":{"name":"default"},"spec":{},"status":{}})"));
}

TEST(BootstrapTest, MakesTheSystemPriorityClasses) {
  std::vector<std::string> made;
  for (const object::Document& priority_class : system_priority_classes()) made.push_back(json_of(priority_class));
  EXPECT_THAT(made, testing::ElementsAre(testing::HasSubstr(R"("metadata":{"name":"system-node-critical"},"value":2000001000,)"),
                                         testing::HasSubstr(R"("metadata":{"name":"system-cluster-critical"},"value":2000000000,)")));
}

TEST(BootstrapTest, MakesTheKubernetesService) {
  EXPECT_EQ(json_of(kubernetes_service(place("192.0.2.1"))),
            R"({"kind":"Service","apiVersion":"v1","metadata":{"name":"kubernetes","namespace":"default",)"
            R"("labels":{"component":"apiserver","provider":"kubernetes"}},)"
            R"("spec":{"ports":[{"name":"https","protocol":"TCP","port":443,"targetPort":6443}],"clusterIP":"10.0.0.1","type":"ClusterIP",)"
            R"("sessionAffinity":"None","ipFamilyPolicy":"SingleStack"},"status":{"loadBalancer":{}}})");
  ServerPlace with_node_port = place("192.0.2.1");
  with_node_port.service_node_port = 30443;
  EXPECT_THAT(json_of(kubernetes_service(with_node_port)),
              testing::AllOf(testing::HasSubstr(R"("nodePort":30443)"), testing::HasSubstr(R"("type":"NodePort")")));
}

TEST(BootstrapTest, MakesItsEndpoints) {
  EXPECT_EQ(json_of(*kubernetes_endpoints(place("192.0.2.1"))),
            R"({"kind":"Endpoints","apiVersion":"v1","metadata":{"name":"kubernetes","namespace":"default",)"
            R"("labels":{"endpointslice.kubernetes.io/skip-mirror":"true"}},)"
            R"("subsets":[{"addresses":[{"ip":"192.0.2.1"}],"ports":[{"name":"https","port":6443,"protocol":"TCP"}]}]})");
  EXPECT_EQ(
      json_of(*kubernetes_endpoint_slice(place("192.0.2.1"))),
      R"({"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{"name":"kubernetes","namespace":"default",)"
      R"("labels":{"kubernetes.io/service-name":"kubernetes"}},"addressType":"IPv4",)"
      R"("endpoints":[{"addresses":["192.0.2.1"],"conditions":{"ready":true}}],"ports":[{"name":"https","protocol":"TCP","port":6443}]})");
  EXPECT_THAT(json_of(*kubernetes_endpoint_slice(place("2001:db8::1"))), testing::HasSubstr(R"("addressType":"IPv6")"));
}

TEST(BootstrapTest, MakesNoEndpointsThatNoOneReaches) {
  for (const std::string_view address : kNoEndpoints) {
    EXPECT_FALSE(kubernetes_endpoints(place(address))) << address;
    EXPECT_FALSE(kubernetes_endpoint_slice(place(address))) << address;
  }
}

}  // namespace
}  // namespace pintle::groups
