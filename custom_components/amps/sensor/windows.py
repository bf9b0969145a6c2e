"""Sensors of a battery's windows: what comes next, and how the last one ended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
)

from ..api.models import Command
from ..battery.controller import BatteryController
from ..engine.occurrence import OccurrenceState, Outcome
from ..entity import AmpsDescription, AmpsEntity
from ..services import serialize

OUTCOME_ATTRIBUTES = ("reason", "command", "start", "end", "level")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsWindowSensorDescription(AmpsDescription, SensorEntityDescription):
    """Describe a sensor of a battery's windows."""

    value_fn: Callable[[BatteryController], str | datetime | None]
    attributes_fn: Callable[[BatteryController], Mapping[str, Any]] | None = None


def _next_start(battery: BatteryController) -> datetime | None:
    upcoming = battery.agenda().next
    return upcoming.start if upcoming else None


def _next_end(battery: BatteryController) -> datetime | None:
    upcoming = battery.agenda().next
    return upcoming.occurrence.end if upcoming else None


def _next_command(battery: BatteryController) -> str | None:
    upcoming = battery.agenda().next
    return upcoming.occurrence.command.slug if upcoming else None


def _last_outcome(battery: BatteryController) -> Outcome | None:
    record = battery.last_outcome()
    return record.outcome if record else None


def _outcome_attributes(battery: BatteryController) -> Mapping[str, Any]:
    """Return all attributes, also where no window has ended yet."""
    record = battery.last_outcome()
    known = _of_record(record) if record else {}
    return {name: known.get(name) for name in OUTCOME_ATTRIBUTES}


def _of_record(record: OccurrenceState) -> dict[str, Any]:
    return {
        "reason": record.reason.value if record.reason else None,
        "command": record.occurrence.command.slug,
        "start": serialize.time(record.occurrence.start),
        "end": serialize.time(record.occurrence.end),
        "level": record.level,
    }


WINDOW_SENSORS = (
    AmpsWindowSensorDescription(
        key="next_window_start",
        device_class=SensorDeviceClass.TIMESTAMP,
        exists_fn=lambda battery: bool(battery.commands),
        value_fn=_next_start,
    ),
    AmpsWindowSensorDescription(
        key="next_window_end",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
        exists_fn=lambda battery: bool(battery.commands),
        value_fn=_next_end,
    ),
    AmpsWindowSensorDescription(
        key="next_window_command",
        device_class=SensorDeviceClass.ENUM,
        options=[command.slug for command in Command],
        entity_registry_enabled_default=False,
        exists_fn=lambda battery: bool(battery.commands),
        value_fn=_next_command,
    ),
    AmpsWindowSensorDescription(
        key="last_window_outcome",
        device_class=SensorDeviceClass.ENUM,
        options=[outcome.value for outcome in Outcome],
        exists_fn=lambda battery: bool(battery.commands),
        value_fn=_last_outcome,
        attributes_fn=_outcome_attributes,
    ),
)


class AmpsWindowSensor(AmpsEntity, SensorEntity):
    """One sensor of a battery's windows."""

    _unrecorded_attributes = frozenset({"start", "end"})
    entity_description: AmpsWindowSensorDescription

    @property
    @override
    def shows(self) -> object:
        """Return value and attributes."""
        return self.native_value, self.extra_state_attributes

    @property
    @override
    def native_value(self) -> str | datetime | None:
        """Return the value; None where there is no such window."""
        return self.entity_description.value_fn(self.controller)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        """Return what belongs to the value, for the sensors that have such."""
        attributes = self.entity_description.attributes_fn
        return attributes(self.controller) if attributes else None
