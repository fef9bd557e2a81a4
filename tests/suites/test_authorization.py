"""Proves who may do what when others are asked: a webhook over TLS, a file of authorizers that changes while the server runs, and what a
client sees of a webhook that cannot be asked. Past mistakes of API servers that are about rights have their name in the test's name."""

import base64
import http.client
import json
import os
import shutil
import ssl
import tempfile
import time
import unittest

from harness import suite
from harness.server import Server, ServerFailed
from harness.webhook import Webhook

PODS = "/api/v1/namespaces/default/pods"
CONFIG_MAPS = "/api/v1/namespaces/default/configmaps"
SECONDS = 60


def review(asked, **status):
    return 200, {"kind": "SubjectAccessReview", "apiVersion": asked["apiVersion"], "status": {"allowed": False, **status}}


def by_resource(asked):
    """Allows pods, denies secrets, leaves everything else to others."""
    resource = asked["spec"].get("resourceAttributes", {}).get("resource")
    if resource == "pods":
        return review(asked, allowed=True, reason="pods are free")
    if resource == "secrets":
        return review(asked, denied=True, reason="never secrets")
    return review(asked, reason="no policy")


class AuthorizationTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pintle-authorization-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def webhook(self, answer, name="policy"):
        webhook = Webhook(self.folder, name, answer)
        self.addCleanup(webhook.stop)
        return webhook.__enter__()

    def server(self, *arguments):
        server = Server(suite.BUILD, arguments)
        self.addCleanup(server.close)
        return server.start()

    def write_configuration(self, *authorizers):
        path = os.path.join(self.folder, "authorization.json")
        with open(path + ".new", "w", encoding="utf-8") as file:
            json.dump({"apiVersion": "apiserver.config.k8s.io/v1", "kind": "AuthorizationConfiguration", "authorizers": authorizers}, file)
        os.replace(path + ".new", path)
        return path

    @staticmethod
    def webhook_entry(webhook, failure_policy="NoOpinion"):
        return {"type": "Webhook", "name": webhook.name,
                "webhook": {"timeout": "5s", "subjectAccessReviewVersion": "v1", "failurePolicy": failure_policy,
                            "cacheAuthorizedRequests": False, "cacheUnauthorizedRequests": False,
                            "connectionInfo": {"type": "KubeConfigFile", "kubeConfigFile": webhook.kubeconfig}}}

    def metric(self, server, text):
        """The value of one line of /metrics; 0 when there is none."""
        _, _, body = server.request("GET", "/metrics")
        found = [line for line in body.decode().splitlines() if line.startswith(text + " ")]
        return float(found[0].rsplit(" ", 1)[1]) if found else 0

    def until(self, what):
        end = time.monotonic() + SECONDS
        while not what():
            self.assertLess(time.monotonic(), end, "it did not happen")
            time.sleep(0.05)


RBAC = {"type": "RBAC", "name": "rbac"}


