"""The files of the blueprints: complete, and easy to import."""

import json
from pathlib import Path
from typing import Any

from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.helpers.selector import selector
from homeassistant.util.yaml import load_yaml_dict
import pytest

from custom_components import amps

from .automations import FOLDER, ROOT

FILES = sorted(FOLDER.glob("amps/*.yaml"))
MANIFEST = Path(amps.__file__).with_name("manifest.json")


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
@pytest.mark.usefixtures("hass")
async def test_blueprint_is_complete(file: Path) -> None:
    blueprint = Blueprint(
        load_yaml_dict(str(file)),
        path=file.name,
        expected_domain="automation",
        schema=AUTOMATION_BLUEPRINT_SCHEMA,
    )
    assert blueprint.validate() is None
    home = json.loads(MANIFEST.read_text(encoding="utf-8"))["documentation"]
    path = file.relative_to(ROOT).as_posix()
    assert blueprint.metadata["source_url"] == f"{home}/blob/main/{path}"
    assert blueprint.metadata["homeassistant"] == {"min_version": "2026.10.0"}
    assert blueprint.metadata["description"]
    assert "author" not in blueprint.metadata
    for key, described in blueprint.inputs.items():
        assert described["name"], key
        assert described["description"], key
        if (default := described.get("default")) is not None:
            _check_default(described["selector"], default)
        if "device" in described["selector"]:
            filters = described["selector"]["device"]["filter"]
            assert filters == [{"integration": "amps"}], key


def _check_default(described: dict[str, Any], default: Any) -> None:
    """A default is what the selector would give; lists too are checked by item."""
    settings = next(iter(described.values())) or {}
    if "entity" in described and default == []:
        assert settings["multiple"]
        return
    check: Any = selector(described)
    assert check(default) == default


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_blueprint_can_be_imported(file: Path) -> None:
    path = file.relative_to(ROOT).as_posix()
    home = json.loads(MANIFEST.read_text(encoding="utf-8"))["documentation"]
    address = f"{home}/blob/main/{path}"
    encoded = address.replace(":", "%3A").replace("/", "%2F")
    link = (
        "https://my.home-assistant.io/redirect/blueprint_import/?blueprint_url="
        + encoded
    )
    page = (ROOT / "docs" / "blueprints.md").read_text(encoding="utf-8")
    assert page.count(f"({link})") == 1
