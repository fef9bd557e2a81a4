"""Proves what the flags of connections do, as a client sees it: which certificate it is shown and when that changes, which TLS it may speak,
what browsers are told, and which requests are sent away or ended."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest

from harness import suite
from harness.server import Server, ServerFailed
from harness.webhook import Webhook, make_certificate

SECONDS = 60


class ConnectionTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pintle-connections-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def server(self, *arguments):
        server = Server(suite.BUILD, arguments)
        self.addCleanup(server.close)
        return server.start()

    def handshake(self, server, name="localhost", version=None, ciphers=None, authority=None):
        """The negotiated version and cipher and the subject's common name; raises ssl.SSLError when they do not agree."""
        context = ssl.create_default_context(cadata=authority or server.certificate_authority())
        context.check_hostname = False
        if version:
            context.minimum_version = context.maximum_version = version
        if ciphers:
            context.set_ciphers(ciphers)
        with socket.create_connection((server.host, server.port), timeout=SECONDS) as raw:
            with context.wrap_socket(raw, server_hostname=name) as connection:
                subject = dict(pair for names in connection.getpeercert()["subject"] for pair in names)
                return connection.version(), connection.cipher()[0], subject["commonName"]

    def until(self, what):
        end = time.monotonic() + SECONDS
        while not what():
            self.assertLess(time.monotonic(), end, "it did not happen")
            time.sleep(0.05)


def text_of(path):
    with open(path, encoding="ascii") as file:
        return file.read()


class Certificates(ConnectionTest):
    def test_the_certificate_is_chosen_by_the_name_that_the_client_asks_for(self):
        by_flag = make_certificate(self.folder, "by-flag", "DNS:ignored.example")
        by_own_name = make_certificate(self.folder, "by-own-name", "DNS:own.example,DNS:*.wild.example")
        server = self.server("--tls-sni-cert-key", f"{by_flag[0]},{by_flag[1]}:flag.example,*.flags.example",
                             "--tls-sni-cert-key", ",".join(by_own_name))
        trusted = text_of(by_flag[0]) + text_of(by_own_name[0]) + server.certificate_authority()
        default = self.handshake(server, authority=trusted)[2]
        for name, wanted in (("flag.example", "by-flag"), ("a.flags.example", "by-flag"), ("own.example", "by-own-name"),
                             ("a.wild.example", "by-own-name"), ("ignored.example", default), ("a.b.flags.example", default),
                             ("elsewhere.example", default)):
            with self.subTest(name):
                self.assertEqual(self.handshake(server, name, authority=trusted)[2], wanted)

    def test_changed_files_are_served_without_a_restart(self):
        serving, sni = make_certificate(self.folder, "serving"), make_certificate(self.folder, "sni", "DNS:sni.example")
        server = self.server("--tls-cert-file", serving[0], "--tls-private-key-file", serving[1], "--tls-sni-cert-key", ",".join(sni))
        trusted = text_of(serving[0]) + text_of(sni[0])
        self.assertEqual(self.handshake(server, authority=trusted)[2], "serving")
        later = tempfile.mkdtemp(dir=self.folder)
        for old, name, alternative in ((serving, "serving-later", "IP:127.0.0.1"), (sni, "sni-later", "DNS:sni.example")):
            new = make_certificate(later, name, alternative)
            trusted += text_of(new[0])
            for source, destination in zip(new, old):
                os.replace(source, destination)
        self.until(lambda: self.handshake(server, authority=trusted)[2] == "serving-later")
        self.until(lambda: self.handshake(server, "sni.example", authority=trusted)[2] == "sni-later")
        self.assertEqual(server.request("GET", "/healthz", authority=trusted)[0], 200)

    def test_a_certificate_that_is_none_does_not_replace_a_good_one(self):
        serving = make_certificate(self.folder, "serving")
        server = self.server("--tls-cert-file", serving[0], "--tls-private-key-file", serving[1])
        trusted = text_of(serving[0])
        with open(serving[0], "w", encoding="ascii") as file:
            file.write("no certificate")
        self.until(lambda: "serving certificates" in server.log_text())
        self.assertEqual(self.handshake(server, authority=trusted)[2], "serving")


