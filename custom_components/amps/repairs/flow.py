"""The one form that all repairs share, and what a row of their table says."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
import voluptuous as vol

from ..account.names import unmarked
from ..api.value import frozen
from ..battery.manager import BatteryManager
from ..battery.writer import BatteryWriter
from ..exceptions import invalid
from ..runtime import AmpsConfigEntry
from .issue import BATTERY_ID, ENTRY_ID

CONFIRM = "confirm"


class Repair(NamedTuple):
    """A repair that the owner has opened."""

    hass: HomeAssistant
    data: Mapping[str, Any]
    """What was stored with it."""
    user_input: Mapping[str, Any]
    """What the owner filled in; empty until then."""

    @property
    def battery_id(self) -> str:
        """The battery that it is about."""
        return str(self.data[BATTERY_ID])

    @property
    def manager(self) -> BatteryManager | None:
        """What follows the entry's batteries; None while that is not loaded."""
        entry: AmpsConfigEntry | None = self.hass.config_entries.async_get_entry(
            str(self.data.get(ENTRY_ID))
        )
        if entry is None or entry.state is not ConfigEntryState.LOADED:
            return None
        return entry.runtime_data.manager

    @property
    def battery(self) -> BatteryWriter:
        """What writes to the battery; raises HomeAssistantError while it has none."""
        if (manager := self.manager) is None:
            raise invalid("device_gone", battery=self.battery_id)
        return manager.controller(self.battery_id).followed()


def is_not_followed(repair: Repair) -> bool:
    """Return whether the battery cannot be written to now."""
    try:
        _ = repair.battery
    except HomeAssistantError:
        return True
    return False


NOT_FOLLOWED = MappingProxyType({"not_loaded": is_not_followed})


async def _async_know(_repair: Repair) -> None:
    """Do nothing: that the owner knows is enough."""


async def _async_no_fields(_repair: Repair) -> vol.Schema:
    return vol.Schema({})


@frozen()
class Fix:
    """How the repairs of one kind are fixed."""

    fix_fn: Callable[[Repair], Awaitable[None]] = _async_know
    """Does it; raises HomeAssistantError."""
    aborts: Mapping[str, Callable[[Repair], bool]] = NOT_FOLLOWED
    """Why it may be impossible, and whether that is so now."""
    steps: frozenset[str] = frozenset()
    """The steps with words of their own, which take the place of *confirm*."""
    step_fn: Callable[[Mapping[str, Any]], object] = lambda _data: CONFIRM
    """Says which step it is, from what was stored; *confirm* where there is none."""
    schema_fn: Callable[[Repair], Awaitable[vol.Schema]] = _async_no_fields
    """Returns what has to be filled in."""


class AmpsRepairFlow(RepairsFlow):
    """Says what will be done, and does it once the owner has said so."""

    def __init__(self, fix: Fix) -> None:
        """Take each step of the fix in the same way."""
        self._fix = fix
        for step in (CONFIRM, *fix.steps):
            setattr(self, f"async_step_{step}", self._async_step)

    async def async_step_init(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin."""
        return await self._async_step()

    async def _async_step(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        repair = Repair(self.hass, self.data or {}, user_input or {})
        for reason, applies in self._fix.aborts.items():
            if applies(repair):
                return self.async_abort(reason=reason)
        if user_input is None:
            return await self._async_show(repair)
        manager = repair.manager
        try:
            await self._fix.fix_fn(repair)
        except HomeAssistantError as err:
            return self.async_abort(
                reason="failed",
                description_placeholders={"detail": unmarked(str(err))},
            )
        if manager is not None:
            manager.issues.async_dismissed(repair.battery_id, self.issue_id)
        return self.async_create_entry(data={})

    async def _async_show(self, repair: Repair) -> RepairsFlowResult:
        issue = ir.async_get(self.hass).async_get_issue(self.handler, self.issue_id)
        step = self._fix.step_fn(repair.data)
        return self.async_show_form(
            step_id=str(step) if step in self._fix.steps else CONFIRM,
            data_schema=await self._fix.schema_fn(repair),
            description_placeholders=issue.translation_placeholders if issue else None,
        )
