"""What is known and remembered of one battery, and what its owner chose."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from homeassistant.core import callback
from homeassistant.exceptions import HomeAssistantError

from ..account.names import device_name
from ..account.snapshot import Snapshot
from ..api.models import Command
from ..const import AS_AMPS_LEAVES_IT, AUTOMATIC
from ..coordinator import AmpsCoordinator
from ..engine.occurrence import OccurrenceState
from ..engine.rekey import rekeyed
from ..engine.state import RETENTION_TIME, EngineState
from ..planner.result import Learned
from ..schedule.plan import Plan
from ..schedule.window import Occurrence
from .day_run import DayRun, DayView, Planning
from .energy_meter import EnergyMeter
from .goal_run import GoalRun, runs_from_rows, runs_to_rows
from .occurrences import BatteryPlan
from .outbox import Outbox
from .outcome_events import WindowEvent, outcomes_unheard
from .savings import Savings
from .store import LAZY_SECONDS, RETRY_SECONDS, SAVE_SECONDS, BatteryStore, Read
from .stored import StoredBattery, StoredCommands, StoredJson


class BatteryState:
    """One battery's plan, engine state and choices, stored across restarts."""

    def __init__(self, coordinator: AmpsCoordinator, battery_id: str) -> None:
        """Remember nothing yet."""
        self.hass = hass = coordinator.hass
        self.coordinator = coordinator
        self.battery_id = battery_id
        self.engine = EngineState()
        self.commands: StoredCommands | None = None
        """What the battery supports, as last declared; None if it never was."""
        self.defaults: dict[str, float] = {}
        self.plan = BatteryPlan(hass)
        self.enabled = True
        """Whether the plan is followed; the owner may pause it."""
        self.enabled_since: datetime | None = None
        """When it was switched on again; None where it never was off."""
        self.after_window = AUTOMATIC
        self.takes_over = False
        """Whether the next window may end the manufacturer's own schedule."""
        self.set_aside: str | None = None
        """The file with what could not be read, until the owner has dismissed that."""
        self.retried: StoredJson | None = None
        """A command by hand that is tried again, as `retried_command` stores it."""
        self.goals: Mapping[str, GoalRun] = {}
        """What is remembered of goals that are not over, by key."""
        self.planning = Planning.OFF
        self.day_run = DayRun()
        self.day_view: DayView | None = None
        """The plan of the day; not stored, since it is calculated again."""
        self.learned: Learned | None = None
        """What was learned from its history; None until that was read."""
        self.is_unwritten = False
        """Whether the disk does not take what has to be stored."""
        self._store = BatteryStore(hass, battery_id, self._async_written)
        self._in_history: frozenset[str] = frozenset()
        """Keys of the occurrences at hand whose end is written to the history."""
        self._writes_history = False
        self.savings = Savings()
        """What plans saved, by what was measured."""
        self.energy = EnergyMeter(
            coordinator, battery_id, self._store.async_save_energy
        )
        self.outbox = Outbox(coordinator, battery_id, self._unheard, self.async_save)
        self.async_decide_soon: Callable[[], None] = lambda: None
        """What is called when something changed that the engine is to act on."""

    def read(self, now: datetime) -> Read | Exception:
        """Return what the files contain, or why not; for the executor."""
        return self._store.read(now)

    async def async_load(self, read: Read | Exception) -> None:
        """Load what is remembered; raises HomeAssistantError where that cannot be.

        Raises what `read` returned as an error.
        """
        if isinstance(read, Exception):
            raise read
        now = self.coordinator.now()
        stored = await self._store.async_load(read.battery) or StoredBattery()
        records = {**read.recent, **stored.state.records}
        self._in_history = frozenset(read.recent.keys() - stored.state.records.keys())
        state = replace(stored.state, records=records)
        self.engine = state.pruned(now, self._in_history)
        self.commands = stored.commands
        self.defaults = dict(stored.defaults)
        self.enabled = stored.enabled
        self.enabled_since = stored.enabled_since
        self.after_window = stored.after_window
        self.takes_over = stored.takes_over
        self.set_aside = stored.set_aside
        self.retried = stored.retried
        self.goals = runs_from_rows(stored.goals)
        self.planning = stored.planning
        self.day_run = stored.day_run
        self.savings = await self._store.async_load_savings()
        self.energy.async_load(await self._store.async_load_energy())
        if stored.left is not None or stored.set_aside is not None:
            self.async_save_soon()
        if stored.plan:
            await self.plan.async_load(stored.plan, now)

    @property
    def name(self) -> str:
        """What the owner calls the battery."""
        entry_id = self.coordinator.config_entry.entry_id
        return device_name(self.hass, entry_id, self.battery_id)

    @property
    def snapshot(self) -> Snapshot | None:
        """What is known of the battery; None once it has left."""
        return self.coordinator.data.get(self.battery_id)

    @property
    def planned(self) -> Mapping[str, Occurrence]:
        """What the owner's windows ask for, by key, by start; nothing while paused."""
        return self.plan.occurrences if self.enabled else {}

    @callback
    def async_heard(self, event: WindowEvent) -> None:
        """Record that an event was received; stored immediately."""
        if event.record.outcome is not None:
            self.outbox.async_forget(event)
            self.set_engine(self.engine.heard(event.record.occurrence.key))
            self.outbox.async_post_soon()

    @callback
    def async_set_enabled(self, *, enabled: bool) -> None:
        """Follow the plan, or pause it; what waits at Amps is withdrawn then."""
        self.enabled = enabled
        self.enabled_since = self.coordinator.now() if enabled else None
        self.async_changed()

    @callback
    def async_set_after_window(self, choice: str) -> None:
        """Choose the mode that the battery goes back to."""
        self.after_window = choice
        self.async_changed()

    @callback
    def async_take_over(self, *, takes_over: bool = True) -> None:
        """Let the next windows end the manufacturer's own schedule, or no longer."""
        self.takes_over = takes_over
        self.async_save_soon()
        self.coordinator.async_show({self.battery_id})

    @callback
    def async_changed(self) -> None:
        """Store what the owner changed, show it, and let the engine act on it."""
        self.async_save_soon()
        self.coordinator.async_show({self.battery_id})
        self.async_decide_soon()

    async def async_take_edit(self, plan: Plan) -> Callable[[], None]:
        """Make the plan what an edit returned, once that is stored.

        Nothing is shown or sent of it yet. Returns what takes the edit back; raises
        HomeAssistantError where it cannot be stored, and the plan stays as it was.
        """
        before, now = self.plan.expanded, self.coordinator.now()
        await self.plan.async_take(plan, now)
        self.engine = rekeyed(self.engine, self.plan.occurrences, now)

        def undo() -> None:
            self.plan.expanded = before
            self.engine = rekeyed(self.engine, before.occurrences, now)
            self.async_save_soon()

        try:
            await self.async_save()
        except HomeAssistantError:
            undo()
            raise
        return undo

    @callback
    def async_edited(self) -> None:
        """Show an edit of the plan, and let the engine act on it."""
        self.coordinator.async_show({self.battery_id})
        self.async_decide_soon()

    @callback
    def async_keep_commands(self) -> None:
        """Store what the battery supports, and use it if that is not declared.

        A list may not tell it, and after a start the battery may be out of reach.
        """
        snapshot = self.snapshot
        if snapshot is None or (battery := snapshot.battery).commands is self.commands:
            return
        if battery.commands is None:
            self.coordinator.async_apply(
                self.battery_id,
                battery=replace(battery, commands=self.commands),
                trouble=snapshot.trouble,
            )
            return
        is_new = battery.commands != self.commands
        # also if it is equal: one object for the battery, and the next look is quick
        self.commands = battery.commands
        if is_new:
            self.async_save_soon()

    @callback
    def async_dismiss_set_aside(self) -> None:
        """Note that the owner knows of what could not be read."""
        self.set_aside = None
        self.async_changed()

    @callback
    def async_set_retried(self, retried: StoredJson | None) -> None:
        """Remember a command that is tried again, or that none is."""
        if retried != self.retried:
            self.retried = retried
            self.async_save_soon()

    @callback
    def async_set_goals(self, goals: Mapping[str, GoalRun]) -> None:
        """Remember what becomes of goals, and show it."""
        if goals != self.goals:
            self.goals = goals
            self._store.async_delay_save(self._stored)
            self.coordinator.async_show({self.battery_id})

    async def async_set_savings(self, savings: Savings) -> None:
        """Store what days saved, then show it; raises HomeAssistantError if it cannot.

        What a total shows before it is stored would be counted twice after a crash.
        """
        await self._store.async_save_savings(savings)
        self.savings = savings
        self.coordinator.async_show({self.battery_id})

    @callback
    def async_set_planning(self, planning: Planning) -> None:
        """Choose how far the day is planned."""
        self.planning = planning
        self.async_changed()
        # some entities are there only while the day is planned
        self.coordinator.async_update_listeners()

    @callback
    def async_set_day_run(self, run: DayRun) -> None:
        """Remember what was made of a plan of the day."""
        if run != self.day_run:
            self.day_run = run
            self._store.async_delay_save(self._stored)

    @callback
    def async_show_day(self, view: DayView | None) -> None:
        """Show the plan of the day."""
        if view != self.day_view:
            self.day_view = view
            self.coordinator.async_show({self.battery_id})

    @callback
    def async_set_default(self, name: str, value: float) -> None:
        """Remember a number that the owner chose."""
        self.defaults = {**self.defaults, name: value}
        self.async_save_soon()

    @callback
    def async_save_soon(self) -> None:
        """Store what changed, with the next of its changes."""
        self._store.async_delay_save(self._stored)

    async def async_close(self) -> None:
        """Store what changed, and nothing more."""
        self.energy.async_stop()
        await self._store.async_close()

    async def async_save(self) -> None:
        """Store now; raises HomeAssistantError where that cannot be done."""
        await self._store.async_save(self._stored())

    def _stored(self) -> StoredBattery:
        """Return what is to be stored; also called in the executor."""
        state, written = self.engine, self._in_history
        open_ = {
            key: record for key, record in state.records.items() if key not in written
        }
        return StoredBattery(
            plan=self.plan.expanded.rows,
            state=replace(state, records=open_),
            commands=self.commands,
            defaults=self.defaults,
            enabled=self.enabled,
            enabled_since=self.enabled_since,
            after_window=self.after_window,
            takes_over=self.takes_over,
            set_aside=self.set_aside,
            retried=self.retried,
            goals=runs_to_rows(self.goals),
            planning=self.planning,
            day_run=self.day_run,
        )

    @callback
    def _async_written(self, written: bool) -> None:  # noqa: FBT001
        """Tell the owner while nothing can be stored, and go on trying."""
        if not written:
            self._store.async_delay_save(self._stored, RETRY_SECONDS)
        if self.is_unwritten is written:
            self.is_unwritten = not written
            self.coordinator.async_show({self.battery_id})
            self.async_decide_soon()

    def set_engine(self, state: EngineState) -> None:
        """Replace the engine's state, which is written soon, and report outcomes."""
        if state is self.engine or state == self.engine:
            return
        before, self.engine = self.engine, state
        lazy = before.differs_in_levels_only(state)
        seconds = LAZY_SECONDS if lazy else SAVE_SECONDS
        self._store.async_delay_save(self._stored, seconds)
        self.coordinator.async_show({self.battery_id})
        self.outbox.async_look()
        self._async_write_history()

    @callback
    def _async_write_history(self) -> None:
        """Write to the history what nothing changes any more."""
        over = [
            record
            for record in self.engine.over(self.coordinator.now())
            if record.occurrence.key not in self._in_history
        ]
        if over and not self._writes_history:
            self._writes_history = True
            _ = self.coordinator.config_entry.async_create_background_task(
                self.hass, self._async_append(over), f"amps history {self.battery_id}"
            )

    async def _async_append(self, over: Iterable[OccurrenceState]) -> None:
        try:
            if not await self._store.async_append(over):
                return
        finally:
            self._writes_history = False
        self._in_history |= {record.occurrence.key for record in over}
        self.engine = self.engine.pruned(self.coordinator.now(), self._in_history)
        self.async_save_soon()

    def _unheard(self) -> Iterable[WindowEvent]:
        return outcomes_unheard(self.engine, self.coordinator.now())

    def history(self, start: datetime, end: datetime) -> Mapping[str, OccurrenceState]:
        """Return how windows between two instants ended, by key; for the executor."""
        at_hand = self.engine.records
        if start >= self.coordinator.now() - RETENTION_TIME:
            return at_hand
        return {**self._store.history(start, end), **at_hand}

    def standing(self) -> Command | None:
        """Return the mode to go back to; None to stay as Amps leaves the battery."""
        return standing_mode(self.after_window, self.engine.standing, self.declared)

    def running_on(self, now: datetime) -> list[OccurrenceState]:
        """Return what was taken back or cut short, and Amps runs to its own end."""
        actions = self.snapshot.actions if self.snapshot else ()
        lasting = self.engine.running_on(actions, now)
        return [record for record in lasting if record.ends_itself]

    @property
    def declared(self) -> StoredCommands:
        """Return what the battery says that it takes."""
        return (self.snapshot.battery.commands if self.snapshot else None) or {}


def standing_mode(
    choice: str, seen: Command | None, commands: Collection[Command]
) -> Command | None:
    """Return the mode to go back to; None to stay as Amps leaves the battery.

    `choice` is the owner's, and `seen` is what stood outside windows last: these are
    waited for while they are not declared.
    """
    if choice == AS_AMPS_LEAVES_IT:
        return None
    if choice != AUTOMATIC:
        return Command.from_slug(choice)
    if seen is not None:
        return seen
    return Command.AUTO_BALANCED if Command.AUTO_BALANCED in commands else None
