// Proves the rules of Services: what is defaulted, valid, dropped with a change of type, and warned of.
#include <gmock/gmock.h>

#include "groups/core/core.h"
#include "groups/core/service_addresses.h"
#include "groups/core/service_strategy.h"
#include "groups/rule_fixture.h"

namespace pintle::core {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string with_spec(std::string_view spec) { return R"({"metadata":{"name":"a","namespace":"b"},"spec":{)" + std::string(spec) + "}}"; }

std::string defaulted(std::string_view spec) {
  object::Document document = groups::object_from(kService, with_spec(spec));
  kService.set_defaults(document);
  return groups::json_of(document);
}

// The errors of a Service as clients send it, once it is defaulted.
std::string errors_of(std::string_view spec) { return groups::validate(kService, defaulted(spec)); }

struct Case {
  std::string_view spec;
  std::string_view wanted;
};

TEST(ServiceTest, Defaults) {
  const Case cases[] = {
      {R"("ports":[{"port":80}])", R"("targetPort":80)"},
      {R"("ports":[{"port":80}])", R"("sessionAffinity":"None","internalTrafficPolicy":"Cluster")"},
      {R"("ports":[{"port":80,"targetPort":"http"}])", R"("targetPort":"http")"},
      {R"("sessionAffinity":"ClientIP")", R"("sessionAffinityConfig":{"clientIP":{"timeoutSeconds":10800}})"},
      {R"("type":"NodePort")", R"("externalTrafficPolicy":"Cluster")"},
      {R"("externalIPs":["192.0.2.1"])", R"("externalTrafficPolicy":"Cluster")"},
      {R"("type":"LoadBalancer")", R"("allocateLoadBalancerNodePorts":true)"},
  };
  for (const Case& c : cases) EXPECT_THAT(defaulted(c.spec), HasSubstr(std::string(c.wanted))) << c.spec;
  EXPECT_THAT(defaulted(R"("type":"ExternalName")"), testing::Not(HasSubstr("TrafficPolicy")));
}

TEST(ServiceTest, Validates) {
  const Case cases[] = {
      {R"("ports":[{"port":80}])", ""},
      {"", "spec.ports: Required value"},
      {R"("clusterIP":"None","clusterIPs":["None"])", ""},
      {R"("type":"ExternalName","externalName":"a.example.")", ""},
      {R"("type":"ExternalName")", "spec.externalName: Required value"},
      {R"("ports":[{"port":80},{"port":81,"name":"b"}])", "spec.ports[0].name: Required value"},
      {R"("ports":[{"port":80,"nodePort":30000}])", "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"},
      {R"("ports":[{"port":80,"name":"a"},{"port":80,"name":"b"}])",
       R"(spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0})"},
      {R"("ports":[{"port":80}],"clusterIP":"10.0.0.1")", "spec.clusterIPs: Required value"},
      {R"("ports":[{"port":80}],"clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1","10.0.0.2"])",
       R"(spec.clusterIPs: Invalid value: ["10.0.0.1","10.0.0.2"]: may specify no more than one IP for each IP family)"},
      {R"("ports":[{"port":80}],"ipFamilies":["IPv4","IPv4"])", R"(spec.ipFamilies[1]: Duplicate value: "IPv4")"},
      {R"("ports":[{"port":80}],"externalIPs":["127.0.0.1"])",
       R"(spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128))"},
      {R"("ports":[{"port":80}],"loadBalancerSourceRanges":[" 10.0.0.0/8 "])",
       "spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'"},
      {R"("ports":[{"port":80}],"healthCheckNodePort":30000)",
       "spec.healthCheckNodePort: Invalid value: 30000: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is "
       "'Local'"},
      {R"("ports":[{"port":80}],"trafficDistribution":"Far")",
       R"(spec.trafficDistribution: Unsupported value: "Far": supported values: "PreferClose", "PreferSameZone", "PreferSameNode")"},
  };
  for (const Case& c : cases) EXPECT_EQ(errors_of(c.spec), c.wanted) << c.spec;
}

TEST(ServiceTest, AddressesMayNotChange) {
  const std::string old = with_spec(R"("type":"ClusterIP","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],"ipFamilies":["IPv4"])");
  const std::string updated = with_spec(R"("type":"ClusterIP","clusterIP":"10.0.0.2","clusterIPs":["10.0.0.2"],"ipFamilies":["IPv4"])");
  EXPECT_THAT(groups::validate_update(kService.validate_update, kService, updated, old),
              HasSubstr(R"(spec.clusterIPs[0]: Invalid value: ["10.0.0.2"]: may not change once set)"));
}

