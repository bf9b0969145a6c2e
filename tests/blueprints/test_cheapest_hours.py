"""Charging in the cheapest hours, with prices as several integrations give them."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ..entities import FULL, ha_device_id
from ..travel import Travel
from ..windows import answer, spans
from .automations import MONDAY, Automate, notes, planned


def _half_hours(start: datetime, days: int = 1) -> list[datetime]:
    return [start + timedelta(minutes=30 * number) for number in range(48 * days)]


def _price(moment: datetime) -> float:
    """The night is cheap, most of all from 2 to 4 and at 5; the noon is cheaper."""
    if moment.hour in (2, 3):
        return 0.05
    if moment.hour == 5:
        return 0.06
    if moment.hour == 12:
        return -0.01
    return 0.1 + moment.hour / 100


def _octopus(start: datetime, days: int) -> dict[str, Any]:
    """Datetimes, in half hours."""
    rates = [
        {
            "start": hour,
            "end": hour + timedelta(minutes=30),
            "value_inc_vat": _price(hour),
            "is_capped": False,
        }
        for hour in _half_hours(start, days)
    ]
    return {"rates": rates, "tariff": "agile"}


def _hourly(start: datetime) -> list[datetime]:
    return [start + timedelta(hours=number) for number in range(24)]


def _nord_pool(start: datetime, days: int) -> dict[str, Any]:
    """Two lists with ends, and the same as bare numbers."""

    def day(number: int) -> list[dict[str, Any]]:
        hours = _hourly(start + timedelta(days=number))
        return [
            {"start": hour, "end": hour + timedelta(hours=1), "value": _price(hour)}
            for hour in hours
        ]

    return {
        "raw_today": day(0),
        "raw_tomorrow": day(1) if days > 1 else [],
        "today": [_price(price) for price in _hourly(start)],
    }


def _tibber(start: datetime, days: int) -> dict[str, Any]:
    """Two lists of texts, without ends."""

    def day(number: int) -> list[dict[str, Any]]:
        hours = _hourly(start + timedelta(days=number))
        return [{"startsAt": hour.isoformat(), "total": _price(hour)} for hour in hours]

    return {"today": day(0), "tomorrow": day(1) if days > 1 else []}


SHAPES = [_octopus, _nord_pool, _tibber]


async def _cheapest(hass: HomeAssistant, automate: Automate, **inputs: Any) -> None:
    given = {"batteries": [ha_device_id(hass)], "prices": ["sensor.price"]}
    await automate("cheapest_hours", **(given | {"plan_at": "08:10:00"} | inputs))


@pytest.mark.parametrize("shape", SHAPES)
async def test_cheapest_hours_in_one_go(
    hass: HomeAssistant, travel: Travel, automate: Automate, shape: Any
) -> None:
    hass.states.async_set("sensor.price", "0.2", shape(MONDAY, 2))
    await _cheapest(hass, automate, hours=2.5, target=90)
    await travel.to(MONDAY + timedelta(hours=8, minutes=9))
    assert not await planned(hass, travel)
    await travel(120)
    (window,) = await answer(hass, travel, "get_windows")
    assert spans([window]) == [("2026-11-24T01:30", "04:00")]
    assert (window["command"], window["target"]) == ("charge", 90)


@pytest.mark.parametrize("shape", SHAPES)
async def test_cheapest_hours_one_by_one(
    hass: HomeAssistant, travel: Travel, automate: Automate, shape: Any
) -> None:
    hass.states.async_set("sensor.price", "0.2", shape(MONDAY, 2))
    await _cheapest(hass, automate, contiguous=False)
    await travel.to(MONDAY + timedelta(hours=8, minutes=11))
    assert await planned(hass, travel) == [
        ("2026-11-24T02:00", "04:00"),
        ("2026-11-24T05:00", "06:00"),
    ]


async def test_cheapest_hours_of_a_whole_day_are_charged(
    hass: HomeAssistant, world: World, travel: Travel, automate: Automate
) -> None:
    hass.states.async_set("sensor.price", "0.2", _nord_pool(MONDAY, 2))
    day = {"earliest": "08:30:00", "latest": "08:30:00"}
    await _cheapest(hass, automate, hours=1, **day)
    await travel.to(MONDAY + timedelta(hours=8, minutes=11))
    assert await planned(hass, travel) == [("2026-11-23T12:00", "13:00")]
    await travel.to(MONDAY + timedelta(hours=12, minutes=5))
    assert world.device(FULL).mode.command == "charge"


async def test_cheapest_hours_wait_for_the_prices_and_plan_once_a_day(
    hass: HomeAssistant, travel: Travel, automate: Automate
) -> None:
    tomorrow = MONDAY + timedelta(days=1)
    hass.states.async_set("sensor.today", "0.2", _octopus(MONDAY, 1))
    await _cheapest(hass, automate, prices=["sensor.today", "event.next"], hours=2)
    await travel.to(MONDAY + timedelta(hours=8, minutes=30))
    assert not await planned(hass, travel)
    hass.states.async_set("event.next", "now", _octopus(tomorrow, 1))
    await travel(1)
    assert await planned(hass, travel) == [("2026-11-24T02:00", "04:00")]

    await answer(hass, travel, "cancel_window")
    hass.states.async_set("sensor.today", "0.3", _octopus(MONDAY, 1))
    await travel(60)
    assert not await planned(hass, travel)
    assert not notes(hass)


async def test_cheapest_hours_say_that_there_are_no_prices(
    hass: HomeAssistant, travel: Travel, automate: Automate
) -> None:
    hass.states.async_set("sensor.price", "0.2", _nord_pool(MONDAY, 1))
    await _cheapest(hass, automate, hours=24, earliest="08:20:00")
    await travel.to(MONDAY + timedelta(hours=8, minutes=21))
    assert not await planned(hass, travel)
    ((title, message),) = notes(hass)
    assert title == "No cheap hours planned"
    assert "from 08:20 to 07:00 are not known" in message
