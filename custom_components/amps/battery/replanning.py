"""The plan of a planner for several batteries: for all of them, or for none.

What is the same already is neither stored nor sent again. Everything here raises Home
Assistant's errors, translated; then nothing is changed.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple
import uuid

from ..engine.push import MIN_START_LEAD
from ..exceptions import invalid
from ..schedule.plan import EditRange
from ..schedule.replan import Lost, Replan, cleared, of_source, replanned
from ..schedule.window import Draft, Origin, Window
from .plan_editor import (
    as_cancelled,
    async_store,
    async_work,
    check_times,
    decided,
    locked,
    with_defaults,
)
from .windows import WindowView, view_of
from .writer import BatteryWriter


class Replanned(NamedTuple):
    """What a planner's plan changed on one battery."""

    added: list[WindowView]
    changed: list[WindowView]
    removed: list[WindowView]
    kept: list[WindowView]
    gave_way: list[Lost]


async def async_set_plan(
    batteries: Sequence[BatteryWriter],
    drafts: Sequence[Draft],
    *,
    source: str,
    start: datetime,
    end: datetime | None = None,
    origin: Origin = Origin.PLAN,
) -> list[Replanned]:
    """Make the plan of a source between two aware instants what its drafts say.

    The drafts are one-offs that do not overlap; without an end all later windows of the
    source are replaced. What gives way to other windows is in the answer.
    """
    done: dict[BatteryWriter, Replan] = {}
    async with locked(batteries):
        for battery in batteries:
            change = partial(
                replanned,
                asked=[with_defaults(battery, draft) for draft in drafts],
                source=source,
                start=start,
                end=end,
                now=battery.coordinator.now(),
                fresh=lambda: str(uuid.uuid4()),
                over=decided(battery),
                lasting=_lasting(battery),
                origin=origin,
            )
            done[battery] = await async_work(battery, change)
            for window in (*done[battery].added, *done[battery].changed):
                check_times(battery, window.command, window.start, window.end)
        return await _async_take(done)


def _lasting(battery: BatteryWriter) -> list[str]:
    """Return the uids of what Amps runs to its end, and of what it is about to run.

    For that, a cancellation may come too late.
    """
    snapshot, now = battery.state.snapshot, battery.coordinator.now()
    actions = snapshot.actions if snapshot else ()
    held = {action.id for action in actions if not action.is_terminal}
    return [
        record.occurrence.uid
        for record in battery.state.engine.open
        if record.action_id in held
        and record.ends_itself
        and record.start - MIN_START_LEAD <= now < record.end
    ]


async def async_cancel_source(
    batteries: Sequence[BatteryWriter],
    source: str,
    moment: datetime | None = None,
    range_: EditRange = EditRange.THIS,
) -> list[list[WindowView]]:
    """Take back windows of a source, and give the first of them on each battery.

    `moment` is the start of one of them; without it the one that runs or comes next is
    meant. THIS is that one, THIS_AND_FUTURE and ALL are what the words say.
    """
    async with locked(batteries):
        done = {one: _without(one, source, moment, range_) for one in batteries}
        if not any(change.removed for change in done.values()):
            names = ", ".join(battery.state.name for battery in batteries)
            raise invalid("source_unplanned", battery=names, source=source)
        return [answer.removed[:1] for answer in await _async_take(done)]


async def async_clear(battery: BatteryWriter, uids: Collection[str]) -> None:
    """Take some windows out of a plan."""
    async with locked([battery]):
        _ = await _async_take({battery: cleared(battery.state.plan.plan, uids)})


def _without(
    battery: BatteryWriter, source: str, moment: datetime | None, range_: EditRange
) -> Replan:
    """Return the plan without windows of a source; as it is where none is meant."""
    plan, over = battery.state.plan.plan, decided(battery)
    found = of_source(plan, source, battery.coordinator.now())
    open_ones = [window for window in found if window.key not in over]
    meant = [window for window in open_ones if moment in (None, window.start)]
    if not meant:
        return Replan(plan=plan)
    gone = {
        EditRange.THIS: meant[:1],
        EditRange.THIS_AND_FUTURE: [
            window for window in open_ones if window.start >= meant[0].start
        ],
        EditRange.ALL: open_ones,
    }[range_]
    return cleared(plan, {window.uid for window in gone})


async def _async_take(done: dict[BatteryWriter, Replan]) -> list[Replanned]:
    """Store what changed, and say what that was."""
    removed = {
        battery: [
            as_cancelled(battery, window.occurrence(window.start))
            for window in change.removed
        ]
        for battery, change in done.items()
    }
    for battery, change in done.items():
        gone = {window.uid for window in (*change.removed, *change.changed)}
        plan = battery.state.plan.plan
        # by the keys that they still have: what is moved may get another one
        keys = _keys(window for window in plan.windows if window.uid in gone)
        now = battery.coordinator.now()
        battery.state.engine = battery.state.engine.with_replanned(keys, now)
    await async_store(
        {
            battery: change.plan
            for battery, change in done.items()
            if change.plan is not battery.state.plan.plan
        }
    )
    return [
        Replanned(
            added=_views(battery, change.added),
            changed=_views(battery, change.changed),
            removed=_by_start(removed[battery]),
            kept=_views(battery, change.kept),
            gave_way=change.gave_way,
        )
        for battery, change in done.items()
    ]


def _keys(windows: Iterable[Window]) -> list[str]:
    return [window.occurrence(window.start).key for window in windows]


def _views(battery: BatteryWriter, windows: Iterable[Window]) -> list[WindowView]:
    now, plan = battery.coordinator.now(), battery.state.plan.plan
    found = (window.occurrence(window.start) for window in windows)
    return _by_start(
        view_of(window, plan, battery.state.engine, now) for window in found
    )


def _by_start(views: Iterable[WindowView]) -> list[WindowView]:
    return sorted(views, key=lambda view: view.start)
