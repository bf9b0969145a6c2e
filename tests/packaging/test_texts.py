"""Every text that the code needs is there, and none that it does not."""

import ast
from collections.abc import Iterable, Iterator
from datetime import timedelta
import re
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps import exceptions, system_health
from custom_components.amps.account import probe as account
from custom_components.amps.account.health import AccountFault
from custom_components.amps.api.errors import AmpsError
from custom_components.amps.api.models import Battery, Command, CommandSupport
from custom_components.amps.battery.windows import WindowState
from custom_components.amps.calendar.text import PAUSED, RETRYING, RUNS_ON
from custom_components.amps.const import CONF_READING_PACE, READING_PACES
from custom_components.amps.engine.occurrence import Outcome, Reason
from custom_components.amps.inputs.house import Missing
from custom_components.amps.repairs.battery_issues import LINK_BROKEN
from custom_components.amps.repairs.entry_issues import (
    AMPS_UNREACHABLE,
    CLOCK_WRONG,
    LEFT_BEHIND,
    POLLING_DISABLED,
)
from custom_components.amps.repairs.prices_stopped import PRICES_STOPPED
from custom_components.amps.repairs.table import FIXES
from custom_components.amps.schedule.window import AbsenceReason, Origin

from ..entities import state
from ..planned import schedule
from ..tables import DESCRIPTIONS
from ..travel import Travel
from .code import argument, called, calls, nodes, words
from .files import ENGLISH, selectors

PLACEHOLDER = re.compile(r"{(\w+)}")
FROM_AMPS = {"code", "detail"}
BATTERY = Battery(
    id="all",
    commands={
        command: CommandSupport(parameters={}, execution=frozenset())
        for command in Command
    },
)
ENTITIES = [
    pytest.param(platform, description, id=f"{platform}-{key}")
    for platform, table in DESCRIPTIONS.items()
    for key, description in table.items()
]
VALUES: dict[str, set[str]] = {
    "command": {member.slug for member in Command},
    "origin": {origin.value for origin in Origin},
    "reason": {reason.value for reason in Reason},
    "why": {Origin.PLAN.value, Origin.MANUAL.value},
}
"""What attributes can be, by their name."""
FLOWS = {
    "config": ("config_flow", "account/probe"),
    "options": (
        "flows/options",
        "flows/planning",
        "flows/prices",
        "flows/webhook",
        "account/webhook_address",
    ),
}
RAISING = {"invalid", "failed", "PriceError", "HouseError"}
FRAME = {"reauth_successful", "reconfigure_successful"}
"""What Home Assistant itself aborts a flow with."""


def _options(description: Any) -> set[str]:
    """Return the values that an entity can have, where they are a list."""
    if (choices := getattr(description, "options_fn", None)) is not None:
        return set(choices(BATTERY))
    words = getattr(description, "words", ())
    return {*(getattr(description, "options", None) or ()), *words}


def test_entities_have_a_name_each() -> None:
    named = {platform: set(texts) for platform, texts in ENGLISH["entity"].items()}
    assert named == {platform: set(rows) for platform, rows in DESCRIPTIONS.items()}
    assert all(
        text["name"] for texts in ENGLISH["entity"].values() for text in texts.values()
    )


@pytest.mark.parametrize("platform", DESCRIPTIONS)
def test_names_of_a_platform_differ(platform: str) -> None:
    names = [text["name"] for text in ENGLISH["entity"][platform].values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("platform", "description"), ENTITIES)
def test_values_have_a_text_each(platform: str, description: Any) -> None:
    texts = ENGLISH["entity"][platform][description.key].get("state", {}).keys()
    if platform == "calendar":
        assert texts == {"on", "off"}
    elif platform == "binary_sensor":  # a device class brings its own
        assert texts in (set(), {"on", "off"})
        assert not (texts and description.device_class)
    else:
        assert texts == _options(description)


