"""How far the level is from what a plan expected half a day before."""

from datetime import datetime, timedelta

from custom_components.amps.planner.result import DayPlan

AHEAD = timedelta(hours=12)


class Levels:
    """Compares expected levels with the actual ones."""

    def __init__(self) -> None:
        """Begin without a plan."""
        self._expected: dict[datetime, float] = {}
        self.errors: list[float] = []
        """Percent by which levels were off, up or down."""

    def expect(self, plan: DayPlan, now: datetime, *, followed: bool) -> None:
        """Record what a plan expects, or expects of self-use if it is not followed."""
        at = now + AHEAD
        for row in plan.rows:
            if row.start < at <= row.end:
                self._expected[at] = row.level if followed else row.self_use_level

    def watch(self, now: datetime, level: float) -> None:
        """Compare the level now with what was expected, if anything was."""
        expected = self._expected.pop(now, None)
        if expected is not None:
            self.errors.append(abs(level - expected))
