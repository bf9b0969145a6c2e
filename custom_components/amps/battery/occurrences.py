"""The windows of one battery, edited and expanded outside the event loop."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from homeassistant.core import HomeAssistant

from ..engine.state import RETENTION_TIME
from ..engine.storage import plan_from_rows, plan_to_rows
from ..schedule.plan import Absence, Plan
from ..schedule.window import Occurrence, Window

EXPANDED_BACK = timedelta(days=1)
EXPANDED_AHEAD = timedelta(days=35)
"""The period for which the plan is kept expanded."""
EXPAND_INTERVAL = timedelta(days=1)
MAX_TAKEN_OUT = 20
"""How many of the windows that were removed can be put back, newest first."""


class Expanded(NamedTuple):
    """A plan, and the rolling list of what it asks for."""

    plan: Plan
    rows: list[Any]
    """The plan as it is stored."""
    occurrences: Mapping[str, Occurrence]
    """The rolling list, by key, by start."""
    goals: Mapping[str, Occurrence]
    """The goals of the rolling list's time, by key, by start."""
    absences: list[Absence]
    """What of the rolling list's time does not take place."""
    at: datetime | None
    """When it was expanded."""


class BatteryPlan:
    """The plan of one battery, expanded.

    Recurrence costs up to hundreds of milliseconds, so it is expanded in the executor:
    at load, at each edit, and once a day.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin without windows."""
        self.hass = hass
        self.expanded = Expanded(Plan(), [], {}, {}, [], None)
        self.lock = asyncio.Lock()
        self.taken_out: dict[str, Window] = {}
        """What was taken out since Home Assistant started, by uid, as it was."""

    @property
    def plan(self) -> Plan:
        """The windows."""
        return self.expanded.plan

    @property
    def occurrences(self) -> Mapping[str, Occurrence]:
        """What is planned from a day ago to 35 days ahead, by key, by start."""
        return self.expanded.occurrences

    @property
    def goals(self) -> Mapping[str, Occurrence]:
        """The goals from a day ago to 35 days ahead, by key, by start."""
        return self.expanded.goals

    def note_taken_out(self, window: Window) -> None:
        """Remember a window of which something was taken out."""
        _ = self.taken_out.pop(window.uid, None)
        self.taken_out[window.uid] = window
        for uid in list(self.taken_out)[:-MAX_TAKEN_OUT]:
            del self.taken_out[uid]

    async def async_load(self, rows: list[Any], now: datetime) -> None:
        """Take over a stored plan."""
        await self._async_take(lambda: plan_from_rows(rows), now)

    async def async_try[T](self, work: Callable[[Plan], T]) -> T:
        """Return what is worked out of the plan, which stays as it is."""
        return await self.hass.async_add_executor_job(work, self.plan)

    async def async_take(self, plan: Plan, now: datetime) -> None:
        """Make the plan what an edit returned."""
        await self._async_take(lambda: plan, now)

    async def _async_take(self, made: Callable[[], Plan], now: datetime) -> None:
        """Expand a plan, without the windows that were over days ago."""

        def expand() -> Expanded:
            plan = made().pruned(now - RETENTION_TIME)
            start, end = now - EXPANDED_BACK, now + EXPANDED_AHEAD
            return Expanded(
                plan=plan,
                rows=plan_to_rows(plan),
                occurrences={
                    occurrence.key: occurrence
                    for occurrence in plan.occurrences(start, end)
                },
                goals={goal.key: goal for goal in plan.goals(start, end)},
                absences=plan.absent(start, end),
                at=now,
            )

        self.expanded = await self.hass.async_add_executor_job(expand)

    def is_due(self, now: datetime) -> bool:
        """Return whether the rolling list has to be expanded; so after a clock jump."""
        expanded = self.expanded.at
        return expanded is None or abs(now - expanded) >= EXPAND_INTERVAL

    async def async_renew(self, now: datetime) -> None:
        """Expand the rolling list again."""
        async with self.lock:
            await self.async_take(self.plan, now)

    async def async_between(
        self, start: datetime, end: datetime
    ) -> tuple[list[Occurrence], list[Absence]]:
        """Return what takes place between two instants, and what does not and why."""
        plan, _, occurrences, _, absences, expanded = self.expanded
        if (
            expanded
            and expanded - EXPANDED_BACK <= start
            and end <= expanded + EXPANDED_AHEAD
        ):
            return (
                [
                    occurrence
                    for occurrence in occurrences.values()
                    if _within(occurrence, start, end)
                ],
                [
                    absence
                    for absence in absences
                    if _within(absence.occurrence, start, end)
                ],
            )
        return await self.hass.async_add_executor_job(
            lambda: (plan.occurrences(start, end), plan.absent(start, end))
        )


def _within(occurrence: Occurrence, start: datetime, end: datetime) -> bool:
    return occurrence.start < end and occurrence.end > start
