"""The meters of a home, and the load and sun calculated from them. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
import math
from typing import Any, NamedTuple

from ..planner.problem import Power

HOUR = timedelta(hours=1)
_ROUNDING = -0.1
"""Negative kWh that are only due to meters counting at different moments."""
_CONTRADICTORY_SHARE = 0.05
"""From which share of the time contradictory meters are reported."""
_NIGHT_TIMES = timedelta(hours=4), timedelta(hours=20)
"""How long an inverter may be silent because it is night."""
_DUSK_KWH = 0.05
"""kWh: below this, the inverter is about to go to sleep."""
_MAX_POWER_KW = 1000.0
"""kW: more than this is a meter that was reset."""

_DAY_HOURS = 24
_OLD_TIME = timedelta(days=7)
"""A meter that stopped so long before another of its kind was replaced."""

type Energy = Mapping[datetime, float]
"""kWh by the start of the period in which a meter counted them."""


class Meters(NamedTuple):
    """The statistics that are set up in Home Assistant's Energy dashboard."""

    bought: tuple[str, ...] = ()
    sold: tuple[str, ...] = ()
    solar: tuple[str, ...] = ()
    charged: tuple[str, ...] = ()
    discharged: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    """Meters that measure the whole load directly."""
    forecasts: tuple[str, ...] = ()
    """The config entries that provide the solar forecast."""

    @property
    def added(self) -> tuple[str, ...]:
        """Return the meters of energy that enters the home."""
        return (*self.bought, *self.solar, *self.discharged)

    @property
    def taken(self) -> tuple[str, ...]:
        """Return the meters of energy that leaves the home or is stored."""
        return (*self.sold, *self.charged)

    @property
    def all(self) -> frozenset[str]:
        """Return all meters."""
        return frozenset((*self.added, *self.taken, *self.home))

    @property
    def needed(self) -> frozenset[str]:
        """Return the meters that are needed for the load."""
        return frozenset(self.home) or self.all


def in_use(
    meters: Meters, energy: Mapping[str, Energy], old: Collection[str]
) -> Meters:
    """Return the meters without those that others have replaced.

    Owners keep them in Energy for the sake of their history. Those in `old` counted
    only before the time of `energy`.
    """
    last = {meter: max(rows) for meter, rows in energy.items() if rows}

    def current(ids: tuple[str, ...]) -> tuple[str, ...]:
        newest = max((last[meter] for meter in ids if meter in last), default=None)
        if newest is None:
            return ids
        return tuple(
            meter
            for meter in ids
            if meter not in old and last.get(meter, newest) > newest - _OLD_TIME
        )

    # forecasts are no meters, and stay
    return Meters(*map(current, meters))


def stuck(meters: Meters, energy: Mapping[str, Energy], now: datetime) -> list[str]:
    """Return meters of which no more will be known by waiting.

    They have counted for a week, but lately less than a day of it by the hour.
    """
    since = now - _OLD_TIME
    return sorted(
        meter
        for meter in meters.needed
        if (rows := energy.get(meter))
        and min(rows) < since
        and sum(at >= since for at in _certain(rows, HOUR)) < _DAY_HOURS
    )


class Balance(NamedTuple):
    """Load, sun and grid, according to the meters."""

    load: tuple[Power, ...]
    sun: tuple[Power, ...]
    grid: tuple[Power, ...]
    """What comes from the grid; negative where it goes there."""
    contradictory: bool
    """Whether more energy left the home than came in, and more than occasionally."""


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
    """Return what the meters say that they counted in periods of one length.

    Periods without data from one of the meters are left out, and so are those in
    which the meters contradict each other.
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
    limit = _MAX_POWER_KW * (step / HOUR)
    grid = {
        start: kwh
        for start, kwh in _sums(known, _grid_signs(meters)).items()
        if abs(kwh) <= limit
    }
    wrong = sum(kwh < _ROUNDING for kwh in load.values())
    return Balance(
        load=_powers(load, step),
        sun=_powers(sun, step),
        grid=tuple(
            Power(start, start + step, kwh / (step / HOUR))
            for start, kwh in grid.items()
        ),
        contradictory=wrong > _CONTRADICTORY_SHARE * len(load),
    )


def _grid_signs(meters: Meters) -> Mapping[str, float]:
    """Return with which sign meters add up to what comes from the grid.

    Where nothing measures that, it is what the home and its batteries take beyond the
    sun. It is unknown then without meters of batteries.
    """
    if meters.bought:
        into, out = meters.bought, meters.sold
    elif meters.charged and meters.discharged:
        into = (*meters.home, *meters.charged)
        out = (*meters.solar, *meters.discharged)
    else:
        return {}
    return dict.fromkeys(into, 1.0) | dict.fromkeys(out, -1.0)


def _sums(energy: Mapping[str, Energy], signs: Mapping[str, float]) -> Energy:
    """Return the sums of meters for the periods in which all of them have data."""
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
        if _ROUNDING <= kwh <= _MAX_POWER_KW * hours
    )


def _certain(energy: Energy, step: timedelta) -> Energy:
    """Return the energy, without periods after a gap: they contain its energy."""
    return {start: kwh for start, kwh in energy.items() if start - step in energy}


def _awake(
    energy: Mapping[str, Energy], meter: str, meters: Meters, step: timedelta
) -> Energy:
    """Return what a solar meter counted, with nothing for a night without data.

    Many inverters are off at night. What they report in the morning belongs to that
    hour. Data from other meters shows that Home Assistant itself was running.
    """
    found = dict(energy.get(meter, {}))
    others = {at for other in meters.all - {meter} for at in energy.get(other, {})}
    low, high = _NIGHT_TIMES
    starts = sorted(found)
    nights = [
        (before, after)
        for before, after in pairwise(starts)
        if low <= after - before - step <= high
    ]
    if starts and found[starts[-1]] < _DUSK_KWH:
        nights.append((starts[-1], starts[-1] + high))
    for at in others - found.keys():
        if any(before < at < after for before, after in nights):
            found[at] = 0.0
    return found
