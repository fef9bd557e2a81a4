"""Proves that kubectl, unmodified, does on this server what its documentation says, over the manifests of a small shop."""

import http.server
import json
import os
import re
import ssl
import stat
import threading
import unittest

from harness import suite
from harness.kubectl import Kubectl
from harness.server import Server

MANIFESTS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "manifests")

CONFIG_MAP = """
apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}
data:
  {key}: {value}
"""

DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  replicas: 1
  selector: {matchLabels: {app: app}}
  template:
    metadata: {labels: {app: app}}
    spec:
      containers:
      - {name: one, image: "example.com/one:1"}
      - {name: two, image: "example.com/two:1"}
"""

# A request for a certificate of alice in devs, made with openssl req.
CERTIFICATE_REQUEST = (
    "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIWk1JR0JBZ0VBTUI4eERUQUxCZ05WQkFvTUJHUmxkbk14RGpBTUJnTlZCQU1NQldGc2FX"
    "TmxNRmt3RXdZSApLb1pJemowQ0FRWUlLb1pJemowREFRY0RRZ0FFckM1UG9HQ2JqbDFvby9PclgwdnEwdDVqZjFDZ2RIRTlTd0ZYCi9EM21rait4ZUhaY2JM"
    "QnVXb3JOVkQrNkROSVpNOU0vcWtGcGlMb0crVHcvZ0VUYVlLQUFNQW9HQ0NxR1NNNDkKQkFNQ0EwY0FNRVFDSUI3Qnh5eW9LTFZCaEJqemYvbENhVE1RMWZI"
    "SStsUFpqYncrSXhXRXFWSFpBaUFSSUN2bAp3R2F6bmFjMzVmZTIySXRaNnUyTzdaQWUwVGJxd0Zpck9ocWVIQT09Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJF"
    "UVVFU1QtLS0tLQo="
)

CERTIFICATE_SIGNING_REQUEST = """
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {{name: {name}}}
spec:
  request: {request}
  signerName: kubernetes.io/kube-apiserver-client
  usages: [client auth]
"""

REVISION = """
apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: app-{revision}
  labels: {{app: app}}
  annotations: {{deployment.kubernetes.io/revision: "{revision}", kubernetes.io/change-cause: "change {revision}"}}
  ownerReferences: [{{apiVersion: apps/v1, kind: Deployment, name: app, uid: {owner}, controller: true}}]
spec:
  replicas: 0
  selector: {{matchLabels: {{app: app}}}}
  template:
    metadata: {{labels: {{app: app}}}}
    spec: {{containers: [{{name: one, image: "example.com/one:{revision}"}}]}}
"""


class WithServer(unittest.TestCase):
    """One server for the class; each test has a namespace of its own."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(suite.BUILD).start()
        cls.kubectl = Kubectl(suite.BUILD, cls.server)

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def setUp(self):
        self.namespace = re.sub(r"[^a-z0-9]+", "-", self._testMethodName.removeprefix("test_"))[:60].strip("-")
        self.kubectl.run("create", "namespace", self.namespace)

    def run_in(self, *arguments, **keywords):
        return self.kubectl.run("-n", self.namespace, *arguments, **keywords)

    def json_in(self, *arguments):
        return self.kubectl.json("-n", self.namespace, *arguments)

    def fails_in(self, *arguments, **keywords):
        return self.kubectl.fails("-n", self.namespace, *arguments, **keywords)

    def apply(self, text, *arguments):
        return self.run_in("apply", *arguments, "-f", "-", stdin=text)


