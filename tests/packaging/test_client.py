"""The client by itself: a wheel for an empty environment, and its README."""

from collections.abc import Iterator
import inspect
from pathlib import Path
import re
import shutil
import subprocess
import sys
import textwrap

import pytest

from custom_components.amps.api import AmpsClient
from scripts.dev import package
from simulator import DEFAULT_KEY

from ..docs.pages import CLIENT_README, blocks, text_of
from .files import ROOT

BATTERIES = 3
PROGRAM = """\
{imports}

async def main() -> None:
    async with aiohttp.ClientSession() as session:
        client = amps_client.AmpsClient(session, *sys.argv[1:])
        battery = (await client.list_batteries())[0]
{example}
        print(action.command, action.parameters.target, action.end - action.start)

asyncio.run(main())
"""


def _run(*command: str | Path) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return done.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the client and what it needs."""
    folder = tmp_path_factory.mktemp("client")
    package.build_client(folder)
    (wheel,) = folder.glob("amps_client-*.whl")
    uv = package.find_uv()
    _ = _run(uv, "venv", "--python", sys.executable, folder / "env")
    found = folder / "env" / "bin" / "python"
    _ = _run(uv, "pip", "install", "--python", found, wheel)
    return found


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    command = [sys.executable, "-m", "simulator", "--batteries", str(BATTERIES)]
    with subprocess.Popen(  # noqa: S603
        [*command, "--time-zone", "Europe/Berlin"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split()[-1]
        server.terminate()


def _examples() -> list[str]:
    name = CLIENT_README.relative_to(ROOT).as_posix()
    return [text for place, text in blocks("python") if place.startswith(name)]


def test_it_lists_the_batteries(python: Path, url: str, tmp_path: Path) -> None:
    program = tmp_path / "batteries.py"
    program.write_text(_examples()[0])
    assert sum(bool(line) for line in _examples()[0].splitlines()) <= 10
    lines = _run(python, program, DEFAULT_KEY, url).splitlines()
    assert len(lines) == BATTERIES
    for line in lines:
        assert re.fullmatch(r"[\w-]+: .+, [\d.]+ %", line), line


def test_it_sends_a_command(python: Path, url: str, tmp_path: Path) -> None:
    imports, _, example = _examples()[1].partition("\n\n")
    imports = f"import asyncio, sys, aiohttp, amps_client\n{imports}"
    program = tmp_path / "charge.py"
    program.write_text(
        PROGRAM.format(imports=imports, example=textwrap.indent(example, " " * 8))
    )
    assert _run(python, program, DEFAULT_KEY, url) == "charge 80 2:00:00\n"


def test_nothing_else_is_in_it(python: Path) -> None:
    (site,) = python.parents[1].glob("lib/*/site-packages")
    assert not (site / "homeassistant").exists()
    sources = {path.name for path in (package.SOURCE / "api").glob("*.py")}
    (folder,) = site.glob("amps_client")
    others = {"LICENSE", "__pycache__", "py.typed"}
    assert {path.name for path in folder.iterdir()} - others == sources


def test_its_readme_names_all_it_does() -> None:
    named = set(re.findall(r"`(\w+)\(", text_of(CLIENT_README)))
    methods = inspect.getmembers(AmpsClient, inspect.iscoroutinefunction)
    assert named == {name for name, _ in methods if not name.startswith("_")}


def test_without_uv_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(SystemExit, match="uv is missing: install it"):
        package.build_client(tmp_path)
