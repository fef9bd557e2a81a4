"""Proves what is recorded of requests that kubectl and others make: by the policy, in the log's forms and modes, and at a webhook."""

import gzip
import http.server
import json
import os
import re
import ssl
import stat
import subprocess
import threading
import unittest

from harness import suite
from harness.kubectl import Kubectl
from harness.server import Server, ServerFailed

MICRO_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")

POLICY = """
apiVersion: audit.k8s.io/v1
kind: Policy
omitManagedFields: true
rules:
- {level: None, nonResourceURLs: ["/healthz*", "/readyz*", "/livez*"]}
- {level: None, users: ["system:apiserver"]}
- {level: Metadata, resources: [{group: "", resources: [secrets]}]}
- {level: RequestResponse, omitStages: [RequestReceived], resources: [{group: "", resources: [configmaps, pods, "serviceaccounts/*"]}]}
- {level: Request, resources: [{group: apps}]}
- {level: Metadata}
"""


class Audited(unittest.TestCase):
    """A server with a policy and a log, in a folder that is gone with it."""

    ARGUMENTS = ()
    POLICY = POLICY

    def setUp(self):
        self.server = Server(suite.BUILD)
        self.addCleanup(self.server.close)
        self.policy = os.path.join(self.server.folder, "policy.yaml")
        self.log = os.path.join(self.server.folder, "log", "audit.log")
        self.write_policy(self.POLICY)
        self.server.arguments += ["--audit-policy-file", self.policy, "--audit-log-path", self.log, *self.ARGUMENTS]

    def write_policy(self, text):
        with open(self.policy + ".new", "w", encoding="utf-8") as file:
            file.write(text)
        os.rename(self.policy + ".new", self.policy)

    def events(self, **wanted):
        """The events in the log whose members are as wanted; the server has been stopped or each was waited for."""
        with open(self.log, encoding="utf-8") as log:
            events = [json.loads(line) for line in log]
        return [event for event in events if all(event.get(key) == value for key, value in wanted.items())]

    def event(self, **wanted):
        found = self.events(**wanted)
        self.assertEqual(len(found), 1, [(e["verb"], e["requestURI"], e["stage"]) for e in found])
        return found[0]


