"""Buttons of a battery."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .account.rate_limiter import MAX_IN_FLIGHT, Turn
from .battery.controller import BatteryController
from .battery.planning.accepting import async_accept
from .entity import (
    AmpsDescription,
    AmpsEntity,
    async_setup_entities,
    async_setup_planning_entities,
)
from .exceptions import amps_errors
from .runtime import AmpsConfigEntry

PARALLEL_UPDATES = MAX_IN_FLIGHT


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsButtonDescription(AmpsDescription, ButtonEntityDescription):
    """Describe a button of a battery."""

    press_fn: Callable[[BatteryController], Awaitable[None]]


async def _async_refresh(battery: BatteryController) -> None:
    """Read the battery once, past Amps' long cache."""
    with amps_errors():
        await battery.reader.async_read(
            battery.battery_id, expedite=True, turn=Turn.POLL
        )


async def _async_accept(battery: BatteryController) -> None:
    """Plan what is suggested."""
    _ = await async_accept(battery.followed())


BUTTONS = (
    AmpsButtonDescription(
        key="stop",
        exists_fn=lambda battery: bool(battery.commands),
        press_fn=lambda battery: battery.async_stop_command(),
    ),
    AmpsButtonDescription(
        key="skip_next_window",
        entity_registry_enabled_default=False,
        exists_fn=lambda battery: bool(battery.commands),
        press_fn=lambda battery: battery.async_skip_next(),
    ),
    AmpsButtonDescription(
        key="refresh",
        entity_registry_enabled_default=False,
        press_fn=_async_refresh,
    ),
)


PLANNING_BUTTONS = (AmpsButtonDescription(key="accept_plan", press_fn=_async_accept),)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: AmpsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the buttons of an entry's batteries."""
    await async_setup_entities(entry, async_add_entities, {AmpsButton: BUTTONS})
    await async_setup_planning_entities(
        entry, async_add_entities, {AmpsAcceptButton: PLANNING_BUTTONS}
    )


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
        await self.entity_description.press_fn(self.controller)


class AmpsAcceptButton(AmpsButton):
    """The button that plans what is suggested."""

    @property
    @override
    def available(self) -> bool:
        """Return whether something is suggested."""
        view = self.controller.state.day_view
        return super().available and view is not None and bool(view.suggested)
