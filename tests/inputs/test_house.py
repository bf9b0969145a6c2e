"""What the house draws, from the Energy dashboard and Home Assistant's statistics."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from homeassistant.components.recorder import statistics
from homeassistant.components.recorder.core import Recorder
from homeassistant.const import EVENT_RECORDER_HOURLY_STATISTICS_GENERATED
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
)

from custom_components.amps.diagnostics import async_get_config_entry_diagnostics
from custom_components.amps.inputs.errors import HouseError
from custom_components.amps.inputs.house import (
    SETTLE_SECONDS,
    House,
    HouseResolver,
    Missing,
)
from custom_components.amps.inputs.statistics import SHORT_INTERVAL

from ..travel import Travel
from .given import HOUR, NOW
from .meters import (
    BATTERY,
    BOUGHT,
    CHARGED,
    DISCHARGED,
    GRID,
    HOME,
    SOLAR,
    SOLD,
    SUN,
    ByHour,
    prefer,
    write,
)

READ = "homeassistant.components.recorder.statistics.statistics_during_period"


@pytest.fixture(autouse=True)
async def energy(
    recorder_mock: Recorder,  # noqa: ARG001
    hass: HomeAssistant,
    home: None,  # noqa: ARG001
    travel: Travel,
) -> None:
    """The Energy dashboard, beside the recorder."""
    assert await travel.run(async_setup_component(hass, "energy", {}))


@pytest.fixture
def house(hass: HomeAssistant) -> HouseResolver:
    return HouseResolver(hass)


def _load(at: datetime) -> float:
    return 2.0 if 18 <= at.hour < 20 else 0.4


def _sun(at: datetime) -> float:
    return 1.5 if 11 <= at.hour < 14 else 0.0


def _charge(at: datetime) -> float:
    return 3.0 if at.hour == 3 else 0.0


async def _live(hass: HomeAssistant, *, hours: int = 10 * 24) -> None:
    """Let a home with sun and a battery have lived for ten days."""
    await prefer(hass, GRID, SOLAR, BATTERY)
    meters: dict[str, ByHour] = {
        BOUGHT: lambda at: max(_load(at) + _charge(at) - _sun(at), 0.0),
        SOLD: lambda at: max(_sun(at) - _load(at) - _charge(at), 0.0),
        SUN: _sun,
        CHARGED: _charge,
        DISCHARGED: lambda _at: 0.0,
    }
    for meter, energy in meters.items():
        write(hass, meter, energy, NOW, hours=hours)
    await async_wait_recording_done(hass)


async def _found(hass: HomeAssistant, house: HouseResolver) -> House:
    await async_wait_recording_done(hass)
    return await house.async_house(NOW)


async def _refused(hass: HomeAssistant, house: HouseResolver) -> HouseError:
    await async_wait_recording_done(hass)
    with pytest.raises(HouseError) as refused:
        await house.async_house(NOW)
    return refused.value


async def test_load_and_sun_are_what_the_meters_say_together(
    hass: HomeAssistant, house: HouseResolver
) -> None:
    await _live(hass)
    found = await _found(hass, house)
    assert len(found.load) == len(found.sun) == 10 * 24
    for load, sun in zip(found.load, found.sun, strict=True):
        at = dt_util.as_local(load.start)
        assert (sun.start, load.end - load.start) == (load.start, HOUR)
        assert load.kw == pytest.approx(_load(at))
        assert sun.kw == pytest.approx(_sun(at))


async def test_what_repeats_is_expected_for_two_days(
    hass: HomeAssistant, house: HouseResolver
) -> None:
    await _live(hass)
    found = await _found(hass, house)
    outlook = found.outlook
    assert outlook.load[0].start <= NOW
    assert outlook.load[-1].end >= NOW + timedelta(hours=48)
    for load, sun in zip(outlook.load, outlook.sun, strict=True):
        at = dt_util.as_local(load.start)
        assert load.kw == pytest.approx(_load(at), abs=0.01)
        assert sun.kw == pytest.approx(_sun(at), abs=0.01)
    assert found.load_error == pytest.approx(0, abs=0.1)
    assert found.sun_error == pytest.approx(0, abs=0.1)
    assert found.missing == (Missing.NO_FORECAST,)
    assert found.outlooks


async def test_a_meter_of_the_whole_load_is_believed(
    hass: HomeAssistant, house: HouseResolver
) -> None:
    await prefer(hass, GRID, {"type": "home", "stat_energy_to": HOME})
    write(hass, HOME, lambda _at: 0.7, NOW)
    found = await _found(hass, house)
    assert {round(row.kw, 6) for row in found.load} == {0.7}
    assert found.missing == ()


async def test_other_units_are_converted(
    hass: HomeAssistant, house: HouseResolver
) -> None:
    await prefer(hass, {**GRID, "stat_energy_to": None}, BATTERY)
    write(hass, BOUGHT, lambda _at: 500.0, NOW, unit="Wh")
    write(hass, CHARGED, lambda _at: 0.0, NOW)
    write(hass, DISCHARGED, lambda _at: 0.0002, NOW, unit="MWh")
    found = await _found(hass, house)
    assert found.load[0].kw == pytest.approx(0.7)


async def test_gaps_stay_gaps(hass: HomeAssistant, house: HouseResolver) -> None:
    await prefer(hass, {**GRID, "stat_energy_to": None}, BATTERY)
    write(hass, BOUGHT, lambda at: None if 5 <= at.hour < 8 else 0.5, NOW)
    write(hass, CHARGED, lambda _at: 0.0, NOW)
    write(hass, DISCHARGED, lambda _at: 0.0, NOW)
    found = await _found(hass, house)
    hours = {dt_util.as_local(row.start).hour for row in found.load}
    # what is counted after a gap is of all its hours
    assert hours == {*range(5), *range(9, 24)}
    assert {round(row.kw, 6) for row in found.load} == {0.5}


async def test_an_inverter_that_sleeps_gives_nothing(
    hass: HomeAssistant, house: HouseResolver
) -> None:
    await prefer(hass, {**GRID, "stat_energy_to": None}, SOLAR)
    write(hass, BOUGHT, lambda _at: 0.5, NOW)
    write(hass, SUN, lambda at: 0.3 if 9 <= at.hour < 17 else None, NOW)
    found = await _found(hass, house)
    kw = {dt_util.as_local(row.start).hour: row.kw for row in found.sun}
    assert kw[23] == kw[3] == 0.0
    assert kw[9] == kw[16] == pytest.approx(0.3)
    assert Missing.NO_BATTERY in found.missing


async def test_meters_that_contradict_each_other_are_not_believed(
    hass: HomeAssistant, house: HouseResolver
) -> None:
    await prefer(hass, GRID)
    write(hass, BOUGHT, lambda _at: 0.5, NOW)
    write(hass, SOLD, lambda at: 1.0 if at.hour in (12, 13) else 0.52, NOW)
    found = await _found(hass, house)
    hours = {dt_util.as_local(row.start).hour for row in found.load}
    assert hours == set(range(24)) - {12, 13}
    assert {row.kw for row in found.load} == {0.0}
    assert Missing.CONTRADICTORY in found.missing


async def test_the_hour_that_runs_is_measured_more_finely(
    hass: HomeAssistant, house: HouseResolver, travel: Travel
) -> None:
    await prefer(hass, {**GRID, "stat_energy_to": None}, BATTERY)
    for meter in (BOUGHT, CHARGED, DISCHARGED):
        write(hass, meter, lambda _at: 0.6, NOW)
    start = NOW
    for index in range(4):
        at = start + index * SHORT_INTERVAL
        for meter in (BOUGHT, CHARGED, DISCHARGED):
            hass.states.async_set(
                meter,
                str(1000.0 + index * 0.1),
                {
                    "unit_of_measurement": "kWh",
                    "device_class": "energy",
                    "state_class": "total_increasing",
                },
            )
        await travel.to(at + SHORT_INTERVAL)
        await async_wait_recording_done(hass)
        do_adhoc_statistics(hass, start=at)
    await async_wait_recording_done(hass)
    found = await house.async_house(travel.now())
    recent = [row for row in found.load if row.end - row.start == SHORT_INTERVAL]
    assert [row.start for row in recent] == [
        start + SHORT_INTERVAL * n for n in (1, 2, 3)
    ]
    assert {round(row.kw, 6) for row in recent} == {1.2}


@pytest.mark.parametrize(
    ("sources", "key"),
    [
        ((), "house_no_energy"),
        ((SOLAR, BATTERY), "house_no_grid"),
        ((GRID, SOLAR), "house_no_statistics"),
    ],
)
async def test_what_is_missing_is_named(
    hass: HomeAssistant,
    house: HouseResolver,
    sources: tuple[dict[str, Any], ...],
    key: str,
) -> None:
    await prefer(hass, *sources)
    write(hass, BOUGHT, _load, NOW)
    assert (await _refused(hass, house)).key == key


async def test_meters_without_statistics_are_named(
    hass: HomeAssistant, house: HouseResolver
) -> None:
    await prefer(hass, GRID)
    write(hass, BOUGHT, _load, NOW)
    assert (await _refused(hass, house)).names == {"meters": SOLD}


async def test_a_home_that_has_just_moved_in(
    hass: HomeAssistant, house: HouseResolver
) -> None:
    await _live(hass, hours=23)
    assert (await _refused(hass, house)).names == {"hours": "23"}


async def test_a_database_that_cannot_be_read(
    hass: HomeAssistant, house: HouseResolver
) -> None:
    await _live(hass)
    with patch(READ, side_effect=OSError) as read:
        for _ in range(3):
            assert (await _refused(hass, house)).key == "house_unreadable"
        assert read.call_count == 1
    assert (await house.async_house(NOW + timedelta(minutes=1))).load


async def test_diagnostics_tell_how_certain_it_is(
    hass: HomeAssistant, integration: MockConfigEntry
) -> None:
    await _live(hass)
    found = await async_get_config_entry_diagnostics(hass, integration)
    house = found["house"]
    assert house["load_rows"] == house["sun_rows"] == 10 * 24
    assert house["load_error"] == pytest.approx(0, abs=0.1)
    assert house["missing"] == ["house_no_forecast"]


async def test_the_database_is_read_once_an_hour(
    hass: HomeAssistant, house: HouseResolver
) -> None:
    await _live(hass)
    with patch(READ, wraps=statistics.statistics_during_period) as read:
        for minutes in (0, 10, 50):
            await asyncio.gather(
                *(house.async_house(NOW + timedelta(minutes=minutes)) for _ in range(3))
            )
        once = read.call_count
        await house.async_house(NOW + HOUR)
        assert read.call_count == 2 * once


async def test_listeners_hear_of_an_hour_and_of_another_dashboard(
    hass: HomeAssistant, house: HouseResolver, travel: Travel
) -> None:
    await _live(hass)
    before = await house.async_house(NOW)
    heard: list[int] = []
    remove = house.async_add_listener(lambda: heard.append(1))
    hass.bus.async_fire(EVENT_RECORDER_HOURLY_STATISTICS_GENERATED)
    await travel.settle()
    # the recorder tells of it before it has written it
    assert heard == []
    await travel(SETTLE_SECONDS + 1)
    assert len(heard) == 1
    with patch(READ, wraps=statistics.statistics_during_period) as read:
        assert await house.async_house(NOW) == before
    assert read.called

    await prefer(hass, GRID)
    assert len(heard) == 2
    assert (await house.async_house(NOW)).sun == ()

    remove()
    hass.bus.async_fire(EVENT_RECORDER_HOURLY_STATISTICS_GENERATED)
    await travel(SETTLE_SECONDS + 1)
    assert len(heard) == 2
