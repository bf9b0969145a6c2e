"""What an entry holds while it is set up."""

from homeassistant.config_entries import ConfigEntry

from .api.value import frozen
from .battery.manager import BatteryManager
from .battery.planning.planner_inputs import PlannerInputs
from .battery.refresh import Reader
from .coordinator import AmpsCoordinator
from .inputs.house import HouseResolver
from .inputs.prices import PriceResolver

type AmpsConfigEntry = ConfigEntry[AmpsRuntimeData]


@frozen(kw_only=False)
class AmpsRuntimeData:
    """The parts of one entry that are at work."""

    coordinator: AmpsCoordinator
    reader: Reader
    manager: BatteryManager
    prices: PriceResolver
    house: HouseResolver
    inputs: PlannerInputs
