"""One battery at work: what its entities, actions and repairs talk to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from homeassistant.core import callback
from homeassistant.util import dt as dt_util

from ..account.snapshot import Snapshot
from ..api.models import Action, Command, Parameters
from ..coordinator import AmpsCoordinator
from ..engine.occurrence import OccurrenceState
from ..engine.reach import reached_at
from ..exceptions import invalid
from ..schedule.window import Origin
from . import manual, plan_editor
from .agenda import Agenda, Upcoming, agenda, ahead, last_asked, set_out_until
from .boundaries import Instants, offset
from .defaults import Default, value_of
from .energy_meter import EnergyMeter
from .event_buffer import EventBuffer
from .reconciler import Reconciler
from .refresh import Reader
from .retried_command import CommandRetrier
from .settings import Settings
from .state import BatteryState
from .store import Read
from .windows import WindowView
from .writer import BatteryWriter


class BatteryController:
    """Holds the parts of one battery, and says what they know of it together."""

    def __init__(
        self,
        coordinator: AmpsCoordinator,
        reader: Reader,
        settings: Settings,
        battery_id: str,
    ) -> None:
        """Know nothing yet of what is stored; nothing is decided."""
        self.coordinator = coordinator
        self.reader = reader
        self.settings = settings
        self.battery_id = battery_id
        self.state = BatteryState(coordinator, battery_id)
        self.writer = BatteryWriter(self.state, reader)
        self.reconciler = Reconciler(self.writer)
        self.events = EventBuffer(self.state.async_heard)
        self.has_problem = False
        """Whether there is trouble that the owner has not seen; set by the repairs."""
        self.is_loaded = False
        """Whether what is stored was read, and the battery is followed."""
        self._retrier = CommandRetrier(self.writer)
        self._instants = Instants(coordinator, battery_id, self._changes_at)

    async def async_load(self, read: Read | Exception) -> None:
        """Load what is stored; raises what that raises, or what reading it raised."""
        await self.state.async_load(read)

    @callback
    def async_follow(self) -> None:
        """Take in what is read of the battery from now on."""
        self.is_loaded = True
        self._retrier.async_start()
        self.state.outbox.async_on_event(self.events.async_tell)
        self.state.outbox.async_retell()
        self.reconciler.async_follow()
        self._instants.async_start()

    async def async_stop(self) -> None:
        """Write what changed, and do nothing more; what Amps holds stays there."""
        self.reconciler.async_stop()
        self._instants.async_stop()
        self._retrier.async_stop()
        await self.state.async_close()

    @property
    def snapshot(self) -> Snapshot | None:
        """What is known of the battery; None once it has left."""
        return self.state.snapshot

    def followed(self) -> BatteryWriter:
        """Return what writes to the battery; raises where it has left."""
        if not self.is_loaded or self.snapshot is None:
            raise invalid("device_gone", battery=self.battery_id)
        return self.writer

    @property
    def energy(self) -> EnergyMeter | None:
        """What counts the battery's energy; None until its store was read."""
        return self.state.energy if self.is_loaded else None

    def default(self, default: Default) -> float | None:
        """Return the owner's default within the device's bounds, None without one.

        Percent, kW or minutes.
        """
        if not self.is_loaded or self.snapshot is None:
            return None
        return value_of(default, self.state.defaults, self.snapshot.battery)

    @property
    def requested_mode(self) -> Command | None:
        """The mode to show: the requested one while it is pending."""
        now, known = self.coordinator.now(), self.snapshot
        asked = self.writer.asked_for(now)
        return asked or (known.operation_mode(now) if known else None)

    def origin(self, action_id: str) -> Origin:
        """Return who made an action."""
        return self.state.engine.own.get(action_id, Origin.FOREIGN)

    def last_action(self, *, settled: bool = False) -> Action | None:
        """Return the newest action; a queued return counts from when it runs.

        With `settled` one that is on its way counts once that has taken some seconds.
        """
        if (known := self.snapshot) is None:
            return None
        now = self._now()
        return last_asked(known, self.state.engine, now, settled=settled)

    def attempt(self, action_id: str) -> int | None:
        """Return how many tries of its window an action makes, itself included.

        None for one that is not of the plan, or is not the window's any more.
        """
        for record in self.state.engine.records.values():
            if record.action_id == action_id and not record.is_manual:
                return record.attempts + record.early + 1
        return None

    @property
    def is_sending(self) -> bool:
        """Whether something is being pushed that Amps has not answered yet."""
        return self.state.engine.intent is not None

    def _now(self) -> datetime:
        """Return the time of Amps' clock by which the timer for entities goes off."""
        return dt_util.utcnow() + offset(self.coordinator)

    def agenda(self) -> Agenda:
        """Return the window that runs now and the next one, of the plan or by hand."""
        now = self._now()
        actions = self.snapshot.actions if self.snapshot else ()
        return agenda(self.state.planned.values(), self.state.engine, now, actions)

    def _changes_at(self) -> datetime | None:
        """Return when time alone makes it another thing that entities show."""
        instants = [self.agenda().changes]
        if self.snapshot is not None:
            instants.append(set_out_until(self.snapshot, self._now()))
        return min((at for at in instants if at is not None), default=None)

    def upcoming(self) -> Iterator[Upcoming]:
        """Return what has not begun yet of the plan, by start."""
        now = self._now()
        return ahead(self.state.planned.values(), self.state.engine, now)

    def target_at(self) -> datetime | None:
        """Return when what runs, or else what comes next, is to reach its target.

        What has no target does not count. None where that is not known or not expected.
        """
        if (known := self.snapshot) is None:
            return None
        battery, learned = known.battery, self.state.learned
        running = self.agenda().running
        if running is not None and running.occurrence.has_target:
            read = max(running.start, battery.last_pulled_at or running.start)
            ahead = reached_at(running.occurrence, read, battery, learned)
            return running.reached_at or ahead
        found = (one for one in self.upcoming() if one.occurrence.has_target)
        if (upcoming := next(found, None)) is None:
            return None
        view = self.state.day_view
        level = view.level_at(upcoming.start) if view is not None else None
        if level is not None:
            battery = replace(battery, level=level)
        return reached_at(upcoming.occurrence, upcoming.start, battery, learned)

    def next_window(self) -> WindowView | None:
        """Return what runs or comes next, windows of others included, at no cost."""
        return plan_editor.next_shown(self.writer) if self.is_loaded else None

    async def async_windows(self, start: datetime, end: datetime) -> list[WindowView]:
        """Return all windows that are to be shown between two aware instants."""
        return await plan_editor.async_windows(self.followed(), start, end)

    def last_outcome(self) -> OccurrenceState | None:
        """Return the record of the plan's occurrence that was decided last."""
        over = [
            record
            for record in self.state.engine.records.values()
            if record.closed is not None and not record.is_manual
        ]
        return max(
            over,
            key=lambda record: record.closed or record.occurrence.end,
            default=None,
        )

    async def async_send(
        self,
        command: Command,
        parameters: Parameters | None = None,
        *,
        duration: timedelta | None = None,
        until: datetime | None = None,
        replace: bool = False,
    ) -> Action | None:
        """Send a manual command and return its action once Amps has taken it.

        Without parameters the owner's defaults are taken; without a duration charge and
        discharge last `window_minutes`; a duration of zero is open-ended. With `until`
        it is tried again until it stands or that time has come, instead of raising.
        None where Amps has no action of it yet. Raises Home Assistant's errors.
        """
        wanted = manual.completed(
            self.followed(), command, parameters, duration, replace=replace
        )
        return await self._retrier.async_send(wanted, until)

    async def async_stop_command(self) -> None:
        """End what runs and go to the standing mode; raises Home Assistant's errors."""
        battery = self.followed()
        self._retrier.async_give_up()
        await manual.async_stop(battery)

    async def async_cancel(self, action_id: str) -> Action:
        """Cancel one action that waits at Amps; raises Home Assistant's errors."""
        battery = self.followed()
        self._retrier.async_give_up()
        return await manual.async_cancel(battery, action_id)

    async def async_skip_next(self) -> None:
        """Take back the next occurrence that has not begun."""
        battery = self.followed()
        if (upcoming := self.agenda().next_planned) is None:
            raise invalid("nothing_planned", battery=self.state.name)
        await plan_editor.async_cancel([battery], upcoming.uid, upcoming.start)
