"""What pytest does for scripts/mutate: trace all tests, or run chosen ones.

Each runs in a process of its own; what it tells is in files that an option names.
"""

from collections import defaultdict
from collections.abc import Generator
import faulthandler
from inspect import CO_OPTIMIZED
import json
import os
from pathlib import Path
import sys
from types import CodeType
from typing import Any

import pytest

STDERR = 2
LONGEST_START = 120
"""After so many seconds nothing comes any more before the first test, or at the end."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the names of the files."""
    for name in ("--mutate-trace", "--mutate-chosen", "--mutate-told"):
        parser.addoption(name, type=Path)


def pytest_configure(config: pytest.Config) -> None:
    """Do what the options say."""
    root, manager = config.rootpath, config.pluginmanager
    if (folder := config.getoption("--mutate-trace")) is not None:
        manager.register(Trace(root, folder))
    if (chosen := config.getoption("--mutate-chosen")) is not None:
        limits = json.loads(chosen.read_text())
        manager.register(Chosen(limits, config.getoption("--mutate-told")))


class Trace:
    """Writes down which lines each test runs, and how long it takes."""

    def __init__(self, root: Path, folder: Path) -> None:
        """Watch the code of the integration below a root."""
        self._code = f"{root / 'custom_components'}{os.sep}"
        self._skipped = len(f"{root}{os.sep}")
        self._folder = folder
        self._ran: set[tuple[str, int]] = set()
        self._tests: dict[str, dict[str, Any]] = {}
        self._monitoring = sys.monitoring
        self._tool = sys.monitoring.DEBUGGER_ID
        self._monitoring.use_tool_id(self._tool, "mutate")
        line = self._monitoring.events.LINE
        self._monitoring.register_callback(self._tool, line, self._line)

    def _line(self, code: CodeType, line: int) -> object:
        # functions only: a module runs within whatever test imports it first
        is_function = code.co_flags & CO_OPTIMIZED
        if is_function and code.co_filename.startswith(self._code):
            self._ran.add((code.co_filename[self._skipped :], line))
        return self._monitoring.DISABLE

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, bool, bool]:
        """Trace one test, with its fixtures."""
        self._ran.clear()
        self._tests[item.nodeid] = {"seconds": 0.0, "failed": False}
        self._monitoring.restart_events()
        self._monitoring.set_events(self._tool, self._monitoring.events.LINE)
        try:
            return (yield)
        finally:
            self._monitoring.set_events(self._tool, 0)
            lines = defaultdict(list)
            for path, line in sorted(self._ran):
                lines[path].append(line)
            self._tests[item.nodeid]["lines"] = lines

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how long a test took, and whether it works at all."""
        if (test := self._tests.get(report.nodeid)) is not None:
            test["seconds"] += report.duration
            test["failed"] |= report.failed

    def pytest_sessionfinish(self) -> None:
        """Write it, each of several processes its own part."""
        if self._tests:
            part = self._folder / f"{os.getpid()}.json"
            part.write_text(json.dumps(self._tests))


class Chosen:
    """Runs tests in the order in which they are named, each within its limit.

    It tells of every test that begins, and ends with the first that fails.
    """

    def __init__(self, limits: dict[str, float], told: Path) -> None:
        """Take the limits in seconds."""
        self._limits = limits
        self._told = told
        self._end_after(LONGEST_START)

    def _end_after(self, seconds: float) -> None:
        """End this process if nothing else happens until then."""
        faulthandler.dump_traceback_later(seconds, exit=True, file=STDERR)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave only the named tests, in their order."""
        order = {nodeid: number for number, nodeid in enumerate(self._limits)}
        named = [item for item in items if item.nodeid in order]
        items[:] = sorted(named, key=lambda item: order[item.nodeid])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, bool, bool]:
        """Run one test."""
        self._told.write_text(json.dumps({"began": item.nodeid}))
        self._end_after(self._limits[item.nodeid])
        try:
            return (yield)
        finally:
            self._end_after(LONGEST_START)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell what failed, and end at once: what was changed may hang at the end."""
        if report.failed:
            self._told.write_text(json.dumps({"failed": report.nodeid}))
            os._exit(pytest.ExitCode.TESTS_FAILED)
