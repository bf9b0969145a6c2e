"""The calendar of a battery: what it shows, and when."""

from datetime import timedelta
from typing import Any

from homeassistant.components.calendar.const import (
    DOMAIN as CALENDAR,
    CalendarEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.amps.api.models import Battery, Command, Parameters
from custom_components.amps.battery.windows import WindowState, WindowView
from custom_components.amps.battery.wording import PlanWords
from custom_components.amps.calendar.text import TextContext, Words, event_of
from custom_components.amps.schedule.goal import Aim
from custom_components.amps.schedule.window import Origin
from simulator import World, no_settings

from ..calendars import NIGHT, NIGHTLY, Dialog, MonthView, named, unchanged
from ..entities import FULL, call, choose, entity_id, find, state
from ..travel import Travel
from ..windows import answer, schedule, utc, waiting

THEIRS = {
    "action": {
        "command": "discharge",
        "parameters": {"target": {"value": 30, "unit": "percent"}},
        "start": "2026-11-23T20:00:00",
        "end": "2026-11-23T21:00:00",
    }
}


@pytest.mark.usefixtures("integration")
async def test_a_calendar_where_there_are_commands(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    calendar = state(hass, CALENDAR, "plan")
    assert calendar.state == "off"
    assert calendar.attributes["friendly_name"].endswith("Plan")
    assert calendar.attributes["supported_features"] == (
        CalendarEntityFeature.CREATE_EVENT
        | CalendarEntityFeature.DELETE_EVENT
        | CalendarEntityFeature.UPDATE_EVENT
    )
    world.add_device(no_settings("device_sim_mute", commands={}))
    await travel(61)
    assert find(hass, CALENDAR, "plan", "device_sim_mute") is None


async def test_windows_of_others(
    hass: HomeAssistant, dialog: Dialog, month: MonthView, world: World, travel: Travel
) -> None:
    action = world.foreign_push(FULL, THEIRS)
    await travel(61)
    (event,) = await month()
    assert event["uid"] == f"action:{action.id}"
    assert event["summary"] == "Discharge to 30 % · someone else · sent"
    assert state(hass, CALENDAR, "plan").attributes["message"] == event["summary"]
    for error in (
        await dialog("delete", **named(event)),
        await dialog("update", **named(event), event=unchanged(event)),
    ):
        assert "planned in another app" in str(error)


async def test_the_past_and_its_outcome(
    dialog: Dialog, month: MonthView, travel: Travel
) -> None:
    await dialog.create(**NIGHTLY)
    await travel(timedelta(hours=24))
    past, coming, _ = await month()
    assert past["uid"].startswith("past:")
    symbol, title = past["summary"].split(maxsplit=1)
    word = title.rpartition("· ")[2]
    assert (symbol, word) in (("✓", "done"), ("◐", "incomplete"), ("?", "accepted"))
    assert past["rrule"] is None
    assert coming["rrule"] == "FREQ=DAILY"
    for error in (
        await dialog("delete", **named(past)),
        await dialog("update", **named(past), event=unchanged(past)),
    ):
        assert "can no longer be changed" in str(error)
    stale = {"uid": coming["uid"], "recurrence_id": "20261124T003000Z"}
    assert "can no longer be changed" in str(await dialog("delete", **stale))


async def test_a_command_by_hand(
    hass: HomeAssistant, dialog: Dialog, month: MonthView, world: World, travel: Travel
) -> None:
    await choose(hass, travel, "charge")
    await travel(10)
    (event,) = await month()
    assert event["summary"].startswith("▶ Charge")
    assert event["summary"].endswith("· by hand · running")
    assert state(hass, CALENDAR, "plan").state == "on"
    error = await dialog("update", **named(event), event=unchanged(event))
    assert "given by hand" in str(error)
    assert await dialog("delete", **named(event)) is None
    await travel(timedelta(minutes=2))
    assert world.device(FULL).mode.command == "auto.balanced"
    (event,) = await month()
    assert event["summary"].startswith("✕ Charge")
    assert "has ended" in str(await dialog("delete", **named(event)))


@pytest.mark.usefixtures("integration")
async def test_it_turns_at_the_very_second_without_a_request(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel, "2026-11-23 10:00:00", "2026-11-23 11:00:00")
    await schedule(hass, travel, "2026-11-23 13:00:00", "2026-11-23 14:00:00")
    await travel(10)
    seen = []
    for seconds in (7189, 2, 3598, 2):
        await travel(seconds - 1)
        world.record.clear()
        await travel(1)
        calendar = state(hass, CALENDAR, "plan")
        seen.append((calendar.state, calendar.attributes["start_time"][11:]))
    assert seen == [
        ("off", "10:00:00"),
        ("on", "10:00:00"),
        ("on", "10:00:00"),
        ("off", "13:00:00"),
    ]


@pytest.mark.parametrize(
    ("start", "end", "sent"),
    [
        pytest.param(
            "2027-03-28 00:30:00",
            "2027-03-28 03:30:00",
            ("2027-03-28T00:30:00", "2027-03-28T03:30:00"),
            marks=pytest.mark.freeze_time("2027-03-27T12:00:00+00:00"),
            id="spring",
        ),
        pytest.param(
            "2026-10-25 00:30:00",
            "2026-10-25 03:30:00",
            ("2026-10-25T00:30:00", "2026-10-25T03:30:00"),
            marks=pytest.mark.freeze_time("2026-10-24T12:00:00+00:00"),
            id="autumn",
        ),
    ],
)
@pytest.mark.usefixtures("integration")
async def test_create_event_in_the_night_of_a_clock_change(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    *,
    start: str,
    end: str,
    sent: tuple[str, str],
) -> None:
    await call(
        hass,
        travel,
        CALENDAR,
        "create_event",
        key="plan",
        summary="Charge to 90 %",
        start_date_time=start,
        end_date_time=end,
    )
    await travel(10)
    assert waiting(world) == [sent]
    (window,) = await answer(hass, travel, "get_windows")
    assert window["start"][19:] != window["end"][19:]


@pytest.mark.freeze_time("2026-10-24T12:00:00+00:00")
async def test_a_window_within_the_repeated_hour(
    hass: HomeAssistant, month: MonthView, travel: Travel
) -> None:
    await schedule(
        hass, travel, "2026-10-25T01:50:00+01:00", "2026-10-25T01:10:00+00:00"
    )
    (event,) = await month("2026-10-24T00:00", "2026-10-26T00:00")
    assert event["start"]["dateTime"] == "2026-10-25T01:50:00+01:00"
    assert event["end"]["dateTime"] == "2026-10-25T01:10:00+00:00"


@pytest.mark.freeze_time("2026-10-24T12:00:00+00:00")
@pytest.mark.usefixtures("integration")
async def test_it_is_on_by_instants_in_the_repeated_hour(
    hass: HomeAssistant, travel: Travel
) -> None:
    await schedule(hass, travel, "2026-10-25 01:30:00", "2026-10-25 03:00:00")
    seen = []
    for instant in ("00:29", "00:50", "01:10", "03:01"):
        await travel.to(utc(f"2026-10-25T{instant}:00+00:00"))
        seen.append(state(hass, CALENDAR, "plan").state)
    assert seen == ["off", "on", "on", "off"]


@pytest.mark.usefixtures("integration")
async def test_events_as_automations_see_them(
    hass: HomeAssistant, travel: Travel
) -> None:
    data = {
        "start_date_time": "2026-11-24 00:30:00",
        "end_date_time": "2026-11-24 05:30:00",
    }
    await call(
        hass, travel, CALENDAR, "create_event", key="plan", summary="Idle", **data
    )
    with pytest.raises(ServiceValidationError, match="overlap"):
        await call(
            hass, travel, CALENDAR, "create_event", key="plan", summary="Idle", **data
        )
    name = entity_id(hass, CALENDAR, "plan")
    given: Any = await travel.run(
        hass.services.async_call(
            CALENDAR,
            "get_events",
            {"entity_id": name, "duration": {"days": 7}},
            blocking=True,
            return_response=True,
        )
    )
    (event,) = given[name]["events"]
    assert event["start"] == "2026-11-24T00:30:00+00:00"
    assert event["summary"] == "Idle · sent"


@pytest.mark.usefixtures("integration")
async def test_create_event_for_whole_days(hass: HomeAssistant, travel: Travel) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await call(
            hass,
            travel,
            CALENDAR,
            "create_event",
            key="plan",
            summary="Idle",
            start_date="2026-11-24",
            end_date="2026-11-25",
        )
    assert caught.value.translation_key == "all_day"


async def test_a_paused_plan(
    hass: HomeAssistant, dialog: Dialog, month: MonthView, travel: Travel
) -> None:
    await dialog.create(**NIGHT, summary="Idle")
    await call(hass, travel, "switch", "turn_off", key="plan_enabled")
    await travel(10)
    (event,) = await month()
    assert event["summary"] == "⏸ Idle · paused"
    assert "message" not in state(hass, CALENDAR, "plan").attributes


async def test_an_open_dashboard_follows_every_edit(
    hass: HomeAssistant,
    integration: MockConfigEntry,  # noqa: ARG001
    hass_ws_client: WebSocketGenerator,
    travel: Travel,
) -> None:
    client = await travel.run(hass_ws_client(hass))
    message = {
        "type": "calendar/event/subscribe",
        "entity_id": entity_id(hass, CALENDAR, "plan"),
        "start": "2026-11-23T00:00:00",
        "end": "2026-11-30T00:00:00",
    }
    await travel.run(client.send_json_auto_id(message))
    assert (await travel.run(client.receive_json()))["success"]
    assert (await travel.run(client.receive_json()))["event"]["events"] == []
    await schedule(hass, travel, "2026-11-24 00:30:00", "2026-11-24 05:30:00")
    (event,) = (await travel.run(client.receive_json()))["event"]["events"]
    assert event["start"] == "2026-11-24T00:30:00+00:00"
    assert event["all_day"] is False


@pytest.mark.parametrize(
    ("command", "target", "title"),
    [(None, None, "?"), (Command.CHARGE, -5.0, "charge")],
)
def test_what_no_title_can_say(
    command: Command | None, target: float | None, title: str
) -> None:
    start = utc("2026-11-24T00:30Z")
    view = WindowView(
        uid="action:act_1",
        key="act_1",
        start=start,
        end=None,
        command=command,
        parameters=Parameters(target=target),
        origin=Origin.FOREIGN,
        state=WindowState.ACTIVE,
    )
    told = TextContext(
        words=Words({}),
        phrases=PlanWords("en", {}),
        now=start,
        battery=Battery(id="any"),
    )
    event = event_of(view, told)
    assert event.summary == f"▶ {title} · foreign · active"
    assert event.end == start + timedelta(minutes=30)


@pytest.mark.parametrize("known", [True, False])
def test_a_goal_says_that_a_capacity_is_only_assumed(*, known: bool) -> None:
    start = utc("2026-11-23T20:00:00+00:00")
    view = WindowView(
        uid="goal",
        key="goal",
        start=start,
        end=start + timedelta(hours=8),
        command=Command.CHARGE,
        parameters=Parameters(target=90),
        origin=Origin.PLAN,
        state=WindowState.PLANNED,
        aim=Aim(),
    )
    told = TextContext(
        words=Words({}),
        phrases=PlanWords("en", {}),
        now=start,
        battery=Battery(id="any"),
        is_capacity_known=known,
    )
    description = event_of(view, told).description or ""
    assert ("capacity_assumed" in description) is not known
