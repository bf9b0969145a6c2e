"""Every text that is needed is there, in every language, and none that is not."""

import ast
from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.core import HomeAssistant
from homeassistant.util.yaml import load_yaml_dict
import pytest
import voluptuous as vol

import custom_components.amps as integration
from custom_components.amps import const, exceptions
from custom_components.amps.api.models import Battery, Command, CommandSupport
from custom_components.amps.sensor import ACTION_ATTRIBUTES
from custom_components.amps.services import async_setup_services

from .tables import DESCRIPTIONS

FOLDER = Path(integration.__file__).parent
LANGUAGES = sorted((FOLDER / "translations").glob("*.json"))
PLACEHOLDER = re.compile(r"{(\w+)}")
FROM_AMPS = {"code", "detail"}
BATTERY = Battery(
    id="all",
    commands={
        command: CommandSupport(parameters={}, execution=frozenset())
        for command in Command
    },
)


def _load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


ENGLISH = _load(FOLDER / "translations" / "en.json")
ICONS = _load(FOLDER / "icons.json")
SERVICES = load_yaml_dict(str(FOLDER / "services.yaml"))


ENTITIES = [
    pytest.param(platform, description, id=f"{platform}-{key}")
    for platform, table in DESCRIPTIONS.items()
    for key, description in table.items()
]


def _options(description: Any) -> set[str]:
    """Give the values that an entity can have, where they are a list."""
    if (choices := getattr(description, "choices", None)) is not None:
        return set(choices(BATTERY))
    return set(getattr(description, "options", None) or ())


def _texts(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Give all texts by their place."""
    if isinstance(tree, str):
        yield path, tree
        return
    for key, branch in tree.items():
        yield from _texts(branch, f"{path}.{key}" if path else key)


def _calls() -> Iterator[ast.Call]:
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield node


def _words(node: ast.AST) -> set[str]:
    """Give the texts in an expression, shared constants included."""
    found: set[object] = set()
    for it in ast.walk(node):
        if isinstance(it, ast.Constant):
            found.add(it.value)
        elif isinstance(it, ast.Name):
            found.add(getattr(const, it.id, None))
    return {it for it in found if isinstance(it, str)}


def _name(call: ast.Call) -> str:
    func = call.func
    return func.id if isinstance(func, ast.Name) else getattr(func, "attr", "")


def _raised() -> Iterator[tuple[str, set[str], bool]]:
    """Give the keys of exceptions, what they fill in, and whether that is all."""
    for call in _calls():
        if _name(call) in {"invalid", "failed"} and call.args:
            names = {it.arg for it in call.keywords}
            for key in _words(call.args[0]):
                yield key, {it for it in names if it}, None not in names
        given = {it.arg: it.value for it in call.keywords}
        if "translation_domain" in given and _name(call) != "async_create_issue":
            for key in _words(given["translation_key"]):
                yield key, FROM_AMPS, False


def test_entities_have_a_name_each() -> None:
    named = {platform: set(texts) for platform, texts in ENGLISH["entity"].items()}
    assert named == {platform: set(it) for platform, it in DESCRIPTIONS.items()}
    assert all(
        it["name"] for texts in ENGLISH["entity"].values() for it in texts.values()
    )


@pytest.mark.parametrize("platform", DESCRIPTIONS)
def test_names_of_a_platform_differ(platform: str) -> None:
    names = [it["name"] for it in ENGLISH["entity"][platform].values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("platform", "description"), ENTITIES)
def test_values_have_a_text_each(platform: str, description: Any) -> None:
    texts = ENGLISH["entity"][platform][description.key]
    if options := _options(description):
        assert set(texts["state"]) == options


def test_attributes_have_a_name_each() -> None:
    texts = ENGLISH["entity"]["sensor"]["last_action_state"]["state_attributes"]
    assert set(texts) == set(ACTION_ATTRIBUTES)
    assert set(texts["command"]["state"]) == {command.slug for command in Command}


@pytest.mark.parametrize(("platform", "description"), ENTITIES)
def test_an_icon_where_the_device_class_has_none(
    platform: str, description: Any
) -> None:
    icon = ICONS["entity"].get(platform, {}).get(description.key)
    if description.device_class not in {None, SensorDeviceClass.ENUM}:
        assert icon is None
        return
    assert icon["default"]
    if options := _options(description):
        assert set(icon.get("state", {})) <= options


def test_icons_of_nothing() -> None:
    for platform, icons in ICONS["entity"].items():
        assert icons.keys() <= DESCRIPTIONS[platform].keys()
    assert ICONS["services"].keys() == SERVICES.keys()


async def test_actions_and_their_fields(hass: HomeAssistant) -> None:
    async_setup_services(hass)
    registered = hass.services.async_services_for_domain(const.DOMAIN)
    assert registered.keys() == SERVICES.keys() == ENGLISH["services"].keys()
    for name, service in registered.items():
        texts = ENGLISH["services"][name]
        fields = SERVICES[name]["fields"]
        assert texts["name"]
        assert texts["description"]
        assert fields.keys() == texts["fields"].keys(), name
        assert isinstance(service.schema, vol.Schema)
        for key in service.schema.schema:
            field = fields[str(key)]
            required = type(key).__name__ == "Required"
            assert field.get("required", False) is required, f"{name} {key}"
        assert {str(key) for key in service.schema.schema} == fields.keys(), name


def _translated_selectors() -> Iterator[tuple[str, set[str]]]:
    for service in SERVICES.values():
        for field in service["fields"].values():
            for selector in field["selector"].values():
                if selector and (key := selector.get("translation_key")):
                    yield key, set(selector["options"])


def test_choices_have_a_text_each() -> None:
    for key, options in _translated_selectors():
        assert set(ENGLISH["selector"][key]["options"]) == options, key


def test_texts_of_choices_are_used() -> None:
    used = {key for key, _ in _translated_selectors()}
    for call in _calls():
        for keyword in call.keywords:
            if keyword.arg == "translation_key":
                used |= _words(keyword.value)
    assert ENGLISH["selector"].keys() <= used


def test_exceptions_have_a_text_each() -> None:
    used = {key for _, key in exceptions._KEYS} | {
        exceptions.UNKNOWN,
        exceptions.UNREACHABLE,
    }
    used |= {key for key, _, _ in _raised()}
    assert ENGLISH["exceptions"].keys() == used


def test_exceptions_fill_in_what_their_texts_name() -> None:
    generic = {exceptions.UNKNOWN, exceptions.UNREACHABLE}
    for key in {key for _, key in exceptions._KEYS} | generic:
        assert _named(key) <= FROM_AMPS, key
    for key, given, complete in _raised():
        if complete:
            assert _named(key) == given, key


def _named(key: str) -> set[str]:
    return set(PLACEHOLDER.findall(ENGLISH["exceptions"][key]["message"]))


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda it: it.stem)
def test_a_language_is_whole(path: Path) -> None:
    english, texts = dict(_texts(ENGLISH)), dict(_texts(_load(path)))
    assert texts.keys() == english.keys()
    for place, text in texts.items():
        assert text.strip() == text != "", place
        assert "[%key:" not in text, place
        assert sorted(set(PLACEHOLDER.findall(text))) == sorted(
            set(PLACEHOLDER.findall(english[place]))
        ), place
