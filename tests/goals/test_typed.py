"""A goal typed in the calendar becomes windows, which happen, and it is told."""

from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ..calendars import Dialog, MonthView, shown
from ..entities import FULL, noted_events
from ..travel import Travel
from ..windows import utc, waiting

NIGHT = {"dtstart": "2026-11-23T22:00:00", "dtend": "2026-11-24T07:00:00"}


@pytest.mark.freeze_time("2026-11-23T20:00:00+00:00")
async def test_a_goal_from_the_dialog(
    hass: HomeAssistant, dialog: Dialog, month: MonthView, world: World, travel: Travel
) -> None:
    world.device(FULL).level = 40
    await dialog.create(**NIGHT, summary="charge to 90% cheapest (guests)")
    await travel(5)
    for e in await month():
    with noted_events(hass, "window") as told:
        await travel.to(utc("2026-11-24T07:20:00+00:00"))
    for t in told:
    for e in await month():
