"""The search of a plan of the day: all that the battery may do where nothing stands."""

import numpy as np

from ..api.models import Command
from .physics import Mode
from .search import Search, choice_beside, grouped
from .steps import Steps
from .trial import Bench, Stretches

_HOLD = 1
"""Where idle is among the modes: those that move energy follow."""
_COURSES = 3
"""Low, middle and high."""
_FORESIGHT = 0.7


def free_modes(bench: Bench) -> list[Mode]:
    """Return the modes that may be chosen, the standing one first."""
    pack, options = bench.pack, bench.problem.options
    modes = [bench.standing]
    if options.hold:
        modes.append(Mode(Command.IDLE))
    if pack.charge > 0:
        modes.append(Mode(Command.CHARGE, power=options.charge_power))
    if options.sell and pack.discharge > 0:
        power, reserve = options.discharge_power, options.reserve
        modes.append(Mode(Command.DISCHARGE, power=power, reserve=reserve))
    return modes


def day_search(
    bench: Bench,
    steps: Steps,
    plan: Stretches,
    *,
    levels: int,
    first: int = 0,
) -> Search:
    """Return the search among the free modes, beside the windows of a plan."""
    options, modes = bench.problem.options, free_modes(bench)
    allowed = np.ones((len(steps.buy), len(modes)), dtype=bool)
    return Search(
        pack=bench.pack,
        steps=grouped(steps, _COURSES),
        choice=choice_beside(bench.pack, steps, modes, plan, allowed),
        wear=options.wear,
        first=first,
        stops=tuple(range(_HOLD + 1, len(modes))) if options.hold else (),
        hold=_HOLD,
        levels=levels,
        foresight=_FORESIGHT,
    )
