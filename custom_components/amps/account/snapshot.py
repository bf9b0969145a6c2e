"""What is known of one battery, and how an answer of Amps changes it.

Pure functions of values. Nothing goes backwards: an older reading, an older state of an
action, or a non-terminal state after a terminal one does not overwrite what is known.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from ..api.models import Action, ActionState, Battery, Command, LastAction, Parameters
from ..api.value import frozen

_FINAL_RANK = 2
_STAMP_TOLERANCE = timedelta(seconds=5)
"""How far a timestamp may go back without meaning that a response is older."""
UNKNOWN_STATE_TIMEOUT = timedelta(minutes=15)
"""When an action in an unknown state counts as ended."""
MAX_ACTIONS = 50
"""How many finished actions of a battery are remembered, and how many pending ones."""


@frozen()
class Snapshot:
    """One battery and its actions, newest first."""

    battery: Battery
    actions: tuple[Action, ...] = ()
    trouble: str | None = None
    """Amps' code where the newest read of this battery alone failed, such as
    ``DEVICE_OFFLINE``."""

    @property
    def linked(self) -> bool:
        """Return whether Amps reaches the battery: this is no last known state."""
        return self.battery.available and self.trouble is None

    @property
    def last_action(self) -> Action | None:
        """The newest action by creation, whoever made it."""
        newest = self.actions[0] if self.actions else None
        summary = self.battery.last_action
        if summary is None or (newest is not None and summary.id == newest.id):
            return newest
        if newest is not None and not _later(summary.created_at, newest.created_at):
            return newest
        return _from_summary(self.battery.id, summary)

    @property
    def pending(self) -> Action | None:
        """The newest action that waits at Amps or is on its way."""
        return next((action for action in self.actions if not action.is_terminal), None)

    @property
    def moving(self) -> tuple[Action, ...]:
        """The actions that Amps has handed on and that have not ended."""
        return tuple(action for action in self.actions if _in_flight(action))

    @property
    def on_its_way(self) -> Action | None:
        """The newest action that Amps has handed on and that has not ended."""
        return next(iter(self.moving), None)

    def action(self, action_id: str) -> Action | None:
        """Return one action, if it is remembered."""
        return next((action for action in self.actions if action.id == action_id), None)

    def operation_mode(self, now: datetime) -> Command | None:
        """Return the mode that the battery is in, on Amps' clock `now`.

        What Amps last read may be older than the newest command. So a command that is
        on its way, or that was accepted after that reading, is taken instead; one that
        failed never is.
        """
        if (moving := self.on_its_way) is not None:
            return moving.command
        for action in self.actions:
            if action.state is ActionState.COMPLETED and not _over(action, now):
                read = self.battery.last_pulled_at
                if self.battery.current_mode is None or _later(_settled(action), read):
                    return action.command
                break
        return self.battery.current_mode

    def with_battery(self, new: Battery) -> Snapshot:
        """Return the snapshot after a read of the battery, by itself or in the list."""
        battery = _merge_battery(self.battery, new)
        actions = _with_summary(self.actions, battery.last_action)
        if battery == self.battery and actions is self.actions:
            return self
        return replace(self, battery=battery, actions=actions)

    def with_actions(self, new: Iterable[Action]) -> Snapshot:
        """Return the snapshot after a read of some of the battery's actions."""
        actions = _merge_actions(self.actions, new)
        return self if actions is self.actions else replace(self, actions=actions)

    def with_trouble(self, trouble: str | None) -> Snapshot:
        """Return the snapshot after a read of this battery alone failed, or did not."""
        return self if trouble == self.trouble else replace(self, trouble=trouble)

    def without_action(self, action_id: str) -> Snapshot:
        """Return the snapshot after Amps forgot an action."""
        kept = tuple(action for action in self.actions if action.id != action_id)
        return replace(self, actions=kept)


def settled(action: Action, now: datetime) -> Action:
    """Return an action that counts as ended where its state is not known here.

    It does when it has not moved for long, on Amps' clock `now`: a final state that is
    new would hold the battery's slot for ever.
    """
    if action.state is not None:
        return action
    stamps = (action.created_at, action.updated_at, action.start)
    moved = [stamp for stamp in stamps if stamp is not None and stamp <= now]
    if now < max(moved, default=now) + UNKNOWN_STATE_TIMEOUT:
        return action
    return replace(action, stands_still=True)


