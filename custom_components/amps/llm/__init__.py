"""Tools by which an assistant with a language model plans windows."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any, ClassVar, Final, override

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.components.llm import LLMTools
from homeassistant.const import ATTR_COMMAND
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.llm import (
    LLM_API_ASSIST,
    LLMContext,
    Tool,
    ToolAnnotations,
    ToolInput,
    ToolResult,
)
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from ..api.models import Command, Parameter, Parameters
from ..battery.goals import async_goal_views
from ..battery.windows import WindowView
from ..const import DOMAIN
from ..exceptions import invalid
from ..schedule.edits import MAX_LENGTH
from ..schedule.plan import HORIZON, Range
from ..services.goals import ATTR_IN_ONE_GO, ATTR_MAX_PRICE, ATTR_MIN_PRICE, goal_draft
from ..services.serialize import goal_shape, window_shape
from ..services.window_input import aware, drafted, ending
from ..services.windows import (
    ATTR_DURATION,
    ATTR_END,
    ATTR_OCCURRENCE,
    ATTR_RANGE,
    ATTR_REPEAT,
    ATTR_START,
    ATTR_UID,
    LISTED,
)
from .batteries import Exposed, async_check_allowed, called, chosen, exposed

ATTR_BATTERY: Final = "battery"
NEXT: Final = "next"
"""What stands for a uid where the next window is meant."""
MAX_WINDOWS: Final = 50
"""Windows in one answer: a model has to read them all."""

_MOMENT = vol.All(str, cv.datetime)
_PERCENT = vol.All(vol.Coerce(float), vol.Range(min=0, max=100))
_LOCAL = "local ISO 8601 date and time such as 2026-11-24T00:30:00"
_INTERNAL = {"device_id", "action_id"}

PROMPT: Final = (
    "The amps tools plan what home batteries do in time windows: {known}. Percent are"
    " the battery's level, power is in kW, times are local. Relay errors of these tools"
    " in plain words. Ask before you cancel if it is not clear which window is meant."
)


class AmpsTool(Tool, ABC):
    """What the tools share: exposed batteries only, errors in words."""

    integration = DOMAIN
    fields: ClassVar[Mapping[vol.Marker, Any]]
    policy = POLICY_CONTROL

    def __init__(self, batteries: Sequence[Exposed]) -> None:
        """Let the model name one of the batteries that it may know."""
        known = ", ".join(called(batteries))
        battery = vol.Required if self.asks(batteries) else vol.Optional
        about = f"The battery, by its name or area. There is: {known}."
        schema = {battery(ATTR_BATTERY, description=about): str, **self.fields}
        self.parameters = vol.Schema(schema)

    def asks(self, batteries: Sequence[Exposed]) -> bool:
        """Return whether the model has to name a battery."""
        return len(batteries) > 1

    @override
    async def async_call(
        self, hass: HomeAssistant, tool_input: ToolInput, llm_context: LLMContext
    ) -> ToolResult:
        """Do what the model asks for, or give the reason why not."""
        # models fill optional arguments with nothing
        given = {
            key: value
            for key, value in tool_input.tool_args.items()
            if value is not None and value != ""
        }
        try:
            data = self.parameters(given)
            batteries = self.meant(
                exposed(hass, llm_context.assistant), data.get(ATTR_BATTERY)
            )
            for battery in batteries:
                await async_check_allowed(
                    hass, llm_context.context, battery, self.policy
                )
            answer = await self.async_answer(hass, batteries, data)
        except (vol.Invalid, OverflowError, HomeAssistantError) as err:
            return ToolResult(data={"error": str(err)}, error=True)
        return ToolResult(data=answer)

    def meant(self, batteries: Sequence[Exposed], given: str | None) -> list[Exposed]:
        """Return the batteries that a call is about."""
        return [chosen(batteries, given)]

    @abstractmethod
    async def async_answer(
        self, hass: HomeAssistant, batteries: Sequence[Exposed], data: dict[str, Any]
    ) -> JsonObjectType:
        """Carry out a valid call."""


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
        vol.Optional(ATTR_START, description=f"Start, default now: {_LOCAL}."): _MOMENT,
        vol.Optional(ATTR_END, description=f"End: {_LOCAL}."): _MOMENT,
        vol.Optional(
            ATTR_DURATION, description="Length in minutes, in place of the end."
        ): vol.All(
            vol.Coerce(int), vol.Range(min=1, max=MAX_LENGTH // timedelta(minutes=1))
        ),
        vol.Optional(
            Parameter.TARGET.value, description="Level in percent to reach."
        ): _PERCENT,
        vol.Optional(
            Parameter.POWER.value, description="The most power in kW."
        ): vol.All(vol.Coerce(float), vol.Range(min=0)),
        vol.Optional(
            Parameter.RESERVE.value, description="Level in percent that is kept."
        ): _PERCENT,
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
            Parameters(
                **{
                    parameter.value: data.get(parameter.value)
                    for parameter in Parameter
                }
            ),
            start,
            ending(start, data.get(ATTR_END), duration, repeats=bool(repeat)),
            repeat,
        )
        (added,) = await battery.manager.async_add_window([battery.battery_id], draft)
        return _answer([(battery, added_window) for added_window in added], batteries)


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
            ATTR_START, description=f"When it may begin, default now: {_LOCAL}."
        ): _MOMENT,
        vol.Required(ATTR_END, description=f"By when: {_LOCAL}."): _MOMENT,
        vol.Optional(
            Parameter.TARGET.value, description="Level in percent to reach."
        ): _PERCENT,
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
        vol.Optional(
            Parameter.POWER.value, description="The most power in kW."
        ): vol.All(vol.Coerce(float), vol.Range(min=0)),
        vol.Optional(
            Parameter.RESERVE.value, description="Level in percent that is kept."
        ): _PERCENT,
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
        (added,) = await battery.manager.async_add_window([battery.battery_id], draft)
        return {"goals": [_brief_goal(battery, view) for view in added]}


class GetWindowsTool(AmpsTool):
    """Lists windows."""

    name = "amps__get_windows"
    title = "Get battery windows"
    description = (
        "Get what home batteries do, did or will do in time windows, the uid of each"
        " window included. By default all batteries for the next seven days. Windows of"
        " origin foreign were made elsewhere and cannot be changed here."
    )
    annotations = ToolAnnotations(
        read_only=True, destructive=False, idempotent=True, open_world=False
    )
    policy = POLICY_READ
    fields: ClassVar[Mapping[vol.Marker, Any]] = {
        vol.Optional(ATTR_START, description=f"From, default now: {_LOCAL}."): _MOMENT,
        vol.Optional(
            ATTR_END, description=f"Until, default seven days later: {_LOCAL}."
        ): _MOMENT,
    }

    @override
    def asks(self, batteries: Sequence[Exposed]) -> bool:
        """Nothing is lost by answering for all."""
        return False

    @override
    def meant(self, batteries: Sequence[Exposed], given: str | None) -> list[Exposed]:
        """Return all batteries where none is named."""
        if given is None and batteries:
            return list(batteries)
        return super().meant(batteries, given)

    @override
    async def async_answer(
        self, hass: HomeAssistant, batteries: Sequence[Exposed], data: dict[str, Any]
    ) -> JsonObjectType:
        """Return the windows of a time, by start."""
        start = aware(data.get(ATTR_START) or dt_util.now())
        end = aware(data.get(ATTR_END) or start + LISTED)
        if not start < end <= start + HORIZON:
            raise invalid("list_range", days=str(HORIZON.days))
        found = [
            (battery, view)
            for battery in batteries
            for view in await battery.manager.async_windows(
                battery.battery_id, start, end
            )
            if view.absence is None
        ]
        answer = _answer(sorted(found, key=lambda window: window[1].start), batteries)
        goals = [
            _brief_goal(battery, view)
            for battery in batteries
            for view in await async_goal_views(
                battery.manager.battery(battery.battery_id), start, end
            )
        ]
        return {**answer, "goals": [*goals[:MAX_WINDOWS]]} if goals else answer


class CancelWindowTool(AmpsTool):
    """Takes windows back."""

    name = "amps__cancel_window"
    title = "Cancel a battery window"
    description = (
        "Cancel a planned battery window, or one occurrence of a repeating one. Get the"
        " uid and the start from amps__get_windows, unless the user means the next"
        " window. Cancel all occurrences only if the user says so. Goals are cancelled"
        " in the same way."
    )
    fields: ClassVar[Mapping[vol.Marker, Any]] = {
        vol.Required(
            ATTR_UID,
            description="The window's uid, or 'next' for the one that runs or comes"
            " next.",
        ): str,
        vol.Optional(
            ATTR_OCCURRENCE,
            description="Start of the occurrence that is meant, by default the next"
            f" one: {_LOCAL}.",
        ): _MOMENT,
        vol.Optional(
            ATTR_RANGE,
            default=Range.THIS.value,
            description="Which occurrences of a repeating window.",
        ): vol.In([choice.value for choice in Range]),
    }

    @override
    async def async_answer(
        self, hass: HomeAssistant, batteries: Sequence[Exposed], data: dict[str, Any]
    ) -> JsonObjectType:
        """Return the first occurrence that is cancelled."""
        (battery,) = batteries
        range_, moment = Range(data[ATTR_RANGE]), data.get(ATTR_OCCURRENCE)
        uid = None if data[ATTR_UID].strip().casefold() == NEXT else data[ATTR_UID]
        if uid is None and (moment or range_ is not Range.THIS):
            raise invalid("assistant_next_alone")
        (cancelled,) = await battery.manager.async_cancel_window(
            [battery.battery_id], uid, aware(moment) if moment else None, range_
        )
        answer = _answer([(battery, window) for window in cancelled], batteries)
        return {"range": range_.value, **answer}


def _answer(
    found: Sequence[tuple[Exposed, WindowView]], batteries: Sequence[Exposed]
) -> JsonObjectType:
    answer: JsonObjectType = {
        "windows": [_brief(*window) for window in islice(found, MAX_WINDOWS)],
    }
    if len(found) > MAX_WINDOWS:
        answer["more"] = len(found) - MAX_WINDOWS
    if paused := _paused(batteries):
        answer["plan_paused"] = [*paused]
    return answer


def _brief(battery: Exposed, view: WindowView) -> JsonObjectType:
    """Return what a person may want to know of a window."""
    return _without_nothing(battery, window_shape(view, battery.device_id))


def _brief_goal(battery: Exposed, view: WindowView) -> JsonObjectType:
    """Return what a person may want to know of a goal."""
    return _without_nothing(battery, goal_shape(view, battery.device_id))


def _without_nothing(battery: Exposed, shape: JsonObjectType) -> JsonObjectType:
    told = {
        key: value
        for key, value in shape.items()
        if value is not None and key not in _INTERNAL
    }
    return {"battery": battery.name, **told}


def _paused(batteries: Iterable[Exposed]) -> list[str]:
    """Return the batteries whose plan is off: nobody is to wait for it in vain."""
    return [
        battery.name
        for battery in batteries
        if not battery.manager.plan_enabled(battery.battery_id)
    ]


@callback
def async_get_tools(
    hass: HomeAssistant, llm_context: LLMContext, api_id: str
) -> LLMTools | None:
    """Return the tools if a battery's calendar is exposed to the assistant."""
    if api_id != LLM_API_ASSIST:
        return None
    if not (batteries := exposed(hass, llm_context.assistant)):
        return None
    tools = (GetWindowsTool, PlanWindowTool, PlanGoalTool, CancelWindowTool)
    known = ", ".join(called(batteries))
    return LLMTools([tool(batteries) for tool in tools], PROMPT.format(known=known))
