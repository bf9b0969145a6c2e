"""The windows of one battery, edited and expanded outside the event loop."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from homeassistant.core import HomeAssistant

from .plan.plan import Absence, Edit, Plan
from .plan.window import Occurrence

BACK = timedelta(days=1)
AHEAD = timedelta(days=35)
"""What is planned is kept expanded from so long ago to so far ahead."""
RENEW = timedelta(days=1)
KEPT_WINDOWS = timedelta(days=400)
"""A window that was over so long ago is forgotten."""


class BatteryPlan:
    """A plan, and the rolling list of what it asks for.

    Recurrence costs up to hundreds of milliseconds, so it is expanded in the executor:
    at load, at each edit, and once a day.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin without windows."""
        self.hass = hass
        self.plan = Plan()
        self.text = ""
        """The plan as iCalendar, as it is stored."""
        self.occurrences: dict[str, Occurrence] = {}
        """The rolling list, by key, by start."""
        self.absences: list[Absence] = []
        """What of the rolling list's time does not take place."""
        self.lock = asyncio.Lock()
        self._expanded: datetime | None = None

    async def async_load(self, text: str, now: datetime) -> None:
        """Take over a stored plan; raises StoredPlanError for what is none."""

        def load() -> Plan:
            plan = Plan.from_ics(text) if text else Plan()
            return plan.pruned(now - KEPT_WINDOWS)

        await self._async_take(await self.hass.async_add_executor_job(load), now)

    async def async_try[T](self, work: Callable[[Plan], T]) -> T:
        """Give what is worked out of the plan, which stays as it is."""
        return await self.hass.async_add_executor_job(work, self.plan)

    async def async_take(self, edit: Edit, now: datetime) -> None:
        """Make the plan what an edit gave."""
        await self._async_take(edit.plan, now)

    async def _async_take(self, plan: Plan, now: datetime) -> None:
        def expand() -> tuple[str, dict[str, Occurrence], list[Absence]]:
            start, end = now - BACK, now + AHEAD
            found = {it.key: it for it in plan.occurrences(start, end)}
            return plan.to_ics(), found, plan.absent(start, end)

        text, found, absent = await self.hass.async_add_executor_job(expand)
        self.plan, self.text, self._expanded = plan, text, now
        self.occurrences, self.absences = found, absent

    def is_due(self, now: datetime) -> bool:
        """Whether the rolling list has to be expanded anew; also after a clock jump."""
        return self._expanded is None or abs(now - self._expanded) >= RENEW

    async def async_renew(self, now: datetime) -> None:
        """Expand the rolling list anew."""
        async with self.lock:
            await self._async_take(self.plan, now)

    async def async_between(
        self, start: datetime, end: datetime
    ) -> tuple[list[Occurrence], list[Absence]]:
        """Give what takes place between two instants, and what does not and why."""
        expanded = self._expanded
        if expanded and expanded - BACK <= start and end <= expanded + AHEAD:
            return (
                [it for it in self.occurrences.values() if _within(it, start, end)],
                [it for it in self.absences if _within(it.occurrence, start, end)],
            )
        plan = self.plan
        return await self.hass.async_add_executor_job(
            lambda: (plan.occurrences(start, end), plan.absent(start, end))
        )


def _within(occurrence: Occurrence, start: datetime, end: datetime) -> bool:
    return occurrence.start < end and occurrence.end > start
