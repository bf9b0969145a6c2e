"""`--help` of every script tells of it at once, and installs nothing."""

import os
from pathlib import Path
import re
import shutil
import subprocess

import pytest

from scripts.dev import options, rehearse
from scripts.dev.bench.figures import MODULES
from scripts.dev.campaign import __main__ as campaign
from scripts.dev.clients import __main__ as clients
from scripts.dev.folder import ROOT
from scripts.dev.replay import __main__ as replay

PARSERS = {
    "develop": options._parser,
    "rehearse": rehearse._parser,
    "campaign": campaign._parser,
    "replay": replay._parser,
    "clients": clients._parser,
}
SCRIPTS = sorted(
    path.name
    for path in (ROOT / "scripts").iterdir()
    if path.is_file() and os.access(path, os.X_OK)
)
SPARED = shutil.ignore_patterns("__pycache__", ".*")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository as it is downloaded, without environments."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in ("custom_components", "scripts", "simulator"):
        shutil.copytree(ROOT / name, copy / name, ignore=SPARED)
    for name in ("hacs.json", "requirements_test.txt", "setup.cfg"):
        shutil.copy(ROOT / name, copy / name)
    return copy


def _run(checkout: Path, script: str, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603
        [checkout / "scripts" / script, *arguments],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=checkout,
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    assert not done.stderr
    return done.stdout


def _files(checkout: Path) -> set[Path]:
    return set(checkout.rglob("*"))


@pytest.mark.parametrize("option", ["--help", "-h"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_help_installs_nothing(checkout: Path, script: str, option: str) -> None:
    before = _files(checkout)
    told = _run(checkout, script, option)
    assert told.startswith(f"usage: scripts/{script}")
    assert _files(checkout) == before
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize(
    ("script", "arguments"),
    [
        ("develop", ["--check", "--help"]),
        ("rehearse", ["week", "--help"]),
        ("campaign", ["--days", "3", "-h"]),
        ("clients", ["emhass", "--help"]),
    ],
)
def test_help_comes_before_all_else(
    checkout: Path, script: str, arguments: list[str]
) -> None:
    before = _files(checkout)
    assert _run(checkout, script, *arguments).startswith("usage:")
    assert _files(checkout) == before


@pytest.mark.parametrize("script", PARSERS)
def test_help_tells_of_every_option(checkout: Path, script: str) -> None:
    told = re.findall(r"^  (--[\w-]+)", _run(checkout, script, "--help"), re.MULTILINE)
    actions = PARSERS[script]()._actions
    assert sorted(told) == sorted(
        option for action in actions for option in action.option_strings
    )


def test_help_tells_of_every_part_of_the_bench(checkout: Path) -> None:
    told = _run(checkout, "bench", "--help").partition("PART ")[2]
    assert sorted(re.findall(r"\w+", told.partition("(all): ")[2])) == sorted(MODULES)
