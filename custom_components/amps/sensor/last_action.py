"""Sensors of the newest action at Amps: what was asked, and how far it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, override

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.util.json import JsonObjectType

from ..api.models import Action, ActionState, Command
from ..services import serialize
from .base import AmpsSensorBase, AmpsSensorBaseDescription

ACTION_ATTRIBUTES = (
    "action_id",
    "command",
    "target",
    "power",
    "reserve",
    "start",
    "end",
    "error_code",
    "error_message",
    "created",
    "updated",
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsActionSensorDescription(AmpsSensorBaseDescription):
    """Describe a sensor of the newest action."""

    value_fn: Callable[[Action], str | datetime | None]
    attributes_fn: Callable[[Action | None], Mapping[str, Any]] | None = None
    settled: bool = False
    """Whether it waits some seconds before it says that an action is on its way."""


def _attributes(action: Action | None) -> Mapping[str, Any]:
    """Return all attributes, also where there is no action yet."""
    shape: JsonObjectType = {}
    if action is not None:
        shape = (
            serialize.what(action) | serialize.when(action) | serialize.error(action)
        )
    return {name: shape.get(name) for name in ACTION_ATTRIBUTES}


ACTION_SENSORS = (
    AmpsActionSensorDescription(
        key="last_action_state",
        device_class=SensorDeviceClass.ENUM,
        options=[state.value for state in ActionState],
        value_fn=lambda action: action.state,
        attributes_fn=_attributes,
        settled=True,
    ),
    AmpsActionSensorDescription(
        key="last_action_command",
        device_class=SensorDeviceClass.ENUM,
        options=[command.slug for command in Command],
        entity_registry_enabled_default=False,
        value_fn=lambda action: serialize.slug(action.command),
    ),
    AmpsActionSensorDescription(
        key="last_action_updated",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
        value_fn=lambda action: action.updated_at,
    ),
)


class AmpsActionSensor(AmpsSensorBase):
    """One sensor of one battery's newest action."""

    _unrecorded_attributes = frozenset(ACTION_ATTRIBUTES)
    entity_description: AmpsActionSensorDescription

    @property
    def _action(self) -> Action | None:
        return self.controller.last_action(settled=self.entity_description.settled)

    @property
    @override
    def native_value(self) -> str | datetime | None:
        """Return the value; None where there is no action."""
        action = self._action
        return None if action is None else self.entity_description.value_fn(action)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        """Return what belongs to the value, for the sensors that have such."""
        attributes = self.entity_description.attributes_fn
        return attributes(self._action) if attributes else None
