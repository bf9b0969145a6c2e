"""Windows that replace others: what those keep, and what Amps is told of it."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ..entities import FULL
from ..planned import BEGIN
from ..travel import Travel
from ..windows import NIGHT, answer, refused, schedule, spans, utc, waiting

pytestmark = pytest.mark.usefixtures("integration")

HOUR = timedelta(hours=1)


async def _listed(
    hass: HomeAssistant, travel: Travel
) -> list[tuple[str, str, str | None]]:
    """What is planned or took place on the first day: start, end and outcome."""
    found = await answer(
        hass,
        travel,
        "get_windows",
        start="2026-11-23 00:00:00",
        end="2026-11-24 00:00:00",
    )
    times = [(start[11:], end) for start, end in spans(found)]
    return [(*time, span["outcome"]) for time, span in zip(times, found, strict=True)]


async def test_a_single_window_that_waits_keeps_what_is_left_of_it(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    day = "2026-11-23 "
    await schedule(hass, travel, day + "12:00:00", day + "16:00:00", command="idle")
    await travel(10)
    assert waiting(world) == [("2026-11-23T12:00:00", "2026-11-23T16:00:00")]
    new = await schedule(
        hass, travel, day + "13:00:00", day + "14:00:00", target=90, replace=True
    )
    await travel(10)
    assert waiting(world) == [("2026-11-23T12:00:00", "2026-11-23T13:00:00")]
    planned: list[tuple[str, str, str | None]] = [
        ("12:00", "13:00", None),
        ("13:00", "14:00", None),
        ("14:00", "16:00", None),
    ]
    assert await _listed(hass, travel) == planned

    await answer(hass, travel, "cancel_window", uid=new["uid"])
    assert await _listed(hass, travel) == [planned[0], planned[2]]
    await travel.to(BEGIN + 8 * HOUR)
    assert [window[2] for window in await _listed(hass, travel)] == ["done", "done"]
    pushes = [
        request.body["action"]
        for request in world.record.pushes()
        if request.status < 300
    ]
    sent = [push["start"][11:16] for push in pushes if push["command"] == "idle"]
    assert sent == ["12:00", "12:00", "14:00"]
    assert world.device(FULL).mode.command == "auto.balanced"


@pytest.mark.parametrize("can_be_stopped", [True, False])
async def test_a_single_window_that_runs_goes_on_until_its_time_is_taken(
    hass: HomeAssistant, world: World, travel: Travel, *, can_be_stopped: bool
) -> None:
    world.knobs.window_completed_at = "opening" if can_be_stopped else "end"
    times = [str(BEGIN + hours * HOUR) for hours in range(5)]
    first = await schedule(hass, travel, times[0], times[4], command="idle")
    await travel.to(BEGIN + HOUR)
    await schedule(hass, travel, times[2], times[3], target=90, replace=True)
    await travel.to(BEGIN + HOUR + timedelta(minutes=30))
    (running, *_) = await answer(hass, travel, "get_windows")
    assert (running["uid"], running["state"]) == (first["uid"], "active")
    assert not world.record.of("cancel")[1:]

    await travel.to(BEGIN + 6 * HOUR)
    listed = await _listed(hass, travel)
    assert listed[0] == ("09:00", "11:00", "done")
    if can_be_stopped:
        assert listed[1:] == [("11:00", "12:00", "done"), ("12:00", "13:00", "done")]
    modes = [effect.command for effect in world.record.effects_of(FULL, "mode")]
    assert ("charge" in modes) is can_be_stopped
    assert world.device(FULL).mode.command == "auto.balanced"


async def test_of_a_repeating_window_that_night_does_not_take_place(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    night = await schedule(hass, travel, *NIGHT, repeat="FREQ=DAILY", target=90)
    other = await schedule(
        hass,
        travel,
        "2026-11-25 05:00:00",
        "2026-11-25 06:00:00",
        command="idle",
        repeat="FREQ=WEEKLY",
        replace=True,
    )
    await travel.to(utc("2026-11-24T12:00:00+00:00"))
    assert waiting(world)[0] == ("2026-11-25T05:00:00", "2026-11-25T06:00:00")
    listed = await answer(hass, travel, "get_windows", end="2026-11-27 00:00:00")
    assert [window["uid"] for window in listed] == [other["uid"], night["uid"]]

    await answer(hass, travel, "cancel_window", uid=other["uid"], range="all")
    await travel(10)
    assert waiting(world)[0] == ("2026-11-25T00:30:00", "2026-11-25T05:30:00")


async def test_who_does_not_replace_is_told_how(
    hass: HomeAssistant, travel: Travel
) -> None:
    await schedule(hass, travel, *NIGHT)
    error = await refused(
        hass, travel, "schedule_window", start=NIGHT[0], end=NIGHT[1], command="idle"
    )
    assert error.translation_key == "window_clash"
    assert "With Replace" in str(error)
