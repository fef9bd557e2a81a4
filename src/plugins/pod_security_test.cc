// Proves which Pods keep which standard in which version, how violations are told, and what namespaces' labels do.
#include <gtest/gtest.h>

#include "plugins/plugin_fixture.h"
#include "plugins/pod_security/standards.h"

namespace pintle::plugins {
namespace {

using admission::Operation;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr PodSecurityLevel kBaseline = PodSecurityLevel::kBaseline;
constexpr PodSecurityLevel kRestricted = PodSecurityLevel::kRestricted;

std::string violated(const PodSecurityStandard& standard, std::string_view spec, std::string_view annotations = "{}") {
  const std::string json =
      R"({"metadata":{"name":"p","annotations":)" + std::string(annotations) + R"(},"spec":)" + std::string(spec) + "}";
  const object::Document document = document_of("", "v1", "Pod", json);
  const core::v1::Pod pod(&document.root());
  return details(violations_of(standard, {pod.metadata(), pod.spec()}));
}

TEST(PodSecurityStandards, BaselineTellsWhatIsForbidden) {
  struct Case {
    std::string_view spec, details;
  };
  const Case cases[] = {
      {R"({"containers":[{"name":"a"}]})", ""},
      {R"({"hostNetwork":true,"hostPID":true,"hostIPC":true})", "host namespaces (hostNetwork=true, hostPID=true, hostIPC=true)"},
      {R"({"containers":[{"name":"a","securityContext":{"privileged":true}}],"initContainers":[{"name":"b","securityContext":{"privileged":true}}]})",
       R"(privileged (containers "b", "a" must not set securityContext.privileged=true))"},
      {R"({"containers":[{"name":"a","securityContext":{"capabilities":{"add":["NET_RAW","CHOWN","BPF"]}}}]})",
       R"(non-default capabilities (container "a" must not include "BPF", "NET_RAW" in securityContext.capabilities.add))"},
      {R"({"volumes":[{"name":"v","hostPath":{"path":"/"}},{"name":"w","emptyDir":{}}]})", R"(hostPath volumes (volume "v"))"},
      {R"({"containers":[{"name":"a","ports":[{"hostPort":9},{"hostPort":10}]},{"name":"b","ports":[{"hostPort":9}]}]})",
       R"(hostPort (containers "a", "b" use hostPorts 10, 9))"},
      {R"({"containers":[{"name":"a","livenessProbe":{"httpGet":{"host":"h","port":1}}}]})",
       R"(probe or lifecycle host (container "a" uses probe or lifecycle host "h"))"},
      {R"({"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}}]})",
       R"(procMount (container "a" must not set securityContext.procMount to "Unmasked"))"},
      {R"({"hostUsers":false,"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}}]})", ""},
      {R"({"securityContext":{"seLinuxOptions":{"type":"x","user":"u"}},"containers":[{"name":"a","securityContext":{"seLinuxOptions":{"role":"r"}}}]})",
       R"(seLinuxOptions (pod and container "a" set forbidden securityContext.seLinuxOptions: type "x"; user may not be set; role may not be set))"},
      {R"({"securityContext":{"seccompProfile":{"type":"Unconfined"}},"containers":[{"name":"a"}]})",
       R"(seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined"))"},
      {R"({"securityContext":{"sysctls":[{"name":"kernel.msgmax"},{"name":"net.ipv4.tcp_rmem"}]}})", "forbidden sysctls (kernel.msgmax)"},
      {R"({"securityContext":{"windowsOptions":{"hostProcess":true}}})",
       "hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)"},
      {R"({"hostPID":true,"containers":[{"name":"a","ports":[{"hostPort":80}]}]})",
       R"(host namespaces (hostPID=true), hostPort (container "a" uses hostPort 80))"},
  };
  for (const Case& c : cases) EXPECT_EQ(violated({kBaseline}, c.spec), c.details);
  EXPECT_EQ(
      violated({kBaseline}, "{}", R"({"container.apparmor.security.beta.kubernetes.io/a":"unconfined"})"),
      R"q(forbidden AppArmor profile (annotation must not set AppArmor profile type to "container.apparmor.security.beta.kubernetes.io/a="unconfined""))q");
}