class Objects(WithServer):
    def test_create_get_replace_delete(self):
        self.assertEqual(self.run_in("create", "configmap", "a", "--from-literal=k=v", "--from-literal=n=1"), "configmap/a created\n")
        self.assertEqual(self.run_in("get", "cm", "a", "-o", "jsonpath={.data.k}{.data.n}"), "v1")
        self.assertIn('configmaps "a" already exists', self.fails_in("create", "configmap", "a"))
        replaced = CONFIG_MAP.format(name="a", key="k", value="w")
        self.assertEqual(self.run_in("replace", "-f", "-", stdin=replaced), "configmap/a replaced\n")
        self.assertEqual(self.json_in("get", "cm", "a")["data"], {"k": "w"})
        self.assertRegex(self.run_in("delete", "cm", "a"), r'^configmap "a" deleted')
        self.assertEqual(self.fails_in("get", "cm", "a"), 'Error from server (NotFound): configmaps "a" not found\n')

    def test_generated_names_and_dry_runs(self):
        text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: job-}\n"
        created = self.run_in("create", "-f", "-", "-o", "name", stdin=text)
        self.assertRegex(created, r"^configmap/job-[bcdfghjklmnpqrstvwxz2456789]{5}\n$")
        self.assertEqual(self.run_in("create", "configmap", "dry", "--dry-run=server"), "configmap/dry created (server dry run)\n")
        self.assertIn("not found", self.fails_in("get", "cm", "dry"))

    def test_tables_and_outputs(self):
        self.apply(DEPLOYMENT)
        head, row = self.run_in("get", "deployments").splitlines()
        self.assertEqual(head.split(), ["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"])
        self.assertEqual(row.split()[:4], ["app", "0/1", "0", "0"])
        head, row = self.run_in("get", "deploy", "-o", "wide").splitlines()
        self.assertEqual(head.split()[-3:], ["CONTAINERS", "IMAGES", "SELECTOR"])
        self.assertIn("one,two", row)
        self.assertIn("example.com/one:1,example.com/two:1", row)
        self.assertEqual(self.run_in("get", "deploy", "-o", "name"), "deployment.apps/app\n")
        self.assertIn("kind: Deployment\n", self.run_in("get", "deploy", "app", "-o", "yaml"))
        self.assertEqual(self.run_in("get", "deploy", "-o", "custom-columns=N:.metadata.name,R:.spec.replicas", "--no-headers").split(), ["app", "1"])
        self.assertEqual(self.run_in("get", "deploy", "-o", "go-template={{range .items}}{{.metadata.name}}{{end}}"), "app")
        self.assertRegex(self.run_in("get", "deploy", "--show-labels").splitlines()[1], r"<none>$")

    def test_lists_selectors_and_pages(self):
        for i in range(7):
            self.run_in("create", "configmap", f"c{i}", f"--from-literal=number={9 - i}")
        self.run_in("label", "cm", "c1", "c2", "tier=front")
        self.run_in("label", "cm", "c3", "tier=back")
        names = lambda *arguments: re.findall(r"configmap/(c\d)", self.run_in("get", "cm", "-o", "name", *arguments))
        self.assertEqual(names(), [f"c{i}" for i in range(7)])
        self.assertEqual(names("--chunk-size=2"), [f"c{i}" for i in range(7)])
        self.assertEqual(names("-l", "tier=front"), ["c1", "c2"])
        self.assertEqual(names("-l", "tier in (back,front),tier!=front"), ["c3"])
        self.assertEqual(names("-l", "!tier"), ["c0", "c4", "c5", "c6"])
        self.assertEqual(names("--field-selector", "metadata.name=c4"), ["c4"])
        self.assertEqual(names("--field-selector", "metadata.name!=c4", "-l", "!tier"), ["c0", "c5", "c6"])
        self.assertEqual(names("--sort-by={.data.number}")[0], "c6")
        self.assertIn(self.namespace, self.kubectl.run("get", "cm", "-A"))
        self.assertIn('"spec.nothing" is not a known field selector', self.fails_in("get", "cm", "--field-selector", "spec.nothing=1"))

    def test_delete_by_label_and_all(self):
        for name in ("a", "b", "c", "d"):
            self.run_in("create", "configmap", name)
        self.run_in("label", "cm", "a", "b", "old=yes")
        self.run_in("delete", "cm", "-l", "old=yes")
        self.assertEqual(self.run_in("get", "cm", "-o", "name"), "configmap/c\nconfigmap/d\n")
        self.run_in("delete", "cm", "--all")
        self.assertEqual(self.run_in("get", "cm", "-o", "name"), "")

    def test_imperative_creation(self):
        self.run_in("create", "deployment", "web", "--image=example.com/web:1", "--replicas=2", "--port=80")
        self.run_in("create", "secret", "generic", "login", "--from-literal=password=x")
        self.run_in("create", "serviceaccount", "robot")
        self.run_in("create", "role", "reader", "--verb=get,list", "--resource=pods")
        self.run_in("create", "rolebinding", "readers", "--role=reader", f"--serviceaccount={self.namespace}:robot")
        self.run_in("create", "job", "once", "--image=example.com/web:1", "--", "true")
        self.run_in("create", "cronjob", "often", "--image=example.com/web:1", "--schedule=*/5 * * * *")
        self.run_in("create", "ingress", "web", "--rule=example.com/*=web:80")
        self.run_in("create", "poddisruptionbudget", "web", "--selector=app=web", "--min-available=1")
        self.run_in("create", "quota", "small", "--hard=pods=2")
        self.run_in("expose", "deployment", "web", "--target-port=80")
        self.run_in("autoscale", "deployment", "web", "--max=5", "--cpu=80%")
        self.assertEqual(self.json_in("get", "secret", "login")["data"], {"password": "eA=="})
        self.assertEqual(self.json_in("get", "hpa", "web")["spec"]["maxReplicas"], 5)
        self.assertEqual(self.json_in("get", "service", "web")["spec"]["ports"][0]["targetPort"], 80)

    def test_services_have_addresses_and_ports(self):
        self.run_in("create", "service", "clusterip", "plain", "--tcp=80:8080")
        self.run_in("create", "service", "nodeport", "open", "--tcp=80")
        self.run_in("create", "service", "externalname", "away", "--external-name=a.example.com")
        self.run_in("create", "service", "clusterip", "headless", "--clusterip=None", "--tcp=80")
        self.assertRegex(self.run_in("get", "service", "plain"), r"plain +ClusterIP +10\.0\.0\.\d+ +<none> +80/TCP")
        self.assertRegex(self.run_in("get", "service", "open"), r"open +NodePort +10\.0\.0\.\d+ +<none> +80:3\d{4}/TCP")
        self.assertRegex(self.run_in("get", "service", "away"), r"away +ExternalName +<none> +a\.example\.com +<none>")
        self.assertRegex(self.run_in("get", "service", "headless"), r"headless +ClusterIP +None")
        address = self.json_in("get", "service", "plain")["spec"]["clusterIP"]
        self.assertRegex(self.kubectl.run("get", "ipaddress", address), rf"services/{self.namespace}/plain")
        self.run_in("delete", "service", "plain")
        self.assertIn("not found", self.kubectl.fails("get", "ipaddress", address))
        self.assertRegex(self.kubectl.run("get", "service", "kubernetes", "-n", "default"), r"kubernetes +ClusterIP +10\.0\.0\.1 ")

    def test_a_namespace_and_what_is_in_it_can_be_read_apart(self):
        self.run_in("create", "configmap", "here")
        self.assertIn("not found", self.kubectl.fails("-n", "default", "get", "cm", "here"))
        self.assertIn('namespaces "nowhere" not found', self.kubectl.fails("-n", "nowhere", "create", "configmap", "x"))

    def test_describe(self):
        self.apply(DEPLOYMENT)
        text = self.run_in("describe", "deployment", "app")
        self.assertRegex(text, r"Replicas: +1 desired")
        self.run_in("create", "configmap", "c", "--from-literal=k=v")
        self.assertIn("k:\n----\nv\n", self.run_in("describe", "cm", "c"))


