"""What the forms of repairs share."""

from abc import abstractmethod
from typing import Any, override

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntryState
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
import voluptuous as vol

from ..account.names import unmarked
from ..battery.controller import BatteryController
from ..battery.manager import BatteryManager
from ..engine.occurrence import Reason
from ..runtime import AmpsConfigEntry
from .manager import BATTERY_ID, ENTRY_ID


class AmpsRepairFlow(RepairsFlow):
    """Says what will be done, and does it."""

    step = "confirm"

    async def async_step_init(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Do it once the owner has said so."""
        if user_input is None:
            return await self._async_show()
        try:
            await self._async_fix(user_input)
        except HomeAssistantError as err:
            return self.async_abort(
                reason="failed",
                description_placeholders={"detail": unmarked(str(err))},
            )
        return self.async_create_entry(data={})

    async def _async_show(self) -> RepairsFlowResult:
        issue = ir.async_get(self.hass).async_get_issue(self.handler, self.issue_id)
        return self.async_show_form(
            step_id=self.step,
            data_schema=await self._async_schema(),
            description_placeholders=issue.translation_placeholders if issue else None,
        )

    async def _async_schema(self) -> vol.Schema:
        """Return what has to be filled in."""
        return vol.Schema({})

    @abstractmethod
    async def _async_fix(self, user_input: dict[str, Any]) -> None:
        """Do it; raises HomeAssistantError."""


class BatteryRepairFlow(AmpsRepairFlow):
    """Fixes what is wrong with one battery's plan."""

    @property
    def _battery_id(self) -> str:
        return str((self.data or {})[BATTERY_ID])

    @property
    def _manager(self) -> BatteryManager | None:
        """Return the manager of the entry; None while that is not loaded."""
        entry: AmpsConfigEntry | None = self.hass.config_entries.async_get_entry(
            str((self.data or {})[ENTRY_ID])
        )
        if entry is None or entry.state is not ConfigEntryState.LOADED:
            return None
        return entry.runtime_data.manager

    @property
    def _battery(self) -> BatteryController | None:
        manager = self._manager
        try:
            return manager.battery(self._battery_id) if manager else None
        except HomeAssistantError:
            return None

    @override
    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Do it once the owner has said so, as long as the battery is followed."""
        if (manager := self._manager) is None or not self._is_there:
            return self.async_abort(reason="not_loaded")
        result = await super().async_step_confirm(user_input)
        if user_input is not None and "reason" not in result:
            manager.issues.async_dismissed(self._battery_id, self.issue_id)
        return result

    @property
    def _is_there(self) -> bool:
        return self._battery is not None

    @override
    async def _async_fix(self, user_input: dict[str, Any]) -> None:
        """Do it; raises HomeAssistantError."""
        if (battery := self._battery) is not None:
            await self._async_mend(battery, user_input)

    async def _async_mend(
        self, battery: BatteryController, user_input: dict[str, Any]
    ) -> None:
        """Mend a battery's plan; nothing has to be done where knowing is enough."""


class ToldFlow(BatteryRepairFlow):
    """Tells why, in the words for that reason; the owner knows it then."""

    reasons: frozenset[Reason]
    """Those that have words of their own."""

    @override
    async def async_step_init(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Choose the words."""
        reason = (self.data or {}).get("reason")
        self.step = str(reason) if reason in self.reasons else "confirm"
        return await self.async_step_confirm()


for _reason in Reason:
    # a step has the words of its reason, and all steps do the same
    setattr(ToldFlow, f"async_step_{_reason.value}", ToldFlow.async_step_confirm)
