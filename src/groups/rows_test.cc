// Proves the rows that are more than fields in a line: what users read in kubectl get of these kinds.
#include <gmock/gmock.h>

#include "groups/admissionregistration/admissionregistration.h"
#include "groups/apps/apps.h"
#include "groups/autoscaling/autoscaling.h"
#include "groups/batch/batch.h"
#include "groups/certificates/certificates.h"
#include "groups/core/core.h"
#include "groups/discovery/discovery.h"
#include "groups/events/events.h"
#include "groups/networking/networking.h"
#include "groups/rbac/rbac.h"
#include "groups/resource/resource.h"
#include "groups/rule_fixture.h"

namespace pintle::groups {
namespace {

constexpr int64_t kNow = 1'577'836'800;  // 2020-01-01T00:00:00Z

struct Case {
  std::string_view name;
  const api::Kind& kind;
  std::string_view json;
  std::string_view cells;
};

void expect_rows(std::span<const Case> cases) {
  for (const Case& c : cases) EXPECT_EQ(row_of(c.kind, c.json, kNow), c.cells) << c.name;
}

TEST(RowsTest, Services) {
  const Case cases[] = {
      {"cluster", core::kService,
       R"({"metadata":{"name":"s"},"spec":{"type":"ClusterIP","clusterIPs":["10.0.0.7"],"ports":[{"port":80,"protocol":"TCP"}],"selector":{"a":"b","c":"d"}}})",
       R"("s","ClusterIP","10.0.0.7","<none>","80/TCP","<unknown>","a=b,c=d")"},
      {"node ports", core::kService,
       R"({"metadata":{"name":"s"},"spec":{"type":"NodePort","clusterIPs":["10.0.0.7"],"externalIPs":["1.2.3.4","1.2.3.5"],)"
       R"("ports":[{"port":80,"nodePort":30080,"protocol":"TCP"},{"port":53,"protocol":"UDP"}]}})",
       R"("s","NodePort","10.0.0.7","1.2.3.4,1.2.3.5","80:30080/TCP,53/UDP","<unknown>","<none>")"},
      {"balancer pending", core::kService, R"({"metadata":{"name":"s"},"spec":{"type":"LoadBalancer"}})",
       R"("s","LoadBalancer","<none>","<pending>","<none>","<unknown>","<none>")"},
      {"balancer", core::kService,
       R"({"metadata":{"name":"s"},"spec":{"type":"LoadBalancer","externalIPs":["9.9.9.9"]},)"
       R"("status":{"loadBalancer":{"ingress":[{"hostname":"lb.example.com"},{"ip":"1.1.1.1"},{"ip":"1.1.1.1"}]}}})",
       R"("s","LoadBalancer","<none>","1.1.1.1,lb.example.com,9.9.9.9","<none>","<unknown>","<none>")"},
      {"external name", core::kService, R"({"metadata":{"name":"s"},"spec":{"type":"ExternalName","externalName":"a.example.com"}})",
       R"("s","ExternalName","<none>","a.example.com","<none>","<unknown>","<none>")"},
  };
  expect_rows(cases);
}

TEST(RowsTest, ListsAreCutShort) {
  const Case cases[] = {
      {"endpoints", core::kEndpoints,
       R"({"metadata":{"name":"e"},"subsets":[{"addresses":[{"ip":"1.1.1.1"},{"ip":"::1"}],"ports":[{"port":80},{"port":81}]},{"addresses":[{"ip":"2.2.2.2"}]}]})",
       R"("e","1.1.1.1:80,[::1]:80,1.1.1.1:81 + 2 more...","<unknown>")"},
      {"no endpoints", core::kEndpoints, R"({"metadata":{"name":"e"}})", R"("e","<none>","<unknown>")"},
      {"slice", discovery::kEndpointSlice,
       R"({"metadata":{"name":"s"},"addressType":"IPv4","ports":[{"port":80},{"name":"web"},{},{"port":1}],)"
       R"("endpoints":[{"addresses":["1.1.1.1","1.1.1.2"]},{"addresses":["1.1.1.3","1.1.1.4"]}]})",
       R"("s","IPv4","80,web,* + 1 more...","1.1.1.1,1.1.1.2,1.1.1.3 + 1 more...","<unknown>")"},
      {"empty slice", discovery::kEndpointSlice, R"({"metadata":{"name":"s"},"addressType":"IPv4"})",
       R"("s","IPv4","<unset>","<unset>","<unknown>")"},
      {"ingress", networking::kIngress,
       R"({"metadata":{"name":"i"},"spec":{"ingressClassName":"nginx","tls":[{}],"rules":[{"host":"a"},{"host":"b"},{"host":"c"},{"host":"d"},{}]},)"
       R"("status":{"loadBalancer":{"ingress":[{"hostname":"lb"},{"ip":"1.1.1.1"}]}}})",
       R"("i","nginx","a,b,c + 2 more...","1.1.1.1,lb","80, 443","<unknown>")"},
      {"ingress for all hosts", networking::kIngress, R"({"metadata":{"name":"i"},"spec":{"rules":[{}]}})",
       R"("i","<none>","*","","80","<unknown>")"},
  };
  expect_rows(cases);
}

TEST(RowsTest, Jobs) {
  const Case cases[] = {
      {"running", batch::kJob,
       R"({"metadata":{"name":"j"},"spec":{"completions":3},"status":{"succeeded":1,"startTime":"2019-12-31T23:57:00Z"}})",
       R"("j","Running","1/3","3m","<unknown>","","","<none>")"},
      {"complete", batch::kJob,
       R"({"metadata":{"name":"j"},"spec":{"parallelism":4,"selector":{"matchLabels":{"a":"b"}}},"status":{"succeeded":1,"startTime":"2019-12-31T00:00:00Z",)"
       R"("completionTime":"2019-12-31T00:01:30Z","conditions":[{"type":"Complete","status":"True"}]}})",
       R"("j","Complete","1/1 of 4","90s","<unknown>","","","a=b")"},
      {"suspended", batch::kJob,
       R"({"metadata":{"name":"j"},"status":{"conditions":[{"type":"Suspended","status":"True"},{"type":"Failed","status":"False"}]}})",
       R"("j","Suspended","0/1","","<unknown>","","","<none>")"},
  };
  expect_rows(cases);
}

TEST(RowsTest, Autoscalers) {
  const Case cases[] = {
      {"metrics", autoscaling::kHorizontalPodAutoscaler,
       R"({"metadata":{"name":"h"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"web"},"maxReplicas":5,"metrics":[)"
       R"({"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}},)"
       R"({"type":"Pods","pods":{"metric":{"name":"q"},"target":{"averageValue":"10"}}},{"type":"External","external":{"metric":{"name":"x"},"target":{"value":"1"}}}]},)"
       R"("status":{"currentReplicas":2,"currentMetrics":[{"type":"Resource","resource":{"name":"cpu","current":{"averageUtilization":35}}}]}})",
       R"("h","Deployment/web","cpu: 35%/80%, <unknown>/10 + 1 more...","<unset>",5,2,"<unknown>")"},
      {"v1", autoscaling::kHorizontalPodAutoscalerV1,
       R"({"metadata":{"name":"h"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"web"},"minReplicas":1,"maxReplicas":5,"targetCPUUtilizationPercentage":50}})",
       R"("h","Deployment/web","cpu: <unknown>/50%","1",5,0,"<unknown>")"},
  };
  expect_rows(cases);
}