class Changes(WithServer):
    def test_patches_of_three_types(self):
        self.apply(DEPLOYMENT)
        strategic = {"spec": {"template": {"spec": {"containers": [{"name": "two", "image": "example.com/two:2"}]}}}}
        self.assertEqual(self.run_in("patch", "deploy", "app", "-p", json.dumps(strategic)), "deployment.apps/app patched\n")
        containers = self.json_in("get", "deploy", "app")["spec"]["template"]["spec"]["containers"]
        self.assertEqual([c["image"] for c in containers], ["example.com/one:1", "example.com/two:2"])
        merge = {"metadata": {"annotations": {"a": "1", "b": "2"}}}
        self.run_in("patch", "deploy", "app", "--type=merge", "-p", json.dumps(merge))
        self.run_in("patch", "deploy", "app", "--type=merge", "-p", '{"metadata":{"annotations":{"a":null}}}')
        self.assertEqual(self.json_in("get", "deploy", "app")["metadata"]["annotations"].get("b"), "2")
        self.assertNotIn("a", self.json_in("get", "deploy", "app")["metadata"]["annotations"])
        steps = [{"op": "test", "path": "/spec/replicas", "value": 1}, {"op": "replace", "path": "/spec/replicas", "value": 4},
                 {"op": "remove", "path": "/spec/template/spec/containers/0"}]
        self.run_in("patch", "deploy", "app", "--type=json", "-p", json.dumps(steps))
        spec = self.json_in("get", "deploy", "app")["spec"]
        self.assertEqual((spec["replicas"], len(spec["template"]["spec"]["containers"])), (4, 1))
        self.assertIn("the server rejected our request", self.fails_in("patch", "deploy", "app", "--type=json", "-p", json.dumps(steps[:1])))
        self.assertIn("(no change)", self.run_in("patch", "deploy", "app", "--type=merge", "-p", '{"spec":{"replicas":4}}'))

    def test_edit_with_an_editor(self):
        self.run_in("create", "configmap", "c", "--from-literal=color=red")
        editor = os.path.join(self.server.folder, "editor")
        with open(editor, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\nsed -i 's/color: red/color: blue/' \"$1\"\n")
        os.chmod(editor, stat.S_IRWXU)
        self.assertEqual(self.run_in("edit", "cm", "c", environment={"EDITOR": editor}), "configmap/c edited\n")
        self.assertEqual(self.json_in("get", "cm", "c")["data"], {"color": "blue"})

    def test_label_and_annotate(self):
        self.run_in("create", "configmap", "c")
        self.run_in("label", "cm", "c", "a=1")
        self.assertIn("already has a value (1), and --overwrite is false", self.fails_in("label", "cm", "c", "a=2"))
        self.run_in("label", "cm", "c", "a=2", "b=3", "--overwrite")
        self.run_in("label", "cm", "c", "a-")
        self.run_in("annotate", "cm", "c", "note=it works")
        metadata = self.json_in("get", "cm", "c")["metadata"]
        self.assertEqual((metadata["labels"], metadata["annotations"]), ({"b": "3"}, {"note": "it works"}))

    def test_scale_and_set(self):
        self.apply(DEPLOYMENT)
        self.assertEqual(self.run_in("scale", "deployment", "app", "--replicas=5"), "deployment.apps/app scaled\n")
        self.assertIn("Expected replicas to be 1, was 5", self.fails_in("scale", "deploy", "app", "--current-replicas=1", "--replicas=2"))
        self.run_in("set", "image", "deployment/app", "one=example.com/one:9")
        self.run_in("set", "env", "deployment/app", "-c", "two", "MODE=fast")
        self.run_in("set", "resources", "deployment/app", "--limits=memory=64Mi")
        self.run_in("rollout", "restart", "deployment/app")
        deployment = self.json_in("get", "deploy", "app")
        one, two = deployment["spec"]["template"]["spec"]["containers"]
        self.assertEqual((deployment["spec"]["replicas"], one["image"], two["env"]), (5, "example.com/one:9", [{"name": "MODE", "value": "fast"}]))
        self.assertEqual(one["resources"], {"limits": {"memory": "64Mi"}})
        self.assertIn("kubectl.kubernetes.io/restartedAt", deployment["spec"]["template"]["metadata"]["annotations"])
        self.assertEqual(deployment["metadata"]["generation"], 6)

    def test_rollout_history_pause_and_undo(self):
        self.apply(DEPLOYMENT)
        owner = self.json_in("get", "deploy", "app")["metadata"]["uid"]
        for revision in (1, 2):
            self.apply(REVISION.format(revision=revision, owner=owner))
        history = [line.split() for line in self.run_in("rollout", "history", "deployment/app").splitlines()]
        self.assertEqual(history[1:4], [["REVISION", "CHANGE-CAUSE"], ["1", "change", "1"], ["2", "change", "2"]])
        self.assertIn("example.com/one:2", self.run_in("rollout", "history", "deployment/app", "--revision=2"))
        self.assertEqual(self.run_in("rollout", "undo", "deployment/app", "--to-revision=1"), "deployment.apps/app rolled back\n")
        containers = self.json_in("get", "deploy", "app")["spec"]["template"]["spec"]["containers"]
        self.assertEqual([c["image"] for c in containers], ["example.com/one:1"])
        self.run_in("rollout", "pause", "deployment/app")
        self.assertIn("already paused", self.fails_in("rollout", "pause", "deployment/app"))
        self.run_in("rollout", "resume", "deployment/app")
        self.assertNotIn("paused", self.json_in("get", "deploy", "app")["spec"])

    def test_replace_by_force_and_edit_of_a_subresource(self):
        self.apply(DEPLOYMENT)
        first = self.json_in("get", "deploy", "app")["metadata"]["uid"]
        replaced = self.run_in("replace", "--force", "-f", "-", stdin=DEPLOYMENT)
        self.assertIn("deployment.apps/app replaced", replaced)
        self.assertNotEqual(self.json_in("get", "deploy", "app")["metadata"]["uid"], first)
        self.assertEqual(self.run_in("get", "deploy", "app", "--subresource=scale", "-o", "jsonpath={.kind} {.spec.replicas}"), "Scale 1")
        self.run_in("patch", "deploy", "app", "--subresource=scale", "--type=merge", "-p", '{"spec":{"replicas":4}}')
        self.assertEqual(self.json_in("get", "deploy", "app")["spec"]["replicas"], 4)

    def test_conflicts_and_invalid_objects(self):
        self.run_in("create", "configmap", "c")
        old = self.run_in("get", "cm", "c", "-o", "yaml")
        self.run_in("label", "cm", "c", "changed=yes")
        self.assertIn("the object has been modified; please apply your changes to the latest version",
                      self.fails_in("replace", "-f", "-", stdin=old))
        self.assertIn('is invalid: metadata.name: Invalid value: "No_Name"', self.fails_in("create", "configmap", "No_Name"))
        wrong = DEPLOYMENT.replace("matchLabels: {app: app}", "matchLabels: {app: other}")
        self.assertIn("`selector` does not match template `labels`", self.fails_in("create", "-f", "-", stdin=wrong))
        wrong = CONFIG_MAP.format(name="w", key="not a key", value="v")
        self.assertIn('is invalid: data[not a key]: Invalid value: "not a key"', self.fails_in("create", "-f", "-", stdin=wrong))
        unknown = CONFIG_MAP.format(name="u", key="k", value="v") + "bogus: true\n"
        self.assertIn('strict decoding error: unknown field "bogus"', self.fails_in("create", "-f", "-", stdin=unknown))
        self.assertEqual(self.run_in("create", "--validate=ignore", "-f", "-", stdin=unknown), "configmap/u created\n")

    def test_nodes(self):
        node = "apiVersion: v1\nkind: Node\nmetadata: {name: node-1}\n"
        self.kubectl.run("create", "-f", "-", stdin=node)
        self.kubectl.run("cordon", "node-1")
        self.kubectl.run("taint", "node", "node-1", "dedicated=shop:NoSchedule")
        spec = self.kubectl.json("get", "node", "node-1")["spec"]
        self.assertTrue(spec["unschedulable"])
        self.assertEqual([t["key"] for t in spec["taints"] if "value" in t], ["dedicated"])
        self.kubectl.run("delete", "node", "node-1")


