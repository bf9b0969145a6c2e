"""Whether a command by hand is already in effect or pending: then nothing is sent."""

from datetime import datetime
from enum import Enum, auto
from typing import NamedTuple

from ..account.snapshot import Snapshot
from ..api.models import Action, ActionState, Command, Parameters, Push
from ..engine.matching import is_push
from ..engine.occurrence import OccurrenceState
from ..engine.state import EngineState
from ..schedule.window import TOUCHING_GAP, Occurrence


class Stage(Enum):
    """How far a command has come."""

    ON_ITS_WAY = auto()
    STANDS = auto()
    """The battery was read in it."""


class InForce(NamedTuple):
    """A command that need not be sent again."""

    stage: Stage
    action: Action | None = None
    """Amps' action of it; None where there is none, or it is not known."""


def timed_in_force(
    wanted: Occurrence, snapshot: Snapshot, state: EngineState, now: datetime
) -> InForce | None:
    """Return what is in effect of a command that ends; None if it has to be sent.

    `wanted` is what it would be if it were sent now. One that is repeated goes on as it
    is until half of its time is over.
    """
    half = wanted.start + (wanted.end - wanted.start) / 2
    for record in state.open:
        before = record.occurrence
        if (
            record.is_manual
            and before.command is wanted.command
            and before.parameters == wanted.parameters
            and half <= before.end <= wanted.end + TOUCHING_GAP
            and record.other_since is None
        ):
            return of_record(record, snapshot, now)
    return None


def of_record(record: OccurrenceState, snapshot: Snapshot, now: datetime) -> InForce:
    """Return how far a command that ends has come."""
    seen = record.seen and record.start <= now
    stage = Stage.STANDS if seen else Stage.ON_ITS_WAY
    action = snapshot.action(record.action_id) if record.action_id else None
    return InForce(stage, action)


def open_in_force(
    command: Command,
    parameters: Parameters,
    snapshot: Snapshot,
    state: EngineState,
    now: datetime,
) -> InForce | None:
    """Return what is in effect of a command without an end, or None to send it."""
    if (pending := state.pending) is not None:
        alike = (pending.command, pending.parameters) == (command, parameters)
        return InForce(Stage.ON_ITS_WAY) if alike else None
    due = (restore.due <= now for restore in state.restores)
    if any(due) or any(_is_at_work(record, now) for record in state.open):
        # something of ours ends, and its end would take the command away
        return None
    if (action := _moving(snapshot, state)) is not None:
        alike = action.end is None and _asks_for(action, command, parameters)
        return InForce(Stage.ON_ITS_WAY, action) if alike else None
    took_effect = (
        completed
        for completed in snapshot.actions
        if completed.state is ActionState.COMPLETED
    )
    newest = next(took_effect, None)
    if newest is not None and newest.end is not None and newest.end > now:
        return None
    if newest is not None and newest.command is command:
        alike = _asks_for(newest, command, parameters)
    else:
        newest, alike = None, not parameters.given()
    if not alike or not snapshot.linked:
        return None
    if state.awaited is not None and state.awaited.command is command:
        return InForce(Stage.ON_ITS_WAY, newest)
    if snapshot.operation_mode(now) is not command:
        return None
    seen = snapshot.battery.current_mode is command
    return InForce(Stage.STANDS if seen else Stage.ON_ITS_WAY, newest)


def _is_at_work(record: OccurrenceState, now: datetime) -> bool:
    return record.action_id is not None and (record.is_manual or record.start <= now)


def _moving(snapshot: Snapshot, state: EngineState) -> Action | None:
    """Return what Amps is about to do, or holds as the owner's newest command."""
    if (moving := snapshot.on_its_way) is not None:
        return moving
    watched = snapshot.action(state.watched) if state.watched else None
    return None if watched is None or watched.is_terminal else watched


def _asks_for(action: Action, command: Command, parameters: Parameters) -> bool:
    push = Push(
        command=command, parameters=parameters, start=action.start, end=action.end
    )
    return is_push(action, push)
