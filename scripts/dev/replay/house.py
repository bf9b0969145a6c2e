"""What actually happens in the replay: a house with a battery.

It knows nothing of the planner. A battery that is full, empty or at its target stops
there, and the house goes on without it.
"""

from dataclasses import dataclass
from math import sqrt


@dataclass(slots=True, kw_only=True)
class Battery:
    """The actual battery."""

    capacity: float
    """kWh."""
    power: float
    """kW at the terminals, both ways."""
    efficiency: float
    """The share of each stored kWh that comes out again."""
    floor: float
    """Percent."""
    stored: float
    """kWh."""

    @property
    def level(self) -> float:
        """Return the level in percent."""
        return 100 * self.stored / self.capacity

    def charge(self, power: float, hours: float, target: float = 100.0) -> float:
        """Charge for a while, and return the kWh taken from the house."""
        room = max(0.0, target / 100 * self.capacity - self.stored)
        way = sqrt(self.efficiency)
        energy = min(min(power, self.power) * hours, room / way)
        self.stored += energy * way
        return energy

    def discharge(self, power: float, hours: float, target: float = 0.0) -> float:
        """Discharge for a while, and return the kWh given to the house."""
        bottom = max(self.floor, target) / 100 * self.capacity
        way = sqrt(self.efficiency)
        energy = min(
            min(power, self.power) * hours, max(0.0, self.stored - bottom) * way
        )
        self.stored -= energy / way
        return energy


@dataclass(frozen=True, slots=True)
class Order:
    """A command with its parameters."""

    command: str = "auto"
    """`auto`, `charge`, `discharge` or `idle`."""
    target: float | None = None
    power: float | None = None


def live(battery: Battery, order: Order, net: float, hours: float) -> float:
    """Let the battery follow an order, and return the kWh drawn from the grid.

    `net` is the load less the sun, in kW; what is fed in is negative.
    """
    full = battery.power if order.power is None else order.power
    match order.command:
        case "charge":
            target = 100.0 if order.target is None else order.target
            taken = battery.charge(full, hours, target)
        case "discharge":
            taken = -battery.discharge(full, hours, order.target or 0.0)
        case "idle":
            taken = 0.0
        case _ if net > 0:
            taken = -battery.discharge(net, hours)
        case _:
            taken = battery.charge(-net, hours)
    return net * hours + taken