class Apply(WithServer):
    def test_apply_twice_changes_nothing(self):
        text = CONFIG_MAP.format(name="c", key="k", value="v")
        self.assertEqual(self.apply(text), "configmap/c created\n")
        before = self.json_in("get", "cm", "c")["metadata"]["resourceVersion"]
        self.assertEqual(self.apply(text), "configmap/c unchanged\n")
        self.assertEqual(self.json_in("get", "cm", "c")["metadata"]["resourceVersion"], before)

    def test_a_field_taken_out_of_the_manifest_goes_away(self):
        self.apply(CONFIG_MAP.format(name="c", key="k", value="v") + "  more: stuff\n")
        self.run_in("patch", "cm", "c", "--type=merge", "-p", '{"data":{"other":"hand"}}')
        self.apply(CONFIG_MAP.format(name="c", key="k", value="w"))
        self.assertEqual(self.json_in("get", "cm", "c")["data"], {"k": "w", "other": "hand"})

    def test_server_side_apply_conflicts_and_ownership(self):
        self.assertEqual(self.apply(DEPLOYMENT, "--server-side", "--field-manager=one"), "deployment.apps/app serverside-applied\n")
        changed = DEPLOYMENT.replace("replicas: 1", "replicas: 3")
        error = self.fails_in("apply", "--server-side", "--field-manager=two", "-f", "-", stdin=changed)
        self.assertIn('conflict with "one": .spec.replicas', error)
        self.apply(changed, "--server-side", "--field-manager=two", "--force-conflicts")
        managers = {m["manager"]: m for m in self.json_in("get", "deploy", "app", "--show-managed-fields")["metadata"]["managedFields"]}
        self.assertIn("f:replicas", managers["two"]["fieldsV1"]["f:spec"])
        self.assertNotIn("f:replicas", managers["one"]["fieldsV1"]["f:spec"])
        self.apply(changed.replace('      - {name: two, image: "example.com/two:1"}\n', ""), "--server-side", "--field-manager=one", "--force-conflicts")
        self.apply(changed.replace('      - {name: two, image: "example.com/two:1"}\n', ""), "--server-side", "--field-manager=two")
        self.assertEqual(len(self.json_in("get", "deploy", "app")["spec"]["template"]["spec"]["containers"]), 1)

    def test_diff(self):
        self.apply(CONFIG_MAP.format(name="c", key="k", value="v"))
        same = self.kubectl.try_run("-n", self.namespace, "diff", "-f", "-", stdin=CONFIG_MAP.format(name="c", key="k", value="v"))
        self.assertEqual((same.returncode, same.stdout), (0, ""), same.stderr)
        other = self.kubectl.try_run("-n", self.namespace, "diff", "-f", "-", stdin=CONFIG_MAP.format(name="c", key="k", value="w"))
        self.assertEqual(other.returncode, 1, other.stderr)
        self.assertIn("-  k: v\n+  k: w\n", other.stdout)

    def test_prune_and_delete_by_file(self):
        both = CONFIG_MAP.format(name="a", key="k", value="v") + "---" + CONFIG_MAP.format(name="b", key="k", value="v")
        self.apply(both)
        self.assertIn('configmap "a" deleted', self.run_in("delete", "-f", "-", stdin=both))
        self.assertEqual(self.run_in("get", "cm", "-o", "name"), "")


