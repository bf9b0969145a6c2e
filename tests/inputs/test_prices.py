"""Who is told of new prices, and how often others are asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.amps.inputs.asking import EMPTY_CACHE_TIME
from custom_components.amps.inputs.errors import PriceError
from custom_components.amps.inputs.settings import PriceKind, PriceSettings, settings_of
from custom_components.amps.inputs.sources import DAY_AHEAD_CACHE_TIME

from .given import (
    DAY,
    HOUR,
    MIDNIGHT,
    NOW,
    add_action,
    add_entity,
    add_entry,
    price_at,
    resolver,
    times,
)

TEMPLATE = "sensor.price"


def day(start: datetime) -> list[dict[str, Any]]:
    """Return the hours of a day."""
    return [
        {"start": moment.isoformat(), "price": price_at(moment)}
        for moment in times(start, HOUR, start + DAY)
    ]


def show(hass: HomeAssistant, *starts: datetime) -> None:
    rows = [row for start in starts for row in day(start)]
    told = {"unit_of_measurement": "EUR/kWh", "prices": rows}
    hass.states.async_set(TEMPLATE, "0.3", told)


async def test_listeners_hear_of_other_states(hass: HomeAssistant) -> None:
    show(hass, MIDNIGHT)
    prices = resolver(hass, import_price_entity=TEMPLATE)
    heard: list[int] = []
    remove = prices.async_add_listener(lambda: heard.append(1))
    show(hass, MIDNIGHT, MIDNIGHT + DAY)
    await hass.async_block_till_done()
    assert not heard  # nobody has looked yet

    curve = await prices.async_prices(PriceKind.IMPORT, NOW)
    assert curve.known_until(NOW) == MIDNIGHT + 2 * DAY
    show(hass, MIDNIGHT)
    hass.states.async_set("sensor.other", "1")
    await hass.async_block_till_done()
    assert len(heard) == 1
    curve = await prices.async_prices(PriceKind.IMPORT, NOW)
    assert curve.known_until(NOW) == MIDNIGHT + DAY

    remove()
    show(hass, MIDNIGHT, MIDNIGHT + DAY)
    await hass.async_block_till_done()
    assert len(heard) == 1


async def test_looking_at_another_choice_follows_nothing(hass: HomeAssistant) -> None:
    show(hass, MIDNIGHT)
    prices = resolver(hass, import_fixed_price=0.3)
    heard: list[int] = []
    prices.async_add_listener(lambda: heard.append(1))
    found = await prices.async_look(
        PriceKind.IMPORT, NOW, _settings(import_price_entity=TEMPLATE)
    )
    assert found.entities == {TEMPLATE}
    show(hass)
    await hass.async_block_till_done()
    assert not heard


def _settings(**options: Any) -> PriceSettings:
    return settings_of(options, PriceKind.IMPORT)


async def test_outcomes_are_of_whoever_plans(hass: HomeAssistant) -> None:
    show(hass, MIDNIGHT)
    prices = resolver(hass, import_price_entity=TEMPLATE)
    told: list[tuple[PriceKind, str | None]] = []
    prices.async_add_outcome(
        lambda kind, error: told.append((kind, error.key if error else None))
    )
    await prices.async_look(PriceKind.IMPORT, NOW)
    assert not told
    await prices.async_prices(PriceKind.IMPORT, NOW)
    with pytest.raises(PriceError):
        await prices.async_prices(PriceKind.IMPORT, NOW + 3 * DAY)
    with pytest.raises(PriceError):
        await prices.async_prices(PriceKind.EXPORT, NOW)
    assert told == [
        (PriceKind.IMPORT, None),
        (PriceKind.IMPORT, "prices_over"),
        (PriceKind.EXPORT, "prices_not_set"),
    ]


class Market:
    """An integration that has to ask a server, which may be down."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.days = {"2026-11-23": MIDNIGHT}
        self.down = False
        entry = add_entry(hass, "nordpool")
        self.entity = add_entity(hass, "NL-current_price", entry, unit="EUR/kWh")
        self.asked = add_action(hass, "nordpool", "get_prices_for_date", self._answer)

    def _answer(self, data: Mapping[str, Any]) -> dict[str, Any]:
        if self.down:
            raise TimeoutError
        start = self.days.get(data["date"])
        rows = day(start) if start else []
        return {"NL": [{**row, "price": row["price"] * 1000} for row in rows]}


async def test_a_market_is_not_asked_again_and_again(hass: HomeAssistant) -> None:
    market = Market(hass)
    prices = resolver(hass, import_price_entity=market.entity)
    for _ in range(5):
        await prices.async_prices(PriceKind.IMPORT, NOW)
    assert [call["date"] for call in market.asked] == ["2026-11-23", "2026-11-24"]


async def test_a_market_is_asked_for_what_was_not_there(hass: HomeAssistant) -> None:
    market = Market(hass)
    prices = resolver(hass, import_price_entity=market.entity)
    await prices.async_prices(PriceKind.IMPORT, NOW)
    market.days["2026-11-24"] = MIDNIGHT + DAY
    market.asked.clear()
    curve = await prices.async_prices(PriceKind.IMPORT, NOW + EMPTY_CACHE_TIME)
    assert [call["date"] for call in market.asked] == ["2026-11-24"]
    assert curve.known_until(NOW) == MIDNIGHT + 2 * DAY


async def test_prices_stay_known_while_a_market_is_down(hass: HomeAssistant) -> None:
    market = Market(hass)
    prices = resolver(hass, import_price_entity=market.entity)
    await prices.async_prices(PriceKind.IMPORT, NOW)
    market.down = True
    later = NOW + DAY_AHEAD_CACHE_TIME
    curve = await prices.async_prices(PriceKind.IMPORT, later)
    assert curve.known_until(later) == MIDNIGHT + DAY

    with pytest.raises(PriceError) as refused:
        await prices.async_prices(PriceKind.IMPORT, MIDNIGHT + DAY)
    assert refused.value.key == "prices_no_answer"
