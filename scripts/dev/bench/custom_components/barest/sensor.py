"""The barest entities: a number of each battery, some of which change."""

from typing import override

from homeassistant.components.sensor import SensorEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import (
    CoordinatorEntity,
    DataUpdateCoordinator,
)

from . import BarestConfigEntry, Batteries

ENTITIES = "entities"
CHANGING = "changing"


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: BarestConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up as many entities of each battery as are asked for."""
    async_add_entities(
        BarestSensor(entry.runtime_data, device_id, number, entry.data[CHANGING])
        for device_id in entry.runtime_data.data
        for number in range(entry.data[ENTITIES])
    )


class BarestSensor(CoordinatorEntity[DataUpdateCoordinator[Batteries]], SensorEntity):
    """One number of one battery."""

    _attr_has_entity_name = True

    def __init__(
        self,
        coordinator: DataUpdateCoordinator[Batteries],
        device_id: str,
        number: int,
        changing: int,
    ) -> None:
        """Show the level, or the capacity, which never changes."""
        super().__init__(coordinator)
        self._device_id = device_id
        self._key = "level" if number < changing else "capacity"
        self._attr_name = f"Number {number}"
        self._attr_unique_id = f"{device_id}_{number}"
        self._attr_device_info = DeviceInfo(
            identifiers={("barest", device_id)}, name=device_id
        )

    @property
    @override
    def native_value(self) -> float:
        """Return the number."""
        value: float = self.coordinator.data[self._device_id]["state"][self._key]
        return value
