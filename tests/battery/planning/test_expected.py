"""What is expected of windows, and what they cost, as values."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.amps.api.models import (
    Battery,
    Command,
    CommandSupport,
    Execution,
    Parameters,
)
from custom_components.amps.battery.planning.expected import Flow, cost_of, expected
from custom_components.amps.battery.windows import WindowState, WindowView
from custom_components.amps.inputs.curve import Price, PriceCurve
from custom_components.amps.planner.levels import LevelAt
from custom_components.amps.schedule.window import Origin

READ = datetime(2026, 11, 23, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
CHARGING = CommandSupport({}, frozenset({Execution.WINDOWED}))
BATTERY = Battery(
    id="one",
    level=50.0,
    capacity=10.0,
    last_pulled_at=READ,
    commands={Command.CHARGE: CHARGING},
)
EUROS = PriceCurve("EUR", (Price(READ, READ + 4 * HOUR, 0.2),))


def window(start: float, end: float | None, **changes: Any) -> WindowView:
    """Return a charge from some hours after the reading on."""
    view = WindowView(
        uid="one",
        key=f"one/{start}",
        start=READ + start * HOUR,
        end=None if end is None else READ + end * HOUR,
        command=Command.CHARGE,
        parameters=Parameters(),
        origin=Origin.PLAN,
        state=WindowState.PLANNED,
    )
    found: WindowView = view._replace(**changes)
    return found


def levels(battery: Battery, windows: Iterable[WindowView]) -> list[float]:
    return [round(level) for _, level in expected(battery, {}, windows).levels]


@pytest.mark.parametrize(
    "battery",
    [
        replace(BATTERY, level=None),
        replace(BATTERY, capacity=None),
        replace(BATTERY, last_pulled_at=None),
    ],
)
def test_without_a_reading_nothing_is_expected(battery: Battery) -> None:
    assert levels(battery, [window(1, 2)]) == []


@pytest.mark.parametrize(
    "over",
    [
        window(-2, -1),
        window(1, None),
        window(1, 2, state=WindowState.ENDED),
    ],
)
def test_what_is_over_or_has_no_end_changes_nothing(over: WindowView) -> None:
    assert levels(BATTERY, [over]) == []


def test_what_runs_counts_from_the_reading_on() -> None:
    found = expected(BATTERY, {}, [window(-1, 1, state=WindowState.ACTIVE)])
    assert found.levels[0].level == 50
    [flow] = found.flows.values()
    assert (flow.start, flow.end) == (READ, READ + HOUR)


def test_a_target_that_is_met_takes_nothing() -> None:
    met = window(1, 3, parameters=Parameters(target=40.0))
    found = expected(BATTERY, {}, [met])
    assert [level for _, level in found.levels] == [50, 50]
    assert not found.flows


def test_a_power_next_to_nothing_changes_next_to_nothing() -> None:
    assert levels(BATTERY, [window(1, 3, parameters=Parameters(power=1e-10))]) == [
        50,
        50,
    ]


def test_what_a_window_took_and_will_take() -> None:
    running = window(-1, 1, from_level=40.0, level=50.0, state=WindowState.ACTIVE)
    flow = Flow(READ, READ + HOUR, 2.0)
    known = PriceCurve("EUR", (Price(READ - HOUR, READ, 0.1), *EUROS.prices))
    assert cost_of(running, flow, 10.0, known) == pytest.approx(0.1 + 0.4)
    assert cost_of(running, None, 10.0, known) is not None
    # the price of the first hour is not known
    assert cost_of(running, flow, 10.0, EUROS) is None
    assert cost_of(window(1, 2), None, 10.0, EUROS) is None


def test_a_window_begins_at_the_level_that_the_plan_expects() -> None:
    planned = LevelAt(READ, 20.0), LevelAt(READ + 12 * HOUR, 20.0)
    night = window(6, 8, parameters=Parameters(target=40.0))
    assert not expected(BATTERY, {}, [night]).flows
    (flow,) = expected(BATTERY, {}, [night], planned).flows.values()
    assert flow.energy == pytest.approx(2.0 / 0.95)
