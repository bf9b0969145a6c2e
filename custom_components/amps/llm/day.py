"""The tool by which an assistant says what a battery will do, and why."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, override

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType, JsonValueType
import voluptuous as vol

from ..battery.day_run import DayView, saving_of
from ..battery.planning.suggestions import suggested_views
from ..battery.windows import within
from ..services import serialize
from .answers import MAX_WINDOWS, brief_window, without_nothing
from .batteries import Exposed
from .tool import ReadTool

AHEAD: Final = timedelta(hours=24)
STEP_HOURS: Final = 3
"""How far apart the expected levels are: a model has to read them all."""


class GetPlanTool(ReadTool):
    """Says what batteries will do today, why, and what that saves."""

    name = "amps__get_plan"
    title = "Get the battery's plan of the day"
    description = (
        "Get what home batteries will do in the next 24 hours, why, the levels in"
        " percent that are expected, and the money that this is expected to save and"
        " has saved so far; or why nothing is planned by itself, and what is missing"
        " for a better plan. Suggested windows are carried out only if the user accepts"
        " them."
    )
    fields: ClassVar[Mapping[vol.Marker, Any]] = {}

    @override
    async def async_answer(
        self, hass: HomeAssistant, batteries: Sequence[Exposed], data: dict[str, Any]
    ) -> JsonObjectType:
        """Return the plan of each battery."""
        plans: list[JsonValueType] = [
            await _async_plan(battery, dt_util.utcnow()) for battery in batteries
        ]
        return {"plans": plans}


async def _async_plan(battery: Exposed, now: datetime) -> JsonObjectType:
    followed = battery.controller.followed()
    state, end = followed.state, now + AHEAD
    views = [
        *await battery.controller.async_windows(now, end),
        *within(suggested_views(followed), now, end),
    ]
    views = [view for view in views if view.absence is None]
    views.sort(key=lambda view: view.start)
    windows: list[JsonValueType] = [
        brief_window(battery, view) for view in views[:MAX_WINDOWS]
    ]
    savings = state.savings
    return {
        **without_nothing(
            battery,
            {
                "plan_paused": None if state.enabled else True,
                "planning": state.planning.value,
                **(_expected(state.day_view, now) if state.day_view else {}),
                "saved": round(savings.saved, 2) if savings.currency else None,
                "currency": savings.currency or state.hass.config.currency,
            },
        ),
        "windows": windows,
    }


def _expected(view: DayView, now: datetime) -> JsonObjectType:
    """Return what is expected of a day, or why there is no plan for it."""
    return {
        "status": view.status.value,
        "reason": serialize.planning_reason(view),
        "missing": [*serialize.planning_missing(view)] or None,
        "expected_saving": saving_of(view),
        "expected_levels": _levels(view, now) or None,
    }


def _levels(view: DayView, now: datetime) -> list[JsonValueType]:
    first = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    hours = range(0, AHEAD // timedelta(hours=1), STEP_HOURS)
    instants = [first + timedelta(hours=hour) for hour in hours]
    return [
        {"time": serialize.time(at), "level": round(level)}
        for at in instants
        if (level := view.level_at(at)) is not None
    ]
