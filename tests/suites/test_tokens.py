"""Proves that tokens are made, shown to others, accepted and refused as on a Kubernetes cluster: with kubectl, with OpenSSL as somebody who
verifies them elsewhere, and over a restart."""

import base64
import json
import os
import subprocess
import time
import unittest

from harness import suite
from harness.kubectl import Kubectl
from harness.server import Server

SERVICE_ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts"
SECRETS = "/api/v1/namespaces/{}/secrets"
WHO_AM_I = "/apis/authentication.k8s.io/v1/selfsubjectreviews"
REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews"
SECONDS = 30


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


class TokenTest(unittest.TestCase):
    arguments = ()

    @classmethod
    def setUpClass(cls):
        cls.server = Server(suite.BUILD, cls.arguments).start()
        cls.addClassCleanup(cls.server.close)
        cls.create(SERVICE_ACCOUNTS, {"metadata": {"name": "builder"}})

    @classmethod
    def create(cls, path, body, wanted=201):
        status, headers, answer = cls.server.request("POST", path, body)
        assert status == wanted, answer
        cls.warnings = headers.get_all("Warning") or []
        return answer

    def token(self, **spec):
        return self.create(f"{SERVICE_ACCOUNTS}/builder/token", {"spec": spec})["status"]["token"]

    def user(self, token):
        """Who the token says that one is; None when it is refused."""
        status, _, answer = self.server.request("POST", WHO_AM_I, {}, token=token)
        if status == 401:
            return None
        self.assertEqual(status, 201, answer)
        return answer["status"]["userInfo"]

    def review(self, token, *audiences):
        return self.create(REVIEWS, {"spec": {"token": token, "audiences": list(audiences)}})["status"]