class Waiting(WithServer):
    def test_watch_shows_changes_as_they_come(self):
        self.run_in("create", "configmap", "first")
        with self.kubectl.follow("-n", self.namespace, "get", "cm", "-w", "-o", "name", "--output-watch-events=false") as watch:
            self.assertEqual(watch.line(), "configmap/first")
            for name in ("second", "third"):
                self.run_in("create", "configmap", name)
                self.assertEqual(watch.line(), f"configmap/{name}")
        with self.kubectl.follow("-n", self.namespace, "get", "cm", "--watch-only", "--output-watch-events", "-o",
                                 "jsonpath={.type} {.object.metadata.name}{'\\n'}") as watch:
            # The watch is there once it has shown a change; changes are made until then.
            number = 0
            while watch.lines.empty():
                number += 1
                self.run_in("label", "cm", "first", f"n={number}", "--overwrite")
            self.assertEqual(watch.line(), "MODIFIED first")
            self.run_in("delete", "cm", "second")
            line = watch.line()
            while line == "MODIFIED first":
                line = watch.line()
            self.assertEqual(line, "DELETED second")

    def test_wait_for_a_condition_a_value_and_a_deletion(self):
        self.apply(DEPLOYMENT)
        with self.kubectl.follow("-n", self.namespace, "wait", "deployment/app", "--for=condition=Available", "--timeout=100s") as wait:
            status = {"status": {"conditions": [{"type": "Available", "status": "True", "reason": "Test", "message": "",
                                                 "lastUpdateTime": "2026-01-01T00:00:00Z", "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}
            self.run_in("patch", "deploy", "app", "--subresource=status", "--type=merge", "-p", json.dumps(status))
            self.assertEqual(wait.line(), "deployment.apps/app condition met")
        self.run_in("wait", "deployment/app", "--for=jsonpath={.spec.replicas}=1", "--timeout=30s")
        self.run_in("create", "configmap", "gone")
        with self.kubectl.follow("-n", self.namespace, "wait", "cm/gone", "--for=delete", "--timeout=100s") as wait:
            self.run_in("delete", "cm", "gone")
            self.assertIn(wait.line(), ("configmap/gone condition met", None))
        self.assertIn("timed out waiting for the condition", self.fails_in("wait", "deployment/app", "--for=condition=Progressing", "--timeout=1s"))


class FakeKubelet:
    """What kubectl logs reaches through the server: a kubelet that knows one container's log."""

    def __init__(self, server):
        asked = self.asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                found = self.path.startswith("/containerLogs/")
                body = b"one\ntwo\n" if found else b"no such page"
                self.send_response(200 if found else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(server.pki("apiserver.crt"), server.pki("apiserver.key"))
        self.listener.socket = context.wrap_socket(self.listener.socket, server_side=True)
        self.port = self.listener.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown()
        self.listener.server_close()


NODE = """
apiVersion: v1
kind: Node
metadata: {{name: {name}}}
status:
  addresses: [{{type: InternalIP, address: 127.0.0.1}}]
  daemonEndpoints: {{kubeletEndpoint: {{Port: {port}}}}}
"""

POD_ON_NODE = """
apiVersion: v1
kind: Pod
metadata: {{name: p}}
spec:
  nodeName: {node}
  containers: [{{name: a, image: "example.com/a:1"}}, {{name: b, image: "example.com/b:1"}}]
"""


class Logs(WithServer):
    def make_pod(self, node, port):
        self.kubectl.run("create", "-f", "-", stdin=NODE.format(name=node, port=port))
        self.run_in("create", "serviceaccount", "default")
        self.run_in("create", "-f", "-", stdin=POD_ON_NODE.format(node=node))

    def test_logs_come_from_the_kubelet(self):
        with FakeKubelet(self.server) as kubelet:
            self.make_pod("there", kubelet.port)
            self.assertEqual(self.run_in("logs", "p", "-c", "b", "--tail=5", "--timestamps"), "one\ntwo\n")
            self.assertEqual(kubelet.asked, [f"/containerLogs/{self.namespace}/p/b?tailLines=5&timestamps=true"])
            self.assertIn("container nosuch is not valid for pod p", self.fails_in("logs", "p", "-c", "nosuch"))

    def test_a_kubelet_that_is_not_there_is_named(self):
        with FakeKubelet(self.server) as kubelet:
            port = kubelet.port
        self.make_pod("away", port)
        self.assertIn(f"dial tcp 127.0.0.1:{port}: connect: connection refused", self.fails_in("logs", "p", "-c", "a"))
        self.assertIn('container nosuch is not valid for pod p', self.fails_in("exec", "p", "-c", "nosuch", "--", "ls"))


class Rights(WithServer):
    def test_certificates_are_approved_and_denied(self):
        for name, verb, condition in (("good", "approve", "Approved"), ("bad", "deny", "Denied")):
            self.kubectl.run("create", "-f", "-", stdin=CERTIFICATE_SIGNING_REQUEST.format(name=name, request=CERTIFICATE_REQUEST))
            self.assertEqual(self.kubectl.run("get", "csr", name, "--no-headers").split()[-1], "Pending")
            self.kubectl.run("certificate", verb, name)
            self.assertEqual(self.kubectl.run("get", "csr", name, "--no-headers").split()[-1], condition)
        self.assertIn("User:", self.kubectl.run("describe", "csr", "good").replace("Requesting User:", "User:"))
        broken = CERTIFICATE_SIGNING_REQUEST.format(name="broken", request="Z2FyYmFnZQ==")
        self.assertIn("spec.request", self.kubectl.fails("create", "-f", "-", stdin=broken))

    def test_who_may_do_what(self):
        self.assertEqual(self.run_in("auth", "can-i", "create", "pods"), "yes\n")
        as_alice = ["--as=alice", "--as-group=devs"]
        denied = self.kubectl.try_run("-n", self.namespace, "auth", "can-i", "list", "secrets", *as_alice)
        self.assertEqual((denied.returncode, denied.stdout), (1, "no\n"), denied.stderr)
        self.run_in("create", "role", "reader", "--verb=get,list", "--resource=secrets")
        self.run_in("create", "rolebinding", "readers", "--role=reader", "--group=devs")
        self.assertEqual(self.run_in("auth", "can-i", "list", "secrets", *as_alice), "yes\n")
        self.assertRegex(self.run_in("auth", "can-i", "--list", *as_alice), r"secrets +\[\] +\[\] +\[get list\]")
        self.assertRegex(self.run_in("auth", "whoami", *as_alice), r"Groups +\[devs system:authenticated\]")


class Discovery(WithServer):
    def test_resources_and_versions(self):
        lines = self.kubectl.run("api-resources").splitlines()
        self.assertEqual(lines[0].split(), ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"])
        rows = {line.split()[0]: line.split()[1:] for line in lines[1:]}
        self.assertEqual(rows["deployments"], ["deploy", "apps/v1", "true", "Deployment"])
        self.assertEqual(rows["nodes"], ["no", "v1", "false", "Node"])
        self.assertIn("ingresses", self.kubectl.run("api-resources", "--api-group=networking.k8s.io", "-o", "name"))
        versions = self.kubectl.run("api-versions").split()
        for version in ("v1", "apps/v1", "batch/v1", "autoscaling/v2", "rbac.authorization.k8s.io/v1"):
            self.assertIn(version, versions)

    def test_explain(self):
        text = self.kubectl.run("explain", "deployment.spec.strategy")
        self.assertIn("GROUP:      apps\n", text)
        self.assertRegex(text, r"FIELD: strategy <DeploymentStrategy>")
        self.assertIn("rollingUpdate", text)
        self.assertIn("ENUM:\n    Always\n", self.kubectl.run("explain", "pod.spec.restartPolicy"))
        self.assertIn("FIELD: metadata", self.kubectl.run("explain", "pods.metadata", "--api-version=v1", "--recursive"))

    def test_validation_by_the_client(self):
        wrong = CONFIG_MAP.format(name="a", key="k", value="v") + "unheard: of\n"
        self.assertIn("unknown field", self.kubectl.fails("apply", "--validate=strict", "-f", "-", stdin=wrong))
        schema = self.kubectl.run("get", "--raw", "/openapi/v2")
        self.assertIn("io.k8s.api.core.v1.ConfigMap", json.loads(schema)["definitions"])

    def test_version_and_raw_paths(self):
        self.assertEqual(json.loads(self.kubectl.run("version", "-o", "json"))["serverVersion"]["minor"], "36")
        self.assertEqual(self.kubectl.run("get", "--raw", "/healthz"), "ok")
        self.assertIn("[+]ping ok", self.kubectl.run("get", "--raw", "/livez?verbose"))
        self.assertIn("is running at", self.kubectl.run("cluster-info"))


class Shop(WithServer):
    """The whole set of manifests, through apply, reading in every form, and a killed server."""

    def setUp(self):
        self.namespace = "shop"

    def objects(self):
        """All objects of the manifests, as the server has them."""
        return {(o["kind"], o["metadata"].get("namespace", ""), o["metadata"]["name"]): o
                for o in json.loads(self.kubectl.run("get", "-f", MANIFESTS, "-o", "json"))["items"]}

    def test_apply_read_kill_and_read_again(self):
        created = self.kubectl.run("apply", "-f", MANIFESTS).splitlines()
        self.assertGreaterEqual(len(created), 30)
        for line in created:
            self.assertRegex(line, r" created$")
        once = self.objects()
        # These kubectl patches again and again, for it cannot tell what the server makes of them: stringData, a strategy without type, a
        # selector that is replaced, claims in a list, limits in a list whose requests follow from the defaults.
        patched = ["secret/web-login", "deployment.apps/web", "poddisruptionbudget.policy/web", "statefulset.apps/db", "limitrange/sizes"]
        again = self.kubectl.run("apply", "-f", MANIFESTS).splitlines()
        self.assertEqual([line for line in again if not line.endswith(" unchanged")], [f"{name} configured" for name in patched])
        self.assertEqual(self.objects(), once)
        for form in ("wide", "yaml", "json", "name"):
            self.assertTrue(self.kubectl.run("get", "-f", MANIFESTS, "-o", form))
        before = self.objects()
        self.assertEqual(len(before), len(created))
        self.server.kill()
        self.server.start()
        self.assertEqual(self.objects(), before)
        self.kubectl.run("apply", "--server-side", "--force-conflicts", "-f", MANIFESTS)
        self.kubectl.run("delete", "-f", os.path.join(MANIFESTS, "30-batch.yaml"))
        self.assertIn("not found", self.kubectl.fails("-n", "shop", "get", "job", "migrate"))

    def test_defaults_are_there(self):
        self.kubectl.run("apply", "-f", os.path.join(MANIFESTS, "00-cluster.yaml"), "-f", os.path.join(MANIFESTS, "10-web.yaml"))
        web = self.json_in("get", "deployment", "web")
        pod = web["spec"]["template"]["spec"]
        self.assertEqual((web["spec"]["progressDeadlineSeconds"], pod["restartPolicy"], pod["dnsPolicy"]), (600, "Always", "ClusterFirst"))
        self.assertEqual(pod["containers"][0]["readinessProbe"]["failureThreshold"], 3)
        self.assertEqual(pod["containers"][0]["imagePullPolicy"], "IfNotPresent")
        self.assertEqual(self.json_in("get", "secret", "web-login")["data"]["password"], "Y29ycmVjdDogaG9yc2U=")
