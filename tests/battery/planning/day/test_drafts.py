"""What becomes of what runs while the battery is held."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.amps.api.models import Command, Parameters
from custom_components.amps.battery.planning.day_problem import goes_on_held, going_on
from custom_components.amps.battery.planning.planned_drafts import continued, drafted
from custom_components.amps.engine.state import EngineState
from custom_components.amps.planner.result import PlannedWindow
from custom_components.amps.schedule.why import Purpose, Why
from custom_components.amps.schedule.window import Occurrence, Origin

NOW = datetime(2026, 11, 23, 11, 59, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOON = NOW.replace(hour=12, minute=0, second=0)


def _hold(start: datetime, end: datetime, purpose: Purpose) -> PlannedWindow:
    return PlannedWindow(
        command=Command.IDLE,
        start=start,
        end=end,
        target=None,
        power=None,
        reserve=None,
        goal=None,
        level=40.0,
        energy=0.0,
        cost=0.0,
        why=Why(purpose=purpose),
    )


def _runs(command: Command, **given: float) -> Occurrence:
    return Occurrence(
        uid="a",
        original=NOON - 6 * HOUR,
        start=NOON - 6 * HOUR,
        end=NOON + HOUR,
        command=command,
        parameters=Parameters(**given),
        origin=Origin.AUTOMATIC,
    )


def test_only_one_window_goes_on_as_what_runs() -> None:
    runs = _runs(Command.IDLE)
    windows = [
        _hold(NOW.replace(second=0), NOON, Purpose.RESERVE),
        _hold(NOON, NOON + 2 * HOUR, Purpose.HOLD),
    ]
    drafts = [
        drafted(window, Parameters(), before, NOW)
        for window, before in continued(windows, [runs], NOW)
    ]
    assert [(one.start, one.end) for one in drafts] == [
        (runs.start, NOON),
        (NOON, NOON + 2 * HOUR),
    ]


@pytest.mark.parametrize(
    ("purpose", "target", "goes_on"),
    [
        (None, 10.0, True),
        (Purpose.RESERVE, 20.0, True),
        (Purpose.RESERVE, 10.0, False),
        (Purpose.DEVICE, 20.0, False),
    ],
)
def test_what_discharges_to_the_reserve_is_not_stopped_there(
    purpose: Purpose | None, target: float, *, goes_on: bool
) -> None:
    runs = _runs(Command.DISCHARGE, target=target)
    assert goes_on_held(runs, purpose, 20.0) is goes_on
    assert goes_on_held(_runs(Command.CHARGE), purpose, 20.0)


@pytest.mark.parametrize(("seconds", "goes_on"), [(-1, True), (30, True), (31, False)])
def test_what_begins_within_seconds_is_not_planned_anew(
    seconds: int, *, goes_on: bool
) -> None:
    start = NOON + timedelta(seconds=seconds)
    soon = replace(_runs(Command.CHARGE), original=start, start=start)
    assert going_on([soon], EngineState(), NOON) == ([soon] if goes_on else [])
