"""Brings back what was removed from a battery's plan.

Everything here raises Home Assistant's errors, translated; then nothing is changed.
"""

from datetime import datetime
from functools import partial

from ..exceptions import plan_errors
from ..schedule.errors import UnknownWindowError
from ..schedule.placing import HORIZON
from ..schedule.plan import Plan
from ..schedule.window import AbsenceReason, Occurrence
from .plan_editor import (
    async_store,
    async_work,
    check_uid,
    decided,
    edited_view,
    locked,
)
from .windows import WindowView, view_of
from .writer import BatteryWriter


async def async_restore(
    battery: BatteryWriter, uid: str, original: datetime
) -> list[WindowView]:
    """Let a removed occurrence take place after all; return it."""
    check_uid(uid)
    async with locked([battery]):
        restore = partial(
            Plan.restore,
            uid=uid,
            original=original,
            now=battery.coordinator.now(),
            over=decided(battery),
        )
        edit = await async_work(battery, restore)
        await async_store({battery: edit.plan})
        occurrence = edit.occurrence
        if occurrence is None:
            return []
        now, plan = battery.coordinator.now(), battery.state.plan.plan
        return [view_of(occurrence, plan, battery.state.engine, now)]


async def async_put_back(battery: BatteryWriter, uid: str) -> list[WindowView]:
    """Put back a window as it was when all or the rest of it was taken out last.

    Its exceptions come back with it. Gives its first occurrence; a window that was
    taken out before Home Assistant started is not known any more.
    """
    check_uid(uid)
    async with locked([battery]):
        if (window := battery.state.plan.taken_out.get(uid)) is None:
            with plan_errors(battery.state.name):
                raise UnknownWindowError(uid)
        put_back = partial(
            Plan.put_back,
            window=window,
            now=battery.coordinator.now(),
            over=decided(battery),
        )
        edit = await async_work(battery, put_back)
        await async_store({battery: edit.plan})
        return edited_view(battery, edit)


async def async_taken_out(
    battery: BatteryWriter, uid: str | None, moment: datetime | None
) -> Occurrence | None:
    """Return the next occurrence that was removed, or the requested one.

    `moment` is when it would begin.
    """
    now = battery.coordinator.now()
    _, absences = await battery.state.plan.async_between(now, now + HORIZON)
    return next(
        (
            absence.occurrence
            for absence in absences
            if absence.reason is AbsenceReason.SKIPPED
            and uid in (None, absence.occurrence.uid)
            and moment in (None, absence.occurrence.start)
        ),
        None,
    )
