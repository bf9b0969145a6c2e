"""Follows the batteries of one key as they come and go."""

import asyncio
from collections.abc import Iterable
import logging

from homeassistant.core import callback

from ..account.slices import async_in_slices
from ..account.webhook_body import Hint
from ..coordinator import POLL_INTERVAL, AmpsCoordinator
from ..exceptions import invalid
from .controller import BatteryController
from .devices import DeviceRegistrar
from .issues import Issues
from .refresh import Reader
from .settings import Settings
from .store import Read

_LOGGER = logging.getLogger(__name__)


class BatteryManager:
    """Has a controller for each battery, and lets it load and follow its battery."""

    def __init__(
        self, coordinator: AmpsCoordinator, reader: Reader, issues: Issues
    ) -> None:
        """Follow nothing until started."""
        self.coordinator = coordinator
        self.reader = reader
        self.issues = issues
        self.registrar = DeviceRegistrar(coordinator)
        self._settings = Settings(coordinator, reader)
        reader.absences.is_believed = self._counts_on
        self._controllers: dict[str, BatteryController] = {}
        self._loading: set[str] = set()
        self._unloadable: set[str] = set()
        self._left: set[str] = set()
        """Batteries that left the account: what was planned for them still ends."""
        self._begun = False
        self._stopped = False

    def controller(self, battery_id: str) -> BatteryController:
        """Return what is at work for a battery; raises where none was ever known."""
        controller = self._controllers.get(battery_id)
        if controller is None:
            if battery_id not in self.coordinator.data:
                raise invalid("device_gone", battery=battery_id)
            controller = self._controllers[battery_id] = BatteryController(
                self.coordinator, self.reader, self._settings, battery_id
            )
        return controller

    async def async_start(self) -> None:
        """Load what is remembered; nothing is decided by that."""
        await self._async_add(self.coordinator.data)
        entry = self.coordinator.config_entry
        entry.async_on_unload(self.coordinator.async_add_listener(self._async_look))
        self._async_look()

    @callback
    def async_begin(self) -> None:
        """Follow the plans, now that the entities that report them exist.

        An outcome is decided once: where nobody could hear it, it would be lost.
        """
        self._begun = True
        begin = (battery.reconciler.async_begin for battery in self.loaded())
        async_in_slices(self.coordinator.hass, begin)

    async def async_stop_all(self) -> None:
        """Write nothing more; what Amps holds stays there."""
        self._stopped = True
        await asyncio.gather(*map(self._async_drop, list(self._controllers)))

    def loaded(self) -> list[BatteryController]:
        """Return what is at work for each battery whose store was read."""
        return [battery for battery in self._controllers.values() if battery.is_loaded]

    async def _async_add(self, battery_ids: Iterable[str]) -> None:
        """Load and follow batteries; what fails is tried again with the next poll."""
        batteries = [self.controller(battery_id) for battery_id in battery_ids]
        self._loading.update(battery.battery_id for battery in batteries)
        now = self.coordinator.now()
        # the files of all in one job: hundreds of small ones take longer to hand over
        read = await self.coordinator.hass.async_add_executor_job(
            lambda: [battery.state.read(now) for battery in batteries]
        )
        await asyncio.gather(*map(self._async_load, batteries, read, strict=True))

    async def _async_load(
        self, battery: BatteryController, read: Read | Exception
    ) -> None:
        battery_id = battery.battery_id
        try:
            await battery.async_load(read)
        except Exception:
            # whatever it is: it concerns this battery alone
            if battery_id not in self._unloadable:
                _LOGGER.exception("Loading the stored data of %s failed", battery_id)
            self._unloadable.add(battery_id)
            return
        finally:
            self._loading.discard(battery_id)
        self._unloadable.discard(battery_id)
        if self._stopped:
            return
        battery.async_follow()
        if self._begun:
            battery.reconciler.async_begin()
        self.issues.async_follow(battery)

    async def async_forget(self, battery_id: str) -> None:
        """Forget what is remembered of a battery that left."""
        if battery_id in self._left:
            await self._async_drop(battery_id)
            self._left.discard(battery_id)

    async def _async_drop(self, battery_id: str) -> None:
        await self._controllers.pop(battery_id).async_stop()

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
                coordinator.hass,
                coordinator.async_request_refresh(),
                "amps webhook poll",
            )

    @callback
    def _async_look(self) -> None:
        """Follow the plans, which time alone may move; batteries come and go."""
        if self._stopped:
            return
        hass, data, only = (
            self.coordinator.hass,
            self.coordinator.data,
            self.coordinator.only,
        )
        if only is not None and self.controller(only).is_loaded:
            return  # it looks itself
        loaded = self.loaded()
        for battery in loaded:
            battery_id = battery.battery_id
            if battery_id not in data and battery_id not in self._left:
                self._left.add(battery_id)
                self.issues.async_left(battery_id)
            elif battery_id in data and battery_id in self._left:
                self._left.discard(battery_id)
                self.issues.async_follow(battery)
        async_in_slices(
            hass,
            (
                battery.reconciler.async_look
                for battery in loaded
                if not battery.snapshot or battery.reconciler.has_plan
            ),
        )
        new = [
            battery_id
            for battery_id in data.keys() - self._loading
            if not self.controller(battery_id).is_loaded
        ]
        if new:
            _ = self.coordinator.config_entry.async_create_task(
                hass, self._async_add_late(new), "amps add batteries"
            )

    async def _async_add_late(self, battery_ids: Iterable[str]) -> None:
        """Load and follow batteries whose entities may be there already."""
        await self._async_add(battery_ids)
        if not self._stopped:
            self.coordinator.async_show(battery_ids)

    def _counts_on(self, battery_id: str, action_id: str) -> bool:
        """Return whether the plan believes that a battery obeys an action now."""
        battery = self._controllers.get(battery_id)
        now = self.coordinator.now()
        return battery is not None and battery.state.engine.counts_on(action_id, now)
