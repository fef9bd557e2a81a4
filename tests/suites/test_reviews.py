"""Proves what access reviews answer and refuse, what the node authorizer lets a node do, resource by resource and against the objects that
its Pods need, and which tokens a TokenRequest gives."""

import base64
import json
import time
import unittest

from harness import suite
from harness.server import Server

AUTHORIZATION = "/apis/authorization.k8s.io/v1"
REVIEWS = AUTHORIZATION + "/subjectaccessreviews"
RBAC = "/apis/rbac.authorization.k8s.io/v1"
DEFAULT = "/api/v1/namespaces/default"
NODE_GROUPS = ["system:nodes", "system:authenticated"]


class ReviewTest(unittest.TestCase):
    arguments = ()

    @classmethod
    def setUpClass(cls):
        cls.server = Server(suite.BUILD, cls.arguments).start()
        cls.addClassCleanup(cls.server.close)

    @classmethod
    def create(cls, path, body, **others):
        status, _, answer = cls.server.request("POST", path, body, **others)
        assert status == 201, (path, answer)
        return answer

    @classmethod
    def create_default_account(cls):
        cls.create(DEFAULT + "/serviceaccounts", {"metadata": {"name": "default"}})

    def refusal(self, path, body, **others):
        status, _, answer = self.server.request("POST", path, body, **others)
        return status, answer["message"]


