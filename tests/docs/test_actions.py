"""docs/actions.md: every action, field, answer and example."""

from datetime import UTC, datetime
import json
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util.yaml import parse_yaml
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.api.models import Action, ActionState, Command, Parameters
from custom_components.amps.battery.windows import WindowState, WindowView
from custom_components.amps.const import DOMAIN
from custom_components.amps.schedule.replan import Lost
from custom_components.amps.schedule.window import Occurrence, Origin
from custom_components.amps.services import serialize as shapes
from simulator import World

from ..entities import FULL, ha_device_id
from ..travel import Travel
from .pages import SERVICES, Section, blocks, called, plain, section, sections

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def _window_keys() -> list[str]:
    return list(shapes.window_shape(_view(), "a"))


def _goal_keys() -> list[str]:
    return list(shapes.goal_shape(_view(), "a"))


def _view() -> WindowView:
    return WindowView(
        uid="a",
        key="a",
        start=NOW,
        end=NOW,
        command=Command.CHARGE,
        parameters=Parameters(),
        origin=Origin.PLAN,
        state=WindowState.PLANNED,
    )


def _action_keys() -> list[str]:
    action = Action(
        id="a",
        battery_id="a",
        command=Command.CHARGE,
        parameters=Parameters(),
        state=ActionState.COMPLETED,
        created_at=NOW,
        updated_at=NOW,
    )
    return list(shapes.action_shape(action, "a", Origin.PLAN))


def _lost_keys() -> list[str]:
    occurrence = Occurrence(
        uid="a", original=NOW, start=NOW, end=NOW, command=Command.CHARGE
    )
    return list(shapes.lost_shape(Lost(Command.CHARGE, NOW, NOW, occurrence), "a"))


PLANNED = dict.fromkeys(("added", "changed", "removed", "kept"), _window_keys())
KEYS = {
    "windows": _window_keys(),
    "goals": _goal_keys(),
    "actions": _action_keys(),
    **PLANNED,
    "gave_way": _lost_keys(),
}


def _documented() -> dict[str, Section]:
    """Return the sections about one action each."""
    return {
        plain(part.title).removeprefix("amps."): part
        for part in sections("actions.md")
        if part.title.startswith("`amps.")
    }


def test_actions() -> None:
    (listed,) = (part for part in sections("actions.md") if part.rows("action"))
    named = {plain(row["action"]) for row in listed.rows("action")}
    assert named == {f"amps.{name}" for name in SERVICES}
    assert _documented().keys() == SERVICES.keys()


def test_fields() -> None:
    for name, about in _documented().items():
        fields = SERVICES[name]["fields"]
        assert about.listed("field") == list(fields), name
        for row in about.rows("field"):
            described = fields[plain(row["field"])]
            required = "yes" if described.get("required") else "no"
            assert row["required"] == required, f"{name} {row['field']}"
            if (default := described.get("default")) is not None:
                shown = json.dumps(default) if default in (True, False) else default
                assert row["default"] == f"`{shown}`", f"{name} {row['field']}"


def test_shapes_of_answers() -> None:
    for title, kind in (
        ("A window", "windows"),
        ("A goal", "goals"),
        ("An action at Amps", "actions"),
    ):
        assert section("actions.md", title).listed("key") == KEYS[kind]
    plan = section("actions.md", "`amps.set_plan`")
    assert plan.listed("answer") == [*PLANNED, "gave_way"]
    assert plan.listed("lost") == KEYS["gave_way"]


def test_examples_of_answers() -> None:
    shown: set[str] = set()
    for name, text in blocks("json"):
        if not name.startswith("docs/actions"):
            continue
        for kind, items in json.loads(text).items():
            shown.add(kind)
            for item in items:
                assert list(item) == KEYS[kind], name
    assert shown == KEYS.keys()


def test_every_action_has_an_example() -> None:
    shown = {name for _, text in blocks("yaml") for name, _ in called(parse_yaml(text))}
    assert shown == SERVICES.keys()


async def test_examples_work(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    assert integration.state is ConfigEntryState.LOADED
    examples = [
        block for name, block in blocks("yaml") if name.startswith("docs/actions")
    ]
    for name, data in (
        action for text in examples for action in called(parse_yaml(text))
    ):
        given = {**data, "device_id": ha_device_id(hass)}
        if "action_id" in data:
            actions = world.record.actions_of(FULL)
            given["action_id"] = next(
                action.id for action in actions if action.state == "scheduled"
            )
        call = hass.services.async_call(
            DOMAIN, name, given, blocking=True, return_response=True
        )
        if name == "accept_plan":
            with pytest.raises(ServiceValidationError, match="Nothing is suggested"):
                await travel.run(call)
            continue
        answer: Any = await travel.run(call)
        if name == "get_plan":
            (plan,) = answer["plans"]
            assert list(plan) == _documented()[name].listed("plan")
            continue
        named = {"window": "windows", "goal": "goals"}
        kinds = {
            next(
                (candidate for key, candidate in named.items() if key in name),
                "actions",
            )
        }
        if name == "set_plan":
            kinds = {*PLANNED, "gave_way"}
        assert answer.keys() == kinds, name
        assert any(answer.values()) or given.get("state"), name
        for kind in kinds:
            assert all(list(item) == KEYS[kind] for item in answer[kind]), name
        await travel(30)
