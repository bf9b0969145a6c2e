"""The shapes in which automations see actions and windows (`docs/actions.md`).

Times are ISO 8601 with offset, commands are slugs, and what is not known is None.
"""

from datetime import datetime

from homeassistant.core import async_get_hass
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType

from ..api.models import Action, Command
from ..battery import planning_words
from ..battery.day_run import DayView
from ..battery.why_words import why_sentence
from ..battery.windows import WindowView
from ..battery.wording import PlanWords
from ..schedule.goal import Aim
from ..schedule.replan import Lost
from ..schedule.why import Why
from ..schedule.window import Origin


def time(instant: datetime | None) -> str | None:
    """Return an instant in Home Assistant's zone, with its offset."""
    return None if instant is None else dt_util.as_local(instant).isoformat()


def slug(command: Command | None) -> str | None:
    """Return a command as an option value."""
    return None if command is None else command.slug


def what(action: Action) -> JsonObjectType:
    """Return which action it is, and what it asks for."""
    return {
        "action_id": action.id,
        "command": slug(action.command),
        "target": action.parameters.target,
        "power": action.parameters.power,
        "reserve": action.parameters.reserve,
    }


def when(action: Action) -> JsonObjectType:
    """Return the times of an action."""
    return {
        "start": time(action.start),
        "end": time(action.end),
        "created": time(action.created_at),
        "updated": time(action.updated_at),
    }


def error(action: Action) -> JsonObjectType:
    """Return why an action failed."""
    return {"error_code": action.error_code, "error_message": action.error_message}


def action_shape(action: Action, device_id: str, origin: Origin) -> JsonObjectType:
    """Return an action as services answer it; `device_id` is Home Assistant's."""
    return {
        "device_id": device_id,
        **what(action),
        "state": action.state.value if action.state else None,
        **when(action),
        **error(action),
        "origin": origin.value,
    }


def window_shape(window: WindowView, device_id: str) -> JsonObjectType:
    """Return a window as services answer it; `device_id` is Home Assistant's."""
    return {
        "device_id": device_id,
        "uid": window.uid,
        "start": time(window.start),
        "end": time(window.end),
        "command": slug(window.command),
        "target": window.parameters.target,
        "power": window.parameters.power,
        "reserve": window.parameters.reserve,
        "repeat": window.repeat,
        "origin": window.origin.value,
        "source": window.source,
        "state": window.state.value,
        "action_id": window.action_id,
        "outcome": window.outcome.value if window.outcome else None,
        "reason": window.reason.value if window.reason else None,
        "why": why(window.why),
        "saves": saves(window.why),
    }


def goal_shape(goal: WindowView, device_id: str) -> JsonObjectType:
    """Return a goal as services answer it; `device_id` is Home Assistant's."""
    aim = goal.aim or Aim()
    return {
        "device_id": device_id,
        "uid": goal.uid,
        "start": time(goal.start),
        "end": time(goal.end),
        "command": slug(goal.command),
        "target": goal.parameters.target,
        "duration": None if aim.duration is None else str(aim.duration),
        "max_price": aim.max_price,
        "min_price": aim.min_price,
        "in_one_go": aim.in_one_go,
        "power": goal.parameters.power,
        "reserve": goal.parameters.reserve,
        "repeat": goal.repeat,
        "state": goal.state.value,
        "outcome": goal.outcome.value if goal.outcome else None,
        "reason": goal.reason.value if goal.reason else None,
        "level": goal.level,
        "cost": goal.cost,
        "saves": None if goal.saves is None else round(goal.saves, 2),
    }


def why(reason: Why | None) -> str | None:
    """Return for what a planner chose a window, in Home Assistant's language."""
    if reason is None:
        return None
    hass = async_get_hass()
    return why_sentence(reason, PlanWords.of(hass), hass.config.currency)


def planning_reason(view: DayView | None) -> str | None:
    """Return why nothing is planned, in Home Assistant's language."""
    if view is None:
        return None
    return planning_words.planning_reason(view, PlanWords.of(async_get_hass()))


def planning_missing(view: DayView | None) -> list[str]:
    """Return what would make plans better, in Home Assistant's language."""
    if view is None:
        return []
    return planning_words.planning_missing(view, PlanWords.of(async_get_hass()))


def saves(reason: Why | None) -> float | None:
    """Return the money that a window was chosen to save."""
    return None if reason is None else round(reason.saves, 2)


def lost_shape(lost: Lost, device_id: str) -> JsonObjectType:
    """Return time that a planner requested and another window keeps."""
    return {
        "device_id": device_id,
        "command": slug(lost.command),
        "start": time(lost.start),
        "end": time(lost.end),
        "uid": lost.by.uid,
        "source": lost.by.source,
    }
