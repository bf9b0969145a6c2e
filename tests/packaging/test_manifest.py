"""What hassfest and HACS demand of the manifests; they themselves need the internet."""

import ast
from pathlib import Path
import re
import sys

from awesomeversion import AwesomeVersion, AwesomeVersionStrategy
import homeassistant
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration
from packaging.requirements import Requirement
import pytest
from yarl import URL

from .files import FOLDER, HACS, MANIFEST, ROOT

REQUIRED = {
    "codeowners",
    "config_flow",
    "documentation",
    "domain",
    "integration_type",
    "iot_class",
    "issue_tracker",
    "name",
    "version",
}
ALLOWED = REQUIRED | {
    "after_dependencies",
    "categories",
    "connectivity",
    "dependencies",
    "loggers",
    "requirements",
}
KINDS = {"device", "entity", "hardware", "helper", "hub", "service", "system"}
SOURCES = {"assumed_state", "calculated"} | {
    f"{where}_{how}" for where in ("cloud", "local") for how in ("polling", "push")
}
VERSIONS = [
    AwesomeVersionStrategy.CALVER,
    AwesomeVersionStrategy.SEMVER,
    AwesomeVersionStrategy.SIMPLEVER,
    AwesomeVersionStrategy.BUILDVER,
    AwesomeVersionStrategy.PEP440,
]
LOOK_FOR_US = {"diagnostics", "homeassistant", "llm", "repairs", "system_health"}
"""Integrations that are there anyway, or that use ours where they are."""
CONSTRAINTS = Path(homeassistant.__file__).with_name("package_constraints.txt")
HACS_KINDS = {
    "country": list,
    "content_in_root": bool,
    "filename": str,
    "hacs": str,
    "hide_default_branch": bool,
    "homeassistant": str,
    "name": str,
    "persistent_directory": str,
    "render_readme": bool,
    "zip_release": bool,
}


def test_keys() -> None:
    assert MANIFEST.keys() >= REQUIRED
    assert MANIFEST.keys() <= ALLOWED


def test_domain_and_name_come_first_and_the_others_by_alphabet() -> None:
    domain, name, *others = MANIFEST
    assert (domain, name) == ("domain", "name")
    assert others == sorted(others)


def test_domain_is_that_of_the_folder() -> None:
    assert MANIFEST["domain"] == FOLDER.name
    folders = [
        path for path in FOLDER.parent.iterdir() if (path / "manifest.json").exists()
    ]
    assert folders == [FOLDER]


def test_lists_are_sorted_and_without_doubles() -> None:
    for key, value in MANIFEST.items():
        if isinstance(value, list) and key != "categories":
            assert value == sorted(set(value)), key
            assert all(isinstance(member, str) for member in value), key


def test_kind_and_source_are_known() -> None:
    assert MANIFEST["integration_type"] in KINDS
    assert MANIFEST["iot_class"] in SOURCES
    cloud = MANIFEST["iot_class"].startswith("cloud")
    assert MANIFEST["connectivity"] == (["cloud"] if cloud else ["network"])


def test_categories_are_words_with_a_part() -> None:
    for category in MANIFEST["categories"]:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*(\.[a-z]+(_[a-z]+)*)?", category)


def test_version() -> None:
    version = AwesomeVersion(MANIFEST["version"], ensure_strategy=VERSIONS)
    assert version == MANIFEST["version"]


@pytest.mark.parametrize("key", ["documentation", "issue_tracker"])
def test_addresses(key: str) -> None:
    address = URL(MANIFEST[key])
    assert address.scheme == "https"
    assert address.host not in {None, "www.home-assistant.io"}


def test_owners_are_accounts_or_teams() -> None:
    assert MANIFEST["codeowners"]
    for owner in MANIFEST["codeowners"]:
        assert re.fullmatch(r"@[\w-]+(/[\w-]+)?", owner)


def test_requirements_leave_room_for_what_others_pin() -> None:
    pinned = {
        line.split("==")[0]
        for line in CONSTRAINTS.read_text().splitlines()
        if re.match(r"[\w.-]+==", line)
    }
    for text in MANIFEST["requirements"]:
        assert " " not in text
        requirement = Requirement(text)
        assert requirement.url is None
        # of what Home Assistant pins it knows best which is the newest that works
        bounds = {">="} if requirement.name in pinned else {">=", "<"}
        assert {specifier.operator for specifier in requirement.specifier} == bounds, (
            text
        )


def test_requirements_are_those_of_the_tests() -> None:
    lines = (ROOT / "requirements_test.txt").read_text().splitlines()
    assert set(MANIFEST["requirements"]) <= set(lines)


def _imported() -> set[str]:
    """Return all that the integration imports of Home Assistant's integrations."""
    found: set[str] = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                found |= {
                    node.module,
                    *(f"{node.module}.{name.name}" for name in node.names),
                }
            elif isinstance(node, ast.Import):
                found |= {name.name for name in node.names}
    parts = (
        item.split(".")
        for item in found
        if item.startswith("homeassistant.components.")
    )
    return {part[2] for part in parts}


def _packages() -> set[str]:
    """Return the packages that the integration imports, of others than Python."""
    found: set[str] = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and not node.level and node.module:
                found.add(node.module.split(".")[0])
            elif isinstance(node, ast.Import):
                found |= {name.name.split(".")[0] for name in node.names}
    return found - sys.stdlib_module_names


def test_every_package_is_required_or_home_assistants_own() -> None:
    required = {
        Requirement(requirement).name for requirement in MANIFEST["requirements"]
    }
    core = {"aiohttp", "attr", "homeassistant", "orjson", "voluptuous", "yarl"}
    assert required <= _packages()
    assert _packages() <= required | core


def test_every_integration_that_is_used_is_a_dependency() -> None:
    named = {*MANIFEST["dependencies"], *MANIFEST["after_dependencies"]}
    assert _imported() - set(Platform) - LOOK_FOR_US == named


async def test_home_assistant_takes_it(hass: HomeAssistant) -> None:
    integration = await async_get_integration(hass, MANIFEST["domain"])
    assert integration.file_path == FOLDER
    assert integration.version == MANIFEST["version"]
    assert integration.has_translations
    assert integration.has_services


def test_keys_of_hacs() -> None:
    assert HACS.keys() >= {"name", "homeassistant"}
    for key, value in HACS.items():
        assert isinstance(value, HACS_KINDS[key]), key
    assert HACS["name"] == MANIFEST["name"]


def test_hacs_needs_a_release_of_home_assistant_that_is_tested() -> None:
    wanted = AwesomeVersion(HACS["homeassistant"], ensure_strategy=VERSIONS[:1])
    assert wanted.modifier is None
    kit = (ROOT / "requirements_test.txt").read_text()
    assert "pytest-homeassistant-custom-component==" in kit


def test_hacs_gets_a_package_and_what_it_shows() -> None:
    assert HACS["zip_release"]
    assert HACS["filename"] == f"{MANIFEST['domain']}.zip"
    assert (FOLDER / "brand" / "icon.png").exists()
    assert (ROOT / "README.md").read_text().startswith(f"# {HACS['name']}")
    assert "MIT License" in (ROOT / "LICENSE").read_text()
