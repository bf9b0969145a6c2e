"""Numbers that are a battery's own settings."""

from typing import override

from homeassistant.components.number import NumberDeviceClass, NumberMode
from homeassistant.const import (
    EntityCategory,
    UnitOfElectricCurrent,
    UnitOfPower,
    UnitOfRatio,
)

from ..api.models import Battery
from ..battery.capabilities import Range
from ..battery.setting_values import (
    CANONICAL,
    SettingKey,
    setting_range,
    setting_symbol,
)
from .ranged import AmpsNumberDescription, RangedNumber

_UNITS: dict[NumberDeviceClass | None, frozenset[str]] = {
    None: frozenset({UnitOfRatio.PERCENTAGE}),
    NumberDeviceClass.POWER: frozenset({UnitOfPower.WATT, UnitOfPower.KILO_WATT}),
    NumberDeviceClass.CURRENT: frozenset({UnitOfElectricCurrent.AMPERE}),
}


def _setting(
    setting: SettingKey, device_class: NumberDeviceClass | None = None
) -> AmpsNumberDescription[SettingKey]:
    def exists(battery: Battery) -> bool:
        symbol = setting_symbol(battery, setting)
        return setting_range(battery, setting) is not None and (
            symbol in _UNITS[device_class]
        )

    return AmpsNumberDescription(
        key=setting.value,
        subject=setting,
        device_class=device_class,
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
        mode=NumberMode.AUTO if device_class is None else NumberMode.BOX,
        exists_fn=exists,
        range_fn=lambda battery: setting_range(battery, setting),
        # only a battery that was read individually has settings
        known_fn=lambda battery: battery.settings is not None,
    )


SETTING_NUMBERS = (
    _setting(SettingKey.SAFETY_RESERVE),
    _setting(SettingKey.DISCHARGE_FLOOR),
    _setting(SettingKey.CHARGE_CEILING),
    _setting(SettingKey.EXPORT_LIMIT, NumberDeviceClass.POWER),
    _setting(SettingKey.MAX_CHARGE_RATE, NumberDeviceClass.CURRENT),
    _setting(SettingKey.MAX_DISCHARGE_RATE, NumberDeviceClass.CURRENT),
)


class AmpsSettingNumber(RangedNumber[SettingKey]):
    """One setting of one battery."""

    @property
    @override
    def _range(self) -> Range:
        """Return what the battery takes, or did until now: such an entity soon goes."""
        description = self.entity_description
        return description.range_fn(self.battery) or CANONICAL[description.subject]

    @property
    @override
    def native_step(self) -> float:
        """Return whole percent, watts and amps."""
        return 0.1 if self.native_unit_of_measurement == UnitOfPower.KILO_WATT else 1

    @property
    @override
    def native_unit_of_measurement(self) -> str:
        """Return the unit that the battery declares."""
        return setting_symbol(self.battery, self.entity_description.subject)

    @property
    @override
    def native_value(self) -> float | None:
        """Return the requested value until the battery is read, then what it shows."""
        setting = self.entity_description.subject
        return self.controller.settings.value(self.battery_id, setting)

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Change the setting."""
        name = self.controller.followed().state.name
        await self.controller.settings.async_write(
            self.battery_id, name, self.entity_description.subject, value
        )
