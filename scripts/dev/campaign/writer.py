"""Writes stories from a seed: a random world, plan and trouble."""

from collections.abc import Callable, Iterator
from typing import Any

from simulator import FACTORIES, Device

from .draft import CALM_END_SECONDS, DAY_SECONDS, Draft
from .goal_events import with_goals
from .half_events import with_half
from .planning_events import with_planning
from .story import Happening, Home, Story
from .world_events import TROUBLES

DAY_MINUTES = 1440
KINDS = (
    ("full", 6),
    ("windowed_only", 5),
    ("no_auto", 2),
    ("no_settings", 2),
    ("fallback", 1),
    ("offline", 1),
)


class Writer:
    """Writes one story."""

    def __init__(
        self, seed: int, number: int, days: int, batteries: int, *, plain: bool = False
    ) -> None:
        """Take everything random from the seed and the story's number.

        A plain story has an Amps that works or does not, and an owner who does little.
        """
        self._plain = plain
        self._seed = seed
        self._number = number
        self._batteries = batteries
        self._draft = Draft(seed, number, days)

    def write(self) -> Story:
        """Write it."""
        chance = self._draft.chance
        homes = tuple(self._home() for _ in range(self._batteries))
        self._draft.devices = [FACTORIES[home.kind]() for home in homes]
        self._draft.instants = [[] for _ in homes]
        happenings = list(self._plans())
        happenings += self._edits()
        for make in TROUBLES:
            happenings += make(self._draft)
        kept = (
            happening
            for happening in happenings
            if 60 < happening.at < self._draft.days * DAY_SECONDS - CALM_END_SECONDS
        )
        plant = self._draft.zone.key if chance.random() < 0.85 else "Europe/Madrid"
        options: dict[str, Any] = {"add_new": True, "ignored": []}
        if plant != self._draft.zone.key:
            options["plant_time_zone"] = plant
        if chance.random() < 0.3:
            options["lead_time"] = chance.choice(
                ({"minutes": 15}, {"hours": 3}, {"days": 7})
            )
        if chance.random() < 0.2:
            options["reading_pace"] = str(chance.choice((1, 5)))
        if chance.random() < 0.6:
            options |= {"webhook_id": "campaign", "webhook_secret": SECRET}
        story = Story(
            seed=self._seed,
            number=self._number,
            start=self._draft.start.isoformat(),
            days=self._draft.days,
            zone=self._draft.zone.key,
            plant_zone=plant,
            homes=homes,
            knobs=self._knobs(),
            options=options,
            happenings=tuple(sorted(kept, key=lambda happening: happening.at)),
        )
        if self._plain:
            return story
        for add in (with_half, with_goals, with_planning):
            story = add(story, self._draft)
        return story

    def _home(self) -> Home:
        chance = self._draft.chance
        kinds, weights = zip(*KINDS, strict=True)
        kind = chance.choices(kinds, weights)[0]
        overrides: dict[str, Any] = {}
        if chance.random() < 0.2:
            overrides["window_completed_at"] = "opening"
        if chance.random() < 0.2:
            overrides["after_window"] = "previous"
        if chance.random() < 0.1:
            overrides["queue_end"] = "move"
        return Home(kind, float(chance.randrange(15, 95)), overrides)

    def _knobs(self) -> dict[str, Any]:
        chance = self._draft.chance
        return {
            "generation": chance.choice(("g2", "g2", "g1")),
            "environment": chance.choice(("sandbox", "live")),
            "gap": chance.choice(("shift", "reject")),
            "repeated_hour": chance.choice(("first", "second")),
            "completion_delay": chance.choice((2.0, 4.0, 25.0)),
            "clock_skew": chance.choice((0.0, 0.0, 3.0, -20.0)),
            "webhook_copies": chance.choice((1, 2, 3)),
            "webhook_order": chance.choice(("due", "reversed")),
            "webhook_delay": chance.choice((None, 1.0, 45.0)),
        }

    # The plan

    def _plans(self) -> Iterator[Happening]:
        for battery, device in enumerate(self._draft.devices):
            for _ in range(self._draft.chance.choice((0, 1, 1, 2))):
                yield self._plan(battery, device, repeats=True)
            for day in range(self._draft.days):
                for _ in range(self._draft.chance.choice((0, 1, 1, 2))):
                    yield self._plan(battery, device, day=day)

    def _plan(
        self, battery: int, device: Device, *, day: int = 0, repeats: bool = False
    ) -> Happening:
        chance = self._draft.chance
        begin = day * DAY_MINUTES
        made_at = (day - 0.3) * DAY_SECONDS + chance.uniform(100, DAY_SECONDS)
        if repeats:
            made_at = chance.uniform(100, 2 * DAY_SECONDS)
            begin = int(made_at / DAY_SECONDS) * DAY_MINUTES
        ahead = chance.choice((1, 1, 1, 2, 3)) * DAY_MINUTES
        begin += ahead + self._draft.time_of_day()
        length = chance.choice((15, 30, 45, 60, 60, 90, 120, 180, 300))
        command = self._draft.command(device)
        given: dict[str, Any] = {
            "window": f"w{self._draft.windows}",
            "start": begin,
            "end": begin + length,
            "command": command,
            "parameters": self._draft.parameters(device, command),
        }
        self._draft.windows += 1
        if repeats:
            rules = (
                "FREQ=DAILY",
                "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
                "FREQ=DAILY;COUNT=4",
            )
            given["repeat"] = chance.choice(rules)
        elif chance.random() < 0.3:
            given["replace"] = True
        for number in range(self._draft.days if repeats else 1):
            self._draft.note(battery, begin + number * DAY_MINUTES, length)
        by_action = "replace" in given or chance.random() < 0.6
        return Happening(made_at, "plan" if by_action else "write", battery, given)

    def _edits(self) -> Iterator[Happening]:
        """Let the owner change the plan, and send commands, at the worst moments."""
        chance = self._draft.chance
        for battery in range(self._batteries):
            for kind, a_day, make in EDITS:
                for _ in self._draft.times(a_day):
                    given = make(self._draft, battery)
                    yield Happening(self._draft.moment(battery), kind, battery, given)
            for _ in self._draft.times(0.15):
                at = self._draft.moment(battery)
                yield Happening(at, "switch", battery, {"on": False})
                back = at + chance.choice((5, 90, 1200, 7200, 30000))
                yield Happening(back, "switch", battery, {"on": True})


