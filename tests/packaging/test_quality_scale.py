"""Home Assistant's rules of quality: what is said of them is so."""

import ast
from datetime import timedelta
from importlib.metadata import metadata
from pathlib import Path
import re
import tomllib
from typing import Any

from homeassistant import components
from homeassistant.const import Platform
from homeassistant.util.yaml import load_yaml_dict, parse_yaml
from packaging.requirements import Requirement
import pytest

import custom_components.amps as integration
from custom_components.amps import coordinator

from ..docs.pages import DOCS
from .code import argument, calls, nodes
from .files import FOLDER, MANIFEST, ROOT

COUNT = 54
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\[[^\]]+\]\(([^)#]+)(?:#[^)]+)?\)")
LICENCES = {
    "Apache-2.0",
    "BSD-3-Clause",
    "License :: OSI Approved :: BSD License",
    "MIT",
}
EXEMPT = "exempt: "
RULES: dict[str, Any] = load_yaml_dict(str(FOLDER / "quality_scale.yaml"))["rules"]


def _page() -> dict[str, list[str]]:
    """Return the rows of the page by their rule."""
    found: dict[str, list[str]] = {}
    for line in (DOCS / "quality-scale.md").read_text().splitlines():
        cells = [part.strip() for part in line.split("|")[1:-1]]
        if cells and (rule := CODE.fullmatch(cells[0])):
            assert rule[1] not in found
            found[rule[1]] = cells[1:]
    return found


PAGE = _page()
DONE = [rule for rule, status in RULES.items() if status == "done"]


def test_rules_are_those_of_home_assistant() -> None:
    known: set[str] = set()
    for path in Path(components.__path__[0]).glob("*/quality_scale.yaml"):
        scale: Any = parse_yaml(path.read_text())
        known |= scale["rules"].keys()
    assert len(known) == COUNT
    assert RULES.keys() == known


def test_page_has_the_rules_in_their_order() -> None:
    assert list(PAGE) == list(RULES)


def test_each_rule_is_met_or_does_not_apply() -> None:
    for rule, status in RULES.items():
        if status != "done":
            assert status.keys() == {"status", "comment"}, rule
            assert status["status"] == "exempt"
            assert PAGE[rule][0] == EXEMPT + status["comment"]
        else:
            assert PAGE[rule][0]
            assert not PAGE[rule][0].startswith(EXEMPT)


def _exists(name: str) -> bool:
    module = FOLDER / f"{name}.py"
    return module.exists() or (FOLDER / name).is_dir() or (ROOT / name).is_file()


@pytest.mark.parametrize("rule", DONE)
def test_what_shows_a_rule_is_there(rule: str) -> None:
    _, code, shown = PAGE[rule]
    for name in CODE.findall(code):
        assert _exists(name), name
    evidence = [ROOT / name for name in CODE.findall(shown)]
    evidence += [DOCS / name for name in LINK.findall(shown)]
    assert evidence
    for path in evidence:
        assert path.is_file(), path


def test_what_is_exempt() -> None:
    """The reasons of what is exempt hold."""
    assert {rule for rule in RULES if rule not in DONE} == {
        "discovery",
        "discovery-update-info",
        "entity-unavailable",
        "strict-typing",
    }
    found = {"bluetooth", "dhcp", "homekit", "mqtt", "ssdp", "usb", "zeroconf"}
    assert not MANIFEST.keys() & found
    assert MANIFEST["iot_class"].startswith("cloud")
    assert coordinator.MAX_FAILED_POLLS == 3
    assert timedelta(minutes=5) == coordinator.MAX_FAILED_TIME


def _source(platform: str) -> str:
    """Return the text of a platform, a file or a folder."""
    folder = FOLDER / platform
    file = folder / "__init__.py" if folder.is_dir() else FOLDER / f"{platform}.py"
    return file.read_text()


def test_platforms_state_how_much_they_do_at_once() -> None:
    for platform in integration.PLATFORMS:
        tree = ast.parse(_source(Platform(platform).value))
        names = {
            target.id
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        assert "PARALLEL_UPDATES" in names, platform


def test_the_client_is_given_its_session() -> None:
    sessions = [ast.unparse(call) for call in calls(nodes(), "ClientSession")]
    assert sessions == []
    made = [argument(call, "session") for call in calls(nodes(), "AmpsClient")]
    assert made
    for session in made:
        assert session is not None
        assert "session" in ast.unparse(session)


def test_types_are_checked_strictly() -> None:
    text = (ROOT / "setup.cfg").read_text()
    section = text.partition("[mypy]")[2].partition("[mypy-")[0]
    assert "strict = true" in section
    assert "custom_components" in section
    assert "ignore_errors" not in text
    assert "type_check" in (ROOT / "scripts" / "test").read_text()


def test_coverage_is_demanded() -> None:
    text = (ROOT / "scripts" / "test").read_text()
    least = re.search(r"--cov-fail-under=(\d+)", text)
    assert least
    assert int(least[1]) > 95
    assert "--cov-branch" in text
    assert "omit" not in (ROOT / "setup.cfg").read_text()


def test_style_is_demanded() -> None:
    settings = tomllib.loads((ROOT / "ruff.toml").read_text())
    assert settings["lint"]["select"] == ["ALL"]


def test_libraries_are_free() -> None:
    for text in MANIFEST["requirements"]:
        about = metadata(Requirement(text).name)
        told = {about.get("License-Expression"), about.get("License")}
        told |= {*about.get_all("Classifier", [])}
        assert told & LICENCES, text
