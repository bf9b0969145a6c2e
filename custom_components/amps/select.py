"""Selects of a battery: its mode, and the mode after a window."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .account.rate_limiter import MAX_IN_FLIGHT
from .api.models import Battery, Command
from .battery.capabilities import modes
from .battery.controller import BatteryController
from .battery.day_run import Planning
from .const import AS_AMPS_LEAVES_IT, AUTOMATIC
from .entity import AmpsDescription, AmpsEntity, async_setup_entities
from .runtime import AmpsConfigEntry
from .services import serialize

PARALLEL_UPDATES = MAX_IN_FLIGHT

MODE_ATTRIBUTES = ("until", "target", "power")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsSelectDescription(AmpsDescription, SelectEntityDescription):
    """Describe a select of a battery."""

    options_fn: Callable[[Battery], list[str]]
    current_fn: Callable[[BatteryController], str | None]
    select_fn: Callable[[BatteryController, str], Awaitable[Any]]
    attributes_fn: Callable[[BatteryController], Mapping[str, Any]] | None = None


async def _async_choose_planning(battery: BatteryController, option: str) -> None:
    battery.followed().state.async_set_planning(Planning(option))


async def _async_choose_after_window(battery: BatteryController, option: str) -> None:
    battery.followed().state.async_set_after_window(option)


def _how_long(battery: BatteryController) -> Mapping[str, Any]:
    """Return until when the mode lasts, and its target; None for no end."""
    running = battery.agenda().running
    if running is None:
        return dict.fromkeys(MODE_ATTRIBUTES)
    given = running.occurrence.parameters
    values = serialize.time(running.end), given.target, given.power
    return dict(zip(MODE_ATTRIBUTES, values, strict=True))


def _standing_choices(battery: Battery) -> list[str]:
    """Return what may stand outside windows; a forgotten charge must not."""
    standing = (mode.slug for mode in modes(battery) if not mode.moves_energy)
    return [AUTOMATIC, AS_AMPS_LEAVES_IT, *standing]


SELECTS = (
    AmpsSelectDescription(
        key="operation_mode",
        exists_fn=lambda battery: bool(battery.commands),
        options_fn=lambda battery: [command.slug for command in modes(battery)],
        current_fn=lambda battery: serialize.slug(battery.requested_mode),
        select_fn=lambda battery, option: battery.async_send(Command.from_slug(option)),
        attributes_fn=_how_long,
    ),
    AmpsSelectDescription(
        key="planning",
        exists_fn=lambda battery: bool(battery.commands),
        options_fn=lambda _: [planning.value for planning in Planning],
        current_fn=lambda battery: battery.state.planning.value,
        select_fn=_async_choose_planning,
    ),
    AmpsSelectDescription(
        key="after_window",
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
        exists_fn=lambda battery: bool(battery.commands),
        options_fn=_standing_choices,
        current_fn=lambda battery: battery.state.after_window,
        select_fn=_async_choose_after_window,
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: AmpsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the selects of an entry's batteries."""
    await async_setup_entities(entry, async_add_entities, {AmpsSelect: SELECTS})


class AmpsSelect(AmpsEntity, SelectEntity):
    """One select of one battery."""

    _unrecorded_attributes = frozenset(MODE_ATTRIBUTES)
    entity_description: AmpsSelectDescription

    @property
    @override
    def shows(self) -> object:
        """Return the choice, those that there are, and what belongs to it."""
        return self.current_option, self.options, self.extra_state_attributes

    @property
    @override
    def options(self) -> list[str]:
        """Return what the battery declares."""
        return self.entity_description.options_fn(self.battery)

    @property
    @override
    def current_option(self) -> str | None:
        """Return the current choice."""
        return self.entity_description.current_fn(self.controller)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        """Return what belongs to the choice, for the selects that have such."""
        attributes = self.entity_description.attributes_fn
        return attributes(self.controller) if attributes else None

    @override
    async def async_select_option(self, option: str) -> None:
        """Ask for another."""
        await self.entity_description.select_fn(self.controller, option)
