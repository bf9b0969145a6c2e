"""What assistants receive about windows and goals."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from homeassistant.util.json import JsonObjectType

from ..battery.windows import WindowView
from ..services.serialize import goal_shape, window_shape
from .batteries import Exposed

MAX_WINDOWS: Final = 50
"""Windows in one answer: a model has to read them all."""

_INTERNAL = {"device_id", "action_id"}


def windows_answer(
    found: Sequence[tuple[Exposed, WindowView]], batteries: Sequence[Exposed]
) -> JsonObjectType:
    """Return windows, and the batteries whose plan is paused."""
    answer: JsonObjectType = {
        "windows": [brief_window(*window) for window in islice(found, MAX_WINDOWS)],
    }
    if len(found) > MAX_WINDOWS:
        answer["more"] = len(found) - MAX_WINDOWS
    if paused := _paused(batteries):
        answer["plan_paused"] = [*paused]
    return answer


def brief_window(battery: Exposed, view: WindowView) -> JsonObjectType:
    """Return what a person may want to know of a window."""
    return without_nothing(battery, window_shape(view, battery.device_id))


def brief_goal(battery: Exposed, view: WindowView) -> JsonObjectType:
    """Return what a person may want to know of a goal."""
    return without_nothing(battery, goal_shape(view, battery.device_id))


def without_nothing(battery: Exposed, shape: JsonObjectType) -> JsonObjectType:
    """Return what is known, under the name of its battery."""
    told = {
        key: value
        for key, value in shape.items()
        if value is not None and key not in _INTERNAL
    }
    return {"battery": battery.name, **told}


def _paused(batteries: Iterable[Exposed]) -> list[str]:
    """Return the batteries whose plan is off: nobody is to wait for it in vain."""
    return [
        battery.name for battery in batteries if not battery.controller.state.enabled
    ]