class AccessReviews(ReviewTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        subject = [{"kind": "User", "name": "alice", "apiGroup": "rbac.authorization.k8s.io"}]
        role = {"kind": "Role", "name": "reader", "apiGroup": "rbac.authorization.k8s.io"}
        cls.create(RBAC + "/namespaces/default/roles", {
            "metadata": {"name": "reader"},
            "rules": [{"verbs": ["get", "list"], "apiGroups": [""], "resources": ["pods", "pods/log"]},
                      {"verbs": ["update"], "apiGroups": ["apps"], "resources": ["deployments"], "resourceNames": ["web"]}]})
        cls.create(RBAC + "/namespaces/default/rolebindings", {"metadata": {"name": "reader"}, "subjects": subject, "roleRef": role})
        cls.create(RBAC + "/clusterrolebindings", {
            "metadata": {"name": "lost"}, "subjects": subject, "roleRef": role | {"kind": "ClusterRole", "name": "nowhere"}})

    REASON = 'RBAC: allowed by RoleBinding "reader/default" of Role "reader" to User "alice"'

    def test_what_a_subject_may_do(self):
        pods = {"verb": "get", "resource": "pods", "namespace": "default"}
        web = {"verb": "update", "group": "apps", "resource": "deployments", "namespace": "default"}
        for attributes, allowed in ((pods, True), (pods | {"subresource": "log"}, True), (pods | {"subresource": "exec"}, False),
                                    (pods | {"namespace": "other"}, False), (pods | {"namespace": ""}, False),
                                    (pods | {"verb": "watch"}, False), (pods | {"group": "apps"}, False), (pods | {"version": "v7"}, True),
                                    (web | {"name": "web"}, True), (web | {"name": "db"}, False), (web, False),
                                    (pods | {"verb": "*"}, False), (pods | {"resource": "*"}, False)):
            with self.subTest(attributes):
                answer = self.create(REVIEWS, {"spec": {"user": "alice", "resourceAttributes": attributes}})["status"]
                if allowed:
                    self.assertEqual(answer, {"allowed": True, "reason": self.REASON})
                else:
                    self.assertEqual(answer, {"allowed": False, "reason": 'RBAC: clusterrole.rbac.authorization.k8s.io "nowhere" not found'})

    def test_who_is_asked_about_is_what_the_review_says(self):
        pods = {"verb": "get", "resource": "pods", "namespace": "default"}
        for spec, allowed in (({"user": "bob"}, False), ({"groups": ["system:masters"]}, True), ({"user": "alice", "groups": ["x"]}, True),
                              ({"user": "x", "extra": {"user": ["alice"]}}, False), ({"user": "x", "uid": "alice"}, False)):
            with self.subTest(spec):
                self.assertEqual(self.create(REVIEWS, {"spec": spec | {"resourceAttributes": pods}})["status"]["allowed"], allowed)
        local = {"metadata": {"namespace": "default"}, "spec": {"user": "alice", "resourceAttributes": pods}}
        answer = self.create(f"{AUTHORIZATION}/namespaces/default/localsubjectaccessreviews", local)
        self.assertEqual(answer["status"]["allowed"], True)
        own = {"spec": {"resourceAttributes": pods}}
        for token, allowed in (("usertoken", True), ("admintoken", True)):
            answer = self.create(f"{AUTHORIZATION}/selfsubjectaccessreviews", own, token=token)
            self.assertEqual(answer["status"]["allowed"], allowed)
        path = {"spec": {"nonResourceAttributes": {"path": "/logs", "verb": "get"}}}
        self.assertEqual(self.create(f"{AUTHORIZATION}/selfsubjectaccessreviews", path, token="usertoken")["status"]["allowed"], False)

    def test_what_a_review_must_look_like(self):
        resource = {"resourceAttributes": {"verb": "get", "resource": "pods", "namespace": "default"}}
        other = {"nonResourceAttributes": {"path": "/", "verb": "get"}}
        user = {"user": "alice"}
        for name, body, wanted in (
            ("subjectaccessreviews", {"spec": user},
             "spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified"),
            ("subjectaccessreviews", {"spec": resource}, 'spec.user: Invalid value: "": at least one of user or group must be specified'),
            ("subjectaccessreviews", {"spec": user | resource | other}, "cannot be specified in combination with resourceAttributes"),
            ("subjectaccessreviews", {"metadata": {"name": "x"}, "spec": user | resource}, "must be empty"),
            ("subjectaccessreviews", {"metadata": {"labels": {"a": "b"}}, "spec": user | resource}, "must be empty"),
            ("selfsubjectaccessreviews", {"spec": {}}, "exactly one of nonResourceAttributes or resourceAttributes must be specified"),
            ("namespaces/default/localsubjectaccessreviews", {"metadata": {"namespace": "default"}, "spec": user | other},
             "disallowed on this kind of request"),
            ("namespaces/default/localsubjectaccessreviews",
             {"metadata": {"namespace": "default"},
              "spec": user | {"resourceAttributes": resource["resourceAttributes"] | {"namespace": "other"}}},
             'spec.resourceAttributes.namespace: Invalid value: "other": must match metadata.namespace'),
        ):
            with self.subTest(wanted):
                status, message = self.refusal(f"{AUTHORIZATION}/{name}", body)
                self.assertEqual(status, 422)
                self.assertIn(wanted, message)

    def test_selectors_of_a_review(self):
        def evaluated(**selectors):
            attributes = {"verb": "list", "resource": "pods", "namespace": "default"} | selectors
            return self.create(REVIEWS, {"spec": {"user": "alice", "resourceAttributes": attributes}})["status"]
        self.assertEqual(evaluated(fieldSelector={"rawSelector": "a=b"})["allowed"], True)
        self.assertIn("spec.resourceAttributes.fieldSelector ignored due to parse error",
                      evaluated(fieldSelector={"rawSelector": "nonsense"})["evaluationError"])
        self.assertIn("spec.resourceAttributes.labelSelector ignored due to parse error",
                      evaluated(labelSelector={"rawSelector": "a in ("})["evaluationError"])
        self.assertIn("spec.resourceAttributes.labelSelector partially ignored due to parse error",
                      evaluated(labelSelector={"requirements": [{"key": "a", "operator": "Exists"}, {"key": "b", "operator": "New"}]})
                      ["evaluationError"])
        body = {"spec": {"user": "alice", "resourceAttributes": {"verb": "list", "resource": "pods", "fieldSelector": {}}}}
        self.assertIn("requirements or rawSelector is required", self.refusal(REVIEWS, body)[1])

    def test_the_rules_of_a_namespace(self):
        path = AUTHORIZATION + "/selfsubjectrulesreviews"
        answer = self.create(path, {"spec": {"namespace": "default"}}, token="usertoken")["status"]
        self.assertIn({"verbs": ["get", "list"], "apiGroups": [""], "resources": ["pods", "pods/log"]}, answer["resourceRules"])
        self.assertIn({"verbs": ["update"], "apiGroups": ["apps"], "resources": ["deployments"], "resourceNames": ["web"]},
                      answer["resourceRules"])
        self.assertTrue(any("/healthz" in rule["nonResourceURLs"] for rule in answer["nonResourceRules"]))
        self.assertEqual((answer["incomplete"], answer["evaluationError"]),
                         (False, 'clusterrole.rbac.authorization.k8s.io "nowhere" not found'))
        elsewhere = self.create(path, {"spec": {"namespace": "other"}}, token="usertoken")["status"]["resourceRules"]
        self.assertFalse(any("pods" in rule.get("resources", []) for rule in elsewhere))
        self.assertEqual(self.refusal(path, {"spec": {}}, token="usertoken"), (400, "no namespace on request"))


class Nodes(ReviewTest):
    arguments = ("--authorization-mode=Node",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.create_default_account()
        for node in ("n1", "n2"):
            cls.create("/api/v1/nodes", {"metadata": {"name": node}})
        for node, name in (("n1", "web"), ("n2", "db")):
            cls.create(DEFAULT + "/serviceaccounts", {"metadata": {"name": "account-" + name}})
            cls.create("/api/v1/persistentvolumes", {
                "metadata": {"name": "volume-" + name},
                "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
                         "claimRef": {"namespace": "default", "name": "claim-" + name},
                         "csi": {"driver": "d", "volumeHandle": "h",
                                 "nodePublishSecretRef": {"namespace": "volumes", "name": "publish-" + name},
                                 "controllerPublishSecretRef": {"namespace": "volumes", "name": "controller-" + name}}}})
            cls.create(DEFAULT + "/pods", {"metadata": {"name": name}, "spec": {
                "nodeName": node, "serviceAccountName": "account-" + name,
                "imagePullSecrets": [{"name": "pull-" + name}],
                "initContainers": [{"name": "i", "image": "i", "envFrom": [{"secretRef": {"name": "init-" + name}}]}],
                "containers": [{"name": "c", "image": "i",
                                "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "env-" + name, "key": "a"}}},
                                        {"name": "B", "valueFrom": {"configMapKeyRef": {"name": "env-" + name, "key": "a"}}}],
                                "envFrom": [{"secretRef": {"name": "from-" + name}}, {"configMapRef": {"name": "from-" + name}}]}],
                "volumes": [{"name": "a", "secret": {"secretName": "mounted-" + name}},
                            {"name": "b", "configMap": {"name": "mounted-" + name}},
                            {"name": "c", "projected": {"sources": [{"secret": {"name": "projected-" + name}},
                                                                    {"configMap": {"name": "projected-" + name}}]}},
                            {"name": "d", "persistentVolumeClaim": {"claimName": "claim-" + name}}]}})
            cls.create("/apis/storage.k8s.io/v1/volumeattachments", {
                "metadata": {"name": "attachment-" + name},
                "spec": {"attacher": "d", "nodeName": node, "source": {"persistentVolumeName": "volume-" + name}}})

    def decide(self, attributes, user="system:node:n1", groups=None):
        body = {"spec": {"user": user, "groups": NODE_GROUPS if groups is None else groups, "resourceAttributes": attributes}}
        return self.create(REVIEWS, body)["status"]

    def test_what_pods_of_the_node_need_may_be_read_and_nothing_else(self):
        def named(resource, name, namespace="default", group=""):
            return {"resource": resource, "name": name, "namespace": namespace, "group": group}
        needed = [named("secrets", start + "-{}") for start in ("pull", "init", "env", "from", "mounted", "projected")]
        needed += [named("configmaps", start + "-{}") for start in ("env", "from", "mounted", "projected")]
        needed += [named("secrets", "publish-{}", "volumes"), named("persistentvolumeclaims", "claim-{}"),
                   named("persistentvolumes", "volume-{}", ""), named("serviceaccounts", "account-{}"),
                   named("volumeattachments", "attachment-{}", "", "storage.k8s.io"), named("pods", "{}")]
        no_relation = "no relationship found between node 'n1' and this object"
        for one in needed:
            for verb in ("get", "list", "watch", "create", "update", "patch", "delete"):
                with self.subTest(f"{verb} {one['resource']} {one['name']}"):
                    mine = self.decide(one | {"verb": verb, "name": one["name"].format("web")})
                    theirs = self.decide(one | {"verb": verb, "name": one["name"].format("db")})
                    lists = one["resource"] in ("secrets", "configmaps", "pods") and verb in ("list", "watch")
                    own_pods = one["resource"] == "pods" and verb in ("create", "delete")  # admission looks at which
                    self.assertEqual(mine["allowed"], verb == "get" or lists or own_pods, mine)
                    self.assertEqual(theirs["allowed"], own_pods, theirs)
                    if verb == "get" or lists:
                        self.assertEqual(theirs["reason"], no_relation)
        for resource, name, namespace in (("secrets", "controller-web", "volumes"), ("secrets", "mounted-web", "kube-system"),
                                          ("configmaps", "pull-web", "default"), ("secrets", "claim-web", "default")):
            self.assertEqual(self.decide(named(resource, name, namespace) | {"verb": "get"}), {"allowed": False, "reason": no_relation})

    def test_what_is_asked_for_all_at_once_or_in_parts_is_refused(self):
        core = {"namespace": "default"}
        for attributes, reason in (
            ({"verb": "list", "resource": "secrets"}, "No Object name found"),
            ({"verb": "list", "resource": "secrets", "namespace": "", "name": "mounted-web"}, "can only read namespaced object of this type"),
            ({"verb": "get", "resource": "secrets", "name": "mounted-web", "subresource": "x"}, "cannot read subresource"),
            ({"verb": "delete", "resource": "configmaps", "name": "mounted-web"}, "can only read resources of this type"),
            ({"verb": "list", "resource": "persistentvolumeclaims"}, "can only get individual resources of this type"),
            ({"verb": "get", "resource": "persistentvolumes", "namespace": "", "name": "volume-web", "subresource": "status"},
             "cannot get subresource"),
            ({"verb": "get", "resource": "persistentvolumeclaims", "name": "claim-web", "subresource": "status"},
             "can only get/update/patch this type"),
            ({"verb": "list", "resource": "pods"}, "can only list/watch pods with spec.nodeName field selector"),
            ({"verb": "get", "resource": "nodes", "namespace": "", "name": "n2"}, "node 'n1' cannot read 'n2', only its own Node object"),
            ({"verb": "list", "resource": "nodes", "namespace": ""}, "node 'n1' cannot read all nodes, only its own Node object"),
            ({"verb": "create", "resource": "serviceaccounts", "name": "account-db", "subresource": "token"},
             "no relationship found between node 'n1' and this object"),
            ({"verb": "create", "resource": "serviceaccounts", "subresource": "token"},
             "can only create tokens for individual service accounts"),
            ({"verb": "create", "resource": "serviceaccounts", "name": "account-web"},
             "can only create token subresource of serviceaccount"),
            ({"verb": "list", "group": "coordination.k8s.io", "resource": "leases", "namespace": "kube-node-lease"},
             "can only get, create, update, patch, or delete a node lease"),
            ({"verb": "get", "group": "coordination.k8s.io", "resource": "leases", "name": "n1"},
             'can only access leases in the "kube-node-lease" system namespace'),
            ({"verb": "get", "group": "coordination.k8s.io", "resource": "leases", "namespace": "kube-node-lease", "name": "n2"},
             "can only access node lease with the same name as the requesting node"),
            ({"verb": "get", "group": "storage.k8s.io", "resource": "csinodes", "namespace": "", "name": "n2"},
             "can only access CSINode with the same name as the requesting node"),
            ({"verb": "watch", "group": "storage.k8s.io", "resource": "csinodes", "namespace": ""},
             "can only get, create, update, patch, or delete a CSINode"),
            ({"verb": "list", "group": "resource.k8s.io", "resource": "resourceslices", "namespace": ""},
             "can only list/watch/deletecollection resourceslices with nodeName field selector"),
            ({"verb": "get", "group": "resource.k8s.io", "resource": "resourceclaims", "name": "theirs"},
             "no relationship found between node 'n1' and this object"),
        ):
            with self.subTest(reason):
                self.assertEqual(self.decide(core | attributes), {"allowed": False, "reason": reason})

    def test_what_a_node_does_with_itself(self):
        mine = {"requirements": [{"key": "spec.nodeName", "operator": "In", "values": ["n1"]}]}
        theirs = {"requirements": [{"key": "spec.nodeName", "operator": "In", "values": ["n2"]}]}
        for attributes, allowed in (
            ({"verb": "get", "resource": "nodes", "name": "n1"}, True),
            ({"verb": "create", "resource": "nodes"}, True),
            ({"verb": "update", "resource": "nodes", "subresource": "status", "name": "n1"}, True),
            ({"verb": "delete", "resource": "nodes", "name": "n1"}, False),
            ({"verb": "get", "resource": "nodes", "subresource": "proxy", "name": "n1"}, False),
            ({"verb": "list", "resource": "pods", "fieldSelector": mine}, True),
            ({"verb": "watch", "resource": "pods", "fieldSelector": mine}, True),
            ({"verb": "list", "resource": "pods", "fieldSelector": theirs}, False),
            ({"verb": "patch", "resource": "pods", "subresource": "status", "namespace": "default", "name": "web"}, True),
            ({"verb": "create", "resource": "pods", "subresource": "eviction", "namespace": "default", "name": "web"}, True),
            ({"verb": "create", "resource": "pods", "subresource": "exec", "namespace": "default", "name": "web"}, False),
            ({"verb": "create", "resource": "serviceaccounts", "subresource": "token", "namespace": "default", "name": "account-web"}, True),
            ({"verb": "get", "group": "coordination.k8s.io", "resource": "leases", "namespace": "kube-node-lease", "name": "n1"}, True),
            ({"verb": "create", "group": "coordination.k8s.io", "resource": "leases", "namespace": "kube-node-lease"}, True),
            ({"verb": "update", "group": "storage.k8s.io", "resource": "csinodes", "name": "n1"}, True),
            ({"verb": "create", "group": "resource.k8s.io", "resource": "resourceslices"}, True),
            ({"verb": "deletecollection", "group": "resource.k8s.io", "resource": "resourceslices", "fieldSelector": mine}, True),
            ({"verb": "deletecollection", "group": "resource.k8s.io", "resource": "resourceslices", "fieldSelector": theirs}, False),
            ({"verb": "update", "resource": "persistentvolumeclaims", "subresource": "status", "namespace": "default", "name": "claim-web"}, True),
            ({"verb": "list", "resource": "services"}, True),
            ({"verb": "create", "group": "certificates.k8s.io", "resource": "certificatesigningrequests"}, True),
            ({"verb": "list", "resource": "namespaces"}, False),
        ):
            with self.subTest(attributes):
                self.assertEqual(self.decide(attributes)["allowed"], allowed)

    def test_only_nodes_are_nodes(self):
        read = {"verb": "get", "resource": "secrets", "namespace": "default", "name": "mounted-web"}
        self.assertEqual(self.decide(read)["allowed"], True)
        for user, groups in (("system:node:n1", ["system:authenticated"]), ("n1", NODE_GROUPS), ("system:node:", NODE_GROUPS),
                             ("system:nodes:n1", NODE_GROUPS), ("system:node:N1", NODE_GROUPS)):
            with self.subTest(user):
                self.assertEqual(self.decide(read, user, groups)["allowed"], False)

    def test_rights_end_with_the_pod(self):
        self.create(DEFAULT + "/pods", {"metadata": {"name": "short"}, "spec": {
            "nodeName": "n1", "containers": [{"name": "c", "image": "i", "envFrom": [{"secretRef": {"name": "short"}}]}]}})
        read = {"verb": "get", "resource": "secrets", "namespace": "default", "name": "short"}
        self.assertEqual(self.decide(read)["allowed"], True)
        self.server.request("DELETE", DEFAULT + "/pods/short?gracePeriodSeconds=0")
        self.assertEqual(self.decide(read)["allowed"], False)

    # A node's update must be judged by what the node was, not by what the update makes of it.
    def test_cve_2021_25735_admission_sees_the_old_node_as_it_was(self):
        node = {"Impersonate-User": "system:node:n1", "Impersonate-Group": "system:nodes"}
        path = "/api/v1/nodes/n1"
        _, _, before = self.server.request("GET", path)
        changes = ({"metadata": before["metadata"] | {"labels": {"node-restriction.kubernetes.io/zone": "a"}}},
                   {"metadata": before["metadata"] | {"labels": {"kubernetes.io/trusted": "yes"}}},
                   {"spec": {"taints": [{"key": "a", "effect": "NoSchedule"}]}},
                   {"metadata": before["metadata"] | {"ownerReferences": [{"apiVersion": "v1", "kind": "Node", "name": "n1", "uid": "1"}]}},
                   {"spec": {"configSource": {"configMap": {"namespace": "x", "name": "x", "kubeletConfigKey": "x"}}}})
        for change in changes:
            for subresource in ("", "/status"):
                with self.subTest(change=change, subresource=subresource):
                    status, _, answer = self.server.request("PUT", path + subresource, before | change, headers=node)
                    _, _, after = self.server.request("GET", path)
                    self.assertEqual((after["spec"], after["metadata"].get("labels"), after["metadata"].get("ownerReferences")),
                                     (before["spec"], before["metadata"].get("labels"), before["metadata"].get("ownerReferences")), answer)
                    if subresource == "":
                        self.assertIn(status, (403, 422), answer)