constexpr std::string_view kSafe =
    R"({"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},
        "containers":[{"name":"a","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]})";

TEST(PodSecurityStandards, RestrictedAsksForMore) {
  EXPECT_EQ(violated({kRestricted}, kSafe), "");
  EXPECT_EQ(
      violated({kRestricted},
               R"({"volumes":[{"name":"v","hostPath":{"path":"/"}},{"name":"n","nfs":{}}],"containers":[{"name":"a"},{"name":"b"}]})"),
      R"(allowPrivilegeEscalation != false (containers "a", "b" must set securityContext.allowPrivilegeEscalation=false), )"
      R"(unrestricted capabilities (containers "a", "b" must set securityContext.capabilities.drop=["ALL"]), )"
      R"(restricted volume types (volumes "v", "n" use restricted volume types "hostPath", "nfs"), )"
      R"(runAsNonRoot != true (pod or containers "a", "b" must set securityContext.runAsNonRoot=true), )"
      R"(seccompProfile (pod or containers "a", "b" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"))");
  EXPECT_EQ(violated({kRestricted}, R"({"os":{"name":"windows"},"securityContext":{"runAsNonRoot":true},"containers":[{"name":"a"}]})"),
            "");
  EXPECT_EQ(violated({kRestricted}, R"({"hostUsers":false,"securityContext":{"runAsUser":0,"seccompProfile":{"type":"Localhost"}}})"), "");
}

TEST(PodSecurityStandards, DependOnTheVersion) {
  struct Case {
    PodSecurityStandard before, from;
    std::string_view spec;
    bool allowed_before, allowed_from;
  };
  constexpr std::string_view kReserved = R"({"securityContext":{"sysctls":[{"name":"net.ipv4.ip_local_reserved_ports"}]}})";
  constexpr std::string_view kEngine = R"({"securityContext":{"seLinuxOptions":{"type":"container_engine_t"}}})";
  constexpr std::string_view kUnmasked = R"({"hostUsers":false,"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}}]})";
  constexpr std::string_view kProbe = R"({"containers":[{"name":"a","readinessProbe":{"tcpSocket":{"host":"h","port":1}}}]})";
  constexpr std::string_view kRoot = R"({"securityContext":{"runAsUser":0,"runAsNonRoot":true}})";
  constexpr std::string_view kUnconfined = R"({"securityContext":{"seccompProfile":{"type":"Unconfined"}}})";
  const Case cases[] = {
      {{kBaseline, 26}, {kBaseline, 27}, kReserved, false, true},   {{kBaseline, 30}, {kBaseline, 31}, kEngine, false, true},
      {{kBaseline, 34}, {kBaseline, 35}, kUnmasked, false, true},   {{kBaseline, 33}, {kBaseline, 34}, kProbe, true, false},
      {{kBaseline, 18}, {kBaseline, 19}, kUnconfined, true, false}, {{kRestricted, 22}, {kRestricted, 23}, kRoot, true, false},
  };
  for (const Case& c : cases) {
    const auto allowed = [&](const PodSecurityStandard& standard) {
      return violated(standard, c.spec).find("runAsUser=0") == std::string::npos &&
             (standard.level == kRestricted || violated(standard, c.spec).empty());
    };
    EXPECT_EQ(allowed(c.before), c.allowed_before) << c.spec;
    EXPECT_EQ(allowed(c.from), c.allowed_from) << c.spec;
  }
}

class PodSecurityTest : public testing::Test {
 protected:
  void add_namespace(std::string_view labels) {
    cluster_.add("", "v1", "Namespace", R"({"metadata":{"name":"ns","labels":{)" + std::string(labels) + "}}}");
  }
  Outcome create(std::string_view group, std::string_view kind, std::string_view resource, std::string_view body) {
    const std::string json = R"({"metadata":{"name":"x","namespace":"ns"},)" + std::string(body) + "}";
    return run(*pod_security(cluster_.parts()), {.group = group, .kind = kind, .resource = resource, .object = json});
  }
  Outcome label_namespace(Operation operation, std::string_view labels, std::string_view old_labels = "") {
    const auto ns = [](std::string_view text) { return R"({"metadata":{"name":"ns","labels":{)" + std::string(text) + "}}}"; };
    const std::string object = ns(labels);
    const std::string old = ns(old_labels);
    return run(*pod_security(cluster_.parts()),
               {.operation = operation, .kind = "Namespace", .resource = "namespaces", .object = object, .old = old});
  }
  Cluster cluster_;
};

constexpr std::string_view kEnforceBaseline = R"("pod-security.kubernetes.io/enforce":"baseline")";
constexpr std::string_view kWarnRestricted =
    R"("pod-security.kubernetes.io/warn":"restricted","pod-security.kubernetes.io/warn-version":"v1.21")";

