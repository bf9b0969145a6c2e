"""What is decided of goals from values alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.amps.api.models import Battery, Command, Parameters
from custom_components.amps.battery.energy import Totals
from custom_components.amps.battery.goal_run import (
    GoalRun,
    Prospect,
    runs_from_rows,
    runs_to_rows,
)
from custom_components.amps.battery.planning.goal_metering import metered
from custom_components.amps.battery.planning.goal_outcome import is_settled, judged
from custom_components.amps.battery.planning.goal_problem import (
    battery_model,
    declared_model,
    is_capacity_known,
    repeated_hour,
    time_spent,
)
from custom_components.amps.battery.planning.goal_tidying import (
    known_runs,
    with_avoided,
)
from custom_components.amps.engine.occurrence import OccurrenceState, Outcome, Reason
from custom_components.amps.engine.state import EngineState
from custom_components.amps.planner.problem import CurvePoint
from custom_components.amps.planner.result import Learned
from custom_components.amps.schedule.goal import Aim
from custom_components.amps.schedule.recurrence import zone_of
from custom_components.amps.schedule.window import Occurrence, Origin, Window

START = datetime(2026, 11, 23, 22, tzinfo=UTC)
END = START + timedelta(hours=9)
HOUR = timedelta(hours=1)
GOAL = Occurrence(
    uid="goal",
    original=START,
    start=START,
    end=END,
    command=Command.CHARGE,
    parameters=Parameters(target=90),
    aim=Aim(),
)
LASTING = replace(GOAL, parameters=Parameters(), aim=Aim(duration=2 * HOUR))


def run_of(goal: Occurrence = GOAL, **fields: object) -> GoalRun:
    record = OccurrenceState(occurrence=goal)
    return replace(GoalRun(record=record), **fields)  # type: ignore[arg-type]


def avoided(
    run: GoalRun, *records: OccurrenceState, windows: Sequence[Window] = ()
) -> GoalRun:
    """Return a goal without what its owner took back of these windows."""
    now = max((one.closed for one in records if one.closed), default=START)
    planned = [one for window in windows for one in window.placed(START, END)]
    return with_avoided(run, windows, planned, records, Origin.GOAL, now)


def window(hour: int, hours: int = 1, **fields: object) -> OccurrenceState:
    """Return what became of a window of the goal, some hours after its start."""
    begin = START + hour * HOUR
    occurrence = Occurrence(
        uid=f"window{hour}",
        original=begin,
        start=begin,
        end=begin + hours * HOUR,
        command=Command.CHARGE,
        origin=Origin.GOAL,
        source="goal",
    )
    record = OccurrenceState(occurrence=occurrence, action_id="action")
    return replace(record, **fields)  # type: ignore[arg-type]


def state_of(*records: OccurrenceState) -> EngineState:
    return EngineState(records={record.occurrence.key: record for record in records})


def battery(level: float | None = 90, at: datetime = END) -> Battery:
    return Battery(id="a", level=level, last_pulled_at=at)


DONE: dict[str, Any] = {"outcome": Outcome.DONE, "closed": START + 5 * HOUR}


@pytest.mark.parametrize(
    ("goal", "records", "level", "outcome", "reason"),
    [
        (GOAL, [window(4, **DONE)], 90, Outcome.DONE, None),
        (GOAL, [], 89, Outcome.DONE, None),
        (GOAL, [window(4, **DONE)], 80, Outcome.INCOMPLETE, Reason.TARGET_NOT_MET),
        (GOAL, [window(4, **DONE)], None, Outcome.ACCEPTED, Reason.NOT_SEEN),
        (GOAL, [], 60, Outcome.MISSED, Reason.HOME_ASSISTANT_OFF),
        (GOAL, [window(4)], None, Outcome.ACCEPTED, Reason.NOT_SEEN),
        (
            GOAL,
            [window(4, action_id=None)],
            None,
            Outcome.MISSED,
            Reason.AMPS_UNREACHABLE,
        ),
        (
            GOAL,
            [window(4, outcome=Outcome.FAILED, reason=Reason.REJECTED)],
            60,
            Outcome.FAILED,
            Reason.REJECTED,
        ),
        (
            GOAL,
            [window(4, outcome=Outcome.CANCELLED, reason=Reason.OVERRIDDEN)],
            60,
            Outcome.CANCELLED,
            Reason.OVERRIDDEN,
        ),
        (LASTING, [window(2, 2, **DONE)], 70, Outcome.DONE, None),
        (
            LASTING,
            [window(2, **DONE)],
            70,
            Outcome.INCOMPLETE,
            Reason.TARGET_NOT_MET,
        ),
    ],
)
def test_how_a_goal_ends(
    goal: Occurrence,
    records: list[OccurrenceState],
    level: float | None,
    outcome: Outcome,
    reason: Reason | None,
) -> None:
    ended = judged(run_of(goal), battery(level), {}, state_of(*records), END)
    assert (ended.outcome, ended.reason) == (outcome, reason)
    assert ended.closed == END


def test_a_price_that_never_came_is_no_failure() -> None:
    run = run_of(prospect=Prospect(reason=Reason.PRICE_LIMIT))
    ended = judged(run, battery(60), {}, EngineState(), END)
    assert (ended.outcome, ended.reason) == (Outcome.INCOMPLETE, Reason.PRICE_LIMIT)


@pytest.mark.parametrize("windows", [[], [window(4, **DONE)]])
def test_what_was_in_its_way_and_is_no_more_is_no_reason(
    windows: list[OccurrenceState],
) -> None:
    run = run_of()
    run = replace(run, record=replace(run.record, warned=(Reason.NO_PRICES,)))
    ended = judged(run, battery(60), {}, state_of(*windows), END)
    assert ended.reason is not Reason.NO_PRICES


def test_how_a_goal_ended_that_nobody_saw_has_no_other_reason() -> None:
    run = run_of(prospect=Prospect(reason=Reason.NO_PRICES))
    old = battery(60, END - 2 * HOUR)
    ended = judged(run, old, {}, state_of(window(4, **DONE)), END)
    assert (ended.outcome, ended.reason) == (Outcome.ACCEPTED, Reason.NOT_SEEN)


@pytest.mark.parametrize(
    ("looked", "outcome"),
    [(None, Outcome.ACCEPTED), (START + 4.5 * HOUR, Outcome.INCOMPLETE)],
)
def test_hours_that_nobody_saw_are_not_done(
    looked: datetime | None, outcome: Outcome
) -> None:
    unseen = {"outcome": Outcome.ACCEPTED, "closed": START + 6 * HOUR, "looked": looked}
    state = state_of(window(4, 2, **unseen))
    record = judged(run_of(LASTING), battery(80), {}, state, END)
    assert record.outcome is outcome


def test_an_old_level_tells_nothing() -> None:
    old = battery(90, END - 2 * HOUR)
    ended = judged(run_of(), old, {}, state_of(window(4, **DONE)), END)
    assert ended.outcome is Outcome.ACCEPTED
    assert ended.level is None


def test_it_waits_a_while_for_its_last_window() -> None:
    running = state_of(window(8))
    assert not is_settled(run_of(), EngineState(), END - HOUR)
    assert not is_settled(run_of(), running, END)
    assert is_settled(run_of(), running, END + timedelta(minutes=10))


def test_time_counts_that_took_place() -> None:
    late = window(1, began=START + HOUR + timedelta(minutes=2))
    state = state_of(late, window(4, action_id=None, outcome=Outcome.MISSED))
    assert time_spent(LASTING, state, START + 1.5 * HOUR) == HOUR / 2
    assert time_spent(LASTING, state, END) == HOUR


def test_what_it_costs_is_counted_while_its_windows_run() -> None:
    state = state_of(window(4))

    def count(run: GoalRun, charged: float, hour: float) -> GoalRun:
        totals = Totals(charged=charged)
        return metered(run, state, totals, lambda _: 0.2, START + hour * HOUR)

    run = count(run_of(), 10, 0)
    run = count(run, 11, 3)
    assert run.record.cost is None
    run = count(run, 13, 4.5)
    assert run.record.cost == pytest.approx(0.4)
    assert count(run, 15, 7).record.cost == pytest.approx(0.4)


def test_a_window_that_was_taken_back_is_avoided() -> None:
    span = START + 4 * HOUR, START + 5 * HOUR
    run = run_of(windows={"w": span})
    after = avoided(run)
    assert after.avoided == (span,)
    assert after.windows == {}
    assert avoided(after) == after


def test_a_window_that_gave_way_is_not() -> None:
    span = START + 4 * HOUR, START + 5 * HOUR
    other = Window(
        uid="other",
        command=Command.IDLE,
        start=span[0],
        end=span[1],
        created=START,
        since=START,
    )
    after = avoided(run_of(windows={"w": span}), windows=[other])
    assert after.avoided == ()


def test_a_failed_window_gives_a_pause() -> None:
    closed = START + 4 * HOUR
    failed = window(4, outcome=Outcome.FAILED, closed=closed)
    after = avoided(run_of(), failed)
    assert after.avoided == ((closed, closed + timedelta(minutes=15)),)
    again = avoided(after, failed)
    assert again.avoided == after.avoided


def test_an_edited_goal_keeps_what_it_has_cost() -> None:
    run = run_of()
    run = replace(run, record=replace(run.record, cost=0.3, warned=(Reason.TOO_SHORT,)))
    moved = replace(GOAL, original=START + HOUR, start=START + HOUR)
    runs, gone = known_runs({run.key: run}, [moved], decided=(), until=END)
    assert gone == []
    (found,) = runs.values()
    assert found.record.occurrence == moved
    assert (found.record.cost, found.record.warned) == (0.3, ())


def test_what_is_remembered_comes_back() -> None:
    run = run_of(
        windows={"w": (START, END)},
        avoided=((START, END),),
        meter=1.5,
        prospect=Prospect(reason=Reason.OTHER_WINDOWS),
    )
    rows = [*runs_to_rows({run.key: run}), {"nothing": 1}, None]
    assert runs_from_rows(rows) == {run.key: run}
    assert runs_from_rows(None) == {}


def test_the_hour_that_the_clock_shows_twice() -> None:
    zone = zone_of("Europe/London")
    autumn = datetime(2026, 10, 24, 22, tzinfo=UTC)
    goal = replace(GOAL, start=autumn, end=autumn + 9 * HOUR)
    assert repeated_hour(goal.start, goal.end, zone) == (
        autumn + 2 * HOUR,
        autumn + 4 * HOUR,
    )
    assert repeated_hour(GOAL.start, GOAL.end, zone) is None


@pytest.mark.parametrize(
    ("capacity", "sure", "known"),
    [(10.4, None, True), (None, None, False), (None, 0.0, False), (None, 0.3, True)],
)
def test_a_capacity_is_known_where_it_is_declared_or_learned(
    capacity: float | None, sure: float | None, *, known: bool
) -> None:
    battery = Battery(id="any", capacity=capacity)
    learned = None
    if sure is not None:
        model = declared_model(battery, {})
        learned = Learned(battery=model, capacity_sure=sure)
    assert is_capacity_known(battery, learned) is known


def test_what_was_learned_counts_beside_what_is_declared() -> None:
    battery = Battery(id="any", capacity=10.0)
    declared = battery_model(battery, {})
    seen = declared._replace(
        capacity=8.0,
        charge_efficiency=0.9,
        charge_curve=(CurvePoint(0, 1), CurvePoint(100, 0.3)),
        ceiling=50.0,
    )
    learned = Learned(battery=seen, capacity_sure=1)
    model = battery_model(battery, {}, learned)
    assert model == seen._replace(ceiling=declared.ceiling)
