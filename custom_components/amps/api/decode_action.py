"""Actions out of JSON, of any generation."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
import sys
from typing import Any

from . import fields
from .decode import COMMANDS, action_state, unit_scale
from .fields import Notes, choice, instant, number, past, table, text
from .models import NOTHING, Action, Battery, Json, Parameter, Parameters, Push

_BATTERY = "battery"
_SAME_INSTANT = timedelta(seconds=60)


def action(
    raw: Json,
    endpoint: str,
    at: int | None = None,
    latest: datetime | None = None,
    *,
    battery_id: str | None = None,
) -> Action:
    """Return the action of a read, a cancel, a push or of a list's item at a place.

    `battery_id` is whose it is where the answer does not say; what is told to have
    happened after `latest` has not. Raises UnreadableError, naming the field, where
    there is no usable id; everything else that is missing or strange is None.
    """
    action_id, raw = fields.identified(raw, endpoint, at, "actionId")
    notes: Notes = {}
    parameters = table(raw.get("parameters"), "parameters", notes)
    error = table(raw.get("error"), "error", notes)
    created_at = past(raw.get("createdAt"), "createdAt", notes, latest)
    updated_at = past(raw.get("updatedAt"), "updatedAt", notes, latest)
    completed_at = past(
        _either(raw, "completedAt", raw, "failedAt"), "completedAt", notes, latest
    )
    error_code = text(_either(raw, "errorCode", error, "code"), "errorCode", notes)
    return Action(
        id=action_id,
        battery_id=_battery_id(raw.get("deviceId"), notes) or battery_id or "",
        command=choice(
            COMMANDS, _either(raw, "command", parameters, "mode"), "command", notes
        ),
        parameters=_parameters(parameters, notes),
        state=action_state(raw.get("state"), error_code, "state", notes),
        created_at=created_at,
        updated_at=updated_at,
        acknowledged_at=past(
            raw.get("acknowledgedAt"), "acknowledgedAt", notes, latest
        ),
        completed_at=_same(completed_at, updated_at),
        start=_same(instant(_start(raw), "start", notes), created_at),
        end=instant(raw.get("end"), "end", notes),
        error_code=error_code,
        error_message=text(
            _either(raw, "errorMessage", error, "message"),
            "errorMessage",
            notes,
            fields.MAX_MESSAGE_LENGTH,
        ),
        device_type=_device_type(raw, notes),
        unrecognized=notes or NOTHING,
    )


def is_battery(candidate: Action) -> bool:
    """Return whether an action may be a battery's own."""
    return candidate.device_type in (_BATTERY, None)


def pushed(
    raw: Json,
    endpoint: str,
    battery: Battery,
    push: Push,
    latest: datetime | None = None,
) -> Action:
    """Return the action of a push's answer, completed with what was asked.

    A G1 answer has only id, state, type, times of creation and start. What an answer
    holds is never replaced; an `end` is only completed while the start is the one
    that was asked for, as `queue_after` moves both.
    """
    found = action(raw, endpoint, battery_id=battery.id, latest=latest)
    if not isinstance(raw, dict) or "command" in raw:
        return found
    start = push.start if _start(raw) is None else found.start
    end = found.end
    if "end" not in raw and start and push.start and push.end:
        end = push.end if abs(start - push.start) < _SAME_INSTANT else None
    return replace(
        found, command=push.command, parameters=push.parameters, start=start, end=end
    )


def _same(moment: datetime | None, other: datetime | None) -> datetime | None:
    """Return an instant, as the other's object if equal: many actions are kept."""
    return other if moment == other else moment


def _either(raw: dict[str, Any], key: str, older: dict[str, Any], name: str) -> Any:
    """Return a value under its name, or where an older generation has it."""
    found = raw.get(key)
    return older.get(name) if found is None else found


def _battery_id(raw: Json, notes: Notes) -> str | None:
    found = fields.identifier(raw)
    if found is not None:
        return sys.intern(found)  # one object, however many actions there are
    if raw is not None:
        fields.note(notes, "deviceId", raw)
    return None


def _device_type(raw: dict[str, Any], notes: Notes) -> str | None:
    """Return the family: `deviceType`, or the first part of a G1 `type` (3.12)."""
    if (named := text(raw.get("deviceType"), "deviceType", notes)) is None:
        kind = text(raw.get("type"), "type", notes)
        named = kind.partition(":")[0] if kind else None
    return sys.intern(named.lower().replace("-", "_")) if named else None


def _start(raw: dict[str, Any]) -> Any:
    """Return the waiting action's instant under any of its names (row 6)."""
    for key in ("start", "deferredUntil", "deferUntil"):
        if (found := raw.get(key)) is not None:
            return found
    return None


def _parameters(raw: dict[str, Any], notes: Notes) -> Parameters:
    target = _either(raw, "target", raw, "targetPercent")
    return _shared_parameters(
        _quantity(Parameter.TARGET, target, notes),
        _quantity(Parameter.POWER, raw.get("power"), notes),
        _quantity(Parameter.RESERVE, raw.get("reserve"), notes),
    )


@lru_cache(maxsize=128, typed=True)
def _shared_parameters(
    target: float | None, power: float | None, reserve: float | None
) -> Parameters:
    """Return one object for equal parameters: a battery's actions are much alike."""
    return Parameters(target=target, power=power, reserve=reserve)


def _quantity(parameter: Parameter, raw: Json, notes: Notes) -> float | None:
    """Return a quantity in our own unit; a bare number already is."""
    path = f"parameters.{parameter}"
    if not isinstance(raw, dict):
        return number(raw, path, notes)
    value = number(raw.get("value"), path, notes)
    scale = unit_scale(parameter, text(raw.get("unit"), f"{path}.unit", notes))
    if value is None:
        return None
    if scale is None:
        fields.note(notes, path, raw)
        return None
    return value / scale if scale != 1 else value
