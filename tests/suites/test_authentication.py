"""Proves who is let in, and who is not, with real counterparts: an OpenID provider, a token webhook and a Keystone over TLS, a front proxy,
certificates made by openssl, passwords, and the insecure port."""

import base64
import http.client
import http.server
import json
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest

from harness import suite
from harness.openssl import Authority, new_rsa_key, openssl, sign
from harness.server import Server, ServerFailed

WHO_AM_I = "/apis/authentication.k8s.io/v1/selfsubjectreviews"
REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews"
SECONDS = 60


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def eventually(holds, what):
    """Looks again until it holds."""
    end = time.monotonic() + SECONDS
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come about in {SECONDS} s")
        time.sleep(0.05)


def write(path, text):
    """Puts the file in place as a whole."""
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.rename(path + ".new", path)


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pintle-test-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def file(self, name, text):
        write(self.path(name), text)
        return self.path(name)

    def start(self, *arguments):
        self.server = Server(suite.BUILD, arguments)
        self.addCleanup(lambda: self.server.close())
        self.server.start()
        return self.server

    def failure(self, *arguments):
        """What a server that cannot start says."""
        server = Server(suite.BUILD, arguments)
        self.addCleanup(server.close)
        with self.assertRaises(ServerFailed) as failed:
            server.start()
        return str(failed.exception)

    def who(self, token=None, certificate=None, headers=None):
        """Who one is; None when one is refused."""
        status, _, answer = self.server.request("POST", WHO_AM_I, {}, token=token, certificate=certificate, headers=headers)
        if status == 401:
            return None
        self.assertIn(status, (201, 403), answer)
        return answer["status"]["userInfo"] if status == 201 else {"username": "system:anonymous", "groups": ["system:unauthenticated"]}

    def name(self, **credentials):
        user = self.who(**credentials)
        return user and user["username"]

    def review(self, token):
        return self.server.request("POST", REVIEWS, {"spec": {"token": token}})[2]["status"]

    def metric(self, line):
        """The value of the first series whose text begins so; 0 when there is none."""
        text = self.server.request("GET", "/metrics")[2].decode()
        return next((float(found.rsplit(" ", 1)[1]) for found in text.splitlines() if found.startswith(line)), 0)