@pytest.mark.parametrize(("platform", "description"), ENTITIES)
def test_attributes_have_a_text_for_each_value(platform: str, description: Any) -> None:
    known = ENGLISH["entity"][platform][description.key]
    texts = dict(known.get("state_attributes", {}))
    if platform == "event":
        types = texts.pop("event_type", {"state": {}})["state"]
        assert types.keys() == set(description.event_types or ())
    if platform == "calendar":
        # the card says "skipped" too, and the reasons for it
        statuses = {"skipped", PAUSED, RETRYING, RUNS_ON, *Outcome, *WindowState}
        assert texts["status"]["state"].keys() == statuses
        assert texts["reason"]["state"].keys() == {*Reason, *AbsenceReason}
        return
    for name, attribute in texts.items():
        # why an action failed is a code of Amps, which is shown as it is
        coded = name == "reason" and description.key == "action"
        # and why a planner chose a window, or did not plan, is a sentence
        sentences = {("why", "window"), ("reason", "planning_status")}
        coded = coded or (name, description.key) in sentences
        values = set() if coded else VALUES.get(name, set())
        assert attribute.get("state", {}).keys() == values, name


async def test_attributes_have_a_name_each(
    hass: HomeAssistant,
    integration: MockConfigEntry,  # noqa: ARG001
    travel: Travel,
) -> None:
    before = state(hass, "event", "window").attributes.keys()
    await schedule(hass, travel)
    await travel(timedelta(hours=3))
    frame = {*before, "device_class", "event_type", "options"}
    for platform, key in (
        ("sensor", "last_action_state"),
        ("sensor", "last_result"),
        ("sensor", "next"),
        ("select", "operation_mode"),
        ("event", "window"),
    ):
        texts = ENGLISH["entity"][platform][key]["state_attributes"]
        shown = state(hass, platform, key).attributes.keys()
        assert shown - frame == texts.keys() - frame, key


def _translated_selectors() -> Iterator[tuple[str, set[str]]]:
    for _, config in selectors():
        if key := config.get("translation_key"):
            yield key, set(config.get("options") or config["fields"])
    yield CONF_READING_PACE, {str(item) for item in READING_PACES}


def test_choices_have_a_text_each() -> None:
    for key, options in _translated_selectors():
        (texts,) = ENGLISH["selector"][key].values()
        assert texts.keys() == options, key


def test_texts_of_choices_are_used() -> None:
    named = {
        word
        for call in calls(nodes(), "SelectSelectorConfig")
        for keyword in call.keywords
        if keyword.arg == "translation_key"
        for word in words(keyword.value)
    }
    keys = {key for key, _ in _translated_selectors()}
    assert ENGLISH["selector"].keys() == keys
    assert named <= keys


def _raised() -> Iterator[tuple[str, set[str], bool]]:
    """Return the keys of exceptions, what they fill in, and whether that is all."""
    for call in calls(nodes()):
        if called(call) in RAISING and call.args:
            names = {item.arg for item in call.keywords}
            for key in words(call.args[0]):
                yield key, {name for name in names if name}, None not in names
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        if "translation_domain" in given and called(call) != "async_create_issue":
            for key in words(given["translation_key"]):
                yield key, FROM_AMPS, False


