"""A Pintle server of the test's own: started from the build, on a free port, with a temporary data folder.

    with Server(build) as server:
        server.request("GET", "/healthz")          # as the administrator
        server.kill(); server.start()              # the same data folder and port

The server is ready when it says so on standard output; nothing here sleeps and hopes. It is ended by its process id only.
"""

import base64
import http.client
import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import tempfile
import threading

READY = re.compile(r"Pintle is ready at (https://\S+)")
READY_SECONDS = 60  # a sanitizer build on a busy machine; the usual start takes a tenth of a second
STOP_SECONDS = 60
LOG_LINES_SHOWN = 40

TOKENS = 'admintoken,admin,1,"system:masters"\nusertoken,alice,2,"devs"\n'


class ServerFailed(Exception):
    """The server ended, or did not become ready; the message holds the end of its log."""


class Server:
    def __init__(self, build, arguments=(), program=None):
        self.binary = program or os.path.join(build, "pintle")
        self.folder = tempfile.mkdtemp(prefix="pintle-test-")
        self.data_dir = os.path.join(self.folder, "data")
        self.kubeconfig = os.path.join(self.data_dir, "kubeconfig")
        self.log_path = os.path.join(self.folder, "server.log")
        token_file = os.path.join(self.folder, "tokens.csv")
        with open(token_file, "w", encoding="utf-8") as file:
            file.write(TOKENS)
        self.arguments = ["--data-dir", self.data_dir, "--token-auth-file", token_file, *arguments]
        self.host, self.port = "127.0.0.1", 0
        self.url = None
        self.process = None

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, *_):
        self.close(keep_log=kind is not None)

    def start(self):
        """Starts and waits until it is ready. The port of the first start is kept for the next ones."""
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [self.binary, "serve", "--secure-port", str(self.port), *self.arguments],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        expired = threading.Timer(READY_SECONDS, self.process.kill)
        expired.start()
        try:
            self._wait_until_ready()
        finally:
            expired.cancel()
        # What it prints from here on must not fill the pipe.
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        return self

    def _wait_until_ready(self):
        for line in self.process.stdout:
            ready = READY.search(line.decode("utf-8", "replace"))
            if ready:
                self.url = ready.group(1)
                self.port = int(self.url.rsplit(":", 1)[1])
                return
        code = self.process.wait()
        raise ServerFailed(f"the server ended with {code} before it was ready\n{self.log_tail()}")

    def stop(self):
        """Ends it as an administrator would; returns its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self):
        """Ends it as a power cut would end the process."""
        return self._end(signal.SIGKILL)

    def _end(self, how):
        if self.process is None:
            return None
        self.process.send_signal(how)
        try:
            code = self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise ServerFailed(f"the server did not stop within {STOP_SECONDS} s\n{self.log_tail()}") from None
        self.process.stdout.close()
        self.process = None
        return code

    def close(self, keep_log=False):
        if self.process is not None and self.process.poll() is None:
            self.kill()
        if keep_log:
            print(f"--- end of the server's log\n{self.log_tail()}---", flush=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def pki(self, name):
        """The path of one of its certificates and keys."""
        return os.path.join(self.data_dir, "pki", name)

    def log_text(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()

    def log_tail(self):
        try:
            with open(self.log_path, encoding="utf-8", errors="replace") as log:
                return "".join(log.readlines()[-LOG_LINES_SHOWN:])
        except OSError:
            return ""

    def certificate_authority(self):
        """The PEM that clients verify the server with, from its kubeconfig."""
        with open(self.kubeconfig, encoding="utf-8") as file:
            data = re.search(r"certificate-authority-data: (\S+)", file.read()).group(1)
        return base64.b64decode(data).decode("ascii")

    def request(self, method, path, body=None, token="admintoken", headers=None, content_type="application/json", authority=None,
                certificate=None):
        """One request over HTTP/1.1; returns (status, headers, body). A dict as body is sent as JSON, a JSON answer comes as a dict.
        `authority`: PEM to verify the server with instead of its own; `certificate`: paths of a client certificate and its key."""
        context = ssl.create_default_context(cadata=authority or self.certificate_authority())
        if certificate:
            context.load_cert_chain(*certificate)
        connection = http.client.HTTPSConnection(self.host, self.port, context=context, timeout=60)
        try:
            sent = dict(headers or {})
            if token:
                sent["Authorization"] = "Bearer " + token
            if body is not None:
                sent["Content-Type"] = content_type
                body = body if isinstance(body, (bytes, str)) else json.dumps(body)
            connection.request(method, path, body=body, headers=sent)
            response = connection.getresponse()
            data = response.read()
            if "json" in (response.getheader("Content-Type") or ""):
                data = json.loads(data)
            return response.status, response.headers, data
        finally:
            connection.close()
