"""Repairs: what the owner can do about what is wrong."""

from typing import Any, override

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import voluptuous as vol

from ..api.models import ActionState
from ..battery.controller import BatteryController
from ..battery.manual import async_cancel, async_stop
from ..battery.time_zone import plant_zone
from ..const import CONF_PLANT_TIME_ZONE, DOMAIN
from ..engine.occurrence import Reason
from ..exceptions import amps_errors
from . import fixes
from .account_issues import POLLING_DISABLED
from .battery_issues import LINK_BROKEN
from .flows import AmpsRepairFlow, BatteryRepairFlow, ToldFlow
from .left_behind import LEFT_BEHIND
from .zones import all_zones, likely_zone


async def async_create_fix_flow(
    _hass: HomeAssistant,
    issue_id: str,
    _data: dict[str, str | int | float | None] | None,
) -> RepairsFlow:
    """Return the flow that fixes a repair."""
    found = (flow for key, flow in FLOWS.items() if issue_id.startswith(key))
    return next(found)()


class WindowMissedFlow(ToldFlow):
    """Tells why a window did not take place."""

    reasons = frozenset(
        {
            Reason.SLOT_HELD,
            Reason.BUSY,
            Reason.NOT_ALLOWED,
            Reason.LINK_BROKEN,
            Reason.RATE_LIMITED,
            Reason.AMPS_ERROR,
            Reason.VENDOR_SCHEDULE,
            Reason.DEVICE_OFFLINE,
            Reason.REJECTED,
            Reason.TIME_ZONE,
            Reason.AMPS_UNREACHABLE,
            Reason.NOT_STORED,
            Reason.HOME_ASSISTANT_OFF,
            Reason.CAPABILITY_GONE,
            Reason.DEVICE_GONE,
        }
    )


class WindowAtRiskFlow(ToldFlow):
    """Tells what endangers a window."""

    reasons = frozenset(
        {
            Reason.BUSY,
            Reason.NOT_ALLOWED,
            Reason.LINK_BROKEN,
            Reason.RATE_LIMITED,
            Reason.AMPS_ERROR,
            Reason.DEVICE_OFFLINE,
            Reason.REJECTED,
            Reason.TIME_ZONE,
            Reason.AMPS_UNREACHABLE,
            Reason.NOT_STORED,
            Reason.DEVICE_GONE,
            Reason.NOT_SEEN,
            Reason.NOT_WITHDRAWN,
            Reason.TARGET_NOT_MET,
        }
    )


class SlotHeldFlow(BatteryRepairFlow):
    """Cancels what somebody else has waiting at Amps."""

    @property
    def _action_id(self) -> str:
        return str((self.data or {})["action_id"])

    @override
    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Do it, unless Amps has handed it on."""
        snapshot = self._battery.snapshot if self._battery else None
        action = snapshot.action(self._action_id) if snapshot else None
        if action is not None and action.state is not ActionState.SCHEDULED:
            return self.async_abort(reason="in_flight")
        return await super().async_step_confirm(user_input)

    @override
    async def _async_mend(
        self, battery: BatteryController, user_input: dict[str, Any]
    ) -> None:
        """Cancel it."""
        _ = await async_cancel(battery, self._action_id)


class VendorScheduleFlow(BatteryRepairFlow):
    """Takes over from the manufacturer's schedule."""

    @override
    async def _async_mend(
        self, battery: BatteryController, user_input: dict[str, Any]
    ) -> None:
        """Let the next window end it."""
        await fixes.async_take_over(battery)


class TimeZoneFlow(BatteryRepairFlow):
    """Chooses the zone of one battery."""

    @override
    async def _async_schema(self) -> vol.Schema:
        """Offer all zones, and the one that fits what Amps understood."""
        zones = await self.hass.async_add_executor_job(all_zones)
        return vol.Schema(
            {
                vol.Required(
                    CONF_PLANT_TIME_ZONE,
                    default=await self.hass.async_add_executor_job(self._likely, zones),
                ): SelectSelector(
                    SelectSelectorConfig(
                        options=zones, mode=SelectSelectorMode.DROPDOWN
                    )
                )
            }
        )

    def _likely(self, zones: list[str]) -> str:
        home = self.hass.config.time_zone
        if (battery := self._battery) is None or battery.memory.zone_error is None:
            return home
        used = battery.memory.zone or str(
            plant_zone(battery.coordinator, battery.battery_id)
        )
        now = battery.coordinator.now()
        return likely_zone(zones, home, used, battery.memory.zone_error, now)

    @override
    async def _async_mend(
        self, battery: BatteryController, user_input: dict[str, Any]
    ) -> None:
        """Use it from now on."""
        await fixes.async_set_zone(battery, user_input[CONF_PLANT_TIME_ZONE])


