"""All that the engine decides from: values of one battery at one instant."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from ..api.models import Action, ActionState, Battery, Command, Execution
from .memory import Memory, Record
from .window import TOUCH, Occurrence, Origin

BACK_BY = timedelta(minutes=10)
"""What begins so soon after an occurrence follows it directly."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What is planned, what Amps has, and what is remembered."""

    now: datetime
    """Amps' clock, in UTC."""
    battery: Battery
    actions: tuple[Action, ...]
    """Newest first."""
    occurrences: Mapping[str, Occurrence] = field(default_factory=dict)
    """What is planned, by key: from a day back, by start."""
    memory: Memory = field(default_factory=Memory)
    standing: Command | None = None
    """The mode to go back to; None to stay as Amps leaves it."""
    listed: datetime | None = None
    """When all that is not terminal was last listed, on Amps' clock."""
    lead: timedelta = timedelta(hours=48)

    @cached_property
    def holders(self) -> tuple[Action, ...]:
        """The actions that hold the battery's slot, newest first."""
        return tuple(action for action in self.actions if not action.is_terminal)

    @cached_property
    def by_id(self) -> dict[str, Action]:
        """The actions by id."""
        return {action.id: action for action in self.actions}

    def action(self, action_id: str | None) -> Action | None:
        """Give an action, if there is one and it is known."""
        return self.by_id.get(action_id) if action_id else None

    def offered(self, command: Command) -> frozenset[Execution]:
        """Give the shapes in which the battery takes a command."""
        return self.battery.execution(command)

    def is_planned(self, record: Record) -> bool:
        """Whether the occurrence is still planned as it was sent."""
        return self.occurrences.get(record.occurrence.key) == record.occurrence

    def foreign_since(self, instant: datetime) -> Iterator[Action]:
        """Give what others (or the owner, by hand) set in motion since an instant.

        Later ones first; not given are actions that failed or still wait.
        """
        ours = {record.action_id for record in self.memory.records.values()}
        ours.update(key for key, it in self.memory.own.items() if it is Origin.PLAN)
        for action in self.actions:
            if action.created_at is None or action.created_at < instant:
                continue
            accepted = (ActionState.COMPLETED, ActionState.ACKNOWLEDGED)
            if action.state in accepted and action.id not in ours:
                yield action

    def followed_by(self, record: Record) -> Occurrence | None:
        """Give the planned occurrence that takes over from this one directly."""
        gap = BACK_BY if record.ends_itself else TOUCH
        for occurrence in self.occurrences.values():
            late = occurrence.start - record.back_at
            if occurrence.key == record.occurrence.key or not (
                timedelta(0) <= late <= gap
            ):
                continue
            known = self.memory.records.get(occurrence.key)
            if known is None or known.outcome is None:
                return occurrence
        return None
