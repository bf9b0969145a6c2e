"""Whatever the situation: an answer, and never a circle."""

from dataclasses import replace
from datetime import UTC, timedelta
from operator import attrgetter

from hypothesis import given, settings, strategies as st

from custom_components.amps.api.models import (
    Action,
    ActionState,
    Battery,
    Command,
    Execution,
    OnConflict,
    Parameters,
    Push,
)
from custom_components.amps.engine.decision import CancelRequest, PushRequest
from custom_components.amps.engine.observe import observed
from custom_components.amps.engine.occurrence import (
    MANUAL,
    RESTORE,
    Cancelling,
    Intent,
    OccurrenceState,
    Outcome,
    Reason,
    Restore,
)
from custom_components.amps.engine.reconcile import reconcile, without_battery
from custom_components.amps.engine.situation import Situation
from custom_components.amps.engine.state import EngineState
from custom_components.amps.schedule.window import Occurrence, Origin

from ..schedule.plans import restarted
from .words import T0, takes

SOME = settings(derandomize=True)
SLOTS = [T0 + timedelta(minutes=30 * n) for n in range(-4, 12)]
instants = st.sampled_from(SLOTS) | st.builds(
    lambda n: T0 + timedelta(seconds=n), st.integers(-7000, 20000)
)
maybe = st.none() | instants
commands = st.sampled_from(list(Command))
parameters = st.builds(Parameters, target=st.none() | st.floats(0, 100))
ids = st.sampled_from([f"act_{n}" for n in range(5)])
windows = st.builds(
    lambda n, length, command, target, origin: Occurrence(
        uid=f"w{n}",
        original=SLOTS[n],
        start=SLOTS[n],
        end=SLOTS[n] + timedelta(minutes=length),
        command=command,
        parameters=target,
        origin=origin,
    ),
    st.integers(0, 15),
    st.sampled_from([1, 12, 30, 90]),
    commands,
    parameters,
    st.sampled_from([Origin.PLAN, Origin.PLAN, Origin.MANUAL]),
)
pushes = st.builds(
    Push,
    command=commands,
    parameters=parameters,
    start=maybe,
    end=maybe,
    on_conflict=st.none() | st.sampled_from(list(OnConflict)),
)
records = st.builds(
    OccurrenceState,
    occurrence=windows,
    action_id=st.none() | ids,
    sent=st.none() | pushes,
    attempts=st.integers(0, 10),
    not_before=maybe,
    misplaced=st.booleans(),
    reason=st.none() | st.sampled_from(list(Reason)),
    seen=st.booleans(),
    shown=st.booleans(),
    ran=st.booleans(),
    outcome=st.none() | st.sampled_from(list(Outcome)),
    closed=maybe,
)
actions = st.builds(
    Action,
    id=ids,
    battery_id=st.just("dev"),
    command=st.none() | commands,
    parameters=parameters,
    state=st.none() | st.sampled_from(list(ActionState)),
    created_at=maybe,
    updated_at=maybe,
    start=maybe,
    end=maybe,
    error_code=st.sampled_from([None, "DEVICE_OFFLINE", "SCHEDULER_ACTIVE", "NEW"]),
)
batteries = st.builds(
    Battery,
    id=st.just("dev"),
    available=st.booleans(),
    last_pulled_at=maybe,
    level=st.none() | st.floats(0, 100),
    capacity=st.none() | st.just(10.0),
    current_mode=st.none() | commands,
    commands=st.none()
    | st.builds(
        takes,
        st.frozensets(st.sampled_from(list(Execution))),
        st.frozensets(st.sampled_from(list(Execution))),
    ),
    conflict_strategies=st.frozensets(st.sampled_from(list(OnConflict))),
)


cancellings = st.builds(
    Cancelling, since=instants, attempts=st.integers(0, 12), not_before=maybe
)


@st.composite
def states(draw: st.DrawFn) -> EngineState:
    known = {
        record.occurrence.key: record for record in draw(st.lists(records, max_size=4))
    }
    occurrence = draw(st.none() | windows)
    key = occurrence.key if occurrence else MANUAL
    intent = st.builds(
        Intent,
        purpose=st.sampled_from([key, RESTORE if occurrence else MANUAL]),
        push=pushes,
        at=instants,
        occurrence=st.just(occurrence),
    )
    restores = st.builds(
        Restore,
        left=st.sampled_from([*known.values()]) if known else records,
        action_id=st.none() | ids,
        goes_on=st.booleans(),
        is_told=st.booleans(),
        is_suspended=st.booleans(),
    )
    return EngineState(
        records=known,
        owed=tuple(draw(st.lists(restores, max_size=2, unique_by=attrgetter("key")))),
        intent=draw(st.none() | intent),
        pending=draw(st.none() | pushes),
        pending_until=draw(maybe),
        own=draw(st.dictionaries(ids, st.sampled_from([Origin.PLAN, Origin.MANUAL]))),
        cancelling=draw(st.dictionaries(ids, cancellings, max_size=2)),
        watched=draw(st.none() | ids),
        zone_error=draw(st.none() | st.just(timedelta(hours=1))),
        zone=draw(st.none() | st.just("UTC")),
    )


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    planned = sorted(
        draw(st.lists(windows, max_size=5)), key=lambda window: window.start
    )
    now, listed = draw(instants), draw(maybe)
    return Situation(
        now=now,
        battery=draw(batteries),
        actions=tuple(
            draw(st.lists(actions, max_size=5, unique_by=lambda action: action.id))
        ),
        occurrences={occurrence.key: occurrence for occurrence in planned},
        state=draw(states()),
        standing=draw(st.none() | commands),
        listed=min(listed, now) if listed else None,
        zone=draw(st.none() | st.just(UTC)),
        linked=draw(st.booleans()),
        paused=draw(st.booleans()),
        since=draw(maybe),
        up_since=draw(maybe),
        answered=draw(maybe),
    )


@SOME
@given(situations())
def test_it_answers_and_does_not_go_round_in_circles(situation: Situation) -> None:
    state = observed(situation.state, situation.battery, situation.actions)
    decision = reconcile(replace(situation, state=state))
    folded = replace(situation, state=decision.state)
    # what is folded stays as it is: nothing new follows from it
    assert reconcile(folded) == replace(decision, events=())
    if decision.wake_at is not None:
        assert decision.wake_at > situation.now
    request = decision.request
    if isinstance(request, CancelRequest):
        assert request.action_id in folded.made_here
    if isinstance(request, PushRequest) and request.intent.push.on_conflict is None:
        assert not folded.blocking


@SOME
@given(situations())
def test_a_battery_that_left_closes_what_is_over(situation: Situation) -> None:
    state, now = situation.state, situation.now
    decision = without_battery(state, situation.occurrences, now)
    assert decision.request is None
    assert all(record.occurrence.end > now for record in decision.state.open)
    again = without_battery(decision.state, situation.occurrences, now)
    assert again == replace(decision, events=())


@SOME
@given(states())
def test_any_memory_survives_a_restart(state: EngineState) -> None:
    assert restarted(state) == state
