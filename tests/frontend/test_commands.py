"""What a card changes that no action of Home Assistant's does."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from simulator import World

from ..entities import entity_id, ha_device_id
from ..travel import Travel
from ..windows import NIGHT, Windows, answer, schedule, spans, waiting
from .conftest import Browser, Json, restrict

START, END = NIGHT
MOVED = {"start": "2026-11-24T01:00:00+00:00", "end": "2026-11-24T04:00:00+00:00"}


async def listed(hass: HomeAssistant, travel: Travel, calendar: str) -> list[Any]:
    """Return what a calendar shows of the next days."""
    span = {"start_date_time": "2026-11-23T00:00:00", "duration": {"days": 3}}
    found: Any = await travel.run(
        hass.services.async_call(
            "calendar",
            "get_events",
            {"entity_id": calendar, **span},
            blocking=True,
            return_response=True,
        )
    )
    events: list[Any] = found[calendar]["events"]
    return events


def edited(window: Json, **changes: Any) -> Json:
    """Return the command that makes a window another."""
    fields = ("device_id", "uid", "command", "target", "power", "reserve", "repeat")
    return {name: window[name] for name in fields} | MOVED | changes


async def test_a_window_is_moved(
    hass: HomeAssistant, world: World, travel: Travel, browser: Browser
) -> None:
    window = await schedule(hass, travel, START, END, target=90, power=3)
    await travel(10)
    reply = await browser.ask("amps/plan/edit", **edited(window))
    (moved,) = reply["result"]["windows"]
    assert (moved["start"], moved["end"]) == (MOVED["start"], MOVED["end"])
    assert (moved["target"], moved["power"]) == (90, 3)
    await travel(10)
    assert waiting(world)[0] == ("2026-11-24T01:00:00", "2026-11-24T04:00:00")


async def test_one_of_a_series_is_moved(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    window = await schedule(hass, travel, START, END, repeat="FREQ=DAILY")
    await browser.ask(
        "amps/plan/edit", **edited(window, original=window["start"], range="this")
    )
    listed = await answer(hass, travel, "get_windows")
    assert spans(listed)[:2] == [
        ("2026-11-24T01:00", "04:00"),
        ("2026-11-25T00:30", "05:30"),
    ]


async def test_a_series_is_moved(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    window = await schedule(hass, travel, START, END, repeat="FREQ=DAILY")
    await browser.ask(
        "amps/plan/edit", **edited(window, original=window["start"], range="all")
    )
    listed = await answer(hass, travel, "get_windows")
    assert {span[11:] for span, _ in spans(listed)} == {"01:00"}


async def test_what_the_owner_wrote_stays(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    calendar = entity_id(hass, "calendar", "plan")
    event = {
        "summary": "Charge to 90 % (guests)",
        "description": "They come by train",
        "dtstart": "2026-11-24T00:30:00+00:00",
        "dtend": "2026-11-24T05:30:00+00:00",
    }
    made = await browser.ask("calendar/event/create", entity_id=calendar, event=event)
    assert made["success"], made
    (window,) = await answer(hass, travel, "get_windows")
    await browser.ask("amps/plan/edit", **edited(window, target=80))
    (shown,) = await listed(hass, travel, calendar)
    assert "(guests)" in shown["summary"]
    assert "80 %" in shown["summary"]
    assert shown["description"].startswith("They come by train")


async def test_what_is_wrong_is_said_in_words(
    hass: HomeAssistant,
    travel: Travel,
    browser: Browser,
    caplog: pytest.LogCaptureFixture,
) -> None:
    window = await schedule(hass, travel, START, END)
    await schedule(hass, travel, "2026-11-24 06:00:00", "2026-11-24 08:00:00")
    clash = edited(window, end="2026-11-24T07:00:00+00:00")
    refused = await browser.ask("amps/plan/edit", **clash)
    assert refused["error"]["translation_key"] == "window_clash"
    assert refused["error"]["translation_placeholders"]["battery"]
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    unknown = await browser.ask("amps/plan/edit", **edited(window, device_id="nothing"))
    assert unknown["error"]["translation_key"] == "device_gone"


async def _skipped(hass: HomeAssistant, travel: Travel) -> tuple[Json, Windows]:
    """Plan every night, and take the first one out."""
    window = await schedule(hass, travel, START, END, repeat="FREQ=DAILY")
    await travel(10)
    await answer(
        hass, travel, "cancel_window", uid=window["uid"], occurrence=window["start"]
    )
    await travel(30)
    return window, await answer(hass, travel, "get_windows")


async def test_a_night_comes_back_and_is_sent_again(
    hass: HomeAssistant, world: World, travel: Travel, browser: Browser
) -> None:
    window, listed = await _skipped(hass, travel)
    assert spans(listed)[0] == ("2026-11-25T00:30", "05:30")
    wanted = {name: window[name] for name in ("device_id", "uid")}
    reply = await browser.ask("amps/plan/restore", **wanted, original=window["start"])
    (back,) = reply["result"]["windows"]
    assert (back["start"], back["outcome"]) == (window["start"], None)
    await travel(30)
    assert waiting(world)[0] == ("2026-11-24T00:30:00", "2026-11-24T05:30:00")
    listed = await answer(hass, travel, "get_windows")
    assert spans(listed)[0] == ("2026-11-24T00:30", "05:30")
    assert listed[0]["state"] == "sent"


async def test_what_was_not_taken_out_does_not_come_back(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    window = await schedule(hass, travel, START, END, repeat="FREQ=DAILY")
    wanted = {name: window[name] for name in ("device_id", "uid")}
    refused = await browser.ask("amps/plan/restore", **wanted, original=window["start"])
    assert refused["error"]["translation_key"] == "occurrence_unknown"


@pytest.mark.parametrize("range_", ["all", "this_and_future"])
async def test_a_series_comes_back_with_its_exceptions(
    hass: HomeAssistant, world: World, travel: Travel, browser: Browser, range_: str
) -> None:
    window = await schedule(hass, travel, START, END, repeat="FREQ=DAILY")
    await browser.ask(
        "amps/plan/edit", **edited(window, original=window["start"], range="this")
    )
    second = "2026-11-25T00:30:00+00:00"
    await answer(hass, travel, "cancel_window", uid=window["uid"], occurrence=second)
    before = await answer(hass, travel, "get_windows")
    assert spans(before)[:2] == [
        ("2026-11-24T01:00", "04:00"),
        ("2026-11-26T00:30", "05:30"),
    ]
    last = {"occurrence": before[1]["start"], "range": range_}
    await answer(hass, travel, "cancel_window", uid=window["uid"], **last)
    assert len(await answer(hass, travel, "get_windows")) < len(before)
    wanted = {name: window[name] for name in ("device_id", "uid")}
    reply = await browser.ask("amps/plan/restore", **wanted)
    assert reply["result"]["windows"][0]["uid"] == window["uid"]
    assert spans(await answer(hass, travel, "get_windows")) == spans(before)
    await travel(30)
    assert waiting(world)[0] == ("2026-11-24T01:00:00", "2026-11-24T04:00:00")


async def test_what_was_taken_out_comes_back_where_there_is_room(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    window = await schedule(hass, travel, START, END)
    wanted = {name: window[name] for name in ("device_id", "uid")}
    never = await browser.ask("amps/plan/restore", **wanted | {"uid": "nothing"})
    assert never["error"]["translation_key"] == "window_unknown"
    await answer(hass, travel, "cancel_window", uid=window["uid"])
    other = await schedule(hass, travel, START, END)
    clash = await browser.ask("amps/plan/restore", **wanted)
    assert clash["error"]["translation_key"] == "window_clash"
    (listed,) = await answer(hass, travel, "get_windows")
    assert listed["uid"] == other["uid"]


@pytest.mark.parametrize("policy", [{}, {"entities": {"all": {"read": True}}}])
async def test_who_may_not_control_changes_nothing(
    hass: HomeAssistant,
    travel: Travel,
    browser: Browser,
    hass_admin_user: MockUser,
    policy: Json,
) -> None:
    window = await schedule(hass, travel, START, END)
    restrict(hass_admin_user, policy)
    for command, fields in (
        ("amps/plan/edit", edited(window)),
        (
            "amps/plan/restore",
            {
                "device_id": ha_device_id(hass),
                "uid": window["uid"],
                "original": window["start"],
            },
        ),
    ):
        refused = await browser.ask(command, **fields)
        assert refused["error"]["code"] == "unauthorized"
    listed = await answer(hass, travel, "get_windows")
    assert listed[0]["start"] == window["start"]
