"""The capacity that was learned of a battery, and how sure that is."""

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfEnergy

from ..battery.controller import BatteryController
from .base import AmpsSensorDescription


def _capacity(controller: BatteryController) -> float | None:
    """Return the capacity in kWh; None until something was learned."""
    learned = controller.state.learned
    if learned is None or not learned.capacity_sure:
        return None
    return round(learned.battery.capacity, 2)


def _confidence(controller: BatteryController) -> dict[str, int]:
    """Return how sure it is, in percent."""
    learned = controller.state.learned
    sure = 0.0 if learned is None else learned.capacity_sure
    return {"confidence": round(sure * 100)}


LEARNED_SENSORS = (
    AmpsSensorDescription(
        key="learned_capacity",
        device_class=SensorDeviceClass.ENERGY_STORAGE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=1,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=_capacity,
        attributes_fn=_confidence,
    ),
)
