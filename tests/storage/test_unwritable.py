"""A disk that takes nothing: what could be sent twice is not sent, and that is told."""

from datetime import timedelta

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import World

from ..entities import FULL, WINDOWED, choose, noted_events, state
from ..repairs.shown import Fix, problem, shown
from ..travel import Travel
from ..windows import NIGHT, answer, schedule
from .conftest import Disk
from .files import Files

SOON = "2026-11-23 10:00:00", "2026-11-23 12:00:00"
NOT_STORED = f"not_stored_{FULL}"


async def _planned(hass: HomeAssistant, travel: Travel, battery: str = FULL) -> int:
    span = {"start": "2026-11-23", "end": "2026-11-30"}
    found = await answer(hass, travel, "get_windows", batteries=(battery,), **span)
    return len(found)


async def _send_an_hour_ahead(
    hass: HomeAssistant, travel: Travel, entry: MockConfigEntry
) -> None:
    options = {**entry.options, "lead_time": {"minutes": 60}}
    hass.config_entries.async_update_entry(entry, options=options)
    await travel.settle()


@pytest.mark.parametrize("batteries", [2])
@pytest.mark.usefixtures("integration")
async def test_an_edit_that_cannot_be_stored_is_refused_for_all(
    hass: HomeAssistant, world: World, travel: Travel, disk: Disk, files: Files
) -> None:
    both = (FULL, WINDOWED)
    uid = (await schedule(hass, travel, *NIGHT, target=80))["uid"]
    await travel(60)
    stored, requests = files.stored(), len(world.record.pushes())
    disk.fill()
    for service, data in (
        ("schedule_window", {"start": SOON[0], "end": SOON[1], "batteries": both}),
        ("cancel_window", {"uid": uid}),
    ):
        with pytest.raises(HomeAssistantError) as caught:
            await answer(hass, travel, service, **data)
        assert caught.value.translation_key == "not_stored"
    await travel(30)
    assert await _planned(hass, travel) == 1
    assert await _planned(hass, travel, WINDOWED) == 0
    assert len(world.record.pushes()) == requests
    assert files.stored() == stored

    disk.free()
    await answer(
        hass, travel, "schedule_window", start=SOON[0], end=SOON[1], batteries=both
    )
    assert await _planned(hass, travel) == 2
    assert await _planned(hass, travel, WINDOWED) == 1


@pytest.mark.parametrize("batteries", [2])
@pytest.mark.usefixtures("integration")
async def test_what_one_battery_cannot_store_is_planned_for_none(
    hass: HomeAssistant, world: World, travel: Travel, files: Files
) -> None:
    # nothing can be written in its place
    files.path("battery", WINDOWED).mkdir(parents=True)
    both = (FULL, WINDOWED)
    span = {"start": SOON[0], "end": SOON[1]}
    with pytest.raises(HomeAssistantError) as caught:
        await answer(hass, travel, "schedule_window", **span, batteries=both)
    assert caught.value.translation_key == "not_stored"
    await travel(30)
    assert await _planned(hass, travel) == 0
    assert files.stored()["data"]["plan"] == []
    assert world.record.pushes() == []


@pytest.mark.usefixtures("integration")
async def test_it_is_told_until_it_works_again(
    hass: HomeAssistant, travel: Travel, disk: Disk, fix: Fix
) -> None:
    disk.fill()
    with pytest.raises(HomeAssistantError):
        await schedule(hass, travel, *NIGHT)
    assert NOT_STORED in shown(hass)
    assert problem(hass) == STATE_ON
    _ = await fix(NOT_STORED)
    disk.free()
    await travel(90)
    assert not shown(hass)
    assert problem(hass) == STATE_OFF