TEST(ServiceTest, DropsWhatTheNewTypeDoesNotHave) {
  const std::string old =
      with_spec(R"("type":"NodePort","ports":[{"port":80,"nodePort":30000}],"clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],)"
                R"("externalTrafficPolicy":"Cluster")");
  std::string sent = old;
  sent.replace(sent.find("NodePort"), 8, "ClusterIP");
  object::Document document = groups::object_from(kService, sent);
  kService.prepare_update(document, groups::object_from(kService, old).root(), {});
  const std::string stored = groups::json_of(document);
  EXPECT_THAT(stored, testing::Not(HasSubstr("nodePort")));
  EXPECT_THAT(stored, testing::Not(HasSubstr("externalTrafficPolicy")));
  EXPECT_THAT(stored, HasSubstr(R"("clusterIP":"10.0.0.1")"));
}

struct FamilyCase {
  std::string_view spec;
  std::vector<groups::IpFamily> cluster;
  std::string_view wanted;  // a part of the Service, or of the error
};

TEST(ServiceTest, ChoosesFamilies) {
  constexpr auto k4 = groups::IpFamily::kV4;
  constexpr auto k6 = groups::IpFamily::kV6;
  const FamilyCase cases[] = {
      {R"("type":"ClusterIP")", {k4}, R"("ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack")"},
      {R"("type":"ClusterIP")", {k6, k4}, R"("ipFamilies":["IPv6"],"ipFamilyPolicy":"SingleStack")"},
      {R"("type":"ClusterIP","ipFamilyPolicy":"PreferDualStack")", {k4}, R"("ipFamilies":["IPv4"],"ipFamilyPolicy":"PreferDualStack")"},
      {R"("type":"ClusterIP","ipFamilyPolicy":"PreferDualStack")", {k6, k4}, R"("ipFamilies":["IPv6","IPv4"])"},
      {R"("type":"ClusterIP","ipFamilyPolicy":"RequireDualStack")", {k4}, "this cluster is not configured for dual-stack services"},
      {R"("type":"ClusterIP","ipFamilies":["IPv6"])", {k4}, R"(spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster)"},
      {R"("type":"ClusterIP","clusterIP":"None","clusterIPs":["None"])",
       {k4},
       R"("ipFamilies":["IPv4","IPv6"],"ipFamilyPolicy":"RequireDualStack")"},
      {R"("type":"ClusterIP","clusterIP":"None","clusterIPs":["None"],"selector":{"a":"b"})", {k4}, R"("ipFamilies":["IPv4"])"},
      {R"("type":"ClusterIP","clusterIP":"::1","clusterIPs":["::1"])", {k4}, "IPv6 is not configured on this cluster"},
  };
  for (const FamilyCase& c : cases) {
    object::Document document = groups::object_from(kService, with_spec(c.spec));
    const auto done = init_families(v1::ServiceMut(&document.root(), document.arena()), {}, c.cluster);
    EXPECT_THAT(done ? groups::json_of(document) : done.error().message(), HasSubstr(std::string(c.wanted))) << c.spec;
  }
}

TEST(ServiceTest, Warns) {
  const object::Document document = groups::object_from(
      kService, with_spec(R"("type":"ClusterIP","externalName":"a","externalIPs":["192.0.2.1"],"trafficDistribution":"PreferClose")"));
  std::vector<std::string> warnings;
  kService.warnings(document.root(), nullptr, warnings);
  EXPECT_THAT(warnings, ElementsAre("spec.externalIPs is deprecated and may no longer be implemented in some clusters",
                                    R"(spec.externalName is ignored when spec.type is not "ExternalName")",
                                    R"(spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone")"));
}

}  // namespace
}  // namespace pintle::core
