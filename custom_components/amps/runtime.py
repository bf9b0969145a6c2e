"""What an entry holds while it is set up."""

from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntry

from .battery.manager import BatteryManager
from .battery.planning.planner_inputs import PlannerInputs
from .battery.refresh import Reader
from .coordinator import AmpsCoordinator
from .inputs.house import HouseResolver
from .inputs.prices import PriceResolver

type AmpsConfigEntry = ConfigEntry[AmpsRuntimeData]


@dataclass(frozen=True, slots=True)
class AmpsRuntimeData:
    """The parts of one entry that are at work."""

    coordinator: AmpsCoordinator
    reader: Reader
    manager: BatteryManager
    prices: PriceResolver
    house: HouseResolver
    inputs: PlannerInputs