TEST_F(PodSecurityTest, RefusesWarnsOrLetsPass) {
  constexpr std::string_view kOnHost = R"("spec":{"hostPID":true,"containers":[]})";
  add_namespace(std::string(kEnforceBaseline));
  const Outcome refused = create("", "Pod", "pods", kOnHost);
  EXPECT_EQ(refused.error, R"(pods "x" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostPID=true))");
  EXPECT_EQ(refused.code, 403);
  EXPECT_THAT(refused.warnings, IsEmpty());
  const Outcome warned = create("apps", "Deployment", "deployments", R"("spec":{"template":{"spec":{"hostPID":true,"containers":[]}}})");
  EXPECT_EQ(warned.error, "");
  EXPECT_THAT(warned.warnings, ElementsAre(R"(would violate PodSecurity "baseline:latest": host namespaces (hostPID=true))"));

  cluster_ = {};
  add_namespace(std::string(kWarnRestricted));
  EXPECT_THAT(
      create("", "Pod", "pods",
             R"("spec":{"containers":[{"name":"a","securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"Localhost"}}}]})")
          .warnings,
      ElementsAre(R"(would violate PodSecurity "restricted:v1.21": allowPrivilegeEscalation != false )"
                  R"((container "a" must set securityContext.allowPrivilegeEscalation=false))"));
  cluster_ = {};
  add_namespace("");
  EXPECT_EQ(create("", "Pod", "pods", kOnHost).code, 200);
}

TEST_F(PodSecurityTest, LooksAtUpdatesOfImagesOnly) {
  add_namespace(std::string(kEnforceBaseline));
  const auto pod = [](std::string_view image) {
    return R"({"metadata":{"name":"x","namespace":"ns"},"spec":{"hostPID":true,"containers":[{"name":"a","image":")" + std::string(image) +
           "\"}]}}";
  };
  const std::string old = pod("a");
  for (const std::string_view image : {"a", "b"}) {
    const std::string object = pod(image);
    const Outcome outcome = run(*pod_security(cluster_.parts()),
                                {.operation = Operation::kUpdate, .kind = "Pod", .resource = "pods", .object = object, .old = old});
    EXPECT_EQ(outcome.code, image == "a" ? 200 : 403);
  }
}

TEST_F(PodSecurityTest, ChecksTheLabelsOfNamespaces) {
  constexpr std::string_view kWrong = R"("pod-security.kubernetes.io/audit":"strict","pod-security.kubernetes.io/audit-version":"v1.01")";
  const Outcome refused = label_namespace(Operation::kCreate, kWrong);
  EXPECT_EQ(
      refused.error,
      R"(Namespace "ns" is invalid: [metadata.labels[pod-security.kubernetes.io/audit]: Invalid value: "strict": must be one of )"
      R"(privileged, baseline, restricted, metadata.labels[pod-security.kubernetes.io/audit-version]: Invalid value: "v1.01": must be )"
      R"("latest" or "v1.x"])");
  EXPECT_EQ(refused.code, 422);
  EXPECT_EQ(label_namespace(Operation::kUpdate, kWrong).code, 422);
  EXPECT_EQ(label_namespace(Operation::kUpdate, kWrong, kWrong).code, 200) << "it was there before";
}

TEST_F(PodSecurityTest, WarnsOfPodsWhenTheStandardIsRaised) {
  for (const std::string_view name : {"c", "a", "b"})
    cluster_.add("", "v1", "Pod", R"({"metadata":{"namespace":"ns","name":")" + std::string(name) + R"("},"spec":{"hostPID":true}})");
  cluster_.add("", "v1", "Pod",
               R"({"metadata":{"namespace":"ns","name":"d"},"spec":{"containers":[{"name":"x","ports":[{"hostPort":1}]}]}})");
  EXPECT_THAT(label_namespace(Operation::kUpdate, kEnforceBaseline).warnings,
              ElementsAre(R"(existing pods in namespace "ns" violate the new PodSecurity enforce level "baseline:latest")",
                          "a (and 2 other pods): host namespaces", "d: hostPort"));
  EXPECT_THAT(label_namespace(Operation::kUpdate, kEnforceBaseline, R"("pod-security.kubernetes.io/enforce":"restricted")").warnings,
              IsEmpty());
}

}  // namespace
}  // namespace pintle::plugins
