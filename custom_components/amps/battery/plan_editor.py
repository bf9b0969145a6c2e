"""Edits of a battery's plan: checked, stored, and answered at once.

What has to change at Amps is the engine's, which is asked afterwards. Everything here
raises Home Assistant's errors, translated, for what no plan takes and for what a
battery cannot do; then nothing is changed, for none of the batteries.
"""

from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace as with_
from datetime import datetime
from functools import partial
import uuid

from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..api.models import Command
from ..engine.state import RETENTION_TIME
from ..exceptions import invalid, plan_errors
from ..schedule.errors import UnknownOccurrenceError
from ..schedule.plan import Edit, EditRange, Plan, unknown
from ..schedule.window import Draft, Occurrence, Window
from .capabilities import check_command, check_end
from .defaults import filled
from .manual import async_end
from .time_zone import check_tellable
from .windows import (
    FOREIGN_UID,
    MANUAL_UID,
    PAST_UID,
    SUGGESTED_UID,
    WindowView,
    coming,
    is_over,
    view_of,
    views,
    within,
)
from .writer import BatteryWriter


async def async_add(
    batteries: Sequence[BatteryWriter], draft: Draft, *, replace: bool = False
) -> list[list[WindowView]]:
    """Plan a window for several batteries; give its first occurrence on each."""
    edits: list[Edit] = []
    async with locked(batteries):
        for battery in batteries:
            add = partial(
                Plan.add,
                draft=_completed(battery, draft),
                uid=str(uuid.uuid4()),
                now=battery.coordinator.now(),
                replace=replace,
                over=decided(battery),
            )
            edits.append(await async_work(battery, add))
        return await _async_take(batteries, edits)


async def async_edit(
    battery: BatteryWriter,
    uid: str,
    draft: Draft,
    *,
    original: datetime | None = None,
    range_: EditRange = EditRange.THIS,
) -> list[WindowView]:
    """Make a window, or some of its occurrences, what the draft says."""
    check_uid(uid)
    async with locked([battery]):
        find = partial(_edited_one, uid=uid, original=original)
        if (meant := await async_work(battery, find)) is not None:
            _check_open(battery, meant)
        change = partial(
            Plan.edit,
            uid=uid,
            draft=_completed(battery, draft),
            now=battery.coordinator.now(),
            original=original,
            range_=range_,
        )
        edit = await async_work(battery, change)
        return (await _async_take([battery], [edit]))[0]


async def async_cancel(
    batteries: Sequence[BatteryWriter],
    uid: str | None = None,
    moment: datetime | None = None,
    range_: EditRange = EditRange.THIS,
    *,
    original: datetime | None = None,
) -> list[list[WindowView]]:
    """Take back a window or some of its occurrences; give the first of them.

    `moment` is the start of an occurrence, `original` the start that its rule gives;
    without them the next one is meant, or the one that runs. Without a uid it is the
    next occurrence of any window. Of several batteries a uid is looked for on each. A
    command by hand is ended.
    """
    if uid is not None and uid.startswith(MANUAL_UID):
        return await async_end(batteries, uid)
    if uid is not None:
        check_uid(uid)
    edits: dict[BatteryWriter, Edit] = {}
    async with locked(batteries):
        for battery in _knowing(batteries, uid):
            if uid is not None and original is not None:
                find = partial(_instance_of, uid=uid, original=original)
                meant = await async_work(battery, find)
            else:
                meant = await _async_meant(battery, uid, moment)
            _check_open(battery, meant)
            cancel = partial(
                Plan.cancel,
                uid=meant.uid,
                now=battery.coordinator.now(),
                original=meant.original,
                range_=range_,
            )
            edits[battery] = await async_work(battery, cancel)
        shown = {battery: _cancelled(battery, edit) for battery, edit in edits.items()}
        await async_store({battery: edit.plan for battery, edit in edits.items()})
        for battery, edit in edits.items():
            battery.state.plan.note_taken_out(edit.window)
        return [shown.get(battery, []) for battery in batteries]


