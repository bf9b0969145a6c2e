"""What was taken back while it runs, and Amps cannot end before its time."""

from datetime import timedelta
from typing import Any

from homeassistant.components.calendar.const import DOMAIN as CALENDAR
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ..calendars import MonthView
from ..entities import FULL, call, ha_device_id, noted_events, state
from ..repairs.shown import problem, shown
from ..travel import Travel
from ..windows import answer, refused, schedule, utc

MINUTE = timedelta(minutes=1)
LONG = ("2026-11-23 08:00:00", "2026-11-23 12:00:00")
SINCE = "2026-11-23 07:00:00"
END = utc("2026-11-23T12:00Z")
RUNS_ON = f"runs_on_{FULL}"
AT_RISK = f"window_at_risk_{FULL}"


async def _charge(hass: HomeAssistant, travel: Travel, world: World) -> None:
    """Let a charge run for a while that cannot be stopped."""
    world.set_level(FULL, 20)
    await schedule(hass, travel, *LONG, power=1, target=90)
    await travel(10 * MINUTE)


async def _listed(hass: HomeAssistant, travel: Travel) -> list[dict[str, Any]]:
    found = await answer(hass, travel, "get_windows", start=SINCE)
    return [one for one in found if one["command"] == "charge"]


async def _until_it_ends(hass: HomeAssistant, travel: Travel) -> set[str]:
    """Let it run on to its end; *Problem* is on where a repair tells why, only then."""
    told = set[str]()
    while travel.now() < END - MINUTE:
        await travel(4 * MINUTE)
        now = set(shown(hass))
        assert (problem(hass) == STATE_ON) is bool(now), travel.now()
        told |= now
    return told


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_what_was_cancelled_is_shown_until_it_ends(
    hass: HomeAssistant, month: MonthView, world: World, travel: Travel
) -> None:
    await _charge(hass, travel, world)
    (cancelled,) = await answer(hass, travel, "cancel_window")
    assert cancelled["outcome"] == "cancelled"
    await travel(MINUTE)
    (listed,) = await _listed(hass, travel)
    assert (listed["state"], listed["end"]) == ("active", END.isoformat())
    assert (listed["outcome"], listed["reason"]) == ("cancelled", "by_owner")
    (event,) = await month()
    assert event["summary"] == "▶ Charge to 90 % at 1 kW · cannot be stopped yet"
    assert "▪ Cannot be stopped before 12:00" in event["description"].splitlines()
    assert state(hass, CALENDAR, "plan").state == STATE_ON
    assert state(hass, "binary_sensor", "window_active").state == STATE_ON
    until = state(hass, "select", "operation_mode").attributes["until"]
    assert until == END.isoformat()

    await travel.to(END + 2 * MINUTE)
    (listed,) = await _listed(hass, travel)
    assert (listed["state"], listed["outcome"]) == ("ended", "cancelled")
    (event,) = await month()
    assert event["summary"] == "✕ Charge to 90 % at 1 kW · cancelled"
    assert state(hass, CALENDAR, "plan").state == STATE_OFF
    assert state(hass, "binary_sensor", "window_active").state == STATE_OFF


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_the_battery_is_read_on(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await _charge(hass, travel, world)
    await answer(hass, travel, "cancel_window")
    levels = []
    while travel.now() < END - MINUTE:
        await travel(20 * MINUTE)
        levels.append(float(state(hass, "sensor", "level").state))
        assert levels[-1] == pytest.approx(world.device(FULL).level, abs=3)
    assert len(set(levels)) > 6


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_its_repair_is_the_only_one(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await _charge(hass, travel, world)
    await answer(hass, travel, "cancel_window")
    assert await _until_it_ends(hass, travel) == {RUNS_ON}
    await travel.to(END + 15 * MINUTE)
    assert not shown(hass)
    assert problem(hass) == STATE_OFF
    assert world.device(FULL).mode.command == "auto.balanced"


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_what_it_blocks_is_at_risk_because_amps_is_busy(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await _charge(hass, travel, world)
    await answer(hass, travel, "cancel_window")
    blocked = ("2026-11-23 10:00:00", "2026-11-23 11:00:00")
    with noted_events(hass, "window") as events:
        await schedule(hass, travel, *blocked, command="discharge", target=10)
        told = await _until_it_ends(hass, travel)
        await travel.to(END + 15 * MINUTE)
    assert told == {RUNS_ON, AT_RISK, f"window_missed_{FULL}"}
    reasons = [(event["event_type"], event["reason"]) for event in events]
    assert reasons == [("at_risk", "busy"), ("missed", "busy")]


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_what_a_planner_replaced_is_shown_until_it_ends(
    hass: HomeAssistant, month: MonthView, world: World, travel: Travel
) -> None:
    window = {"command": "charge", "target": 90, "power": 1}
    world.set_level(FULL, 20)

    async def plan(*windows: dict[str, Any]) -> None:
        data = {
            "device_id": ha_device_id(hass),
            "source": "emhass",
            "windows": list(windows),
        }
        await travel.run(
            hass.services.async_call("amps", "set_plan", data, blocking=True)
        )
        await travel.settle()

    await plan({**window, "start": LONG[0], "end": LONG[1]})
    await travel(70 * MINUTE)
    later = {"command": "idle", "start": "2026-11-23 14:00:00"}
    await plan({**later, "end": "2026-11-23 15:00:00"})
    await travel(MINUTE)
    (listed,) = await _listed(hass, travel)
    assert (listed["state"], listed["source"]) == ("active", "emhass")
    assert listed["end"] == END.isoformat()
    assert [item["summary"][:1] for item in await month()] == ["▶", "I"]
    assert await _until_it_ends(hass, travel) == {RUNS_ON}


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_what_runs_on_is_not_planned_any_more(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await _charge(hass, travel, world)
    await answer(hass, travel, "cancel_window")
    (listed,) = await _listed(hass, travel)
    error = await refused(hass, travel, "cancel_window", uid=listed["uid"])
    assert error.translation_key == "window_unknown"
    await call(hass, travel, "button", "press", key="stop")
    await travel(MINUTE)
    assert set(shown(hass)) == {f"stop_pending_{FULL}"}
