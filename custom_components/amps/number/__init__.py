"""Numbers of a battery: what commands take where they do not say, and its settings."""

from typing import override

from homeassistant.components.number import NumberDeviceClass, NumberMode
from homeassistant.const import EntityCategory, UnitOfPower, UnitOfRatio, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ..account.rate_limiter import MAX_IN_FLIGHT
from ..api.models import Battery
from ..battery.capabilities import CANONICAL, Range, modes, parameter_range
from ..battery.defaults import ABOUT, Default
from ..entity import async_setup_entities
from ..runtime import AmpsConfigEntry
from .ranged import AmpsNumberDescription, RangedNumber
from .settings import SETTING_NUMBERS, AmpsSettingNumber

PARALLEL_UPDATES = MAX_IN_FLIGHT

_MINUTES = Range(1, 24 * 60, "min")


def _declared(default: Default, battery: Battery) -> Range | None:
    command, parameter = ABOUT[default]
    return parameter_range(battery, command, parameter)


def _target(
    default: Default, *, enabled: bool = False
) -> AmpsNumberDescription[Default]:
    return AmpsNumberDescription[Default](
        key=default.value,
        subject=default,
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=enabled,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        native_step=1,
        exists_fn=lambda battery: _declared(default, battery) is not None,
        range_fn=lambda battery: _declared(default, battery),
    )


def _power_limit(default: Default) -> AmpsNumberDescription[Default]:
    return AmpsNumberDescription[Default](
        key=default.value,
        subject=default,
        device_class=NumberDeviceClass.POWER,
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
        native_unit_of_measurement=UnitOfPower.KILO_WATT,
        native_step=0.1,
        exists_fn=lambda battery: _declared(default, battery) is not None,
        range_fn=lambda battery: _declared(default, battery),
    )


NUMBERS = (
    _target(Default.CHARGE_TARGET, enabled=True),
    _power_limit(Default.CHARGE_POWER_LIMIT),
    _target(Default.DISCHARGE_TARGET),
    _power_limit(Default.DISCHARGE_POWER_LIMIT),
    AmpsNumberDescription[Default](
        key=Default.WINDOW_MINUTES.value,
        subject=Default.WINDOW_MINUTES,
        device_class=NumberDeviceClass.DURATION,
        entity_category=EntityCategory.CONFIG,
        native_unit_of_measurement=UnitOfTime.MINUTES,
        native_step=1,
        mode=NumberMode.BOX,
        exists_fn=lambda battery: any(
            command.moves_energy for command in modes(battery)
        ),
        range_fn=lambda _: _MINUTES,
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: AmpsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the numbers of an entry's batteries."""
    await async_setup_entities(
        entry,
        async_add_entities,
        {AmpsNumber: NUMBERS, AmpsSettingNumber: SETTING_NUMBERS},
    )


class AmpsNumber(RangedNumber[Default]):
    """One number of one battery."""

    @property
    @override
    def _range(self) -> Range:
        """Return what the battery takes, or did until now: such an entity soon goes."""
        return self.entity_description.range_fn(self.battery) or CANONICAL

    @property
    @override
    def native_value(self) -> float | None:
        """Return what the owner chose."""
        return self.controller.default(self.entity_description.subject)

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Remember what the owner chooses."""
        default = self.entity_description.subject
        self.controller.followed().state.async_set_default(default, value)
        self.async_write_ha_state()