class WebhookMode(AuthorizationTest):
    def test_a_webhook_allows_denies_and_leaves_it_to_rbac(self):
        webhook = self.webhook(by_resource)
        server = self.server("--authorization-mode=Webhook,RBAC", "--authorization-webhook-config-file", webhook.kubeconfig,
                             "--authorization-webhook-version=v1")
        status, _, answer = server.request("GET", PODS + "?labelSelector=app%3Dweb", token="usertoken")
        self.assertEqual((status, answer["kind"]), (200, "PodList"))
        self.assertEqual(webhook.asked[-1], {
            "kind": "SubjectAccessReview", "apiVersion": "authorization.k8s.io/v1", "metadata": {},
            "spec": {"user": "alice", "uid": "2", "groups": ["devs", "system:authenticated"],
                     "resourceAttributes": {"namespace": "default", "verb": "list", "version": "v1", "resource": "pods",
                                            "labelSelector": {"requirements": [{"key": "app", "operator": "In", "values": ["web"]}]}}},
            "status": {"allowed": False}})
        status, _, answer = server.request("GET", "/api/v1/secrets", token="usertoken")
        self.assertEqual((status, answer["message"]),
                         (403, 'secrets is forbidden: User "alice" cannot list resource "secrets" in API group "" at the cluster scope: '
                               'never secrets'))
        status, _, answer = server.request("GET", CONFIG_MAPS, token="usertoken")
        self.assertEqual((status, answer["message"]),
                         (403, 'configmaps is forbidden: User "alice" cannot list resource "configmaps" in API group "" in the namespace '
                               '"default": no policy'))
        self.assertEqual(server.request("GET", "/api", token="usertoken")[0], 200, "system:discovery")
        count = len(webhook.asked)
        self.assertEqual(server.request("GET", CONFIG_MAPS)[0], 200, "masters are asked about by nobody")
        self.assertEqual(server.request("GET", "/api", token="usertoken")[0], 200)
        self.assertEqual(len(webhook.asked), count, "it is remembered")
        for kind, name, decision, wanted in (("Webhook", "default", "allowed", 1), ("Webhook", "default", "denied", 1),
                                             ("RBAC", "rbac", "allowed", 2)):
            line = f'apiserver_authorization_decisions_total{{type="{kind}",name="{name}",decision="{decision}"}}'
            self.assertEqual(self.metric(server, line), wanted, line)

    def test_a_webhook_that_cannot_be_asked_is_an_error_unless_somebody_else_allows(self):
        webhook = self.webhook(by_resource)
        server = self.server("--authorization-mode=Webhook,RBAC", "--authorization-webhook-config-file", webhook.kubeconfig)
        webhook.stop()
        status, headers, text = server.request("GET", PODS + "?limit=7", token="usertoken")
        self.assertEqual((status, headers["Content-Type"], headers["X-Content-Type-Options"]),
                         (500, "text/plain; charset=utf-8", "nosniff"))
        self.assertRegex(text.decode(), r'^Internal Server Error: "/api/v1/namespaces/default/pods\?limit=7": Post '
                                        r'"https://127\.0\.0\.1:\d+/\?timeout=30s": dial tcp 127\.0\.0\.1:\d+: connect: connection refused\n$')
        self.assertEqual(server.request("GET", "/api", token="usertoken")[0], 200)
        self.assertEqual(server.request("GET", PODS)[0], 200)
        asked = {"spec": {"resourceAttributes": {"verb": "get", "resource": "pods", "namespace": "default"}, "user": "alice"}}
        status, _, answer = server.request("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", asked)
        self.assertEqual((status, answer["status"]["allowed"]), (201, False))
        self.assertIn("connection refused", answer["status"]["evaluationError"])
        self.assertEqual(self.metric(server, 'authorization_attempts_total{result="error"}'), 1)
        self.assertGreater(self.metric(server, 'apiserver_authorization_webhook_evaluations_fail_open_total{name="default",result="error"}'),
                           0)

    def test_what_is_asked_in_vain_ends_the_start(self):
        broken = os.path.join(self.folder, "broken.kubeconfig")
        with open(broken, "w", encoding="utf-8") as file:
            file.write("{}")
        for arguments, wanted in ((["--authorization-webhook-config-file", broken], "invalid configuration"),
                                  (["--authorization-webhook-config-file", broken + ".none"], "no such file or directory")):
            with self.subTest(wanted), self.assertRaisesRegex(ServerFailed, wanted):
                self.server("--authorization-mode=Webhook", *arguments)


class ConfigurationFile(AuthorizationTest):
    def test_a_failure_policy_of_deny_asks_nobody_else(self):
        webhook = self.webhook(by_resource)
        server = self.server("--authorization-config", self.write_configuration(self.webhook_entry(webhook, "Deny"), RBAC))
        self.assertEqual(server.request("GET", PODS, token="usertoken")[0], 200)
        self.assertEqual(server.request("GET", "/api", token="usertoken")[0], 200)
        webhook.stop()
        self.assertEqual(server.request("GET", "/api", token="usertoken")[0], 500)
        self.assertEqual(server.request("GET", "/api")[0], 200)

    def test_the_file_changes_while_the_server_runs(self):
        webhook = self.webhook(by_resource)
        server = self.server("--authorization-config", self.write_configuration(RBAC))
        self.assertEqual(server.request("GET", PODS, token="usertoken")[0], 403)

        def reloads(status):
            _, _, body = server.request("GET", "/metrics")
            lines = [line for line in body.decode().splitlines()
                     if line.startswith(f'apiserver_authorization_config_controller_automatic_reloads_total{{status="{status}"')]
            return sum(float(line.rsplit(" ", 1)[1]) for line in lines)

        self.write_configuration(self.webhook_entry(webhook), RBAC)
        self.until(lambda: reloads("success") == 1)
        self.assertEqual(server.request("GET", PODS, token="usertoken")[0], 200)

        self.write_configuration(self.webhook_entry(webhook))  # RBAC must stay
        self.until(lambda: reloads("failure") == 1)
        self.write_configuration({"type": "AlwaysAllow", "name": "alwaysallow"}, RBAC)  # and nothing new may come
        self.until(lambda: reloads("failure") == 2)
        self.assertEqual(server.request("GET", PODS, token="usertoken")[0], 200, "what was good stays")
        self.assertEqual(server.request("GET", CONFIG_MAPS, token="usertoken")[0], 403)

        self.write_configuration(RBAC)
        self.until(lambda: reloads("success") == 2)
        self.assertEqual(server.request("GET", PODS, token="usertoken")[0], 403)
        _, _, body = server.request("GET", "/metrics")
        self.assertRegex(body.decode(), r'apiserver_authorization_config_controller_last_config_info\{apiserver_id_hash="sha256:[0-9a-f]{64}",'
                                        r'hash="sha256:[0-9a-f]{64}"\} 1\n')

    def test_conditions_are_refused_as_long_as_nothing_here_can_decide_on_them(self):
        webhook = self.webhook(by_resource)
        entry = self.webhook_entry(webhook)
        entry["webhook"] |= {"matchConditionSubjectAccessReviewVersion": "v1", "matchConditions": [{"expression": "request.user != 'a'"}]}
        with self.assertRaisesRegex(ServerFailed, r"authorizers\[0\]\.matchConditions\[0\]\.expression: Invalid value"):
            self.server("--authorization-config", self.write_configuration(entry, RBAC))


