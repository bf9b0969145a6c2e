"""The whole simulated Amps without its HTTP: accounts, batteries, time."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from . import conflict, push as pushes, settings
from .action import Action, ActionBook, Origin
from .clock import Clock
from .device import Device, Mode
from .errors import ApiError, action_not_found, device_not_found
from .faults import Faults
from .keys import DEFAULT_KEY, KeyRing
from .knobs import Knobs
from .lifecycle import Lifecycle
from .readings import Reading, read_listed, read_one, refuse_broken_link, take
from .record import Record
from .webhooks import WebhookOutbox
from .wire import settings_now


class World:
    """Batteries and their actions under a clock.

    Nothing runs by itself: whatever looks at the world, or changes it, first lets
    everything happen that is due until now, each thing at its own instant.
    """

    def __init__(
        self,
        clock: Clock,
        knobs: Knobs | None = None,
        devices: Iterable[Device] = (),
        key: str = DEFAULT_KEY,
    ) -> None:
        self.clock = clock
        self.knobs: Final = knobs or Knobs()
        self.devices: dict[str, Device] = {}
        self.book = ActionBook()
        self.record = Record(self.book)
        self.faults = Faults()
        self.keys = KeyRing()
        self.keys.add(key)
        self.outbox = WebhookOutbox(self.knobs, self.now)
        self._life = Lifecycle(self.knobs, self.book, self.record, self.outbox)
        for device in devices:
            self.add_device(device)

    def now(self) -> datetime:
        """Return the present on Amps' clock."""
        return self.clock.now() + timedelta(seconds=self.knobs.clock_skew)

    def catch_up(self) -> datetime:
        """Do everything that is due; return the present."""
        now = self.now()
        first = len(self.record.effects)
        for device in self.devices.values():
            self._life.catch_up(device, now)
        self.record.sort_effects(first)
        return now

    def knobs_of(self, device: Device) -> Knobs:
        """Return the knobs that apply to a device."""
        return self.knobs.over(device.overrides)

    # Devices

    def device(self, device_id: str) -> Device:
        """Return a battery, advanced to the present."""
        self.catch_up()
        if (device := self.devices.get(device_id)) is None:
            raise device_not_found(device_id)
        return device

    def add_device(self, device: Device) -> Device:
        """Link a battery to the account."""
        now = self.catch_up()
        device.at = now
        if device.capture is None and device.captured_ago is not None:
            pulled = now - timedelta(seconds=device.captured_ago)
            device.capture = take(device, pulled, settings_now)
        device.pull_failed = device.offline or device.read_error is not None
        self.devices[device.id] = device
        return device

    def remove_device(self, device_id: str) -> Device:
        """Unlink a battery; the account no longer owns it or its actions."""
        device = self.device(device_id)
        del self.devices[device_id]
        return device

    def set_offline(self, device_id: str, *, offline: bool = True) -> None:
        """Take a battery off its network, or bring it back."""
        self.device(device_id).offline = offline

    def set_scheduler(self, device_id: str, *, active: bool = True) -> None:
        """Switch the manufacturer's own scheduler."""
        device = self.device(device_id)
        device.scheduler_active = active
        self._life.note(device, self.now(), "scheduler", "vendor", active=active)

    def set_mode_locally(
        self, device_id: str, command: str, **parameters: float
    ) -> None:
        """Change the mode in the manufacturer's app: no action is made."""
        device = self.device(device_id)
        mode = Mode(command=command, parameters=parameters, cause="vendor")
        self._life.set_mode(device, mode, self.now())

    def set_level(self, device_id: str, level: float) -> None:
        """Set a battery's level, regardless of physics."""
        self.device(device_id).level = level

    def fail_next(self, device_id: str, code: str, *, applied: bool = False) -> None:
        """Let the manufacturer fail the next action of a battery.

        `applied` lets the battery follow it, and fails it `timeout_delay` later.
        """
        device = self.device(device_id)
        (device.next_late_failures if applied else device.next_failures).append(code)

    def hang_next(self, device_id: str, *, applied: bool = False) -> None:
        """Let the next action of a battery stay `acknowledged` for ever."""
        self.device(device_id).next_hangs.append(applied)

    def end_hanging(self, device_id: str, code: str = "TIMEOUT") -> None:
        """Fail what has been hanging on a battery."""
        now = self.catch_up()
        for action in self.book.open_of(device_id):
            if action.state == "acknowledged" and action.step is None:
                action.failing = code
                action.plan("fail", now)
        self.catch_up()

    def flap(self, device_id: str, command: str = "idle") -> None:
        """Let the next capture of a battery show a command that is not in effect."""
        self.device(device_id).next_flaps.append(command)

    def hide_command(
        self, device_id: str, command: str, where: Literal["list", "read", "both"]
    ) -> None:
        """Hide a command that a battery still accepts."""
        self.device(device_id).hidden[command] = where

    def remove_command(self, device_id: str, command: str) -> None:
        """Remove a command from what a battery declares."""
        del self.device(device_id).commands[command]

    def remove_parameter(self, device_id: str, command: str, name: str) -> None:
        """Remove a parameter from what a battery declares."""
        del self.device(device_id).commands[command].parameters[name]

    def remove_setting(self, device_id: str, key: str) -> None:
        """Remove a setting from what a battery declares."""
        del self.device(device_id).settings[key]

    def disconnect(
        self,
        device_id: str,
        code: str = "INVALID_CREDENTIALS",
        reconnection_url: str | None = "https://auth.amps.ai/?reconnect=true&token=sim",
    ) -> None:
        """Break the link to the manufacturer, and announce it."""
        device = self.device(device_id)
        device.link_error = code
        self.outbox.device_event(device, "disconnected", self.now(), reconnection_url)

    def reconnect(self, device_id: str) -> None:
        """Restore the link to the manufacturer, and announce it."""
        device = self.device(device_id)
        device.link_error = None
        self.outbox.device_event(device, "reconnected", self.now(), None)

    # What clients do

    def list_readings(self) -> list[tuple[Device, Reading]]:
        """Return every battery with what was captured last."""
        self.catch_up()
        found = (
            (device, read_listed(device, self.knobs_of(device)))
            for device in self.devices.values()
        )
        return [(device, reading) for device, reading in found if reading is not None]

    def read(self, device_id: str, *, expedite: bool = False) -> Reading:
        """Read one battery."""
        device = self.device(device_id)
        return read_one(
            device, self.now(), self.knobs_of(device), settings_now, expedite=expedite
        )

    def push(self, device_id: str, body: Any, origin: Origin = "api") -> Action:
        """Accept a command, or refuse it."""
        asked = pushes.parse(body, self.knobs)
        device = self.device(device_id)
        now = self.now()
        knobs = self.knobs_of(device)
        refuse_broken_link(device)
        times = pushes.check_supported(asked, device, knobs, now)
        times, replaced = conflict.settle_conflict(
            asked, times, self.book.open_of(device_id), device, knobs
        )
        for one in replaced:
            self._life.cancel(one, now, knobs)
        action_id, number = self.book.next_id(now)
        action = Action(
            id=action_id,
            number=number,
            device_id=device_id,
            command=asked.command,
            parameters=asked.parameters,
            state="scheduled",
            created_at=now,
            updated_at=now,
            start=times.start,
            end=times.end,
            origin=origin,
            on_conflict=asked.on_conflict,
        )
        self._life.begin(action, now, knobs)
        self.book.add(action)
        return action

    def action(self, action_id: str) -> Action:
        """Return an action, advanced to the present."""
        self.catch_up()
        action = self.book.get(action_id)
        if action is None or not self._owned(action):
            raise action_not_found(action_id)
        return action

    def actions(self) -> list[Action]:
        """Return the account's actions, newest first."""
        self.catch_up()
        owned = [one for one in self.book if self._owned(one)]
        return sorted(owned, key=lambda one: (one.created_at, one.number), reverse=True)

    def cancel(self, action_id: str) -> Action:
        """Cancel a scheduled action, or refuse it."""
        action = self.action(action_id)
        if action.state == "cancelled" and self.knobs.repeat_cancel == "ok":
            return action
        if action.state != "scheduled":
            raise ApiError(
                409,
                "ACTION_NOT_CANCELLABLE",
                f"An action that is {action.state} cannot be cancelled.",
            )
        device = self.devices.get(action.device_id)
        knobs = self.knobs if device is None else self.knobs_of(device)
        self._life.cancel(action, self.now(), knobs)
        return action

    def update_settings(self, device_id: str, body: Any) -> list[str]:
        """Write settings, or refuse them."""
        device = self.device(device_id)
        knobs = self.knobs_of(device)
        refuse_broken_link(device)
        updated = settings.update(device, body, knobs)
        values = {key: device.settings[key].value for key in updated}
        self._life.note(device, self.now(), "setting", "settings", None, **values)
        return updated

    # What others do

    def foreign_push(self, device_id: str, body: Mapping[str, Any]) -> Action:
        """Push as another client of the same account."""
        return self.push(device_id, dict(body), "foreign")

    def foreign_cancel(self, action_id: str) -> Action:
        """Cancel as another client of the same account."""
        return self.cancel(action_id)

    def add_other_family(
        self, command: str = "follow_schedule", device_type: str = "hvac"
    ) -> Action:
        """Add a finished action of a device that is not a battery."""
        now = self.catch_up()
        action_id, number = self.book.next_id(now)
        action = Action(
            id=action_id,
            number=number,
            device_id=f"device_{device_type}_001",
            device_type=device_type,
            command=command,
            parameters={},
            state="completed",
            created_at=now,
            updated_at=now,
            acknowledged_at=now,
            completed_at=now,
            result={"success": True},
            origin="foreign",
        )
        self.book.add(action)
        return action

    def _owned(self, action: Action) -> bool:
        return action.device_type != "battery" or action.device_id in self.devices
