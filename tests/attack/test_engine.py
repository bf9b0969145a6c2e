"""The engine in any situation, followed step by step: it does no harm and it ends."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from custom_components.amps.engine.engine import decide
from custom_components.amps.engine.note import noted
from custom_components.amps.engine.observe import observed
from custom_components.amps.engine.situation import Situation
from custom_components.amps.engine.steps import (
    CancelStep,
    PushStep,
    ReadStep,
    Step,
    WaitStep,
)
from tests.engine.test_engine_any import situations
from tests.examples import examples

SOME = examples(100, derandomize=True)
MAX_LOOKS = 80
"""Steps without a request after which it goes round in circles."""


def _walked(situation: Situation) -> tuple[Situation, Step]:
    """Return the first step that needs Amps or time, and what is known by then."""
    memory = observed(situation.memory, situation.battery, situation.actions)
    step: Step = WaitStep()
    for _ in range(MAX_LOOKS):
        now = replace(situation, memory=memory)
        step = decide(now)
        if isinstance(step, (WaitStep, PushStep, CancelStep, ReadStep)):
            return now, step
        memory = noted(step, memory, situation.actions, situation.now)
    raise AssertionError(step)


def _is_sound(at: Situation, step: PushStep) -> None:
    """Nothing goes into the past, backwards, or in a shape that nobody declared."""
    push = step.intent.push
    assert push.start is None or push.start >= at.now - timedelta(minutes=1)
    assert push.end is None or push.end > at.now
    assert push.end is None or (push.start and push.start < push.end)
    assert push.execution in at.battery.execution(push.command)


def _is_looked_up(at: Situation, step: PushStep) -> None:
    """The intent is stored before: whatever became of it, no second push follows."""
    lost = replace(at, memory=replace(at.memory, intent=step.intent))
    _, second = _walked(lost)
    assert not isinstance(second, PushStep)


@SOME
@given(situations())
def test_it_does_no_harm_in_any_situation(situation: Situation) -> None:
    at, step = _walked(situation)
    assert _walked(situation) == (at, step)
    match step:
        case PushStep():
            _is_sound(at, step)
            _is_looked_up(at, step)
        case CancelStep(action_id=action_id):
            assert action_id in at.made_here
            assert action_id not in {holder.id for holder in at.foreign_holders}
        case WaitStep(until=until) if until is not None:
            assert until > at.now
            _walked(replace(at, now=until))


@SOME
@given(situations())
def test_a_plan_that_is_off_begins_nothing(situation: Situation) -> None:
    off = replace(situation, paused=True, occurrences={})
    at, step = _walked(off)
    if isinstance(step, PushStep):
        occurrence = step.intent.occurrence
        assert occurrence is None or occurrence.key in at.memory.records