async def async_windows(
    battery: BatteryWriter, start: datetime, end: datetime
) -> list[WindowView]:
    """Return all that is to be shown between two aware instants, by start.

    Of what was over days ago that is what was written of it.
    """
    now = battery.coordinator.now()
    occurrences, absences = await battery.state.plan.async_between(
        max(start, now - RETENTION_TIME), end
    )
    snapshot = battery.state.snapshot
    actions = snapshot.actions if snapshot else ()

    def show() -> list[WindowView]:
        records = {
            key: record
            for key, record in battery.state.history(start, end).items()
            if record.occurrence.aim is None
        }
        state = with_(battery.state.engine, records=records)
        plan = battery.state.plan.plan
        return views(plan, occurrences, absences, state, actions, now)

    return await battery.state.hass.async_add_executor_job(
        lambda: within(show(), start, end)
    )


def next_shown(battery: BatteryWriter) -> WindowView | None:
    """Return what runs or comes next, without waiting."""
    # the clock of the timers that show it, so that none fires just before an end
    now = dt_util.utcnow()
    actions = battery.state.snapshot.actions if battery.state.snapshot else ()
    followed = battery.state.planned.values()
    return coming(followed, battery.state.engine, actions, battery.state.plan.plan, now)


def check_uid(uid: str) -> None:
    """Refuse what the calendar shows but the plan does not have."""
    if uid.startswith(FOREIGN_UID):
        raise invalid("window_foreign")
    if uid.startswith(SUGGESTED_UID):
        raise invalid("window_suggested")
    if uid.startswith(PAST_UID):
        raise invalid("window_over")
    if uid.startswith(MANUAL_UID):
        raise invalid("window_manual")


@asynccontextmanager
async def locked(batteries: Sequence[BatteryWriter]) -> AsyncGenerator[None]:
    """Keep other edits of these batteries out; always locked in the same order."""
    async with AsyncExitStack() as stack:
        for battery in sorted(batteries, key=lambda one: one.battery_id):
            await stack.enter_async_context(battery.state.plan.lock)
        yield


async def async_work[T](battery: BatteryWriter, work: Callable[[Plan], T]) -> T:
    """Return what is worked out of a plan; raises translated errors."""
    with plan_errors(battery.state.name):
        return await battery.state.plan.async_try(work)


def _completed(battery: BatteryWriter, draft: Draft) -> Draft:
    """Return the draft with the owner's defaults, checked against what is declared."""
    completed = with_defaults(battery, draft)
    if not draft.repeat and draft.aim is None:
        check_times(battery, draft.command, draft.start, draft.end)
    return completed


def check_times(
    battery: BatteryWriter, command: Command, start: datetime, end: datetime
) -> None:
    """Refuse a single window whose time Amps cannot understand."""
    coordinator, battery_id = battery.coordinator, battery.battery_id
    check_tellable(coordinator, battery_id, battery.state.name, command, (start, end))


def with_defaults(battery: BatteryWriter, draft: Draft) -> Draft:
    """Return the draft with the owner's defaults; refuses what is not declared."""
    if (snapshot := battery.state.snapshot) is None:
        raise invalid("device_gone", battery=battery.state.name)
    command, known = draft.command, snapshot.battery
    check_command(known, battery.state.name, command, draft.parameters)
    if not known.execution(command):
        raise invalid(
            "command_not_plannable", battery=battery.state.name, command=command.slug
        )
    check_end(known, battery.state.name, command, battery.state.standing())
    parameters = draft.parameters
    if draft.aim is None:
        parameters = filled(command, parameters, battery.state.defaults, known)
    return with_(draft, parameters=parameters)


def decided(battery: BatteryWriter) -> frozenset[str]:
    """Return the keys of what has its outcome: it is not in the way of anything."""
    records = battery.state.engine.records.items()
    return frozenset(key for key, record in records if record.outcome is not None)