class Https:
    """A server over TLS that answers with `answer(handler, body)` -> (code, headers, body)."""

    def __init__(self, certificate, answer):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def respond(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                code, headers, text = answer(self, body)
                self.send_response(code)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = respond

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Issuer:
    """An OpenID provider: it signs tokens and publishes its keys. It answers 503 while it is not `up`."""

    def __init__(self, test, authority, name="issuer"):
        self.up, self.asked = True, threading.Event()
        self.folder, self.name, self.keys = test.folder, name, {}
        self.https = Https(authority.issue(name, usage="serverAuth"), self.answer)
        test.addCleanup(self.https.close)
        self.url = self.https.url
        self.rotate("first")

    def rotate(self, kid):
        """From now on this key signs, and it alone is published."""
        self.kid, self.key = kid, new_rsa_key(os.path.join(self.folder, f"{self.name}-{kid}.key"))
        modulus = openssl("rsa", "-in", self.key, "-noout", "-modulus").decode().strip().removeprefix("Modulus=")
        self.keys = {"keys": [{"kty": "RSA", "kid": kid, "alg": "RS256", "use": "sig", "n": encoded(bytes.fromhex(modulus)), "e": "AQAB"}]}

    def answer(self, handler, _):
        self.asked.set()
        document = {"/.well-known/openid-configuration": {"issuer": self.url, "jwks_uri": self.url + "/keys"}, "/keys": self.keys}
        if not self.up or handler.path not in document:
            return 503 if not self.up else 404, {}, b"not now"
        return 200, {"Content-Type": "application/json"}, json.dumps(document[handler.path]).encode()

    def token(self, header=None, **claims):
        now = int(time.time())
        claims = {"iss": self.url, "aud": "kubernetes", "sub": "jane", "exp": now + 600, "iat": now} | claims
        head = encoded(json.dumps(header or {"alg": "RS256", "kid": self.kid}).encode())
        signed = f"{head}.{encoded(json.dumps(claims).encode())}"
        return f"{signed}.{encoded(sign(self.key, signed.encode()))}"


class OpenId(Folder):
    def setUp(self):
        super().setUp()
        self.authority = Authority(self.folder, "web")
        self.issuer = Issuer(self, self.authority)

    def start_by_flags(self, *more):
        self.start("--oidc-issuer-url", self.issuer.url, "--oidc-client-id", "kubernetes", "--oidc-ca-file", self.authority.certificate, *more)

    def test_claims_become_a_user(self):
        self.start_by_flags("--oidc-groups-claim=groups", "--oidc-groups-prefix=oidc:", "--oidc-required-claim=team=a,b",
                            "--oidc-username-claim=email")
        claims = {"email": "jane@example.com", "team": "a,b", "groups": ["devs", "admins"], "jti": "7"}
        eventually(lambda: self.who(self.issuer.token(**claims)), "the provider is found")
        user = self.who(self.issuer.token(**claims))
        self.assertEqual(user["username"], "jane@example.com")
        self.assertEqual(user["groups"], ["oidc:devs", "oidc:admins", "system:authenticated"])
        self.assertEqual(user["extra"], {"authentication.kubernetes.io/credential-id": ["JTI=7"]})
        self.assertEqual(self.who(self.issuer.token(**claims | {"groups": "one"}))["groups"], ["oidc:one", "system:authenticated"])
        self.assertIsNone(self.who(self.issuer.token(**claims | {"email_verified": False})))
        self.assertIsNone(self.who(self.issuer.token(**claims | {"team": "a"})))
        self.assertEqual(self.review(self.issuer.token(**claims | {"team": "a"}))["error"],
                         "oidc: required claim team value does not match. Got = a, want = a,b")
        status = self.review(self.issuer.token(**claims))
        self.assertTrue(status["authenticated"])
        self.assertEqual(status["audiences"], ["https://kubernetes.default.svc"])

    def test_attacks(self):
        self.start_by_flags()
        eventually(lambda: self.who(self.issuer.token()), "the provider is found")
        self.assertEqual(self.name(token=self.issuer.token()), self.issuer.url + "#jane")
        good = self.issuer.token()
        head, payload, signature = good.split(".")
        public = openssl("rsa", "-in", self.issuer.key, "-pubout")
        confused = encoded(b'{"alg":"HS256","kid":"first"}') + "." + payload
        mac = openssl("dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:" + public.hex(), "-binary", data=confused.encode())
        forged = encoded(json.dumps({"iss": self.issuer.url, "aud": "kubernetes", "sub": "root", "exp": 9999999999}).encode())
        attacks = {
            "no algorithm": encoded(b'{"alg":"none"}') + f".{payload}.",
            "an empty signature": f"{head}.{payload}.",
            "another payload": f"{head}.{forged}.{signature}",
            "the public key as a secret": f"{confused}.{encoded(mac)}",
            "another audience": self.issuer.token(aud="other"),
            "expired": self.issuer.token(exp=int(time.time()) - 5),
            "not yet": self.issuer.token(nbf=int(time.time()) + 600),
            "a key id that is a path": self.issuer.token(header={"alg": "RS256", "kid": "../../dev/null"}),
            "another issuer": self.issuer.token(iss="https://evil.example"),
            "critical headers": self.issuer.token(header={"alg": "RS256", "kid": "first", "crit": ["x"], "x": 1}),
        }
        for what, token in attacks.items():
            with self.subTest(what):
                self.assertIsNone(self.who(token))
        log = self.server.log_text()
        self.assertNotIn(signature, log)
        self.assertGreaterEqual(self.metric('authentication_attempts{result="error"}'), len(attacks))
        self.assertGreaterEqual(self.metric('authentication_attempts{result="success"}'), 1)

    def test_the_server_starts_before_the_provider_and_follows_its_keys(self):
        self.issuer.up = False
        self.start_by_flags()
        self.assertTrue(self.issuer.asked.wait(SECONDS))
        self.assertIsNone(self.who(self.issuer.token()))
        self.issuer.up = True
        eventually(lambda: self.who(self.issuer.token()), "the provider is found")
        old = self.issuer.token(jti="old")
        self.issuer.rotate("second")
        self.assertIsNotNone(self.who(self.issuer.token()))
        self.assertIsNone(self.who(old), "a key that is not published any more is not good any more")
        self.issuer.up = False
        self.assertIsNotNone(self.who(self.issuer.token(jti="new")), "known keys are good while the provider is away")

    def test_flags_that_do_not_go_together(self):
        together = "oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set"
        self.assertIn(together, self.failure("--oidc-username-claim=sub"))
        self.assertIn(together, self.failure("--oidc-issuer-url=https://a"))
        empty = self.file("empty.yaml", "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n")
        self.assertIn("authentication-config file and oidc-* flags are mutually exclusive",
                      self.failure("--authentication-config", empty, "--oidc-client-id=a"))
        self.assertIn("URL scheme must be https", self.failure("--oidc-issuer-url=http://a", "--oidc-client-id=a"))
        anonymous = self.file("anonymous.yaml", "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n"
                              "anonymous: {enabled: true}\n")
        self.assertIn("anonymous: Forbidden: --anonymous-auth flag cannot be set when anonymous field is configured",
                      self.failure("--authentication-config", anonymous, "--anonymous-auth=true"))


class Configuration(Folder):
    def setUp(self):
        super().setUp()
        self.authority = Authority(self.folder, "web")
        self.issuers = [Issuer(self, self.authority, name) for name in ("one", "two")]

    def text(self, *issuers, more=""):
        entries = [{"issuer": {"url": issuer.url, "audiences": ["kubernetes", "cluster"], "audienceMatchPolicy": "MatchAny",
                               "certificateAuthority": self.authority.text()},
                    "claimMappings": {"username": {"claim": "sub", "prefix": issuer.name + ":"}}} for issuer in issuers]
        return json.dumps({"apiVersion": "apiserver.config.k8s.io/v1beta1", "kind": "AuthenticationConfiguration", "jwt": entries}
                          | ({"anonymous": more} if more else {}))

    def test_is_followed_while_the_server_runs(self):
        one, two = self.issuers
        path = self.file("authentication.yaml", self.text(one))
        self.start("--authentication-config", path)
        eventually(lambda: self.who(one.token()), "the first provider is found")
        self.assertEqual(self.name(token=one.token(aud=["cluster"])), "one:jane")
        self.assertIsNone(self.who(two.token()))
        write(path, self.text(one, two))
        eventually(lambda: self.who(two.token()), "the second provider is known")
        reloads = "apiserver_authentication_config_controller_automatic_reloads_total{status="
        self.assertEqual(self.metric(reloads + '"success"'), 1)
        self.assertGreater(self.metric('apiserver_authentication_config_controller_automatic_reload_last_timestamp_seconds{status="success"'), 0)
        write(path, "broken: [")
        eventually(lambda: self.metric(reloads + '"failure"') == 1, "the broken file is counted")
        self.assertEqual(self.name(token=two.token(jti="still")), "two:jane")
        write(path, self.text(one, two, more={"enabled": False}))
        eventually(lambda: self.metric(reloads + '"failure"') == 2, "the change of anonymous is counted")
        self.assertIn("anonymous: Forbidden: changed from initial configuration file", self.server.log_text())
        write(path, self.text(two))
        eventually(lambda: self.who(one.token(jti=str(time.monotonic()))) is None, "the first provider is forgotten")
        self.assertEqual(self.name(token=two.token(jti="last")), "two:jane")

    def test_anonymous_by_path(self):
        path = self.file("authentication.yaml", self.text(more={"enabled": True, "conditions": [{"path": "/livez"}]}))
        self.start("--authentication-config", path)
        self.assertEqual(self.server.request("GET", "/livez", token=None)[0], 200)
        self.assertEqual(self.server.request("GET", "/readyz", token=None)[0], 401)
        self.assertEqual(self.server.request("GET", "/readyz")[0], 200)

    def test_expressions_are_refused(self):
        text = json.loads(self.text(self.issuers[0]))
        text["jwt"][0]["claimMappings"]["username"] = {"expression": "claims.sub"}
        path = self.file("authentication.yaml", json.dumps(text))
        self.assertIn('invalid authentication configuration: jwt[0].claimMappings.username.expression: Invalid value: "claims.sub"',
                      self.failure("--authentication-config", path))


class Certificates(Folder):
    def setUp(self):
        super().setUp()
        self.clients = Authority(self.folder, "clients")
        self.proxies = Authority(self.folder, "proxies")

    def test_chains(self):
        self.start("--client-ca-file", self.clients.certificate)
        user = self.who(certificate=self.clients.issue("jane", ["devs", "ops"]))
        self.assertEqual((user["username"], user["groups"]), ("jane", ["devs", "ops", "system:authenticated"]))
        refused = {"expired": self.clients.issue("jane", days=-1), "for servers only": self.clients.issue("jane", usage="serverAuth"),
                   "of nobody": Authority(self.folder, "evil").issue("jane", ["system:masters"]),
                   "of the same name": self.impostor("clients").issue("jane", ["system:masters"])}
        for what, certificate in refused.items():
            with self.subTest(what):
                self.assertNotEqual(self.name(certificate=certificate), "jane")

    def impostor(self, name):
        folder = self.path("impostor")
        os.mkdir(folder)
        return Authority(folder, name)

    def test_an_authority_may_go_while_the_server_runs(self):
        both = self.file("ca.crt", self.clients.text() + self.proxies.text())
        self.start("--client-ca-file", both)
        jane, john = self.clients.issue("jane"), self.proxies.issue("john")
        self.assertEqual((self.name(certificate=jane), self.name(certificate=john)), ("jane", "john"))
        write(both, self.proxies.text())
        eventually(lambda: self.name(certificate=jane) != "jane", "the authority is gone")
        self.assertEqual(self.name(certificate=john), "john")

    def test_a_front_proxy_speaks_for_others(self):
        self.start("--client-ca-file", self.clients.certificate, "--requestheader-client-ca-file", self.proxies.certificate,
                   "--requestheader-allowed-names=proxy", "--requestheader-username-headers=X-Remote-User",
                   "--requestheader-group-headers=X-Remote-Group", "--requestheader-extra-headers-prefix=X-Remote-Extra-")
        claimed = {"X-Remote-User": "jane", "X-Remote-Group": "devs", "X-Remote-Extra-Scopes": "a"}
        user = self.who(certificate=self.proxies.issue("proxy"), headers=claimed)
        self.assertEqual((user["username"], user["groups"], user["extra"]), ("jane", ["devs", "system:authenticated"], {"scopes": ["a"]}))
        # The two authorities are not confused: a client cannot speak for others, and a proxy is nobody by itself.
        self.assertEqual(self.name(certificate=self.clients.issue("proxy"), headers=claimed), "proxy")
        self.assertNotIn(self.name(certificate=self.proxies.issue("other"), headers=claimed), ("jane", "other"))
        self.assertNotIn(self.name(certificate=self.proxies.issue("proxy", ["system:masters"])), ("jane", "proxy"))
        self.assertNotEqual(self.name(headers=claimed), "jane")
        self.assertNotEqual(self.name(certificate=self.proxies.issue("proxy", days=-1), headers=claimed), "jane")


class Passwords(Folder):
    def basic(self, pair):
        return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}

    def test_of_a_file(self):
        path = self.file("passwords.csv", 'hunter2,jane,7,"devs,ops"\n')
        self.start("--basic-auth-file", path)
        user = self.who(headers=self.basic("jane:hunter2"))
        self.assertEqual((user["username"], user["uid"], user["groups"]), ("jane", "7", ["devs", "ops", "system:authenticated"]))
        for wrong in ("jane:Hunter2", "jane:", "john:hunter2", ":"):
            self.assertIsNone(self.who(headers=self.basic(wrong)), wrong)
        write(path, "letmein,jane,7\n")
        eventually(lambda: self.who(headers=self.basic("jane:letmein")), "the file is read again")
        self.assertIsNone(self.who(headers=self.basic("jane:hunter2")))
        write(path, "broken\n")
        eventually(lambda: "at least 3 columns" in self.server.log_text(), "the broken file is told of")
        self.assertEqual(self.name(headers=self.basic("jane:letmein")), "jane")
        self.assertNotIn("letmein", self.server.log_text())

    def test_of_keystone(self):
        asked = []

        def answer(handler, body):
            user = json.loads(body)["auth"]["identity"]["password"]["user"]
            asked.append(handler.path)
            if user["password"] != "hunter2":
                return 401, {}, b'{"error":{"code":401}}'
            answered = {"token": {"methods": ["password"], "user": {"id": "u-7", "name": user["name"], "domain": user["domain"]}}}
            return 201, {"X-Subject-Token": "t", "Content-Type": "application/json"}, json.dumps(answered).encode()

        authority = Authority(self.folder, "web")
        keystone = Https(authority.issue("keystone", usage="serverAuth"), answer)
        self.addCleanup(keystone.close)
        self.start("--keystone-url", keystone.url, "--keystone-ca-file", authority.certificate)
        user = self.who(headers=self.basic("jane:hunter2"))
        self.assertEqual((user["username"], user["uid"]), ("jane", "u-7"))
        self.assertIsNone(self.who(headers=self.basic("jane:wrong")))
        self.assertIsNone(self.who(headers=self.basic("system:admin:hunter2")))
        self.assertEqual(set(asked), {"/v3/auth/tokens"})
        self.assertIn("requires the https scheme", self.failure("--keystone-url=http://127.0.0.1:5000/v3"))


