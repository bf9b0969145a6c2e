"""The energy that a battery takes and gives, counted from its readings."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from hypothesis import given, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.api.models import (
    Battery,
    Bounds,
    Command,
    CommandSupport,
    Execution,
    Parameter,
    Source,
)
from custom_components.amps.battery.energy import Totals
from custom_components.amps.const import CONF_READING_PACE
from simulator import Fault, World

from ..energy_week import week
from ..entities import FULL, state
from ..travel import Travel

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
STORE = f"amps.energy.{FULL}"
KINDS = ("energy_charged", "energy_discharged")
BATTERY = Battery(id="one", source=Source.LIVE, level=50.0, capacity=10.0, power=0.0)


def _at(minutes: float, **shown: Any) -> Battery:
    pulled = NOON + timedelta(minutes=minutes)
    return replace(BATTERY, last_pulled_at=pulled, **shown)


def _counted(*answers: Battery) -> tuple[float, float]:
    totals = Totals()
    for answer in answers:
        totals = totals.counted(answer)
    return round(totals.charged, 6), round(totals.discharged, 6)


def test_the_first_reading_counts_nothing() -> None:
    assert _counted(_at(0, power=5)) == (0, 0)


@pytest.mark.parametrize(
    ("first", "last", "counted"),
    [
        (3, 3, (0.5, 0)),
        (-3, -3, (0, 0.5)),
        (0, 6, (0.5, 0)),
        (6, 0, (0.5, 0)),
        (-6, 0, (0, 0.5)),
        (3, -3, (0.125, 0.125)),
        (-3, 3, (0.125, 0.125)),
        (6, -3, (0.333333, 0.083333)),
        (0, 0, (0, 0)),
    ],
)
def test_close_readings_count_by_their_power(
    first: float, last: float, counted: tuple[float, float]
) -> None:
    assert _counted(_at(0, power=first), _at(10, power=last, level=77)) == counted


@pytest.mark.parametrize(
    ("level", "counted"), [(55, (0.5, 0)), (45, (0, 0.5)), (50, (0, 0))]
)
def test_readings_further_apart_count_by_their_level(
    level: float, counted: tuple[float, float]
) -> None:
    assert _counted(_at(0, power=5), _at(10.1, power=5, level=level)) == counted


def test_without_power_the_level_counts() -> None:
    assert _counted(_at(0, power=None), _at(5, power=5, level=52)) == (0.2, 0)


@pytest.mark.parametrize("missing", [{"level": None}, {"capacity": None}])
def test_without_level_or_capacity_a_gap_counts_nothing(
    missing: dict[str, None],
) -> None:
    first, last = _at(0, power=5, **missing), _at(15, power=5, **missing)
    assert _counted(first, last) == (0, 0)


@pytest.mark.parametrize(
    "same",
    [
        _at(0, power=5, level=60),
        _at(0, power=5, source=Source.CACHE),
        _at(-5, power=5, level=40),
        _at(30, power=5, level=60, available=False),
        _at(30, power=5, level=60, source=Source.FALLBACK),
        replace(BATTERY, power=5.0, last_pulled_at=None),
    ],
)
def test_what_is_not_new_counts_nothing(same: Battery) -> None:
    totals = Totals().counted(_at(0, power=5))
    assert totals.counted(same) is totals


@pytest.mark.parametrize("source", [Source.CACHE, Source.PROJECTION, None])
def test_every_new_reading_of_the_battery_counts(source: Source | None) -> None:
    answers = (_at(value, power=6, source=source) for value in (0, 5, 10))
    assert _counted(*answers) == (1, 0)


def test_last_known_states_in_between_count_nothing() -> None:
    fallback = _at(5, power=5, available=False, source=Source.FALLBACK)
    assert _counted(_at(0, power=3), fallback, _at(10, power=3)) == (0.5, 0)
    assert _counted(_at(0, power=5), fallback, _at(120, power=5, level=60)) == (1, 0)


def test_a_level_that_is_corrected_is_no_energy() -> None:
    bounds = {Parameter.POWER: Bounds(unit="kw", minimum=0, maximum=5)}
    support = CommandSupport(
        parameters=bounds, execution=frozenset({Execution.IMMEDIATE})
    )
    known: dict[str, Any] = {"commands": {Command.CHARGE: support}}
    assert _counted(_at(0, **known), _at(15, level=71, **known)) == (0, 0)
    assert _counted(_at(0, **known), _at(15, level=0, **known)) == (0, 0)
    assert _counted(_at(0, **known), _at(15, level=62.5, **known)) == (1.25, 0)
    assert _counted(_at(0), _at(15, level=0, power=1)) == (0, 5)
    assert _counted(_at(0, level=60), _at(15, level=0)) == (0, 0)


def test_stored_and_loaded() -> None:
    totals = Totals().counted(_at(0, power=3)).counted(_at(10, power=-1))
    assert Totals.from_dict(totals.to_dict()) == totals
    assert Totals.from_dict(Totals().to_dict()) == Totals()


ANSWERS = st.builds(
    _at,
    st.floats(0, 200),
    power=st.none() | st.floats(-10, 10),
    level=st.none() | st.floats(0, 100),
    capacity=st.none() | st.floats(0.1, 100),
    source=st.sampled_from(Source),
    available=st.booleans(),
)


@given(st.lists(ANSWERS, max_size=20))
def test_totals_never_fall_and_never_exceed_what_is_possible(
    answers: list[Battery],
) -> None:
    totals, most = Totals(), 0.0
    for answer in answers:
        before, totals = totals, totals.counted(answer)
        assert totals.charged >= before.charged
        assert totals.discharged >= before.discharged
        if before.last is not None and totals is not before:
            assert totals.last is not None
            hours = (totals.last.at - before.last.at) / timedelta(hours=1)
            most += 10 * hours + (totals.last.capacity or 100)
    assert totals.charged + totals.discharged <= most


@pytest.mark.parametrize(
    ("pace", "restless", "most"),
    [
        (1, False, 0.5),
        (5, False, 0.5),
        (15, False, 1.5),
        (1, True, 2),
        (5, True, 4),
        (15, True, 8),
    ],
)
def test_a_week(pace: int, most: float, *, restless: bool) -> None:
    for whole_percent in (False, True):
        outcome = week(pace, restless=restless, whole_percent=whole_percent)
        assert outcome.true_charged > 70
        assert all(abs(error) < most for error in outcome.errors)


# In Home Assistant


def _shown(hass: HomeAssistant) -> tuple[float, float]:
    charged, discharged = (float(state(hass, "sensor", key).state) for key in KINDS)
    return charged, discharged


def _stored(storage: dict[str, Any]) -> tuple[float, float]:
    energy = storage.get(STORE, {}).get("data", {"charged": 0, "discharged": 0})
    return energy["charged"], energy["discharged"]


def _set_pace(hass: HomeAssistant, entry: MockConfigEntry, minutes: int) -> None:
    options = {**entry.options, CONF_READING_PACE: str(minutes)}
    hass.config_entries.async_update_entry(entry, options=options)


@pytest.mark.usefixtures("integration")
def test_they_are_what_the_dashboard_wants(hass: HomeAssistant) -> None:
    for key in KINDS:
        attributes = state(hass, "sensor", key).attributes
        assert attributes["device_class"] == SensorDeviceClass.ENERGY
        assert attributes["state_class"] == SensorStateClass.TOTAL_INCREASING
        assert attributes["unit_of_measurement"] == "kWh"
    assert _shown(hass) == (0, 0)


@pytest.mark.parametrize(("pace", "most"), [(1, 0.1), (5, 0.35), (15, 0.2)])
async def test_it_follows_the_battery(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    pace: int,
    most: float,
) -> None:
    _set_pace(hass, integration, pace)
    device = world.devices[FULL]
    device.charged_kwh = device.discharged_kwh = 0.0
    world.set_mode_locally(FULL, "charge", power=3)
    await travel(timedelta(hours=1))
    world.set_mode_locally(FULL, "discharge", power=2)
    await travel(timedelta(hours=1))
    world.set_mode_locally(FULL, "idle")
    await travel(timedelta(minutes=31))
    charged, discharged = _shown(hass)
    assert device.charged_kwh == pytest.approx(3, abs=0.1)
    assert charged == pytest.approx(device.charged_kwh, abs=most)
    assert discharged == pytest.approx(device.discharged_kwh, abs=most)


async def test_what_is_shown_outlives_a_kill(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
) -> None:
    _set_pace(hass, integration, 1)
    world.set_mode_locally(FULL, "charge", power=4)
    saves = set()
    for _ in range(45):
        await travel(20)
        stored = _stored(hass_storage)
        saves.add(stored)
        assert _shown(hass) <= stored
    assert _shown(hass)[0] > 0.5
    assert len(saves) <= 5

    killed, before = deepcopy(hass_storage[STORE]), _shown(hass)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    hass_storage[STORE] = killed
    await travel(timedelta(minutes=2))
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    assert _shown(hass) >= before
    world.set_mode_locally(FULL, "idle")
    await travel(timedelta(minutes=12))
    assert _shown(hass)[0] == pytest.approx(world.devices[FULL].charged_kwh, abs=0.15)


async def test_nothing_is_stored_while_nothing_changes(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
) -> None:
    world.set_mode_locally(FULL, "idle")
    _set_pace(hass, integration, 1)
    await travel(timedelta(minutes=10))
    stored, shown = deepcopy(hass_storage[STORE]), _shown(hass)
    await travel(timedelta(hours=1))
    assert hass_storage[STORE] == stored
    assert _shown(hass) == shown


@pytest.mark.usefixtures("integration")
async def test_a_gap_counts_what_the_level_tells(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.set_mode_locally(FULL, "charge", power=5, target=90)
    await travel(timedelta(minutes=16))
    before = _shown(hass)
    world.faults.add(Fault(status=503, code="SERVICE_UNAVAILABLE", times=None))
    await travel(timedelta(hours=2))
    assert state(hass, "sensor", KINDS[0]).state == STATE_UNAVAILABLE
    world.faults.clear()
    await travel(timedelta(minutes=20))
    charged, discharged = _shown(hass)
    assert charged == pytest.approx(world.devices[FULL].charged_kwh, abs=0.3)
    assert charged > before[0]
    assert discharged == before[1]


@pytest.mark.usefixtures("integration")
async def test_a_battery_out_of_reach_counts_nothing(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.set_mode_locally(FULL, "charge", power=4)
    await travel(timedelta(minutes=16))
    world.devices[FULL].read_error = "SERVICE_UNAVAILABLE"
    await travel(timedelta(minutes=6))
    before = _shown(hass)
    await travel(timedelta(hours=2))
    assert _shown(hass) == before


async def test_a_lost_store_is_no_reset(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
) -> None:
    world.set_mode_locally(FULL, "charge", power=4)
    await travel(timedelta(hours=1))
    before = _shown(hass)
    assert before[0] > 1
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    del hass_storage[STORE]
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    assert _shown(hass) == before
    await travel(timedelta(hours=1))
    assert _shown(hass)[0] > before[0] + 1