async def test_a_window_is_not_sent_before_that_is_stored(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    disk: Disk,
) -> None:
    await _send_an_hour_ahead(hass, travel, integration)
    await schedule(hass, travel, *SOON, target=95)
    with noted_events(hass, "window") as told:
        disk.fill()
        await travel(timedelta(minutes=90))
        assert world.record.pushes() == []
        assert [(event["event_type"], event["reason"]) for event in told] == [
            ("at_risk", "not_stored")
        ]
        assert NOT_STORED in shown(hass)
        disk.free()
        await travel(timedelta(hours=3))
    assert told[-1]["event_type"] == "done"
    modes = [effect.command for effect in world.record.effects_of(FULL, "mode")]
    assert modes.count("charge") == 1
    assert not shown(hass)


async def test_a_window_that_could_never_be_stored_is_missed_for_that_reason(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    travel: Travel,
    disk: Disk,
    fix: Fix,
) -> None:
    await _send_an_hour_ahead(hass, travel, integration)
    await schedule(hass, travel, *SOON, target=95)
    disk.fill()
    await travel(timedelta(hours=5))
    outcome = state(hass, "sensor", "last_result")
    assert (outcome.state, outcome.attributes["reason"]) == ("missed", "not_stored")
    disk.free()
    await travel(90)
    assert shown(hass).keys() == {f"window_missed_{FULL}"}
    assert (await fix(f"window_missed_{FULL}"))["step_id"] == "not_stored"


@pytest.mark.usefixtures("integration")
async def test_a_command_by_hand_is_refused(
    hass: HomeAssistant, world: World, travel: Travel, disk: Disk
) -> None:
    disk.fill()
    with pytest.raises(HomeAssistantError) as caught:
        await choose(hass, travel, "charge")
    assert caught.value.translation_key == "not_stored"
    assert world.record.pushes() == []
    disk.free()
    await choose(hass, travel, "charge")
    assert len(world.record.pushes()) >= 1


@pytest.mark.usefixtures("integration")
async def test_energy_is_not_shown_before_it_is_stored(
    hass: HomeAssistant, world: World, travel: Travel, disk: Disk
) -> None:
    world.set_mode_locally(FULL, "charge", power=4)
    await travel(timedelta(minutes=30))
    disk.fill()
    shown_before = state(hass, "sensor", "energy_charged").state
    await travel(timedelta(minutes=45))
    assert state(hass, "sensor", "energy_charged").state == shown_before
    disk.free()
    await travel(timedelta(minutes=30))
    assert (
        float(state(hass, "sensor", "energy_charged").state) > float(shown_before) + 3
    )


@pytest.mark.usefixtures("integration")
async def test_how_a_window_ended_is_written_to_the_past_later(
    hass: HomeAssistant, travel: Travel, disk: Disk, files: Files
) -> None:
    await schedule(hass, travel, *SOON, target=95)
    await travel(timedelta(hours=3))
    disk.fill()
    await travel(timedelta(hours=2))
    assert state(hass, "sensor", "last_result").state == "done"
    disk.free()
    await schedule(hass, travel, *NIGHT)
    await travel(60)
    assert files.path("history").read_bytes().count(b'"outcome":"done"') >= 1
    records = files.stored()["data"]["engine"]["records"].values()
    assert not [record for record in records if "outcome" in record]


@pytest.mark.usefixtures("integration")
async def test_nothing_is_sent_or_planned_while_home_assistant_stops(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    hass.set_state(CoreState.stopping)
    with pytest.raises(HomeAssistantError) as caught:
        await schedule(hass, travel, *NIGHT)
    assert caught.value.translation_key == "not_stored"
    with pytest.raises(HomeAssistantError):
        await choose(hass, travel, "charge")
    hass.set_state(CoreState.running)
    assert world.record.pushes() == []
    assert await _planned(hass, travel) == 0


@pytest.mark.usefixtures("all_enabled")
async def test_what_could_not_be_written_in_time_is_not_written_over_what_is_newer(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    travel: Travel,
    disk: Disk,
    files: Files,
) -> None:
    await schedule(hass, travel, *NIGHT)
    await travel(60)
    disk.fill()
    await choose(hass, travel, "idle", key="after_window")
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    disk.free()
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    await schedule(hass, travel, *SOON)
    await travel(180)
    assert len(files.stored()["data"]["plan"]) == 2
