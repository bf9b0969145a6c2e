"""docs/entities.md, and the entities that other pages name."""

import re
from typing import Any

from homeassistant.util import slugify
import pytest

from custom_components.amps.api.models import Battery, Command, CommandSupport
from custom_components.amps.battery.setting_values import CANONICAL, SYMBOLS, SettingKey

from ..tables import DESCRIPTIONS
from .pages import (
    CODE,
    ENGLISH,
    EXAMPLE,
    LANGUAGES,
    PAGES,
    Row,
    Section,
    entity_names,
    plain,
    sections,
    text_of,
)

NAMED = re.compile(rf"\b(\w+)\.{EXAMPLE}_(\w+)")
SHOWN = [
    pytest.param(platform, name, id=f"{page.stem}-{platform}-{name}")
    for page in PAGES
    for platform, name in sorted(set(NAMED.findall(text_of(page))))
]
BATTERY = Battery(
    id="all",
    commands={
        command: CommandSupport(parameters={}, execution=frozenset())
        for command in Command
    },
)


def _documented() -> dict[str, list[Row]]:
    """Return the documented entities by platform."""
    return {
        slugify(section.title): section.rows("key")
        for section in sections("entities.md")
        if section.depth == 2 and section.rows("key")
    }


def _values(description: Any) -> list[str]:
    """Return the values that an entity can have, where they are a list."""
    if (choices := getattr(description, "options_fn", None)) is not None:
        return list(choices(BATTERY))
    options = getattr(description, "options", None)
    types = getattr(description, "event_types", None)
    return list(options or types or ())


def _unit(description: Any) -> str:
    """Return the unit that an entity usually has; a battery may have its own."""
    if isinstance(setting := getattr(description, "subject", None), SettingKey):
        return SYMBOLS[CANONICAL[setting].unit]
    unit: str | None = getattr(description, "native_unit_of_measurement", None)
    return unit or ""


def _about_keys(start: str) -> dict[str, Section]:
    """Return the sections that are about one or several keys, by each key."""
    return {
        key: section
        for section in sections("entities.md")
        if section.title.startswith(start)
        for key in CODE.findall(section.title)
    }


def test_entities() -> None:
    documented = {
        platform: {plain(row["key"]) for row in rows}
        for platform, rows in _documented().items()
    }
    assert documented == {key: set(table) for key, table in DESCRIPTIONS.items()}


def test_entities_are_as_documented() -> None:
    for platform, rows in _documented().items():
        for row in rows:
            key = plain(row["key"])
            description = DESCRIPTIONS[platform][key]
            unit = _unit(description)
            on = description.entity_registry_enabled_default
            name = ENGLISH["entity"][platform][key]["name"]
            shown = (row["name"], row["unit"], row["on"])
            assert shown == (name, unit, "yes" if on else "no"), f"{platform} {key}"
            assert row["what it shows"], key


def test_values() -> None:
    wanted = {
        key: set(values)
        for table in DESCRIPTIONS.values()
        for key, description in table.items()
        if (values := _values(description))
    }
    documented = {
        key: set(section.listed("value"))
        for key, section in _about_keys("Values of ").items()
    }
    assert documented == wanted


def test_attributes() -> None:
    wanted = {
        key: texts["state_attributes"].keys() - {"event_type"}
        for platform in ("sensor", "select", "event")
        for key, texts in ENGLISH["entity"][platform].items()
        if key in DESCRIPTIONS[platform] and "state_attributes" in texts
    }
    documented = {
        key: set(section.listed("attribute"))
        for key, section in _about_keys("Attributes of ").items()
    }
    assert documented == wanted


@pytest.mark.parametrize(("platform", "name"), SHOWN)
def test_entities_of_examples_exist(platform: str, name: str) -> None:
    assert any(
        name in entity_names(language, platform) for language in LANGUAGES.values()
    )
