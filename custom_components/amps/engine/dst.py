"""The hour that the plant's clock shows twice (11, 13).

Times are written to Amps as that clock shows them, so in this hour Amps cannot be told
which of the two is meant. Pure functions; all instants are in UTC.
"""

from collections.abc import Set as AbstractSet
from datetime import datetime, tzinfo

from ..api.models import Execution


def is_ambiguous(moment: datetime, zone: tzinfo) -> bool:
    """Return whether the clock shows this time twice."""
    local = moment.astimezone(zone)
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def runs_backwards(start: datetime, end: datetime, zone: tzinfo) -> bool:
    """Return whether the clock shows no later time at the end than at the start."""
    return start < end and _shown(end, zone) <= _shown(start, zone)


def tellable(
    offered: AbstractSet[Execution], start: datetime, end: datetime, zone: tzinfo
) -> frozenset[Execution]:
    """Return the shapes in which Amps understands when a window begins and ends."""
    if Execution.WINDOWED not in offered:
        return tellable_at(offered, start, zone)
    if not runs_backwards(start, end, zone):
        return frozenset(offered)
    return tellable_at(offered - {Execution.WINDOWED}, start, zone)


def tellable_at(
    offered: AbstractSet[Execution], moment: datetime, zone: tzinfo
) -> frozenset[Execution]:
    """Return the shapes for what begins then: at once in the repeated hour."""
    if Execution.IMMEDIATE in offered and is_ambiguous(moment, zone):
        return frozenset(offered - {Execution.SCHEDULED})
    return frozenset(offered)


def _shown(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, microsecond=0)
