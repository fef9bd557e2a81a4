"""A service of the test's own that the server asks over TLS, and the kubeconfig file by which it is found.

    with Webhook(folder, "policy", lambda asked: (200, {...})) as webhook:
        Server(build, ["--authorization-webhook-config-file", webhook.kubeconfig])
        webhook.asked                       # the bodies, in their order
"""

import http.server
import json
import os
import socket
import ssl
import subprocess
import threading


def make_certificate(folder, name, alternative_name="IP:127.0.0.1"):
    """A certificate of its own with its key: the paths of both."""
    key, certificate = (os.path.join(folder, f"{name}.{end}") for end in ("key", "crt"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
                    "-out", certificate, "-days", "1", "-subj", f"/CN={name}", "-addext", f"subjectAltName={alternative_name}"],
                   check=True, capture_output=True)
    return certificate, key


class Webhook:
    def __init__(self, folder, name, answer):
        """`answer`: from the body (a dict) to (code, dict or text)."""
        self.folder, self.name, self.answer = folder, name, answer
        self.asked, self.connections = [], []
        self.certificate, self.key = make_certificate(folder, name)
        self.kubeconfig = os.path.join(folder, f"{name}.kubeconfig")

    def __enter__(self):
        webhook = self

        class Receiver(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                webhook.connections.append(self.request)
                super().setup()

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                webhook.asked.append(body)
                code, answer = webhook.answer(body)
                data = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
                try:
                    self.say(code, data, "text/plain" if isinstance(answer, str) else "application/json")
                except OSError:
                    self.close_connection = True  # who asked has gone

            def say(self, code, data, content_type):
                self.send_response(code)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        self.service = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        self.service.daemon_threads = True
        self.service.block_on_close = False
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        self.service.socket = context.wrap_socket(self.service.socket, server_side=True)
        threading.Thread(target=self.service.serve_forever, daemon=True).start()
        with open(self.kubeconfig, "w", encoding="utf-8") as file:
            json.dump({"apiVersion": "v1", "kind": "Config", "current-context": "it",
                       "clusters": [{"name": "it", "cluster": {"server": f"https://127.0.0.1:{self.service.server_port}/",
                                                               "certificate-authority": self.certificate}}],
                       "users": [{"name": "it", "user": {}}],
                       "contexts": [{"name": "it", "context": {"cluster": "it", "user": "it"}}]}, file)
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Nobody is there any more: connections are refused."""
        if self.service:
            self.service.shutdown()
            self.service.server_close()
            self.service = None
            for connection in self.connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass  # it has ended by itself
