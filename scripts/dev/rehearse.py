"""Entry point of scripts/rehearse, whose help is in the script itself."""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
import sys
import time
from zoneinfo import ZoneInfo

import aiohttp

from .errors import DevelopError
from .home_assistant import Json
from .interrupt import interruptible
from .options import Options, moment, pace, zone
from .rehearse_kill import ENDLESS, Kills, Point
from .rehearse_points import POINTS
from .rehearse_stage import Stage, staged
from .rehearse_week import Week

DEVICES = {
    "full": ["full"],
    "windowed": ["windowed_only"],
    "both": ["full", "windowed_only"],
    "endless": [ENDLESS],
}
SUNDAY_EVENING = datetime(2026, 11, 22, 22)  # noqa: DTZ001 - in the zone asked for
GOOD = (
    "points",
    "right",
    "occurrences",
    "times between windows",
    "pushes",
    "requests",
    "time-outs logged",
)
"""Numbers that may be more than none."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What to rehearse."""

    name: str
    options: Options
    kinds: list[str]
    points: list[int]


def _numbers(text: str) -> list[int]:
    """Read how many points, or which: "20" or "3,5"."""
    parts = text.split(",")
    if not all(part.isdecimal() and 1 <= int(part) <= len(POINTS) for part in parts):
        raise argparse.ArgumentTypeError(
            f"{text} is not a list of points from 1 to {len(POINTS)}"
        )
    numbers = list(dict.fromkeys(int(part) for part in parts))
    return numbers if len(parts) > 1 else _first(numbers[0])


def _first(count: int) -> list[int]:
    return list(range(1, count + 1))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/rehearse", add_help=False)
    add = parser.add_argument
    add("name", choices=("week", "kill"), metavar="week|kill")
    add("--speed", type=pace)
    add("--start", type=moment)
    add("--time-zone", type=zone, default="Europe/London")
    add("--device", choices=DEVICES, default="full")
    add("--points", type=_numbers, default=_first(len(POINTS)))
    add("--keep", type=Path)
    return parser


def parse(arguments: Sequence[str] | None = None) -> Rehearsal:
    """Read the command line; ends the program with one line where it is wrong."""
    parser = _parser()
    given = parser.parse_args(arguments)
    start: datetime = given.start or SUNDAY_EVENING
    if start.tzinfo is None:
        start = start.replace(tzinfo=ZoneInfo(given.time_zone))
    options = Options(
        check=True,
        api_key=None,
        batteries=1,
        speed=given.speed or {"week": 300, "kill": 60}[given.name],
        start=start.astimezone(UTC),
        time_zone=given.time_zone,
        port=None,
        keep=given.keep and given.keep.expanduser().absolute(),
    )
    if options.keep and options.keep.exists() and any(options.keep.iterdir()):
        parser.error(f"--keep: {options.keep} is not empty")
    if given.name == "week" and given.device == "endless":
        parser.error("--device endless is only for kill")
    rehearsal = Rehearsal(given.name, options, DEVICES[given.device], given.points)
    if given.name == "kill" and not _points(rehearsal):
        parser.error("--points: none of these apply to an endless battery")
    return rehearsal


def _points(rehearsal: Rehearsal) -> list[Point]:
    """Return the points to kill at, for every kind of battery; none in a week."""
    if rehearsal.name == "week":
        return []
    return [
        replace(POINTS[number - 1], kind=kind, number=number)
        for kind in rehearsal.kinds
        for number in rehearsal.points
        if kind != ENDLESS or not POINTS[number - 1].queues
    ]


def _devices(rehearsal: Rehearsal, points: list[Point]) -> list[tuple[str, Json]]:
    """Return the kind, the id and what is special of each battery."""
    if not points:
        return [(kind, {"id": kind}) for kind in rehearsal.kinds]
    return [(point.kind, {"id": point.amps_id, **point.device}) for point in points]


async def run(rehearsal: Rehearsal) -> int:
    """Rehearse, print the result, and give the exit code."""
    began = time.monotonic()
    scenes = _points(rehearsal)
    async with staged(rehearsal.options, _devices(rehearsal, scenes)) as stage:
        scenario = Kills(stage, scenes) if scenes else Week(stage)
        await scenario.live()
        numbers = await scenario.judge()
        await stage.stop()
        numbers |= _logged(stage)
    print()
    for name, number in numbers.items():
        print(f"{name}: {number}")
    print(f"speed: {rehearsal.options.speed:g}")
    print(f"real seconds: {time.monotonic() - began:.0f}")
    return any(number for name, number in numbers.items() if name not in GOOD)


def _logged(stage: Stage) -> dict[str, int]:
    """Print and count the errors; a time-out is but a moment on a fast clock."""
    entries = stage.log.log_entries("ERROR", "CRITICAL")
    for entry in entries:
        print(entry, file=sys.stderr)
    slow = sum("TimeoutError" in one for one in entries)
    return {"time-outs logged": slow, "errors logged": len(entries) - slow}


async def _run(rehearsal: Rehearsal) -> int:
    try:
        return await run(rehearsal)
    except (DevelopError, aiohttp.ClientError) as err:
        print(err, file=sys.stderr)
        return 1


def main() -> int:
    """Run as the command line says."""
    return asyncio.run(interruptible(_run(parse())))


if __name__ == "__main__":
    sys.exit(main())