class Tls(ConnectionTest):
    def test_the_oldest_version_that_may_be_spoken(self):
        server = self.server("--tls-min-version=VersionTLS13")
        self.assertEqual(self.handshake(server)[0], "TLSv1.3")
        with self.assertRaises(ssl.SSLError):
            self.handshake(server, version=ssl.TLSVersion.TLSv1_2)

    def test_without_a_flag_1_2_is_the_oldest(self):
        server = self.server()
        self.assertEqual(self.handshake(server, version=ssl.TLSVersion.TLSv1_2)[0], "TLSv1.2")
        with self.assertRaises((ssl.SSLError, ValueError)):
            self.handshake(server, version=ssl.TLSVersion.TLSv1_1, ciphers="ALL:@SECLEVEL=0")

    def test_only_the_listed_cipher_suites_are_spoken(self):
        server = self.server("--tls-cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")
        old = ssl.TLSVersion.TLSv1_2
        self.assertEqual(self.handshake(server, version=old)[1], "ECDHE-ECDSA-AES256-GCM-SHA384")
        with self.assertRaises(ssl.SSLError):
            self.handshake(server, version=old, ciphers="ECDHE-ECDSA-AES128-GCM-SHA256")
        # Those of TLS 1.3 cannot be chosen, as in Go.
        self.assertEqual(self.handshake(server)[0], "TLSv1.3")

    def test_a_suite_that_is_not_known_ends_the_start(self):
        with self.assertRaisesRegex(ServerFailed, "TLS_NONSENSE"):
            self.server("--tls-cipher-suites=TLS_NONSENSE")


class Browsers(ConnectionTest):
    def test_cors(self):
        server = self.server(r"--cors-allowed-origins=//example\.com$,//[a-z]+\.example\.org(:|$)")
        asks = {"Access-Control-Request-Method": "DELETE"}
        for origin, allowed in (("https://example.com", True), ("http://a.example.org:8080", True), ("https://example.com.evil", False),
                                ("https://exampleXcom", False), ("null", False)):
            with self.subTest(origin):
                status, headers, _ = server.request("OPTIONS", "/api/v1/pods", token=None, headers=asks | {"Origin": origin})
                self.assertEqual(headers["Access-Control-Allow-Origin"], origin if allowed else None)
                self.assertEqual(status == 204, allowed)
                status, headers, _ = server.request("GET", "/api/v1/pods", headers={"Origin": origin})
                self.assertEqual((status, headers["Access-Control-Allow-Origin"]), (200, origin if allowed else None))
                if allowed:
                    self.assertEqual(headers["Access-Control-Allow-Credentials"], "true")
        status, headers, _ = server.request("GET", "/api/v1/pods", token=None, headers={"Origin": "https://example.com"})
        self.assertEqual((status, headers["Access-Control-Allow-Origin"]), (403, "https://example.com"), "also of a refusal")

    def test_hsts(self):
        server = self.server("--strict-transport-security-directives=max-age=31536000,includeSubDomains,preload")
        for path in ("/healthz", "/api/v1/pods", "/nowhere"):
            self.assertEqual(server.request("GET", path)[1]["Strict-Transport-Security"], "max-age=31536000; includeSubDomains; preload")
        for directives in ("nonsense", "max-age", "includeSubDomains=1"):
            with self.subTest(directives), self.assertRaises(ServerFailed):
                self.server("--strict-transport-security-directives=" + directives)


