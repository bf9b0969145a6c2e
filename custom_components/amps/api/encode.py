"""What is written to Amps: only what a device declares."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
import math
from typing import Any

from .decode import unit_scale
from .errors import RejectedError
from .models import Battery, CommandSupport, Generation, Parameter, Push, Quantity
from .routes import PUSH, SETTINGS


def push_body(
    battery: Battery, push: Push, time_zone: tzinfo, generation: Generation
) -> dict[str, Any]:
    """Return the body of a push.

    Raises RejectedError, with Amps' code and without a status, for what the device
    does not declare, and ValueError for a naive `start` or `end`.
    """
    support = (battery.commands or {}).get(push.command)
    if support is None:
        raise _refused("UNSUPPORTED_MODE", f"no command {push.command}")
    action: dict[str, Any] = {"command": push.command.value}
    if given := push.parameters.given():
        action["parameters"] = {
            name.value: _quantity(support, name, value) for name, value in given.items()
        }
    _check_times(support, push)
    for name, moment in (("start", push.start), ("end", push.end)):
        if moment is not None:
            action[name] = wire_time(moment, time_zone, generation)
    body: dict[str, Any] = {"action": action}
    if push.on_conflict is not None:
        body["onConflict"] = push.on_conflict.value
    return body


def wire_time(moment: datetime, time_zone: tzinfo, generation: Generation) -> str:
    """Return an instant in the form that a generation takes.

    G2 reads the wall clock of the plant, without offset: in the hour that is repeated
    when summer time ends both instants are written alike, and the answer's `start`
    tells which one was taken. G1 wants the offset. Parts of a second are cut.
    """
    if moment.tzinfo is None:
        raise ValueError("a naive time is no instant")
    local = moment.astimezone(time_zone).replace(microsecond=0)
    if generation is Generation.G2:
        local = local.replace(tzinfo=None)
    return local.isoformat()


def settings_body(settings: Mapping[str, Quantity]) -> dict[str, Any]:
    """Return the body of a settings update.

    Raises RejectedError for an empty one and for a value that is no number.
    """
    if not settings:
        raise RejectedError(endpoint=SETTINGS.endpoint, message="no settings given")
    for key, given in settings.items():
        if not math.isfinite(given.value):
            raise RejectedError(
                endpoint=SETTINGS.endpoint, message="no number", parameter=key
            )
    return {
        key: {"value": amount.value, "unit": amount.unit}
        for key, amount in settings.items()
    }


def _quantity(
    support: CommandSupport, name: Parameter, value: float
) -> dict[str, float | str]:
    """Return a parameter in the unit that the device declares."""
    bounds = support.parameters.get(name)
    if bounds is None:
        raise _refused("UNSUPPORTED_PARAMETER", f"no parameter {name}", name)
    if not math.isfinite(value):
        raise _refused("PARAMETER_OUT_OF_RANGE", f"{name} is no number", name)
    own = "kw" if name is Parameter.POWER else "percent"
    unit = bounds.wire_unit or own
    scale = unit_scale(name, unit)
    if scale is None:
        raise _refused("UNSUPPORTED_UNIT", f"{name} in {unit}", name)
    return {"value": value * scale, "unit": unit}


def _check_times(support: CommandSupport, push: Push) -> None:
    if push.end is not None and (push.start is None or push.end <= push.start):
        raise _refused("INVALID_TIME_WINDOW", "an end needs a start before it")
    if push.execution not in support.execution:
        raise _refused("EXECUTION_NOT_SUPPORTED", f"not {push.execution}")


def _refused(code: str, message: str, parameter: str | None = None) -> RejectedError:
    return RejectedError(
        endpoint=PUSH.endpoint, code=code, message=message, parameter=parameter
    )
