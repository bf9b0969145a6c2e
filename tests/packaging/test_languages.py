"""Every language is whole, and of the form that Home Assistant reads.

A new file in `translations/` is tested without a change here.
"""

from collections.abc import Iterator
from pathlib import Path
import re
import string
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.generated.languages import LANGUAGES as KNOWN
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.translation import async_get_translations
import pytest
import voluptuous as vol

from custom_components.amps.api.models import Command, Parameters
from custom_components.amps.const import DOMAIN
from custom_components.amps.schedule.titles.reading import parse_title
from custom_components.amps.schedule.titles.writing import format_title

from .files import ENGLISH, LANGUAGES, leaves, load

KEY = re.compile(r"(?!.+[_-]{2})(?![_-])[a-z0-9_-]+(?<![_-])")
ADDRESS = re.compile(r"(\w+://|www\.)[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,5}\b")
QUOTED = re.compile(r"'{\w+}'")
FORMATTED = re.compile(r"`[^`]*`|\*\*[^*]*\*\*")
COMMANDS = {command.slug: command for command in Command}
MAX_TITLE = 31
"""Letters that fit above a dialog on a phone: what is longer covers the subtitle."""
WITH_EXAMPLES = ("title_unknown", "title_command", "title_number", "title_word")
"""Errors that say which titles are understood."""
LONGEST_SAME = 24
"""So long may a text be that is the same in two languages: names and short words."""


def _placeholders(text: str) -> set[str]:
    """Return the names in braces, as Home Assistant finds them."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _text(value: Any) -> str:
    """Validate a text as Home Assistant's own checks do."""
    text = cv.string_with_no_html(value)
    if text != text.strip() or not text:
        raise vol.Invalid("it is empty, or begins or ends with a space")
    if QUOTED.search(text):
        raise vol.Invalid("a placeholder stands in single quotes")
    if ADDRESS.search(text):
        raise vol.Invalid("an address belongs into a placeholder")
    if "[%key:" in text or "%]" in text:
        raise vol.Invalid("references are resolved in Home Assistant itself alone")
    if not all(name.isidentifier() for name in _placeholders(text)):
        raise vol.Invalid("a placeholder is no name")
    return text


def _fixed(value: Any) -> str:
    """Validate a text that cannot have placeholders."""
    if _placeholders(text := _text(value)):
        raise vol.Invalid("nothing fills in placeholders here")
    return text


def _key(value: Any) -> str:
    if not KEY.fullmatch(str(value)):
        raise vol.Invalid(f"{value} is no key")
    return str(value)


TEXTS = {_key: _text}
FIXED = {_key: _fixed}
FORM = {
    vol.Optional("title"): _text,
    vol.Optional("description"): _text,
    vol.Optional("data"): TEXTS,
    vol.Optional("data_description"): TEXTS,
    vol.Optional("menu_options"): TEXTS,
    vol.Optional("submit"): _text,
}
SECTION = {
    vol.Optional("name"): _text,
    vol.Optional("description"): _text,
    vol.Optional("data"): TEXTS,
    vol.Optional("data_description"): TEXTS,
}
FLOW = {
    vol.Required("step"): {_key: {**FORM, vol.Optional("sections"): {_key: SECTION}}},
    vol.Optional("error"): TEXTS,
    vol.Optional("abort"): TEXTS,
    vol.Optional("progress"): TEXTS,
    vol.Optional("create_entry"): TEXTS,
}
NAMED = {vol.Optional("name"): _fixed, vol.Optional("state"): FIXED}
DESCRIBED = {vol.Required("name"): _fixed, vol.Required("description"): _text}
SCHEMA = vol.Schema(
    {
        vol.Optional("title"): _text,
        vol.Optional("common"): TEXTS,
        vol.Required("config"): FLOW,
        vol.Optional("config_panel"): {cv.slug: {_key: _text}},
        vol.Required("options"): FLOW,
        **{
            vol.Required(kind): {
                _key: {
                    **DESCRIBED,
                    vol.Required("fields"): {_key: vol.Any(DESCRIBED, NAMED)},
                }
            }
            for kind in ("conditions", "triggers")
        },
        vol.Required("entity"): {
            cv.slug: {
                _key: {
                    vol.Optional("name"): _text,
                    vol.Optional("state"): FIXED,
                    vol.Optional("state_attributes"): {_key: NAMED},
                    vol.Optional("unit_of_measurement"): _fixed,
                }
            }
        },
        vol.Required("exceptions"): {cv.slug: {vol.Required("message"): _text}},
        vol.Required("issues"): {
            _key: vol.Any(
                {vol.Required("title"): _text, vol.Required("description"): _text},
                {vol.Required("title"): _text, vol.Required("fix_flow"): FLOW},
            )
        },
        vol.Required("selector"): {
            cv.slug: vol.Any(
                {vol.Required("options"): FIXED},
                {vol.Required("fields"): {_key: NAMED}},
            )
        },
        vol.Required("services"): {
            _key: {**DESCRIBED, vol.Optional("fields"): {_key: DESCRIBED}}
        },
        vol.Required("system_health"): {vol.Required("info"): FIXED},
    }
)

