"""Who may import whom: the contracts in `setup.cfg`, and what they cannot say."""

from collections import Counter
from functools import cache
import os
from pathlib import Path
import re
import subprocess
import sys

import grimp
import pytest

ROOT = Path(__file__).parents[1]
AMPS = ROOT / "custom_components" / "amps"
PLATFORMS = (
    "binary_sensor",
    "button",
    "calendar",
    "event",
    "number",
    "select",
    "sensor",
    "switch",
)


def test_nothing_imports_upwards_or_goes_round() -> None:
    # a process of its own: the linter changes how this one would log
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(  # noqa: S603
        [linter, "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{AMPS.parent}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_chain_of_imports_between_folders_is_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(AMPS.parent)
    graph = grimp.build_graph(
        "amps", exclude_type_checking_imports=True, cache_dir=None
    )
    for child in graph.find_children("amps"):
        graph.squash_module(child)

    @cache
    def chain(module: str) -> tuple[str, ...]:
        others = graph.find_modules_directly_imported_by(module) - {module}
        return (module, *max(map(chain, others), key=len, default=()))

    assert len(longest := max(map(chain, graph.modules), key=len)) <= 10, longest


@pytest.mark.parametrize("package", ["engine", "planner", "schedule"])
def test_the_core_has_no_clock(package: str) -> None:
    for path in (AMPS / package).glob("*.py"):
        assert "utcnow" not in path.read_text()
        assert ".now(" not in path.read_text()


def test_platforms_never_see_the_client() -> None:
    for name in PLATFORMS:
        for path in [*AMPS.glob(f"{name}.py"), *(AMPS / name).glob("*.py")]:
            assert "coordinator.client" not in path.read_text()


def test_the_top_is_seen_at_a_glance() -> None:
    there = {path.name for path in AMPS.iterdir()} - {"__pycache__"}
    assert len(there) <= 39


def test_each_folder_says_what_it_is_for() -> None:
    for folder in (path.parent for path in AMPS.rglob("__init__.py")):
        first = (folder / "__init__.py").read_text().splitlines()[0]
        assert first.startswith('"""'), folder
        assert len(first) > len('""""""'), folder


def test_no_two_classes_share_a_name() -> None:
    named = re.compile(r"^(?:class|type) ([A-Za-z]\w*)", re.MULTILINE)
    names = [
        name for path in AMPS.rglob("*.py") for name in named.findall(path.read_text())
    ]
    assert [name for name, count in Counter(names).items() if count > 1] == []