class Events(Audited):
    def test_what_kubectl_does_is_recorded(self):
        self.server.start()
        kubectl = Kubectl(suite.BUILD, self.server)
        kubectl.run("create", "configmap", "settings", "--from-literal=colour=red")
        kubectl.run("create", "secret", "generic", "login", "--from-literal=password=hunter2")
        kubectl.run("patch", "configmap", "settings", "--type=merge", "-p", '{"data": {"colour": "<blue>"}}')
        kubectl.run("get", "configmaps")
        kubectl.run("delete", "configmap", "settings")
        self.server.stop()

        created = self.event(verb="create", requestURI="/api/v1/namespaces/default/configmaps?fieldManager=kubectl-create&fieldValidation=Strict")
        self.assertEqual((created["kind"], created["apiVersion"], created["level"]), ("Event", "audit.k8s.io/v1", "RequestResponse"))
        self.assertEqual(created["stage"], "ResponseComplete")
        self.assertEqual(created["objectRef"], {"resource": "configmaps", "namespace": "default", "name": "settings", "apiVersion": "v1"})
        self.assertEqual(created["responseStatus"], {"metadata": {}, "code": 201})
        self.assertEqual(created["requestObject"]["data"], {"colour": "red"})
        self.assertEqual(created["responseObject"]["metadata"]["name"], "settings")
        self.assertNotIn("managedFields", created["responseObject"]["metadata"])
        self.assertIn("system:masters", created["user"]["groups"])
        self.assertTrue(created["userAgent"].startswith("kubectl/"))
        self.assertEqual(created["sourceIPs"], ["127.0.0.1"])
        self.assertEqual(created["annotations"]["authorization.k8s.io/decision"], "allow")
        self.assertIn("authorization.k8s.io/reason", created["annotations"])
        for time in ("requestReceivedTimestamp", "stageTimestamp"):
            self.assertRegex(created[time], MICRO_TIME)

        patched = self.event(verb="patch")
        self.assertEqual(patched["requestObject"], {"data": {"colour": "<blue>"}})
        self.assertEqual(patched["responseObject"]["data"], {"colour": "<blue>"})
        listed = [event for event in self.events(verb="list") if event["objectRef"]["resource"] == "configmaps"][0]
        self.assertEqual(listed["responseObject"]["kind"], "Table")
        deleted = self.event(verb="delete")
        self.assertEqual(deleted["requestObject"]["kind"], "DeleteOptions")
        self.assertEqual(deleted["responseStatus"]["status"], "Success")
        self.assertEqual(deleted["responseObject"]["details"]["name"], "settings")
        with open(self.log, encoding="utf-8") as log:
            text = log.read()
        self.assertNotIn("hunter2", text)
        self.assertNotIn("aHVudGVyMg==", text)
        self.assertEqual({event["level"] for event in self.events() if event.get("objectRef", {}).get("resource") == "secrets"}, {"Metadata"})
        self.assertEqual(stat.S_IMODE(os.stat(self.log).st_mode), 0o600)

    def test_a_watch_has_three_stages(self):
        self.server.start()
        self.server.request("GET", "/api/v1/namespaces?watch=1&timeoutSeconds=1&fieldSelector=metadata.name%3Ddefault")
        self.server.stop()
        stages = [event["stage"] for event in self.events(verb="watch")]
        self.assertEqual(stages, ["RequestReceived", "ResponseStarted", "ResponseComplete"])
        self.assertEqual(len({event["auditID"] for event in self.events(verb="watch")}), 1)

    def test_refusals(self):
        self.server.start()
        self.server.request("GET", "/api/v1/pods/../nodes", token="wrong-secret-token")
        self.server.request("GET", "/api/v1/nodes", token="usertoken")
        self.server.request("GET", "/api/v1/namespaces/default/pods/none")
        self.server.stop()
        stranger = self.event(user={})
        self.assertEqual(stranger["stage"], "ResponseStarted")
        self.assertEqual(stranger["responseStatus"]["code"], 401)
        refused = self.event(verb="list", stage="ResponseComplete")
        self.assertEqual(refused["user"]["username"], "alice")
        self.assertEqual(refused["annotations"]["authorization.k8s.io/decision"], "forbid")
        self.assertEqual(refused["responseStatus"]["reason"], "Forbidden")
        missing = self.event(verb="get", stage="ResponseComplete")
        self.assertEqual(missing["responseStatus"]["code"], 404)
        self.assertEqual(missing["responseObject"]["reason"], "NotFound")
        with open(self.log, encoding="utf-8") as log:
            self.assertNotIn("token", log.read().replace("serviceaccounts/token", ""))

    def test_the_clients_audit_id_and_proxies(self):
        self.server.start()
        _, headers, _ = self.server.request("GET", "/version", headers={"Audit-ID": "mine", "X-Forwarded-For": "192.0.2.1, junk", "X-Real-Ip": "192.0.2.9"})
        self.assertEqual(headers["Audit-Id"], "mine")
        self.server.stop()
        event = self.event(auditID="mine", stage="ResponseComplete")
        self.assertEqual(event["sourceIPs"], ["192.0.2.1", "192.0.2.9", "127.0.0.1"])
        self.assertEqual(event["requestURI"], "/version")
        self.assertNotIn("objectRef", event)

    def test_every_encoding_is_recorded_as_json(self):
        self.server.start()
        path = "/api/v1/namespaces/default/configmaps"
        self.server.request("POST", path, {"metadata": {"name": "a"}, "data": {"k": "v"}})
        for accept in ("application/vnd.kubernetes.protobuf", "application/yaml", "application/json"):
            self.server.request("GET", path + "/a", headers={"Accept": accept, "Audit-ID": accept})
            self.server.request("GET", path + "?pretty=1", headers={"Accept": accept, "Audit-ID": "list " + accept, "Accept-Encoding": "gzip"})
        self.server.stop()
        for accept in ("application/vnd.kubernetes.protobuf", "application/yaml", "application/json"):
            self.assertEqual(self.event(auditID=accept)["responseObject"]["data"], {"k": "v"})
            self.assertEqual(self.event(auditID="list " + accept)["responseObject"]["kind"], "ConfigMapList")

    def test_the_policy_is_read_again(self):
        self.server.start()
        self.write_policy("apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata, nonResourceURLs: [/healthz]}]\n")
        while not self.events(requestURI="/healthz"):
            self.server.request("GET", "/healthz")
        # One that is broken changes nothing.
        self.write_policy("kind: Policy\n")
        self.server.request("GET", "/healthz", headers={"Audit-ID": "later"})
        self.server.stop()
        self.assertEqual(len(self.events(auditID="later")), 2)


class Modes(Audited):
    ARGUMENTS = ("--audit-log-mode", "batch")

    def test_a_full_disk_is_counted_and_slows_nobody(self):
        self.server.arguments[self.server.arguments.index(self.log)] = "/dev/full"
        self.server.start()
        for _ in range(3):
            self.assertEqual(self.server.request("GET", "/version")[0], 200)
        lost = 0
        while lost < 6:
            metrics = self.server.request("GET", "/metrics")[2].decode()
            found = re.search(r'^apiserver_audit_error_total\{plugin="log"\} (\d+)$', metrics, re.M)
            lost = int(found.group(1)) if found else 0
        self.assertRegex(metrics, r'(?m)^apiserver_audit_level_total\{level="Metadata"\} \d+$')
        self.assertRegex(metrics, r"(?m)^apiserver_audit_requests_rejected_total 0$")

    def test_events_are_written_when_the_server_stops(self):
        self.server.start()
        for i in range(50):
            self.server.request("GET", "/version", headers={"Audit-ID": str(i)})
        self.server.stop()
        self.assertEqual(len(self.events(stage="ResponseComplete", requestURI="/version")), 50)


