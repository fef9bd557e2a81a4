"""Proves what a user meets first: the command line, the start without any preparation, the files it leaves, and its end."""

import os
import re
import socket
import stat
import subprocess
import unittest

from harness import suite
from harness.server import Server, ServerFailed


def run(*arguments, program="pintle"):
    return subprocess.run([os.path.join(suite.BUILD, program), *arguments], capture_output=True, text=True, timeout=60)


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


class CommandLine(unittest.TestCase):
    def test_help_lists_the_flags_by_section(self):
        result = run("serve", "--help")
        self.assertEqual(result.returncode, 0, result.stderr)
        for line in ("Pintle flags:", "Secure serving flags:", "Authentication flags:"):
            self.assertIn(line + "\n", result.stdout)
        self.assertIn("--secure-port int", result.stdout)
        self.assertEqual(result.stderr, "")

    def test_version(self):
        self.assertRegex(run("serve", "--version").stdout, r"v1\.36\.")
        result = run("--version", program="kube-apiserver")
        self.assertRegex(result.stdout, r"^Kubernetes v1\.36\.")

    def test_wrong_flags_are_one_line_and_exit_1(self):
        for arguments, wanted in (
            (["--nonsense"], "unknown flag: --nonsense"),
            (["--secure-port=x"], 'invalid argument "x" for "--secure-port" flag: strconv.ParseInt: parsing "x": invalid syntax'),
            (["--etcd-servers=http://127.0.0.1:1"], "--etcd-servers does not act in Pintle yet: it can only be left at its default"),
            (["--enable-admission-plugins=Nonsense"], 'enable-admission-plugins plugin "Nonsense" is unknown'),
        ):
            with self.subTest(arguments[0]):
                result = run("serve", *arguments)
                self.assertEqual((result.returncode, result.stdout, result.stderr), (1, "", f"Error: {wanted}\n"))

    def test_under_the_name_kube_apiserver_only_its_flags_are_known(self):
        result = run("--data-dir=/tmp", program="kube-apiserver")
        self.assertEqual((result.returncode, result.stderr), (1, "Error: unknown flag: --data-dir\n"))


class Start(unittest.TestCase):
    def test_it_makes_what_it_needs_and_keeps_it(self):
        with Server(suite.BUILD) as server:
            pki = os.path.join(server.data_dir, "pki")
            for name in ("ca.key", "apiserver.key", "admin.key"):
                self.assertEqual(mode(os.path.join(pki, name)), 0o600, name)
            self.assertEqual(mode(pki), 0o700)
            self.assertEqual(mode(server.kubeconfig), 0o600)
            authority = server.certificate_authority()
            status, _, body = server.request("GET", "/version")
            self.assertEqual((status, body["major"], body["minor"]), (200, "1", "36"))
            self.assertEqual(server.stop(), 0)
            with open(server.log_path, encoding="utf-8") as log:
                self.assertNotIn("admintoken", log.read())
            server.start()
            self.assertEqual(server.certificate_authority(), authority)
            self.assertEqual(server.request("GET", "/readyz")[0], 200)

    def test_the_kubeconfig_goes_where_it_is_wanted(self):
        with Server(suite.BUILD) as server:
            wanted = os.path.join(server.folder, "elsewhere", "config")
            server.stop()
            server.arguments += ["--write-kubeconfig", wanted, "--write-kubeconfig-mode", "0640"]
            server.start()
            self.assertEqual(mode(wanted), 0o640)

    def test_a_port_in_use_is_said_plainly(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            server = Server(suite.BUILD)
            server.port = taken.getsockname()[1]
            try:
                with self.assertRaises(ServerFailed) as failure:
                    server.start()
                self.assertRegex(str(failure.exception), r"(?i)address already in use")
            finally:
                server.close()

    def test_a_second_server_does_not_take_the_same_data(self):
        with Server(suite.BUILD) as server:
            second = Server(suite.BUILD)
            second.arguments += ["--data-dir", server.data_dir]
            try:
                with self.assertRaises(ServerFailed):
                    second.start()
            finally:
                second.close()
            self.assertEqual(server.request("GET", "/readyz")[0], 200)


class WhoMayDoWhat(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(suite.BUILD).start()

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def test_tokens_and_paths(self):
        for token, path, wanted in (
            ("admintoken", "/api/v1/namespaces", 200),
            ("admintoken", "/metrics", 200),
            ("usertoken", "/api", 200),
            ("usertoken", "/metrics", 403),
            ("usertoken", "/api/v1/namespaces", 403),
            ("bogus", "/healthz", 401),
            (None, "/healthz", 200),
            (None, "/version", 200),
            (None, "/api", 403),
            (None, "/api/v1/namespaces", 403),
        ):
            with self.subTest(token=token, path=path):
                self.assertEqual(self.server.request("GET", path, token=token)[0], wanted)

    def test_a_refusal_is_a_status(self):
        status, _, body = self.server.request("GET", "/api/v1/namespaces/x/pods/p", token="usertoken")
        self.assertEqual(status, 403)
        self.assertEqual(body["message"], 'pods "p" is forbidden: User "alice" cannot get resource "pods" in API group "" in the namespace "x"')
        self.assertEqual(body["details"], {"name": "p", "kind": "pods"})

    def test_metrics_count_requests(self):
        self.server.request("GET", "/api/v1/namespaces/default/pods")
        text = self.server.request("GET", "/metrics")[2].decode()
        self.assertRegex(text, re.compile(r'^apiserver_request_total\{verb="LIST",.*resource="pods",.*code="200"\} [1-9]', re.M))
        self.assertRegex(text, re.compile(r"^process_resident_memory_bytes [1-9]", re.M))
