"""How exact the counted energy is: a simulated week at each reading pace.

`python -m tests.energy_week` prints the table of `docs/energy.md`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import math
import random
import sys

from custom_components.amps.api.models import Battery, Source
from custom_components.amps.battery.energy import Totals
from custom_components.amps.battery.reading_times import (
    FIRST_READING_DELAY,
    LAST_READING_LEAD,
)
from custom_components.amps.battery.refresh import READ_DELAY_AFTER_PULL
from custom_components.amps.battery.writer import READING_DELAY
from simulator import ManualClock, World, full
from simulator.readings import Reading

BATTERY = "device_sim_week"
START = datetime(2026, 11, 23, tzinfo=UTC)
PACES = (1, 5, 15)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
DAYS = 7


@dataclass(frozen=True, kw_only=True)
class Window:
    """A part of every day, in hours, and what the battery is told to do in it."""

    start: float
    end: float
    command: str
    power: float
    target: float
    weekend: bool = True

    def is_on(self, day: datetime) -> bool:
        """Return whether it is planned for a day."""
        return self.weekend or day.weekday() < 5


PLAN = (
    Window(start=0.5, end=5.5, command="charge", power=3.0, target=90),
    Window(start=12, end=13, command="charge", power=2.0, target=95, weekend=False),
    Window(start=16.75, end=19.25, command="discharge", power=3.5, target=15),
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was counted in a week, and what truly flowed, in kWh."""

    charged: float
    discharged: float
    true_charged: float
    true_discharged: float

    @property
    def errors(self) -> tuple[float, float]:
        """Percent by which each total is off."""
        return (
            (self.charged / self.true_charged - 1) * 100,
            (self.discharged / self.true_discharged - 1) * 100,
        )


def week(pace: int, *, restless: bool = False, whole_percent: bool = False) -> Outcome:
    """Return the outcome of reading every `pace` minutes for a week.

    Between its windows the battery follows the sandbox's day; a restless house makes
    it charge or discharge with another power every minute instead. A manufacturer may
    round the level to whole percent.
    """
    clock = ManualClock(START)
    device = full(BATTERY, captured_ago=None, level=40.0)
    world = World(clock, devices=[device])
    totals = Totals()
    readings = set(_readings(pace))
    minutes = {START + number * MINUTE for number in range(DAYS * DAY // MINUTE)}
    for at in sorted(readings | minutes):
        clock.set(at)
        if at in minutes:
            _live(world, at, restless=restless)
        if at in readings:
            reading = world.read(BATTERY, expedite=pace < 15)
            answer = _battery(reading, whole_percent=whole_percent)
            totals = totals.counted(answer)
    clock.set(START + DAYS * DAY)
    world.catch_up()
    return Outcome(
        charged=totals.charged,
        discharged=totals.discharged,
        true_charged=device.charged_kwh,
        true_discharged=device.discharged_kwh,
    )


def _readings(pace: int) -> Iterator[datetime]:
    """Return the instants of the readings: in their rhythm, and around windows."""
    extra = sorted(_around_windows(), reverse=True)
    at, end = START, START + DAYS * DAY
    while at < end:
        yield at
        due = at + pace * MINUTE + READ_DELAY_AFTER_PULL
        while extra and extra[-1] <= at:
            extra.pop()
        at = min(due, extra[-1]) if extra else due


def _around_windows() -> Iterator[datetime]:
    """Return the readings that tell how a window begins and ends, and its return."""
    for day in range(DAYS):
        midnight = START + day * DAY
        for window in PLAN:
            if window.is_on(midnight):
                end = midnight + window.end * HOUR
                yield midnight + window.start * HOUR + FIRST_READING_DELAY
                yield end - LAST_READING_LEAD
                yield end + READING_DELAY


def _live(world: World, at: datetime, *, restless: bool) -> None:
    """Let a minute of the week begin."""
    hour = at.hour + at.minute / 60
    for window in PLAN:
        if not window.is_on(at):
            continue
        if math.isclose(hour, window.start, abs_tol=1e-6):
            world.set_mode_locally(
                BATTERY, window.command, power=window.power, target=window.target
            )
        if window.start <= hour < window.end:
            return
        if math.isclose(hour, window.end, abs_tol=1e-6):
            world.set_mode_locally(BATTERY, "auto.balanced")
    if restless:
        _flicker(world, at)


def _flicker(world: World, at: datetime) -> None:
    """Let the battery have what house and sun leave over in this minute."""
    chance = random.Random(int(at.timestamp()))  # noqa: S311
    sun = max(0.0, math.sin((at.hour + at.minute / 60 - 7) / 10 * math.pi)) * 3.0
    kettle = 2.2 if chance.random() < 0.06 else 0.0
    kw = sun * chance.uniform(0.3, 1.0) - chance.uniform(0.2, 0.9) - kettle
    command = "charge" if kw > 0 else "discharge"
    world.set_mode_locally(BATTERY, command, power=round(abs(kw), 2))


def _battery(reading: Reading, *, whole_percent: bool) -> Battery:
    """Return an answer as the client does."""
    state = reading.capture.state
    level = state["level"]
    return Battery(
        id=BATTERY,
        available=reading.available,
        source=Source(reading.source),
        last_pulled_at=reading.capture.at,
        level=round(level) if whole_percent else level,
        capacity=state["capacity"],
        power=state["chargeRate"],
    )


KINDS: tuple[tuple[str, dict[str, bool]], ...] = (
    ("calm", {}),
    ("calm, whole percent", {"whole_percent": True}),
    ("restless", {"restless": True}),
    ("restless, whole percent", {"restless": True, "whole_percent": True}),
)


def table() -> str:
    """Return the outcome of every kind of week at every pace."""
    rows = [
        "| house | every | charged | counted | off | discharged | counted | off |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, kind in KINDS:
        for pace in PACES:
            meters = week(pace, **kind)
            into, out = (round(error, 1) + 0.0 for error in meters.errors)
            rows.append(
                f"| {name} | {pace} min"
                f" | {meters.true_charged:.1f} | {meters.charged:.1f} | {into:+.1f} %"
                f" | {meters.true_discharged:.1f} | {meters.discharged:.1f}"
                f" | {out:+.1f} % |"
            )
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(f"{table()}\n")
