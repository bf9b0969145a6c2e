"""The shapes in which the browser sees a battery and its plan.

Windows and times are as automations see them (`services/serialize`), except that the
card is given the facts of `why`: it says them in the language of whoever looks.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from homeassistant.const import UnitOfPower

from ..battery.capabilities import modes, parameter_ranges
from ..battery.defaults import Default
from ..battery.planning.preview import Preview
from ..battery.why_words import why_kind
from ..battery.windows import WindowView
from ..engine.occurrence import OccurrenceState
from ..inputs.curve import PriceCurve
from ..planner.levels import LevelAt
from ..planner.problem import Power
from ..schedule.why import Why
from ..services import serialize
from ..services.targets import Target

MAX_WINDOWS: Final = 200
"""How many windows of a battery are shown at most, the first ones."""
MAX_GOALS: Final = 50
MAX_SUN: Final = 500
"""How many steps of the solar curve are shown at most, the last ones."""
MAX_PRICES: Final = 1000
"""The same of goals and prices."""

type Shape = dict[str, Any]


def summary(target: Target) -> Shape:
    """Return what a battery does, what comes next, and how it went last."""
    controller, battery = target.controller, target.snapshot.battery
    upcoming = controller.next_window()
    last = controller.last_outcome()
    return {
        "available": controller.coordinator.last_update_success,
        "linked": target.snapshot.linked,
        "problem": controller.has_problem,
        "enabled": controller.state.enabled,
        "level": battery.level,
        "power": battery.power if target.snapshot.linked else None,
        "mode": serialize.slug(controller.requested_mode),
        "next": window(upcoming, target.device_id) if upcoming else None,
        "last": _ended(last) if last else None,
    }


def abilities(target: Target) -> Shape:
    """Return what a battery takes, and what it is given where nothing is said."""
    controller, battery = target.controller, target.snapshot.battery
    return {
        "capacity": battery.capacity,
        "commands": [
            {
                "command": command.slug,
                "plannable": bool(battery.execution(command)),
                "parameters": {
                    parameter.value: {"min": found.minimum, "max": found.maximum}
                    for parameter, found in parameter_ranges(battery, command).items()
                },
            }
            for command in modes(battery)
        ],
        "defaults": {default.value: controller.default(default) for default in Default},
    }


def windows(found: Iterable[WindowView], device_id: str) -> Shape:
    """Return what is to be shown of a time, and whether that is all of it."""
    shown = [window(view, device_id) for view in found]
    return {"windows": shown[:MAX_WINDOWS], "truncated": len(shown) > MAX_WINDOWS}


def window(view: WindowView, device_id: str) -> Shape:
    """Return a window with what the browser needs to show and to change it."""
    return {
        **serialize.window_shape(view, device_id),
        "why": why(view.why),
        "original": serialize.time(view.original),
        "level": view.level,
        "cost": money(view.cost),
        "absence": view.absence.value if view.absence else None,
        "retrying": view.is_retried,
        "runs_on": view.runs_on,
    }


def why(reason: Why | None) -> Shape | None:
    """Return what a sentence about a reason consists of."""
    if reason is None:
        return None
    return {
        "kind": why_kind(reason),
        "price": money(reason.price),
        "other_price": money(reason.other_price),
        "at": serialize.time(reason.at),
    }


def goals(found: Iterable[WindowView], device_id: str) -> Shape:
    """Return the goals of a time, with what is expected of them or what they were."""
    return {"goals": [goal(view, device_id) for view in found][:MAX_GOALS]}


def goal(view: WindowView, device_id: str) -> Shape:
    """Return a goal with what the browser needs to show and to change it."""
    return {
        **serialize.goal_shape(view, device_id),
        "original": serialize.time(view.original),
        "cost": money(view.cost),
    }


def preview(found: Preview) -> Shape:
    """Return what would become of a window or a goal."""
    return {
        "spans": [
            [serialize.time(start), serialize.time(end)] for start, end in found.spans
        ],
        "level": found.level,
        "cost": money(found.cost),
        "reason": found.reason.value if found.reason else None,
    }


def prices(curve: PriceCurve | None) -> Shape | None:
    """Return prices per kWh as steps, each up to the next; None where none are known.

    A step without a price is where none is known, as behind the last one.
    """
    if curve is None or not curve.prices:
        return None
    steps: list[tuple[datetime, float | None]] = []
    for price in curve.prices[:MAX_PRICES]:
        if steps and steps[-1][0] == price.start:
            _ = steps.pop()
        if not steps or steps[-1][1] != price.value:
            steps.append((price.start, price.value))
        steps.append((price.end, None))
    return {
        "currency": curve.currency,
        "steps": [[serialize.time(at), money(value)] for at, value in steps],
    }


def sun(rows: Sequence[Power]) -> Shape | None:
    """Return the sun as steps, each up to the next; None where none is known."""
    steps: list[tuple[datetime, float]] = []
    for row in rows[-MAX_SUN:]:
        if not steps or steps[-1][1] != row.kw:
            steps.append((row.start, row.kw))
    if not any(kw for _, kw in steps):
        return None
    return {
        "unit": UnitOfPower.KILO_WATT,
        "steps": [[serialize.time(at), round(kw, 2)] for at, kw in steps],
    }


def levels(expected: Iterable[LevelAt]) -> Shape:
    """Return how the level is expected to go on, as points of a line."""
    points = [[serialize.time(at), round(level, 1)] for at, level in expected]
    return {"expected_level": points}


def money(value: float | None) -> float | None:
    """Return money, or a price of a kWh, as finely as it is of interest."""
    return None if value is None else round(value, 4)


def span(start: datetime, end: datetime) -> Shape:
    """Return the time that is shown."""
    return {"start": serialize.time(start), "end": serialize.time(end)}


def _ended(record: OccurrenceState) -> Shape:
    occurrence = record.occurrence
    return {
        "command": occurrence.command.slug,
        "target": occurrence.parameters.target,
        "start": serialize.time(occurrence.start),
        "end": serialize.time(occurrence.end),
        "outcome": record.outcome.value if record.outcome else None,
        "reason": record.reason.value if record.reason else None,
        "level": record.level,
    }