class Tokens(TokenTest):
    def test_kubectl_creates_a_token_and_tells_who_it_is(self):
        kubectl = Kubectl(suite.BUILD, self.server)
        if not os.path.exists(kubectl.binary):
            self.skipTest("kubectl is not built")
        token = kubectl.run("create", "token", "builder", "--duration=20m", "--audience=https://kubernetes.default.svc").strip()
        authority = os.path.join(self.server.folder, "ca.crt")
        with open(authority, "w", encoding="ascii") as file:
            file.write(self.server.certificate_authority())
        who = json.loads(kubectl.run("auth", "whoami", "-o", "json", "--token", token, "--server", self.server.url,
                                     "--certificate-authority", authority, environment={"KUBECONFIG": os.devnull}))
        self.assertEqual(who["status"]["userInfo"]["username"], "system:serviceaccount:default:builder")
        claims = json.loads(decoded(token.split(".")[1]))
        self.assertEqual(claims["exp"] - claims["iat"], 1200)

    def test_anybody_can_verify_a_token_with_the_published_keys(self):
        _, _, found = self.server.request("GET", "/.well-known/openid-configuration")
        self.assertEqual(found["issuer"], "https://kubernetes.default.svc")
        self.assertEqual(found["id_token_signing_alg_values_supported"], ["RS256"])
        _, _, keys = self.server.request("GET", "/openid/v1/jwks")
        header, payload, signature = self.token().split(".")
        key = next(key for key in keys["keys"] if key["kid"] == json.loads(decoded(header))["kid"])
        public = os.path.join(self.server.folder, "sa.pub")
        subprocess.run(["openssl", "rsa", "-in", self.server.pki("sa.key"), "-pubout", "-out", public], check=True, capture_output=True)
        modulus = subprocess.run(["openssl", "rsa", "-pubin", "-in", public, "-noout", "-modulus"], check=True, capture_output=True, text=True)
        self.assertEqual(modulus.stdout.strip().removeprefix("Modulus=").lower(), decoded(key["n"]).hex())
        signed = os.path.join(self.server.folder, "signature")
        with open(signed, "wb") as file:
            file.write(decoded(signature))
        verified = subprocess.run(["openssl", "dgst", "-sha256", "-verify", public, "-signature", signed],
                                  input=f"{header}.{payload}".encode(), capture_output=True)
        self.assertEqual(verified.stdout.strip(), b"Verified OK")

    def test_a_changed_token_is_refused(self):
        token = self.token()
        self.assertIsNotNone(self.user(token))
        header, payload, signature = token.split(".")
        claims = json.loads(decoded(payload))
        claims["kubernetes.io"]["serviceaccount"]["name"] = "default"
        forged = encoded(json.dumps(claims).encode())
        self.assertIsNone(self.user(f"{header}.{forged}.{signature}"))
        unsigned = encoded(b'{"alg":"none"}')
        self.assertIsNone(self.user(f"{unsigned}.{payload}."))
        self.assertIsNone(self.user(token[:-8]))

    def test_a_token_is_for_its_audiences(self):
        token = self.token(audiences=["vault"])
        self.assertIsNone(self.user(token))
        self.assertEqual(self.review(token)["error"], 'token audiences ["vault"] is invalid for the target audiences '
                         '["https://kubernetes.default.svc"]')
        status = self.review(token, "mail", "vault")
        self.assertTrue(status["authenticated"])
        self.assertEqual(status["audiences"], ["vault"])

    def test_a_pods_token_ends_with_the_pod_at_once(self):
        self.create("/api/v1/namespaces/default/pods", {"metadata": {"name": "web"}, "spec": {
            "serviceAccountName": "builder", "automountServiceAccountToken": False, "nodeName": "node-7",
            "containers": [{"name": "c", "image": "i"}]}})
        token = self.token(boundObjectRef={"kind": "Pod", "apiVersion": "v1", "name": "web"}, expirationSeconds=3607)
        claims = json.loads(decoded(token.split(".")[1]))
        self.assertEqual(claims["exp"] - claims["iat"], 365 * 24 * 3600)
        self.assertEqual(claims["kubernetes.io"]["warnafter"] - claims["iat"], 3607)
        extra = self.user(token)["extra"]
        self.assertEqual(extra["authentication.kubernetes.io/pod-name"], ["web"])
        self.assertEqual(extra["authentication.kubernetes.io/node-name"], ["node-7"])
        self.server.request("DELETE", "/api/v1/namespaces/default/pods/web?gracePeriodSeconds=0")
        self.assertIsNone(self.user(token))
        self.assertEqual(self.review(token)["error"], "service account token has been invalidated")

    def test_an_account_made_again_does_not_get_the_old_tokens(self):
        self.create(SERVICE_ACCOUNTS, {"metadata": {"name": "again"}})
        path = f"{SERVICE_ACCOUNTS}/again"
        token = self.create(f"{path}/token", {})["status"]["token"]
        self.assertIsNotNone(self.user(token))
        self.server.request("DELETE", path)
        self.assertIsNone(self.user(token))
        account = self.create(SERVICE_ACCOUNTS, {"metadata": {"name": "again"}})
        self.assertIsNone(self.user(token))
        conflict = self.create(f"{path}/token", {"metadata": {"uid": "old"}}, wanted=409)
        self.assertEqual(conflict["message"], 'Operation cannot be fulfilled on TokenRequest.authentication.k8s.io "again": the UID in the '
                         f'token request (old) does not match the UID of the service account ({account["metadata"]["uid"]})')

    def test_a_token_in_a_secret_is_good_while_it_stands_there_and_its_use_is_noted(self):
        account = self.create(SERVICE_ACCOUNTS, {"metadata": {"name": "legacy"}})
        claims = {"iss": "kubernetes/serviceaccount", "kubernetes.io/serviceaccount/namespace": "default",
                  "kubernetes.io/serviceaccount/secret.name": "legacy-token",
                  "kubernetes.io/serviceaccount/service-account.name": "legacy",
                  "kubernetes.io/serviceaccount/service-account.uid": account["metadata"]["uid"],
                  "sub": "system:serviceaccount:default:legacy"}
        text = encoded(b'{"alg":"RS256"}') + "." + encoded(json.dumps(claims).encode())
        signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", self.server.pki("sa.key")], input=text.encode(),
                                   check=True, capture_output=True).stdout
        token = f"{text}.{encoded(signature)}"
        self.assertIsNone(self.user(token))
        self.create(SECRETS.format("default"), {
            "metadata": {"name": "legacy-token", "annotations": {"kubernetes.io/service-account.name": "legacy"}},
            "type": "kubernetes.io/service-account-token", "stringData": {"token": token}})
        self.assertEqual(self.user(token)["username"], "system:serviceaccount:default:legacy")
        secret = self.wait_for(SECRETS.format("default") + "/legacy-token",
                               lambda found: "kubernetes.io/legacy-token-last-used" in found["metadata"].get("labels", {}))
        self.assertIn("kube-apiserver", [entry["manager"] for entry in secret["metadata"]["managedFields"]])
        self.server.request("DELETE", SECRETS.format("default") + "/legacy-token")
        self.assertIsNone(self.user(token))

    def test_legacy_tokens_are_tracked_since_a_day(self):
        path = "/api/v1/namespaces/kube-system/configmaps/kube-apiserver-legacy-service-account-token-tracking"
        found = self.wait_for(path, lambda found: found["kind"] == "ConfigMap")
        self.assertRegex(found["data"]["since"], r"^\d{4}-\d\d-\d\d$")

    def wait_for(self, path, holds):
        end = time.monotonic() + SECONDS
        while True:
            _, _, found = self.server.request("GET", path)
            if holds(found) or time.monotonic() > end:
                self.assertTrue(holds(found), found)
                return found
            time.sleep(0.05)

    def test_tokens_outlive_a_restart(self):
        token = self.token()
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        self.assertIsNotNone(self.user(token))


