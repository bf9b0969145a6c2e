"""A plan across both clock changes, in three zones, as the battery lived it.

The table of what should happen is written out in UTC: nothing here computes it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import DOMAIN
from simulator import SystemClock, World, full

from ..conftest import Setup
from ..entities import FULL, ha_device_id
from ..travel import Travel

LATE = timedelta(seconds=10)
"""A command reaches the battery so long after its start at the most."""
BACK_BY = timedelta(minutes=10)


@dataclass(frozen=True)
class Change:
    """One night on which the clocks change, with the windows around it in UTC."""

    zone: str
    sunday: str
    begin: str
    """The evening before."""
    night: tuple[str, str]
    """00:30 to 05:30 on Sunday."""
    noon: tuple[str, str]
    """13:00 to 14:00 on Sunday, to which the window of 12:00 is moved."""


CHANGES = {
    "london spring": Change(
        "Europe/London",
        "2027-03-28",
        "2027-03-27T22:00Z",
        ("2027-03-28T00:30Z", "2027-03-28T04:30Z"),
        ("2027-03-28T12:00Z", "2027-03-28T13:00Z"),
    ),
    "london autumn": Change(
        "Europe/London",
        "2026-10-25",
        "2026-10-24T21:00Z",
        ("2026-10-24T23:30Z", "2026-10-25T05:30Z"),
        ("2026-10-25T13:00Z", "2026-10-25T14:00Z"),
    ),
    "new york spring": Change(
        "America/New_York",
        "2027-03-14",
        "2027-03-14T03:00Z",
        ("2027-03-14T05:30Z", "2027-03-14T09:30Z"),
        ("2027-03-14T17:00Z", "2027-03-14T18:00Z"),
    ),
    "new york autumn": Change(
        "America/New_York",
        "2026-11-01",
        "2026-11-01T02:00Z",
        ("2026-11-01T04:30Z", "2026-11-01T10:30Z"),
        ("2026-11-01T18:00Z", "2026-11-01T19:00Z"),
    ),
    "lord howe spring": Change(
        "Australia/Lord_Howe",
        "2026-10-04",
        "2026-10-03T11:30Z",
        ("2026-10-03T14:00Z", "2026-10-03T18:30Z"),
        ("2026-10-04T02:00Z", "2026-10-04T03:00Z"),
    ),
    "lord howe autumn": Change(
        "Australia/Lord_Howe",
        "2027-04-04",
        "2027-04-03T11:00Z",
        ("2027-04-03T13:30Z", "2027-04-03T19:00Z"),
        ("2027-04-04T02:30Z", "2027-04-04T03:30Z"),
    ),
}


@pytest.fixture(params=CHANGES)
def change(request: pytest.FixtureRequest) -> Change:
    return CHANGES[request.param]


@pytest.fixture
def freezer(freezer: FrozenDateTimeFactory, change: Change) -> FrozenDateTimeFactory:
    freezer.move_to(change.begin)
    return freezer


@pytest.fixture
def world(change: Change) -> World:
    return World(SystemClock(), devices=[full(FULL, zone=change.zone)])


async def _call(
    hass: HomeAssistant, travel: Travel, action: str, **fields: Any
) -> list[dict[str, Any]]:
    data = {"device_id": ha_device_id(hass), **fields}
    answer: Any = await travel.run(
        hass.services.async_call(
            DOMAIN, action, data, blocking=True, return_response=True
        )
    )
    await travel.settle()
    windows: list[dict[str, Any]] = answer["windows"]
    return windows


async def _plan(hass: HomeAssistant, travel: Travel, change: Change) -> None:
    """Plan three windows a day; skip one and move one on Sunday."""
    day = change.sunday

    async def schedule(command: str, start: str, end: str, **more: Any) -> str:
        span = {"start": f"{day} {start}:00", "end": f"{day} {end}:00"}
        fields = {"command": command, **span, **more}
        uid: str = (await _call(hass, travel, "schedule_window", **fields))[0]["uid"]
        return uid

    await schedule("charge", "00:30", "05:30", target=90, repeat="FREQ=DAILY")
    skipped = await schedule("discharge", "08:00", "09:00", repeat="FREQ=DAILY")
    moved = await schedule("discharge", "12:00", "13:00", repeat="FREQ=DAILY")
    for uid, start in ((skipped, "08:00"), (moved, "12:00")):
        instance = {"uid": uid, "occurrence": f"{day} {start}:00"}
        await _call(hass, travel, "cancel_window", **instance)
    await schedule("discharge", "13:00", "14:00", target=40)


def _lived(world: World) -> list[tuple[str, datetime]]:
    world.catch_up()
    return [
        (effect.command, effect.at) for effect in world.record.effects_of(FULL, "mode")
    ]


async def test_every_window_happens_once_at_its_instant(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
    travel: Travel,
    change: Change,
) -> None:
    await setup_entry(entry)
    await hass.config.async_set_time_zone(change.zone)
    await _plan(hass, travel, change)
    await travel.to(datetime.fromisoformat(change.noon[1]) + timedelta(minutes=15))
    lived = _lived(world)
    planned = [
        (command, datetime.fromisoformat(start), datetime.fromisoformat(end))
        for command, (start, end) in (
            ("charge", change.night),
            ("discharge", change.noon),
        )
    ]
    began = [event for event in lived if event[0] in ("charge", "discharge")]
    assert [instant[0] for instant in began] == [instant[0] for instant in planned]
    for (_, at), (_, start, end) in zip(began, planned, strict=True):
        assert timedelta(0) <= at - start <= LATE
        after = [event for event in lived if event[1] >= end]
        assert after[0] == ("idle", end)
        assert after[1][0] == "auto.balanced"
        assert after[1][1] - end <= BACK_BY
    assert world.devices[FULL].mode.command == "auto.balanced"
