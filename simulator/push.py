"""Reading a push: first the vocabulary, then what the device declares."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
import math
from typing import Any

from .device import COMMANDS, Bounds, Command, Device
from .errors import ApiError, unprocessable
from .knobs import Knobs
from .times import resolve

UNITS = (
    "percent",
    "kw",
    "watts",
    "kwh",
    "amps",
    "volts",
    "hours",
    "minutes",
    "celsius",
    "fahrenheit",
)
_TOP = 1e300
STRATEGIES = ("cancel_and_replace", "queue_after")


@dataclass(frozen=True, kw_only=True)
class Push:
    """A body in the known vocabulary."""

    command: str
    parameters: Mapping[str, Mapping[str, Any]]
    start: str | None
    end: str | None
    on_conflict: str | None

    @property
    def shape(self) -> str:
        """How it is to be carried out."""
        if self.start is None:
            return "immediate"
        return "scheduled" if self.end is None else "windowed"


@dataclass(frozen=True, kw_only=True)
class Times:
    """The instants a push asks for."""

    start: datetime | None
    end: datetime | None


def bad_request(knobs: Knobs, message: str) -> ApiError:
    """Return the 400 for a body with unknown words."""
    return ApiError(400, knobs.bad_request_code, message)


def check_object(
    value: Any, name: str, allowed: frozenset[str] | None, knobs: Knobs
) -> dict[str, Any]:
    """Return a JSON object with only known keys, or refuse it."""
    if not isinstance(value, dict):
        raise bad_request(knobs, f"{name} must be an object.")
    if allowed is not None and (unknown := value.keys() - allowed):
        raise bad_request(knobs, f"{name} has unknown keys: {sorted(unknown)}.")
    return value


def check_quantity(value: Any, name: str, knobs: Knobs) -> dict[str, Any]:
    """Return `{value, unit}`, or refuse it."""
    given = check_object(value, name, frozenset({"value", "unit"}), knobs)
    number = given.get("value")
    if (
        isinstance(number, bool)
        or not isinstance(number, int | float)
        or not -_TOP < number < _TOP
    ):
        raise bad_request(knobs, f"{name}.value must be a number.")
    if given.get("unit") not in UNITS:
        raise bad_request(knobs, f"{name}.unit must be a known unit.")
    return given


def parse(body: Any, knobs: Knobs) -> Push:
    """Read a push body; 400 for what is not in the vocabulary."""
    top = check_object(
        body, "body", frozenset({"action", "onConflict", "sandbox"}), knobs
    )
    action = check_object(
        top.get("action"),
        "action",
        frozenset({"command", "parameters", "start", "end"}),
        knobs,
    )
    command = action.get("command")
    if command not in COMMANDS:
        raise bad_request(knobs, "action.command must be a known command.")
    if (strategy := top.get("onConflict")) not in (None, *STRATEGIES) or (
        strategy is None and "onConflict" in top
    ):
        raise bad_request(knobs, "onConflict must be a known strategy.")
    check_object(top.get("sandbox", {}), "sandbox", None, knobs)
    parameters = check_object(
        action.get("parameters", {}), "action.parameters", None, knobs
    )
    for name, value in parameters.items():
        check_quantity(value, f"action.parameters.{name}", knobs)
    for name in ("start", "end"):
        if name in action and not isinstance(action[name], str):
            raise bad_request(knobs, f"action.{name} must be a string.")
    return Push(
        command=command,
        parameters=parameters,
        start=action.get("start"),
        end=action.get("end"),
        on_conflict=strategy,
    )


def check_supported(push: Push, device: Device, knobs: Knobs, now: datetime) -> Times:
    """Refuse what the device does not declare; return the instants."""
    declared = device.commands.get(push.command)
    if declared is None:
        raise unprocessable(
            "UNSUPPORTED_MODE",
            f"The device does not support {push.command}.",
            deviceCapabilities={"supportedModes": list(device.commands)},
        )
    _check_parameters(push, declared)
    if not (push.start is None and push.end is not None):
        _check_shape(push.shape, declared)
    start, end = resolve(push.start, push.end, device, knobs, now)
    return _as_taken(start, end, knobs)


def _as_taken(start: datetime | None, end: datetime | None, knobs: Knobs) -> Times:
    """Return the times of a window that is taken later, or shorter, than asked for."""
    if start is None or end is None:
        return Times(start=start, end=end)
    later = timedelta(seconds=knobs.start_delay)
    start, end = start + later, end + later
    if knobs.max_window is not None:
        end = min(end, start + timedelta(seconds=knobs.max_window))
    return Times(start=start, end=end)


def _check_parameters(push: Push, declared: Command) -> None:
    unsupported = [name for name in push.parameters if name not in declared.parameters]
    if unsupported:
        raise unprocessable(
            "UNSUPPORTED_PARAMETER",
            f"The device does not take {', '.join(unsupported)} for {push.command}.",
            unsupportedParameters=unsupported,
            deviceCapabilities={"supportedParameters": list(declared.parameters)},
        )
    for name, given in push.parameters.items():
        check_value(name, given, declared.parameters[name])


def check_value(name: str, given: Mapping[str, Any], bounds: Bounds) -> None:
    """Refuse a wrong unit or a value outside its bounds."""
    value, unit = given["value"], given["unit"]
    if unit != bounds.unit:
        raise unprocessable(
            "UNSUPPORTED_UNIT",
            f"{name} is given in {bounds.unit}.",
            parameter=name,
            providedUnit=unit,
            supportedUnits=[bounds.unit],
        )
    if not bounds.min <= value <= bounds.max:
        raise unprocessable(
            "PARAMETER_OUT_OF_RANGE",
            f"{name} must be between {bounds.min} and {bounds.max}.",
            parameter=name,
            value=value,
            min=bounds.min,
            max=None if math.isinf(bounds.max) else bounds.max,
            unit=bounds.unit,
        )


def _check_shape(shape: str, declared: Command) -> None:
    if shape not in declared.execution:
        raise unprocessable(
            "EXECUTION_NOT_SUPPORTED",
            f"The device does not take {shape} execution here.",
            requestedExecution=shape,
            supportedExecution=list(declared.execution),
        )