class Tokens(Folder):
    def test_the_token_file_is_followed(self):
        path = self.file("tokens.csv", "one,jane,7\nadmintoken,admin,1,system:masters\n")
        self.start("--token-auth-file", path)
        self.assertEqual(self.name(token="one"), "jane")
        write(path, "two,john,8\nadmintoken,admin,1,system:masters\n")
        eventually(lambda: self.name(token="two") == "john", "the file is read again")
        eventually(lambda: self.who("one") is None, "the old token is gone, from the cache, too")
        write(path, "broken\n")
        eventually(lambda: "at least 3 columns" in self.server.log_text(), "the broken file is told of")
        self.assertEqual(self.name(token="two"), "john")

    def test_a_webhook_knows_tokens(self):
        asked = []

        def answer(_, body):
            review = json.loads(body)
            asked.append(review["spec"]["token"])
            known = review["spec"]["token"] == "known"
            review["status"] = {"authenticated": known, "user": {"username": "jane", "groups": ["devs"]} if known else {}}
            return 200, {"Content-Type": "application/json"}, json.dumps(review).encode()

        authority = Authority(self.folder, "web")
        webhook = Https(authority.issue("webhook", usage="serverAuth"), answer)
        self.addCleanup(webhook.close)
        kubeconfig = self.file("webhook.kubeconfig", json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "w",
            "clusters": [{"name": "w", "cluster": {"server": webhook.url + "/review", "certificate-authority": authority.certificate}}],
            "users": [{"name": "w", "user": {}}], "contexts": [{"name": "w", "context": {"cluster": "w", "user": "w"}}]}))
        self.start("--authentication-token-webhook-config-file", kubeconfig, "--authentication-token-webhook-version=v1")
        user = self.who("known")
        self.assertEqual((user["username"], user["groups"]), ("jane", ["devs", "system:authenticated"]))
        self.assertEqual(self.name(token="known"), "jane")
        self.assertIsNone(self.who("unknown"))
        self.assertEqual(asked.count("known"), 1, "an answer is remembered")
        self.assertGreaterEqual(self.metric('authentication_token_cache_request_total{status="hit"}'), 1)
        self.assertGreaterEqual(self.metric('authentication_token_cache_fetch_total{status="ok"}'), 1)