SECRET = "whsec_c2ltdWxhdGVkIHdlYmhvb2sgc2VjcmV0"  # noqa: S105  the simulator's


def _which(draft: Draft, battery: int) -> dict[str, Any]:
    del battery
    return {"window": draft.window(), "day": draft.chance.randrange(4)}


def _move(draft: Draft, battery: int) -> dict[str, Any]:
    steps = (-60, -20, -5, 0, 0, 5, 15, 40, 120)
    return _which(draft, battery) | {
        "start": draft.chance.choice(steps),
        "end": draft.chance.choice(steps),
    }


def _delete(draft: Draft, battery: int) -> dict[str, Any]:
    return _which(draft, battery) | {"future": draft.chance.random() < 0.2}


def _cancel(draft: Draft, battery: int) -> dict[str, Any]:
    ranges = ("this", "this", "this", "this_and_future", "all")
    return _which(draft, battery) | {"range": draft.chance.choice(ranges)}


def _option(draft: Draft, battery: int) -> dict[str, Any]:
    modes = [
        command
        for command in draft.devices[battery].commands
        if command.startswith("auto.")
    ]
    names = [mode.replace(".", "_") for mode in modes]
    options = ["automatic", "automatic", "as_amps_leaves_it", "idle", *names]
    return {"option": draft.chance.choice(options)}


def _command(draft: Draft, battery: int) -> dict[str, Any]:
    device, chance = draft.devices[battery], draft.chance
    command = chance.choice(list(device.commands))
    given: dict[str, Any] = {
        "command": command,
        "parameters": draft.parameters(device, command),
    }
    if chance.random() < 0.5:
        given["duration"] = {"minutes": chance.choice((1, 5, 20, 60, 240))}
    if chance.random() < 0.2:
        given["replace"] = True
    return given


def _mode(draft: Draft, battery: int) -> dict[str, Any]:
    return {"command": draft.chance.choice(list(draft.devices[battery].commands))}


def _nothing(draft: Draft, battery: int) -> dict[str, Any]:
    del draft, battery
    return {}


EDITS: tuple[tuple[str, float, Callable[[Draft, int], dict[str, Any]]], ...] = (
    ("move", 0.5, _move),
    ("delete", 0.25, _delete),
    ("cancel", 0.25, _cancel),
    ("cancel_next", 0.1, _nothing),
    ("skip", 0.15, _nothing),
    ("choose", 0.25, _option),
    ("command", 0.3, _command),
    ("mode", 0.2, _mode),
    ("stop", 0.15, _nothing),
    ("cancel_action", 0.08, _nothing),
    ("reload", 0.1, _nothing),
)
"""What the owner does, how often per day and battery, and with what details."""
