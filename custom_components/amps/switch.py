"""Switches of a battery."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .account.rate_limiter import MAX_IN_FLIGHT
from .battery.controller import BatteryController
from .entity import AmpsDescription, AmpsEntity, async_setup_entities
from .runtime import AmpsConfigEntry

PARALLEL_UPDATES = MAX_IN_FLIGHT


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsSwitchDescription(AmpsDescription, SwitchEntityDescription):
    """Describe a switch of a battery."""

    is_on_fn: Callable[[BatteryController], bool]
    turn_on_fn: Callable[[BatteryController], None]
    turn_off_fn: Callable[[BatteryController], None]


SWITCHES = (
    AmpsSwitchDescription(
        key="plan_enabled",
        # what switches all of a room off does not pause the plan
        entity_category=EntityCategory.CONFIG,
        exists_fn=lambda battery: bool(battery.commands),
        is_on_fn=lambda battery: battery.state.enabled,
        turn_on_fn=lambda battery: battery.followed().state.async_set_enabled(
            enabled=True
        ),
        turn_off_fn=lambda battery: battery.followed().state.async_set_enabled(
            enabled=False
        ),
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: AmpsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the switches of an entry's batteries."""
    await async_setup_entities(entry, async_add_entities, {AmpsSwitch: SWITCHES})


class AmpsSwitch(AmpsEntity, SwitchEntity):
    """One switch of one battery."""

    entity_description: AmpsSwitchDescription

    @property
    @override
    def shows(self) -> object:
        """Return the state."""
        return self.is_on

    @property
    @override
    def is_on(self) -> bool:
        """Return whether it is on."""
        return self.entity_description.is_on_fn(self.controller)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn it on."""
        self.entity_description.turn_on_fn(self.controller)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn it off."""
        self.entity_description.turn_off_fn(self.controller)
