"""The sensor of what plans saved."""

from typing import override

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass

from ..battery.controller import BatteryController
from .base import AmpsControllerSensor, AmpsSensorDescription


def _saved(controller: BatteryController) -> float | None:
    """Return money; None until the price of a kWh was known."""
    savings = controller.state.savings
    return None if savings.currency is None else round(savings.saved, 4)


def _days(controller: BatteryController) -> dict[str, int]:
    """Return how many days are in it, and how many are not."""
    savings = controller.state.savings
    return {"days_counted": savings.counted, "days_left_out": savings.left_out}


SAVINGS_SENSORS = (
    AmpsSensorDescription(
        key="saved",
        device_class=SensorDeviceClass.MONETARY,
        state_class=SensorStateClass.TOTAL,
        suggested_display_precision=2,
        exists_fn=lambda battery: bool(battery.commands),
        entity_registry_enabled_default=False,
        tells=True,
        value_fn=_saved,
        attributes_fn=_days,
    ),
)


class AmpsSavingsSensor(AmpsControllerSensor):
    """What plans saved on all days that were counted."""

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Return the currency of the prices."""
        return self.controller.state.savings.currency
