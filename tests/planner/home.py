"""A home with several batteries, of which each follows its own orders."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from custom_components.amps.planner.measured import MeasuredRow
from scripts.dev.replay.house import Battery, Order, live

from .days import Orders

HOUR = timedelta(hours=1)

type SelfUse = Callable[[Sequence[Battery], float, float], list[float]]
"""Lets batteries follow what a house draws in kW for hours; the kWh that each takes."""


def in_turn(batteries: Sequence[Battery], net: float, hours: float) -> list[float]:
    """Let each battery have what those before it leave."""
    taken = []
    for battery in batteries:
        taken.append(live(battery, Order(), net, hours) - net * hours)
        net += taken[-1] / hours
    return taken


def alike(batteries: Sequence[Battery], net: float, hours: float) -> list[float]:
    """Let each battery have the same part, and then what the others leave."""
    part = net / max(len(batteries), 1)
    first = [in_turn([battery], part, hours)[0] for battery in batteries]
    more = in_turn(batteries, net + sum(first) / hours, hours)
    return [one + other for one, other in zip(first, more, strict=True)]


def lived_together(
    rows: Sequence[MeasuredRow],
    batteries: Sequence[Battery],
    orders: Sequence[Orders],
    self_use: SelfUse,
) -> list[list[MeasuredRow]]:
    """Return by battery what is measured; load and sun are what the others leave."""
    found: list[list[MeasuredRow]] = [[] for _ in batteries]
    for row in rows:
        hours, net = (row.end - row.start) / HOUR, row.load - row.sun
        levels = [battery.level for battery in batteries]
        told = [order(row.start) for order in orders]
        taken = [
            0.0 if one == Order() else live(battery, one, net, hours) - net * hours
            for battery, one in zip(batteries, told, strict=True)
        ]
        free = [number for number, one in enumerate(told) if one == Order()]
        given = sum(min(kwh, 0.0) for kwh in taken) / hours
        followed = self_use([batteries[one] for one in free], net + given, hours)
        for number, kwh in zip(free, followed, strict=True):
            taken[number] = kwh
        for number, kwh in enumerate(taken):
            beside = net + (sum(taken) - kwh) / hours
            found[number].append(
                row._replace(
                    load=max(beside, 0.0),
                    sun=max(-beside, 0.0),
                    charged=max(kwh, 0.0),
                    discharged=max(-kwh, 0.0),
                    from_level=levels[number],
                    to_level=batteries[number].level,
                )
            )
    return found
