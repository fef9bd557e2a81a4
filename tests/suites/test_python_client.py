"""Proves that the official Python client, unmodified, works on this server: objects, errors, patches, watches, the dynamic client.

Runs with the interpreter of build/python, where tests/run installs the pinned client.
"""

import threading
import unittest

from kubernetes import client, config, dynamic, watch
from kubernetes.client.rest import ApiException

from harness import suite
from harness.server import Server

WATCH_SECONDS = 60


def config_map(name, **data):
    return client.V1ConfigMap(metadata=client.V1ObjectMeta(name=name), data=data)


def deployment(name, image="example.com/web:1"):
    container = client.V1Container(name="web", image=image, ports=[client.V1ContainerPort(container_port=80)])
    template = client.V1PodTemplateSpec(metadata=client.V1ObjectMeta(labels={"app": name}), spec=client.V1PodSpec(containers=[container]))
    spec = client.V1DeploymentSpec(replicas=2, selector=client.V1LabelSelector(match_labels={"app": name}), template=template)
    return client.V1Deployment(metadata=client.V1ObjectMeta(name=name), spec=spec)


class PythonClient(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(suite.BUILD).start()
        config.load_kube_config(cls.server.kubeconfig)
        cls.core, cls.apps = client.CoreV1Api(), client.AppsV1Api()

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def setUp(self):
        self.namespace = self._testMethodName.removeprefix("test_").replace("_", "-")[:60]
        self.core.create_namespace(client.V1Namespace(metadata=client.V1ObjectMeta(name=self.namespace)))

    def test_create_read_update_delete(self):
        made = self.core.create_namespaced_config_map(self.namespace, config_map("a", k="v"))
        self.assertTrue(made.metadata.uid)
        made.data["k"] = "w"
        replaced = self.core.replace_namespaced_config_map("a", self.namespace, made)
        self.assertNotEqual(replaced.metadata.resource_version, made.metadata.resource_version)
        with self.assertRaises(ApiException) as stale:
            self.core.replace_namespaced_config_map("a", self.namespace, made)
        self.assertEqual((stale.exception.status, "Conflict" in stale.exception.body), (409, True))
        self.assertEqual([item.data for item in self.core.list_namespaced_config_map(self.namespace).items], [{"k": "w"}])
        self.core.delete_namespaced_config_map("a", self.namespace)
        with self.assertRaises(ApiException) as missing:
            self.core.read_namespaced_config_map("a", self.namespace)
        self.assertEqual(missing.exception.status, 404)

    def test_typed_objects_come_back_as_they_went(self):
        sent = deployment("web")
        made = self.apps.create_namespaced_deployment(self.namespace, sent)
        self.assertEqual(made.spec.template.spec.containers[0].ports[0].protocol, "TCP")
        self.assertEqual(made.spec.strategy.rolling_update.max_surge, "25%")
        self.assertEqual(made.metadata.creation_timestamp.tzinfo.utcoffset(None).total_seconds(), 0)
        scale = self.apps.read_namespaced_deployment_scale("web", self.namespace)
        scale.spec.replicas = 7
        self.apps.replace_namespaced_deployment_scale("web", self.namespace, scale)
        self.assertEqual(self.apps.read_namespaced_deployment("web", self.namespace).spec.replicas, 7)

    def test_patches(self):
        self.apps.create_namespaced_deployment(self.namespace, deployment("web"))
        by_name = {"spec": {"template": {"spec": {"containers": [{"name": "web", "image": "example.com/web:2"}]}}}}
        patched = self.apps.patch_namespaced_deployment("web", self.namespace, by_name)
        self.assertEqual(patched.spec.template.spec.containers[0].ports[0].container_port, 80)
        self.assertEqual(patched.spec.template.spec.containers[0].image, "example.com/web:2")
        steps = [{"op": "replace", "path": "/spec/replicas", "value": 5}]
        self.assertEqual(self.apps.patch_namespaced_deployment("web", self.namespace, steps).spec.replicas, 5)

    def test_watch_from_a_list(self):
        self.core.create_namespaced_config_map(self.namespace, config_map("before"))
        start = self.core.list_namespaced_config_map(self.namespace).metadata.resource_version

        def change():
            self.core.create_namespaced_config_map(self.namespace, config_map("x"))
            self.core.patch_namespaced_config_map("x", self.namespace, {"data": {"k": "v"}})
            self.core.delete_namespaced_config_map("x", self.namespace)

        changes = threading.Thread(target=change)
        changes.start()
        seen, stream = [], watch.Watch()
        for event in stream.stream(self.core.list_namespaced_config_map, self.namespace, resource_version=start, timeout_seconds=WATCH_SECONDS):
            seen.append((event["type"], event["object"].metadata.name))
            if event["type"] == "DELETED":
                stream.stop()
        changes.join()
        self.assertEqual(seen, [("ADDED", "x"), ("MODIFIED", "x"), ("DELETED", "x")])

    def test_pages(self):
        for i in range(7):
            self.core.create_namespaced_config_map(self.namespace, config_map(f"c{i}"))
        names, token = [], None
        while True:
            page = self.core.list_namespaced_config_map(self.namespace, limit=3, _continue=token)
            names += [item.metadata.name for item in page.items]
            token = page.metadata._continue
            if not token:
                break
        self.assertEqual(names, [f"c{i}" for i in range(7)])

    def test_dynamic_client(self):
        api = dynamic.DynamicClient(client.ApiClient()).resources.get(api_version="v1", kind="ConfigMap")
        body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "d"}, "data": {"k": "v"}}
        api.server_side_apply(body=body, name="d", namespace=self.namespace, field_manager="python")
        self.assertEqual(api.get(name="d", namespace=self.namespace).data.to_dict(), {"k": "v"})

    def test_version_and_discovery(self):
        self.assertEqual(client.VersionApi().get_code().minor, "36")
        self.assertIn("apps", [group.name for group in client.ApisApi().get_api_versions().groups])

    def test_what_is_wrong_is_said(self):
        wrong = deployment("web")
        wrong.spec.selector.match_labels = {"app": "other"}
        with self.assertRaises(ApiException) as invalid:
            self.apps.create_namespaced_deployment(self.namespace, wrong)
        self.assertEqual(invalid.exception.status, 422)
        self.assertIn("`selector` does not match template `labels`", invalid.exception.body)