class TokenRequests(ReviewTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.create_default_account()
        cls.account = cls.create(DEFAULT + "/serviceaccounts", {"metadata": {"name": "builder"}})
        cls.node = cls.create("/api/v1/nodes", {"metadata": {"name": "n1"}})
        cls.secret = cls.create(DEFAULT + "/secrets", {"metadata": {"name": "s"}})
        spec = {"nodeName": "n1", "serviceAccountName": "builder", "containers": [{"name": "c", "image": "i"}]}
        cls.pod = cls.create(DEFAULT + "/pods", {"metadata": {"name": "p"}, "spec": spec})
        cls.create(DEFAULT + "/pods", {"metadata": {"name": "other"}, "spec": spec | {"serviceAccountName": "default"}})

    PATH = DEFAULT + "/serviceaccounts/builder/token"

    def claims(self, **spec):
        before = int(time.time())
        answer = self.create(self.PATH, {"spec": spec})
        part = answer["status"]["token"].split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        self.assertGreaterEqual(claims["iat"], before - 1)
        return answer, claims

    def test_what_a_token_says(self):
        answer, claims = self.claims(audiences=["a", "b"], expirationSeconds=700)
        self.assertEqual((claims["aud"], claims["exp"] - claims["iat"], claims["nbf"]), (["a", "b"], 700, claims["iat"]))
        self.assertEqual((claims["sub"], claims["iss"]), ("system:serviceaccount:default:builder", "https://kubernetes.default.svc"))
        self.assertEqual(claims["kubernetes.io"],
                         {"namespace": "default", "serviceaccount": {"name": "builder", "uid": self.account["metadata"]["uid"]}})
        self.assertEqual(answer["spec"], {"audiences": ["a", "b"], "expirationSeconds": 700, "boundObjectRef": None})
        answer, claims = self.claims()
        self.assertEqual((claims["aud"], claims["exp"] - claims["iat"]), (["https://kubernetes.default.svc"], 3600))

    def test_what_a_token_is_bound_to(self):
        bound = {"secret": {"name": "s", "uid": self.secret["metadata"]["uid"]}, "node": {"name": "n1", "uid": self.node["metadata"]["uid"]},
                 "pod": {"name": "p", "uid": self.pod["metadata"]["uid"]}}
        for kind, name, wanted in (("Secret", "s", ("secret",)), ("Node", "n1", ("node",)), ("Pod", "p", ("node", "pod"))):
            with self.subTest(kind):
                _, claims = self.claims(boundObjectRef={"kind": kind, "apiVersion": "v1", "name": name})
                said = {key: value for key, value in claims["kubernetes.io"].items() if key in bound}
                self.assertEqual(said, {key: bound[key] for key in wanted})

    def test_what_is_refused(self):
        for body, code, wanted in (
            ({"spec": {"expirationSeconds": 599}}, 422, "spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes"),
            ({"spec": {"expirationSeconds": 1 << 33}}, 422,
             "spec.expirationSeconds: Invalid value: 8589934592: may not specify a duration larger than 2^32 seconds"),
            ({"metadata": {"name": "x"}, "spec": {}}, 422, "must match the service account name if specified"),
            ({"metadata": {"namespace": "x"}, "spec": {}}, 400, "the namespace of the provided object does not match the namespace sent on the request"),
            ({"metadata": {"uid": "x"}, "spec": {}}, 409, "the UID in the token request (x) does not match the UID of the service account"),
            ({"spec": {"boundObjectRef": {"kind": "Pod", "apiVersion": "v1", "name": "none"}}}, 404, 'pods "none" not found'),
            ({"spec": {"boundObjectRef": {"kind": "Pod", "apiVersion": "v1", "name": "other"}}}, 400,
             'cannot bind token for serviceaccount "builder" to pod running with different serviceaccount name.'),
            ({"spec": {"boundObjectRef": {"kind": "Pod", "apiVersion": "v1", "name": "p", "uid": "x"}}}, 409,
             "the UID in the bound object reference (x) does not match the UID in record. The object might have been deleted and then recreated"),
            ({"spec": {"boundObjectRef": {"kind": "Secret", "apiVersion": "v1", "name": "none"}}}, 404, 'secrets "none" not found'),
            ({"spec": {"boundObjectRef": {"kind": "Node", "apiVersion": "v1", "name": "none"}}}, 404, 'nodes "none" not found'),
            ({"spec": {"boundObjectRef": {"kind": "ConfigMap", "apiVersion": "v1", "name": "x"}}}, 400, "cannot bind token to object of type /v1, Kind=ConfigMap"),
        ):
            with self.subTest(wanted):
                status, message = self.refusal(self.PATH, body)
                self.assertEqual(status, code, message)
                self.assertIn(wanted, message)
        self.assertEqual(self.refusal(DEFAULT + "/serviceaccounts/none/token", {"spec": {}})[0], 404)
        self.assertEqual(self.refusal(self.PATH, {"spec": {}}, token="usertoken")[0], 403)
