"""Measures what a large plan costs: one call of the engine, and an edit.

Goals: `decide` for the occurrences of 200 windows in at most 2 ms, and no gap of more
than 20 ms in the event loop while such a plan is edited.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from statistics import median
import sys
import time

from custom_components.amps.api.models import (
    Battery,
    Command,
    CommandSupport,
    Execution,
)
from custom_components.amps.plan.engine import decide
from custom_components.amps.plan.memory import Memory
from custom_components.amps.plan.plan import Plan
from custom_components.amps.plan.situation import Situation
from custom_components.amps.plan.window import Draft, Occurrence

WINDOWS = 200
BEGUN = datetime(2017, 1, 2, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MOST_MS = 2.0
LONGEST_GAP_MS = 20.0
CALLS = 200


def main() -> int:
    """Print a figure a line; 1 where a goal is missed."""
    plan = _plan()
    found = plan.occurrences(NOW - timedelta(days=1), NOW + timedelta(days=35))
    took = _decide({it.key: it for it in found})
    gap = asyncio.run(_edit(plan))
    print(f"windows: {WINDOWS}")
    print(f"occurrences: {len(found)}")
    print(f"decide, median of {CALLS}: {took:.2f} ms (at most {MOST_MS:g})")
    print(f"longest gap in an edit: {gap:.1f} ms (at most {LONGEST_GAP_MS:g})")
    return int(took > MOST_MS or gap > LONGEST_GAP_MS)


def _plan() -> Plan:
    """Give a plan of many short daily windows that began years ago."""
    plan = Plan()
    for number in range(WINDOWS):
        start = BEGUN + timedelta(minutes=7 * number)
        draft = Draft(
            command=Command.CHARGE,
            start=start,
            end=start + timedelta(minutes=5),
            repeat="FREQ=DAILY",
            zone="Europe/London",
        )
        plan = plan.add(draft, uid=f"w{number}", now=BEGUN).plan
    return plan


def _decide(occurrences: dict[str, Occurrence]) -> float:
    """Give the milliseconds of one call of the engine."""
    support = CommandSupport(parameters={}, execution=frozenset(Execution))
    battery = Battery(id="b", commands=dict.fromkeys(Command, support))
    took = []
    for _ in range(CALLS):
        situation = Situation(
            now=NOW,
            battery=battery,
            actions=(),
            occurrences=occurrences,
            memory=Memory(),
            standing=Command.AUTO_BALANCED,
            listed=NOW,
        )
        began = time.perf_counter()
        decide(situation)
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


async def _edit(plan: Plan) -> float:
    """Give the longest time that an edit in the executor held the event loop."""
    gaps = [0.0]

    async def watch() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            gaps.append((time.perf_counter() - began - 0.001) * 1000)

    def edit() -> None:
        start = NOW + timedelta(days=2, minutes=6)
        draft = Draft(
            command=Command.IDLE, start=start, end=start + timedelta(minutes=1)
        )
        edited = plan.add(draft, uid="new", now=NOW, replace=True).plan
        edited.to_ics()
        edited.occurrences(NOW - timedelta(days=1), NOW + timedelta(days=35))
        edited.absent(NOW - timedelta(days=1), NOW + timedelta(days=35))

    watcher = asyncio.create_task(watch())
    await asyncio.to_thread(edit)
    watcher.cancel()
    return max(gaps)


if __name__ == "__main__":
    sys.exit(main())
