"""All that the engine decides from: values of one battery at one instant."""

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from typing import Self

from ..api.models import Action, ActionState, Battery, Command, Execution
from ..api.value import frozen
from ..planner.result import Learned
from ..schedule.window import TOUCHING_GAP, Occurrence, Origin
from .dst import is_ambiguous, tellable, tellable_at
from .matching import TIMER_SLOT, is_occurrence, is_push, sent_action
from .occurrence import OccurrenceState, Reason, Restore
from .push import begins
from .state import EngineState
from .undeclared import is_gone

MAX_GAP_TO_NEXT = timedelta(minutes=10)
"""An occurrence that begins this soon after another one follows it directly."""
WARN_BEFORE_START = timedelta(minutes=40)
"""When the owner is warned that Amps or the battery is out of reach."""
MAX_SLOT_OVERRUN = timedelta(minutes=10)
"""An action frees the slot at the latest this long after it should have."""
WARN_AFTER = timedelta(minutes=10)
"""The owner is warned if an occurrence could not be sent or withdrawn for this long."""
MAX_DUPLICATE_TIME = timedelta(minutes=2)
"""Two actions that Amps made of one push were created within this time."""


@frozen(slots=False)
class Situation:
    """What is planned, what Amps has, and what is remembered."""

    now: datetime
    """Amps' clock, in UTC."""
    battery: Battery
    actions: tuple[Action, ...]
    """Newest first."""
    occurrences: Mapping[str, Occurrence] = field(default_factory=dict)
    """What is planned, by key: from a day back, by start. Manual ones are ignored."""
    state: EngineState = field(default_factory=EngineState)
    standing: Command | None = None
    """The mode to go back to; None to stay as Amps leaves it."""
    listed: datetime | None = None
    """When all that is not terminal was last listed, on Amps' clock; None: not yet."""
    lead: timedelta = timedelta(hours=48)
    zone: tzinfo | None = None
    """The plant zone, in which times are written to Amps."""
    takes_offsets: bool = False
    """Whether Amps takes times with their offset, so that none is shown twice."""
    clock_known: bool = True
    """Whether `now` is known to be Amps' clock: else nothing is decided."""
    linked: bool = True
    """Whether Amps reaches the battery."""
    takes_over: bool = False
    """Whether the owner let the next push end the vendor's own schedule (9)."""
    paused: bool = False
    """Whether the plan is switched off: nothing is sent, what runs goes on."""
    since: datetime | None = None
    """When the plan was last switched on: what was over by then is of no concern."""
    up_since: datetime | None = None
    """Since when Home Assistant has followed this plan."""
    running_since: datetime | None = None
    """Since when Home Assistant has tried to reach Amps, if that is earlier."""
    there_since: datetime | None = None
    """Since when the battery is in the account again; None where it never left."""
    storable: bool = True
    """Whether what is sent can be stored first: else nothing is sent."""
    answered: datetime | None = None
    """When Amps last answered at all; None where that is not known."""
    answers_since: datetime | None = None
    """Since when Amps answers again; None where it always did."""
    learned: Learned | None = None
    """What the battery's history says of it."""

    def why_absent(self, instant: datetime) -> Reason:
        """Return why nothing was done at an instant before the plan was followed."""
        since = self.running_since or self.up_since
        was_off = since is None or since > instant
        return Reason.HOME_ASSISTANT_OFF if was_off else Reason.AMPS_UNREACHABLE

    @cached_property
    def holders(self) -> tuple[Action, ...]:
        """The actions that hold the battery's slot, newest first."""
        return tuple(action for action in self.actions if not action.is_terminal)

    @cached_property
    def blocking(self) -> tuple[Action, ...]:
        """The holders that Amps can be expected to let go of in their time.

        Behind the others a push is tried all the same: Amps knows best.
        """
        return tuple(one for one in self.holders if not self.is_stuck(one))

    def without_waiting(self) -> Self:
        """Return what it would be if Amps held nothing that only waits."""
        waits = ActionState.SCHEDULED
        actions = tuple(one for one in self.actions if one.state is not waits)
        return replace(self, actions=actions)

    def is_stuck(self, action: Action) -> bool:
        """Return whether an action holds the slot well after it should have ended."""
        until = action.end or action.start or action.created_at
        return until is not None and self.now >= until + MAX_SLOT_OVERRUN

    @cached_property
    def busy(self) -> tuple[Action, ...]:
        """The holders of ours that no longer wait, or do not end."""
        return tuple(
            one
            for one in self.holders
            if one.id in self.made_here
            and (one.state is not ActionState.SCHEDULED or self.is_stuck(one))
        )

    @cached_property
    def foreign_holders(self) -> tuple[Action, ...]:
        """Those of the holders that others made, and that are nothing planned.

        Nor are they what a push became whose answer is still to come.
        """
        here = self.made_here | {action.id for action in self.found.values()}
        if (intent := self.state.intent) is not None:
            sent = sent_action(intent, self.actions, self.state, self.zone)
            here |= {sent.id} if sent else set()
        return tuple(action for action in self.holders if action.id not in here)

    @cached_property
    def found(self) -> dict[str, Action]:
        """What is wanted and already with Amps, whoever sent it, by key (7)."""
        found: dict[str, Action] = {}
        for action in self.actions:
            began = action.start or action.created_at
            if began is None or not self._is_unclaimed(action):
                continue
            for key, occurrence in self.wanted.items():
                if occurrence.start > began + TIMER_SLOT:
                    break
                if self.is_free(key) and is_occurrence(action, occurrence):
                    found.setdefault(key, action)
        return found

    def _is_unclaimed(self, action: Action) -> bool:
        """Return whether an action may be an occurrence that nothing was sent for.

        One of ours may, while it holds the slot without being anything else: its
        window was deleted and planned again, or what was known of it is lost.
        """
        if action.id not in self.made_here:
            return True
        if action.is_terminal or action.end is None or action.id in self._used:
            return False
        return self.state.own.get(action.id) is Origin.PLAN

    @cached_property
    def _used(self) -> frozenset[str | None]:
        restores = (restore.action_id for restore in self.state.owed)
        sent = (record.action_id for record in self.state.open)
        return frozenset({*sent, *restores, *self.state.cancelling})

    def is_free(self, key: str) -> bool:
        """Return whether Amps holds no action that was sent for an occurrence."""
        known = self.state.records.get(key)
        return known is None or known.action_id is None

    @cached_property
    def made_here(self) -> frozenset[str]:
        """The ids of what the plan or the owner sent from here."""
        return self.ours.union(self.state.own)

    @cached_property
    def by_id(self) -> dict[str, Action]:
        """The actions by id."""
        return {action.id: action for action in self.actions}

    @cached_property
    def horizon(self) -> datetime:
        """What starts later is of no concern yet."""
        return self.now + max(self.lead, WARN_BEFORE_START)

    @cached_property
    def near(self) -> dict[str, Occurrence]:
        """What is planned from a day back to the horizon, by key, by start."""
        found = {}
        for key, occurrence in self.occurrences.items():
            if occurrence.start > self.horizon:
                break
            over = self.since is not None and occurrence.end <= self.since
            if occurrence.origin is not Origin.MANUAL and not over:
                found[key] = occurrence
        return found

    @cached_property
    def wanted(self) -> dict[str, Occurrence]:
        """Those of the near ones that are undecided; none while the plan is off."""
        if self.paused:
            return {}
        known = self.state.records
        return {
            key: occurrence
            for key, occurrence in self.near.items()
            if key not in known or known[key].outcome is None
        }

    @cached_property
    def next_unsent(self) -> Occurrence | None:
        """The first of the wanted ones that Amps does not hold."""
        unsent = (
            occurrence for key, occurrence in self.wanted.items() if self.is_free(key)
        )
        return next(unsent, None)

    @cached_property
    def takes_all(self) -> bool:
        """Return whether the battery and Amps take all that is wanted."""
        return all(self.shapes(occurrence) for occurrence in self.wanted.values())

    def action(self, action_id: str | None) -> Action | None:
        """Return an action, if there is one and it is known."""
        return self.by_id.get(action_id) if action_id else None

    def offered(self, command: Command) -> frozenset[Execution]:
        """Return the shapes in which the battery takes a command now (11)."""
        offered = self.battery.execution(command)
        if self.state.zone_error is None:
            return offered
        return offered & {Execution.IMMEDIATE}

    def shapes(self, occurrence: Occurrence) -> frozenset[Execution]:
        """Return the shapes in which Amps understands an occurrence now (2, 11).

        What Amps refused because it reads a repeated hour as the first one, which is
        past, goes out at once when it is due, where the battery takes that.
        """
        offered = self.offered(occurrence.command)
        if self.zone is None or self.takes_offsets:
            return offered
        start = begins(occurrence, self.now)
        for moment in (occurrence.start, start):
            offered = tellable(offered, moment, occurrence.end, self.zone)
        known = self.state.records.get(occurrence.key)
        refused = known is not None and known.reason is Reason.REJECTED
        if refused and is_ambiguous(start, self.zone):
            return offered & {Execution.IMMEDIATE} or offered
        return offered

    def tellable_at(
        self, offered: frozenset[Execution], moment: datetime
    ) -> frozenset[Execution]:
        """Return those of the shapes in which Amps understands an instant (11)."""
        if self.zone is None or self.takes_offsets:
            return offered
        return tellable_at(offered, moment, self.zone)

    def is_gone(self, command: Command) -> bool:
        """Return whether the battery does not take a command, and it is no blip."""
        return is_gone(self.state, self.battery, command, self.now)

    def gives_way(self, occurrence: Occurrence) -> bool:
        """Return whether a command by hand with an end runs in an occurrence's time."""
        running = self.state.running(self.now)
        return (
            running is not None and running.is_manual and running.end > occurrence.start
        )

    @property
    def reached(self) -> bool:
        """Return whether Amps reaches the battery, and reports its current state."""
        return self.linked and self.battery.available

    def planned(self, record: OccurrenceState) -> Occurrence | None:
        """Return what is planned in the place of what was sent; None if it was deleted.

        A command by hand stays as it was.
        """
        if record.is_manual:
            return record.occurrence
        return self.occurrences.get(record.occurrence.key)

    def is_planned(self, record: OccurrenceState) -> bool:
        """Return whether the occurrence is still planned as it was sent."""
        return self.planned(record) == record.occurrence

    @cached_property
    def ours(self) -> frozenset[str]:
        """The ids of the plan's actions, and of the owner's windows by hand."""
        own = self.state.own.items()
        found = {action_id for action_id, origin in own if origin is Origin.PLAN}
        sent = (record.action_id for record in self.state.records.values())
        return frozenset(
            found.union(action_id for action_id in sent if action_id is not None)
        ).union(self._repeated)

    @property
    def _repeated(self) -> Iterator[str]:
        """The ids of what Amps made once more of a push that takes effect at once.

        Something between here and Amps may have sent it again unasked, and no slot is
        in its way.
        """
        for record in self.state.records.values():
            if (push := record.sent) is None or (began := record.began) is None:
                continue
            for action in self.actions:
                made = action.created_at
                if (
                    made
                    and abs(made - began) <= MAX_DUPLICATE_TIME
                    and is_push(action, push)
                ):
                    yield action.id

    def foreign_since(self, instant: datetime) -> Iterator[Action]:
        """Return what others (or the owner, by hand) set in motion since an instant.

        Later ones first. What is on its way may still fail, so it counts only once the
        battery was read in its mode. Not counted are the owner's commands that are
        windows.
        """
        for action in self.actions:
            began = effective(action)
            if action.id in self.ours or began is None or began < instant:
                continue
            if action.state is ActionState.COMPLETED or self._shows(action, began):
                yield action

    def _shows(self, action: Action, began: datetime) -> bool:
        pulled = self.battery.last_pulled_at
        return (
            action.state is ActionState.ACKNOWLEDGED
            and self.battery.available
            and self.battery.current_mode is action.command
            and pulled is not None
            and pulled > began
        )

    def followed_by(self, restore: Restore) -> Occurrence | None:
        """Return the planned occurrence that takes over where a mode is due (3).

        One that could not be sent when its time came does not.
        """
        ends_in_time, due = restore.left.ends_in_time, restore.due
        gap = MAX_GAP_TO_NEXT if ends_in_time else TOUCHING_GAP
        for key, occurrence in self.wanted.items():
            if occurrence.start < due:
                continue
            if occurrence.start > due + gap:
                break
            known = self.state.records.get(key)
            if known is not None and known.is_taken:
                return occurrence
            patience = occurrence.start + TOUCHING_GAP
            if ends_in_time:
                patience = max(patience, due + gap)
            elif known is not None and known.attempts:
                continue
            if self.now <= patience:
                return occurrence
        return None


def effective(action: Action) -> datetime | None:
    """Return when an action takes effect: at its start, else when it was made."""
    if action.start is None or action.created_at is None:
        return action.start or action.created_at
    return max(action.start, action.created_at)
