"""Who may import whom: nothing reaches upward (`docs/code-map.md`)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "custom_components" / "amps"

LAYERS = (
    {"api"},
    {"plan"},
    {
        "account_faults",
        "const",
        "exceptions",
        "capabilities",
        "defaults",
        "names",
        "ownership",
        "budget",
        "refusals",
        "slices",
        "snapshot",
        "told",
        "windows",
    },
    {
        "absences",
        "action_lists",
        "coordinator",
        "reader",
        "plant_zone",
        "battery_history",
        "battery_store",
        "battery_plan",
    },
)
"""From the lowest up; what is named nowhere is above them all."""


def _layer(module: str) -> int:
    return next(
        (depth for depth, names in enumerate(LAYERS) if module in names), len(LAYERS)
    )


def _modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(ROOT.rglob("*.py")):
        yield path.relative_to(ROOT).parts[0].removesuffix(".py"), path


def _imported(path: Path) -> Iterator[str]:
    """Give the modules of the package's top that a file imports at run time."""
    depth = len(path.relative_to(ROOT).parts)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level == depth:
            if node.module is not None:
                yield node.module.split(".")[0]
            else:
                yield from (alias.name for alias in node.names)


def _foreign(path: Path) -> set[str]:
    """Give the packages of others that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", [it for _, it in _modules()], ids=lambda it: it.stem)
def test_nothing_reaches_upward(path: Path) -> None:
    mine = _layer(path.relative_to(ROOT).parts[0].removesuffix(".py"))
    typing_only = {("reader", "coordinator"), ("plant_zone", "coordinator")}
    for name in _imported(path):
        if (path.stem, name) not in typing_only:
            assert _layer(name) <= mine, f"{path.stem} imports {name}"


@pytest.mark.parametrize("package", ["api", "plan"])
def test_the_core_knows_no_home_assistant(package: str) -> None:
    for path in (ROOT / package).glob("*.py"):
        assert not _foreign(path) & {"homeassistant", "voluptuous", "custom_components"}


def test_the_plan_has_no_clock_and_no_io() -> None:
    for path in (ROOT / "plan").glob("*.py"):
        assert not _foreign(path) & {"aiohttp", "asyncio", "time", "pathlib", "socket"}
        assert "utcnow" not in path.read_text()
        assert ".now(" not in path.read_text()


def test_platforms_never_see_the_client() -> None:
    platforms = ("sensor", "binary_sensor", "select", "number", "button", "calendar")
    for path in (ROOT / f"{name}.py" for name in platforms):
        if path.exists():
            assert "coordinator.client" not in path.read_text()
