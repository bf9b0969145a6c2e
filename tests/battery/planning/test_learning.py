"""What is learned of a battery from the statistics of its sensors."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from unittest.mock import patch

from homeassistant.components.recorder.core import Recorder
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
)

from custom_components.amps.battery.planning import learning
from custom_components.amps.battery.planning.learning import START_DELAY
from custom_components.amps.inputs.battery_history import intervals
from custom_components.amps.inputs.statistics import (
    SHORT_INTERVAL,
    Mean,
    Means,
    async_means,
)
from simulator import World

from ...entities import FULL, entity_id, state
from ...travel import Travel

START = datetime.fromisoformat("2026-11-20T00:00:00+00:00")
CAPACITY = 8.0
"""kWh; the battery declares 10.4."""
WAY = 0.95


def _history(days: int, capacity: float = CAPACITY) -> tuple[Means, Means]:
    """Return a battery that is charged from 20 to 80 % every night, and back by day."""
    power: dict[datetime, Mean] = {}
    levels: dict[datetime, Mean] = {}
    level, at = 20.0, START
    for _ in range(days * 288):
        kw = stored = 0.0
        if at.hour in (1, 2):
            kw, stored = 3.0, 3.0 * WAY
        elif at.hour in (18, 19):
            kw, stored = -3.0, -3.0 / WAY
        rise = stored / 12 / capacity * 100
        power[at] = Mean(-kw, -kw, -kw)
        levels[at] = Mean(level + rise / 2, level, level + rise)
        level += rise
        at += SHORT_INTERVAL
    return power, levels


def test_intervals_are_of_one_direction() -> None:
    found = intervals(*_history(1))
    assert found
    for one in found:
        assert one.hours == pytest.approx(0.25)
        assert (one.charged > 0) != (one.discharged > 0)
        assert one.charged + one.discharged == pytest.approx(0.75)
        assert (one.level_after > one.level) is (one.charged > 0)


def test_what_a_gap_hides_is_left_out() -> None:
    power, level = _history(1)
    before = len(intervals(power, level))
    hidden = {at: row for at, row in level.items() if at.hour != 1}
    assert 0 < len(intervals(power, hidden)) < before


def test_only_an_order_charges_as_fast_as_it_goes() -> None:
    def run(*powers: float) -> set[bool]:
        rows = {
            START + index * SHORT_INTERVAL: Mean(-kw, -kw, -kw)
            for index, kw in enumerate(powers)
        }
        levels = {at: Mean(50, 50, 50) for at in rows}
        night = {at - timedelta(days=1): Mean(-3, -3, -3) for at in rows}
        known = {at: Mean(20, 20, 20) for at in night}
        return {
            one.full
            for one in intervals({**night, **rows}, {**known, **levels})
            if one.level == 50
        }

    assert run(3, 3, 3, 2, 1, 0.6, 0.5) == {True}
    assert run(0.3, 0.8, 1.5, 2.5, 3, 2, 1) == {False}
    assert run(3, 1, 3, 2, 3, 1, 0.5) == {False}


@pytest.fixture
def history() -> Iterator[list[int]]:
    """How many days of history there are; change it."""
    days = [0]

    async def means(_hass: object, sensors: set[str], _since: object) -> object:
        power, level = _history(days[0])
        return {name: level if "level" in name else power for name in sensors}

    with patch.object(learning, "async_means", means):
        yield days


@pytest.mark.usefixtures("recorder_mock", "all_enabled", "integration")
@pytest.mark.parametrize(
    ("days", "capacity", "confidence"),
    [(2, pytest.approx(9.75, abs=0.5), 30), (10, pytest.approx(CAPACITY, 0.03), 100)],
)
async def test_the_capacity_is_learned_and_shown(
    hass: HomeAssistant,
    travel: Travel,
    history: list[int],
    days: int,
    capacity: float,
    confidence: int,
) -> None:
    assert state(hass, "sensor", "learned_capacity").state == STATE_UNKNOWN
    history[0] = days
    await travel(START_DELAY)
    shown = state(hass, "sensor", "learned_capacity")
    assert float(shown.state) == capacity
    assert shown.attributes["confidence"] == pytest.approx(confidence, abs=10)


async def test_statistics_of_our_sensors_can_be_read(
    recorder_mock: Recorder,  # noqa: ARG001
    hass: HomeAssistant,
    integration: MockConfigEntry,  # noqa: ARG001
    world: World,
    travel: Travel,
) -> None:
    world.set_mode_locally(FULL, "charge", power=3)
    begin = travel.now().replace(second=0, microsecond=0)
    for index in range(6):
        await travel.to(begin + (index + 1) * SHORT_INTERVAL)
        await async_wait_recording_done(hass)
        do_adhoc_statistics(hass, start=begin + index * SHORT_INTERVAL)
    await async_wait_recording_done(hass)
    power, level = (entity_id(hass, "sensor", key) for key in ("power", "level"))
    found = await async_means(hass, {power, level}, begin - SHORT_INTERVAL)
    assert found[power][begin + 5 * SHORT_INTERVAL].mean == pytest.approx(-3)
    levels = [row.mean for row in found[level].values()]
    assert levels == sorted(levels)
