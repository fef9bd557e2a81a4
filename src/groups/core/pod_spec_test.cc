// Proves the defaults, rules and warnings of PodSpecs, each subject by some cases; PodTemplate stands for all kinds that have a template.
#include "groups/core/pod_spec.h"

#include "groups/core/container.h"
#include "groups/core/core.h"
#include "groups/core/resource_lists.h"
#include "groups/rule_fixture.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using object::FieldPath;

// The members of a spec, and of its one container, beside what they must have.
struct Parts {
  std::string_view spec;
  std::string_view container;
  std::string_view annotations = "";
};

std::string pod_json(const Parts& parts) {
  std::string json = R"({"metadata":{"annotations":{)" + std::string(parts.annotations) + R"(}},"spec":{)";
  json.append(parts.spec).append(parts.spec.empty() ? "" : ",");
  json.append(R"("containers":[{"name":"c","image":"i:1")").append(parts.container.empty() ? "" : ",").append(parts.container);
  return json.append("}]}}");
}

// A Pod as it is after its defaults.
object::Document defaulted(const Parts& parts) {
  object::Document document = groups::object_from(kPod, pod_json(parts));
  v1::PodMut pod(&document.root(), document.arena());
  // What schema markers say is set before; of these the tests need the protocol.
  for (const v1::ContainerMut container : pod.spec().containers())
    for (const v1::ContainerPortMut port : container.ports())
      if (port.protocol().empty()) port.set_protocol("TCP");
  set_pod_defaults(pod.ensure_spec());
  return document;
}

std::string faults(const Parts& parts, PodValidationOptions options = {}) {
  const object::Document document = defaulted(parts);
  const v1::Pod pod(&document.root());
  object::ErrorList errors;
  validate_pod_annotations(pod.metadata(), pod.spec(), FieldPath("metadata").child("annotations"), options, errors);
  validate_pod_spec(pod.spec(), pod.metadata(), FieldPath("spec"), options, errors);
  validate_seccomp_annotations(pod.metadata(), pod.spec(), FieldPath("spec"), errors);
  validate_app_armor_annotations(pod.metadata(), pod.spec(), FieldPath("spec"), errors);
  return errors.joined();
}

TEST(PodSpec, IsDefaulted) {
  const object::Document document = defaulted({.spec = R"("hostNetwork":true,"serviceAccount":"sa","volumes":[{"name":"v"}])",
                                               .container = R"("ports":[{"containerPort":80}],"livenessProbe":{"httpGet":{"port":80}},
                                                  "resources":{"limits":{"cpu":"1","memory":"0.5m"}},
                                                  "env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}])"});
  const v1::PodSpec spec = v1::Pod(&document.root()).spec();
  EXPECT_EQ(spec.dns_policy(), "ClusterFirst");
  EXPECT_EQ(spec.restart_policy(), "Always");
  EXPECT_EQ(spec.scheduler_name(), "default-scheduler");
  EXPECT_EQ(spec.termination_grace_period_seconds(), 30);
  EXPECT_EQ(spec.service_account_name(), "sa");
  EXPECT_EQ(spec.enable_service_links(), true);
  EXPECT_TRUE(spec.security_context());
  EXPECT_TRUE(spec.volumes()[0].empty_dir());
  const v1::Container container = spec.containers()[0];
  EXPECT_EQ(container.image_pull_policy(), "IfNotPresent");
  EXPECT_EQ(container.ports()[0].host_port(), 80);
  EXPECT_EQ(container.liveness_probe().period_seconds(), 10);
  EXPECT_EQ(container.liveness_probe().http_get().scheme(), "HTTP");
  EXPECT_EQ(container.resources().requests().get("cpu"), "1");
  EXPECT_EQ(container.resources().limits().get("memory"), "1m");
  EXPECT_EQ(container.env()[0].value_from().field_ref().api_version(), "v1");
}

TEST(PodSpec, DefaultsPodLevelRequestsFromContainers) {
  const object::Document document = defaulted({.spec = R"("resources":{"limits":{"cpu":"2","memory":"2Gi"}},
                            "initContainers":[{"name":"s","image":"i:1","restartPolicy":"Always","resources":{"requests":{"cpu":"250m"}}},
                                              {"name":"i","image":"i:1","resources":{"requests":{"cpu":"1"}}}])",
                                               .container = R"("resources":{"requests":{"cpu":"500m"}})"});
  const ResourceList requests = v1::Pod(&document.root()).spec().resources().requests();
  EXPECT_EQ(requests.get("cpu"), "1250m");  // the init container beside the sidecar is the most
  EXPECT_EQ(requests.get("memory"), "2Gi");
}

