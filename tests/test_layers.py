"""Who may import whom: the contracts in `setup.cfg`, and what they cannot say."""

from pathlib import Path

from importlinter import cli
import pytest

ROOT = Path(__file__).parents[1]
AMPS = ROOT / "custom_components" / "amps"
PLATFORMS = ("sensor", "binary_sensor", "select", "number", "button", "calendar")


def test_nothing_imports_upwards_or_goes_round(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(AMPS.parent))
    result = cli.lint_imports(config_filename="setup.cfg", no_cache=True)
    assert result == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out


@pytest.mark.parametrize("package", ["engine", "schedule"])
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
    assert len(there) <= 32


def test_each_folder_says_what_it_is_for() -> None:
    for folder in (path.parent for path in AMPS.rglob("__init__.py")):
        first = (folder / "__init__.py").read_text().splitlines()[0]
        assert first.startswith('"""'), folder
        assert len(first) > len('""""""'), folder
