"""The sensor of what plans saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)

from ..battery.savings import Savings
from ..entity import AmpsDescription, AmpsEntity


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsSavingsSensorDescription(AmpsDescription, SensorEntityDescription):
    """Describe a sensor of what plans saved."""


SAVINGS_SENSORS = (
    AmpsSavingsSensorDescription(
        key="saved",
        device_class=SensorDeviceClass.MONETARY,
        state_class=SensorStateClass.TOTAL,
        suggested_display_precision=2,
        exists_fn=lambda battery: bool(battery.commands),
        entity_registry_enabled_default=False,
        tells=True,
    ),
)


class AmpsSavingsSensor(AmpsEntity, SensorEntity):
    """What plans saved on all days that were counted."""

    entity_description: AmpsSavingsSensorDescription

    @property
    def _savings(self) -> Savings:
        return self.controller.state.savings

    @property
    @override
    def shows(self) -> object:
        """Return what changes with every day."""
        savings = self._savings
        return savings.currency, savings.counted, savings.left_out

    @property
    @override
    def native_value(self) -> float | None:
        """Return money; None until the price of a kWh was known."""
        savings = self._savings
        return None if savings.currency is None else round(savings.saved, 4)

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Return the currency of the prices."""
        return self._savings.currency

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        """Return how many days are in it, and how many are not."""
        savings = self._savings
        return {"days_counted": savings.counted, "days_left_out": savings.left_out}
