"""Goals whose windows Amps refuses."""

from typing import Any

from homeassistant.const import EVENT_STATE_CHANGED, STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from simulator import Fault, World

from ....entities import entity_id, noted_events, state
from ....travel import Travel
from ....windows import utc
from .goals import set_goal

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("integration"),
]

ALWAYS = 100_000
NOT_ALLOWED = Fault(
    endpoint="push", times=ALWAYS, status=403, code="INSUFFICIENT_PERMISSIONS"
)
OVER = utc("2026-11-24T07:20:00+00:00")


def _told(told: list[dict[str, Any]]) -> list[tuple[str, str | None, bool]]:
    """Return what was told, and whether it was of the goal itself."""
    return [
        (event["event_type"], event["reason"], event["uid"] == event["goal"])
        for event in told
    ]


async def test_a_night_of_refusals_is_told_once(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(NOT_ALLOWED)
    goal = await set_goal(hass, travel, target=90)
    with noted_events(hass, "window") as told:
        await travel.to(OVER)
    assert _told(told) == [
        ("at_risk", "not_allowed", False),
        ("failed", "not_allowed", False),
        ("failed", "not_allowed", True),
    ]
    assert {event["goal"] for event in told} == {goal["uid"]}


async def test_what_its_owner_has_seen_is_no_problem_with_the_next_window(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(NOT_ALLOWED)
    _ = await set_goal(hass, travel, target=90)
    await travel.to(utc("2026-11-24T03:50:00+00:00"))
    assert state(hass, "binary_sensor", "problem").state == STATE_ON
    for domain, issue_id in list(ir.async_get(hass).issues):
        ir.async_ignore_issue(hass, domain, issue_id, ignore=True)
    await travel.settle()
    assert state(hass, "binary_sensor", "problem").state == STATE_OFF
    shown = async_capture_events(hass, EVENT_STATE_CHANGED)
    await travel.to(utc("2026-11-24T06:40:00+00:00"))
    problem = entity_id(hass, "binary_sensor", "problem")
    assert problem not in {event.data["entity_id"] for event in shown}
