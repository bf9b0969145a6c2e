"""Stored files that are damaged, or that a later version wrote."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import World

from ..entities import FULL, WINDOWED, next_start, noted_events, state
from ..repairs.shown import Fix, placeholders, problem, shown
from ..travel import Travel
from ..windows import NIGHT, answer, schedule
from .files import Files

MORNING = "2026-11-23 08:10:00", "2026-11-23 08:40:00"
NOON = "2026-11-23 12:00:00", "2026-11-23 13:00:00"
ASIDE = f"storage_unreadable_{FULL}"
UNREADABLE = f"windows_unreadable_{FULL}"

type Stored = dict[str, Any]


@pytest.fixture
def batteries() -> int:
    return 2


@pytest.fixture
async def planned(
    hass: HomeAssistant, integration: MockConfigEntry, travel: Travel
) -> MockConfigEntry:
    """Both batteries have a window that Amps holds; then the entry is unloaded."""
    await schedule(hass, travel, *MORNING, target=60)
    for battery in (FULL, WINDOWED):
        await schedule(hass, travel, *NOON, target=95, batteries=(battery,))
    await travel(timedelta(hours=1))
    assert await travel.run(hass.config_entries.async_unload(integration.entry_id))
    return integration


async def _start(hass: HomeAssistant, travel: Travel, entry: MockConfigEntry) -> None:
    assert await travel.run(hass.config_entries.async_setup(entry.entry_id))
    assert entry.state is ConfigEntryState.LOADED
    await travel(60)


def _be_of_a_later_version(stored: Stored) -> None:
    stored |= {"version": 7, "data": {"all": "is new"}}


def _be_none_of_ours(stored: Stored) -> None:
    stored["data"] = {"plan": 5, "engine": []}


def _lack_its_version(stored: Stored) -> None:
    del stored["version"]


def _know_another_outcome(stored: Stored) -> None:
    records = stored["data"]["engine"]["records"]
    next(iter(records.values()))["outcome"] = "postponed"


@pytest.mark.parametrize(
    "damage", [_be_of_a_later_version, _be_none_of_ours, _lack_its_version]
)
async def test_a_file_concerns_one_battery_and_is_kept_under_another_name(
    hass: HomeAssistant,
    planned: MockConfigEntry,
    world: World,
    travel: Travel,
    files: Files,
    fix: Fix,
    damage: Callable[[Stored], None],
) -> None:
    stored = files.stored()
    damage(stored)
    files.write(stored)
    pushes = len(world.record.pushes())
    await _start(hass, travel, planned)

    [aside] = files.aside()
    assert files.read(aside) == stored
    assert placeholders(hass, ASIDE)["file"] == aside.name
    assert problem(hass) == STATE_ON
    assert shown(hass).keys() == {ASIDE}
    # the other one goes on, and nothing is sent twice to either
    assert next_start(hass, WINDOWED) == "2026-11-23T12:00:00+00:00"
    assert len(world.record.pushes()) == pushes

    await schedule(hass, travel, *NIGHT, target=80)
    assert len(files.stored()["data"]["plan"]) == 1
    _ = await fix(ASIDE)
    assert not shown(hass)
    assert problem(hass) == STATE_OFF
    await travel.run(hass.config_entries.async_reload(planned.entry_id))
    await travel(60)
    assert not shown(hass)
    assert aside.exists()


async def test_the_windows_of_a_file_are_kept_where_the_rest_cannot_be_read(
    hass: HomeAssistant,
    planned: MockConfigEntry,
    world: World,
    travel: Travel,
    files: Files,
) -> None:
    stored = files.stored()
    _know_another_outcome(stored)
    files.write(stored)
    await _start(hass, travel, planned)
    assert ASIDE in shown(hass)
    assert next_start(hass, FULL) == "2026-11-23T12:00:00+00:00"
    with noted_events(hass, "window") as told:
        await travel(timedelta(hours=5))
    # the one that Amps held takes place once; the one before it is not told again
    assert [event["event_type"] for event in told] == ["done"]
    modes = [effect.command for effect in world.record.effects_of(FULL, "mode")]
    assert modes.count("charge") == 2


async def test_a_file_that_is_cut_off_is_kept_and_told_of_by_home_assistant(
    hass: HomeAssistant,
    planned: MockConfigEntry,
    travel: Travel,
    files: Files,
) -> None:
    path = files.path()
    path.write_text(path.read_text()[:200])
    await _start(hass, travel, planned)
    assert len(list(files.folder.glob(f"{path.name}.corrupt.*"))) == 1
    issues = ir.async_get(hass).issues.values()
    assert any(issue.issue_id.startswith("storage_corruption_amps") for issue in issues)
    assert next_start(hass, WINDOWED) == "2026-11-23T12:00:00+00:00"
    await schedule(hass, travel, *NIGHT, target=80)


async def test_a_window_that_cannot_be_read_is_kept_and_told(
    hass: HomeAssistant,
    planned: MockConfigEntry,
    travel: Travel,
    files: Files,
    fix: Fix,
) -> None:
    stored = files.stored()
    row = {**stored["data"]["plan"][1], "uid": "later", "price_limit": 11.2}
    stored["data"]["plan"].append(row)
    files.write(stored)
    await _start(hass, travel, planned)
    assert not files.aside()
    assert placeholders(hass, UNREADABLE)["number"] == "1"
    assert problem(hass) == STATE_ON
    assert next_start(hass, FULL) == "2026-11-23T12:00:00+00:00"

    # it outlives edits and restarts as it is
    await schedule(hass, travel, *NIGHT, target=80)
    await travel.run(hass.config_entries.async_reload(planned.entry_id))
    await travel(60)
    assert row in files.stored()["data"]["plan"]
    assert UNREADABLE in shown(hass)

    _ = await fix(UNREADABLE)
    assert row not in files.stored()["data"]["plan"]
    assert len(files.stored()["data"]["plan"]) == 3
    assert not shown(hass)
    assert problem(hass) == STATE_OFF


async def test_meters_that_cannot_be_read_go_on_from_what_was_shown(
    hass: HomeAssistant,
    planned: MockConfigEntry,
    travel: Travel,
    files: Files,
) -> None:
    path = files.path("energy")
    assert files.stored("energy")["data"]["charged"] > 0
    files.write({**files.stored("energy"), "version": 9}, "energy")
    await _start(hass, travel, planned)
    assert float(state(hass, "sensor", "energy_charged").state) > 0
    assert [kept.name.partition(".unreadable")[0] for kept in files.aside()] == [
        path.name
    ]


async def test_the_past_is_what_can_be_read_of_it(
    hass: HomeAssistant,
    planned: MockConfigEntry,
    travel: Travel,
    files: Files,
) -> None:
    path = files.path("history")
    lines = path.read_bytes()
    assert lines.count(b"\n") == 1
    # a crash within a line, and a file that was written over
    path.write_bytes(b'\xff{"occurrence": 5}\n[]\n{}\n' + lines + lines[:50])
    await _start(hass, travel, planned)
    await travel(timedelta(hours=5))
    day = {"start": "2026-11-23", "end": "2026-11-24"}
    found = await answer(hass, travel, "get_windows", **day)
    assert [event["outcome"] for event in found] == ["done", "done"]
    assert path.read_bytes().splitlines()[-1].startswith(b'{"action_id"')


async def test_a_disk_that_cannot_be_read_is_asked_again(
    hass: HomeAssistant,
    planned: MockConfigEntry,
    travel: Travel,
    files: Files,
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = files.path()
    content = path.read_bytes()
    path.unlink()
    path.mkdir()
    await _start(hass, travel, planned)
    assert next_start(hass, WINDOWED) == "2026-11-23T12:00:00+00:00"
    await travel(300)
    assert caplog.text.count("Loading the stored data") == 1

    path.rmdir()
    path.write_bytes(content)
    await travel(120)
    assert next_start(hass, FULL) == "2026-11-23T12:00:00+00:00"
