"""Energy in and out of a battery, by what its live readings show.

Amps has no counters, so energy is worked out between two readings: from the power where
they are close together, else from the change of the level (`docs/energy.md`).
"""

from datetime import datetime, timedelta
import math
from typing import Any, NamedTuple, Self

from ..api.models import Battery, Parameter, Source

MAX_READING_GAP = timedelta(minutes=10)
"""Energy is calculated from power only between readings this close together."""
MAX_POWER_FACTOR = 1.5
"""How many times faster than declared a battery may be."""
MAX_CAPACITIES_PER_HOUR = 2.0
"""Capacities per hour, for a battery that declares no power."""
LEVEL_ROUNDING_PERCENT = 2.0
"""Percent by which a level may jump without any energy."""
_HOUR = timedelta(hours=1)


class Reading(NamedTuple):
    """What the manufacturer reported at an instant, on Amps' clock."""

    at: datetime
    power: float | None = None
    """kW, positive while charging."""
    level: float | None = None
    """Percent."""
    capacity: float | None = None
    """kWh."""

    @classmethod
    def of(cls, battery: Battery) -> Reading | None:
        """Return the reading that an answer holds; None for a last known state."""
        live = battery.available and battery.source is not Source.FALLBACK
        if not live or battery.last_pulled_at is None:
            return None
        return cls(
            at=battery.last_pulled_at,
            power=battery.power,
            level=battery.level,
            capacity=battery.capacity,
        )


class Totals(NamedTuple):
    """All energy that was ever counted, in kWh, and the reading it is counted to."""

    charged: float = 0.0
    discharged: float = 0.0
    last: Reading | None = None

    def counted(self, battery: Battery) -> Totals:
        """Return the totals after an answer of Amps; the same ones if it is not new."""
        new = Reading.of(battery)
        if new is None or (self.last is not None and new.at <= self.last.at):
            return self
        if self.last is None:
            return self._replace(last=new)
        charged, discharged = _between(self.last, new, _declared_power(battery))
        return Totals(
            charged=self.charged + charged,
            discharged=self.discharged + discharged,
            last=new,
        )

    def at_least(self, *, charged: float = 0.0, discharged: float = 0.0) -> Totals:
        """Return the totals with what was shown before, where that was more."""
        return self._replace(
            charged=max(self.charged, charged),
            discharged=max(self.discharged, discharged),
        )

    def differs(self, other: Totals) -> bool:
        """Return whether there is more to keep than a newer instant."""
        mine, others = self.last, other.last
        return (self.charged, self.discharged, mine and mine.level) != (
            other.charged,
            other.discharged,
            others and others.level,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the stored form."""
        last = self.last
        return {
            "charged": self.charged,
            "discharged": self.discharged,
            "last": last
            and {
                "at": last.at.isoformat(),
                "power": last.power,
                "level": last.level,
                "capacity": last.capacity,
            },
        }

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Self:
        """Return what was stored."""
        last = stored["last"]
        if last is not None:
            last = Reading(**{**last, "at": datetime.fromisoformat(last["at"])})
        return cls(
            charged=stored["charged"], discharged=stored["discharged"], last=last
        )


def _between(one: Reading, other: Reading, declared: float) -> tuple[float, float]:
    """Return the energy in and out between two readings, in kWh."""
    span = other.at - one.at
    capacity = other.capacity or one.capacity
    if span > MAX_READING_GAP or one.power is None or other.power is None:
        return _by_level(one, other, declared)
    if max(abs(one.power), abs(other.power)) > _most_power(declared, capacity):
        return _by_level(one, other, declared)
    return _by_power(one.power, other.power, span / _HOUR)


def _most_power(declared: float, capacity: float | None) -> float:
    """Return the power in kW beyond which a reading is none of this battery."""
    if capacity is None:
        return math.inf
    return max(MAX_CAPACITIES_PER_HOUR * capacity, MAX_POWER_FACTOR * declared)


def _by_power(first: float, last: float, hours: float) -> tuple[float, float]:
    """Return the energy in and out of a power that changes linearly."""
    if first * last >= 0:
        kwh = (first + last) / 2 * hours
        return max(kwh, 0.0), max(-kwh, 0.0)
    crossing = first / (first - last) * hours
    before, after = first * crossing / 2, last * (hours - crossing) / 2
    return max(before, after), -min(before, after)


def _by_level(one: Reading, other: Reading, declared: float) -> tuple[float, float]:
    """Return the energy in or out of a change of the level.

    A jump that no power explains is a level that was corrected, and no energy.
    """
    capacity = other.capacity or one.capacity
    if one.level is None or other.level is None or capacity is None:
        return 0.0, 0.0
    kwh = (other.level - one.level) / 100 * capacity
    known = max(declared, abs(one.power or 0.0), abs(other.power or 0.0))
    power = (
        MAX_POWER_FACTOR * known
        if declared
        else max(MAX_CAPACITIES_PER_HOUR * capacity, known)
    )
    most = (
        power * ((other.at - one.at) / _HOUR) + LEVEL_ROUNDING_PERCENT / 100 * capacity
    )
    if abs(kwh) > most:
        return 0.0, 0.0
    return max(kwh, 0.0), max(-kwh, 0.0)


def _declared_power(battery: Battery) -> float:
    """Return the most power that the battery declares, in kW; 0 where it does not."""
    found = (
        support.parameters[Parameter.POWER].maximum or 0.0
        for support in (battery.commands or {}).values()
        if Parameter.POWER in support.parameters
    )
    return max(found, default=0.0)
