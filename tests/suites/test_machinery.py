"""Proves what the API does beside any one kind: watches from any version, ownership across versions, lists of what was deleted, and the
objects that the server itself keeps."""

import concurrent.futures
import http.client
import json
import ssl
import unittest

from harness import suite
from harness.server import Server

FLOW_SCHEMAS = "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas"
LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases"
EVENT_SECONDS = 60


def events(server, path):
    """The events of a watch, as they come."""
    context = ssl.create_default_context(cadata=server.certificate_authority())
    connection = http.client.HTTPSConnection(server.host, server.port, context=context, timeout=EVENT_SECONDS)
    try:
        connection.request("GET", path, headers={"Authorization": "Bearer admintoken"})
        response = connection.getresponse()
        assert response.status == 200, response.status
        for line in response:
            yield json.loads(line)
    finally:
        connection.close()


def owners(body):
    return {(entry["manager"], entry["apiVersion"]): entry["fieldsV1"] for entry in body["metadata"]["managedFields"]}


class Machinery(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(suite.BUILD).start()
        cls.addClassCleanup(cls.server.close)

    def ask(self, method, path, body=None, status=200, **more):
        answer = self.server.request(method, path, body, **more)
        self.assertEqual(answer[0], status, answer[2])
        return answer[2]

    def first(self, path, wanted):
        for event in events(self.server, path):
            if wanted(event):
                return event
        return self.fail("the watch ended before the event")

    def test_updates_without_a_version_all_come_through(self):
        path = "/api/v1/namespaces/default/configmaps"
        body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "raced"}}
        self.ask("POST", path, body, status=201)

        def put(number):
            return self.server.request("PUT", path + "/raced", body | {"data": {"by": str(number)}})

        with concurrent.futures.ThreadPoolExecutor(16) as writers:
            answers = list(writers.map(put, range(200)))
        for number, (status, _, answer) in enumerate(answers):
            self.assertEqual((status, answer.get("data")), (200, {"by": str(number)}), answer)

    def test_limits_act_from_their_write_to_their_deletion(self):
        self.ask("POST", "/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "limited"}}, status=201)
        account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default"}}
        self.ask("POST", "/api/v1/namespaces/limited/serviceaccounts", account, status=201)
        ranges = "/api/v1/namespaces/limited/limitranges"

        def requests_of_new_pod(name):
            pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {"containers": [{"name": "c", "image": "i"}]}}
            made = self.ask("POST", "/api/v1/namespaces/limited/pods", pod, status=201)
            return made["spec"]["containers"][0]["resources"].get("requests")

        self.assertIsNone(requests_of_new_pod("before"))
        for cpu in ("100m", "200m"):
            limits = [{"type": "Container", "defaultRequest": {"cpu": cpu}}]
            body = {"apiVersion": "v1", "kind": "LimitRange", "metadata": {"name": "r"}, "spec": {"limits": limits}}
            self.ask("PUT" if cpu == "200m" else "POST", ranges + ("/r" if cpu == "200m" else ""), body, 200 if cpu == "200m" else 201)
            self.assertEqual(requests_of_new_pod("with-" + cpu), {"cpu": cpu})
        self.ask("DELETE", ranges + "/r")
        self.assertIsNone(requests_of_new_pod("after"))

    def test_a_watch_from_any_version_marks_the_end_of_the_initial_events(self):
        seen = []
        for event in events(self.server, "/api/v1/namespaces?watch=1&allowWatchBookmarks=true"):
            seen.append((event["type"], event["object"]["metadata"].get("annotations", {}).get("k8s.io/initial-events-end")))
            if event["type"] == "BOOKMARK":
                break
        self.assertEqual(seen, [("ADDED", None)] * 4 + [("BOOKMARK", "true")])

    def test_initial_events_of_a_version_to_come_end_in_an_error_event(self):
        path = ("/api/v1/namespaces?watch=1&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                "&resourceVersion=999999999")
        (event,) = events(self.server, path)
        self.assertEqual((event["type"], event["object"]["code"], event["object"]["reason"]), ("ERROR", 504, "Timeout"))

    def test_a_watch_with_a_time_that_is_over_ends(self):
        self.assertEqual(list(events(self.server, "/api/v1/secrets?watch=1&timeoutSeconds=-1")), [])

    def test_list_parameters_are_checked_in_order(self):
        for query, status, text in (
                ("labelSelector=(&resourceVersionMatch=Exact", 400, "found '('"),
                ("limit=x&labelSelector=(", 400, "strconv.ParseInt"),
                ("fieldSelector=bogus%3Dx&resourceVersionMatch=Exact", 422, "forbidden unless resourceVersion is provided"),
                ("fieldSelector=metadata.name%3Da%2Cbogus%3Dx", 400, "bogus"),
                ("timeout=soon", 400, 'invalid timeout specified in the request URL - time: invalid duration "soon"'),
        ):
            body = self.ask("GET", "/api/v1/configmaps?" + query, status=status)
            self.assertIn(text, body["message"], query)
        body = self.ask("GET", "/api/v1/watch/namespaces/default/configmaps/a?fieldSelector=metadata.name%3Db", status=400)
        self.assertEqual(body["message"], "fieldSelector metadata.name doesn't match requested name")

    def test_ownership_follows_an_object_through_its_versions(self):
        path = "/apis/autoscaling/%s/namespaces/default/horizontalpodautoscalers"
        target = {"kind": "Deployment", "name": "web", "apiVersion": "apps/v1"}
        spec = {"maxReplicas": 5, "minReplicas": 2, "scaleTargetRef": target}
        self.ask("POST", path % "v2" + "?fieldManager=two", {"metadata": {"name": "h"}, "spec": spec}, status=201)
        body = self.ask("PATCH", path % "v1" + "/h?fieldManager=one", {"spec": {"maxReplicas": 9}},
                        content_type="application/merge-patch+json")
        found = owners(body)
        self.assertEqual(sorted(found), [("one", "autoscaling/v1"), ("two", "autoscaling/v2")])
        self.assertEqual(found["one", "autoscaling/v1"], {"f:spec": {"f:maxReplicas": {}}})
        self.assertNotIn("f:maxReplicas", found["two", "autoscaling/v2"]["f:spec"])
        self.assertIn("f:minReplicas", found["two", "autoscaling/v2"]["f:spec"])
        config = {"apiVersion": "autoscaling/v1", "kind": "HorizontalPodAutoscaler", "spec": {"minReplicas": 3}}
        conflict = self.ask("PATCH", path % "v1" + "/h?fieldManager=three", config, status=409, content_type="application/apply-patch+yaml")
        self.assertIn('conflict with "two" using autoscaling/v2: .spec.minReplicas', conflict["message"])

    def test_what_a_collection_lost_is_listed_as_asked(self):
        path = "/api/v1/namespaces/default/configmaps"
        self.ask("POST", path, {"metadata": {"name": "gone", "labels": {"lost": "yes"}}}, status=201)
        table = self.ask("DELETE", path + "?labelSelector=lost", headers={"Accept": "application/json;as=Table;g=meta.k8s.io;v=v1"})
        self.assertEqual((table["kind"], [row["cells"][0] for row in table["rows"]]), ("Table", ["gone"]))
        self.ask("GET", path + "/gone", status=404)

    def test_component_statuses(self):
        listed = self.ask("GET", "/api/v1/componentstatuses")
        conditions = {item["metadata"]["name"]: item["conditions"][0] for item in listed["items"]}
        self.assertEqual(sorted(conditions), ["controller-manager", "etcd-0", "scheduler"])
        self.assertEqual(conditions["etcd-0"], {"type": "Healthy", "status": "True", "message": "ok"})
        self.assertEqual(self.ask("GET", "/api/v1/componentstatuses?fieldSelector=metadata.name%3Detcd-0")["items"][0]["metadata"],
                         {"name": "etcd-0"})
        table = self.ask("GET", "/api/v1/componentstatuses/etcd-0", headers={"Accept": "application/json;as=Table;g=meta.k8s.io;v=v1"})
        self.assertEqual(table["rows"][0]["cells"], ["etcd-0", "Healthy", "ok", ""])
        self.assertEqual(self.ask("GET", "/api/v1/componentstatuses/x", status=404)["message"], 'componentstatus "x" not found')

    def test_flow_configuration_is_there(self):
        self.first(FLOW_SCHEMAS + "?watch=1&fieldSelector=metadata.name%3Dcatch-all",
                   lambda event: event["object"]["status"].get("conditions", [{}])[0].get("status") == "False")
        self.assertEqual(len(self.ask("GET", FLOW_SCHEMAS + "?fieldSelector=metadata.name%21%3Dlost")["items"]), 11)
        self.ask("GET", "/readyz/poststarthook/priority-and-fairness-config-producer")

    def test_a_flow_schema_is_told_whether_its_level_is_there(self):
        body = {"metadata": {"name": "lost"}, "spec": {"priorityLevelConfiguration": {"name": "nowhere"}}}
        self.ask("POST", FLOW_SCHEMAS, body, status=201)
        event = self.first(f"{FLOW_SCHEMAS}?watch=1&fieldSelector=metadata.name%3Dlost",
                           lambda event: event["object"]["status"].get("conditions"))
        condition = event["object"]["status"]["conditions"][0]
        self.assertEqual((condition["type"], condition["status"], condition["reason"]), ("Dangling", "True", "NotFound"))
        self.assertIn("api-priority-and-fairness-config-consumer-v1",
                      [entry["manager"] for entry in event["object"]["metadata"]["managedFields"]])

    def test_the_server_tells_that_it_lives(self):
        path = LEASES + "?labelSelector=apiserver.kubernetes.io%2Fidentity%3Dkube-apiserver"
        lease = self.first(path + "&watch=1", lambda event: event["type"] == "ADDED")["object"]
        self.assertRegex(lease["metadata"]["name"], r"^apiserver-[a-z2-7]{26}$")
        self.assertRegex(lease["spec"]["holderIdentity"], "^" + lease["metadata"]["name"] + r"_[0-9a-f-]{36}$")
        self.assertEqual(lease["spec"]["leaseDurationSeconds"], 3600)
        self.assertIn("kubernetes.io/hostname", lease["metadata"]["labels"])

    def test_whom_the_server_trusts_is_told_again_when_somebody_deletes_or_changes_it(self):
        path = "/api/v1/namespaces/kube-system/configmaps"
        name = "extension-apiserver-authentication"
        told = self.ask("GET", f"{path}/{name}")
        self.assertIn("BEGIN CERTIFICATE", told["data"]["client-ca-file"])
        watch = f"{path}?watch=1&fieldSelector=metadata.name%3D{name}&resourceVersion="
        deleted = self.ask("DELETE", f"{path}/{name}")
        again = self.first(watch + told["metadata"]["resourceVersion"], lambda event: event["type"] == "ADDED")["object"]
        self.assertEqual(again["data"], told["data"])
        self.assertNotEqual(again["metadata"]["uid"], deleted["details"]["uid"])
        self.ask("PUT", f"{path}/{name}", again | {"data": {"nothing": "known"}})
        whole = self.first(watch + again["metadata"]["resourceVersion"], lambda event: "client-ca-file" in event["object"].get("data", {}))
        self.assertEqual(whole["object"]["data"], told["data"])
