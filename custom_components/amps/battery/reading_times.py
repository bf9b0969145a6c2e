"""When a battery is to be read, so that it shows what it does. All times are Amps'."""

from datetime import datetime, timedelta

from ..account.snapshot import Snapshot
from ..engine.observe import MAX_EFFECT_DELAY
from ..engine.occurrence import Reason
from ..engine.outcome import MIN_READING_INTERVAL
from ..engine.state import EngineState

FIRST_READING_DELAY = timedelta(seconds=90)
"""How long after its start a window is first looked for on the battery."""
UNSEEN_PACE = timedelta(minutes=5)
SEEN_PACE = timedelta(minutes=15)
"""How often a window is looked for until it is seen, and after that."""
EFFECT_READING_DELAY = MAX_EFFECT_DELAY + timedelta(seconds=5)
"""How long after a command by hand it is checked whether the battery follows it."""
LAST_READING_LEAD = timedelta(seconds=30)
"""How long before its end the last reading is taken, which shows how it ended."""


def next_reading(
    state: EngineState, snapshot: Snapshot, now: datetime
) -> datetime | None:
    """Return when to look for what the battery is to do; None where nothing waits."""
    wanted = (_of_window(state, snapshot, now), _of_command(state, snapshot, now))
    return min((at for at in wanted if at is not None), default=None)


def _of_command(
    state: EngineState, snapshot: Snapshot, now: datetime
) -> datetime | None:
    """Return when the battery is to show a command by hand."""
    if (awaited := state.awaited) is None:
        return None
    at, pulled = awaited.since + EFFECT_READING_DELAY, snapshot.battery.last_pulled_at
    early = pulled is None or pulled < awaited.since + MAX_EFFECT_DELAY
    return at if early and now < at + SEEN_PACE else None


def _of_window(
    state: EngineState, snapshot: Snapshot, now: datetime
) -> datetime | None:
    """Return when to look for a running window, or for a battery out of reach."""
    record = state.running(now)
    if record is None:
        return _of_lost_battery(state, now)
    pulled = snapshot.battery.last_pulled_at
    first, last = (
        record.start + FIRST_READING_DELAY,
        record.occurrence.end - LAST_READING_LEAD,
    )
    again = SEEN_PACE if record.seen else UNSEEN_PACE
    others = (action.id not in state.own for action in snapshot.moving)
    if record.other_since is not None or any(others):
        again = MIN_READING_INTERVAL
    at = first if pulled is None or pulled < first else pulled + again
    if pulled is not None and pulled >= last:
        return None
    return min(at, max(last, first))


def _of_lost_battery(state: EngineState, now: datetime) -> datetime | None:
    """Return when to look next whether a battery is there again that is to run now."""
    for record in state.open:
        offline = record.reason is Reason.DEVICE_OFFLINE and record.action_id is None
        if offline and record.start <= now < record.end:
            rounds = (now - record.start) // UNSEEN_PACE + 1
            return record.start + rounds * UNSEEN_PACE
    return None
