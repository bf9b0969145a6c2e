"""The plan of a planner for several batteries: for all of them, or for none.

What is the same already is neither stored nor sent again. Everything here raises Home
Assistant's errors, translated; then nothing is changed.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
import uuid

from ..exceptions import invalid
from ..schedule.plan import Range
from ..schedule.replan import Lost, Replan, cleared, of_source, replanned
from ..schedule.window import Draft, Origin, Window
from .controller import BatteryController
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """What a planner's plan changed on one battery."""

    added: list[WindowView]
    changed: list[WindowView]
    removed: list[WindowView]
    kept: list[WindowView]
    gave_way: list[Lost]


async def async_set_plan(
    batteries: Sequence[BatteryController],
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
    done: dict[BatteryController, Replan] = {}
    async with locked(batteries):
        for battery in batteries:
            change = partial(
                replanned,
                asked=[with_defaults(battery, it) for it in drafts],
                source=source,
                start=start,
                end=end,
                now=battery.coordinator.now(),
                fresh=lambda: str(uuid.uuid4()),
                over=decided(battery),
                origin=origin,
            )
            done[battery] = await async_work(battery, change)
            for window in (*done[battery].added, *done[battery].changed):
                check_times(battery, window.command, window.start, window.end)
        return await _async_take(done)


async def async_cancel_source(
    batteries: Sequence[BatteryController],
    source: str,
    moment: datetime | None = None,
    range_: Range = Range.THIS,
) -> list[list[WindowView]]:
    """Take back windows of a source, and give the first of them on each battery.

    `moment` is the start of one of them; without it the one that runs or comes next is
    meant. THIS is that one, THIS_AND_FUTURE and ALL are what the words say.
    """
    async with locked(batteries):
        done = {it: _without(it, source, moment, range_) for it in batteries}
        if not any(change.removed for change in done.values()):
            names = ", ".join(battery.name for battery in batteries)
            raise invalid("source_unplanned", battery=names, source=source)
        return [answer.removed[:1] for answer in await _async_take(done)]


async def async_clear(battery: BatteryController, uids: Collection[str]) -> None:
    """Take some windows out of a plan."""
    async with locked([battery]):
        _ = await _async_take({battery: cleared(battery.plan.plan, uids)})


def _without(
    battery: BatteryController, source: str, moment: datetime | None, range_: Range
) -> Replan:
    """Return the plan without windows of a source; as it is where none is meant."""
    plan, over = battery.plan.plan, decided(battery)
    found = of_source(plan, source, battery.coordinator.now())
    open_ones = [it for it in found if it.key not in over]
    meant = [it for it in open_ones if moment in (None, it.start)]
    if not meant:
        return Replan(plan=plan)
    gone = {
        Range.THIS: meant[:1],
        Range.THIS_AND_FUTURE: [it for it in open_ones if it.start >= meant[0].start],
        Range.ALL: open_ones,
    }[range_]
    return cleared(plan, {it.uid for it in gone})


async def _async_take(done: dict[BatteryController, Replan]) -> list[Replanned]:
    """Store what changed, and say what that was."""
    removed = {
        battery: [
            as_cancelled(battery, it.occurrence(it.start)) for it in change.removed
        ]
        for battery, change in done.items()
    }
    await async_store(
        {
            battery: change.plan
            for battery, change in done.items()
            if change.plan is not battery.plan.plan
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


def _views(battery: BatteryController, windows: Iterable[Window]) -> list[WindowView]:
    now, plan = battery.coordinator.now(), battery.plan.plan
    found = (it.occurrence(it.start) for it in windows)
    return _by_start(view_of(it, plan, battery.state, now) for it in found)


def _by_start(views: Iterable[WindowView]) -> list[WindowView]:
    return sorted(views, key=lambda view: view.start)
