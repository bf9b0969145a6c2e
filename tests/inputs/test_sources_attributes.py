"""Each source whose prices are in attributes, with an example of what it documents."""

from datetime import datetime
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from .given import (
    AFTER,
    DAY,
    HALF,
    HOUR,
    LOCAL,
    MIDNIGHT,
    NOW,
    QUARTER,
    TOMORROW,
    add_entity,
    add_entry,
    ahead,
    find,
    price_at,
    prices,
    refusal,
    rows,
    times,
)


async def test_nord_pool_of_hacs(hass: HomeAssistant) -> None:
    entry = add_entry(hass, "nordpool")
    entity = add_entity(
        hass,
        "nordpool_kwh_nl_eur_3_10_021",
        entry,
        unit="c/kWh",
        currency="EUR",
        price_in_cents=True,
        today=[20.0] * 24,
        raw_today=rows(MIDNIGHT, TOMORROW, HOUR, "start end value", 100),
        raw_tomorrow=rows(TOMORROW, AFTER, HOUR, "start end value", 100),
    )
    found = await find(hass, entity)
    assert ahead(found.curve) == prices(NOW.replace(minute=0), HOUR, AFTER)
    assert (found.source, found.taxed) == ("Nord Pool (HACS)", None)


async def test_nord_pool_of_hacs_in_yaml(hass: HomeAssistant) -> None:
    entity = add_entity(
        hass,
        "nordpool_kwh_nl_eur_3_10_0",
        None,
        platform="nordpool",
        unit="EUR/kWh",
        raw_today=rows(MIDNIGHT, TOMORROW, HOUR, "start end value"),
    )
    found = await find(hass, entity)
    assert ahead(found.curve) == prices(NOW.replace(minute=0), HOUR, TOMORROW)


async def test_nord_pool_of_hacs_in_norway(hass: HomeAssistant) -> None:
    entry = add_entry(hass, "nordpool")
    entity = add_entity(
        hass,
        "nordpool_kwh_no1_nok_3_10_025",
        entry,
        unit="Øre/kWh",
        currency="NOK",
        raw_today=[
            {
                "start": moment.astimezone(LOCAL),
                "end": (moment + HOUR).astimezone(LOCAL),
                "value": price_at(moment) * 100,
            }
            for moment in times(MIDNIGHT, HOUR, TOMORROW)
        ],
        raw_tomorrow=[],
    )
    found = await find(hass, entity)
    assert found.curve.currency == "NOK"
    assert ahead(found.curve) == prices(NOW.replace(minute=0), HOUR, TOMORROW)


METER = "octopus_energy_electricity_12a3_1000000000001"


def _octopus(hass: HomeAssistant, which: str, start: datetime) -> None:
    (entry,) = hass.config_entries.async_entries("octopus_energy")
    add_entity(
        hass,
        f"{METER}_{which}_day_rates",
        entry,
        domain="event",
        state="2026-11-23T00:01:00.000+00:00",
        tariff_code="E-1R-AGILE-24-10-01-C",
        rates=rows(start, start + DAY, HALF, "start end value_inc_vat"),
    )


async def test_octopus_energy(hass: HomeAssistant) -> None:
    start = datetime.fromisoformat("2026-11-23T00:00:00+00:00")
    entry = add_entry(hass, "octopus_energy")
    rate = add_entity(hass, f"{METER}_current_rate", entry, unit="GBP/kWh")
    assert await refusal(hass, rate) == "prices_only_now"
    _octopus(hass, "current", start)
    _octopus(hass, "next", start + DAY)
    found = await find(hass, rate)
    assert found.curve.currency == "GBP"
    assert ahead(found.curve) == prices(NOW.replace(minute=0), HALF, start + 2 * DAY)
    assert (found.source, found.taxed) == ("Octopus Energy (HACS)", True)
    assert len(found.entities) == 3


