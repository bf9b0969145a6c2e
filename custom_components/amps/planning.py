"""Edits of a battery's plan: checked, stored, and answered at once.

What has to change at Amps is the engine's, which is asked afterwards. Everything here
raises PlanError for what no plan takes, and Home Assistant's errors for what a battery
cannot do; then nothing is changed, for none of the batteries.
"""

from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace as with_
from datetime import datetime
from functools import partial
import uuid

from .battery_runner import BatteryRunner
from .capabilities import check_command
from .defaults import filled
from .exceptions import invalid
from .plan.plan import Absence, Edit, Plan, Range
from .plan.window import Draft, Occurrence
from .windows import WindowView, views, within


async def async_add(
    batteries: Sequence[BatteryRunner], draft: Draft, *, replace: bool = False
) -> list[list[WindowView]]:
    """Plan a window for several batteries; give its first occurrence on each."""
    edits: list[Edit] = []
    async with _edited(batteries):
        for battery in batteries:
            add = partial(
                Plan.add,
                draft=_completed(battery, draft),
                uid=str(uuid.uuid4()),
                now=battery.coordinator.now(),
                replace=replace,
            )
            edits.append(await battery.plan.async_try(add))
        return await _async_take(batteries, edits)


async def async_edit(
    battery: BatteryRunner,
    uid: str,
    draft: Draft,
    *,
    original: datetime | None = None,
    range_: Range = Range.THIS,
) -> list[WindowView]:
    """Make a window, or some of its occurrences, what the draft says."""
    async with _edited([battery]):
        edit = await battery.plan.async_try(
            lambda plan: plan.edit(
                uid,
                _completed(battery, draft),
                now=battery.coordinator.now(),
                original=original,
                range_=range_,
            )
        )
        return (await _async_take([battery], [edit]))[0]


async def async_cancel(
    batteries: Sequence[BatteryRunner],
    uid: str | None = None,
    moment: datetime | None = None,
    range_: Range = Range.THIS,
) -> list[list[WindowView]]:
    """Take back a window or some of its occurrences; give the first of them.

    `moment` is the start of an occurrence; without it the next one is meant, or the
    one that runs. Without a uid it is the next occurrence of any window.
    """
    edits: list[Edit] = []
    async with _edited(batteries):
        for battery in batteries:
            meant = await _async_meant(battery, uid, moment)
            cancel = partial(
                Plan.cancel,
                uid=meant.uid,
                now=battery.coordinator.now(),
                original=meant.original,
                range_=range_,
            )
            edits.append(await battery.plan.async_try(cancel))
        shown = [await _async_view(*it) for it in zip(batteries, edits, strict=True)]
        for battery, edit in zip(batteries, edits, strict=True):
            await battery.async_take_edit(edit)
        return shown


async def async_windows(
    battery: BatteryRunner, start: datetime, end: datetime
) -> list[WindowView]:
    """Give all that is to be shown between two aware instants, by start."""
    occurrences, absences = await battery.plan.async_between(start, end)
    return within(_views(battery, occurrences, absences), start, end)


def _views(
    battery: BatteryRunner,
    occurrences: Iterable[Occurrence],
    absences: Iterable[Absence],
) -> list[WindowView]:
    snapshot = battery.snapshot
    return views(
        battery.plan.plan,
        occurrences,
        absences,
        battery.memory,
        snapshot.actions if snapshot else (),
        battery.coordinator.now(),
    )


def shown(battery: BatteryRunner) -> list[WindowView]:
    """Give what the rolling list has to show, by start, without waiting."""
    return _views(battery, battery.plan.occurrences.values(), battery.plan.absences)


@asynccontextmanager
async def _edited(batteries: Sequence[BatteryRunner]) -> AsyncGenerator[None]:
    """Keep other edits of these batteries out; always locked in the same order."""
    async with AsyncExitStack() as stack:
        for battery in sorted(batteries, key=lambda it: it.device_id):
            await stack.enter_async_context(battery.plan.lock)
        yield


def _completed(battery: BatteryRunner, draft: Draft) -> Draft:
    """Give the draft with the owner's defaults, checked against what is declared."""
    if (snapshot := battery.snapshot) is None:
        raise invalid("device_gone", battery=battery.name)
    check_command(snapshot.battery, battery.name, draft.command, draft.parameters)
    parameters = filled(
        draft.command, draft.parameters, battery.defaults, snapshot.battery
    )
    return with_(draft, parameters=parameters)


async def _async_meant(
    battery: BatteryRunner, uid: str | None, moment: datetime | None
) -> Occurrence:
    if uid is not None and moment is not None:
        find: Callable[[Plan], Occurrence] = partial(Plan.find, uid=uid, moment=moment)
        return await battery.hass.async_add_executor_job(find, battery.plan.plan)
    now = battery.coordinator.now()
    for occurrence in battery.plan.occurrences.values():
        asked = uid in (None, occurrence.uid) and moment in (None, occurrence.start)
        if asked and occurrence.end > now:
            return occurrence
    if uid is None:
        raise invalid("nothing_planned", battery=battery.name)
    window = battery.plan.plan.get(uid)
    first = await battery.hass.async_add_executor_job(window.upcoming, now)
    if first is None:
        raise invalid("nothing_planned", battery=battery.name)
    return first


async def _async_take(
    batteries: Sequence[BatteryRunner], edits: Sequence[Edit]
) -> list[list[WindowView]]:
    for battery, edit in zip(batteries, edits, strict=True):
        await battery.async_take_edit(edit)
    return [await _async_view(*it) for it in zip(batteries, edits, strict=True)]


async def _async_view(battery: BatteryRunner, edit: Edit) -> list[WindowView]:
    """Give the first occurrence that an edit was about."""
    first = edit.occurrence
    if first is None:
        return []
    found = await async_windows(battery, first.start, first.end)
    return [it for it in found if it.key == first.key and it.absence is None]