TEST(PodSpec, HasItsRules) {
  const struct {
    std::string_view name;
    Parts parts;
    std::string_view wanted;
  } cases[] = {
      {"valid", {}, ""},
      {"restart policy",
       {.spec = R"("restartPolicy":"Maybe")"},
       R"(spec.restartPolicy: Unsupported value: "Maybe": supported values: "Always", "OnFailure", "Never")"},
      {"pull policy",
       {.container = R"("imagePullPolicy":"x")"},
       R"(spec.containers[0].imagePullPolicy: Unsupported value: "x": supported values: "Always", "IfNotPresent", "Never")"},
      {"port",
       {.container = R"("ports":[{"containerPort":70000}])"},
       R"(spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive)"},
      {"two sources of a variable",
       {.container =
            R"("env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"s","key":"k"},"configMapKeyRef":{"name":"s","key":"k"}}}])"},
       R"(spec.containers[0].env[0].valueFrom: Invalid value: "": may not have more than one field specified at a time)"},
      {"request over limit",
       {.container = R"("resources":{"limits":{"cpu":"1"},"requests":{"cpu":"2"}})"},
       R"(spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1)"},
      {"unknown claim",
       {.container = R"("resources":{"claims":[{"name":"x"}]})"},
       R"(spec.containers[0].resources.claims[0]: Not found: "x": must be one of the names in pod.spec.resourceClaims which is empty)"},
      {"probe without handler",
       {.container = R"("livenessProbe":{})"},
       "spec.containers[0].livenessProbe: Required value: must specify a handler type"},
      {"two handlers",
       {.container = R"("lifecycle":{"preStop":{"exec":{"command":["a"]},"sleep":{"seconds":1}}})"},
       "spec.containers[0].lifecycle.preStop.sleep: Forbidden: may not specify more than 1 handler type"},
      {"sleep longer than grace",
       {.container = R"("lifecycle":{"preStop":{"sleep":{"seconds":31}}})"},
       "spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds "
       "(30)"},
      {"restart rules without policy",
       {.container = R"("restartPolicyRules":[{"action":"Restart","exitCodes":{"operator":"In"}}])"},
       "spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used"},
      {"init container with probe",
       {.spec = R"("initContainers":[{"name":"i","image":"i","startupProbe":{"tcpSocket":{"port":1}}}])"},
       "spec.initContainers[0].startupProbe: Forbidden: may not be set for init containers without restartPolicy=Always"},
      {"same name", {.spec = R"("initContainers":[{"name":"c","image":"i"}])"}, R"(spec.initContainers[0].name: Duplicate value: "c")"},
      {"escalation of a privileged",
       {.container = R"("securityContext":{"privileged":true,"allowPrivilegeEscalation":false})"},
       R"(spec.containers[0].securityContext: Invalid value: {"Capabilities":null,"Privileged":true,"SELinuxOptions":null,"WindowsOptions":null,)"
       R"("RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,)"
       R"("ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true)"},
      {"host sysctl",
       {.spec = R"("hostNetwork":true,"securityContext":{"sysctls":[{"name":"net.core.somaxconn","value":"1"}]})"},
       R"(spec.securityContext.sysctls[0].name: Invalid value: "net.core.somaxconn": may not be specified when 'hostNetwork' is true)"},
      {"user namespace and host", {.spec = R"("hostUsers":false,"hostPID":true)"}, "spec.HostPID: Forbidden: when `hostUsers` is false"},
      {"windows",
       {.spec = R"("os":{"name":"windows"},"securityContext":{"fsGroup":1})"},
       "spec.securityContext.fsGroup: Forbidden: cannot be set for a windows pod"},
      {"dns without servers",
       {.spec = R"("dnsPolicy":"None")"},
       "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None"},
      {"pod limits",
       {.spec = R"("resources":{"limits":{"cpu":"1"}})", .container = R"("resources":{"limits":{"cpu":"2"},"requests":{"cpu":"1"}})"},
       R"(spec.resources.containers[0][cpu].limits: Invalid value: "2": must be less than or equal to pod limits of 1)"},
      {"overhead",
       {.spec = R"("overhead":{"x":"1"})"},
       R"([spec.overhead.limits[x]: Invalid value: "x": must be a standard resource type or fully qualified, )"
       R"(spec.overhead.limits[x]: Invalid value: "x": must be a standard resource for containers])"},
      {"seccomp annotation",
       {.spec = R"("securityContext":{"seccompProfile":{"type":"Unconfined"}})",
        .annotations = R"("seccomp.security.alpha.kubernetes.io/pod":"runtime/default")"},
       "spec.securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match"},
      {"deletion cost",
       {.annotations = R"("controller.kubernetes.io/pod-deletion-cost":"+1")"},
       R"(metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "+1": must be a 32bit integer)"},
      {"tolerations as annotation",
       {.annotations = R"("scheduler.alpha.kubernetes.io/tolerations":"[{\"key\":\"k\",\"operator\":\"Exists\",\"value\":\"v\"}]")"},
       R"(metadata.annotations.scheduler.alpha.kubernetes.io/tolerations[0].operator: Invalid value: "v": value must be empty when `operator` is 'Exists')"},
  };
  for (const auto& c : cases) EXPECT_EQ(faults(c.parts), c.wanted) << c.name;
}

