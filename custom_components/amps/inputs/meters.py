"""Which meters a home has, and what they say together of load and sun. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
import math
from typing import Any, NamedTuple

from ..planner.problem import Power

HOUR = timedelta(hours=1)
_ROUNDING = -0.1
"""kWh below nothing that are only due to meters that count at different moments."""
_CONTRADICTORY = 0.05
"""Share of the time in which meters that contradict each other are worth a word."""
_ASLEEP = timedelta(hours=4), timedelta(hours=20)
"""So long an inverter may say nothing because it is night."""
_DUSK = 0.05
"""kWh: after less it has gone to sleep."""
_MOST = 1000.0
"""kW: more is a meter that was set anew."""

type Energy = Mapping[datetime, float]
"""kWh by the beginning of the time in which a meter counted them."""


class Meters(NamedTuple):
    """What is set up in Home Assistant's Energy dashboard, by its statistic."""

    bought: tuple[str, ...] = ()
    sold: tuple[str, ...] = ()
    solar: tuple[str, ...] = ()
    charged: tuple[str, ...] = ()
    discharged: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    """What measures the whole load by itself."""
    forecasts: tuple[str, ...] = ()
    """The entries of integrations that forecast the sun."""

    @property
    def added(self) -> tuple[str, ...]:
        """Return the meters of what comes into the home."""
        return (*self.bought, *self.solar, *self.discharged)

    @property
    def taken(self) -> tuple[str, ...]:
        """Return the meters of what leaves the home, or is stored."""
        return (*self.sold, *self.charged)

    @property
    def all(self) -> frozenset[str]:
        """Return all meters."""
        return frozenset((*self.added, *self.taken, *self.home))

    @property
    def needed(self) -> frozenset[str]:
        """Return the meters without which the load is not known."""
        return frozenset(self.home) or self.all


class Balance(NamedTuple):
    """Load and sun, as the meters say."""

    load: tuple[Power, ...]
    sun: tuple[Power, ...]
    contradictory: bool
    """Whether more left the home than came in, and not only once in a while."""


def meters_of(sources: Iterable[Mapping[str, Any]]) -> Meters:
    """Return the meters of the sources in the Energy preferences."""
    found: dict[str, list[str]] = {name: [] for name in Meters._fields}
    for source in sources:
        for name, key in _FIELDS.get(source["type"], ()):
            named = source.get(key) or ()
            found[name] += [named] if isinstance(named, str) else named
    return Meters(**{name: tuple(dict.fromkeys(ids)) for name, ids in found.items()})


_FIELDS: Mapping[str, Sequence[tuple[str, str]]] = {
    "grid": (("bought", "stat_energy_from"), ("sold", "stat_energy_to")),
    "solar": (
        ("solar", "stat_energy_from"),
        ("forecasts", "config_entry_solar_forecast"),
    ),
    "battery": (("charged", "stat_energy_to"), ("discharged", "stat_energy_from")),
    "home": (("home", "stat_energy_to"),),
}


def balance(meters: Meters, energy: Mapping[str, Energy], step: timedelta) -> Balance:
    """Return load and sun of what the meters counted in times of one length.

    A time in which one of the meters says nothing is left out, and one in which they
    contradict each other.
    """
    solar = {meter: _awake(energy, meter, meters, step) for meter in meters.solar}
    counted = {**energy, **solar}
    known = {meter: _certain(counted.get(meter, {}), step) for meter in meters.all}
    sun = _sums(known, dict.fromkeys(meters.solar, 1.0))
    if meters.home:
        load = _sums(known, dict.fromkeys(meters.home, 1.0))
    else:
        signs = dict.fromkeys(meters.added, 1.0) | dict.fromkeys(meters.taken, -1.0)
        load = _sums(known, signs)
    wrong = sum(kwh < _ROUNDING for kwh in load.values())
    return Balance(
        load=_powers(load, step),
        sun=_powers(sun, step),
        contradictory=wrong > _CONTRADICTORY * len(load),
    )


def _sums(energy: Mapping[str, Energy], signs: Mapping[str, float]) -> Energy:
    """Return the sums of meters, where all of them say something."""
    first, *others = [energy[meter] for meter in signs] or [{}]
    common = set(first).intersection(*others)
    return {
        start: math.fsum(sign * energy[meter][start] for meter, sign in signs.items())
        for start in sorted(common)
    }


def _powers(energy: Energy, step: timedelta) -> tuple[Power, ...]:
    hours = step / HOUR
    return tuple(
        Power(start, start + step, max(kwh, 0.0) / hours)
        for start, kwh in energy.items()
        if _ROUNDING <= kwh <= _MOST * hours
    )


def _certain(energy: Energy, step: timedelta) -> Energy:
    """Return what is of one time only: after a gap it is of all the gap."""
    return {start: kwh for start, kwh in energy.items() if start - step in energy}


def _awake(
    energy: Mapping[str, Energy], meter: str, meters: Meters, step: timedelta
) -> Energy:
    """Return what a solar meter counted: nothing, where it slept for a night.

    Many inverters are off then. What they say when they wake is of that hour. That
    others counted shows that Home Assistant was not off itself.
    """
    found = dict(energy.get(meter, {}))
    others = {at for other in meters.all - {meter} for at in energy.get(other, {})}
    low, high = _ASLEEP
    starts = sorted(found)
    nights = [
        (before, after)
        for before, after in pairwise(starts)
        if low <= after - before - step <= high
    ]
    if starts and found[starts[-1]] < _DUSK:
        nights.append((starts[-1], starts[-1] + high))
    for at in others - found.keys():
        if any(before < at < after for before, after in nights):
            found[at] = 0.0
    return found
