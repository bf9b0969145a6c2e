"""Charging in the cheapest hours: a goal a day."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.inputs.settings import PriceKind

from ..battery.planning.goals.goals import goals
from ..battery.planning.goals.home import known
from ..battery.planning.goals.prices import SENSOR, show
from ..entities import ha_device_id
from ..travel import Travel
from .automations import MONDAY, Automate, notes, planned


@pytest.fixture
def entry(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    show(hass, days=3)
    options = {**entry.options, PriceKind.IMPORT.entity: SENSOR}
    return MockConfigEntry(
        domain=entry.domain, title=entry.title, data=entry.data, options=options
    )


async def _cheapest(hass: HomeAssistant, automate: Automate, **inputs: Any) -> None:
    given = {"batteries": [ha_device_id(hass)], "plan_at": "08:10:00", **inputs}
    await automate("cheapest_hours", **given)


async def test_a_goal_is_set_each_day(
    hass: HomeAssistant, travel: Travel, automate: Automate
) -> None:
    await _cheapest(hass, automate, target=90)
    await travel.to(MONDAY + timedelta(hours=8, minutes=9))
    assert await goals(hass, travel) == []
    await travel(120)
    (goal,) = await goals(hass, travel)
    assert goal["start"] == "2026-11-23T22:00:00+00:00"
    assert goal["end"] == "2026-11-24T07:00:00+00:00"
    assert (goal["target"], goal["max_price"]) == (90, None)
    ((start, _),) = await planned(hass, travel)
    assert start.startswith("2026-11-24T03")


async def test_a_limit_and_weekdays(
    hass: HomeAssistant, travel: Travel, automate: Automate
) -> None:
    day = {"earliest": "08:30:00", "latest": "08:30:00"}
    await _cheapest(hass, automate, max_price=0.2, weekdays=["tue"], **day)
    await travel.to(MONDAY + timedelta(hours=8, minutes=11))
    assert await goals(hass, travel) == []
    await travel.to(MONDAY + timedelta(days=1, hours=8, minutes=11))
    (goal,) = await goals(hass, travel)
    assert goal["max_price"] == 0.2
    assert goal["start"] == "2026-11-24T08:30:00+00:00"
    assert goal["end"] == "2026-11-25T08:30:00+00:00"


@pytest.mark.parametrize("sun", [{}, dict.fromkeys(range(9, 15), 4.0)])
async def test_what_does_not_pay_off_is_told(
    hass: HomeAssistant, travel: Travel, automate: Automate, sun: dict[int, float]
) -> None:
    with known() as home:
        home.kw, home.sun = 0.5, sun
        await _cheapest(hass, automate, target=100)
        await travel.to(MONDAY + timedelta(hours=8, minutes=12))
        (goal,) = await goals(hass, travel)
    told = [
        text for title, text in notes(hass) if title == "This charge does not pay off"
    ]
    if not sun:
        assert goal["saves"] > 0
        assert told == []
        return
    (text,) = told
    assert "charging to 100 % by 07:00" in text
    assert f"{-goal['saves']:.2f} more than leaving the battery alone" in text
