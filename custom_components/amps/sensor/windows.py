"""Sensors of a battery's plan: what comes next, and how the last window ended."""

from datetime import UTC, datetime, timedelta
from typing import Final

from homeassistant.components.sensor import SensorDeviceClass

from ..battery.capabilities import modes
from ..battery.controller import BatteryController
from ..battery.windows import energy_moved
from ..battery.wording import PlanWords
from ..engine.occurrence import Outcome
from ..services import serialize
from .base import AmpsControllerSensor, AmpsSensorDescription, Attributes

NOTHING: Final = "nothing"
PAUSED: Final = "paused"
NEXT_ATTRIBUTES = ("command", "start", "end", "target", "power", "why")
RESULT_ATTRIBUTES = (
    "command",
    "target",
    "start",
    "end",
    "from_level",
    "to_level",
    "energy",
    "cost",
    "reason",
)

_EPOCH: Final = datetime.fromtimestamp(0, UTC)
_TARGET_STEP: Final = timedelta(minutes=5)
"""An estimate of when a target is reached changes with every reading, if only a bit."""


def _next(battery: BatteryController) -> str:
    """Return in words what the battery will do."""
    upcoming = battery.agenda().next
    if upcoming is None:
        return NOTHING if battery.state.enabled else PAUSED
    occurrence = upcoming.occurrence
    words = PlanWords.of(battery.coordinator.hass)
    return words.title(occurrence.command, occurrence.parameters)


def _next_attributes(battery: BatteryController) -> Attributes:
    if (upcoming := battery.agenda().next) is None:
        return {}
    occurrence = upcoming.occurrence
    return {
        "command": occurrence.command.slug,
        "start": serialize.time(upcoming.start),
        "end": serialize.time(occurrence.end),
        "target": occurrence.parameters.target,
        "power": occurrence.parameters.power,
        "why": serialize.why(occurrence.why)
        or occurrence.source
        or occurrence.origin.value,
    }


def _target_at(battery: BatteryController) -> datetime | None:
    """Return when a target is expected to be reached, to the nearest five minutes."""
    if (at := battery.target_at()) is None:
        return None
    past_step = (at + _TARGET_STEP / 2 - _EPOCH) % _TARGET_STEP
    return at + _TARGET_STEP / 2 - past_step


def _last_result(battery: BatteryController) -> Outcome | None:
    record = battery.last_outcome()
    return record.outcome if record else None


def _result_attributes(battery: BatteryController) -> Attributes:
    if (record := battery.last_outcome()) is None:
        return {}
    capacity = battery.snapshot.battery.capacity if battery.snapshot else None
    return {
        "command": record.occurrence.command.slug,
        "target": record.occurrence.parameters.target,
        "start": serialize.time(record.occurrence.start),
        "end": serialize.time(record.occurrence.end),
        "from_level": record.from_level,
        "to_level": record.level,
        "energy": energy_moved(record.from_level, record.level, capacity),
        "cost": None if record.cost is None else round(record.cost, 2),
        "reason": record.reason.value if record.reason else None,
    }


WINDOW_SENSORS = (
    AmpsSensorDescription(
        key="next",
        exists_fn=lambda battery: bool(battery.commands),
        value_fn=_next,
        attributes_fn=_next_attributes,
        attributes=NEXT_ATTRIBUTES,
        words=(NOTHING, PAUSED),
    ),
    AmpsSensorDescription(
        key="target_at",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
        exists_fn=lambda battery: any(
            command.moves_energy for command in modes(battery)
        ),
        value_fn=_target_at,
    ),
    AmpsSensorDescription(
        key="last_result",
        device_class=SensorDeviceClass.ENUM,
        options=[outcome.value for outcome in Outcome],
        exists_fn=lambda battery: bool(battery.commands),
        value_fn=_last_result,
        attributes_fn=_result_attributes,
        attributes=RESULT_ATTRIBUTES,
    ),
)


class AmpsWindowSensor(AmpsControllerSensor):
    """One sensor of a battery's plan."""

    _unrecorded_attributes = frozenset({"start", "end"})
