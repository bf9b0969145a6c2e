"""Windows that a planner makes of one goal: the same is told of one of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.amps.engine.occurrence import OccurrenceState, Outcome, Reason
from custom_components.amps.engine.state import EngineState
from custom_components.amps.schedule.window import Occurrence, Origin
from simulator import Fault

from .follower import following, outcomes
from .words import at, window

NOW = at("12:00")
HOUR = timedelta(hours=1)


def of_goal(
    hour: int, uid: str, goal: str = "goal", origin: Origin = Origin.GOAL
) -> Occurrence:
    begin = at("00:00", 1) + hour * HOUR
    made = window(begin, begin + HOUR, uid=uid)
    return replace(made, source=goal, origin=origin)


FIRST = of_goal(1, "first")


def closed(
    state: EngineState,
    occurrence: Occurrence,
    outcome: Outcome = Outcome.FAILED,
    reason: Reason = Reason.REJECTED,
) -> EngineState:
    return state.closed(OccurrenceState(occurrence=occurrence), outcome, reason, NOW)


@pytest.mark.parametrize(
    ("occurrence", "outcome", "reason", "is_told"),
    [
        (of_goal(3, "next"), Outcome.FAILED, Reason.REJECTED, False),
        (of_goal(3, "next"), Outcome.MISSED, Reason.REJECTED, False),
        (of_goal(3, "next"), Outcome.FAILED, Reason.DEVICE_OFFLINE, True),
        (of_goal(3, "next"), Outcome.INCOMPLETE, Reason.REJECTED, True),
        (of_goal(3, "next", goal="another"), Outcome.FAILED, Reason.REJECTED, True),
        (of_goal(13, "next day"), Outcome.FAILED, Reason.REJECTED, True),
        (
            of_goal(3, "next", origin=Origin.AUTOMATIC),
            Outcome.FAILED,
            Reason.REJECTED,
            True,
        ),
        (
            of_goal(3, "next", origin=Origin.PLAN),
            Outcome.FAILED,
            Reason.REJECTED,
            True,
        ),
    ],
)
def test_what_is_told_of_the_next_window(
    occurrence: Occurrence, outcome: Outcome, reason: Reason, *, is_told: bool
) -> None:
    state = closed(EngineState(), FIRST)
    assert state.unheard == (FIRST.key,)
    state = closed(state, occurrence, outcome, reason)
    assert (occurrence.key in state.unheard) is is_told
    assert state.records[occurrence.key].outcome is outcome


def test_of_what_came_to_nothing_one_is_told_and_one_warned_of() -> None:
    follower = following(FIRST)
    follower.amps.world.faults.add(Fault(endpoint="push", times=10_000, status=403))
    follower.run_to(FIRST.end)
    follower.wants(of_goal(2, "second"), of_goal(4, "third"))
    follower.run_to(at("06:00", 1))
    assert [one.record.occurrence.uid for one in follower.warnings] == ["first"]
    assert len(outcomes(follower)) == 3
    assert follower.state.unheard == (FIRST.key,)


def test_after_one_that_took_place_it_is_warned_of_again() -> None:
    follower = following(FIRST)
    follower.amps.world.faults.add(Fault(endpoint="push", times=10_000, status=403))
    follower.run_to(at("00:50", 1))
    follower.amps.world.faults.clear()
    follower.run_to(at("02:30", 1))
    assert outcomes(follower) == [("first", "done", None)]
    follower.amps.world.faults.add(Fault(endpoint="push", times=10_000, status=403))
    follower.wants(of_goal(6, "second"))
    follower.run_to(at("06:00", 1))
    assert [one.record.occurrence.uid for one in follower.warnings] == [
        "first",
        "second",
    ]