TEST(RowsTest, Events) {
  const Case cases[] = {
      {"core", core::kEvent,
       R"({"metadata":{"name":"e"},"involvedObject":{"kind":"Pod","name":"web","fieldPath":"spec"},"reason":"Started","message":" up \n","type":"Normal",)"
       R"("source":{"component":"kubelet","host":"n1"},"firstTimestamp":"2019-12-31T23:00:00Z","lastTimestamp":"2019-12-31T23:58:00Z","count":4})",
       R"("2m","Normal","Started","pod/web","spec","kubelet, n1","up","60m",4,"e")"},
      {"newer group", events::kEvent,
       R"({"metadata":{"name":"e"},"regarding":{"kind":"Node"},"reason":"R","note":"n","type":"Warning","eventTime":"2019-12-31T23:59:00.000000Z",)"
       R"("reportingController":"c","series":{"count":9,"lastObservedTime":"2019-12-31T23:59:50.000000Z"}})",
       R"("10s","Warning","R","node","","c","n","60s",9,"e")"},
      {"happened once", events::kEvent, R"({"metadata":{"name":"e"},"eventTime":"2019-12-31T23:59:00.000000Z"})",
       R"("60s","","","","","","","60s",1,"e")"},
  };
  expect_rows(cases);
}

TEST(RowsTest, TheRest) {
  const Case cases[] = {
      {"node", core::kNode,
       R"({"metadata":{"name":"n","labels":{"node-role.kubernetes.io/worker":"","kubernetes.io/role":"edge","node-role.kubernetes.io/":""}},"spec":{"unschedulable":true},)"
       R"("status":{"conditions":[{"type":"Ready","status":"Unknown"}],"addresses":[{"type":"InternalIP","address":"1.2.3.4"}],)"
       R"("nodeInfo":{"kubeletVersion":"v1.36.0","kernelVersion":"6.1","architecture":"arm64"}}})",
       R"_("n","NotReady,SchedulingDisabled","edge,worker","<unknown>","v1.36.0","1.2.3.4","<none>","<unknown>","6.1 (arm64)","<unknown>")_"},
      {"claim", core::kPersistentVolumeClaim,
       R"({"metadata":{"name":"c"},"spec":{"volumeName":"v","storageClassName":"fast","accessModes":["ReadWriteOnce"]},)"
       R"("status":{"phase":"Bound","accessModes":["ReadOnlyMany","ReadWriteOnce"],"capacity":{"storage":"1Gi"}}})",
       R"("c","Bound","v","1Gi","RWO,ROX","fast","<unset>","<unknown>","<unset>")"},
      {"quota", core::kResourceQuota,
       R"({"metadata":{"name":"q"},"status":{"hard":{"limits.cpu":"4","pods":"10","requests.cpu":"2"},"used":{"pods":"3","requests.cpu":"500m"}}})",
       R"("q","pods: 3/10, requests.cpu: 500m/2","limits.cpu: 0/4","<unknown>")"},
      {"revision", apps::kControllerRevision,
       R"({"metadata":{"name":"r","ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"x"},{"apiVersion":"apps/v1","kind":"StatefulSet","name":"db","controller":true}]},"revision":3})",
       R"("r","statefulset.apps/db",3,"<unknown>")"},
      {"binding", rbac::kRoleBinding,
       R"({"metadata":{"name":"b"},"roleRef":{"kind":"Role","name":"r"},"subjects":[{"kind":"User","name":"u"},{"kind":"User","name":"v"},{"kind":"Group","name":"g"},)"
       R"({"kind":"ServiceAccount","namespace":"n","name":"s"}]})",
       R"("b","Role/r","<unknown>","u, v","g","n/s")"},
      {"request", certificates::kCertificateSigningRequest,
       R"({"metadata":{"name":"r"},"spec":{"signerName":"s","username":"u","expirationSeconds":3600},"status":{"conditions":[{"type":"Approved"},{"type":"Failed"}],"certificate":"AAAA"}})",
       R"("r","<unknown>","s","u","60m","Approved,Failed,Issued")"},
      {"policy binding by selector", admissionregistration::kValidatingAdmissionPolicyBinding,
       R"({"metadata":{"name":"b"},"spec":{"policyName":"p","paramRef":{"selector":{"matchLabels":{"a":"b"},"matchExpressions":[{"key":"k","operator":"In","values":["x","y"]}]}}}})",
       R"("b","p","&LabelSelector{MatchLabels:map[string]string{a: b,},MatchExpressions:[]LabelSelectorRequirement{LabelSelectorRequirement{Key:k,Operator:In,Values:[x y],},},}","<unknown>")"},
      {"resource claim", resource::kResourceClaim,
       R"({"metadata":{"name":"c","deletionTimestamp":"2020-01-01T00:00:00Z"},"status":{"allocation":{},"reservedFor":[{"resource":"pods","name":"p","uid":"u"}]}})",
       R"("c","deleted,allocated,reserved","<unknown>")"},
      {"address", networking::kIPAddress,
       R"({"metadata":{"name":"10.0.0.1"},"spec":{"parentRef":{"resource":"services","namespace":"default","name":"kubernetes"}}})",
       R"("10.0.0.1","services/default/kubernetes","<unknown>")"},
  };
  expect_rows(cases);
}

}  // namespace
}  // namespace pintle::groups
