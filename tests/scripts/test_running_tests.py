"""What scripts/test runs and reports, with stand-ins for the programs that it calls."""

import os
from pathlib import Path
import shutil
import subprocess

import pytest

from scripts.dev.folder import ROOT

PROGRAM = """\
#!/bin/sh
echo "$0 $*" >>"$CALLS"
case "$0 $*" in
  *"${FAILING:-nothing}"*)
    echo "FAILED tests/test_a.py::test_b - it broke"
    echo "=== 1 failed, 2 passed in 3.21s ==="
    exit 1
    ;;
  *-m\\ pytest*) echo "=== 3 passed in 3.21s ===" ;;
esac
"""
PROGRAMS = ("test/bin/ruff", "test/bin/mypy", "test/bin/python", "newest/bin/python")
PLAIN = ["lint", "format", "types", "card", "browser", "tests"]


REQUIRED = {"BROWSER_TESTS": "required"}
"""Nothing may be left out, whatever this machine has."""


class Checkout:
    """A checkout with scripts/test and nothing real around it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._calls = path / "calls"
        venv = path / ".venv"
        programs = [venv / name for name in PROGRAMS]
        scripts = [path / "scripts" / name for name in ("card", "setup")]
        for file in (*scripts, *programs):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(PROGRAM)
            file.chmod(0o755)
        shutil.copy(ROOT / "scripts" / "test", path / "scripts" / "test")
        for name in ("test_a.py", "browser/test_c.py"):
            file = path / "tests" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()

    def run(self, *arguments: str, failing: str = "") -> tuple[int, list[str]]:
        """Run scripts/test; return its exit code, and the lines of its report."""
        done = subprocess.run(  # noqa: S603
            [self._path / "scripts" / "test", *arguments],
            env={
                **os.environ,
                **REQUIRED,
                "CALLS": str(self._calls),
                "FAILING": failing,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=False,
            text=True,
        )
        return done.returncode, done.stdout.split("\n---\n")[-1].splitlines()

    def calls(self, program: str) -> list[str]:
        """Return the arguments that a program was given, call by call."""
        prefix = f"{self._path}/.venv/{program} "
        lines = self._calls.read_text().splitlines()
        return [line.removeprefix(prefix) for line in lines if line.startswith(prefix)]

    def left_behind(self) -> set[str]:
        """Return what is in .venv that was not there before."""
        known = {name.split("/")[0] for name in PROGRAMS}
        return {file.name for file in (self._path / ".venv").iterdir()} - known


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path.resolve())


def test_every_step_has_a_line(checkout: Checkout) -> None:
    code, report = checkout.run()

    assert code == 0
    assert [line.split()[0] for line in report] == PLAIN
    assert [line.endswith("s  3 passed") for line in report] == [False] * 4 + [True] * 2
    assert checkout.left_behind() <= {".mypy.lock"}


@pytest.mark.parametrize(
    ("failing", "step"),
    [
        ("ruff check", "lint"),
        ("ruff format", "format"),
        ("mypy", "types"),
        ("card check", "card"),
        ("--cov=", "tests"),
        ("tests/browser", "browser"),
    ],
)
def test_a_step_that_fails_is_named(
    checkout: Checkout, failing: str, step: str
) -> None:
    code, report = checkout.run(failing=failing)

    assert code == 1
    lines = {line.split()[0]: line for line in report}
    assert [name for name in PLAIN if "FAILED" in lines[name]] == [step]
    assert report[-1] == "FAILED tests/test_a.py::test_b - it broke"


def test_chosen_tests_are_all_that_runs(checkout: Checkout) -> None:
    code, report = checkout.run("tests/test_a.py::test_b", "-x")

    assert code == 0
    assert [line.split()[0] for line in report] == ["lint", "format", "types", "tests"]
    [call] = checkout.calls("test/bin/python")
    assert call.startswith("-m pytest ")
    assert {"-x", "-n", "--cov=custom_components.amps"} & {*call.split()} == {"-x"}
    assert "/tests/test_a.py::test_b" in call


def test_newest_is_pytest_alone(checkout: Checkout) -> None:
    code, report = checkout.run("--newest")

    assert code == 0
    assert [line.split()[0] for line in report] == ["newest"]
    assert len(checkout.calls("newest/bin/python")) == 1


def test_only_a_thorough_run_is_thorough(checkout: Checkout) -> None:
    checkout.run()
    checkout.run("--newest")
    short = checkout.calls("test/bin/python") + checkout.calls("newest/bin/python")
    assert not [call for call in short if "thorough" in call or "debug" in call]

    code, report = checkout.run("--thorough")
    assert code == 0
    assert [line.split()[0] for line in report] == [*PLAIN, "newest"]
    for python in ("test/bin/python", "newest/bin/python"):
        long = [call for call in checkout.calls(python) if "profile=thorough" in call]
        assert ["--asyncio-debug" in call for call in long] == [True]
