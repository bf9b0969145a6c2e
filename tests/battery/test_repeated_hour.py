"""Windows in the hour that the plant's clock shows twice, through the whole of it.

In London the clocks go back on 25 October 2026: the hour from 01:00 is shown first
from 00:00Z, then once more from 01:00Z.
"""

from datetime import timedelta
import logging
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import CONF_PLANT_TIME_ZONE, DOMAIN
from simulator import Knobs, SystemClock, World, full, windowed_only

from ..conftest import PLANT_ZONE, Setup
from ..entities import FULL, WINDOWED, state
from ..travel import Travel
from ..windows import answer, refused, utc

EVENING = "2026-10-24T23:55+00:00"
CHARGE: dict[str, Any] = {"command": "charge", "target": 20}
AFTER = "2026-10-25T02:05+00:00"
LONG = ("2026-10-25T01:30:00+01:00", "2026-10-25T01:45:00+00:00")
BLURRED = ("2026-10-25T01:50:00+01:00", "2026-10-25T01:10:00+00:00")

pytestmark = pytest.mark.freeze_time(EVENING)


@pytest.fixture(params=["first", "second"])
def knobs(request: pytest.FixtureRequest) -> Knobs:
    return Knobs(repeated_hour=request.param)


@pytest.fixture
def world(knobs: Knobs) -> World:
    devices = [full(FULL, zone=PLANT_ZONE), windowed_only(WINDOWED, zone=PLANT_ZONE)]
    return World(SystemClock(), knobs, devices=devices)


def lived(world: World, battery: str) -> list[tuple[str, str]]:
    """When the battery went under which command."""
    world.catch_up()
    modes = world.record.effects_of(battery, "mode")
    return [(f"{mode.at:%H:%M}", mode.command) for mode in modes]


async def _ended(
    hass: HomeAssistant, travel: Travel, battery: str
) -> list[tuple[str, str | None]]:
    found = await answer(
        hass, travel, "get_windows", start=EVENING, end=AFTER, batteries=(battery,)
    )
    return [(window["outcome"], window["reason"]) for window in found]


def _repairs(hass: HomeAssistant) -> set[str]:
    found = ir.async_get(hass).issues.values()
    return {str(window.translation_key) for window in found if window.domain == DOMAIN}


@pytest.mark.parametrize("battery", [FULL, WINDOWED])
@pytest.mark.usefixtures("integration")
async def test_the_other_reading_is_followed_and_noted(
    hass: HomeAssistant,
    world: World,
    knobs: Knobs,
    travel: Travel,
    battery: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "custom_components.amps")
    start, end = LONG
    _ = await answer(
        hass,
        travel,
        "schedule_window",
        start=start,
        end=end,
        **CHARGE,
        batteries=(battery,),
    )
    await travel.to(utc(AFTER))
    span = ("00:30", "00:45") if knobs.repeated_hour == "first" else ("01:30", "01:45")
    assert lived(world, battery) == [
        (span[0], "charge"),
        (span[1], "idle"),
        (span[1], "auto.balanced"),
    ]
    assert await _ended(hass, travel, battery) == [("done", None)]
    assert all(request.status < 300 for request in world.record.pushes(battery))
    assert _repairs(hass) == set()
    assert caplog.text.count("In the repeated hour") == 1


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_window_active_is_on_while_the_battery_follows_it(
    hass: HomeAssistant, knobs: Knobs, travel: Travel
) -> None:
    start, end = "2026-10-25T01:10:00+01:00", "2026-10-25T01:40:00+01:00"
    _ = await answer(hass, travel, "schedule_window", start=start, end=end, **CHARGE)
    later = timedelta(hours=knobs.repeated_hour == "second")
    for at, active in (
        (utc(start) - timedelta(seconds=1), "off"),
        (utc(start), "on"),
        (utc(end) - timedelta(seconds=1), "on"),
        (utc(end), "off"),
    ):
        await travel.to(at + later)
        assert state(hass, "binary_sensor", "window_active").state == active


@pytest.mark.usefixtures("integration")
async def test_what_cannot_be_written_goes_out_in_two_commands(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    start, end = BLURRED
    _ = await answer(hass, travel, "schedule_window", start=start, end=end, **CHARGE)
    await travel.to(utc(AFTER))
    assert lived(world, FULL) == [("00:50", "charge"), ("01:10", "auto.balanced")]
    assert await _ended(hass, travel, FULL) == [("done", None)]
    assert _repairs(hass) == set()


@pytest.mark.parametrize("knobs", ["first"], indirect=True)
@pytest.mark.parametrize(
    ("battery", "modes", "outcome", "repairs"),
    [
        (
            FULL,
            [("01:20", "charge"), ("01:50", "auto.balanced")],
            ("done", None),
            set[str](),
        ),
        (WINDOWED, [], ("failed", "rejected"), {"window_missed"}),
    ],
)
@pytest.mark.usefixtures("integration")
async def test_what_is_past_as_amps_reads_it_is_told_of_and_sent_at_once_when_due(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    battery: str,
    modes: list[tuple[str, str]],
    outcome: tuple[str, str | None],
    repairs: set[str],
) -> None:
    await travel.to(utc("2026-10-25T01:05+00:00"))
    start, end = "2026-10-25T01:20+00:00", "2026-10-25T01:50+00:00"
    span = {"start": start, "end": end, "batteries": (battery,)}
    _ = await answer(hass, travel, "schedule_window", **span, **CHARGE)
    await travel(5)
    assert _repairs(hass) == set()
    await travel(10 * 60)
    assert _repairs(hass) == {"window_at_risk"}
    await travel.to(utc(AFTER))
    assert lived(world, battery) == modes
    assert await _ended(hass, travel, battery) == [outcome]
    assert _repairs(hass) == repairs


@pytest.mark.usefixtures("integration")
async def test_it_is_refused_where_the_battery_takes_nothing_else(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    start, end = BLURRED
    fields = {"start": start, "end": end, **CHARGE}
    error = await refused(
        hass, travel, "schedule_window", batteries=(FULL, WINDOWED), **fields
    )
    assert error.translation_key == "window_repeated_hour"
    assert "01:50" in str(error)
    assert "01:10" in str(error)
    assert await _ended(hass, travel, FULL) == []
    assert world.record.pushes() == []


async def test_an_occurrence_that_cannot_be_written_is_told_of_and_missed(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
    travel: Travel,
) -> None:
    """It repeats by a clock that shows no hour twice, unlike the plant's."""
    assert await setup_entry(entry)
    options = {**entry.options, CONF_PLANT_TIME_ZONE: PLANT_ZONE}
    hass.config_entries.async_update_entry(entry, options=options)
    await travel.settle()
    await hass.config.async_set_time_zone("Atlantic/Reykjavik")
    _ = await answer(
        hass,
        travel,
        "schedule_window",
        start="2026-10-25 00:50:00",
        end="2026-10-25 01:10:00",
        repeat="FREQ=DAILY;COUNT=2",
        **CHARGE,
        batteries=(WINDOWED,),
    )
    assert state(hass, "binary_sensor", "problem", WINDOWED).state == "on"
    assert _repairs(hass) == {"window_at_risk"}
    await travel.to(utc(AFTER))
    assert await _ended(hass, travel, WINDOWED) == [("missed", "time_zone")]
    assert lived(world, WINDOWED) == []
    assert _repairs(hass) == {"window_missed"}
