"""Tools by which an assistant plans windows and sets goals."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar, Final, override

from homeassistant.const import ATTR_COMMAND
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.llm import ToolAnnotations
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from ..api.models import Command, Parameter
from ..battery import plan_editor
from ..schedule.edits import MAX_LENGTH
from ..services.goals import ATTR_IN_ONE_GO, ATTR_MAX_PRICE, ATTR_MIN_PRICE, goal_draft
from ..services.window_input import aware, drafted, ending, parameters
from ..services.windows import ATTR_DURATION, ATTR_END, ATTR_REPEAT, ATTR_START
from .answers import brief_goal, windows_answer
from .batteries import Exposed
from .tool import LOCAL, MOMENT, PERCENT, AmpsTool

LIMITS: Final[Mapping[vol.Marker, Any]] = {
    vol.Optional(Parameter.POWER.value, description="The most power in kW."): vol.All(
        vol.Coerce(float), vol.Range(min=0)
    ),
    vol.Optional(
        Parameter.RESERVE.value, description="Level in percent that is kept."
    ): PERCENT,
}
"""What may be said of a window and of a goal alike."""


class PlanWindowTool(AmpsTool):
    """Plans a window."""

    name = "amps__plan_window"
    title = "Plan a battery window"
    description = (
        "Plan what a home battery does in a time window, once or repeatedly, such as"
        " charge to 90 percent from 00:30 to 05:30. Give either end or duration. Leave"
        " out target, power and reserve unless the user names them. Windows may not"
        " overlap; nothing that is planned is replaced."
    )
    annotations = ToolAnnotations(destructive=False)
    fields: ClassVar[Mapping[vol.Marker, Any]] = {
        vol.Required(
            ATTR_COMMAND,
            description="What the battery does: idle neither charges nor discharges,"
            " auto_balanced covers the house, auto_reserve keeps a level for outages,"
            " auto_export sells to the grid.",
        ): vol.In([command.slug for command in Command]),
        vol.Optional(ATTR_START, description=f"Start, default now: {LOCAL}."): MOMENT,
        vol.Optional(ATTR_END, description=f"End: {LOCAL}."): MOMENT,
        vol.Optional(
            ATTR_DURATION, description="Length in minutes, in place of the end."
        ): vol.All(
            vol.Coerce(int), vol.Range(min=1, max=MAX_LENGTH // timedelta(minutes=1))
        ),
        vol.Optional(
            Parameter.TARGET.value, description="Level in percent to reach."
        ): PERCENT,
        **LIMITS,
        vol.Optional(
            ATTR_REPEAT,
            description="RRULE such as FREQ=DAILY or FREQ=WEEKLY;BYDAY=MO,FR. Only if"
            " the user asks for a repetition.",
        ): str,
    }

    @override
    async def async_answer(
        self, hass: HomeAssistant, batteries: Sequence[Exposed], data: dict[str, Any]
    ) -> JsonObjectType:
        """Return the window's first occurrence."""
        (battery,) = batteries
        repeat = data.get(ATTR_REPEAT)
        start = aware(data.get(ATTR_START) or dt_util.now())
        minutes = data.get(ATTR_DURATION)
        duration = None if minutes is None else timedelta(minutes=minutes)
        draft = drafted(
            hass,
            Command.from_slug(data[ATTR_COMMAND]),
            parameters(data),
            start,
            ending(start, data.get(ATTR_END), duration, repeats=bool(repeat)),
            repeat,
        )
        followed = battery.controller.followed()
        (added,) = await plan_editor.async_add([followed], draft)
        return windows_answer(
            [(battery, added_window) for added_window in added], batteries
        )


class PlanGoalTool(AmpsTool):
    """Sets a goal."""

    name = "amps__plan_goal"
    title = "Set a battery goal"
    description = (
        "Let a home battery charge or discharge whenever that is cheapest within a"
        " time, once or repeatedly, such as charge to 90 percent by 7:00 as cheaply as"
        " possible. Give target or duration. Leave out prices, power and reserve unless"
        " the user names them. Use amps__plan_window for a fixed time."
    )
    annotations = ToolAnnotations(destructive=False)
    fields: ClassVar[Mapping[vol.Marker, Any]] = {
        vol.Required(ATTR_COMMAND, description="Charge or discharge."): vol.In(
            [Command.CHARGE.slug, Command.DISCHARGE.slug]
        ),
        vol.Optional(
            ATTR_START, description=f"When it may begin, default now: {LOCAL}."
        ): MOMENT,
        vol.Required(ATTR_END, description=f"By when: {LOCAL}."): MOMENT,
        vol.Optional(
            Parameter.TARGET.value, description="Level in percent to reach."
        ): PERCENT,
        vol.Optional(
            ATTR_DURATION, description="Minutes in all, in place of the target."
        ): vol.All(
            vol.Coerce(int), vol.Range(min=1, max=MAX_LENGTH // timedelta(minutes=1))
        ),
        vol.Optional(
            ATTR_MAX_PRICE, description="Most that a kWh may cost, such as 0.15."
        ): vol.Coerce(float),
        vol.Optional(
            ATTR_MIN_PRICE, description="Least that a kWh may cost, such as 0.15."
        ): vol.Coerce(float),
        vol.Optional(
            ATTR_IN_ONE_GO, description="True if it may not be split."
        ): cv.boolean,
        **LIMITS,
        vol.Optional(
            ATTR_REPEAT,
            description="RRULE such as FREQ=DAILY. Only if the user asks for it.",
        ): str,
    }

    @override
    async def async_answer(
        self, hass: HomeAssistant, batteries: Sequence[Exposed], data: dict[str, Any]
    ) -> JsonObjectType:
        """Return the goal's first occurrence."""
        (battery,) = batteries
        minutes = data.get(ATTR_DURATION)
        given = {
            **data,
            ATTR_DURATION: None if minutes is None else timedelta(minutes=minutes),
        }
        draft = goal_draft(hass, given)
        followed = battery.controller.followed()
        (added,) = await plan_editor.async_add([followed], draft)
        return {"goals": [brief_goal(battery, view) for view in added]}
