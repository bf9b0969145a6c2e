"""Links lead somewhere, and examples are valid."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from homeassistant.components.automation.config import (
    ValidationStatus,
    async_validate_config_item,
)
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest

from .pages import DOCS, LINK, PAGES, ROOT, SERVICES, anchors, blocks, called, prose

YAML = [pytest.param(text, id=name) for name, text in blocks("yaml")]
JSON = [pytest.param(text, id=name) for name, text in blocks("json")]


def _linked(page: Path) -> list[str]:
    return [target for _, target in LINK.findall(prose(page))]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in _linked(page):
        if "://" in target:
            assert target.startswith("https://"), target
            continue
        name, _, anchor = unquote(target).partition("#")
        path = (page.parent / name).resolve() if name else page
        assert path.is_relative_to(ROOT), target
        assert path.exists(), target
        if anchor:
            assert anchor in anchors(path), target


def test_every_page_is_in_the_index() -> None:
    linked = {target.partition("#")[0] for target in _linked(DOCS / "index.md")}
    pages = {path.name for path in DOCS.glob("*.md")} - {"index.md"}
    assert {target for target in linked if "/" not in target} == pages


def test_every_picture_is_shown() -> None:
    shown = {
        (page.parent / target).resolve()
        for page in PAGES
        for mark, target in LINK.findall(prose(page))
        if mark
    }
    assert shown == set((DOCS / "images").iterdir())


def test_every_blueprint_is_linked() -> None:
    there = set((ROOT / "blueprints").rglob("*.yaml"))
    named = {
        (page.parent / target).resolve()
        for page in PAGES
        for target in _linked(page)
        if "blueprints/" in target and "://" not in target
    }
    assert named == there


@pytest.mark.parametrize("text", YAML)
def test_actions_in_yaml(text: str) -> None:
    for name, data in called(parse_yaml(text)):
        fields = SERVICES[name]["fields"]
        required = {key for key, field in fields.items() if field.get("required")}
        assert required <= data.keys() <= fields.keys(), name


@pytest.mark.parametrize("text", JSON)
def test_json(text: str) -> None:
    assert json.loads(text)


def _automations() -> list[tuple[str, dict[str, Any]]]:
    found = ((name, parse_yaml(text)) for name, text in blocks("yaml"))
    return [
        (name, item)
        for name, item in found
        if isinstance(item, dict) and "triggers" in item
    ]


async def test_automations_are_valid(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, "automation", {})
    assert _automations()
    for name, config in _automations():
        valid = await async_validate_config_item(hass, name, config)
        assert valid is not None, name
        assert valid.validation_status is ValidationStatus.OK, (
            f"{name}: {valid.validation_error}"
        )
