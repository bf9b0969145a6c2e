"""What responses show, if Amps shows it late, rounded or in part."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from .action import Action
from .device import Command, Device
from .knobs import Knobs

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def is_known(action: Action, lag: float, now: datetime) -> bool:
    """Return whether an action is old enough to be found."""
    return now - action.created_at >= timedelta(seconds=lag)


def state(action: Action, knobs: Knobs) -> str:
    """Return an action's state in this world's words."""
    return knobs.final_words.get(action.state, action.state)


def summary_state(action: Action, knobs: Knobs, now: datetime) -> str:
    """Return an action's state as a battery's summary shows it."""
    handed_on = action.acknowledged_at
    if action.state == "acknowledged" and handed_on is not None:
        wrong = timedelta(seconds=knobs.summary_fails_for)
        if now - handed_on < wrong:
            return "failed"
    return state(action, knobs)


def times(action: Action, knobs: Knobs) -> tuple[datetime | None, datetime | None]:
    """Return an action's start and end as responses contain them."""
    end = action.end
    if end is not None and knobs.true_end and action.met_at is not None:
        end = action.met_at
    return _slot(action.start, knobs), _slot(end, knobs)


def updated_at(action: Action, knobs: Knobs) -> datetime:
    """Return when an action last changed, sometimes a little too early."""
    action.times_read += 1
    if action.times_read % 2:
        return action.updated_at
    return action.updated_at - timedelta(seconds=knobs.stamp_jitter)


def pulled_at(at: datetime, knobs: Knobs) -> datetime:
    """Return when a battery was captured, in the manufacturer's own time."""
    return at + timedelta(seconds=knobs.pulled_ahead)


def commands(device: Device, *, listed: bool) -> Iterator[tuple[str, Command]]:
    """Yield the commands that a battery declares in a response."""
    here = "list" if listed else "read"
    for name, command in device.commands.items():
        if device.hidden.get(name) not in (here, "both"):
            yield name, command


def _slot(at: datetime | None, knobs: Knobs) -> datetime | None:
    if at is None or not knobs.slot_minutes:
        return at
    slot = timedelta(minutes=knobs.slot_minutes)
    return _EPOCH + (at - _EPOCH + slot / 2) // slot * slot
