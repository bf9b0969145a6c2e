"""Writing a device's settings: all of them, or none."""

import math
from typing import Any

from .device import SCHEDULER_SETTING, SETTING_UNITS, Bounds, Device, Setting
from .errors import unprocessable
from .knobs import Knobs
from .push import bad_request, check_object, check_quantity, check_value


def update(device: Device, body: Any, knobs: Knobs) -> list[str]:
    """Check and apply a sparse map; return the changed keys."""
    given = check_object(body, "body", None, knobs)
    if not given:
        raise bad_request(knobs, "At least one setting is required.")
    for key, value in given.items():
        if key == SCHEDULER_SETTING:
            raise unprocessable(
                "READ_ONLY_SETTING", f"{key} cannot be written.", parameter=key
            )
        if key not in device.settings:
            raise unprocessable(
                "UNSUPPORTED_SETTING", f"{key} is not supported.", parameter=key
            )
        quantity = check_quantity(value, key, knobs)
        check_value(key, quantity, bounds_of(key, device.settings[key]))
    for key, value in given.items():
        device.settings[key].value = value["value"]
    return list(given)


def bounds_of(key: str, setting: Setting) -> Bounds:
    """Return the range of a setting: its own, else the canonical one."""
    unit = SETTING_UNITS[key]
    top = {"percent": 100.0, "amps": 1000.0}.get(unit, math.inf)
    return Bounds(
        unit=unit,
        min=0 if setting.min is None else setting.min,
        max=top if setting.max is None else setting.max,
    )