async def test_octopus_energy_by_one_of_its_events(hass: HomeAssistant) -> None:
    start = datetime.fromisoformat("2026-11-23T00:00:00+00:00")
    add_entry(hass, "octopus_energy")
    _octopus(hass, "current", start)
    event = next(iter(hass.states.async_entity_ids("event")))
    found = await find(hass, event)
    assert found.curve.known_until(NOW) == start + DAY


async def test_epex_spot(hass: HomeAssistant) -> None:
    entity = add_entity(
        hass,
        "EPEX Spot Data DE-LU Total Price",
        add_entry(hass, "epex_spot"),
        unit="€/kWh",
        data=rows(MIDNIGHT, AFTER, QUARTER, "start_time end_time price_per_kwh"),
    )
    found = await find(hass, entity)
    assert ahead(found.curve) == prices(NOW.replace(minute=0), QUARTER, AFTER)


async def test_epex_spot_as_it_was(hass: HomeAssistant) -> None:
    named = rows(MIDNIGHT, AFTER, HOUR, "start_time end_time price_ct_per_kwh", 100)
    entity = add_entity(
        hass,
        "EPEX Spot Data DE-LU Market Price",
        add_entry(hass, "epex_spot"),
        unit="EUR/MWh",
        data=[
            {**row, "price_eur_per_mwh": row["price_ct_per_kwh"] * 10} for row in named
        ],
    )
    found = await find(hass, entity)
    assert ahead(found.curve) == prices(NOW.replace(minute=0), HOUR, AFTER)


@pytest.mark.parametrize("scale", ["kWh", "MWh"])
async def test_entsoe(hass: HomeAssistant, scale: str) -> None:
    entry = add_entry(hass, "entsoe")
    factor = 1000 if scale == "MWh" else 1
    unit = f"EUR/{scale}"
    entity = add_entity(hass, "entsoe.home_current_price", entry, unit=unit)
    both = [
        {"time": str(moment.astimezone(LOCAL)), "price": price_at(moment) * factor}
        for moment in times(MIDNIGHT, QUARTER, AFTER)
    ]
    add_entity(
        hass,
        "entsoe.home_avg_price",
        entry,
        unit=unit,
        prices_today=both[:96],
        prices_tomorrow=both[96:],
        prices=both,
    )
    found = await find(hass, entity)
    assert ahead(found.curve) == prices(NOW.replace(minute=0), QUARTER, AFTER)
    assert len(found.entities) == 2


async def test_energi_data_service(hass: HomeAssistant) -> None:
    def listed(start: datetime) -> list[dict[str, Any]]:
        return [
            {"hour": moment.astimezone(LOCAL), "price": price_at(moment)}
            for moment in times(start, HOUR, start + DAY)
        ]

    entity = add_entity(
        hass,
        "energi_data_service_1",
        add_entry(hass, "energidataservice"),
        unit="DKK/kWh",
        currency="DKK",
        raw_today=listed(MIDNIGHT),
        raw_tomorrow=listed(TOMORROW),
        forecast=listed(AFTER),
        tomorrow_valid=True,
    )
    found = await find(hass, entity)
    assert found.curve.currency == "DKK"
    assert ahead(found.curve) == prices(NOW.replace(minute=0), HOUR, AFTER)


async def test_frank_energie(hass: HomeAssistant) -> None:
    entity = add_entity(
        hass,
        "frank_energie.elec_markup",
        add_entry(hass, "frank_energie"),
        unit="€/kWh",
        prices=[
            {"from": moment, "till": moment + QUARTER, "price": price_at(moment)}
            for moment in times(MIDNIGHT, QUARTER, AFTER)
        ],
    )
    found = await find(hass, entity)
    assert ahead(found.curve) == prices(NOW.replace(minute=0), QUARTER, AFTER)


async def test_gas_is_not_taken_for_electricity(hass: HomeAssistant) -> None:
    entity = add_entity(
        hass,
        "frank_energie.gas_total",
        add_entry(hass, "frank_energie"),
        unit="€/m³",
        prices=rows(MIDNIGHT, AFTER, HOUR, "from till price"),
    )
    assert await refusal(hass, entity) == "prices_unit"
