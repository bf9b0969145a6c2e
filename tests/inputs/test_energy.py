"""Prices as Home Assistant's Energy preferences name them."""

from typing import Any

from homeassistant.components.energy.data import EnergyManager, async_get_manager
from homeassistant.core import HomeAssistant
import pytest

from custom_components.amps.inputs.energy import EnergyPrice, async_energy_price
from custom_components.amps.inputs.errors import PriceError
from custom_components.amps.inputs.settings import PriceKind

from .given import HOUR, NOW, resolver

GRID: dict[str, Any] = {
    "type": "grid",
    "stat_energy_from": "sensor.bought",
    "stat_energy_to": "sensor.sold",
    "stat_cost": None,
    "entity_energy_price": None,
    "number_energy_price": None,
    "stat_compensation": None,
    "entity_energy_price_export": None,
    "number_energy_price_export": None,
    "cost_adjustment_day": 0.0,
}
SOLAR = {
    "type": "solar",
    "stat_energy_from": "sensor.sun",
    "config_entry_solar_forecast": None,
}
HOME = {"type": "home", "stat_energy_to": "sensor.home"}


@pytest.fixture
async def energy(hass: HomeAssistant) -> EnergyManager:
    """The Energy integration, without its recorder."""
    hass.config.components.add("energy")
    return await async_get_manager(hass)


async def prefer(energy: EnergyManager, *sources: dict[str, Any]) -> None:
    """Let the owner set the dashboard up."""
    update: Any = {"energy_sources": list(sources)}
    await energy.async_update(update)


async def both(hass: HomeAssistant) -> tuple[EnergyPrice, EnergyPrice]:
    bought, sold = [await async_energy_price(hass, kind) for kind in PriceKind]
    return bought, sold


async def test_no_energy_dashboard(hass: HomeAssistant) -> None:
    assert await both(hass) == (EnergyPrice(), EnergyPrice())


@pytest.mark.usefixtures("energy")
async def test_a_dashboard_that_is_not_set_up(hass: HomeAssistant) -> None:
    assert await both(hass) == (EnergyPrice(), EnergyPrice())


async def test_entities_for_both_ways(
    hass: HomeAssistant, energy: EnergyManager
) -> None:
    grid = {
        **GRID,
        "entity_energy_price": "sensor.buy",
        "entity_energy_price_export": "sensor.sell",
    }
    await prefer(energy, SOLAR, HOME, grid)
    bought, sold = await both(hass)
    assert (bought.entity, sold.entity) == ("sensor.buy", "sensor.sell")


async def test_numbers_are_fixed_tariffs(
    hass: HomeAssistant, energy: EnergyManager
) -> None:
    grid = {**GRID, "number_energy_price": 0.32, "number_energy_price_export": 0.0}
    await prefer(energy, grid)
    prices = resolver(hass, import_surcharge=0.01)
    bought, sold = [await prices.async_look(kind, NOW) for kind in PriceKind]
    assert bought.curve.at(NOW + HOUR) == pytest.approx(0.33)
    assert bought.curve.currency == "EUR"
    assert sold.curve.at(NOW) == 0.0


async def test_the_first_connection_with_a_price_counts(
    hass: HomeAssistant, energy: EnergyManager
) -> None:
    total = {**GRID, "stat_cost": "sensor.cost"}
    first = {**GRID, "entity_energy_price": "sensor.first"}
    second = {**GRID, "entity_energy_price": "sensor.second"}
    await prefer(energy, GRID, total, first, second)
    bought, sold = await both(hass)
    assert bought == EnergyPrice(entity="sensor.first")
    assert sold == EnergyPrice()


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({}, "prices_not_set"),
        ({"stat_cost": "sensor.cost"}, "prices_total"),
        ({"entity_energy_price": "sensor.gone"}, "prices_no_entity"),
        ({"entity_energy_price": "sensor.template"}, "prices_only_now"),
        ({"number_energy_price": 32.0}, "prices_tariff"),
    ],
)
async def test_reasons_why_there_are_no_prices(
    hass: HomeAssistant, energy: EnergyManager, changes: dict[str, Any], key: str
) -> None:
    hass.states.async_set("sensor.template", "0.3", {"unit_of_measurement": "EUR/kWh"})
    await prefer(energy, {**GRID, **changes})
    with pytest.raises(PriceError) as refused:
        await resolver(hass).async_look(PriceKind.IMPORT, NOW)
    assert refused.value.key == key


async def test_a_choice_comes_before_the_dashboard(
    hass: HomeAssistant, energy: EnergyManager
) -> None:
    await prefer(energy, {**GRID, "number_energy_price": 0.32})
    prices = resolver(hass, import_fixed_price=0.3)
    assert (await prices.async_look(PriceKind.IMPORT, NOW)).curve.at(NOW) == 0.3


async def test_listeners_hear_of_another_dashboard(
    hass: HomeAssistant, energy: EnergyManager
) -> None:
    await prefer(energy, {**GRID, "number_energy_price": 0.32})
    prices = resolver(hass)
    heard: list[float] = []
    remove = prices.async_add_listener(lambda: heard.append(1))
    await prices.async_look(PriceKind.IMPORT, NOW)
    await prefer(energy, {**GRID, "number_energy_price": 0.35})
    assert len(heard) == 1
    assert (await prices.async_look(PriceKind.IMPORT, NOW)).curve.at(NOW) == 0.35

    remove()
    await prefer(energy, GRID)
    assert len(heard) == 1


@pytest.mark.parametrize("kind", list(PriceKind))
async def test_peak_and_off_peak_meters_with_a_number_each(
    hass: HomeAssistant, energy: EnergyManager, kind: PriceKind
) -> None:
    """As DSMR and P1 meters have: nobody knows which of them counts when."""
    ending = "" if kind is PriceKind.IMPORT else "_export"
    price = f"number_energy_price{ending}"
    low = {**GRID, "stat_energy_from": "sensor.off_peak", price: 0.22}
    high = {**GRID, "stat_energy_from": "sensor.peak", price: 0.32}
    await prefer(energy, low, high)
    with pytest.raises(PriceError) as refused:
        await resolver(hass).async_look(kind, NOW)
    assert refused.value.key == "prices_several"


async def test_two_meters_with_the_same_number(
    hass: HomeAssistant, energy: EnergyManager
) -> None:
    one = {**GRID, "stat_energy_from": "sensor.t1", "number_energy_price": 0.3}
    await prefer(energy, one, {**one, "stat_energy_from": "sensor.t2"})
    found = await resolver(hass).async_look(PriceKind.IMPORT, NOW)
    assert found.curve.at(NOW) == 0.3