each_language = pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
others = [language for language in LANGUAGES if language.stem != "en"]
each_other = pytest.mark.parametrize("path", others, ids=lambda path: path.stem)


def test_english_and_german_are_there() -> None:
    assert {language.stem for language in LANGUAGES} >= {"en", "de"}


@each_language
def test_home_assistant_knows_the_language(path: Path) -> None:
    assert path.stem in KNOWN


@each_language
def test_form(path: Path) -> None:
    texts = load(path)
    assert SCHEMA(texts) == texts


@each_other
def test_keys_are_those_of_english_in_its_order(path: Path) -> None:
    assert [leave for leave, _ in leaves(load(path))] == [
        leave for leave, _ in leaves(ENGLISH)
    ]


@each_other
def test_placeholders_are_those_of_english(path: Path) -> None:
    english = dict(leaves(ENGLISH))
    for place, text in leaves(load(path)):
        assert _placeholders(text) == _placeholders(english[place]), place


@each_other
def test_formats_are_those_of_english(path: Path) -> None:
    english = dict(leaves(ENGLISH))
    for place, text in leaves(load(path)):
        marks = [mark[0] for mark in FORMATTED.findall(text)]
        assert marks == [mark[0] for mark in FORMATTED.findall(english[place])], place
        assert text.count("\n") == english[place].count("\n"), place


@each_other
def test_nothing_is_left_in_english(path: Path) -> None:
    english = dict(leaves(ENGLISH))
    same = [
        place
        for place, text in leaves(load(path))
        if text == english[place] and len(text) > LONGEST_SAME
    ]
    assert not same


def _command_names(tree: Any) -> Iterator[dict[str, str]]:
    """Return every table of what the commands are called."""
    if isinstance(tree, dict):
        if tree.keys() == COMMANDS.keys():
            yield tree
        for branch in tree.values():
            yield from _command_names(branch)


@each_language
def test_titles_of_repairs_fit_above_their_dialogs(path: Path) -> None:
    for key, issue in load(path)["issues"].items():
        if key == "planning_blocked":
            continue  # it is about nothing but its battery
        steps = issue.get("fix_flow", {}).get("step", {}).values()
        for title in [step["title"] for step in steps] or [issue["title"]]:
            # fails for what has no bounds: the names of batteries and windows
            shown = title.format(end="24 Nov, 16:50", minutes="15")
            assert len(shown) <= MAX_TITLE, (key, title)


@each_language
@pytest.mark.parametrize("key", ["goal_at_risk", "window_at_risk", "window_missed"])
def test_what_happened_comes_first_where_lists_cut_titles(path: Path, key: str) -> None:
    title: str = load(path)["issues"][key]["title"]
    assert 0 < title.index(": ") < title.index("{")


@each_language
def test_commands_are_called_as_in_titles(path: Path) -> None:
    written = {
        slug: format_title(command, Parameters(), language=path.stem)
        for slug, command in COMMANDS.items()
    }
    found = list(_command_names(load(path)))
    assert found
    assert all(names == written for names in found)


def _examples(texts: dict[str, Any]) -> list[str]:
    """Return the titles that texts give as examples, which stand between `;`."""
    messages = (texts["exceptions"][key]["message"] for key in WITH_EXAMPLES)
    return [
        re.split(r":\s", part)[-1].partition(".")[0].strip()
        for message in messages
        for part in message.split(";")
    ]


@each_other
def test_examples_of_titles_mean_the_same(path: Path) -> None:
    english = [parse_title(example) for example in _examples(ENGLISH)]
    assert [parse_title(example) for example in _examples(load(path))] == english


@each_language
async def test_home_assistant_loads_it(
    hass: HomeAssistant,
    path: Path,
    enable_custom_integrations: None,  # noqa: ARG001
) -> None:
    loaded = await async_get_translations(hass, path.stem, "entity", {DOMAIN})
    name = load(path)["entity"]["sensor"]["level"]["name"]
    assert loaded[f"component.{DOMAIN}.entity.sensor.level.name"] == name