TEST(PodSpec, KeepsFaultsThatAStoredObjectHas) {
  const Parts parts = {.spec = R"("hostUsers":false,"hostNetwork":true)"};
  const object::Document old = defaulted(parts);
  EXPECT_NE(faults(parts), "");
  EXPECT_EQ(faults(parts, pod_validation_options(v1::Pod(&old.root()).spec(), {})), "");
}

TEST(PodSpec, LosesFieldsOfFeaturesThatAreOff) {
  const Parts parts = {.spec = R"("schedulingGroup":{"podGroupName":"g"})", .container = R"("lifecycle":{"stopSignal":"SIGTERM"})"};
  object::Document document = defaulted(parts);
  drop_disabled_pod_spec_fields(v1::PodMut(&document.root(), document.arena()).spec(), {});
  const v1::PodSpec spec = v1::Pod(&document.root()).spec();
  EXPECT_FALSE(spec.scheduling_group());
  EXPECT_FALSE(spec.containers()[0].lifecycle());

  object::Document used = defaulted(parts);
  drop_disabled_pod_spec_fields(v1::PodMut(&used.root(), used.arena()).spec(), v1::Pod(&used.root()).spec());
  EXPECT_TRUE(v1::Pod(&used.root()).spec().scheduling_group());
}

TEST(PodSpec, Warns) {
  const struct {
    std::string_view name;
    Parts parts;
    std::string_view wanted;
  } cases[] = {
      {"node label",
       {.spec = R"("nodeSelector":{"beta.kubernetes.io/os":"linux"})"},
       R"(spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead)"},
      {"volume",
       {.spec = R"("volumes":[{"name":"v","gitRepo":{"repository":"r"}}])"},
       "spec.volumes[0].gitRepo: deprecated in v1.11, and disabled by default in v1.33+"},
      {"paths",
       {.spec = R"("volumes":[{"name":"v","secret":{"secretName":"s","items":[{"key":"a","path":"p/"},{"key":"b","path":"p/q"}]}}])"},
       R"(volume "v" (Secret "s"): overlapping paths: "p/q" with "p")"},
      {"variables",
       {.container = R"("env":[{"name":"A","value":"1"},{"name":"A","value":"2"}])"},
       R"(spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply)"},
      {"variable made of the old one", {.container = R"("env":[{"name":"A","value":"1"},{"name":"A","value":"$(A)2"}])"}, ""},
      {"ports",
       {.container = R"("ports":[{"containerPort":1},{"containerPort":1}])"},
       "spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]"},
  };
  for (const auto& c : cases) {
    const object::Document document = defaulted(c.parts);
    const v1::Pod pod(&document.root());
    std::vector<std::string> warnings;
    pod_spec_warnings(pod.spec(), pod.metadata(), {}, {}, FieldPath(), warnings);
    EXPECT_EQ(warnings, c.wanted.empty() ? std::vector<std::string>() : std::vector<std::string>{std::string(c.wanted)}) << c.name;
  }
}

TEST(PodSpec, ReadsEphemeralContainersAsContainers) {
  const schema::Type& container = v1::Container::schema_type();
  const schema::Type& ephemeral = v1::EphemeralContainer::schema_type();
  for (size_t i = 0; i < container.fields.size(); ++i) EXPECT_EQ(container.fields[i].name, ephemeral.fields[i].name);
}

}  // namespace
}  // namespace pintle::core
