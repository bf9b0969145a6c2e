"""How the engine's steps change what is remembered."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from ..api.models import Action
from .state import Memory, Reason
from .steps import (
    AdoptStep,
    CloseStep,
    DropStep,
    ForgetStep,
    GiveUpStep,
    KeepStep,
    MemoryStep,
    MisreadStep,
    RetryStep,
    ReviseStep,
    SettleStep,
    StrandStep,
    WarnStep,
    WithdrawnStep,
)

type _PushedStep = (
    ForgetStep | RetryStep | WithdrawnStep | MisreadStep | SettleStep | GiveUpStep
)


def noted(
    step: MemoryStep, memory: Memory, actions: Iterable[Action], now: datetime
) -> Memory:
    """Return the memory after a step that asks nothing of Amps; `now` is in UTC."""
    match step:
        case AdoptStep(intent=intent, action_id=action_id):
            found = next((it for it in actions if it.id == action_id), None)
            return memory.accepted(intent, found) if found else memory
        case ReviseStep(record=record) | KeepStep(record=record):
            return memory.revised(record)
        case DropStep(record=record):
            return memory.dropped(record.occurrence.key)
        case WarnStep(record=record, reason=reason):
            return memory.warned(record, reason)
        case StrandStep(record=record):
            return memory.stranded(record)
        case CloseStep(record=record, outcome=outcome, reason=reason):
            action = next((it for it in actions if it.id == record.action_id), None)
            code = action.error_code if action else None
            return memory.closed(record, outcome, reason, now, code)
        case _:
            return _noted_of_pushes(step, memory, now)


def _noted_of_pushes(step: _PushedStep, memory: Memory, now: datetime) -> Memory:
    match step:
        case ForgetStep(intent=intent):
            return memory.forgotten(intent, now)
        case RetryStep(intent=intent, reason=reason):
            return memory.refused(intent, reason, now)
        case WithdrawnStep(action_id=action_id):
            return memory.withdrawn(action_id)
        case MisreadStep(error=error, zone=zone):
            return memory.misread(error, zone)
        case SettleStep(key=key, alone=alone):
            return memory.settled(key, alone=alone)
        case GiveUpStep():
            stop = memory.pending.command if memory.pending else None
            given_up = memory.with_failed(stop, Reason.BUSY, now)
            return replace(given_up, pending=None)
