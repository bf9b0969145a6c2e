"""A week of a charge plan: moved, skipped, disturbed, and a night without us."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from .check import columns
from .home_assistant import Json
from .rehearse_judge import (
    Kept,
    Mode,
    Past,
    Planned,
    Verdict,
    judged,
    kept,
    outcome_of,
    stretches,
    unplanned,
)
from .rehearse_owner import Owner
from .rehearse_stage import Battery, Stage

STANDING = "auto.balanced"
BY_HAND = "auto.reserve"
WEEKDAYS = 5
NIGHT = (time(0, 30), time(5, 30))
MOVED = (time(2, 0), time(4, 30))
NOON = (time(12, 0), time(13, 0))
RIGHT = "right"

type Happening = tuple[datetime, Callable[[], Awaitable[None]]]


@dataclass(slots=True)
class Household:
    """One battery, what is planned for it, and what was done by hand."""

    owner: Owner
    battery: Battery
    uids: dict[str, str] = field(default_factory=dict)
    planned: list[Planned] = field(default_factory=list)
    changes: dict[datetime, str] = field(default_factory=dict)


class Week:
    """What happens in the week, and when."""

    def __init__(self, stage: Stage) -> None:
        """Choose when the week begins."""
        self._stage = stage
        self._start = stage.begin
        local = stage.begin.astimezone(stage.zone)
        # the first day is the coming Monday
        self._monday = (local + timedelta(days=7 - local.weekday())).date()
        self.end = self._at(6, time(22))
        self._homes: list[Household] = []

    def _at(self, day: int, clock: time) -> datetime:
        date = self._monday + timedelta(days=day)
        return datetime.combine(date, clock, self._stage.zone)

    async def live(self) -> None:
        """Let the week pass."""
        stage = self._stage
        await stage.start()
        stage.say("Home Assistant runs")
        for battery in await stage.batteries():
            home = Household(Owner(stage, battery), battery)
            self._homes.append(home)
            await self._plan(home)
        for instant, act in self._happenings():
            await stage.until(instant)
            await act()
        await stage.until(self.end)

    def _happenings(self) -> list[Happening]:
        return [
            (self._at(0, time(15)), self._move),
            (self._at(0, time(16)), self._skip),
            (self._at(1, time(8)), self._change_mode),
            (self._at(3, time(20)), self._leave),
            (self._at(4, time(8)), self._come_back),
        ]

    async def _plan(self, home: Household) -> None:
        night = await home.owner.schedule(
            self._at(0, NIGHT[0]),
            self._at(0, NIGHT[1]),
            "charge",
            target=90,
            power=3,
            repeat="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        )
        noon = await home.owner.schedule(
            self._at(0, NOON[0]),
            self._at(0, NOON[1]),
            "discharge",
            target=40,
            repeat="FREQ=DAILY",
        )
        home.uids = {"night": night["uid"], "noon": noon["uid"]}
        for day in range(7):
            if day < WEEKDAYS:
                home.planned.append(self._on(day, NIGHT, night))
            home.planned.append(self._on(day, NOON, noon))
        self._stage.say(f"planned for {home.battery.amps_id}")

    def _on(self, day: int, span: tuple[time, time], window: Json) -> Planned:
        start, end = (self._at(day, clock) for clock in span)
        return Planned.of(window).moved(start, end)

    async def _move(self) -> None:
        for home in self._homes:
            planned = self._night(home, 2)
            to = planned.moved(*(self._at(2, clock) for clock in MOVED))
            how = await home.owner.move(home.uids["night"], planned, to)
            home.planned[home.planned.index(planned)] = to
            self._stage.say(f"Wednesday's night is moved: {how}")

    async def _skip(self) -> None:
        for home in self._homes:
            planned = self._night(home, 3)
            await home.owner.skip(home.uids["night"], planned.start)
            home.planned.remove(planned)
        self._stage.say("Thursday's night is skipped")

    def _night(self, home: Household, day: int) -> Planned:
        start = self._at(day, NIGHT[0])
        return next(planned for planned in home.planned if planned.start == start)

    async def _change_mode(self) -> None:
        for home in self._homes:
            home.changes[await self._stage.amps.now()] = BY_HAND
            await home.owner.choose_mode(BY_HAND.replace(".", "_"))
        self._stage.say(f"{BY_HAND} by hand")

    async def _leave(self) -> None:
        await self._stage.stop()
        self._stage.say("Home Assistant is off")

    async def _come_back(self) -> None:
        await self._stage.start()
        self._stage.say("Home Assistant is back")

    async def judge(self) -> dict[str, int]:
        """Print what became of everything; gives the numbers."""
        record = await self._stage.amps.record()
        numbers = {"requests": record["next"]}
        for home in self._homes:
            first = Mode(self._start, STANDING, {}, "initial")
            past = Past.of(record, home.battery.amps_id, first)
            told = await self._stage.windows(home.battery, self._start, self.end)
            verdicts = [
                judged(planned, past, outcome_of(planned, told))
                for planned in home.planned
            ]
            between = [
                kept(stretch, past)
                for stretch in stretches(
                    home.planned, home.changes, STANDING, self._start, self.end
                )
            ]
            self._show(home, verdicts, between)
            others = unplanned(verdicts, past)
            for mode in others:
                print(f"unplanned: {mode}")
            for name, number in _numbers(verdicts, between, others).items():
                numbers[name] = numbers.get(name, 0) + number
        return numbers

    def _show(
        self, home: Household, verdicts: list[Verdict], between: list[Kept]
    ) -> None:
        print(f"\n{home.battery.amps_id}")
        print(columns([OCCURRENCES, *(self._row(verdict) for verdict in verdicts)]))
        print()
        print(columns([BETWEEN, *(self._between(verdict) for verdict in between)]))

    def _row(self, verdict: Verdict) -> tuple[str, ...]:
        planned, seen = verdict.planned, verdict.seen
        given = (seen[0] if seen else planned).parameters
        return (
            planned.command,
            self._span(planned.start, planned.end),
            self._span(seen[0].at if seen else None, verdict.end, seconds=True),
            " ".join(f"{key}={value:g}" for key, value in sorted(given.items())),
            str(len(seen)),
            str(verdict.pushes),
            verdict.outcome,
            ", ".join(verdict.wrong) or RIGHT,
        )

    def _between(self, found: Kept) -> tuple[str, ...]:
        stretch, settled = found.stretch, found.settled
        after = None if settled is None else (settled - stretch.start).total_seconds()
        return (
            self._span(stretch.start, stretch.end),
            stretch.command,
            " > ".join(found.seen),
            "never" if after is None else f"{after:.0f} s",
            RIGHT if found.is_right else "wrong",
        )

    def _span(
        self, start: datetime | None, end: datetime | None, *, seconds: bool = False
    ) -> str:
        form = "%H:%M:%S" if seconds else "%H:%M"
        begins = f"{start.astimezone(self._stage.zone):%a %d {form}}" if start else "-"
        ends = f"{end.astimezone(self._stage.zone):{form}}" if end else "-"
        return f"{begins} - {ends}"


OCCURRENCES = (
    "occurrence",
    "planned",
    "effect on the battery",
    "parameters",
    "seen",
    "pushes",
    "told",
    "verdict",
)
BETWEEN = ("between windows", "mode", "the battery's modes", "settled after", "verdict")


def _numbers(
    verdicts: list[Verdict], between: list[Kept], others: list[Mode]
) -> dict[str, int]:
    def count(problem: str) -> int:
        return sum(problem in verdict.wrong for verdict in verdicts)

    return {
        "occurrences": len(verdicts),
        "right": sum(not verdict.wrong for verdict in verdicts),
        "lost": count("lost"),
        "doubled": count("doubled"),
        "late": count("late"),
        "ended at another time": count("end"),
        "with other parameters": count("parameters"),
        "told wrongly": count("outcome"),
        "unplanned": len(others),
        "times between windows": len(between),
        "in another mode": sum(not verdict.is_right for verdict in between),
        "pushes": sum(verdict.pushes for verdict in verdicts),
    }
