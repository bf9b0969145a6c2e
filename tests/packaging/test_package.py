"""What is released: the package, its version, and the words about it."""

from pathlib import Path
import re
from typing import Any
import zipfile

from homeassistant.util.yaml import load_yaml_dict
import pytest

from scripts.dev import package
from scripts.dev.folder import COMPONENT, Folder
from scripts.dev.options import parse

from .files import FOLDER, MANIFEST, ROOT

VERSION: str = MANIFEST["version"]
WORKFLOWS = ROOT / ".github" / "workflows"
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    path = tmp_path / package.name()
    package.build(path)
    return path


def test_package_has_all_files_and_no_others(built: Path) -> None:
    with zipfile.ZipFile(built) as opened:
        names = opened.namelist()
    assert names == sorted(set(names))
    wanted = {
        path.relative_to(FOLDER).as_posix()
        for path in FOLDER.rglob("*")
        if path.suffix in {".js", ".json", ".png", ".py", ".yaml"}
    }
    assert set(names) == wanted
    assert {"manifest.json", "__init__.py", "brand/icon.png"} <= wanted


def test_files_are_as_they_are_here(built: Path, tmp_path: Path) -> None:
    package.unpack(built, tmp_path / "amps")
    for path in package.files():
        other = tmp_path / "amps" / path.relative_to(FOLDER)
        assert other.read_bytes() == path.read_bytes()


def test_package_is_the_same_each_time(built: Path, tmp_path: Path) -> None:
    package.build(tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == built.read_bytes()


def test_development_can_run_the_package(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    installed = tmp_path / COMPONENT
    folder.prepare(parse(["--package"]), 8124)
    assert not installed.is_symlink()
    assert (installed / "manifest.json").exists()
    assert not folder.is_running_the_package()
    (installed / "__pycache__").mkdir()
    assert folder.is_running_the_package()
    folder.prepare(parse([]), 8124)
    assert installed.is_symlink()
    assert not folder.is_running_the_package()
    folder.prepare(parse(["--package"]), 8124)
    assert not installed.is_symlink()
    assert (FOLDER / "manifest.json").exists()


def test_changelog_begins_with_the_version() -> None:
    assert next(iter(package.changes())) == VERSION


def test_changelog_says_something_of_each_version() -> None:
    for version, text in package.changes().items():
        kinds = re.findall(r"^### (.+)$", text, flags=re.MULTILINE)
        assert kinds, version
        assert set(kinds) <= KINDS
        assert text.count("\n- ") >= len(kinds)


def _workflow(name: str) -> tuple[dict[str, Any], str]:
    path = WORKFLOWS / f"{name}.yaml"
    return load_yaml_dict(str(path)), path.read_text()


def test_continuous_integration_runs_what_runs_here() -> None:
    wanted = [
        line.partition("=required ")[2] or line
        for line in (ROOT / ".ci" / "run").read_text().splitlines()
        if line.startswith(("scripts/", "BROWSER_TESTS"))
    ]
    _, text = _workflow("test")
    assert len(wanted) >= 5
    for command in wanted:
        assert command in text, command
    assert "BROWSER_TESTS: required" in text


def test_hassfest_and_hacs_look_at_it_too() -> None:
    workflow, text = _workflow("validate")
    assert "home-assistant/actions/hassfest@" in text
    assert "hacs/action@" in text
    for name in ("validate", "test"):
        assert "workflow_call:" in _workflow(name)[1]
    assert workflow["permissions"] == {"contents": "read"}
