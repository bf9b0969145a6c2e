"""Icons: in `icons.json`, where the device class has none, and such that exist."""

import json
import os
from pathlib import Path
import re
from typing import Any

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.helpers import config_validation as cv
import pytest
import voluptuous as vol

from ..tables import DESCRIPTIONS
from .files import FOLDER, ICONS, ROOT, SERVICES, leaves
from .test_texts import ENTITIES, _options

NAME = re.compile(r"mdi:[a-z0-9]+(-[a-z0-9]+)*")
FRONTEND = ROOT / ".venv" / "app" / "lib"
"""The newest Home Assistant has its frontend with all icons, once it is set up."""


def _icon(value: Any) -> str:
    if not NAME.fullmatch(str(value)):
        raise vol.Invalid(f"{value} is no icon")
    return str(value)


STATES = {str: _icon}
SCHEMA = vol.Schema(
    {
        vol.Required("entity"): {
            cv.slug: {
                cv.slug: {
                    vol.Required("default"): _icon,
                    vol.Optional("state"): STATES,
                }
            }
        },
        **{
            vol.Required(f"{kind}s"): {cv.slug: {vol.Required(kind): _icon}}
            for kind in ("condition", "service", "trigger")
        },
    }
)


def test_form() -> None:
    SCHEMA(ICONS)


@pytest.mark.parametrize(("platform", "description"), ENTITIES)
def test_an_icon_where_the_device_class_has_none(
    platform: str, description: Any
) -> None:
    icon = ICONS["entity"].get(platform, {}).get(description.key)
    if description.device_class not in {None, SensorDeviceClass.ENUM}:
        assert icon is None
        return
    assert icon["default"]
    binary = {"on", "off"} if platform in {"binary_sensor", "switch"} else set()
    assert icon.get("state", {}).keys() <= _options(description) | binary


def test_no_state_repeats_the_default() -> None:
    for icons in ICONS["entity"].values():
        for key, icon in icons.items():
            assert icon["default"] not in icon.get("state", {}).values(), key


def test_icons_of_nothing() -> None:
    for platform, icons in ICONS["entity"].items():
        assert icons.keys() <= DESCRIPTIONS[platform].keys()
    assert ICONS["services"].keys() == SERVICES.keys()


def test_keys_are_sorted() -> None:
    for icons in (ICONS["entity"], ICONS["services"], *ICONS["entity"].values()):
        assert list(icons) == sorted(icons)


def test_no_icon_is_in_the_code() -> None:
    for path in FOLDER.rglob("*.py"):
        assert "mdi:" not in path.read_text(encoding="utf-8"), path.name


def _drawn() -> set[str]:
    """Return the names of all icons that the frontend has."""
    (folder,) = FRONTEND.glob("python3.*/site-packages/hass_frontend/static/mdi")
    parts = json.loads((folder / "iconMetadata.json").read_text())["parts"]
    files: list[Path] = [folder / f"{part['file']}.json" for part in parts]
    return {name for file in files for name in json.loads(file.read_text())}


@pytest.mark.skipif(
    not FRONTEND.exists() and os.environ.get("BROWSER_TESTS") != "required",
    reason="scripts/setup app was never run",
)
def test_icons_exist() -> None:
    used = {icon.removeprefix("mdi:") for _, icon in leaves(ICONS)}
    assert used <= _drawn()
