"""The JSON of each generation."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from . import shown
from .action import Action
from .device import SCHEDULER_SETTING, Bounds, Capture, Command, Device
from .errors import ApiError
from .knobs import Knobs
from .readings import Reading

_TYPE = "battery:set_operation_mode"


def stamp(at: datetime) -> str:
    """Return an instant as ISO 8601 in UTC with milliseconds and `Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + (
        f"{at.microsecond // 1000:03d}Z"
    )


def stamp_or_none(at: datetime | None) -> str | None:
    """Return an instant's text, or null."""
    return None if at is None else stamp(at)


def success(
    data: Any, request_id: str, now: datetime, knobs: Knobs, *, wrapped: bool
) -> Any:
    """Frame a successful response as the generation does."""
    if not wrapped:
        return data
    meta = {
        "requestId": request_id,
        "environment": knobs.environment,
        "timestamp": stamp(now),
        "latencyMs": knobs.latency_ms,
    }
    return {"success": True, "data": data, "meta": _meta(meta, knobs)}


def failure(
    error: ApiError, request_id: str, path: str, now: datetime, knobs: Knobs
) -> dict[str, Any]:
    """Frame an error, in all generations alike."""
    body: dict[str, Any] = {"code": error.code, "message": error.message}
    if error.details is not None:
        body["details"] = error.details
    meta = {
        "requestId": request_id,
        "timestamp": stamp(now),
        "path": path,
        "latencyMs": knobs.latency_ms,
    }
    return {"success": False, "error": body, "meta": _meta(meta, knobs)}


def _meta(meta: dict[str, Any], knobs: Knobs) -> dict[str, Any]:
    if not knobs.tells_time:
        del meta["timestamp"]
    return meta


def pagination(total: int, offset: int, limit: int) -> dict[str, Any]:
    """Return the block that goes with a page."""
    return {
        "limit": limit,
        "offset": offset,
        "total": total,
        "hasMore": offset + limit < total,
    }


def battery(
    device: Device,
    reading: Reading,
    last: Action | None,
    knobs: Knobs,
    now: datetime,
    *,
    listed: bool,
) -> dict[str, Any]:
    """Return a battery as its read, or as an item of the list, shows it."""
    metadata = {"model": device.model, "source": reading.source}
    if reading.cache_type is not None and not listed:
        metadata["cacheType"] = reading.cache_type
    body: dict[str, Any] = {
        "id": device.id,
        "vendor": device.vendor,
        "sync": {
            "lastPulledAt": stamp(shown.pulled_at(reading.capture.at, knobs)),
            "available": reading.available,
        },
        "metadata": metadata,
        "state": _state(reading.capture, knobs),
    }
    if knobs.lists_commands or not listed:
        body["commands"] = {
            name: _command(command, knobs)
            for name, command in shown.commands(device, listed=listed)
        }
    if not listed and reading.capture.settings:
        body["settings"] = reading.capture.settings
    if knobs.wrapped:
        body["conflictStrategies"] = list(device.conflict_strategies)
        body["currentSchedule"] = None
    if knobs.shows_last_action:
        body["lastAction"] = _last_action(last, knobs, now, listed=listed)
    return body


def _state(capture: Capture, knobs: Knobs) -> dict[str, Any]:
    state = dict(capture.state)
    if knobs.capacity_unit == "wh":
        state["capacity"] = round(state["capacity"] * 1000)
    return state


def _command(command: Command, knobs: Knobs) -> dict[str, Any]:
    body: dict[str, Any] = {
        "parameters": {
            name: _bounds(bounds) for name, bounds in command.parameters.items()
        },
        "execution": list(command.execution),
    }
    if not knobs.wrapped:
        body["type"] = "set_operation_mode"
    return body


def _bounds(bounds: Bounds) -> dict[str, Any]:
    return {"unit": bounds.unit, "min": bounds.min, "max": bounds.max}


def settings_now(device: Device) -> dict[str, Any]:
    """Return the settings map of a device."""
    body: dict[str, Any] = {}
    for key, setting in device.settings.items():
        body[key] = {"value": setting.value, "unit": setting.unit}
        if setting.min is not None:
            body[key]["min"] = setting.min
        if setting.max is not None:
            body[key]["max"] = setting.max
    if device.reports_scheduler:
        body[SCHEDULER_SETTING] = {"value": device.scheduler_active}
    return body


def _last_action(
    last: Action | None, knobs: Knobs, now: datetime, *, listed: bool
) -> dict[str, Any] | None:
    if last is None:
        return None
    body: dict[str, Any] = {
        "id": last.id,
        "command": last.command,
        "state": shown.summary_state(last, knobs, now),
        "createdAt": stamp(last.created_at),
        "updatedAt": stamp(last.updated_at),
    }
    if not listed:
        body |= {"errorCode": last.error_code, "errorMessage": last.error_message}
    return body | {"links": _links(last)}


def _links(action: Action) -> dict[str, str]:
    return {"self": f"/actions/{action.id}"}


def _outcome(action: Action, knobs: Knobs) -> dict[str, Any]:
    return {
        "result": action.result,
        "errorCode": action.error_code,
        "errorMessage": action.error_message,
        "createdAt": stamp(action.created_at),
        "updatedAt": stamp(shown.updated_at(action, knobs)),
        "acknowledgedAt": stamp_or_none(action.acknowledged_at),
        "completedAt": stamp_or_none(action.completed_at),
    }


def action_body(action: Action, knobs: Knobs) -> dict[str, Any]:
    """Return an action as the newer routes show it."""
    start, end = shown.times(action, knobs)
    times = {"start": stamp_or_none(start), "end": stamp_or_none(end)}
    if not knobs.wrapped:
        return {
            "id": action.id,
            "deviceId": action.device_id,
            "type": _type(action),
            "state": shown.state(action, knobs),
            "parameters": {"mode": action.command, **action.parameters},
            **_outcome(action, knobs),
            **times,
        }
    return {
        "id": action.id,
        "deviceId": action.device_id,
        "deviceType": action.device_type,
        "command": action.command,
        "parameters": dict(action.parameters) or None,
        "state": shown.state(action, knobs),
        **_outcome(action, knobs),
        **times,
        "links": _links(action),
    }


def old_action_body(action: Action, knobs: Knobs) -> dict[str, Any]:
    """Return an action as the oldest route shows it."""
    state = shown.state(action, knobs)
    return {
        "id": action.id,
        "deviceId": action.device_id,
        "type": _type(action),
        "state": "deferred" if state == "scheduled" else state,
        "deferredUntil": stamp_or_none(shown.times(action, knobs)[0]),
        "parameters": {"mode": action.command, **action.parameters},
        **_outcome(action, knobs),
    }


def _type(action: Action) -> str:
    if action.device_type == "battery":
        return _TYPE
    return f"{action.device_type.replace('_', '-')}:{action.command}"


def push_result(action: Action, knobs: Knobs) -> dict[str, Any]:
    """Return the answer to a push."""
    start, end = shown.times(action, knobs)
    if not knobs.wrapped:
        return {
            "actionId": action.id,
            "state": action.state,
            "type": _TYPE,
            "createdAt": stamp(action.created_at),
            "start": stamp_or_none(start),
        }
    body: dict[str, Any] = {
        "id": action.id,
        "deviceId": action.device_id,
        "deviceType": action.device_type,
        "command": action.command,
        "parameters": dict(action.parameters) or None,
        "state": action.state,
        "createdAt": stamp(action.created_at),
        "start": stamp_or_none(start),
    }
    if end is not None:
        body["end"] = stamp(end)
    return body | {"links": _links(action)}


def webhook_body(action: Action, knobs: Knobs) -> dict[str, Any]:
    """Return the flat body of `push.completed` or `push.failed`."""
    if knobs.wrapped:
        whole = action_body(action, knobs)
        return {"actionId": whole.pop("id"), **whole}
    body: dict[str, Any] = {
        "actionId": action.id,
        "deviceId": action.device_id,
        "actionType": _type(action),
        "parameters": {"mode": action.command, **action.parameters},
    }
    ended = stamp_or_none(action.completed_at)
    if action.state == "failed":
        error = {"code": action.error_code, "message": action.error_message}
        return body | {"error": error, "failedAt": ended}
    return body | {"result": action.result, "completedAt": ended}


def page(
    items: Sequence[Any], total: int, offset: int, limit: int, name: str = "items"
) -> dict[str, Any]:
    """Return a page of a list."""
    return {name: list(items), "pagination": pagination(total, offset, limit)}
