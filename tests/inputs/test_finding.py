"""Prices behind entities of which nothing is documented, and entities without any."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.amps.inputs.curve import Price
from custom_components.amps.inputs.errors import PriceError
from custom_components.amps.inputs.finding import PRICES_AHEAD, PRICES_BACK
from custom_components.amps.inputs.settings import PriceKind

from .given import (
    DAY,
    HOUR,
    MIDNIGHT,
    NOW,
    add_action,
    add_entity,
    add_entry,
    ahead,
    find,
    price_at,
    prices,
    refusal,
    resolver,
    times,
)

TEMPLATE = "sensor.price"
START = NOW.replace(minute=0)
TOMORROW = MIDNIGHT + DAY


def told(
    start: str = "start",
    end: str | None = "end",
    price: str = "price",
    factor: float = 1,
    days: int = 0,
) -> list[dict[str, Any]]:
    """Return a day's list, with its own names."""
    begin = MIDNIGHT + DAY * days
    return [
        {
            start: moment.isoformat(),
            **({end: (moment + HOUR).isoformat()} if end else {}),
            price: price_at(moment) * factor,
        }
        for moment in times(begin, HOUR, begin + DAY)
    ]


def show(
    hass: HomeAssistant, unit: str | None = "EUR/kWh", state: str = "", **lists: Any
) -> None:
    """Let a template have some attributes."""
    now = state or str(price_at(START))
    attributes = {**lists, **({"unit_of_measurement": unit} if unit else {})}
    hass.states.async_set(TEMPLATE, now, attributes)


@pytest.mark.parametrize(
    ("start", "end", "price"),
    [
        ("start", "end", "price"),
        ("start_time", "end_time", "value"),
        ("from", "till", "price"),
        ("startsAt", None, "total"),
        ("time", None, "price_per_kwh"),
        ("datetime", None, "rate"),
    ],
)
async def test_any_list_of_start_end_and_price(
    hass: HomeAssistant, start: str, end: str | None, price: str
) -> None:
    show(hass, forecast=told(start, end, price))
    found = await find(hass, TEMPLATE)
    assert ahead(found.curve) == prices(START, HOUR, TOMORROW)
    assert (found.source, found.taxed) == (None, None)


async def test_lists_of_today_and_tomorrow(hass: HomeAssistant) -> None:
    show(hass, today=told(), tomorrow=told(days=1), comment="text", numbers=[1, 2])
    found = await find(hass, TEMPLATE)
    assert ahead(found.curve) == prices(START, HOUR, TOMORROW + DAY)


async def test_lists_in_another_unit(hass: HomeAssistant) -> None:
    show(hass, unit="EUR/MWh", state="221", prices=told(factor=1000))
    found = await find(hass, TEMPLATE)
    assert ahead(found.curve) == prices(START, HOUR, TOMORROW)


@pytest.mark.parametrize("factor", [1000, 100, 0.01, 0.001])
async def test_a_list_in_another_unit_than_the_state(
    hass: HomeAssistant, factor: float
) -> None:
    unit = "EUR/MWh" if factor > 1 else "EUR/kWh"  # else it is not believable anyway
    show(hass, unit=unit, prices=told(factor=factor))
    assert await refusal(hass, TEMPLATE) == "prices_other_unit"


async def test_a_list_in_another_unit_than_a_state_that_is_late(
    hass: HomeAssistant,
) -> None:
    show(hass, prices=told(factor=100))
    later = NOW + 2 * HOUR  # the state is still that of now
    assert await refusal(hass, TEMPLATE, later) == "prices_other_unit"


@pytest.mark.parametrize(
    ("lists", "key"),
    [
        ({}, "prices_only_now"),
        ({"prices": []}, "prices_only_now"),
        ({"prices": [0.1, 0.2]}, "prices_only_now"),
        ({"prices": "[{'start': 1}]"}, "prices_only_now"),
        ({"prices": [{"begin": "now", "cost": 1}]}, "prices_only_now"),
        ({"prices": [{"start": "soon", "price": 1}]}, "prices_unreadable"),
        ({"prices": [*told(), 5]}, "prices_unreadable"),
        ({"prices": told(factor=1e9)}, "prices_not_believable"),
        ({"prices": told(days=-1)}, "prices_over"),
        ({"prices": told(days=-30)}, "prices_over"),
        ({"prices": told(days=30)}, "prices_only_now"),
        ({"prices": told(), "more": told("from", "to")}, "prices_which_list"),
        ({"prices": told(), "more": told(factor=2)}, "prices_contradictory"),
        (
            {"prices": [{**row, "total": 1} for row in told()]},
            "prices_which_number",
        ),
        (
            {"prices": [{**row, "start": row["start"][:19]} for row in told()]},
            "prices_no_zone",
        ),
        ({"prices": told() * 200}, "prices_too_many"),
    ],
)
async def test_lists_that_are_not_certain(
    hass: HomeAssistant, lists: dict[str, Any], key: str
) -> None:
    show(hass, **lists)
    assert await refusal(hass, TEMPLATE) == key


@pytest.mark.parametrize("unit", [None, "EUR", "%", "$/kWh", "kr/kWh", "EUR/m³"])
async def test_a_unit_that_is_not_certain(hass: HomeAssistant, unit: str) -> None:
    show(hass, unit=unit, prices=told())
    assert await refusal(hass, TEMPLATE) == "prices_unit"