def _knowing(
    batteries: Sequence[BatteryWriter], uid: str | None
) -> Sequence[BatteryWriter]:
    """Return the batteries that have a window; all of them where none has it."""
    found = [
        battery
        for battery in batteries
        if any(window.uid == uid for window in battery.state.plan.plan.windows)
    ]
    return batteries if uid is None else found or batteries


def _check_open(battery: BatteryWriter, occurrence: Occurrence) -> None:
    if is_over(occurrence, battery.state.engine, battery.coordinator.now()):
        raise invalid("window_over")


async def _async_meant(
    battery: BatteryWriter, uid: str | None, moment: datetime | None
) -> Occurrence:
    now = battery.coordinator.now()
    for occurrence in battery.state.plan.occurrences.values():
        asked = uid in (None, occurrence.uid) and moment in (None, occurrence.start)
        if asked and not is_over(occurrence, battery.state.engine, now):
            return occurrence
    find = partial(_first, uid=uid, moment=moment, now=now)
    if (found := await async_work(battery, find)) is None:
        raise invalid("nothing_planned", battery=battery.state.name)
    return found


def _first(
    plan: Plan, uid: str | None, moment: datetime | None, now: datetime
) -> Occurrence | None:
    """Find an occurrence outside the rolling list."""
    windows: Iterable[Window] = (
        window for window in plan.windows if window.aim is None
    )
    windows = windows if uid is None else (plan.get(uid),)
    if moment is None:
        found = (window.upcoming(now) for window in windows)
        coming_up = (occurrence for occurrence in found if occurrence is not None)
        return min(coming_up, key=lambda occurrence: occurrence.start, default=None)
    for window in windows:
        with suppress(UnknownOccurrenceError):
            return plan.find(window.uid, moment)
    raise UnknownOccurrenceError(uid or "", moment)


def _edited_one(plan: Plan, uid: str, original: datetime | None) -> Occurrence | None:
    """Find what is edited; None for a whole series."""
    window = plan.get(uid)
    if original is None and window.recurring:
        return None
    return _instance_of(plan, uid, original or window.start)


def _instance_of(plan: Plan, uid: str, original: datetime) -> Occurrence:
    window = plan.get(uid)
    if (instance := window.instance(original)) is None:
        raise unknown(window, original)
    return window.occurrence(instance)


async def _async_take(
    batteries: Sequence[BatteryWriter], edits: Sequence[Edit]
) -> list[list[WindowView]]:
    await async_store(
        {battery: edit.plan for battery, edit in zip(batteries, edits, strict=True)}
    )
    return [edited_view(*pair) for pair in zip(batteries, edits, strict=True)]


async def async_store(plans: Mapping[BatteryWriter, Plan]) -> None:
    """Take over edited plans once all are stored; else raises, and takes over none."""
    undos: list[Callable[[], None]] = []
    try:
        for battery, plan in plans.items():
            undos.append(await battery.state.async_take_edit(plan))
    except HomeAssistantError:
        for undo in undos:
            undo()
        raise
    for battery in plans:
        battery.state.async_edited()


def edited_view(battery: BatteryWriter, edit: Edit) -> list[WindowView]:
    """Return the first occurrence of the edited window that takes place."""
    now = battery.coordinator.now()
    mine = (
        occurrence
        for occurrence in battery.state.plan.occurrences.values()
        if occurrence.uid == edit.window.uid
    )
    first = next((one for one in mine if one.end > now), edit.occurrence)
    if first is None:
        return []
    return [view_of(first, battery.state.plan.plan, battery.state.engine, now)]


def _cancelled(battery: BatteryWriter, edit: Edit) -> list[WindowView]:
    """Return the first occurrence that is cancelled, with its outcome."""
    return [] if edit.occurrence is None else [as_cancelled(battery, edit.occurrence)]


def as_cancelled(battery: BatteryWriter, occurrence: Occurrence) -> WindowView:
    """Return an occurrence that is about to be cancelled, with its outcome."""
    now = battery.coordinator.now()
    return view_of(
        occurrence, battery.state.plan.plan, battery.state.engine, now
    ).taken_back()