def _in_flight(action: Action) -> bool:
    return not action.is_terminal and action.state is not ActionState.SCHEDULED


def _over(action: Action, now: datetime) -> bool:
    """Return whether the action's window has ended, and with it its command."""
    return action.end is not None and action.end <= now


def _settled(action: Action) -> datetime | None:
    """Return the moment at which an accepted action took effect."""
    return action.completed_at or action.updated_at or action.start


def _later(one: datetime | None, other: datetime | None) -> bool:
    """Return whether `one` is known and after `other`, or `other` is unknown."""
    return one is not None and (other is None or one > other)


def _from_summary(battery_id: str, summary: LastAction) -> Action:
    return Action(
        id=summary.id,
        battery_id=battery_id,
        command=summary.command,
        parameters=Parameters(),
        state=summary.state,
        created_at=summary.created_at,
        updated_at=summary.updated_at,
        error_code=summary.error_code,
        error_message=summary.error_message,
    )


def _with_summary(
    actions: tuple[Action, ...], summary: LastAction | None
) -> tuple[Action, ...]:
    """Return the actions with the state of the one that the summary is of."""
    if summary is None or summary.state is None:
        return actions
    known = next((action for action in actions if action.id == summary.id), None)
    if known is None:
        return actions
    if summary.state is ActionState.FAILED and summary.error_code is None:
        # why it failed decides what comes of it: its own record is read first
        return actions
    changed = replace(
        known,
        state=summary.state,
        updated_at=summary.updated_at or known.updated_at,
        error_code=summary.error_code or known.error_code,
        error_message=summary.error_message or known.error_message,
    )
    return _merge_actions(actions, (changed,))


def _merge_actions(
    known: tuple[Action, ...], new: Iterable[Action]
) -> tuple[Action, ...]:
    by_id = {action.id: action for action in known}
    changed = False
    for action in new:
        old = by_id.get(action.id)
        if old is None or (old != action and not _goes_backwards(old, action)):
            by_id[action.id] = action
            changed = True
    if not changed:
        return known
    ordered = sorted(by_id.values(), key=_created, reverse=True)
    moving = [older for older in ordered[MAX_ACTIONS:] if not older.is_terminal]
    kept = (*ordered[:MAX_ACTIONS], *moving[:MAX_ACTIONS])
    return known if kept == known else kept


def _created(action: Action) -> float:
    return action.created_at.timestamp() if action.created_at else 0.0


def _goes_backwards(old: Action, new: Action) -> bool:
    """Return whether a response is older: what is final does not change."""
    was, now = _order(old), _order(new)
    if _FINAL_RANK in (was, now) and was != now:
        return was == _FINAL_RANK
    if old.stands_still and new.state is None:
        return new.updated_at == old.updated_at
    if old.updated_at is None or new.updated_at is None:
        return False
    if was is None or now is None or was == now:
        return new.updated_at < old.updated_at - _STAMP_TOLERANCE
    return now < was and new.updated_at <= old.updated_at


def _order(action: Action) -> int | None:
    """Return how far an action has come; None where its state is not known here."""
    match action.state:
        case None:
            return None
        case ActionState.SCHEDULED:
            return 0
        case ActionState.ACKNOWLEDGED:
            return 1
        case _:
            return _FINAL_RANK


def _merge_battery(old: Battery, new: Battery) -> Battery:
    """Return the newer state, with what this answer did not hold taken from before."""
    last_action, reports = new.last_action, new.reports_last_action
    if not reports or _summary_goes_backwards(old.last_action, last_action):
        last_action, reports = old.last_action, old.reports_last_action
    if _later(old.last_pulled_at, new.last_pulled_at):
        new = replace(old, available=new.available, tells_available=new.tells_available)
    return replace(
        new,
        available=new.available if new.tells_available else old.available,
        commands=old.commands if new.commands is None else new.commands,
        settings=old.settings if new.settings is None else new.settings,
        conflict_strategies=new.conflict_strategies or old.conflict_strategies,
        cache_type=new.cache_type or old.cache_type,
        last_action=last_action,
        reports_last_action=reports,
    )


def _summary_goes_backwards(old: LastAction | None, new: LastAction | None) -> bool:
    if old is None or old.updated_at is None:
        return False
    return new is None or new.updated_at is None or new.updated_at < old.updated_at