@pytest.mark.parametrize("state", ["unknown", "", "cheap", "nan", "inf"])
async def test_a_state_that_is_no_number_proves_nothing(
    hass: HomeAssistant, state: str
) -> None:
    show(hass, state=state or "0", prices=told())
    found = await find(hass, TEMPLATE)
    assert found.curve.at(NOW) == pytest.approx(price_at(START))


async def test_entities_without_a_state(hass: HomeAssistant) -> None:
    assert await refusal(hass, "sensor.nobody") == "prices_no_entity"
    hass.states.async_set(TEMPLATE, "unavailable")
    assert await refusal(hass, TEMPLATE) == "prices_unavailable"


async def test_a_known_integration_may_have_a_list_of_another_form(
    hass: HomeAssistant,
) -> None:
    entry = add_entry(hass, "frank_energie")
    entity = add_entity(
        hass, "new", entry, unit="€/kWh", state="0.2", coming=told("time", None, "rate")
    )
    found = await find(hass, entity)
    assert ahead(found.curve) == prices(START, HOUR, TOMORROW)


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ({}, "prices_no_answer"),
        ({"NL": []}, "prices_no_answer"),
        ({"NL": None}, "prices_no_answer"),
        ({"NL": 5}, "prices_no_answer"),
        ({"NL": {"start": 1}}, "prices_no_answer"),
        ({"SE3": [{"start": "x", "price": 1}]}, "prices_no_answer"),
        ({"NL": ["x"]}, "prices_unreadable"),
        ({"NL": [{"start": "x", "price": 1}]}, "prices_unreadable"),
        ({"NL": [{"start": START, "price": 1e9}]}, "prices_not_believable"),
    ],
)
async def test_answers_without_prices(
    hass: HomeAssistant, answer: dict[str, Any], key: str
) -> None:
    entry = add_entry(hass, "nordpool")
    entity = add_entity(hass, "NL-current_price", entry, unit="EUR/kWh")
    add_action(hass, "nordpool", "get_prices_for_date", lambda _: answer)
    assert await refusal(hass, entity) == key


@pytest.mark.parametrize(
    "answer", [{}, {"prices": 5}, {"prices": []}, {"prices": {"Home": 5}}]
)
async def test_homes_without_prices(
    hass: HomeAssistant, answer: dict[str, Any]
) -> None:
    entity = add_entity(hass, "home", add_entry(hass, "tibber"), unit="EUR/kWh")
    add_action(hass, "tibber", "get_prices", lambda _: answer)
    assert await refusal(hass, entity) == "prices_no_answer"


async def test_an_action_that_is_not_there(hass: HomeAssistant) -> None:
    entry = add_entry(hass, "nordpool")
    entity = add_entity(hass, "NL-current_price", entry, unit="EUR/kWh")
    assert await refusal(hass, entity) == "prices_only_now"


async def test_an_action_that_fails(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    entry = add_entry(hass, "tibber")
    entity = add_entity(hass, "home", entry, unit="EUR/kWh")

    def fail(_: object) -> dict[str, Any]:
        raise RuntimeError("of somebody else's")

    add_action(hass, "tibber", "get_prices", fail)
    assert await refusal(hass, entity) == "prices_no_answer"
    assert not [
        record for record in caplog.records if record.levelname in ("ERROR", "WARNING")
    ]


async def test_a_fixed_tariff(hass: HomeAssistant) -> None:
    prices = resolver(hass, import_fixed_price=0.3, import_factor=2.0)
    found = await prices.async_look(PriceKind.IMPORT, NOW)
    assert found.curve.prices == (Price(NOW - PRICES_BACK, NOW + PRICES_AHEAD, 0.3),)
    assert found.curve.currency == "EUR"


async def test_nothing_to_sell_for(hass: HomeAssistant) -> None:
    prices = resolver(hass, export_fixed_price=0.0)
    found = await prices.async_look(PriceKind.EXPORT, NOW)
    assert found.curve.at(NOW) == 0.0
    with pytest.raises(PriceError) as refused:
        await prices.async_look(PriceKind.IMPORT, NOW)
    assert refused.value.key == "prices_not_set"


async def test_factor_and_surcharge(hass: HomeAssistant) -> None:
    show(hass, prices=told())
    options = {"export_price_entity": TEMPLATE, "export_factor": 1.2}
    prices = resolver(hass, **options, export_surcharge=-0.05)
    found = await prices.async_look(PriceKind.EXPORT, NOW)
    assert found.curve.at(NOW) == pytest.approx(price_at(START) * 1.2 - 0.05)


async def test_what_is_kept_is_bounded(hass: HomeAssistant) -> None:
    day = timedelta(days=1)
    rows = [
        {"start": moment, "end": moment + day, "price": 0.1}
        for moment in times(MIDNIGHT - 100 * day, day, MIDNIGHT + 100 * day)
    ]
    show(hass, prices=rows)
    found = await find(hass, TEMPLATE)
    assert found.curve.prices[0].start == NOW - PRICES_BACK
    assert found.curve.prices[-1].end == NOW + PRICES_AHEAD
