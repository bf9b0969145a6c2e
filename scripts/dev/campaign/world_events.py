"""Which trouble a story has, and how often."""

from collections.abc import Callable, Iterator
from typing import Any

from .draft import Draft
from .story import Happening

type Make = Callable[[Draft], Iterator[Happening]]

BRIEF = (20, 70, 200, 600)
HOURS = (600, 1800, 5400, 4 * 3600)
LONG = (1800, 3600, 3 * 3600, 9 * 3600)
OUTAGES = (
    "refused",
    "drops",
    "hangs",
    "503",
    "500",
    "garbage",
    "not json",
    "429",
    "401",
    "plain-401",
)
ENDPOINTS = (
    "push",
    "push",
    "push",
    "cancel",
    "read_action",
    "list_actions",
    "list_battery",
    "read_battery",
)
ONCE = ("lost", "lost", "late", "slow", "cut", "torn", "dropped", "500", "503", "empty")
CODES = (
    "DEVICE_OFFLINE",
    "TIMEOUT",
    "REJECTED",
    "SCHEDULER_ACTIVE",
    "UNKNOWN_ERROR",
    "NETWORK_ERROR",
)


def _of(
    kind: str,
    a_day: float,
    given: Callable[[Draft, int], dict[str, Any]],
    *,
    one_battery: bool = True,
) -> Make:
    """Let a kind of trouble happen some times per day."""

    def make(draft: Draft) -> Iterator[Happening]:
        for _ in draft.times(a_day):
            battery = draft.some_battery()
            at, what = draft.moment(battery), given(draft, battery)
            yield Happening(at, kind, battery if one_battery else None, what)

    return make


def _outage(draft: Draft, _: int) -> dict[str, Any]:
    chance = draft.chance
    lasts = chance.choice((*BRIEF, *HOURS))
    how = chance.choice(OUTAGES[:-3] if lasts > 1800 else OUTAGES)
    return {"how": how, "for": lasts}


def _fault(draft: Draft, _: int) -> dict[str, Any]:
    chance = draft.chance
    return {
        "endpoint": chance.choice(ENDPOINTS),
        "how": chance.choice(ONCE),
        "times": chance.choice((1, 1, 1, 2, 4)),
        "for": chance.choice(HOURS),
    }


def _off(draft: Draft, _: int) -> dict[str, Any]:
    return {"for": draft.chance.choice((20, 40, 90, 300, 1800, 7200, 6 * 3600))}


def _kill_at(draft: Draft, battery: int) -> dict[str, Any]:
    chance = draft.chance
    return _off(draft, battery) | {
        "endpoint": chance.choice(("push", "push", "push", "cancel")),
        "after": chance.random() < 0.6,
        "within": 86400,
    }


def _foreign(draft: Draft, battery: int) -> dict[str, Any]:
    chance, device = draft.chance, draft.devices[battery]
    command = chance.choice(list(device.commands))
    shapes = device.commands[command].execution
    given: dict[str, Any] = {"command": command, "parameters": {}}
    shape = chance.choice(shapes)
    if shape != "immediate":
        given["start"] = chance.choice((2, 10, 45, 300, 1500))
    if shape == "windowed":
        given["end"] = given["start"] + chance.choice((10, 60, 200))
    if chance.random() < 0.3:
        given["on_conflict"] = chance.choice(device.conflict_strategies)
    return given


def _lasting(*lengths: float) -> Callable[[Draft, int], dict[str, Any]]:
    def given(draft: Draft, _: int) -> dict[str, Any]:
        return {"for": draft.chance.choice(lengths)}

    return given


def _by_hand(draft: Draft, battery: int) -> dict[str, Any]:
    return {"command": draft.chance.choice(list(draft.devices[battery].commands))}


def _fails(draft: Draft, _: int) -> dict[str, Any]:
    return {"code": draft.chance.choice(CODES), "for": draft.chance.choice(LONG)}


def _capability(draft: Draft, battery: int) -> dict[str, Any]:
    commands = list(draft.devices[battery].commands)
    lasts = draft.chance.choice(LONG)
    return {"command": draft.chance.choice(commands), "for": lasts}


def _level(draft: Draft, _: int) -> dict[str, Any]:
    return {"to": float(draft.chance.randrange(10, 100))}


def _wrong_clock(draft: Draft, _: int) -> dict[str, Any]:
    chance = draft.chance
    return {
        "by": chance.choice((-7200, -600, -65, 30, 90, 900, 7200, 86400)),
        "for": chance.choice((120, 1200, 7200)),
    }


def _knob(draft: Draft, _: int) -> dict[str, Any]:
    chance = draft.chance
    return chance.choice(
        (
            {"generation": chance.choice(("g1", "g2"))},
            {"generation": chance.choice(("g1", "g2"))},
            {"window_completed_at": chance.choice(("end", "opening"))},
            {"after_window": chance.choice(("idle", "previous"))},
            {"repeated_hour": chance.choice(("first", "second"))},
            {"completion_delay": chance.choice((2.0, 4.0, 25.0))},
            {"clock_skew": chance.choice((0.0, 5.0, -30.0))},
            {"projection": chance.random() < 0.3},
            {"repeat_cancel": chance.choice(("conflict", "ok"))},
            {"rate_limit": chance.choice((None, None, 30))},
        )
    )


TROUBLES: tuple[Make, ...] = (
    _of("outage", 0.5, _outage, one_battery=False),
    _of("fault", 0.7, _fault, one_battery=False),
    _of("restart", 0.25, _off, one_battery=False),
    _of("kill", 0.25, _off, one_battery=False),
    _of("kill_at", 0.2, _kill_at, one_battery=False),
    _of("foreign", 0.2, _foreign),
    _of("foreign_cancel", 0.15, lambda *_: {}),
    _of("by_hand", 0.15, _by_hand),
    _of("vendor_schedule", 0.1, _lasting(*LONG)),
    _of("offline", 0.15, _lasting(60, 600, *LONG)),
    _of("link", 0.06, _lasting(*LONG)),
    _of("fail_next", 0.2, _fails),
    _of("leave", 0.05, _lasting(90, *LONG)),
    _of("capability", 0.06, _capability),
    _of("level", 0.1, _level),
    _of("wrong_clock", 0.1, _wrong_clock, one_battery=False),
    _of("knobs", 0.2, _knob, one_battery=False),
    _of("key", 0.02, _lasting(120, 1800), one_battery=False),
)
