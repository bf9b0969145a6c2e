"""What a kWh cost is remembered after the source has forgotten it."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import DOMAIN
from custom_components.amps.inputs.curve import Price, PriceCurve
from custom_components.amps.inputs.price_memory import (
    PriceMemory,
    async_forget_prices,
    noted,
)
from custom_components.amps.inputs.prices import PriceResolver

from ..travel import Travel
from .given import DAY, HOUR, MIDNIGHT, NOW, price_at, prices

SOURCE = "sensor.price"


def _tell(hass: HomeAssistant, start: datetime, **changes: float) -> None:
    """Let a source tell the prices of a day by the hour."""
    rows = [
        {
            "start": (start + hour * HOUR).isoformat(),
            "price": changes.get(f"h{hour}", price_at(start + hour * HOUR)),
        }
        for hour in range(24)
    ]
    told = {"unit_of_measurement": "EUR/kWh", "prices": rows}
    hass.states.async_set(SOURCE, "0.3", told)


def _memory(hass: HomeAssistant, **options: object) -> PriceMemory:
    entry = MockConfigEntry(
        domain=DOMAIN,
        entry_id="home",
        options={"import_price_entity": SOURCE, **options},
    )
    return PriceMemory(hass, entry, PriceResolver(hass, entry))


async def test_yesterday_is_known_when_the_source_tells_today_only(
    hass: HomeAssistant, travel: Travel
) -> None:
    memory = _memory(hass, export_fixed_price=0.08)
    _tell(hass, MIDNIGHT)
    await travel.run(memory.async_look())
    assert memory.currency == "EUR"
    await travel.to(MIDNIGHT + DAY + HOUR)
    _tell(hass, MIDNIGHT + DAY)
    await travel.run(memory.async_look())
    rows = memory.between(MIDNIGHT, MIDNIGHT + DAY)
    assert (rows[0].start, rows[-1].end) == (MIDNIGHT, MIDNIGHT + DAY)
    for row in rows:
        assert row.buy == pytest.approx(price_at(row.start))
        assert row.sell == pytest.approx(0.08)


async def test_it_outlives_a_restart(hass: HomeAssistant, travel: Travel) -> None:
    _tell(hass, MIDNIGHT)
    memory = _memory(hass)
    await travel.run(memory.async_look())
    rows = memory.between(MIDNIGHT, MIDNIGHT + DAY)
    assert len(rows) == 24
    hass.states.async_remove(SOURCE)
    again = _memory(hass)
    await travel.run(again.async_load())
    await travel.run(again.async_look())
    assert again.between(MIDNIGHT, MIDNIGHT + DAY) == rows
    await travel.run(async_forget_prices(hass, "home"))
    forgotten = _memory(hass)
    await travel.run(forgotten.async_load())
    assert forgotten.between(MIDNIGHT, MIDNIGHT + DAY) == ()
    assert forgotten.currency is None


@pytest.mark.parametrize("stored", [[1], {"import": [1]}, {"import": {"prices": 1}}])
async def test_what_cannot_be_read_is_forgotten(
    hass: HomeAssistant, hass_storage: dict[str, Any], travel: Travel, stored: Any
) -> None:
    hass_storage["amps.prices.home"] = {"version": 1, "data": stored}
    memory = _memory(hass)
    await travel.run(memory.async_load())
    assert memory.currency is None
    _tell(hass, MIDNIGHT)
    await travel.run(memory.async_look())
    assert memory.currency == "EUR"


async def test_what_is_over_stays_and_what_comes_is_replaced(
    hass: HomeAssistant, travel: Travel
) -> None:
    _tell(hass, MIDNIGHT)
    memory = _memory(hass)
    await travel.run(memory.async_look())
    _tell(hass, MIDNIGHT, h2=9.0, h20=5.0)
    await travel.run(memory.async_look())
    buy = {row.start: row.buy for row in memory.between(MIDNIGHT, MIDNIGHT + DAY)}
    assert buy[MIDNIGHT + 2 * HOUR] == pytest.approx(price_at(MIDNIGHT + 2 * HOUR))
    assert buy[MIDNIGHT + 20 * HOUR] == 5.0


async def test_prices_that_stopped_long_ago_are_none(
    hass: HomeAssistant, travel: Travel
) -> None:
    memory = _memory(hass)
    _tell(hass, MIDNIGHT)
    await travel.run(memory.async_look())
    hass.states.async_remove(SOURCE)
    await travel.to(MIDNIGHT + 9 * DAY)
    await travel.run(memory.async_look())
    currencies = [memory.currency]
    await travel.to(MIDNIGHT + 10 * DAY)
    currencies.append(memory.currency)
    assert currencies == ["EUR", None]


def test_nothing_changes_while_a_price_is_always_the_same() -> None:
    def always(now: datetime) -> PriceCurve:
        return PriceCurve("EUR", (Price(now - DAY, now + 8 * DAY, 0.3),))

    first = noted(None, always(NOW), NOW)
    later = noted(first, always(NOW + HOUR), NOW + HOUR)
    assert later == first
    tomorrow = noted(later, always(NOW + DAY), NOW + DAY)
    assert len(tomorrow.prices) == 1
    assert tomorrow.prices[0].start == first.prices[0].start


def test_days_ago_are_forgotten_and_another_currency_is_another_price() -> None:
    step = timedelta(hours=1)
    old = PriceCurve("EUR", prices(MIDNIGHT, step, MIDNIGHT + DAY))
    now = NOW + 12 * DAY
    fresh = PriceCurve("EUR", prices(now, step, now + DAY))
    assert noted(old, fresh, now).prices[0].start == now
    pounds = PriceCurve("GBP", prices(NOW, step, NOW + DAY))
    assert noted(old, pounds, NOW).currency == "GBP"
    assert noted(old, pounds, NOW).prices[0].start == NOW
