"""An outcome is told exactly once, at whatever moment Home Assistant is killed."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from unittest.mock import AsyncMock, patch

from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.helpers.restore_state import RestoreEntity
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.battery.store import _KnowingStore
from simulator import World

from ..entities import FULL, entity_id
from ..planned import BEGIN, END, schedule
from ..travel import Travel
from .conftest import Disk
from .files import Files


class Written(NamedTuple):
    """What was on the disk after a write, and what had been told by then."""

    at: datetime
    files: dict[str, bytes]
    unheard: bool
    told: int


class Life:
    """Notes what is written, and all that is told."""

    def __init__(self, files: Files, travel: Travel) -> None:
        self.heard: dict[str, Any] = {}
        """The types of all events, by their time."""
        self.writes: list[Written] = []
        self._files = files
        self._travel = travel

    @property
    def told(self) -> list[Any]:
        return list(self.heard.values())

    @callback
    def hear(self, event: Event[EventStateChangedData]) -> None:
        new = event.data["new_state"]
        if new is not None and new.state not in ("unknown", "unavailable"):
            # also a state that is only restored
            self.heard[new.state] = new.attributes["event_type"]

    def note(self) -> None:
        if not self._files.path().exists():
            return
        engine = self._files.stored()["data"]["engine"]
        self.writes.append(
            Written(
                at=self._travel.now(),
                files=self._files.copy(),
                unheard="unheard" in engine,
                told=len(self.told),
            )
        )


@pytest.fixture
def life(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    files: Files,
    travel: Travel,
) -> Iterator[Life]:
    assert integration.state.recoverable
    life, write = Life(files, travel), _KnowingStore._async_write_data

    async def noting(store: _KnowingStore, data: dict[str, Any]) -> None:
        await write(store, data)
        life.note()

    remove = async_track_state_change_event(
        hass, [entity_id(hass, "event", "window")], life.hear
    )
    with patch.object(_KnowingStore, "_async_write_data", noting):
        yield life
    remove()


async def _live_again(
    hass: HomeAssistant,
    travel: Travel,
    entry: MockConfigEntry,
    files: Files,
    found: dict[str, bytes],
    *,
    restores: bool = False,
) -> None:
    """Start with what a kill left on the disk; the last states are seldom on it."""
    await travel.run(hass.config_entries.async_unload(entry.entry_id))
    files.restore(found)
    with ExitStack() as stack:
        for read in () if restores else ("state", "extra_data"):
            forgotten = AsyncMock(return_value=None)
            _ = stack.enter_context(
                patch.object(RestoreEntity, f"async_get_last_{read}", forgotten)
            )
        await travel.run(hass.config_entries.async_setup(entry.entry_id))
    await travel(timedelta(minutes=15))


async def test_an_outcome_is_stored_then_told_then_known_to_be_heard(
    hass: HomeAssistant, life: Life, travel: Travel
) -> None:
    await schedule(hass, travel, target=60)
    await travel.to(END + timedelta(minutes=15))
    assert life.told == ["done"]
    first = next(place for place, one in enumerate(life.writes) if one.unheard)
    stored, heard = life.writes[first : first + 2]
    assert stored.told == 0
    assert (heard.unheard, heard.told) == (False, 1)
    assert heard.at - stored.at < timedelta(seconds=1)


@pytest.mark.parametrize(
    ("write", "restores", "again"),
    [
        (-1, False, 1),  # it is decided once more
        (0, False, 1),  # stored, not told
        (0, True, 0),  # told, and that was the last thing stored of the entity
        (1, False, 0),  # heard
    ],
)
async def test_it_is_told_once_whenever_home_assistant_is_killed(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    life: Life,
    travel: Travel,
    files: Files,
    *,
    write: int,
    restores: bool,
    again: int,
) -> None:
    world.fail_next(FULL, "UNSUPPORTED_MODE")
    await schedule(hass, travel)
    await travel.to(BEGIN + timedelta(minutes=5))
    assert life.told == ["failed"]
    first = next(place for place, one in enumerate(life.writes) if one.unheard)
    found = life.writes[first + write].files
    await _live_again(hass, travel, integration, files, found, restores=restores)
    assert life.told == ["failed"] * (1 + again)
    # the next start has nothing to tell any more
    await _live_again(hass, travel, integration, files, files.copy())
    assert len(life.told) == 1 + again


async def test_what_cannot_be_stored_is_told_all_the_same(
    hass: HomeAssistant, world: World, life: Life, travel: Travel, disk: Disk
) -> None:
    world.fail_next(FULL, "UNSUPPORTED_MODE")
    await schedule(hass, travel)
    await travel(60)
    disk.fill()
    await travel.to(BEGIN + timedelta(minutes=5))
    assert life.told == ["failed"]
    disk.free()
    await travel(timedelta(minutes=5))
    assert len(life.told) == 1
    assert not life.writes[-1].unheard
