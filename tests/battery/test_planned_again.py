"""Windows that the owner plans again, and edits in the middle of something."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import Fault, World

from ..calendars import Dialog, MonthView, named, unchanged
from ..entities import FULL
from ..planned import BEGIN, END, schedule
from ..travel import Travel
from ..windows import Windows, answer, refused

type Outcomes = dict[str, tuple[str | None, str | None]]


async def _outcomes(hass: HomeAssistant, travel: Travel) -> Outcomes:
    """How the windows of the day ended and why, by uid and start."""
    found: Windows = await answer(
        hass,
        travel,
        "get_windows",
        start="2026-11-23 00:00:00",
        end="2026-11-24 00:00:00",
    )
    return {window["uid"]: (window["outcome"], window["reason"]) for window in found}


def _pushed(world: World, command: str) -> int:
    """How often Amps took a command."""
    taken = (
        request.body["action"]
        for request in world.record.pushes()
        if request.status < 300
    )
    return sum(action["command"] == command for action in taken)


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize("replace", [False, True])
async def test_what_failed_and_is_planned_again_is_tried_again(
    hass: HomeAssistant, world: World, travel: Travel, *, replace: bool
) -> None:
    first = await schedule(hass, travel, command="idle")
    await travel.to(BEGIN - timedelta(minutes=1))
    world.device(FULL).next_failures += ["INVALID_PARAMETERS"]
    await travel.to(BEGIN + timedelta(minutes=5))
    assert await _outcomes(hass, travel) == {first["uid"]: ("failed", "rejected")}
    again = await schedule(hass, travel, command="idle", replace=replace)
    assert (again["state"], again["outcome"]) == ("planned", None)
    await travel.to(END + timedelta(minutes=5))
    assert await _outcomes(hass, travel) == {
        first["uid"]: ("failed", "rejected"),
        again["uid"]: ("done", None),
    }


@pytest.mark.usefixtures("integration")
async def test_what_goes_on_after_a_failure_is_refused_as_before(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel, command="idle", end=END + timedelta(hours=1))
    await travel.to(BEGIN - timedelta(minutes=1))
    world.device(FULL).next_failures += ["DEVICE_OFFLINE"]
    await travel.to(BEGIN + timedelta(seconds=20))
    error = await refused(
        hass, travel, "schedule_window", start=str(BEGIN), end=str(END)
    )
    assert error.translation_key == "window_clash"


@pytest.mark.usefixtures("integration")
async def test_what_is_deleted_while_it_runs_and_planned_again_goes_on(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    first = await schedule(hass, travel, target=90)
    await travel.to(BEGIN + timedelta(minutes=10))
    await answer(hass, travel, "cancel_window", uid=first["uid"])
    await travel(30)
    again = await schedule(hass, travel, target=90)
    await travel(timedelta(minutes=5))
    assert world.device(FULL).mode.command == "charge"
    await travel.to(END + timedelta(minutes=15))
    assert await _outcomes(hass, travel) == {
        first["uid"]: ("cancelled", "by_owner"),
        again["uid"]: ("done", None),
    }
    assert world.device(FULL).mode.command == "auto.balanced"


async def test_a_series_is_cut_in_two_while_amps_refuses_what_is_due(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    dialog: Dialog,
    month: MonthView,
    world: World,
    travel: Travel,
) -> None:
    taken = Fault(endpoint="push", status=409, code="CONFLICT", delay=20, times=None)
    world.faults.add(taken)
    day = timedelta(days=1)
    first = await schedule(
        hass, travel, BEGIN - day, END - day, command="idle", repeat="FREQ=DAILY"
    )
    await travel.to(BEGIN + timedelta(seconds=10))
    assert integration.runtime_data.manager.controller(FULL).is_sending

    today, _ = await month("2026-11-23T00:00", "2026-11-25T00:00")
    event = unchanged(today, rrule="FREQ=DAILY;COUNT=5", summary="Idle")
    fields = named(today, recurrence_range="THISANDFUTURE", event=event)
    assert await dialog("update", **fields) is None
    await travel(30)
    world.faults.clear()
    await travel.to(END + timedelta(minutes=5))
    found = await _outcomes(hass, travel)
    assert first["uid"] not in found
    assert list(found.values()) == [("done", None)]
    assert _pushed(world, "idle") == 2