class Strict(Audited):
    ARGUMENTS = ("--audit-log-mode", "blocking-strict", "--audit-log-maxsize", "0")

    def test_what_cannot_be_recorded_is_refused(self):
        self.server.arguments[self.server.arguments.index(self.log)] = "/dev/full"
        self.server.start()
        status, _, body = self.server.request("GET", "/version")
        self.assertEqual((status, body.decode()), (500, 'Internal Server Error: "/version": failed to store audit event\n'))
        self.assertEqual(self.server.request("GET", "/healthz/ping")[0], 200)


class Rotation(Audited):
    ARGUMENTS = ("--audit-log-maxsize", "1", "--audit-log-maxbackup", "1", "--audit-log-compress")

    def test_full_logs_are_put_aside_and_compressed(self):
        self.server.start()
        folder = os.path.dirname(self.log)
        body = {"metadata": {"name": "large"}, "data": {"k": "v" * 200_000}}
        for _ in range(8):  # each is in the log twice
            self.server.request("PUT", "/api/v1/namespaces/default/configmaps/large", body)
            self.server.request("POST", "/api/v1/namespaces/default/configmaps", body)
        # The newest one is kept, once it is compressed and the ones before it are gone.
        lines = None
        while lines is None:
            names = sorted(os.listdir(folder))
            if len(names) != 2 or not names[0].endswith(".gz"):
                continue
            try:
                with gzip.open(os.path.join(folder, names[0]), "rt", encoding="utf-8") as log:
                    lines = log.readlines()
            except (FileNotFoundError, EOFError):
                continue
        self.assertRegex(names[0], r"^audit-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}\.log\.gz$")
        self.assertEqual({json.loads(line)["kind"] for line in lines}, {"Event"})


class Starts(Audited):
    def test_a_bad_policy_refuses_the_start(self):
        self.write_policy("apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Everything}]\n")
        with self.assertRaises(ServerFailed) as failed:
            self.server.start()
        self.assertIn('Error: loading audit policy file: rules[0].level: Unsupported value: "Everything": supported values: "None", "Metadata", '
                      '"Request", "RequestResponse": from file ' + self.policy, str(failed.exception))


class Webhook(unittest.TestCase):
    def test_lists_of_events_are_sent(self):
        lists = []
        arrived = threading.Event()

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                lists.append(json.loads(body))
                if any(item["requestURI"] == "/version" and item["stage"] == "ResponseComplete" for item in lists[-1]["items"]):
                    arrived.set()
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        server = Server(suite.BUILD)
        self.addCleanup(server.close)
        key, certificate = os.path.join(server.folder, "key.pem"), os.path.join(server.folder, "certificate.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "1",
                        "-subj", "/CN=audit", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
        receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        receiver.socket = context.wrap_socket(receiver.socket, server_side=True)
        thread = threading.Thread(target=receiver.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(receiver.server_close)
        self.addCleanup(receiver.shutdown)
        kubeconfig = os.path.join(server.folder, "audit.kubeconfig")
        with open(kubeconfig, "w", encoding="utf-8") as file:
            json.dump({"apiVersion": "v1", "kind": "Config", "current-context": "audit",
                       "clusters": [{"name": "audit", "cluster": {"server": f"https://127.0.0.1:{receiver.server_port}/events",
                                                                  "certificate-authority": certificate}}],
                       "users": [{"name": "audit", "user": {}}],
                       "contexts": [{"name": "audit", "context": {"cluster": "audit", "user": "audit"}}]}, file)
        policy = os.path.join(server.folder, "policy.yaml")
        with open(policy, "w", encoding="utf-8") as file:
            file.write(POLICY)
        server.arguments += ["--audit-policy-file", policy, "--audit-webhook-config-file", kubeconfig,
                             "--audit-webhook-batch-max-wait", "10ms"]
        server.start()
        server.request("GET", "/version")
        self.assertTrue(arrived.wait(60))
        server.stop()
        for sent in lists:
            self.assertEqual((sent["kind"], sent["apiVersion"]), ("EventList", "audit.k8s.io/v1"))
        stages = [item["stage"] for sent in lists for item in sent["items"] if item["requestURI"] == "/version"]
        self.assertEqual(sorted(stages), ["RequestReceived", "ResponseComplete"])


if __name__ == "__main__":
    unittest.main()
