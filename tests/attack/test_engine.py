"""The engine in any situation: it does no harm, and it comes to an end."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from custom_components.amps.engine.decision import CancelRequest, Decision, PushRequest
from custom_components.amps.engine.observe import observed
from custom_components.amps.engine.reconcile import reconcile
from custom_components.amps.engine.situation import Situation
from tests.engine.test_engine_any import situations
from tests.examples import examples

SOME = examples(100, derandomize=True)


def _decided(situation: Situation) -> tuple[Situation, Decision]:
    """Return what is decided, and the situation with what is known by then."""
    state = observed(situation.state, situation.battery, situation.actions)
    decision = reconcile(replace(situation, state=state))
    return replace(situation, state=decision.state), decision


def _is_sound(at: Situation, request: PushRequest) -> None:
    """Nothing goes into the past, backwards, or in a shape that nobody declared."""
    push = request.intent.push
    assert push.start is None or push.start >= at.now - timedelta(minutes=1)
    assert push.end is None or push.end > at.now
    assert push.end is None or (push.start and push.start < push.end)
    assert push.execution in at.battery.execution(push.command)


def _is_looked_up(at: Situation, request: PushRequest) -> None:
    """The intent is stored before: whatever became of it, no second push follows."""
    lost = replace(at, state=replace(at.state, intent=request.intent))
    _, second = _decided(lost)
    assert not isinstance(second.request, PushRequest)


@SOME
@given(situations())
def test_it_does_no_harm_in_any_situation(situation: Situation) -> None:
    at, decision = _decided(situation)
    assert _decided(situation) == (at, decision)
    match decision.request:
        case PushRequest() as request:
            _is_sound(at, request)
            _is_looked_up(at, request)
        case CancelRequest(action_id=action_id):
            assert action_id in at.made_here
            assert action_id not in {action.id for action in at.foreign_holders}
        case None if decision.wake_at is not None:
            assert decision.wake_at > at.now
            _decided(replace(at, now=decision.wake_at))


@SOME
@given(situations())
def test_a_plan_that_is_off_begins_nothing(situation: Situation) -> None:
    off = replace(situation, paused=True, occurrences={})
    at, decision = _decided(off)
    if isinstance(decision.request, PushRequest):
        occurrence = decision.request.intent.occurrence
        assert occurrence is None or occurrence.key in at.state.records