def test_exceptions_have_a_text_each() -> None:
    used = {key for _, key in exceptions._KEYS} | {
        exceptions.UNKNOWN,
        exceptions.UNREACHABLE,
        *Missing,
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


def _refused(modules: Iterable[str]) -> set[str]:
    """Return the errors that the forms of a flow can show."""
    found: set[str] = set()
    for call in calls(nodes(*modules), "UnusableError", "NoAddressError"):
        found |= words(argument(call, "error"))
    for node in nodes(*modules):
        if isinstance(node, ast.Assign) and "errors[" in ast.unparse(node.targets[0]):
            found |= words(node.value)
    return found


def _refused_choice() -> set[str]:
    """Return the errors of a choice of batteries, which both flows offer."""
    (function,) = (
        node
        for node in nodes("flows/options")
        if isinstance(node, ast.FunctionDef) and node.name == "errors_of_choice"
    )
    returned = (
        node.value for node in ast.walk(function) if isinstance(node, ast.Return)
    )
    dicts = (node for node in returned if isinstance(node, ast.Dict))
    return {
        word for mapping in dicts for value in mapping.values for word in words(value)
    }


def test_errors_of_forms() -> None:
    of_amps = {account._error_key(kind(endpoint="")) for kind in _kinds(AmpsError)}
    of_amps.add(account._error_key(AmpsError(endpoint="", code="LIVE_ACCESS_DISABLED")))
    wanted = {
        "config": of_amps | _refused(FLOWS["config"]) | _refused_choice(),
        "options": _refused(FLOWS["options"]) | _refused_choice(),
    }
    assert {flow: set(ENGLISH[flow]["error"]) for flow in wanted} == wanted


def _kinds(kind: type[AmpsError]) -> Iterator[type[AmpsError]]:
    yield kind
    for other in kind.__subclasses__():
        yield from _kinds(other)


@pytest.mark.parametrize("flow", FLOWS)
def test_ends_of_flows(flow: str) -> None:
    found: set[str] = set()
    for call in calls(nodes(*FLOWS[flow]), "async_abort", "AbortFlow"):
        found |= words(argument(call, "reason"))
    if list(calls(nodes(*FLOWS[flow]), "_async_abort_entries_match")):
        found.add("already_configured")  # Home Assistant's own reason
    texts = ENGLISH[flow].get("abort", {}).keys()
    assert texts - FRAME == found


@pytest.mark.parametrize("flow", FLOWS)
def test_steps_of_flows(flow: str) -> None:
    shown: set[str] = set()
    for call in calls(nodes(*FLOWS[flow]), "async_show_form", "_show_account_form"):
        step = argument(call, "step_id")
        if isinstance(step, ast.Constant):  # else it is handed on
            shown |= words(step)
    assert ENGLISH[flow]["step"].keys() == shown


def _forms(tree: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Return all forms and their sections."""
    if isinstance(tree, dict):
        if "data" in tree:
            yield path, tree
        for key, branch in tree.items():
            yield from _forms(branch, f"{path}.{key}")


FORMS = dict(_forms(ENGLISH))


def test_forms_are_found() -> None:
    assert len(FORMS) >= 7


@pytest.mark.parametrize("form", FORMS)
def test_every_field_is_described(form: str) -> None:
    texts = FORMS[form]
    assert texts["data"].keys() == texts["data_description"].keys()
    for name, described in texts["data_description"].items():
        assert described != texts["data"][name]


def test_repairs_have_a_text_each() -> None:
    used = {*AccountFault, CLOCK_WRONG, POLLING_DISABLED, LINK_BROKEN}
    used |= {AMPS_UNREACHABLE, LEFT_BEHIND, PRICES_STOPPED}
    for call in calls(nodes(), "Issue"):
        used |= words(argument(call, "key"))
    for call in calls(nodes(), "async_create_issue"):
        key = next(
            keyword.value
            for keyword in call.keywords
            if keyword.arg == "translation_key"
        )
        used |= words(key)
    assert ENGLISH["issues"].keys() == used


def test_repairs_that_can_be_mended_have_a_form() -> None:
    with_form = {key for key, texts in ENGLISH["issues"].items() if "fix_flow" in texts}
    assert with_form == FIXES.keys()
    for key in ENGLISH["issues"].keys() - with_form:
        assert ENGLISH["issues"][key]["description"], key


@pytest.mark.parametrize("key", FIXES)
def test_steps_and_ends_of_repairs(key: str) -> None:
    texts = ENGLISH["issues"][key]["fix_flow"]
    fix = FIXES[key]
    assert texts["step"].keys() == {"confirm", *fix.steps}
    assert texts["abort"].keys() == {"failed", *fix.aborts}


def test_system_health() -> None:
    shown = {"can_reach_server", *system_health._VALUES}
    assert ENGLISH["system_health"]["info"].keys() == shown
