"""Proves what is done to Pods on a whole server: they are bound to Nodes, evicted within their budgets, and end in the sight of who watches."""

import http.client
import json
import ssl
import unittest

from harness import suite
from harness.server import Server

PODS = "/api/v1/namespaces/default/pods"
BUDGETS = "/apis/policy/v1/namespaces/default/poddisruptionbudgets"
MERGE = "application/merge-patch+json"


def pod(name):
    return {"metadata": {"name": name, "labels": {"app": "web"}},
            "spec": {"automountServiceAccountToken": False, "containers": [{"name": "c", "image": "i"}]}}


class Pods(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(suite.BUILD)
        cls.server.__enter__()
        cls.ask("POST", "/api/v1/namespaces/default/serviceaccounts", {"metadata": {"name": "default"}})

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__(None, None, None)

    def tearDown(self):
        for path in (PODS, BUDGETS):
            self.ask("DELETE", path + "?gracePeriodSeconds=0", {"gracePeriodSeconds": 0})

    @classmethod
    def ask(cls, method, path, body=None, content_type="application/json"):
        status, headers, answer = cls.server.request(method, path, body, content_type=content_type)
        return status, answer, headers

    def make_pod(self, name, ready="True"):
        self.assertEqual(self.ask("POST", PODS, pod(name))[0], 201)
        self.assertEqual(self.bind(name)[0], 201)
        status = {"phase": "Running", "conditions": [{"type": "Ready", "status": ready}]}
        self.assertEqual(self.ask("PATCH", f"{PODS}/{name}/status", {"status": status}, MERGE)[0], 200)

    def make_budget(self, **status):
        budget = {"metadata": {"name": "web"}, "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "web"}}}}
        self.assertEqual(self.ask("POST", BUDGETS, budget)[0], 201)
        counts = {"observedGeneration": 1, "disruptionsAllowed": 0, "currentHealthy": 1, "desiredHealthy": 1, "expectedPods": 1} | status
        self.assertEqual(self.ask("PATCH", BUDGETS + "/web/status", {"status": counts}, MERGE)[0], 200)

    def bind(self, name, node="n1", **metadata):
        return self.ask("POST", f"{PODS}/{name}/binding", {"metadata": {"name": name, **metadata}, "target": {"kind": "Node", "name": node}})

    def evict(self, name, query="", version="policy/v1", **fields):
        return self.ask("POST", f"{PODS}/{name}/eviction{query}",
                        {"apiVersion": version, "kind": "Eviction", "metadata": {"name": name}, **fields})

    def is_going(self, name):
        return "deletionTimestamp" in self.ask("GET", f"{PODS}/{name}")[1]["metadata"]

    def test_a_binding_brings_the_labels_of_the_node(self):
        self.ask("POST", "/api/v1/nodes", {"metadata": {"name": "n1", "labels": {"topology.kubernetes.io/zone": "z"}}})
        self.assertEqual(self.ask("POST", PODS, pod("a"))[0], 201)
        self.assertEqual(self.bind("a", annotations={"by": "me"})[1]["status"], "Success")
        bound = self.ask("GET", PODS + "/a")[1]
        self.assertEqual(bound["spec"]["nodeName"], "n1")
        self.assertEqual(bound["metadata"]["labels"], {"app": "web", "topology.kubernetes.io/zone": "z"})
        self.assertEqual(bound["metadata"]["annotations"], {"by": "me"})

    def test_a_binding_is_for_the_pod_that_it_means(self):
        self.assertEqual(self.ask("POST", PODS, pod("a"))[0], 201)
        code, answer, _ = self.bind("a", uid="another")
        self.assertEqual(code, 409)
        self.assertIn("Precondition failed: UID in precondition: another", answer["message"])
        self.assertEqual(self.bind("a", resourceVersion="1")[0], 409)
        gated = pod("gated")
        gated["spec"]["schedulingGates"] = [{"name": "g"}]
        self.assertEqual(self.ask("POST", PODS, gated)[0], 201)
        self.assertIn("has non-empty .spec.schedulingGates", self.bind("gated")[1]["message"])

    def test_an_eviction_without_a_budget_is_a_deletion_with_a_reason(self):
        self.make_pod("a")
        self.assertEqual(self.evict("a", version="policy/v1beta1")[1]["status"], "Success")
        self.assertTrue(self.is_going("a"))
        conditions = {c["type"]: c for c in self.ask("GET", PODS + "/a")[1]["status"]["conditions"]}
        self.assertEqual(conditions["DisruptionTarget"]["reason"], "EvictionByEvictionAPI")

    def test_a_budget_gives_as_many_disruptions_as_it_has(self):
        self.make_pod("a")
        self.make_pod("b")
        self.make_budget(disruptionsAllowed=1, currentHealthy=2)
        self.assertEqual(self.evict("a", "?dryRun=All")[0], 201)
        self.assertFalse(self.is_going("a"))
        self.assertEqual(self.evict("a")[1]["status"], "Success")
        budget = self.ask("GET", BUDGETS + "/web")[1]
        self.assertEqual(list(budget["status"]["disruptedPods"]), ["a"])
        self.assertEqual(budget["status"]["disruptionsAllowed"], 0)
        code, answer, headers = self.evict("b")
        self.assertEqual((code, headers.get("Retry-After")), (429, None))
        self.assertEqual(answer["details"]["causes"][0]["reason"], "DisruptionBudget")
        self.assertFalse(self.is_going("b"))

    def test_a_budget_that_is_behind_asks_for_patience(self):
        self.make_pod("a")
        self.make_budget(observedGeneration=0)
        code, answer, headers = self.evict("a")
        self.assertEqual((code, headers.get("Retry-After")), (429, "10"))
        self.assertIn("is still being processed", answer["details"]["causes"][0]["message"])

    def test_a_pod_that_is_not_ready_costs_nothing(self):
        self.make_pod("a", ready="False")
        self.make_budget()
        self.assertEqual(self.evict("a")[1]["status"], "Success")
        self.assertTrue(self.is_going("a"))
        self.assertNotIn("disruptedPods", self.ask("GET", BUDGETS + "/web")[1]["status"])

    def test_two_budgets_are_one_too_many(self):
        self.make_pod("a")
        self.make_budget()
        other = {"metadata": {"name": "other"}, "spec": {"selector": {}}}
        self.assertEqual(self.ask("POST", BUDGETS, other)[0], 201)
        code, answer, _ = self.evict("a")
        self.assertEqual((code, answer["status"], answer["code"]), (201, "Failure", 500))

    def test_preconditions_of_an_eviction(self):
        self.make_pod("a")
        code, answer, _ = self.evict("a", deleteOptions={"preconditions": {"uid": "another"}})
        self.assertEqual((code, answer["reason"]), (409, "Conflict"))
        self.assertFalse(self.is_going("a"))

    def test_the_end_of_a_pod_is_seen_before_it_is_gone(self):
        self.assertEqual(self.ask("POST", PODS, pod("a"))[0], 201)
        revision = self.ask("GET", PODS)[1]["metadata"]["resourceVersion"]
        self.assertEqual(self.ask("DELETE", PODS + "/a")[0], 200)
        context = ssl.create_default_context(cadata=self.server.certificate_authority())
        connection = http.client.HTTPSConnection(self.server.host, self.server.port, context=context, timeout=60)
        connection.request("GET", f"{PODS}?watch=true&resourceVersion={revision}", headers={"Authorization": "Bearer admintoken"})
        response = connection.getresponse()
        events = [json.loads(response.readline()) for _ in range(2)]
        connection.close()
        self.assertEqual([event["type"] for event in events], ["MODIFIED", "DELETED"])
        self.assertEqual(events[0]["object"]["metadata"]["deletionGracePeriodSeconds"], 0)
