"""Proves what a user meets first: the command line, the start without any preparation, the files it leaves, and its end."""

import json
import os
import re
import socket
import stat
import subprocess
import unittest

from harness import suite
from harness.server import Server, ServerFailed

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FACTS = next((folder for folder in (os.environ.get("PINTLE_FACTS"), os.path.join(os.path.dirname(ROOT), "shared", "facts"))
              if folder and os.path.exists(os.path.join(folder, "flags.json"))), None)


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

    @unittest.skipUnless(FACTS, "no recorded list of flags (neither $PINTLE_FACTS nor ../shared/facts)")
    def test_the_flags_are_exactly_those_of_kube_apiserver(self):
        with open(os.path.join(FACTS, "flags.json"), encoding="utf-8") as file:
            wanted = {(f["section"], f["name"], f["type"], f["short"] or "", (f.get("default") or "").strip("[]"), bool(f.get("deprecated")))
                      for f in json.load(file)}
        flags, section = set(), None
        for line in run("--help", program="kube-apiserver").stdout.splitlines():
            if line.endswith(" flags:"):
                section = line.removesuffix(" flags:")
            found = re.match(r"^ +(?:-(\w), )?--([a-z0-9-]+)( \S+)?  +(.*)$", line)
            if section and found:
                preset = re.search(r" \(default (.*?)\)(?: \(|$)", found.group(4))
                flags.add((section, found.group(2), (found.group(3) or " bool").strip(), found.group(1) or "",
                           preset.group(1).strip('"[]') if preset else "", "(DEPRECATED: " in line))
        self.assertEqual(flags, wanted)

    def test_version(self):
        self.assertRegex(run("serve", "--version").stdout, r"v1\.36\.")
        result = run("--version", program="kube-apiserver")
        self.assertRegex(result.stdout, r"^Kubernetes v1\.36\.")

    def test_wrong_flags_are_one_line_and_exit_1(self):
        for arguments, wanted in (
            (["--nonsense"], "unknown flag: --nonsense"),
            (["--secure-port=x"], 'invalid argument "x" for "--secure-port" flag: strconv.ParseInt: parsing "x": invalid syntax'),
            (["--egress-selector-config-file=/x"], "--egress-selector-config-file does not act in Pintle yet: it can only be left at its default"),
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
            for name in ("ca.key", "apiserver.key", "admin.key"):
                self.assertEqual(mode(server.pki(name)), 0o600, name)
            self.assertEqual(mode(server.pki("")), 0o700)
            self.assertEqual(mode(server.kubeconfig), 0o600)
            authority = server.certificate_authority()
            status, _, body = server.request("GET", "/version")
            self.assertEqual((status, body["major"], body["minor"]), (200, "1", "36"))
            self.assertEqual(server.stop(), 0)
            self.assertNotIn("admintoken", server.log_text())
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
                self.assertRegex(str(failure.exception),
                                 r"Error: cannot listen on 127\.0\.0\.1 port \d+: Address already in use; choose another with --secure-port")
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


class Flags(unittest.TestCase):
    """Flags that change what a client meets."""

    def test_client_certificates_of_its_own_and_of_a_given_authority(self):
        with Server(suite.BUILD) as first, Server(suite.BUILD) as second:
            foreign = (first.pki("admin.crt"), first.pki("admin.key"))
            own = (second.pki("admin.crt"), second.pki("admin.key"))
            self.assertEqual(second.request("GET", "/api/v1/nodes", token=None, certificate=own)[0], 200)
            self.assertEqual(second.request("GET", "/api/v1/nodes", token=None, certificate=foreign)[0], 401)
            second.stop()
            second.arguments += ["--client-ca-file", first.pki("ca.crt")]
            second.start()
            self.assertEqual(second.request("GET", "/api/v1/nodes", token=None, certificate=foreign)[0], 200)
            self.assertEqual(second.request("GET", "/api/v1/nodes", token=None, certificate=own)[0], 200)

    def test_a_given_serving_certificate(self):
        with Server(suite.BUILD) as first:
            files = ["--tls-cert-file", first.pki("apiserver.crt"), "--tls-private-key-file", first.pki("apiserver.key")]
            with Server(suite.BUILD, files) as second:
                with open(first.pki("apiserver.crt"), encoding="ascii") as certificate:
                    self.assertEqual(second.certificate_authority(), certificate.read())
                self.assertEqual(second.request("GET", "/version", authority=first.certificate_authority())[0], 200)

    def test_who_may_come_in(self):
        with Server(suite.BUILD, ["--anonymous-auth=false", "--authorization-mode=AlwaysAllow"]) as server:
            self.assertEqual(server.request("GET", "/healthz", token=None)[0], 401)
            self.assertEqual(server.request("GET", "/api/v1/nodes", token="usertoken")[0], 200)

    def test_admission_plugins(self):
        body = {"metadata": {"name": "c"}}
        with Server(suite.BUILD) as server:
            self.assertEqual(server.request("POST", "/api/v1/namespaces/nowhere/configmaps", body)[0], 404)
            server.stop()
            server.arguments += ["--disable-admission-plugins=NamespaceLifecycle"]
            server.start()
            self.assertEqual(server.request("POST", "/api/v1/namespaces/nowhere/configmaps", body)[0], 201)

    def test_service_range_and_bind_address(self):
        with Server(suite.BUILD, ["--service-cluster-ip-range=10.77.0.0/16", "--bind-address=127.0.0.2"]) as server:
            self.assertTrue(server.url.startswith("https://127.0.0.2:"))
            server.host = "127.0.0.2"
            status, _, service = server.request("GET", "/api/v1/namespaces/default/services/kubernetes")
            self.assertEqual((status, service["spec"]["clusterIP"]), (200, "10.77.0.1"))

    def test_a_refused_credential_is_logged_without_it(self):
        with Server(suite.BUILD, ["-v=2"]) as server:
            self.assertEqual(server.request("GET", "/version", token="not-the-token")[0], 401)
            self.assertIn("invalid bearer token", server.log_text())
            self.assertNotIn("not-the-token", server.log_text())

    def test_before_it_stops_it_says_so_and_goes_on_serving(self):
        with Server(suite.BUILD, ["--shutdown-delay-duration=10m"]) as server:
            server.process.terminate()
            while server.request("GET", "/readyz")[0] == 200:
                pass
            self.assertIn(b"[-]shutdown failed", server.request("GET", "/readyz?verbose")[2])
            self.assertEqual(server.request("GET", "/api/v1/namespaces")[0], 200)
            self.assertEqual(server.stop(), 0)
