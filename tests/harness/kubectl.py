"""kubectl, as built from its official module, pointed at a test's server."""

import json
import os
import subprocess
import threading
import queue

SECONDS = 120


class Kubectl:
    def __init__(self, build, server):
        self.binary = os.path.join(build, "tests", "kubectl")
        # HOME is the test's own: discovery caches must not outlive the server.
        self.environment = {"HOME": server.folder, "KUBECONFIG": server.kubeconfig, "PATH": os.environ["PATH"]}

    def try_run(self, *arguments, stdin=None, environment=None):
        """The finished process, whatever its exit code."""
        return subprocess.run([self.binary, *arguments], input=stdin, capture_output=True, text=True, timeout=SECONDS,
                              env=self.environment | (environment or {}))

    def run(self, *arguments, stdin=None, environment=None):
        """Standard output; fails the test unless the exit code is 0."""
        result = self.try_run(*arguments, stdin=stdin, environment=environment)
        if result.returncode != 0:
            raise AssertionError(f"kubectl {' '.join(arguments)}: exit {result.returncode}\n{result.stdout}{result.stderr}")
        return result.stdout

    def json(self, *arguments):
        return json.loads(self.run(*arguments, "-o", "json"))

    def fails(self, *arguments, stdin=None):
        """Standard error; fails the test if the exit code is 0."""
        result = self.try_run(*arguments, stdin=stdin)
        if result.returncode == 0:
            raise AssertionError(f"kubectl {' '.join(arguments)} was expected to fail\n{result.stdout}")
        return result.stderr

    def follow(self, *arguments):
        return Following([self.binary, *arguments], self.environment)


class Following:
    """A kubectl that runs on, its lines as they come."""

    def __init__(self, command, environment):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def line(self):
        """The next line; None when it has ended. Raises queue.Empty when none comes for long."""
        return self.lines.get(timeout=SECONDS)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
