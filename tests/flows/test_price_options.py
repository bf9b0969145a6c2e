"""The options about prices: what was found, and what to take instead."""

from datetime import timedelta
from typing import Any

from homeassistant.components.energy.data import async_get_manager
from homeassistant.config_entries import FlowType
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.helpers import translation
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import (
    CONF_BATTERIES,
    CONF_SHOW_PRICES,
    CONF_WEBHOOK,
    DOMAIN,
)
from custom_components.amps.inputs.settings import PriceKind

from ..inputs.given import HOUR, prices
from ..inputs.test_energy import GRID
from ..travel import Travel
from .forms import Flow, said
from .test_options_flow import FIRST, typed

MARKET = "sensor.market"
OTHER = "sensor.other"
NEUTRAL = {
    "import_factor": 1.0,
    "import_surcharge": 0.0,
    "export_factor": 1.0,
    "export_surcharge": 0.0,
}


@pytest.fixture
def flow(hass: HomeAssistant, travel: Travel) -> Flow:
    return Flow(hass, travel, FlowType.OPTIONS_FLOW)


@pytest.fixture
async def opened(
    hass: HomeAssistant, flow: Flow, integration: MockConfigEntry, travel: Travel
) -> Flow:
    """The page of prices, at a home whose dashboard names a market."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    await hass.config.async_update(currency="EUR")
    start = travel.now().replace(minute=0, second=0, microsecond=0)
    for entity in (MARKET, OTHER):
        rows = [
            {"start": price.start.isoformat(), "price": price.value}
            for price in prices(start, HOUR, start + timedelta(hours=12))
        ]
        told = {"unit_of_measurement": "EUR/kWh", "prices": rows}
        hass.states.async_set(entity, "0.236", told)
    hass.states.async_set("sensor.poor", "0.3", {"unit_of_measurement": "EUR/kWh"})
    hass.config.components.add("energy")
    energy = await async_get_manager(hass)
    grids: Any = {"energy_sources": [{**GRID, "entity_energy_price": MARKET}]}
    await energy.async_update(grids)
    await open_prices(flow, integration)
    return flow


async def open_prices(flow: Flow, entry: MockConfigEntry) -> None:
    await flow.begin(entry.entry_id)
    result = await flow.send(typed(FIRST, **{CONF_SHOW_PRICES: True}))
    assert result["step_id"] == "prices"


def of_prices(entry: MockConfigEntry) -> dict[str, Any]:
    """Return the stored options about prices."""
    ways = tuple(PriceKind)
    return {
        name: value for name, value in entry.options.items() if name.startswith(ways)
    }


async def test_what_was_found_is_chosen_and_shown(
    opened: Flow, integration: MockConfigEntry
) -> None:
    assert opened.shown("import_price_entity") == MARKET
    assert said(opened)["import_prices"] == (
        "sensor.market, today 23.6 to 28.0 ct/kWh, known until today 21:00"
    )
    assert said(opened)["export_prices"].startswith("unknown. No price is set.")
    result = await opened.send({**NEUTRAL, "import_price_entity": MARKET})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert of_prices(integration) == {}
    assert integration.options[CONF_BATTERIES] == [FIRST]
    assert CONF_SHOW_PRICES not in integration.options


async def test_choices_for_both_ways(
    opened: Flow, integration: MockConfigEntry
) -> None:
    chosen = {
        "import_price_entity": OTHER,
        "import_factor": 1.19,
        "import_surcharge": 0.12,
        "export_fixed_price": 0.08,
    }
    await opened.send({**NEUTRAL, **chosen})
    assert of_prices(integration) == chosen

    await open_prices(opened, integration)
    for name, value in chosen.items():
        assert opened.shown(name) == value
    assert said(opened)["export_prices"] == "always 8.0 ct/kWh"
    assert said(opened)["import_prices"].startswith("sensor.other, today 40.1 to 45.3")

    await opened.send({**NEUTRAL, "import_price_entity": MARKET})
    assert of_prices(integration) == {}


async def test_a_tariff_takes_the_place_of_the_dashboards_entity(
    opened: Flow, integration: MockConfigEntry
) -> None:
    typed_over = {"import_price_entity": MARKET, "import_fixed_price": 0.31}
    await opened.send({**NEUTRAL, **typed_over})
    assert of_prices(integration) == {"import_fixed_price": 0.31}
    await open_prices(opened, integration)
    assert opened.shown("import_fixed_price") == 0.31
    assert said(opened)["import_prices"] == "always 31.0 ct/kWh"


async def test_an_entity_and_a_tariff(opened: Flow) -> None:
    both = {"import_price_entity": OTHER, "import_fixed_price": 0.31}
    result = await opened.send({**NEUTRAL, **both})
    assert result["errors"] == {"import_price_entity": "price_or_tariff"}
    assert opened.shown("import_price_entity") == OTHER


@pytest.mark.parametrize("way", ["import", "export"])
async def test_an_entity_without_prices_is_refused_with_the_reason(
    opened: Flow, integration: MockConfigEntry, way: str
) -> None:
    chosen = {f"{way}_price_entity": "sensor.poor", f"{way}_factor": 1.1}
    result = await opened.send({**NEUTRAL, **chosen})
    assert result["errors"] == {f"{way}_price_entity": f"{way}_refused"}
    assert said(opened)[f"{way}_reason"].startswith(
        "The entity has the current price at most"
    )
    assert opened.shown(f"{way}_factor") == 1.1
    assert of_prices(integration) == {}


async def test_a_choice_may_be_kept_while_it_has_no_prices(
    hass: HomeAssistant, opened: Flow, integration: MockConfigEntry
) -> None:
    await opened.send({**NEUTRAL, "import_price_entity": OTHER})
    hass.states.async_set(OTHER, "unavailable")
    await open_prices(opened, integration)
    assert said(opened)["import_prices"].startswith("unknown from sensor.other. ")
    kept = {"import_price_entity": OTHER, "export_fixed_price": 0.0}
    await opened.send({**NEUTRAL, **kept})
    assert of_prices(integration) == kept


NAN, ENDLESS = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("field", "error", "values"),
    [
        ("import_fixed_price", "tariff_range", [5.1, -6, 30, 1e9, NAN, ENDLESS]),
        ("export_fixed_price", "tariff_range", [5.1, NAN]),
        ("import_factor", "factor_range", [0, -1, 10.1, NAN, ENDLESS]),
        ("export_factor", "factor_range", [0, NAN]),
        ("import_surcharge", "surcharge_range", [5.1, -12, NAN, ENDLESS]),
        ("export_surcharge", "surcharge_range", [-5.1, NAN]),
    ],
)
async def test_numbers_have_bounds(
    opened: Flow,
    integration: MockConfigEntry,
    field: str,
    error: str,
    values: list[float],
) -> None:
    before = dict(integration.options)
    for value in values:
        try:
            result = await opened.send({**NEUTRAL, field: value})
        except InvalidData:
            continue
        assert result["errors"] == {field: error}, value
    assert integration.options == before
    result = await opened.send({**NEUTRAL, field: 1.0})
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    "wrong",
    [
        {"import_price_entity": "light.kitchen"},
        {"import_price_entity": "no entity"},
        {"import_price_entity": ["sensor.a"]},
        {"import_fixed_price": "a lot"},
        {"import_factor": None},
        {"sell": 1},
    ],
)
async def test_what_no_form_offers(opened: Flow, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidData):
        await opened.send({**NEUTRAL, **wrong})


async def test_webhooks_come_after_prices(
    hass: HomeAssistant, flow: Flow, integration: MockConfigEntry
) -> None:
    await hass.config.async_update(external_url="https://home.example.com")
    await flow.begin(integration.entry_id)
    both = {CONF_SHOW_PRICES: True, CONF_WEBHOOK: True}
    assert (await flow.send(typed(FIRST, **both)))["step_id"] == "prices"
    result = await flow.send({**NEUTRAL, "export_fixed_price": 0.07})
    assert result["step_id"] == "webhook"
    await flow.send({"webhook_secret": "whsec_" + "QUJD" * 8})
    assert of_prices(integration) == {"export_fixed_price": 0.07}
    assert "webhook_secret" in integration.options


async def test_prices_of_an_entry_that_is_not_loaded(
    hass: HomeAssistant, flow: Flow, entry: MockConfigEntry
) -> None:
    entry.add_to_hass(hass)
    await open_prices(flow, entry)
    await flow.send({**NEUTRAL, "import_fixed_price": 0.25})
    assert of_prices(entry) == {"import_fixed_price": 0.25}


async def test_the_page_speaks_the_language_of_home_assistant(
    hass: HomeAssistant, opened: Flow, integration: MockConfigEntry
) -> None:
    await hass.config.async_update(language="de")
    await translation.async_load_integrations(hass, {DOMAIN})
    await open_prices(opened, integration)
    assert "heute 23,6 bis 28,0 ct/kWh" in said(opened)["import_prices"]
    assert said(opened)["export_prices"].startswith("unbekannt. Es ist kein Preis")
