"""The client libraries of other languages: what each needs, how it is built, and how its tests' results are read.

Each has a folder in tests/clients with its own kind of tests, which find the server by KUBECONFIG. Everything that is downloaded or
built goes to build/<language>, so that a second run needs neither network nor compiler.
"""

import dataclasses
import hashlib
import os
import re
import shutil
import xml.etree.ElementTree as xml

from harness.server import Server


class Missing(Exception):
    """A tool is not there; the message says what to install."""


@dataclasses.dataclass
class Library:
    name: str
    preparation: list  # (what, command, options of subprocess): steps that are quiet unless they fail
    command: list
    folder: str  # where the command runs
    result_line: str = ""  # a regular expression over its lines: groups `word` and `name`
    variables: dict = dataclasses.field(default_factory=dict)
    reports: str = ""  # or: a folder of JUnit's XML


def need(tool, packages):
    if shutil.which(tool) is None:
        raise Missing(f"{tool} is not on PATH; `tools/setup clients` installs it (Debian: {packages})")


def stamp(*files):
    """What is installed for these files, as a name that changes when they do."""
    digest = hashlib.sha256()
    for file in files:
        with open(file, "rb") as content:
            digest.update(content.read())
    return digest.hexdigest()[:16]


def javascript(source, folder):
    need("node", "nodejs")
    need("npm", "npm")
    lock = os.path.join(source, "package-lock.json")
    preparation = []
    installed = os.path.join(folder, "installed-" + stamp(lock))
    os.makedirs(folder, exist_ok=True)
    for file in ("package.json", "package-lock.json", "client.test.js"):
        shutil.copyfile(os.path.join(source, file), os.path.join(folder, file))
    if not os.path.exists(installed):
        preparation = [("installing the JavaScript client", ["npm", "ci", "--no-fund", "--no-audit"], {"cwd": folder}),
                       ("noting what is installed", ["touch", installed], {})]
    return Library("javascript", preparation, ["node", "--test", "--test-reporter=tap", "client.test.js"], folder,
                   result_line=r"^(?P<word>ok|not ok) \d+ - (?P<name>.*)$")


def java(source, folder):
    need("mvn", "maven")
    need("javac", "default-jdk-headless")
    common = ["mvn", "-B", "-q", "-ntp", f"-Dmaven.repo.local={os.path.join(folder, 'repository')}", f"-Dbuild.folder={os.path.join(folder, 'target')}"]
    pom = os.path.join(source, "pom.xml")
    fetched = os.path.join(folder, "fetched-" + stamp(pom))
    preparation = []
    if not os.path.exists(fetched):
        # Without tests to run, surefire would not yet fetch what runs them: one that no name matches makes it.
        every = common + ["test", "-Dtest=None", "-Dsurefire.failIfNoSpecifiedTests=false"]
        preparation = [("fetching the Java client", every, {"cwd": source}), ("noting what is fetched", ["touch", fetched], {})]
    return Library("java", preparation, common + ["test"], source, reports=os.path.join(folder, "target", "surefire-reports"))


def rust(source, folder):
    need("cargo", "cargo and rustc 1.85 or newer, or rustup")
    target = {"CARGO_TARGET_DIR": folder}
    preparation = [("building the tests of the Rust client (minutes the first time)",
                    ["env", f"CARGO_TARGET_DIR={folder}", "cargo", "test", "--locked", "--quiet", "--no-run"], {"cwd": source})]
    return Library("rust", preparation, ["cargo", "test", "--locked", "--quiet", "--test", "client", "--", "--format", "pretty"], source,
                   result_line=r"^test (?P<name>\S+) \.\.\. (?P<word>ok|FAILED)$", variables=target)


LIBRARIES = {"java": java, "javascript": javascript, "rust": rust}


def junit_results(folder):
    for report in sorted(os.listdir(folder)):
        if report.endswith(".xml"):
            for case in xml.parse(os.path.join(folder, report)).getroot().iter("testcase"):
                yield case.get("name"), case.find("failure") is None and case.find("error") is None


def run(library, build, follow):
    """Runs the tests against a server of their own, with a line for each; returns (passed, failed)."""
    counts = {True: 0, False: 0}

    def say(name, ok):
        counts[ok] += 1
        print(f"  {'ok' if ok else 'FAIL':4} {library.name}.{name}", flush=True)

    lines = []

    def on_line(line):
        found = re.match(library.result_line, line) if library.result_line else None
        if found:
            say(found.group("name"), found.group("word") == "ok")
        lines.append(line)
        return False

    if library.reports:
        shutil.rmtree(library.reports, ignore_errors=True)
    with Server(build) as server:
        os.environ.update(library.variables | {"KUBECONFIG": server.kubeconfig})
        code = follow(library.command, build, on_line, cwd=library.folder)
        del os.environ["KUBECONFIG"]
    if library.reports and os.path.isdir(library.reports):
        for name, ok in junit_results(library.reports):
            say(name, ok)
    if code != 0 or not counts[True]:
        print("\n".join(lines), flush=True)
    return counts[True], max(counts[False], 1 if code != 0 or not counts[True] else 0)
