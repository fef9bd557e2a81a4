// Proves the rules of the network kinds: NetworkPolicy, Ingress, IngressClass, IPAddress, ServiceCIDR and EndpointSlice.
#include "groups/networking/networking.h"

#include <gmock/gmock.h>

#include "groups/discovery/discovery.h"
#include "groups/rule_fixture.h"

namespace pintle::networking {
namespace {

struct Case {
  const api::Kind& kind;
  std::string_view json;
  std::string_view wanted;
};

TEST(NetworkingTest, Validates) {
  const Case cases[] = {
      {kNetworkPolicy, R"({"spec":{"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/8","except":["10.1.0.0/16"]}}]}]}})",
       ""},
      {kNetworkPolicy, R"({"spec":{"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/8","except":["11.0.0.0/16"]}}]}]}})",
       R"(spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`)"},
      {kNetworkPolicy, R"({"spec":{"egress":[{"to":[{}]}]}})", "spec.egress[0].to[0]: Required value: must specify a peer"},
      {kNetworkPolicy, R"({"spec":{"egress":[{"ports":[{"port":80,"endPort":70}]}]}})",
       "spec.egress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to `port`"},
      {kIngress, R"({"spec":{}})", "spec: Invalid value: null: either `defaultBackend` or `rules` must be specified"},
      {kIngress, R"({"spec":{"defaultBackend":{"service":{"name":"a","port":{"number":80}}}}})", ""},
      {kIngress, R"({"spec":{"defaultBackend":{"service":{"name":"a","port":{"number":80,"name":"b"}}}}})",
       R"(spec.defaultBackend: Invalid value: "": cannot set both port name & port number)"},
      {kIngress,
       R"({"spec":{"rules":[{"http":{"paths":[{"path":"/a/../b","pathType":"Prefix","backend":{"service":{"name":"a","port":{"number":80}}}}]}}]}})",
       R"(spec.rules[0].http.paths[0].path: Invalid value: "/a/../b": must not contain '/../')"},
      {kIngressClass, R"({"spec":{"controller":"example.com/a","parameters":{"kind":"K","name":"n","scope":"Namespace"}}})",
       "spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'"},
      {kIPAddress, R"({"spec":{}})", "spec.parentRef: Required value"},
      {kIPAddress, R"({"spec":{"parentRef":{"resource":"services","name":"a/b"}}})",
       R"(spec.parentRef.name: Invalid value: "a/b": may not contain '/')"},
      {kServiceCIDR, R"({"spec":{"cidrs":["10.0.0.0/24","fd00::/112"]}})", ""},
      {kServiceCIDR, R"({"spec":{}})", "spec.cidrs: Required value: at least one CIDR required"},
      {kServiceCIDR, R"({"spec":{"cidrs":["10.0.0.1/24"]}})",
       R"(spec.cidrs[0]: Invalid value: "10.0.0.1/24": must not have bits set beyond the prefix length)"},
      {discovery::kEndpointSlice,
       R"({"addressType":"IPv4","endpoints":[{"addresses":["192.0.2.1"]}],"ports":[{"name":"","protocol":"TCP"}]})", ""},
      {discovery::kEndpointSlice, R"({"addressType":"IPv6","endpoints":[{"addresses":["2001:DB8::1"]}]})",
       R"(endpoints[0].addresses[0]: Invalid value: "2001:DB8::1": must be in canonical form ("2001:db8::1"))"},
      {discovery::kEndpointSlice, R"({"addressType":"IPv5"})",
       R"(addressType: Unsupported value: "IPv5": supported values: "FQDN", "IPv4", "IPv6")"},
  };
  for (const Case& c : cases) EXPECT_EQ(groups::validate(c.kind, c.json), c.wanted) << c.json;
}

TEST(NetworkingTest, NamesOfIPAddressesAreAddresses) {
  EXPECT_TRUE(kIPAddress.validate_name("10.0.0.1", object::NameUse::kWhole).empty());
  EXPECT_THAT(kIPAddress.validate_name("010.0.0.1", object::NameUse::kWhole), testing::ElementsAre("must not have leading 0s"));
}

TEST(NetworkingTest, AServiceCIDRMayOnlyGainAFamily) {
  const auto update = [](std::string_view old, std::string_view updated) {
    const auto json = [](std::string_view cidrs) {
      return R"({"metadata":{"name":"a","resourceVersion":"1"},"spec":{"cidrs":)" + std::string(cidrs) + "}}";
    };
    return groups::validate_update(kServiceCIDR.validate_update, kServiceCIDR, json(updated), json(old));
  };
  EXPECT_EQ(update(R"(["10.0.0.0/24"])", R"(["10.0.0.0/24","fd00::/112"])"), "");
  EXPECT_EQ(update(R"(["10.0.0.0/24"])", R"(["10.1.0.0/24"])"), R"(spec.cidrs[0]: Invalid value: "10.1.0.0/24": field is immutable)");
}

}  // namespace
}  // namespace pintle::networking
