"""Carries out commands and the plan: the only writer to Amps."""

from __future__ import annotations

from datetime import timedelta

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .api.models import Action, Command, Execution, Parameters
from .battery_runner import BatteryRunner
from .coordinator import AmpsCoordinator
from .defaults import Default, filled, value_of
from .exceptions import invalid
from .manual import ManualCommand, async_cancel, async_send, async_stop
from .plan.window import Origin

type AmpsConfigEntry = ConfigEntry[Runner]

__all__ = ["AmpsConfigEntry", "Default", "Origin", "Runner"]


class Runner:
    """Writes for the batteries of one key, and remembers across restarts."""

    def __init__(self, hass: HomeAssistant, coordinator: AmpsCoordinator) -> None:
        """Write nothing until started."""
        self.hass = hass
        self.coordinator = coordinator
        self._batteries: dict[str, BatteryRunner] = {}

    async def async_start(self) -> None:
        """Load what is remembered; nothing is written to Amps by that."""
        for device_id in self.coordinator.data:
            await self._async_add(device_id)
        entry = self.coordinator.config_entry
        entry.async_on_unload(self.coordinator.async_add_listener(self._async_look))
        entry.async_on_unload(self._async_stop)
        self._async_look()

    async def _async_add(self, device_id: str) -> None:
        battery = BatteryRunner(self.hass, self.coordinator, device_id)
        await battery.async_load()
        self._batteries[device_id] = battery
        battery.async_look()

    @callback
    def _async_stop(self) -> None:
        for battery in self._batteries.values():
            battery.async_stop()

    @callback
    def _async_look(self) -> None:
        """Let every battery take in what was read; batteries come and go."""
        data = self.coordinator.data
        for device_id in self._batteries.keys() - data.keys():
            self._batteries.pop(device_id).async_stop()
        for device_id in data:
            if (battery := self._batteries.get(device_id)) is not None:
                battery.async_look()
            else:
                _ = self.coordinator.config_entry.async_create_task(
                    self.hass, self._async_add(device_id), f"amps add {device_id}"
                )

    def _battery(self, device_id: str) -> BatteryRunner:
        battery = self._batteries.get(device_id)
        if battery is None or battery.snapshot is None:
            raise invalid("device_gone", battery=device_id)
        return battery

    def default(self, device_id: str, default: Default) -> float | None:
        """Give the owner's default within the device's bounds; None where it has none.

        Percent, kW or minutes.
        """
        battery = self._batteries.get(device_id)
        if battery is None or battery.snapshot is None:
            return None
        return value_of(default, battery.defaults, battery.snapshot.battery)

    @callback
    def async_set_default(self, device_id: str, default: Default, value: float) -> None:
        """Remember the owner's default; it is for what is sent from now on."""
        self._battery(device_id).async_set_default(default, value)
        self.coordinator.async_show({device_id})

    def requested_mode(self, device_id: str) -> Command | None:
        """Give the mode to show: the one asked for while it is on its way."""
        now = self.coordinator.now()
        battery = self._batteries.get(device_id)
        if battery is None:
            return self.coordinator.data[device_id].operation_mode(now)
        if battery.sending is not None:
            return battery.sending
        if (pending := battery.memory.pending) is not None:
            return pending.command
        for record in battery.memory.open:
            if record.occurrence.origin is Origin.MANUAL and now < record.start:
                return record.occurrence.command
        return self.coordinator.data[device_id].operation_mode(now)

    def origin(self, device_id: str, action_id: str) -> Origin:
        """Give who made an action."""
        battery = self._batteries.get(device_id)
        own = battery.memory.own if battery else {}
        return own.get(action_id, Origin.FOREIGN)

    def has_problem(self, device_id: str) -> bool:
        """Whether the owner was told of trouble that still stands."""
        battery = self._batteries.get(device_id)
        return battery is not None and battery.memory.problem

    async def async_send(
        self,
        device_id: str,
        command: Command,
        parameters: Parameters | None = None,
        *,
        duration: timedelta | None = None,
        replace: bool = False,
    ) -> Action | None:
        """Send a manual command and give its action once Amps has taken it.

        Without parameters the owner's defaults are taken; without a duration charge and
        discharge last `window_minutes`; a duration of zero is open-ended. None where a
        stop is kept until the running command ends. Raises Home Assistant's errors.
        """
        battery = self._battery(device_id)
        known = self.coordinator.data[device_id].battery
        ends_itself = known.execution(command) == {Execution.WINDOWED}
        if duration is None and (command.moves_energy or ends_itself):
            minutes = self.default(device_id, Default.WINDOW_MINUTES)
            duration = timedelta(minutes=minutes or 0)
        wanted = ManualCommand(
            command=command,
            parameters=filled(command, parameters, battery.defaults, known),
            duration=duration or None,
            replace=replace,
        )
        return await async_send(battery, wanted)

    async def async_stop(self, device_id: str) -> None:
        """End what runs and go to the standing mode; raises Home Assistant's errors."""
        await async_stop(self._battery(device_id))

    async def async_cancel(self, device_id: str, action_id: str) -> Action:
        """Cancel one action that waits at Amps; raises Home Assistant's errors."""
        return await async_cancel(self._battery(device_id), action_id)