class SentAway(ConnectionTest):
    def stalled(self, *arguments):
        """A server that answers alice's questions about pods when the event is set only."""
        go_on = threading.Event()
        self.addCleanup(go_on.set)

        def answer(asked):
            if asked["spec"].get("resourceAttributes", {}).get("resource") == "pods":
                go_on.wait(SECONDS)
            return 200, {"kind": "SubjectAccessReview", "apiVersion": asked["apiVersion"], "status": {"allowed": True}}

        webhook = Webhook(self.folder, "slow", answer)
        self.addCleanup(webhook.stop)
        webhook.__enter__()
        server = self.server("--authorization-mode=Webhook", "--authorization-webhook-config-file", webhook.kubeconfig, *arguments)
        return server, webhook, go_on

    def test_too_many_requests_in_flight(self):
        server, webhook, go_on = self.stalled("--enable-priority-and-fairness=false", "--max-requests-inflight=1",
                                              "--max-mutating-requests-inflight=1")
        answers = []
        first = threading.Thread(target=lambda: answers.append(server.request("GET", "/api/v1/pods", token="usertoken")[0]))
        first.start()
        self.until(lambda: webhook.asked)
        status, headers, text = server.request("GET", "/api/v1/configmaps", token="usertoken")
        self.assertEqual((status, headers["Retry-After"], text), (429, "1", b"Too many requests, please try again later.\n"))
        self.assertEqual(server.request("GET", "/api/v1/configmaps")[0], 200, "masters are never sent away")
        status, _, answer = server.request("POST", "/api/v1/namespaces/default/configmaps", {"metadata": {"name": "a"}}, token="usertoken")
        self.assertEqual(status, 201, answer)  # writes are counted apart
        status, _, _ = server.request("GET", "/api/v1/namespaces/default/configmaps?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Da", token="usertoken")
        self.assertEqual(status, 200, "what runs for long is not counted")
        go_on.set()
        first.join(SECONDS)
        self.assertEqual(answers, [200])
        self.assertEqual(server.request("GET", "/api/v1/configmaps", token="usertoken")[0], 200)

    def test_a_request_has_its_time(self):
        server, _, _ = self.stalled("--request-timeout=1s")
        status, headers, text = server.request("GET", "/api/v1/pods", token="usertoken")
        self.assertEqual((status, headers["Content-Type"]), (504, "text/plain; charset=utf-8"))
        self.assertIn(b"Timeout: request did not complete within the allotted timeout", text)
        self.assertEqual(server.request("GET", "/api/v1/configmaps", token="usertoken")[0], 200)

    def test_a_client_may_ask_for_less_time_but_not_for_more(self):
        server, _, _ = self.stalled("--request-timeout=2s")
        for timeout in ("100ms", "1h"):
            with self.subTest(timeout):
                self.assertEqual(server.request("GET", "/api/v1/pods?timeout=" + timeout, token="usertoken")[0], 504)
        self.assertEqual(server.request("GET", "/api/v1/configmaps?timeout=x", token="usertoken")[0], 400)

    @unittest.skipUnless(shutil.which("curl") and "HTTP2" in subprocess.run(["curl", "--version"], capture_output=True, text=True,
                                                                            check=False).stdout, "no curl with HTTP/2")
    def test_now_and_then_a_client_is_told_to_connect_again(self):
        """At the highest chance, one of fifty, 500 requests in a row without any GOAWAY are one case in 24,000."""
        count = 500
        for chance, connections in (("0", range(1, 2)), ("0.02", range(2, count))):
            server = self.server("--goaway-chance=" + chance)
            authority = os.path.join(self.folder, "ca.crt")
            with open(authority, "w", encoding="ascii") as file:
                file.write(server.certificate_authority())
            done = subprocess.run(["curl", "--http2", "--silent", "--cacert", authority, "--header", "Authorization: Bearer usertoken",
                                   "--output", os.devnull, "--write-out", "%{http_version} %{http_code} %{num_connects}\n",
                                   f"{server.url}/api?[1-{count}]"], capture_output=True, text=True, timeout=SECONDS, check=False)
            lines = re.findall(r"^2 200 (\d+)$", done.stdout, re.MULTILINE)
            self.assertEqual(len(lines), count, done.stdout[-300:] + done.stderr)
            with self.subTest(chance):
                self.assertIn(sum(map(int, lines)), connections)
