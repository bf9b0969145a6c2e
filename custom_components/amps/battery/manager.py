"""Carries out commands and the plan: the only writer to Amps."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
import logging

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..account.slices import async_in_slices
from ..account.webhook_body import Hint
from ..api.models import Action, Command, Parameters
from ..const import AUTOMATIC
from ..coordinator import POLL_INTERVAL, AmpsCoordinator
from ..engine.state import OccurrenceState
from ..exceptions import invalid
from ..schedule.plan import Range
from ..schedule.window import Draft, Origin
from . import plan_editor
from .agenda import Agenda, agenda
from .boundaries import Instants, offset
from .controller import BatteryController
from .defaults import Default, value_of
from .devices import DeviceRegistrar
from .energy_meter import EnergyMeter
from .event_buffer import EventBuffer
from .issues import Issues
from .manual import async_cancel, async_stop, completed
from .outcome_events import WindowEvent
from .refresh import Reader
from .retried_command import CommandRetrier
from .settings import Settings
from .windows import WindowView

_LOGGER = logging.getLogger(__name__)


class BatteryManager:
    """Writes for the batteries of one key, and remembers across restarts."""

    def __init__(
        self,
        hass: HomeAssistant,
        coordinator: AmpsCoordinator,
        reader: Reader,
        issues: Issues,
    ) -> None:
        """Write nothing until started."""
        self.hass = hass
        self.coordinator = coordinator
        self.reader = reader
        self.issues = issues
        self.settings = Settings(coordinator, reader)
        self.registrar = DeviceRegistrar(coordinator)
        reader.absences.is_believed = self._counts_on
        self._batteries: dict[str, BatteryController] = {}
        self._adding: set[str] = set()
        self._unloadable: set[str] = set()
        self._left: set[str] = set()
        """Batteries that left the account: what was planned for them still ends."""
        self._begun = False
        self._stopped = False
        self._instants: dict[str, Instants] = {}
        self._retriers: dict[str, CommandRetrier] = {}
        self._news: dict[str, CALLBACK_TYPE] = {}
        """What ends listening to each battery."""
        self._buffers: defaultdict[str, EventBuffer] = defaultdict(EventBuffer)

    async def async_start(self) -> None:
        """Load what is remembered; nothing is decided by that."""
        await asyncio.gather(*(self._async_add(it) for it in self.coordinator.data))
        entry = self.coordinator.config_entry
        entry.async_on_unload(self.coordinator.async_add_listener(self._async_look))
        self._async_look()

    @callback
    def async_begin(self) -> None:
        """Follow the plans, now that the entities are there that tell of them.

        An outcome is decided once: where nobody could hear it, it would be lost.
        """
        self._begun = True
        batteries = list(self._batteries.values())
        async_in_slices(self.hass, (it.async_begin for it in batteries))

    async def async_stop_all(self) -> None:
        """Write nothing more; what Amps holds stays there."""
        self._stopped = True
        await asyncio.gather(*(self._async_drop(it) for it in [*self._batteries]))

    async def _async_add(self, battery_id: str) -> None:
        """Load and follow a battery; what fails is tried again with the next poll."""
        self._adding.add(battery_id)
        battery = BatteryController(
            self.hass, self.coordinator, self.reader, battery_id
        )
        try:
            await battery.async_load()
        except Exception:
            # whatever it is: it concerns this battery alone
            if battery_id not in self._unloadable:
                _LOGGER.exception("What is stored of %s cannot be loaded", battery_id)
            self._unloadable.add(battery_id)
            return
        finally:
            self._adding.discard(battery_id)
        self._unloadable.discard(battery_id)
        if self._stopped:
            return
        self._batteries[battery_id] = battery
        self._retriers[battery_id] = CommandRetrier(battery)
        buffer = self._buffers[battery_id]
        buffer.on_heard = battery.async_heard
        battery.async_on_event(buffer.async_tell)
        battery.async_retell()
        if self._begun:
            battery.async_begin()
        else:
            battery.async_look()
        # its entities, if they are there already: what follows looks by itself
        self.coordinator.async_show({battery_id})
        self._news[battery_id] = self.coordinator.async_add_listener(
            battery.async_take_in, battery_id
        )
        self._instants[battery_id] = Instants(
            self.coordinator, battery_id, lambda: self.agenda(battery_id).changes
        )
        self.issues.async_follow(battery)

    async def async_forget(self, battery_id: str) -> None:
        """Forget what is remembered of a battery that left."""
        if battery_id in self._left:
            await self._async_drop(battery_id)
            self._left.discard(battery_id)

    async def _async_drop(self, battery_id: str) -> None:
        self._news.pop(battery_id)()
        self._instants.pop(battery_id).async_stop()
        self._retriers.pop(battery_id).async_stop()
        await self._batteries.pop(battery_id).async_stop()

    @callback
    def async_take_hint(self, hint: Hint) -> None:
        """Read what a webhook hints at; its body is never believed."""
        coordinator = self.coordinator
        if hint.battery_id in coordinator.data:
            if hint.reconnection_url is not None:
                self.issues.async_note_link(hint.battery_id, hint.reconnection_url)
            self.reader.async_hint(hint.battery_id, hint.action_id)
        elif (
            hint.battery_id not in coordinator.left_out
            and coordinator.update_interval == POLL_INTERVAL
        ):
            _ = coordinator.config_entry.async_create_background_task(
                self.hass, coordinator.async_request_refresh(), "amps webhook poll"
            )

    @callback
    def _async_look(self) -> None:
        """Follow the plans, which time alone may move; batteries come and go."""
        if self._stopped:
            return
        data = self.coordinator.data
        for battery_id, battery in self._batteries.items():
            if battery_id not in data and battery_id not in self._left:
                self._left.add(battery_id)
                self.issues.async_left(battery_id)
            elif battery_id in data and battery_id in self._left:
                self._left.discard(battery_id)
                self.issues.async_follow(battery)
        batteries = list(self._batteries.values())
        async_in_slices(
            self.hass,
            (it.async_look for it in batteries if not it.snapshot or it.has_plan),
        )
        for battery_id in data.keys() - self._batteries.keys() - self._adding:
            _ = self.coordinator.config_entry.async_create_task(
                self.hass, self._async_add(battery_id), f"amps add {battery_id}"
            )

    @property
    def controllers(self) -> Collection[BatteryController]:
        """What writes to each battery that is followed, or was until it left."""
        return self._batteries.values()

    def battery(self, battery_id: str) -> BatteryController:
        """Return what writes to a battery; raises where it has left."""
        battery = self._batteries.get(battery_id)
        if battery is None or battery.snapshot is None:
            raise invalid("device_gone", battery=battery_id)
        return battery

    def energy(self, battery_id: str) -> EnergyMeter | None:
        """Return what counts a battery's energy; None until its store was read."""
        battery = self._batteries.get(battery_id)
        return battery.energy if battery else None

    def default(self, battery_id: str, default: Default) -> float | None:
        """Return the owner's default within the device's bounds, None without one.

        Percent, kW or minutes.
        """
        battery = self._batteries.get(battery_id)
        if battery is None or battery.snapshot is None:
            return None
        return value_of(default, battery.defaults, battery.snapshot.battery)

    @callback
    def async_set_default(
        self, battery_id: str, default: Default, value: float
    ) -> None:
        """Remember the owner's default; it is for what is sent from now on."""
        self.battery(battery_id).async_set_default(default, value)
        self.coordinator.async_show({battery_id})

    def requested_mode(self, battery_id: str) -> Command | None:
        """Return the mode to show: the one asked for while it is on its way."""
        now, battery = self.coordinator.now(), self._batteries.get(battery_id)
        asked = battery.asked_for(now) if battery else None
        return asked or self.coordinator.data[battery_id].operation_mode(now)

    def origin(self, battery_id: str, action_id: str) -> Origin:
        """Return who made an action."""
        battery = self._batteries.get(battery_id)
        own = battery.state.own if battery else {}
        return own.get(action_id, Origin.FOREIGN)

    def attempt(self, battery_id: str, action_id: str) -> int | None:
        """Return how many tries of its window an action makes, itself included.

        None for one that is not of the plan, or is not the window's any more.
        """
        battery = self._batteries.get(battery_id)
        for record in battery.state.records.values() if battery else ():
            if record.action_id == action_id and not record.is_manual:
                return record.attempts + record.early + 1
        return None

    def _counts_on(self, battery_id: str, action_id: str) -> bool:
        """Return whether the plan believes that a battery obeys an action now."""
        battery = self._batteries.get(battery_id)
        now = self.coordinator.now()
        return battery is not None and battery.state.counts_on(action_id, now)

    def is_sending(self, battery_id: str) -> bool:
        """Return whether something is being pushed that Amps has not answered yet."""
        battery = self._batteries.get(battery_id)
        return battery is not None and battery.state.intent is not None

    def has_problem(self, battery_id: str) -> bool:
        """Return whether something is wrong that the owner has not seen."""
        return self.issues.has_problem(battery_id)

    async def async_send(
        self,
        battery_id: str,
        command: Command,
        parameters: Parameters | None = None,
        *,
        duration: timedelta | None = None,
        until: datetime | None = None,
        replace: bool = False,
    ) -> Action | None:
        """Send a manual command and give its action once Amps has taken it.

        Without parameters the owner's defaults are taken; without a duration charge and
        discharge last `window_minutes`; a duration of zero is open-ended. With `until`
        it is tried again until it stands or that time has come, instead of raising.
        None where Amps has no action of it yet. Raises Home Assistant's errors.
        """
        battery = self.battery(battery_id)
        wanted = completed(battery, command, parameters, duration, replace=replace)
        return await self._retriers[battery_id].async_send(wanted, until)

    async def async_stop(self, battery_id: str) -> None:
        """End what runs and go to the standing mode; raises Home Assistant's errors."""
        battery = self.battery(battery_id)
        self._retriers[battery_id].async_give_up()
        await async_stop(battery)

    async def async_cancel(self, battery_id: str, action_id: str) -> Action:
        """Cancel one action that waits at Amps; raises Home Assistant's errors."""
        battery = self.battery(battery_id)
        self._retriers[battery_id].async_give_up()
        return await async_cancel(battery, action_id)

    async def async_add_window(
        self, battery_ids: Sequence[str], draft: Draft, *, replace: bool = False
    ) -> list[list[WindowView]]:
        """Plan a window for several batteries, or for none where one does not take it.

        Gives the first occurrence on each. Raises Home Assistant's errors.
        """
        batteries = [self.battery(battery_id) for battery_id in battery_ids]
        return await plan_editor.async_add(batteries, draft, replace=replace)

    async def async_edit_window(
        self,
        battery_id: str,
        uid: str,
        draft: Draft,
        *,
        original: datetime | None = None,
        range_: Range = Range.THIS,
    ) -> list[WindowView]:
        """Make a window, or some of its occurrences, what the draft says.

        `original` is the original start of an occurrence; without it the whole window
        is edited. Raises like `async_add_window`.
        """
        battery = self.battery(battery_id)
        return await plan_editor.async_edit(
            battery, uid, draft, original=original, range_=range_
        )

    async def async_cancel_window(
        self,
        battery_ids: Sequence[str],
        uid: str | None = None,
        moment: datetime | None = None,
        range_: Range = Range.THIS,
        *,
        original: datetime | None = None,
    ) -> list[list[WindowView]]:
        """Take back a window or some of its occurrences, and give the first of them.

        `moment` is an occurrence's start; without it the one that runs or comes next is
        meant, without a uid that of any window. `original` is the start that a window's
        rule gives. Raises like `async_add_window`.
        """
        batteries = [self.battery(battery_id) for battery_id in battery_ids]
        return await plan_editor.async_cancel(
            batteries, uid, moment, range_, original=original
        )

    async def async_windows(
        self, battery_id: str, start: datetime, end: datetime
    ) -> list[WindowView]:
        """Return all windows that are to be shown between two aware instants."""
        return await plan_editor.async_windows(self.battery(battery_id), start, end)

    def next_window(self, battery_id: str) -> WindowView | None:
        """Return what runs or comes next, windows of others included, at no cost."""
        battery = self._batteries.get(battery_id)
        return plan_editor.next_shown(battery) if battery else None

    def agenda(self, battery_id: str) -> Agenda:
        """Return the window that runs now and the next one, of the plan or by hand."""
        if (battery := self._batteries.get(battery_id)) is None:
            return Agenda()
        now = dt_util.utcnow() + offset(self.coordinator)
        return agenda(battery.planned.values(), battery.state, now)

    async def async_skip_next(self, battery_id: str) -> None:
        """Take back the next occurrence that has not begun."""
        battery = self.battery(battery_id)
        if (upcoming := self.agenda(battery_id).next_planned) is None:
            raise invalid("nothing_planned", battery=battery.name)
        await self.async_cancel_window([battery_id], upcoming.uid, upcoming.start)

    def plan_enabled(self, battery_id: str) -> bool:
        """Return whether the plan of a battery is followed."""
        battery = self._batteries.get(battery_id)
        return battery is None or battery.enabled

    @callback
    def async_set_plan_enabled(self, battery_id: str, *, enabled: bool) -> None:
        """Follow the plan of a battery, or pause it."""
        self.battery(battery_id).async_set_enabled(enabled=enabled)

    def after_window(self, battery_id: str) -> str:
        """Return the owner's choice of the standing mode, an option value."""
        battery = self._batteries.get(battery_id)
        return battery.after_window if battery else AUTOMATIC

    @callback
    def async_set_after_window(self, battery_id: str, choice: str) -> None:
        """Choose the standing mode."""
        self.battery(battery_id).async_set_after_window(choice)

    def last_outcome(self, battery_id: str) -> OccurrenceState | None:
        """Return the record of the plan's occurrence that was decided last."""
        battery = self._batteries.get(battery_id)
        records = battery.state.records.values() if battery else ()
        over = [
            it
            for it in records
            if it.closed is not None and not it.is_manual and it.occurrence.aim is None
        ]
        return max(over, key=lambda it: it.closed or it.occurrence.end, default=None)

    @callback
    def async_on_window_event(
        self, battery_id: str, listener: Callable[[WindowEvent], None]
    ) -> CALLBACK_TYPE:
        """Call a listener with everything that the owner is told of a battery."""
        return self._buffers[battery_id].async_on_event(listener)
