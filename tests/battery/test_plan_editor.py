"""Edits of a plan behind the actions: which occurrence is meant, and at what cost."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.api.models import Command
from custom_components.amps.battery import plan_editor
from custom_components.amps.battery.controller import BatteryController
from custom_components.amps.battery.windows import WindowView
from custom_components.amps.const import DOMAIN
from custom_components.amps.engine.storage import plan_to_rows
from custom_components.amps.schedule.plan import EditRange, Plan
from custom_components.amps.schedule.window import AbsenceReason, Draft, Window
from simulator import World
from tests.effort import counted

from ..conftest import PLANT_ZONE
from ..entities import FULL, ha_device_id
from ..travel import Travel
from ..windows import NIGHT, answer, schedule, spans, utc

pytestmark = pytest.mark.usefixtures("integration")


@pytest.fixture
def controller(integration: MockConfigEntry) -> BatteryController:
    """What the platforms and actions ask."""
    found: BatteryController = integration.runtime_data.manager.controller(FULL)
    return found


async def _windows(
    controller: BatteryController, travel: Travel, start: str, end: str
) -> list[WindowView]:
    return await travel.run(controller.async_windows(utc(start), utc(end)))


async def test_a_moved_occurrence_is_known_by_its_original_start(
    hass: HomeAssistant, controller: BatteryController, travel: Travel
) -> None:
    uid = (await schedule(hass, travel, *NIGHT, repeat="FREQ=DAILY"))["uid"]
    tuesday = utc("2026-11-24T00:30+00:00")
    wednesday = tuesday + timedelta(days=1)
    draft = Draft(
        command=Command.CHARGE,
        start=wednesday + timedelta(hours=12),
        end=wednesday + timedelta(hours=13),
    )
    await travel.run(
        plan_editor.async_edit(controller.writer, uid, draft, original=wednesday)
    )
    draft = Draft(
        command=Command.CHARGE, start=wednesday, end=wednesday + timedelta(hours=1)
    )
    await travel.run(
        plan_editor.async_edit(controller.writer, uid, draft, original=tuesday)
    )
    found = await _windows(controller, travel, "2026-11-24T00:00Z", "2026-11-26T00:00Z")
    assert [(window.start, window.original) for window in found] == [
        (wednesday, tuesday),
        (wednesday + timedelta(hours=12), wednesday),
    ]

    await travel.run(
        plan_editor.async_cancel([controller.writer], uid, original=wednesday)
    )
    left = await _windows(controller, travel, "2026-11-24T00:00Z", "2026-11-26T00:00Z")
    assert [(occurrence.start, occurrence.absence) for occurrence in left] == [
        (wednesday, None),
        (wednesday, AbsenceReason.SKIPPED),
    ]


async def test_the_next_one_far_ahead(hass: HomeAssistant, travel: Travel) -> None:
    await schedule(
        hass, travel, "2027-02-28 12:00:00", "2027-02-28 13:00:00", command="idle"
    )
    await schedule(hass, travel, "2027-01-31 12:00:00", "2027-01-31 13:00:00")
    (window,) = await answer(hass, travel, "cancel_window")
    assert spans([window]) == [("2027-01-31T12:00", "13:00")]


async def test_an_overridden_occurrence_is_not_the_next(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(
        hass, travel, "2026-11-23 09:00:00", "2026-11-23 12:00:00", repeat="FREQ=DAILY"
    )
    await travel(timedelta(minutes=80))
    world.set_mode_locally(FULL, "idle")
    await travel(timedelta(minutes=20))
    listed = await answer(hass, travel, "get_windows", end="2026-11-24 00:00:00")
    assert ("cancelled", "overridden") in [
        (ended["outcome"], ended["reason"]) for ended in listed
    ]
    (window,) = await answer(hass, travel, "cancel_window")
    assert spans([window]) == [("2026-11-24T09:00", "12:00")]


async def test_what_is_over_is_not_edited(
    hass: HomeAssistant, controller: BatteryController, travel: Travel
) -> None:
    window = await schedule(hass, travel, "2026-11-23 09:00:00", "2026-11-23 10:00:00")
    await travel(timedelta(hours=3))
    later = utc("2026-11-24T09:00Z")
    draft = Draft(command=Command.CHARGE, start=later, end=later + timedelta(hours=1))
    with pytest.raises(ServiceValidationError) as caught:
        await travel.run(
            plan_editor.async_edit(controller.writer, window["uid"], draft)
        )
    assert caught.value.translation_key == "window_over"


async def test_a_running_window_is_shown_until_it_was_ended(
    hass: HomeAssistant, travel: Travel
) -> None:
    window = await schedule(hass, travel, "2026-11-23 09:00:00", "2026-11-23 12:00:00")
    await travel(timedelta(hours=2))
    (listed,) = await answer(hass, travel, "get_windows")
    assert listed["state"] == "active"
    (cancelled,) = await answer(hass, travel, "cancel_window")
    assert cancelled["action_id"] == listed["action_id"]
    await travel(60)
    (lasting,) = await answer(hass, travel, "get_windows")
    assert (lasting["uid"], lasting["state"]) == (window["uid"], "active")
    assert lasting["outcome"] == "cancelled"
    await travel(timedelta(hours=2))
    since = "2026-11-23 09:00:00"
    (ended,) = await answer(hass, travel, "get_windows", start=since)
    assert [ended[name] for name in ("state", "outcome", "reason")] == [
        "ended",
        "cancelled",
        "by_owner",
    ]


async def test_two_edits_in_the_same_second(
    hass: HomeAssistant, travel: Travel
) -> None:
    data = {"device_id": ha_device_id(hass), "start": NIGHT[0], "end": NIGHT[1]}

    async def both() -> list[Any]:
        calls = (
            hass.services.async_call(
                DOMAIN,
                "schedule_window",
                {**data, "command": command},
                blocking=True,
                return_response=True,
            )
            for command in ("charge", "idle")
        )
        return await asyncio.gather(*calls, return_exceptions=True)

    planned, refused = await travel.run(both())
    assert isinstance(refused, ServiceValidationError)
    assert refused.translation_key == "window_clash"
    (listed,) = await answer(hass, travel, "get_windows")
    assert listed["uid"] == planned["windows"][0]["uid"]


async def test_a_plan_outlives_a_restart(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await schedule(hass, travel, *NIGHT, repeat="FREQ=WEEKLY;BYDAY=TU,WE")
    await answer(hass, travel, "cancel_window")
    await travel(10)
    before = await answer(hass, travel, "get_windows", end="2027-01-01 00:00:00")
    world.record.clear()
    await travel.run(hass.config_entries.async_reload(integration.entry_id))
    await travel(60)
    after = await answer(hass, travel, "get_windows", end="2027-01-01 00:00:00")
    assert after == before
    assert not world.record.writes()


def _many(now: datetime) -> Plan:
    """Return a plan of 200 windows that began years ago."""
    begun = datetime(2019, 1, 7)  # noqa: DTZ001 (wall clock)
    windows = (
        Window(
            uid=f"w{number}",
            command=Command.IDLE,
            start=begun + timedelta(minutes=7 * number),
            end=begun + timedelta(minutes=7 * number + 6),
            repeat="FREQ=DAILY",
            zone=PLANT_ZONE,
            created=now,
            since=now - timedelta(days=2),
        )
        for number in range(200)
    )
    return Plan(tuple(windows))


async def test_a_large_plan_does_not_hold_the_event_loop_up(
    controller: BatteryController, travel: Travel
) -> None:
    battery = controller.state
    now = battery.coordinator.now()
    await travel.run(battery.plan.async_load(plan_to_rows(_many(now)), now))
    assert len(battery.plan.occurrences) > 200 * 35

    with counted() as effort:
        assert controller.next_window() is not None
    assert effort.lines < len(battery.plan.occurrences)

    with counted() as effort:
        week = now + timedelta(days=7)
        found = await travel.run(controller.async_windows(now, week))
    assert len(found) >= 200 * 7
    assert effort.lines < 300 * len(found)


async def test_a_whole_series_is_taken_back(
    hass: HomeAssistant, controller: BatteryController, travel: Travel
) -> None:
    uid = (await schedule(hass, travel, *NIGHT, repeat="FREQ=DAILY"))["uid"]
    ((view,),) = await travel.run(
        plan_editor.async_cancel([controller.writer], uid, range_=EditRange.ALL)
    )
    assert view.original == utc("2026-11-24T00:30Z")
    assert controller.state.plan.plan == Plan()
