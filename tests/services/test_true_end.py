"""When a window that was stopped truly ended, as it is listed and shown."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ..calendars import MonthView
from ..entities import FULL, choose
from ..travel import Travel
from ..windows import answer, utc

LONG = {"start": "2026-11-23 08:00:00", "end": "2026-11-23 12:00:00"}
SINCE = "2026-11-23 07:00:00"


async def _only(hass: HomeAssistant, travel: Travel) -> dict[str, Any]:
    found = await answer(hass, travel, "get_windows", start=SINCE)
    (window,) = (one for one in found if one["origin"] == "plan")
    return window


async def test_a_window_that_was_overridden(
    hass: HomeAssistant, month: MonthView, world: World, travel: Travel
) -> None:
    world.knobs.window_completed_at = "opening"  # so it can be stopped
    await answer(hass, travel, "schedule_window", **LONG)
    await travel(timedelta(minutes=70))
    stopped = travel.now()
    await choose(hass, travel, "idle")
    await travel(timedelta(minutes=3))
    assert world.device(FULL).mode.command == "idle"
    window = await _only(hass, travel)
    assert (window["outcome"], window["reason"]) == ("cancelled", "overridden")
    assert abs(utc(window["end"]) - stopped) < timedelta(seconds=10)
    shown = next(item for item in await month() if "cancelled" in item["summary"])
    assert abs(utc(shown["end"]["dateTime"]) - stopped) < timedelta(seconds=10)


@pytest.mark.usefixtures("integration")
async def test_a_window_that_cannot_be_stopped_ends_when_amps_ends_it(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await answer(hass, travel, "schedule_window", **LONG)
    await travel(timedelta(minutes=70))
    await answer(hass, travel, "cancel_window")
    await travel(timedelta(minutes=3))
    assert world.device(FULL).mode.command == "charge"
    for _ in range(2):
        window = await _only(hass, travel)
        assert window["outcome"] == "cancelled"
        assert window["end"] == "2026-11-23T12:00:00+00:00"
        await travel(timedelta(hours=4))


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_a_window_that_was_cancelled_before_it_began_keeps_its_times(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await choose(hass, travel, "as_amps_leaves_it", key="after_window")
    await answer(
        hass,
        travel,
        "schedule_window",
        start="2026-11-23 10:00:00",
        end="2026-11-23 12:00:00",
    )
    await travel(30)
    action = next(item for item in world.book.of(FULL) if item.command == "charge")
    world.foreign_cancel(action.id)
    await travel(timedelta(minutes=3))
    window = await _only(hass, travel)
    assert window["reason"] == "cancelled_elsewhere"
    assert window["end"] == "2026-11-23T12:00:00+00:00"