class PastMistakes(AuthorizationTest):
    @classmethod
    def setUpClass(cls):
        cls.shared = Server(suite.BUILD).start()
        cls.addClassCleanup(cls.shared.close)
        rules = [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}]
        for path, body in (
            ("/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles", {"metadata": {"name": "all"}, "rules": rules}),
            ("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
             {"metadata": {"name": "all"}, "subjects": [{"kind": "User", "name": "alice", "apiGroup": "rbac.authorization.k8s.io"}],
              "roleRef": {"kind": "Role", "name": "all", "apiGroup": "rbac.authorization.k8s.io"}}),
            ("/api/v1/namespaces", {"metadata": {"name": "other"}}),
            ("/api/v1/namespaces/other/configmaps", {"metadata": {"name": "theirs"}, "data": {"key": "not for alice"}}),
            (CONFIG_MAPS, {"metadata": {"name": "ours"}}),
        ):
            status, _, answer = cls.shared.request("POST", path, body)
            assert status == 201, answer

    def as_alice(self, method, path, body=None, **others):
        return self.shared.request(method, path, body, token="usertoken", **others)

    # Whoever may do everything in one namespace must not reach what has no namespace by a path with their namespace in it.
    def test_cve_2019_11247_cluster_scoped_objects_are_not_reached_through_a_namespace(self):
        self.assertEqual(self.as_alice("GET", CONFIG_MAPS)[0], 200)
        for resource in ("api/v1/namespaces/default/nodes", "api/v1/namespaces/default/persistentvolumes",
                         "apis/rbac.authorization.k8s.io/v1/namespaces/default/clusterroles",
                         "apis/apiextensions.k8s.io/v1/namespaces/default/customresourcedefinitions",
                         "apis/storage.k8s.io/v1/namespaces/default/storageclasses"):
            for name in ("", "/cluster-admin"):
                with self.subTest(resource + name):
                    status, _, _ = self.as_alice("GET", f"/{resource}{name}")
                    self.assertEqual(status, 404)
        status, _, _ = self.as_alice("POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/clusterroles",
                                     {"metadata": {"name": "mine"}, "rules": []})
        self.assertEqual(status, 404)
        status, _, _ = self.as_alice("DELETE", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/clusterroles/view")
        self.assertEqual(status, 404)
        self.assertEqual(self.shared.request("GET", "/apis/rbac.authorization.k8s.io/v1/clusterroles/view")[0], 200)
        self.assertEqual(self.shared.request("GET", "/apis/rbac.authorization.k8s.io/v1/clusterroles/mine")[0], 404)

    # A resource or a namespace with ".." in it must not become another place of the store: what is authorized is what is read.
    def test_cve_2022_3162_a_path_does_not_lead_out_of_its_resource(self):
        for path in ("/api/v1/namespaces/default/configmaps/../../other/configmaps", "/api/v1/namespaces/default/../other/configmaps",
                     "/api/v1/namespaces/default%2F..%2Fother/configmaps", "/api/v1/namespaces/..%2Fsecrets/configmaps",
                     "/api/v1/namespaces/default/configmaps/..%2Fother%2Ftheirs", "/api/v1/namespaces/default/configmaps/%2e%2e/other/theirs",
                     "/api/v1/namespaces/default/configmaps%2F..%2F..%2Fsecrets", "/api/v1/namespaces/default/./../other/configmaps/theirs",
                     "/api/v1/namespaces/default/configmaps//../other/theirs"):
            for query in ("", "?watch=true&timeoutSeconds=1", "?limit=1"):
                with self.subTest(path + query):
                    status, _, answer = self.as_alice("GET", path + query)
                    self.assertNotIn("not for alice", json.dumps(answer) if isinstance(answer, dict) else answer.decode())
                    self.assertIn(status, (301, 400, 403, 404, 405))

    # A continue token names a place in the store and comes back from the client.
    def test_cve_2022_3162_a_continue_token_does_not_lead_out_of_its_resource(self):
        self.shared.request("POST", CONFIG_MAPS, {"metadata": {"name": "ours-too"}})
        for start in ("../other/theirs", "/../other/", "ours\0/../../other/", "../../secrets/default/"):
            token = base64.urlsafe_b64encode(json.dumps({"v": "meta.k8s.io/v1", "rv": -1, "start": start}).encode()).decode().rstrip("=")
            with self.subTest(start):
                status, _, answer = self.as_alice("GET", f"{CONFIG_MAPS}?limit=5&continue={token}")
                self.assertNotIn("not for alice", json.dumps(answer))
                self.assertIn(status, (200, 400, 410))

    # Who may impersonate one user must not become more by naming more, twice, or otherwise written.
    def test_impersonation_tricks(self):
        rules = [{"verbs": ["impersonate"], "apiGroups": [""], "resources": ["users"], "resourceNames": ["bob"]}]
        for path, body in (
            ("clusterroles", {"metadata": {"name": "be-bob"}, "rules": rules}),
            ("clusterrolebindings",
             {"metadata": {"name": "be-bob"}, "subjects": [{"kind": "User", "name": "alice", "apiGroup": "rbac.authorization.k8s.io"}],
              "roleRef": {"kind": "ClusterRole", "name": "be-bob", "apiGroup": "rbac.authorization.k8s.io"}}),
        ):
            status, _, answer = self.shared.request("POST", "/apis/rbac.authorization.k8s.io/v1/" + path, body)
            self.assertEqual(status, 201, answer)
        whoami = "/apis/authentication.k8s.io/v1/selfsubjectreviews"

        def become(*headers):
            """With headers that may repeat; the status, and who one is."""
            context = ssl.create_default_context(cadata=self.shared.certificate_authority())
            connection = http.client.HTTPSConnection(self.shared.host, self.shared.port, context=context, timeout=60)
            self.addCleanup(connection.close)
            connection.putrequest("POST", whoami)
            body = b"{}"
            for name, value in (("Authorization", "Bearer usertoken"), ("Content-Type", "application/json"),
                                ("Content-Length", str(len(body))), *headers):
                connection.putheader(name, value)
            connection.endheaders(body)
            response = connection.getresponse()
            answer = json.loads(response.read())
            return response.status, answer.get("status", {}).get("userInfo", {}) if response.status == 201 else {}

        status, who = become(("Impersonate-User", "bob"))
        self.assertEqual((status, who["username"], who["groups"]), (201, "bob", ["system:authenticated"]))
        for headers in ([("Impersonate-User", "bob"), ("Impersonate-Group", "system:masters")],
                        [("Impersonate-User", "bob"), ("impersonate-group", "system:masters")],
                        [("Impersonate-User", "bob"), ("Impersonate-Uid", "1")],
                        [("Impersonate-User", "bob"), ("Impersonate-Extra-Scopes", "all")],
                        [("Impersonate-User", "bob"), ("Impersonate-Extra-%73copes", "all")],
                        [("Impersonate-User", "system:admin")], [("Impersonate-User", "bob "), ("Impersonate-Group", "")],
                        [("Impersonate-User", "system:serviceaccount:kube-system:default")], [("Impersonate-User", "system:node:n")]):
            with self.subTest(headers):
                self.assertEqual(become(*headers)[0], 403)
        for headers in ([("Impersonate-Group", "system:masters")], [("Impersonate-Uid", "1")], [("Impersonate-Extra-Scopes", "all")],
                        [("Impersonate-User", ""), ("Impersonate-Group", "system:masters")]):
            with self.subTest(headers):
                self.assertEqual(become(*headers)[0], 400)
        # The first name counts, for the check and for what follows alike.
        status, who = become(("Impersonate-User", "bob"), ("Impersonate-User", "admin"))
        self.assertEqual((status, who["username"]), (201, "bob"))
        status, _ = become(("Impersonate-User", "admin"), ("Impersonate-User", "bob"))
        self.assertEqual(status, 403)
        # A proxy's headers mean nothing without the proxy's certificate.
        status, who = become(("X-Remote-User", "admin"), ("X-Remote-Group", "system:masters"))
        self.assertEqual((status, who["username"]), (201, "alice"))
