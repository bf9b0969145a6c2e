"""What one call of the engine costs, and what an edit of a large plan."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median
import time

from custom_components.amps.api.models import (
    Battery,
    Command,
    CommandSupport,
    Execution,
)
from custom_components.amps.engine.reconcile import reconcile
from custom_components.amps.engine.situation import Situation
from custom_components.amps.engine.state import EngineState
from custom_components.amps.engine.storage import plan_to_rows
from custom_components.amps.schedule.plan import Plan
from custom_components.amps.schedule.window import Draft, Occurrence, Window

BEGUN = datetime(2017, 1, 2, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BACK, AHEAD = NOW - timedelta(days=1), NOW + timedelta(days=35)
CALLS = 200
MS = 1000


async def measured() -> dict[str, float]:
    """Measure the engine with two sizes of plans, and an edit of the smaller."""
    daily = _plan(200, timedelta(minutes=7), "FREQ=DAILY")
    weekly = _plan(2000, timedelta(minutes=5), "FREQ=WEEKLY")
    ahead = [_situation(plan.occurrences(BACK, AHEAD)) for plan in (daily, weekly)]
    settled = [replace(one, state=reconcile(one).state) for one in ahead]
    return {
        "decide_200": _decide(settled[0]),
        "decide_2000": _decide(settled[1]),
        "missed_200": _decide(ahead[0]),
        "edit_block": await _edit(daily),
    }


def _plan(windows: int, apart: timedelta, repeat: str) -> Plan:
    """Return a plan of many short windows that began years ago."""
    made: list[Window] = []
    for number in range(windows):
        start = BEGUN + apart * number
        draft = Draft(
            command=Command.CHARGE,
            start=start,
            end=start + timedelta(minutes=4),
            repeat=repeat,
            zone="Europe/London",
        )
        made.append(Plan().add(draft, uid=f"w{number}", now=BEGUN).window)
    return Plan(tuple(made))


def _situation(occurrences: Iterable[Occurrence]) -> Situation:
    """Return what is known after a start at which a day of windows was missed."""
    support = CommandSupport(parameters={}, execution=frozenset(Execution))
    return Situation(
        now=NOW,
        battery=Battery(id="b", commands=dict.fromkeys(Command, support)),
        actions=(),
        occurrences={occurrence.key: occurrence for occurrence in occurrences},
        state=EngineState(),
        standing=Command.AUTO_BALANCED,
        listed=NOW,
    )


def _decide(situation: Situation) -> float:
    """Return the CPU milliseconds of one call of the engine."""
    took = []
    for _ in range(CALLS):
        afresh = replace(situation)  # nothing is worked out yet
        began = time.thread_time()
        reconcile(afresh)
        took.append((time.thread_time() - began) * MS)
    return median(took)


async def _edit(plan: Plan) -> float:
    """Return for how many ms an edit in the executor blocks the event loop at most."""
    gaps = [0.0]

    async def watch() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            gaps.append((time.perf_counter() - began - 0.001) * MS)

    def edit() -> None:
        start = NOW + timedelta(days=2, minutes=6)
        draft = Draft(
            command=Command.IDLE, start=start, end=start + timedelta(minutes=1)
        )
        edited = plan.add(draft, uid="new", now=NOW, replace=True).plan
        plan_to_rows(edited)
        edited.occurrences(BACK, AHEAD)
        edited.absent(BACK, AHEAD)

    watcher = asyncio.create_task(watch())
    await asyncio.to_thread(edit)
    watcher.cancel()
    return max(gaps)
