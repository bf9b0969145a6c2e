"""What is suggested for a day, and accepted by its owner."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest

from simulator import World

from ....calendars import Dialog, MonthView, named, shown, unchanged
from ....entities import call, state
from ....travel import Travel
from ....windows import answer, spans, waiting
from ..goals.prices import show
from .day import automatic, switch

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("integration"),
]


async def test_a_suggestion_is_shown_and_not_sent(
    hass: HomeAssistant, month: MonthView, world: World, travel: Travel
) -> None:
    await switch(hass, travel, "suggest")
    events = await month()
    assert [start for start, _, _ in shown(events)] == [
        "2026-11-24T03:00",
        "2026-11-24T13:00",
    ]
    assert all("suggested" in event["summary"] for event in events)
    # a month shows little more than the first letter
    assert all(event["summary"].startswith("○ ") for event in events)
    assert {event["status"] for event in events} == {"tentative"}
    assert "saves" in events[0]["description"]
    assert await automatic(hass, travel) == []
    assert world.record.pushes() == []


async def test_what_is_accepted_is_planned(
    hass: HomeAssistant, month: MonthView, world: World, travel: Travel
) -> None:
    await switch(hass, travel, "suggest")
    await call(hass, travel, "button", "press", key="accept_plan")
    await travel(5)
    assert waiting(world)[0] == ("2026-11-24T03:00:00", "2026-11-24T05:00:00")
    assert len(await automatic(hass, travel)) == 2
    assert all("suggested" not in event["summary"] for event in await month())


async def test_nobody_counts_on_a_suggestion(
    hass: HomeAssistant, travel: Travel
) -> None:
    await switch(hass, travel, "suggest")
    assert max(await _curve(hass, travel)) < 70
    await call(hass, travel, "button", "press", key="accept_plan")
    await travel(5)
    assert max(await _curve(hass, travel)) > 90


async def _curve(hass: HomeAssistant, travel: Travel) -> list[float]:
    await travel.settle()
    curve = state(hass, "sensor", "expected_level").attributes["curve"]
    return [point["level"] for point in curve]


async def test_by_action(hass: HomeAssistant, world: World, travel: Travel) -> None:
    await switch(hass, travel, "suggest")
    accepted = await answer(hass, travel, "accept_plan")
    assert spans(accepted)[0] == ("2026-11-24T03:00", "05:00")
    await travel(5)
    assert len(waiting(world)) >= 1


async def test_one_of_several_is_accepted(
    hass: HomeAssistant, month: MonthView, world: World, travel: Travel
) -> None:
    await switch(hass, travel, "suggest")
    first, _ = await month()
    accepted = await answer(hass, travel, "accept_plan", uid=first["uid"])
    assert spans(accepted) == [("2026-11-24T03:00", "05:00")]
    # the other one is still only a suggestion, and stays one when the day is replanned
    for wait in (5, timedelta(hours=2)):
        await travel(wait)
        suggested = [it for it in await month() if "suggested" in it["summary"]]
        assert [start for start, _, _ in shown(suggested)] == ["2026-11-24T13:00"]
        assert spans(await automatic(hass, travel)) == spans(accepted)
    assert [start for start, _ in waiting(world)] == ["2026-11-24T03:00:00"]


async def test_what_was_accepted_of_several_is_counted_on(
    hass: HomeAssistant, month: MonthView, travel: Travel
) -> None:
    await switch(hass, travel, "suggest")
    first, _ = await month()
    await answer(hass, travel, "accept_plan", uid=first["uid"])
    await travel(timedelta(minutes=2))
    assert [event["summary"][0] for event in await month()] == ["C", "○"]
    assert max(await _curve(hass, travel)) > 90


async def test_what_is_no_longer_suggested_is_not_accepted(
    hass: HomeAssistant, month: MonthView, travel: Travel
) -> None:
    await switch(hass, travel, "suggest")
    first, _ = await month()
    await answer(hass, travel, "cancel_window", uid=first["uid"])
    with pytest.raises(ServiceValidationError, match="no longer suggested"):
        await answer(hass, travel, "accept_plan", uid=first["uid"])
    assert await automatic(hass, travel) == []


async def test_nothing_to_accept(hass: HomeAssistant, travel: Travel) -> None:
    show(hass, prices={})
    await switch(hass, travel, "suggest")
    assert state(hass, "button", "accept_plan").state == "unavailable"
    with pytest.raises(ServiceValidationError, match="Nothing is suggested"):
        await answer(hass, travel, "accept_plan")


async def test_a_suggestion_is_not_edited(
    hass: HomeAssistant, dialog: Dialog, month: MonthView, travel: Travel
) -> None:
    await switch(hass, travel, "suggest")
    event = (await month())[0]
    refused = await dialog(
        "update", **named(event, recurrence_range="", event=unchanged(event))
    )
    assert "only a suggestion" in str(refused)


async def test_a_suggestion_is_declined(
    hass: HomeAssistant, dialog: Dialog, month: MonthView, travel: Travel
) -> None:
    await switch(hass, travel, "suggest")
    first = (await month())[0]
    assert not await dialog("delete", **named(first, recurrence_range=""))
    await travel(timedelta(hours=2))
    starts = [start for start, _, _ in shown(await month())]
    assert starts
    assert not any("2026-11-24T03:00" <= start < "2026-11-24T05:00" for start in starts)


async def test_what_is_not_suggested_cannot_be_declined(
    hass: HomeAssistant, travel: Travel
) -> None:
    await switch(hass, travel, "suggest")
    with pytest.raises(ServiceValidationError, match="no longer suggested"):
        await answer(hass, travel, "cancel_window", uid="suggested:20261124T010000Z")


async def test_what_was_accepted_stays(
    hass: HomeAssistant, month: MonthView, world: World, travel: Travel
) -> None:
    await switch(hass, travel, "suggest")
    await call(hass, travel, "button", "press", key="accept_plan")
    await travel(timedelta(hours=2))
    assert state(hass, "sensor", "planning_status").state == "planned"
    accepted = spans(await automatic(hass, travel))
    pushes = len(world.record.pushes())
    show(hass, prices={1: 0.01, 2: 0.01})
    await travel(timedelta(hours=2))
    assert spans(await automatic(hass, travel)) == accepted
    assert len(world.record.pushes()) == pushes
    suggested = [event for event in await month() if "suggested" in event["summary"]]
    assert [start for start, _, _ in shown(suggested)][:1] == ["2026-11-24T01:00"]


async def test_what_was_accepted_before_stays_when_more_is_accepted(
    hass: HomeAssistant, travel: Travel
) -> None:
    await switch(hass, travel, "suggest")
    await call(hass, travel, "button", "press", key="accept_plan")
    await travel(5)
    show(hass, prices={22: 0.01})
    await travel(timedelta(minutes=10))
    more = await answer(hass, travel, "accept_plan")
    assert spans(more)[0][0] == "2026-11-23T22:00"
    await travel(5)
    found = spans(await automatic(hass, travel))
    # what adjoins and asks for the same becomes one window
    assert ("2026-11-23T22:00", "05:00") in found
    assert ("2026-11-24T13:00", "14:00") in found
    assert set(spans(more)) <= set(found)
