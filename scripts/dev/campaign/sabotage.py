"""Sabotages the integration, so that it can be seen that the checks find out.

Each breaks one promise to the owner and leaves all else as it is.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from homeassistant.components.event import EventEntity
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from custom_components.amps.battery.day_run import DayRun, Planning
from custom_components.amps.battery.goal_run import GoalRun
from custom_components.amps.battery.planning import day_planner
from custom_components.amps.battery.planning.goal_planner import GoalPlanner
from custom_components.amps.battery.state import BatteryState
from custom_components.amps.binary_sensor import AmpsBinarySensor
from custom_components.amps.const import DOMAIN
from custom_components.amps.engine.occurrence import Restore
from custom_components.amps.engine.state import EngineState
from custom_components.amps.event import AmpsWindowEvent

WARNINGS_PER_KEPT_ONE = 5
"""One of so many warnings is still told."""
AT_RISK = "at_risk"
LATE = timedelta(minutes=50)
"""So shortly before its end it is still told that a goal cannot be met."""

type Told = Callable[[AmpsWindowEvent, str, dict[str, Any]], None]


def no_repairs() -> None:
    """Create no repair."""
    create: Any = ir.async_create_issue

    def only_of_others(hass: Any, domain: str, issue_id: str, **about: Any) -> None:
        if domain != DOMAIN:
            create(hass, domain, issue_id, **about)

    _put(ir, "async_create_issue", only_of_others)


def no_problem() -> None:
    """Let *Problem* be off for ever."""
    true: Any = AmpsBinarySensor.is_on

    def is_on(self: AmpsBinarySensor) -> bool | None:
        if self.entity_description.key == "problem":
            return False
        found: bool | None = true.fget(self)
        return found

    _put(AmpsBinarySensor, "is_on", property(is_on))


def no_end_by_hand() -> None:
    """Set no mode behind a command by hand."""
    true: Any = vars(EngineState)["restores"]

    def restores(self: EngineState) -> list[Restore]:
        return [one for one in true.func(self) if not one.left.is_manual]

    _put(EngineState, "restores", property(restores))


def all_accepted() -> None:
    """Tell every outcome as accepted."""

    def tell(self: AmpsWindowEvent, kind: str, about: dict[str, Any]) -> None:
        if kind != AT_RISK:
            kind, about = "accepted", {**about, "reason": "not_seen"}
        EventEntity._trigger_event(self, kind, about)  # noqa: SLF001

    _put(AmpsWindowEvent, "_trigger_event", tell)


def few_warnings() -> None:
    """Tell one warning out of five."""
    warned = 0

    def tell(self: AmpsWindowEvent, kind: str, about: dict[str, Any]) -> None:
        nonlocal warned
        warned += kind == AT_RISK
        if kind != AT_RISK or warned % WARNINGS_PER_KEPT_ONE == 0:
            EventEntity._trigger_event(self, kind, about)  # noqa: SLF001

    _put(AmpsWindowEvent, "_trigger_event", tell)


def silent_goals() -> None:
    """Tell nothing of goals, only of their windows."""

    def tell(self: AmpsWindowEvent, kind: str, about: dict[str, Any]) -> None:
        if about["goal"] != about["uid"]:
            EventEntity._trigger_event(self, kind, about)  # noqa: SLF001

    _put(AmpsWindowEvent, "_trigger_event", tell)


def late_goals() -> None:
    """Tell only towards its end that a goal cannot be met."""
    true: Any = vars(GoalPlanner)["_told"]

    def told(self: GoalPlanner, run: GoalRun) -> GoalRun:
        is_late = run.record.occurrence.end - dt_util.utcnow() < LATE
        kept: GoalRun = true(self, run) if is_late else run
        return kept

    _put(GoalPlanner, "_told", told)


def automatic_again() -> None:
    """Plan by itself what the owner took back, again and again."""

    def with_avoided(run: DayRun, *_: Any) -> DayRun:
        return run

    _put(day_planner, "with_avoided", with_avoided)


def suggestions_sent() -> None:
    """Send what was only to be suggested."""
    true: Any = BatteryState.async_set_planning

    def choose(self: BatteryState, planning: Planning) -> None:
        true(self, Planning.AUTOMATIC if planning is Planning.SUGGEST else planning)

    _put(BatteryState, "async_set_planning", choose)


def _put(where: Any, name: str, what: Any) -> None:
    setattr(where, name, what)


SABOTAGES: dict[str, Callable[[], None]] = {
    "no-repairs": no_repairs,
    "no-problem": no_problem,
    "no-end-by-hand": no_end_by_hand,
    "all-accepted": all_accepted,
    "few-warnings": few_warnings,
    "silent-goals": silent_goals,
    "late-goals": late_goals,
    "automatic-again": automatic_again,
    "suggestions-sent": suggestions_sent,
}
