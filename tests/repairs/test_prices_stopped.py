"""The repair about prices that do not come any more."""

from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.inputs.errors import PriceError
from custom_components.amps.inputs.settings import PriceKind

from ..conftest import Setup
from ..inputs.given import HOUR, prices
from ..travel import Travel
from .shown import issue, reload, shown

TARIFF = "sensor.tariff"


@pytest.fixture
async def priced(entry: MockConfigEntry, setup_entry: Setup) -> MockConfigEntry:
    """An entry with a source of prices."""
    entry = MockConfigEntry(
        domain=entry.domain,
        title="Cellar",
        data=entry.data,
        options={**entry.options, "import_price_entity": TARIFF},
    )
    assert await setup_entry(entry)
    return entry


def show(hass: HomeAssistant, travel: Travel, hours: int) -> None:
    """Let prices be known for so many hours from now on."""
    start = travel.now().replace(minute=0, second=0, microsecond=0)
    rows = [
        {"start": price.start.isoformat(), "end": price.end.isoformat(), "price": 0.3}
        for price in prices(start, HOUR, start + HOUR * hours)
    ]
    told = {"unit_of_measurement": "EUR/kWh", "prices": rows}
    hass.states.async_set(TARIFF, "0.3", told)


async def plan(
    entry: MockConfigEntry, travel: Travel, kind: PriceKind = PriceKind.IMPORT
) -> bool:
    """Ask for prices as a planner does, and tell whether there are any."""
    asked: Any = entry.runtime_data.prices.async_prices(kind, travel.now())
    try:
        await travel.run(asked)
    except PriceError:
        return False
    return True


def issue_id(entry: MockConfigEntry) -> str:
    return f"prices_stopped_{entry.entry_id}"


async def stop(hass: HomeAssistant, travel: Travel, entry: MockConfigEntry) -> None:
    """Let known prices end, and be missed for hours."""
    show(hass, travel, 1)
    assert await plan(entry, travel)
    await travel(timedelta(hours=1))
    assert not await plan(entry, travel)
    await travel(timedelta(hours=3, minutes=20))


async def test_prices_stop_and_come_again(
    hass: HomeAssistant, travel: Travel, priced: MockConfigEntry
) -> None:
    show(hass, travel, 1)
    assert await plan(priced, travel)
    await travel(timedelta(hours=1))
    assert not await plan(priced, travel)
    await travel(timedelta(hours=2, minutes=50))
    assert not shown(hass)

    await travel(timedelta(minutes=30))
    found = issue(hass, issue_id(priced))
    assert found.translation_placeholders == {
        "entry": "Cellar",
        "reasons": "- Buying: unknown from sensor.tariff. "
        "The last known price ended at 2026-11-23 09:00. "
        "Check in Home Assistant why its integration does not get new prices.",
    }
    assert not found.is_fixable

    show(hass, travel, 2)
    await travel(timedelta(minutes=16))
    assert not shown(hass)


async def test_prices_that_are_a_little_late(
    hass: HomeAssistant, travel: Travel, priced: MockConfigEntry
) -> None:
    show(hass, travel, 1)
    assert await plan(priced, travel)
    await travel(timedelta(hours=2))
    assert not await plan(priced, travel)
    show(hass, travel, 5)
    await travel(timedelta(hours=4))
    assert not shown(hass)


async def test_prices_that_were_never_known(
    hass: HomeAssistant, travel: Travel, priced: MockConfigEntry
) -> None:
    assert not await plan(priced, travel)
    await travel(timedelta(hours=6))
    assert not await plan(priced, travel)
    assert not shown(hass)


async def test_prices_that_nobody_uses(
    hass: HomeAssistant, travel: Travel, priced: MockConfigEntry
) -> None:
    show(hass, travel, 1)
    look: Any = priced.runtime_data.prices.async_look(PriceKind.IMPORT, travel.now())
    await travel.run(look)
    await travel(timedelta(hours=6))
    assert not shown(hass)


async def test_the_repair_outlives_a_reload_and_goes_then(
    hass: HomeAssistant, travel: Travel, priced: MockConfigEntry
) -> None:
    await stop(hass, travel, priced)
    await reload(hass, travel, priced)
    await travel(timedelta(hours=1))
    assert issue_id(priced) in shown(hass)
    show(hass, travel, 5)
    await travel(timedelta(minutes=16))
    assert not shown(hass)


async def test_the_repair_goes_with_its_choice(
    hass: HomeAssistant, travel: Travel, priced: MockConfigEntry
) -> None:
    await stop(hass, travel, priced)
    options = dict(priced.options)
    del options["import_price_entity"]
    hass.config_entries.async_update_entry(priced, options=options)
    await reload(hass, travel, priced)
    await travel(timedelta(minutes=16))
    assert not shown(hass)


async def test_the_repair_goes_with_its_entry(
    hass: HomeAssistant, travel: Travel, priced: MockConfigEntry
) -> None:
    await stop(hass, travel, priced)
    assert issue_id(priced) in shown(hass)
    disabled = ConfigEntryDisabler.USER
    entries = hass.config_entries
    await travel.run(entries.async_set_disabled_by(priced.entry_id, disabled))
    assert not shown(hass)

    await travel.run(entries.async_set_disabled_by(priced.entry_id, None))
    await travel(30)
    await stop(hass, travel, priced)
    await travel.run(entries.async_remove(priced.entry_id))
    registry = ir.async_get(hass)
    assert registry.async_get_issue(priced.domain, issue_id(priced)) is None


async def test_two_ways_stop(
    hass: HomeAssistant, travel: Travel, priced: MockConfigEntry
) -> None:
    options = {**priced.options, "export_price_entity": TARIFF}
    hass.config_entries.async_update_entry(priced, options=options)
    await reload(hass, travel, priced)
    show(hass, travel, 1)
    assert await plan(priced, travel, PriceKind.EXPORT)
    await stop(hass, travel, priced)
    assert not await plan(priced, travel, PriceKind.EXPORT)
    await travel(timedelta(hours=3, minutes=20))
    told = (issue(hass, issue_id(priced)).translation_placeholders or {})["reasons"]
    assert [line.partition(":")[0] for line in told.splitlines()] == [
        "- Buying",
        "- Selling",
    ]
