"""Proves that what was acknowledged is there after `kill -9`, again and again, while clients write."""

import threading
import unittest

from harness import suite
from harness.server import Server

ROUNDS = 3
WRITERS = 4
NAMESPACE = "/api/v1/namespaces/crash/configmaps"


class Writer(threading.Thread):
    """Creates, updates and deletes until the server is gone; remembers what was acknowledged."""

    def __init__(self, server, round_number, number, enough):
        super().__init__()
        self.server, self.prefix, self.enough = server, f"r{round_number}-w{number}", enough
        self.acknowledged = {}  # name -> value, or None for deleted
        self.uncertain = set()  # names of a write without an answer

    def run(self):
        step = 0
        while True:
            name = f"{self.prefix}-{step}"
            step += 1
            try:
                self.uncertain.add(name)
                self._write(name, step)
                self.uncertain.discard(name)
            except (OSError, EOFError, ValueError):
                return  # the server is gone, this write has no answer
            except Exception as error:  # http.client raises several kinds for a cut connection
                if type(error).__module__ != "http.client":
                    raise
                return
            if step == 10:
                self.enough.release()

    def _write(self, name, step):
        body = {"metadata": {"name": name}, "data": {"value": "first"}}
        self._expect(self.server.request("POST", NAMESPACE, body), 201)
        self.acknowledged[name] = "first"
        if step % 3 == 0:
            body["data"]["value"] = "second"
            self._expect(self.server.request("PUT", f"{NAMESPACE}/{name}", body), 200)
            self.acknowledged[name] = "second"
        if step % 5 == 0:
            self._expect(self.server.request("DELETE", f"{NAMESPACE}/{name}"), 200)
            self.acknowledged[name] = None

    @staticmethod
    def _expect(answer, status):
        if answer[0] != status:
            raise AssertionError(f"{answer[0]} {answer[2]}")


class Restart(unittest.TestCase):
    def test_nothing_acknowledged_is_lost_by_kill_9(self):
        with Server(suite.BUILD) as server:
            self.assertEqual(server.request("POST", "/api/v1/namespaces", {"metadata": {"name": "crash"}})[0], 201)
            acknowledged, uncertain, revision = {}, set(), 0
            for number in range(ROUNDS):
                enough = threading.Semaphore(0)
                writers = [Writer(server, number, i, enough) for i in range(WRITERS)]
                for writer in writers:
                    writer.start()
                for _ in writers:
                    self.assertTrue(enough.acquire(timeout=60))
                server.kill()
                for writer in writers:
                    writer.join()
                    acknowledged.update(writer.acknowledged)
                    uncertain |= writer.uncertain
                server.start()
                revision = self.check(server, acknowledged, uncertain, revision)

    def check(self, server, acknowledged, uncertain, revision):
        status, _, listing = server.request("GET", NAMESPACE)
        self.assertEqual(status, 200)
        stored = {item["metadata"]["name"]: item["data"]["value"] for item in listing["items"] if item["metadata"]["name"].startswith("r")}
        for name, value in acknowledged.items():
            if name not in uncertain:
                self.assertEqual(stored.get(name), value, name)
        for name in stored:
            self.assertIn(name, acknowledged.keys() | uncertain)
        self.assertGreater(int(listing["metadata"]["resourceVersion"]), revision)
        return int(listing["metadata"]["resourceVersion"])

    def test_resource_versions_go_on_after_a_stop(self):
        with Server(suite.BUILD) as server:
            body = {"metadata": {"name": "a"}, "data": {"k": "v"}}
            first = server.request("POST", "/api/v1/namespaces/default/configmaps", body)
            self.assertEqual(first[0], 201)
            self.assertEqual(server.stop(), 0)
            server.start()
            same = server.request("GET", "/api/v1/namespaces/default/configmaps/a")
            self.assertEqual(same[2], first[2])
            second = server.request("POST", "/api/v1/namespaces/default/configmaps", {"metadata": {"name": "b"}})
            self.assertGreater(int(second[2]["metadata"]["resourceVersion"]), int(first[2]["metadata"]["resourceVersion"]))
