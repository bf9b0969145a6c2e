"""What is written in the activity of a battery, line by line."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from homeassistant.components.logbook.helpers import is_sensor_continuous
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
import pytest

from simulator import World

from .entities import FULL, call, choose, state
from .travel import Travel


@contextmanager
def _lines(hass: HomeAssistant) -> Iterator[list[tuple[str, str]]]:
    """Note what the logbook has a line for: another state that is no measurement."""
    registry, lines = er.async_get(hass), list[tuple[str, str]]()

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        old, new = event.data["old_state"], event.data["new_state"]
        entity = registry.async_get(event.data["entity_id"])
        if new is None or entity is None or (old and old.state == new.state):
            return
        continuous = is_sensor_continuous(hass, registry, entity.entity_id)
        if entity.platform == "amps" and not continuous:
            lines.append((entity.translation_key or "", new.state))

    remove = hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    yield lines
    remove()


@pytest.mark.usefixtures("integration")
async def test_a_change_of_mode(hass: HomeAssistant, travel: Travel) -> None:
    with _lines(hass) as lines:
        await choose(hass, travel, "auto_reserve")
        await travel(timedelta(minutes=10))
    # what was chosen, and what became of it: nothing says it a second time
    assert lines == [
        ("operation_mode", "auto_reserve"),
        ("last_action_state", "completed"),
    ]
    with _lines(hass) as lines:
        await choose(hass, travel, "auto_balanced")
        await travel(timedelta(minutes=10))
    assert lines == [("operation_mode", "auto_balanced")]


@pytest.mark.usefixtures("integration")
async def test_a_change_of_mode_that_takes_long(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.completion_delay = 60
    with _lines(hass) as lines:
        await choose(hass, travel, "auto_reserve")
        await travel(8)
        assert lines == [("operation_mode", "auto_reserve")]
        await travel(4)
        assert lines[1:] == [("last_action_state", "acknowledged")]
        await travel(timedelta(minutes=10))
    assert lines[2:] == [("last_action_state", "completed")]


@pytest.mark.usefixtures("integration")
async def test_a_change_of_mode_that_fails(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.device(FULL).offline = True
    with _lines(hass) as lines:
        await choose(hass, travel, "auto_reserve")
        await travel(timedelta(minutes=10))
    assert ("last_action_state", "failed") in lines


@pytest.mark.usefixtures("integration")
async def test_a_charge_by_hand_and_its_end(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    with _lines(hass) as lines:
        await choose(hass, travel, "charge")
        await travel(timedelta(minutes=10))
    assert lines == [
        ("operation_mode", "charge"),
        ("plan", "on"),
        ("last_action_state", "completed"),
    ]
    waits = [action for action in world.book.of(FULL) if action.state == "scheduled"]
    assert [action.command for action in waits] == ["auto.balanced"]
    shown = state(hass, "sensor", "last_action_state")
    assert (shown.state, shown.attributes["command"]) == ("completed", "charge")

    await travel(timedelta(minutes=55))
    shown = state(hass, "sensor", "last_action_state")
    assert (shown.state, shown.attributes["command"]) == ("completed", "auto_balanced")


@pytest.mark.usefixtures("integration")
async def test_how_long_the_mode_stands(hass: HomeAssistant, travel: Travel) -> None:
    def told() -> list[object]:
        attributes = state(hass, "select", "operation_mode").attributes
        return [attributes[name] for name in ("until", "target", "power")]

    assert told() == [None, None, None]
    begun = travel.now()
    await call(hass, travel, "number", "set_value", key="charge_target", value=80)
    await choose(hass, travel, "charge")
    until, target, power = told()
    assert datetime.fromisoformat(str(until)) - begun == pytest.approx(
        timedelta(hours=1), abs=timedelta(seconds=20)
    )
    assert (target, power) == (80, 5)
    await travel(timedelta(minutes=70))
    assert told() == [None, None, None]
