"""What the owner is told while there is still time to act (14).

Pure functions; all instants are in UTC on Amps' clock.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..api.models import Action, Battery, Command, Parameter
from .memory import Reason, Record
from .shape import is_too_late
from .situation import RISK_AHEAD, Situation
from .steps import Step, WarnStep
from .window import Occurrence

SILENT = timedelta(minutes=5)
"""Amps counts as out of reach after so long without an answer."""
UNSEEN = timedelta(minutes=15)
"""So long after its start an occurrence should show on the battery."""
SOON = timedelta(minutes=10)
"""What is on its way without an end holds the slot no longer than this."""


def warn(situation: Situation) -> Step | None:
    """Tell of the next risk that the owner does not know of yet."""
    soon, wide = situation.now + RISK_AHEAD, _is_wide(situation)
    for key, occurrence in situation.wanted.items():
        known = situation.memory.records.get(key)
        if occurrence.start > soon and known is None and not wide:
            continue
        if is_too_late(occurrence, situation.now):
            continue
        record = known or Record(occurrence=occurrence)
        for reason in risks(record, occurrence, situation):
            if reason not in record.warned:
                return WarnStep(record=record, reason=reason)
    return None


def _is_wide(situation: Situation) -> bool:
    """Whether something is wrong that may concern what lies far ahead."""
    return bool(
        situation.foreign_holders
        or situation.memory.zone_error is not None
        or situation.battery.scheduler_enabled
        or not situation.takes_all
    )


def risks(
    record: Record, occurrence: Occurrence, situation: Situation
) -> Iterator[Reason]:
    """Give what endangers an occurrence now, told of already or not."""
    battery, now = situation.battery, situation.now
    sent = record.action_id is not None and situation.is_planned(record)
    if sent and now >= record.start + UNSEEN and not record.seen:
        yield Reason.NOT_SEEN
    if not sent and occurrence.key not in situation.found:
        yield from _cannot_be_sent(record, occurrence, situation)
    if now >= occurrence.start:
        return
    if battery.scheduler_enabled and not situation.takes_over:
        yield Reason.VENDOR_SCHEDULE
    if now < occurrence.start - RISK_AHEAD:
        return
    if not situation.linked or not battery.available:
        yield Reason.DEVICE_OFFLINE
    if is_out_of_reach(occurrence, battery):
        yield Reason.TARGET_NOT_MET


def _cannot_be_sent(
    record: Record, occurrence: Occurrence, situation: Situation
) -> Iterator[Reason]:
    battery, now = situation.battery, situation.now
    offered = battery.execution(occurrence.command)
    if battery.commands is not None and not offered:
        yield Reason.CAPABILITY_GONE
    elif battery.commands is not None and not situation.shapes(occurrence):
        yield Reason.TIME_ZONE
    if record.reason in (Reason.REJECTED, Reason.DEVICE_GONE):
        yield record.reason
    holding = (held_until(it, now) for it in situation.foreign_holders)
    blocked = any(it is None or it > occurrence.start for it in holding)
    if blocked and situation.memory.intent is None:
        yield Reason.SLOT_HELD
    if now < occurrence.start - RISK_AHEAD:
        return
    if not situation.storable:
        yield Reason.NOT_STORED
    silent = situation.answered is not None and now - situation.answered > SILENT
    if silent:
        yield Reason.AMPS_UNREACHABLE


def held_until(action: Action, now: datetime) -> datetime | None:
    """Give when an action lets go of the slot; None where nobody can tell."""
    if action.end is not None or action.start is not None:
        return action.end or action.start
    began = action.created_at
    return None if began is None or now > began + SOON else began + SOON


def is_out_of_reach(occurrence: Occurrence, battery: Battery) -> bool:
    """Whether a target lies further from the present level than the power carries.

    False where the target, the level, the capacity or the power is not known.
    """
    target, power = occurrence.parameters.target, occurrence.parameters.power
    if power is None:
        support = (battery.commands or {}).get(occurrence.command)
        bounds = support.parameters.get(Parameter.POWER) if support else None
        power = bounds.maximum if bounds else None
    if None in (target, power, battery.level, battery.capacity):
        return False
    missing = (target or 0) - (battery.level or 0)
    if occurrence.command is Command.DISCHARGE:
        missing = -missing
    hours = (occurrence.end - occurrence.start) / timedelta(hours=1)
    return missing / 100 * (battery.capacity or 0) > (power or 0) * hours
