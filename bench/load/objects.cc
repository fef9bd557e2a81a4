#include "load/objects.h"

#include <fmt/format.h>

#include <algorithm>

namespace pintle::load {
namespace {

constexpr std::string_view kPod = R"({
"kind":"Pod","apiVersion":"v1",
"metadata":{
  "name":"@name","generateName":"checkout-6c8f9d7b54-","namespace":"@ns",
  "labels":{"app.kubernetes.io/name":"checkout","app.kubernetes.io/instance":"checkout-production","app.kubernetes.io/version":"4.7.2",
    "pod-template-hash":"6c8f9d7b54","tier":"backend","shard":"@shard"},
  "annotations":{"prometheus.io/scrape":"true","prometheus.io/port":"9090",
    "checksum/config":"0d5e8a7c91b3f24660a1e7c2d8b94f3517c6e0ab29d48f7351be06fa8d2c497e"},
  "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"checkout-6c8f9d7b54","uid":"b0a7f3d2-41c6-4e8f-a5d9-7c3e2b1f0d64",
    "controller":true,"blockOwnerDeletion":true}]},
"spec":{
  "volumes":[{"name":"settings","configMap":{"name":"checkout-settings","defaultMode":420}},
    {"name":"certificates","secret":{"secretName":"checkout-certificates","defaultMode":420}},
    {"name":"scratch","emptyDir":{"sizeLimit":"1Gi"}}],
  "containers":[
   {"name":"checkout","image":"registry.example.org/shop/checkout:4.7.2","command":["/usr/bin/checkout"],
    "args":["--address=:8443","--settings=/etc/checkout/settings.yaml","--verbosity=warning"],
    "ports":[{"name":"https","containerPort":8443,"protocol":"TCP"},{"name":"metrics","containerPort":9090,"protocol":"TCP"}],
    "env":[{"name":"POD_NAME","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}},
      {"name":"NODE_NAME","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"spec.nodeName"}}},
      {"name":"PAYMENT_KEY","valueFrom":{"secretKeyRef":{"name":"checkout-payment","key":"key"}}},
      {"name":"WORKERS","value":"4"},{"name":"CART_CACHE_MB","value":"128"}],
    "resources":{"limits":{"cpu":"1500m","memory":"768Mi"},"requests":{"cpu":"200m","memory":"384Mi"}},
    "volumeMounts":[{"name":"settings","mountPath":"/etc/checkout","readOnly":true},
      {"name":"certificates","mountPath":"/etc/certificates","readOnly":true},{"name":"scratch","mountPath":"/var/lib/checkout"}],
    "livenessProbe":{"httpGet":{"path":"/alive","port":"https","scheme":"HTTPS"},"initialDelaySeconds":15,"timeoutSeconds":3,
      "periodSeconds":20,"successThreshold":1,"failureThreshold":3},
    "readinessProbe":{"httpGet":{"path":"/ready","port":"https","scheme":"HTTPS"},"timeoutSeconds":3,"periodSeconds":5,
      "successThreshold":1,"failureThreshold":2},
    "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"},
   {"name":"proxy","image":"registry.example.org/mesh/proxy:2.3.0","args":["sidecar","--drain=30s"],
    "ports":[{"name":"mesh","containerPort":15443,"protocol":"TCP"}],"env":[{"name":"MESH","value":"production"}],
    "resources":{"limits":{"cpu":"400m","memory":"192Mi"},"requests":{"cpu":"40m","memory":"48Mi"}},
    "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent",
    "securityContext":{"capabilities":{"drop":["ALL"]},"runAsUser":2000,"runAsNonRoot":true,"readOnlyRootFilesystem":true,
      "allowPrivilegeEscalation":false}}],
  "restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","nodeName":"@node",
  "securityContext":{"fsGroup":2000},"schedulerName":"default-scheduler","enableServiceLinks":true}})";

// As a client sends it: without the line breaks and indents that make it readable here.
std::string compact(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\n')
      out += text[i];
    else
      i = std::min(text.find_first_not_of(' ', i + 1), text.size()) - 1;
  }
  return out;
}

