"""Sensors of the newest action at Amps: what was asked, and how far it is."""

from typing import ClassVar, override

from homeassistant.components.sensor import SensorDeviceClass

from ..api.models import Action, ActionState, Command
from ..services import serialize
from .base import AmpsSensorBase, AmpsSensorDescription, Attributes

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


def _attributes(action: Action) -> Attributes:
    return serialize.what(action) | serialize.when(action) | serialize.error(action)


ACTION_STATE_SENSORS = (
    AmpsSensorDescription(
        key="last_action_state",
        device_class=SensorDeviceClass.ENUM,
        options=[state.value for state in ActionState],
        value_fn=lambda action: action.state,
        attributes_fn=_attributes,
        attributes=ACTION_ATTRIBUTES,
    ),
)
ACTION_SENSORS = (
    AmpsSensorDescription[Action](
        key="last_action_command",
        device_class=SensorDeviceClass.ENUM,
        options=[command.slug for command in Command],
        entity_registry_enabled_default=False,
        value_fn=lambda action: serialize.slug(action.command),
    ),
    AmpsSensorDescription[Action](
        key="last_action_updated",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
        value_fn=lambda action: action.updated_at,
    ),
)


class AmpsActionSensor(AmpsSensorBase[Action]):
    """One sensor of one battery's newest action."""

    _unrecorded_attributes = frozenset(ACTION_ATTRIBUTES)
    _settled: ClassVar = False

    @property
    @override
    def source(self) -> Action | None:
        """Return the action; None where there is none."""
        return self.controller.last_action(settled=self._settled)


class AmpsActionStateSensor(AmpsActionSensor):
    """Waits some seconds before it says that an action is on its way."""

    _settled = True
