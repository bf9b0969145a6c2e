"""Each source that an action returns, with an example of what it documents."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import homeassistant.components
from homeassistant.core import HomeAssistant
from homeassistant.util.yaml import load_yaml_dict
import pytest

from custom_components.amps.inputs.sources import SOURCES, ActionSource, Told

from .given import (
    AFTER,
    DAY,
    HALF,
    HOUR,
    MIDNIGHT,
    NOW,
    QUARTER,
    TOMORROW,
    add_action,
    add_entity,
    add_entry,
    ahead,
    by_day,
    find,
    price_at,
    prices,
    refusal,
    rows,
    times,
)


async def test_nord_pool(hass: HomeAssistant) -> None:
    entry = add_entry(hass, "nordpool", areas=["NL"], currency="EUR")
    entity = add_entity(hass, "NL-current_price", entry, unit="EUR/kWh")
    asked = add_action(
        hass,
        "nordpool",
        "get_prices_for_date",
        lambda data: {
            "NL": rows(
                day := by_day(data, "date"), day + DAY, QUARTER, "start end price", 1000
            )
        },
    )
    found = await find(hass, entity)
    assert found.curve.currency == "EUR"
    assert ahead(found.curve) == prices(NOW.replace(minute=0), QUARTER, AFTER)
    assert (found.source, found.taxed) == ("Nord Pool", False)
    assert asked == [
        {"config_entry": entry.entry_id, "date": "2026-11-23", "areas": ["NL"]},
        {"config_entry": entry.entry_id, "date": "2026-11-24", "areas": ["NL"]},
    ]


async def test_nord_pool_by_the_average_of_a_block(hass: HomeAssistant) -> None:
    entry = add_entry(hass, "nordpool", areas=["NL"], currency="EUR")
    unique_id = "off_peak_1-NL-block_average"
    entity = add_entity(hass, unique_id, entry, unit="EUR/kWh")
    asked = add_action(hass, "nordpool", "get_prices_for_date", lambda _: {})
    assert await refusal(hass, entity) == "prices_no_answer"
    assert asked[0]["areas"] == ["NL"]


async def test_nord_pool_before_tomorrow_is_known(hass: HomeAssistant) -> None:
    entry = add_entry(hass, "nordpool", areas=["SE3"], currency="SEK")
    entity = add_entity(hass, "SE3-current_price", entry, unit="SEK/kWh")

    def answer(data: Mapping[str, Any]) -> dict[str, Any]:
        if data["date"] != "2026-11-23":
            return {"SE3": []}
        return {"SE3": rows(MIDNIGHT, TOMORROW, QUARTER, "start end price", 1000)}

    add_action(hass, "nordpool", "get_prices_for_date", answer)
    found = await find(hass, entity)
    assert found.curve.currency == "SEK"
    assert found.curve.known_until(NOW) == TOMORROW
    assert found.curve.at(NOW) == pytest.approx(price_at(NOW.replace(minute=0)))


@pytest.mark.parametrize(
    ("zone", "now", "days"),
    [
        ("Europe/Helsinki", "2026-11-23T22:30", ["2026-11-23", "2026-11-24"]),
        ("Europe/London", "2026-11-23T23:30", ["2026-11-24", "2026-11-25"]),
        ("Europe/Oslo", "2026-03-28T23:30", ["2026-03-29", "2026-03-30"]),
        ("Europe/Oslo", "2026-12-31T12:00", ["2026-12-31", "2027-01-01"]),
    ],
)
async def test_days_of_the_market(
    hass: HomeAssistant, zone: str, now: str, days: list[str]
) -> None:
    await hass.config.async_set_time_zone(zone)
    entity = add_entity(
        hass, "FI-current_price", add_entry(hass, "nordpool"), unit="EUR/kWh"
    )
    asked = add_action(hass, "nordpool", "get_prices_for_date", lambda _: {})
    moment = datetime.fromisoformat(f"{now}+00:00")
    assert await refusal(hass, entity, moment) == "prices_no_answer"
    assert [call["date"] for call in asked] == days


def _tibber(hass: HomeAssistant, *homes: str) -> list[dict[str, Any]]:
    return add_action(
        hass,
        "tibber",
        "get_prices",
        lambda data: {
            "prices": {
                name: rows(
                    datetime.fromisoformat(data["start"]),
                    datetime.fromisoformat(data["end"]),
                    QUARTER,
                    "start_time price",
                    factor,
                )
                for factor, name in enumerate(homes, 1)
            }
        },
    )


async def test_tibber(hass: HomeAssistant) -> None:
    entity = add_entity(hass, "home-id", add_entry(hass, "tibber"), unit="EUR/kWh")
    asked = _tibber(hass, "Home")
    found = await find(hass, entity)
    assert ahead(found.curve) == prices(NOW.replace(minute=0), QUARTER, AFTER)
    assert (found.source, found.taxed) == ("Tibber", True)
    assert asked == [
        {"start": "2026-11-23T00:00:00+01:00", "end": "2026-11-25T00:00:00+01:00"}
    ]


async def test_tibber_with_two_homes(hass: HomeAssistant) -> None:
    entry = add_entry(hass, "tibber")
    cabin = add_entity(hass, "2", entry, unit="EUR/kWh", app_nickname="Cabin")
    nameless = add_entity(hass, "3", entry, unit="EUR/kWh", app_nickname=None)
    _tibber(hass, "Home", "Cabin")
    found = await find(hass, cabin)
    assert found.curve.at(NOW) == pytest.approx(2 * price_at(NOW.replace(minute=0)))
    assert await refusal(hass, nameless) == "prices_which_home"


@pytest.mark.parametrize(
    ("unique_id", "interval", "step", "price_type"),
    [
        ("today_energy_current_hour_price", "hourly", HOUR, "market"),
        ("today_energy_all_in_current_price", "quarter_hourly", QUARTER, "all_in"),
    ],
)
async def test_energyzero(
    hass: HomeAssistant,
    unique_id: str,
    interval: str,
    step: timedelta,
    price_type: str,
) -> None:
    entry = add_entry(hass, "energyzero", electricity_price_interval=interval)
    entity = add_entity(hass, f"{entry.entry_id}_{unique_id}", entry, unit="€/kWh")

    def answer(data: Mapping[str, Any]) -> dict[str, Any]:
        start = by_day(data, "start")
        return {
            "prices": [
                {
                    "price": price_at(moment),
                    "timestamp": str(moment),
                    "start": str(moment),
                    "end": str(moment + step),
                }
                for moment in times(start, step, start + DAY)
            ]
        }

    asked = add_action(hass, "energyzero", "get_energy_prices", answer)
    found = await find(hass, entity)
    assert ahead(found.curve) == prices(NOW.replace(minute=0), step, AFTER)
    assert [call["start"] for call in asked] == ["2026-11-23", "2026-11-24"]
    assert {call["price_type"] for call in asked} == {price_type}
    assert {call["incl_vat"] for call in asked} == {True}


async def test_energyzero_before_tomorrow_is_known(hass: HomeAssistant) -> None:
    entry = add_entry(hass, "energyzero")
    unique_id = f"{entry.entry_id}_today_energy_current_hour_price"
    entity = add_entity(hass, unique_id, entry, unit="€/kWh")

    def answer(data: Mapping[str, Any]) -> dict[str, Any]:
        if data["start"] != "2026-11-23":
            raise ValueError("as it answers where there is no data yet")
        return {"prices": rows(MIDNIGHT, TOMORROW, HOUR, "start end price")}

    add_action(hass, "energyzero", "get_energy_prices", answer)
    found = await find(hass, entity)
    assert found.curve.known_until(NOW) == TOMORROW


@pytest.mark.parametrize("way", ["usage", "return"])
async def test_easyenergy(hass: HomeAssistant, way: str) -> None:
    entry = add_entry(hass, "easyenergy")
    unique_id = f"{entry.entry_id}_today_energy_{way}_current_hour_price"
    entity = add_entity(hass, unique_id, entry, unit="€/kWh")

    def answer(data: Mapping[str, Any]) -> dict[str, Any]:
        start = by_day(data, "start")
        return {
            "prices": [
                {"timestamp": str(moment), "price": price_at(moment)}
                for moment in times(start, HOUR, start + DAY)
            ]
        }

    asked = {
        way: add_action(hass, "easyenergy", f"get_energy_{way}_prices", answer)
        for way in ("usage", "return")
    }
    found = await find(hass, entity)
    assert ahead(found.curve) == prices(NOW.replace(minute=0), HOUR, AFTER)
    assert {name: len(calls) for name, calls in asked.items() if calls} == {way: 2}
    assert ("incl_vat" in asked[way][0]) is (way == "usage")


async def test_green_planet_energy(hass: HomeAssistant) -> None:
    entry = add_entry(hass, "green_planet_energy")
    entity = add_entity(hass, "gpe_current_price", entry, unit="€/kWh")
    start = NOW.replace(minute=0)
    asked = add_action(
        hass,
        "green_planet_energy",
        "get_prices",
        lambda data: {
            "prices": rows(
                start, start + HOUR * data["hours"], QUARTER, "start end price"
            ),
            "hours_requested": data["hours"],
        },
    )
    found = await find(hass, entity)
    assert ahead(found.curve) == prices(start, QUARTER, start + DAY)
    assert asked == [{"config_entry_id": entry.entry_id, "hours": 24}]


async def test_omie(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone("Europe/Lisbon")
    entity = add_entity(hass, "pt_spot_price", add_entry(hass, "omie"), unit="€/kWh")

    def answer(data: Mapping[str, Any]) -> dict[str, Any]:
        start = by_day(data, "date")
        return {
            country: rows(start, start + DAY, QUARTER, "start end price")
            for country in data["countries"]
        }

    asked = add_action(hass, "omie", "get_prices_for_date", answer)
    found = await find(hass, entity)
    assert ahead(found.curve) == prices(NOW.replace(minute=0), QUARTER, AFTER)
    assert asked[0] == {"date": "2026-11-23", "countries": ["pt"]}


@pytest.mark.parametrize("channel", ["general", "feed_in"])
async def test_amber_electric(hass: HomeAssistant, channel: str) -> None:
    entry = add_entry(hass, "amberelectric", site_id="01ABC")
    begins = NOW.replace(minute=0)
    entity = add_entity(
        hass,
        f"01ABC-current-{channel}",
        entry,
        unit="$/kWh",
        start_time=(begins + timedelta(seconds=1)).isoformat(),
        end_time=(begins + HALF).isoformat(),
        per_kwh=price_at(begins),
        estimate=False,
    )

    def answer(_data: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "forecasts": [
                {
                    "duration": 30,
                    "date": f"{moment:%Y-%m-%d}",
                    "nem_date": (moment + HALF).isoformat(),
                    "per_kwh": price_at(moment),
                    "spot_per_kwh": price_at(moment) / 2,
                    "start_time": (moment + timedelta(seconds=1)).isoformat(),
                    "end_time": (moment + HALF).isoformat(),
                    "renewables": 45,
                }
                for moment in times(begins + HALF, HALF, begins + DAY)
            ]
        }

    asked = add_action(hass, "amberelectric", "get_forecasts", answer)
    found = await find(hass, entity)
    assert found.curve.currency == "AUD"
    assert ahead(found.curve) == prices(begins, HALF, begins + DAY)
    assert asked == [{"config_entry_id": entry.entry_id, "channel_type": channel}]


ACTIONS = [source for source in SOURCES if isinstance(source, ActionSource)]


@pytest.mark.parametrize("source", ACTIONS, ids=lambda source: source.platform)
def test_actions_are_asked_for_what_they_take(source: ActionSource) -> None:
    folder = Path(homeassistant.components.__path__[0]) / source.platform
    services = load_yaml_dict(str(folder / "services.yaml"))
    for unique_id in ("a_today_energy_return_b", "a_today_energy_usage_b"):
        told = Told("sensor.x", unique_id, "entry", {}, {}, "EUR")
        for request in source.requests(told, NOW):
            fields: dict[str, Any] = services[request.action]["fields"]
            needed = {key for key, field in fields.items() if field.get("required")}
            optional = {"areas", "countries"}  # which always have a default
            assert needed - optional <= request.data.keys() <= fields.keys()
