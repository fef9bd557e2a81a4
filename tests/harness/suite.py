"""Runs the unittest cases of one file with a line for each, and ends with 'N passed, N failed'.

    python3 -m harness.suite suites/test_serve.py <build>      (in tests/)
"""

import importlib.util
import os
import sys
import time
import unittest

BUILD = None  # the build folder under test; set before a suite is loaded


class LineResult(unittest.TestResult):
    """One line when a test has ended: what, how, how long."""

    def __init__(self, name):
        super().__init__()
        self.name = name
        self.passed = 0
        self.failed = 0
        self._begin = 0.0
        self._subtests_failed = False

    def startTest(self, test):
        super().startTest(test)
        self._begin = time.monotonic()
        self._subtests_failed = False

    def _say(self, word, test, detail=""):
        seconds = time.monotonic() - self._begin
        print(f"  {word:4} {self.name}.{test.id().split('.')[-1]} ({seconds:.1f} s)", flush=True)
        if detail:
            print("       " + detail.replace("\n", "\n       "), flush=True)

    def addSuccess(self, test):
        if self._subtests_failed:
            return
        self.passed += 1
        self._say("ok", test)

    def _fail(self, test, error):
        self.failed += 1
        self._say("FAIL", test, self._exc_info_to_string(error, test).strip())

    def addFailure(self, test, err):
        self._fail(test, err)

    def addError(self, test, err):
        self._fail(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._subtests_failed = True
            self._fail(test, err)

    def addSkip(self, test, reason):
        self._say("skip", test, reason)


def main(path, build):
    global BUILD
    BUILD = os.path.abspath(build)
    # This file is also importable as harness.suite: one BUILD for both.
    sys.modules["harness.suite"] = sys.modules[__name__]
    name = os.path.basename(path).removeprefix("test_").removesuffix(".py")
    spec = importlib.util.spec_from_file_location("suite_" + name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    result = LineResult(name)
    unittest.defaultTestLoader.loadTestsFromModule(module).run(result)
    print(f"{result.passed} passed, {result.failed} failed", flush=True)
    return 1 if result.failed or not result.passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
