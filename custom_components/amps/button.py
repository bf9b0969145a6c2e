"""Buttons of a battery."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .account.rate_limiter import MAX_IN_FLIGHT, Turn
from .battery.manager import BatteryManager
from .entity import AmpsDescription, AmpsEntity, async_setup_entities
from .exceptions import amps_errors
from .runtime import AmpsConfigEntry

PARALLEL_UPDATES = MAX_IN_FLIGHT


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsButtonDescription(AmpsDescription, ButtonEntityDescription):
    """Describe a button of a battery."""

    press_fn: Callable[[BatteryManager, str], Awaitable[None]]


async def _async_refresh(manager: BatteryManager, battery_id: str) -> None:
    """Read the battery once, past Amps' long cache."""
    with amps_errors():
        await manager.reader.async_read(battery_id, expedite=True, turn=Turn.POLL)


BUTTONS = (
    AmpsButtonDescription(
        key="stop",
        exists_fn=lambda battery: bool(battery.commands),
        press_fn=lambda manager, id_: manager.async_stop(id_),
    ),
    AmpsButtonDescription(
        key="skip_next_window",
        entity_registry_enabled_default=False,
        exists_fn=lambda battery: bool(battery.commands),
        press_fn=lambda manager, id_: manager.async_skip_next(id_),
    ),
    AmpsButtonDescription(
        key="refresh",
        entity_registry_enabled_default=False,
        press_fn=_async_refresh,
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: AmpsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the buttons of an entry's batteries."""
    await async_setup_entities(entry, async_add_entities, BUTTONS, AmpsButton)


class AmpsButton(AmpsEntity, ButtonEntity):
    """One button of one battery."""

    entity_description: AmpsButtonDescription

    @property
    @override
    def shows(self) -> object:
        """Return nothing: a button has no state of its own."""
        return None

    @override
    async def async_press(self) -> None:
        """Do what the button says."""
        await self.entity_description.press_fn(self.manager, self.battery_id)