class CancelledElsewhereFlow(BatteryRepairFlow):
    """Sends again what somebody else cancelled."""

    @override
    async def _async_mend(
        self, battery: BatteryController, user_input: dict[str, Any]
    ) -> None:
        """Send it."""
        fixes.send_again(battery, str((self.data or {})["uid"]))


class CapabilityGoneFlow(BatteryRepairFlow):
    """Takes out of the plan what the battery cannot do any more."""

    @override
    async def async_step_init(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Choose the words."""
        if not (self.data or {}).get("whole"):
            self.step = "occurrences"
        return await self.async_step_confirm()

    async_step_occurrences = BatteryRepairFlow.async_step_confirm

    @override
    async def _async_mend(
        self, battery: BatteryController, user_input: dict[str, Any]
    ) -> None:
        """Take it out."""
        await fixes.async_drop_impossible(battery, str((self.data or {})["uid"]))


class StopPendingFlow(BatteryRepairFlow):
    """Withdraws a stop that waits."""

    @override
    async def _async_mend(
        self, battery: BatteryController, user_input: dict[str, Any]
    ) -> None:
        """Withdraw it."""
        fixes.forget_stop(battery)


class WindowsUnreadableFlow(BatteryRepairFlow):
    """Takes windows out of the plan that could not be read."""

    @override
    async def _async_mend(
        self, battery: BatteryController, user_input: dict[str, Any]
    ) -> None:
        """Take them out."""
        await fixes.async_drop_unreadable(battery)


class StorageUnreadableFlow(BatteryRepairFlow):
    """Tells where what could not be read is kept, and how to restore it."""

    @override
    async def _async_mend(
        self, battery: BatteryController, user_input: dict[str, Any]
    ) -> None:
        """Note that the owner knows."""
        battery.async_dismiss_set_aside()


class ReturnFailedFlow(BatteryRepairFlow):
    """Brings the standing mode back after a window."""

    @override
    async def _async_mend(
        self, battery: BatteryController, user_input: dict[str, Any]
    ) -> None:
        """Send it as the owner's own command."""
        await async_stop(battery)


class LinkBrokenFlow(BatteryRepairFlow):
    """Tells where to link a battery again, and looks whether that was done."""

    @override
    async def async_step_init(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Choose the words."""
        if (self.data or {}).get("address") is not None:
            self.step = "reconnect"
        return await self.async_step_confirm()

    async_step_reconnect = BatteryRepairFlow.async_step_confirm

    @override
    async def _async_mend(
        self, battery: BatteryController, user_input: dict[str, Any]
    ) -> None:
        """Read the battery; that says so where it is still refused."""
        with amps_errors():
            await battery.reader.async_read(battery.battery_id, expedite=True)


class LeftBehindFlow(AmpsRepairFlow):
    """Tells what stays at Amps of a battery; the owner knows it then."""

    @override
    async def _async_fix(self, user_input: dict[str, Any]) -> None:
        """Do nothing: to know is enough."""


class DeviceGoneFlow(BatteryRepairFlow):
    """Forgets the plan of a battery that is gone."""

    @property
    @override
    def _is_there(self) -> bool:
        return True

    @override
    async def _async_fix(self, user_input: dict[str, Any]) -> None:
        """Forget it, unless the battery has just come back."""
        if self._battery is not None:
            return
        if self._manager is not None:
            await self._manager.async_forget(self._battery_id)
        await fixes.async_forget(self.hass, self._battery_id)


class PollingDisabledFlow(AmpsRepairFlow):
    """Lets Home Assistant follow the plan again."""

    @override
    async def _async_fix(self, user_input: dict[str, Any]) -> None:
        """Switch polling on, for all entries of which it was switched off."""
        entries = self.hass.config_entries
        for entry in entries.async_entries(DOMAIN, include_disabled=False):
            if entry.pref_disable_polling:
                entries.async_update_entry(entry, pref_disable_polling=False)
                entries.async_schedule_reload(entry.entry_id)


FLOWS: dict[str, type[AmpsRepairFlow]] = {
    "cancelled_elsewhere": CancelledElsewhereFlow,
    "capability_gone": CapabilityGoneFlow,
    "command_failed": BatteryRepairFlow,
    "device_gone": DeviceGoneFlow,
    LEFT_BEHIND: LeftBehindFlow,
    LINK_BROKEN: LinkBrokenFlow,
    "not_stored": BatteryRepairFlow,
    POLLING_DISABLED: PollingDisabledFlow,
    "return_failed": ReturnFailedFlow,
    "runs_on": BatteryRepairFlow,
    "slot_held": SlotHeldFlow,
    "stop_pending": StopPendingFlow,
    "storage_unreadable": StorageUnreadableFlow,
    "time_zone": TimeZoneFlow,
    "vendor_schedule": VendorScheduleFlow,
    "window_at_risk": WindowAtRiskFlow,
    "window_missed": WindowMissedFlow,
    "windows_unreadable": WindowsUnreadableFlow,
}
"""By what ids of repairs begin with."""
