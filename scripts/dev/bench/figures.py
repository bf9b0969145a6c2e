"""The figures, with their goals."""

from dataclasses import dataclass

from .requests import SIZES, allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table."""

    key: str
    name: str
    goal: float | None
    """The maximum; None if it is only shown."""
    unit: str = ""
    counted: bool = False
    """Whether it is an exact count: any increase over the stored value is worse."""

    @property
    def text_of_goal(self) -> str:
        """Return the goal as the tables show it."""
        return "" if self.goal is None else f"at most {self.goal:g} {self.unit}".strip()

    def is_missed(self, value: float) -> bool:
        """Return whether a value misses the goal."""
        return self.goal is not None and value > self.goal

    def text(self, value: float) -> str:
        """Return a value with its unit."""
        return f"{value:{'g' if self.counted else '.2f'}} {self.unit}".strip()


def _requests(batteries: int) -> Figure:
    return Figure(
        key=f"requests_{batteries}",
        name=f"requests of a resting poll, batteries: {batteries}",
        goal=allowed(batteries),
        counted=True,
    )


def _ratio(key: str, name: str, goal: float | None = 1.5) -> Figure:
    return Figure(key=key, name=name, goal=goal)


FIGURES = (
    *map(_requests, SIZES),
    _ratio("poll_unchanged", "CPU of a poll, nothing changed / fetch and decode"),
    _ratio("poll_changed", "CPU of a poll, all changed / barest"),
    _ratio("client_again", "CPU of the client, listing again / fetch and decode"),
    _ratio("client_first", "CPU of the client, first listing / fetch and decode"),
    Figure(
        key="command", name="command to state, less Amps' answer", goal=50, unit="ms"
    ),
    Figure(key="followed", name="end of an action to state, polled", goal=2, unit="s"),
    Figure(
        key="webhook", name="end of an action to state, webhook", goal=0.3, unit="s"
    ),
    _ratio("setup", "CPU of a set-up / barest"),
    _ratio("setup_first", "CPU of the very first set-up / barest", None),
    _ratio("memory", "memory of a battery / barest", 2),
    Figure(key="memory_kib", name="memory of a battery", goal=None, unit="KiB"),
    _ratio("setup_block", "longest block of a set-up / barest", 1.2),
    Figure(key="poll_block", name="longest block of a poll", goal=20, unit="ms"),
    Figure(
        key="rest_stored",
        name="files written an hour of rest and battery",
        goal=0,
        counted=True,
    ),
    Figure(
        key="rest_recorded",
        name="states recorded beyond changes an hour of rest and battery",
        goal=0,
        counted=True,
    ),
    Figure(
        key="save_block",
        name="event loop of a save, 2,000 past windows",
        goal=2,
        unit="ms",
    ),
    Figure(
        key="hour_written",
        name="written in an hour of moving values, 2,000 past windows",
        goal=20,
        unit="KiB",
    ),
    Figure(
        key="hour_written_window",
        name="written in an hour in which a window begins and ends, 10 are planned",
        goal=None,
        unit="KiB",
    ),
    Figure(key="decide_200", name="engine, 200 windows", goal=2, unit="ms"),
    Figure(key="decide_2000", name="engine, 2,000 windows", goal=4, unit="ms"),
    Figure(
        key="missed_200", name="engine, 200 missed windows told", goal=20, unit="ms"
    ),
    Figure(key="edit_block", name="longest block of an edit", goal=20, unit="ms"),
    Figure(key="days", name="plans of the day, batteries: 400", goal=20, unit="s"),
    Figure(
        key="days_block",
        name="longest block while 400 days are planned",
        goal=20,
        unit="ms",
    ),
    Figure(key="start", name="share of Home Assistant's start", goal=3, unit="%"),
)
MODULES = {
    "requests": "test",
    "polls": "test",
    "client": "test",
    "days": "test",
    "latency": "test",
    "followed": "test",
    "setups": "test",
    "memory": "test",
    "rest": "test",
    "storage": "test",
    "engine": "test",
    "start": "app",
}
"""The modules that measure them, and the environment that each runs in."""