void replace(std::string& text, std::string_view mark, std::string_view value) { text.replace(text.find(mark), mark.size(), value); }

constexpr std::string_view kVersionField = R"("resourceVersion":")";

}  // namespace

std::string pod_body(const PodNames& names) {
  static const std::string text = compact(kPod);
  std::string body = text;
  replace(body, "@name", names.name);
  replace(body, "@ns", names.ns);
  replace(body, "@shard", names.shard);
  replace(body, "@node", names.node);
  return body;
}

std::string config_map_body(std::string_view name, size_t data_bytes) {
  return fmt::format(
      R"({{"kind":"ConfigMap","apiVersion":"v1","metadata":{{"name":"{}","labels":{{"app":"bench"}}}},"data":{{"settings":"{}"}}}})", name,
      std::string(data_bytes, 's'));
}

std::string namespace_body(std::string_view name) {
  return fmt::format(R"({{"kind":"Namespace","apiVersion":"v1","metadata":{{"name":"{}"}}}})", name);
}

std::string service_account_body() { return R"({"kind":"ServiceAccount","apiVersion":"v1","metadata":{"name":"default"}})"; }

std::string lease_body(std::string_view name, std::string_view resource_version, unsigned turn) {
  return fmt::format(R"({{"kind":"Lease","apiVersion":"coordination.k8s.io/v1","metadata":{{"name":"{0}","resourceVersion":"{1}"}},)"
                     R"("spec":{{"holderIdentity":"{0}","leaseDurationSeconds":40,"renewTime":"2026-03-01T12:00:00.{2:06}Z"}}}})",
                     name, resource_version, turn % 1'000'000);
}

std::string status_patch(unsigned turn) {
  constexpr std::string_view kSince = R"("lastProbeTime":null,"lastTransitionTime":"2026-03-01T12:00:00Z")";
  return fmt::format(
      R"({{"status":{{"phase":"Running","hostIP":"10.0.0.7","podIP":"10.244.3.9","podIPs":[{{"ip":"10.244.3.9"}}],"startTime":"2026-03-01T11:59:30Z",)"
      R"("conditions":[{{"type":"Initialized","status":"True",{0}}},{{"type":"Ready","status":"{1}",{0},"message":"turn {2}"}},)"
      R"({{"type":"ContainersReady","status":"True",{0}}}],)"
      R"("containerStatuses":[{{"name":"checkout","image":"registry.example.org/shop/checkout:4.7.2",)"
      R"("imageID":"registry.example.org/shop/checkout@sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",)"
      R"("containerID":"containerd://8c1d4e7f9a2b","ready":true,"started":true,"restartCount":0,)"
      R"("state":{{"running":{{"startedAt":"2026-03-01T11:59:40Z"}}}}}}]}}}})",
      kSince, turn % 2 == 0 ? "True" : "False", turn);
}

std::string annotation_patch(std::string_view key, unsigned turn) {
  return fmt::format(R"({{"metadata":{{"annotations":{{"{}":"{}"}}}}}})", key, turn);
}

std::string apply_body(std::string_view ns, std::string_view name, unsigned turn) {
  return fmt::format(
      R"({{"kind":"Pod","apiVersion":"v1","metadata":{{"name":"{}","namespace":"{}","labels":{{"applied-by":"bench","turn":"t{}"}},)"
      R"("annotations":{{"example.org/owner":"team-a","example.org/turn":"{}"}}}}}})",
      name, ns, turn, turn);
}

std::string delete_options() { return R"({"kind":"DeleteOptions","apiVersion":"v1","gracePeriodSeconds":0})"; }

std::string resource_version_of(std::string_view json) {
  const size_t at = json.find(kVersionField);
  if (at == std::string_view::npos) return "";
  json.remove_prefix(at + kVersionField.size());
  return std::string(json.substr(0, json.find('"')));
}

std::string without_resource_version(std::string json) {
  const size_t at = json.find(kVersionField);
  if (at == std::string::npos) return json;
  size_t end = json.find('"', at + kVersionField.size()) + 1;
  if (json[end] == ',') ++end;
  json.erase(at, end - at);
  return json;
}

}  // namespace pintle::load