class InsecurePort(Folder):
    def test_everybody_may_do_everything(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.start(f"--insecure-port={port}")
        self.assertIn("INSECURE", self.server.log_text())

        def ask(method, path, body=None, **headers):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
            connection.request(method, path, body=None if body is None else json.dumps(body), headers={"Content-Type": "application/json"} | headers)
            response = connection.getresponse()
            text = response.read()
            connection.close()
            return response.status, text

        status, answer = ask("POST", WHO_AM_I, {})
        self.assertEqual(status, 201)
        user = json.loads(answer)["status"]["userInfo"]
        self.assertEqual((user["username"], user["groups"]), ("system:unsecured", ["system:masters", "system:authenticated"]))
        self.assertEqual(ask("GET", "/api/v1/namespaces/kube-system/secrets", Authorization="Bearer nonsense")[0], 200)
        self.assertEqual(ask("GET", "/api", Host=f"evil.example:{port}")[0], 403)
        self.assertEqual(ask("GET", "/api", Host=f"localhost:{port}")[0], 200)

    def test_is_no_flag_of_kube_apiserver(self):
        program = os.path.join(suite.BUILD, "kube-apiserver")
        for flag in ("insecure-port=1", "basic-auth-file=x", "keystone-url=https://x"):
            refused = subprocess.run([program, "--" + flag], capture_output=True, text=True, check=False)
            self.assertIn("unknown flag: --" + flag.split("=", maxsplit=1)[0], refused.stderr)