class BootstrapTokens(TokenTest):
    arguments = ("--enable-bootstrap-token-auth", "--service-account-max-token-expiration=1h", "--api-audiences=api,other")

    def test_a_node_joins_with_a_bootstrap_token(self):
        self.assertIsNone(self.user("abcdef.0123456789abcdef"))
        self.create(SECRETS.format("kube-system"), {
            "metadata": {"name": "bootstrap-token-abcdef"}, "type": "bootstrap.kubernetes.io/token",
            "stringData": {"token-id": "abcdef", "token-secret": "0123456789abcdef", "usage-bootstrap-authentication": "true",
                           "auth-extra-groups": "system:bootstrappers:workers"}})
        status = self.review("abcdef.0123456789abcdef")
        self.assertEqual(status["user"], {"username": "system:bootstrap:abcdef", "groups": [
            "system:bootstrappers", "system:bootstrappers:workers", "system:authenticated"]})
        self.assertEqual(self.review("abcdef.0123456789abcdee"), {"user": {}, "error": "invalid bearer token"})
        self.assertNotIn("0123456789abcdef", self.server.log_text())

    def test_a_token_that_would_live_too_long_is_shortened_with_a_warning(self):
        answer = self.create(f"{SERVICE_ACCOUNTS}/builder/token", {"spec": {"expirationSeconds": 7200}})
        self.assertEqual(answer["spec"]["expirationSeconds"], 3600)
        self.assertEqual(answer["spec"]["audiences"], ["api", "other"])
        self.assertEqual(self.warnings, ['299 - "requested expiration of 7200 seconds shortened to 3600 seconds"'])


class GivenKeys(unittest.TestCase):
    """A key of each curve signs; certificates and public keys verify, also those of older keys."""

    def test_keys_and_certificates(self):
        for curve, algorithm in (("prime256v1", "ES256"), ("secp384r1", "ES384"), ("secp521r1", "ES512")):
            with self.subTest(curve), Server(suite.BUILD) as server:
                server.stop()
                key, certificate = os.path.join(server.folder, "k.pem"), os.path.join(server.folder, "c.pem")
                subprocess.run(["openssl", "ecparam", "-name", curve, "-genkey", "-noout", "-out", key], check=True)
                subprocess.run(["openssl", "req", "-x509", "-key", key, "-out", certificate, "-subj", "/CN=sa"], check=True, capture_output=True)
                old = server.pki("sa.key")
                server.arguments += ["--service-account-signing-key-file", key, "--service-account-key-file", certificate,
                                     "--service-account-key-file", old, "--service-account-issuer=https://new.example",
                                     "--service-account-issuer=https://kubernetes.default.svc"]
                server.start()
                server.request("POST", SERVICE_ACCOUNTS, {"metadata": {"name": "builder"}})
                _, _, answer = server.request("POST", f"{SERVICE_ACCOUNTS}/builder/token", {})
                token = answer["status"]["token"]
                self.assertEqual(json.loads(decoded(token.split(".")[0]))["alg"], algorithm)
                status, _, _ = server.request("POST", WHO_AM_I, {}, token=token)
                self.assertEqual(status, 201)
                _, _, found = server.request("GET", "/.well-known/openid-configuration")
                self.assertEqual(found["id_token_signing_alg_values_supported"], sorted([algorithm, "RS256"]))


if __name__ == "__main__":
    unittest.main()
