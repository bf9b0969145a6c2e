"""Tools by which an assistant with a language model plans windows."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final, override

from homeassistant.components.llm import LLMTools
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.llm import LLM_API_ASSIST, LLMContext
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from ..battery.planning.goals import async_goal_views
from ..battery.taking_back import async_take_back
from ..exceptions import invalid
from ..schedule.plan import EditRange
from ..services.window_input import aware
from ..services.windows import (
    ATTR_END,
    ATTR_OCCURRENCE,
    ATTR_RANGE,
    ATTR_START,
    ATTR_UID,
    listed_span,
)
from .answers import MAX_WINDOWS, brief_goal, windows_answer
from .batteries import Exposed, called, exposed
from .day import GetPlanTool
from .planning import PlanGoalTool, PlanWindowTool
from .tool import LOCAL, MOMENT, AmpsTool, ReadTool

NEXT: Final = "next"
"""Used instead of a uid for the next window."""

PROMPT: Final = (
    "The amps tools plan what home batteries do in time windows: {known}. Percent are"
    " the battery's level, power is in kW, times are local. Relay errors of these tools"
    " in plain words. Ask before you cancel if it is not clear which window is meant."
)


class GetWindowsTool(ReadTool):
    """Lists windows."""

    name = "amps__get_windows"
    title = "Get battery windows"
    description = (
        "Get what home batteries do, did or will do in time windows, the uid of each"
        " window included. By default all batteries for the next seven days. Windows of"
        " origin foreign were made elsewhere and cannot be changed here."
    )
    fields: ClassVar[Mapping[vol.Marker, Any]] = {
        vol.Optional(ATTR_START, description=f"From, default now: {LOCAL}."): MOMENT,
        vol.Optional(
            ATTR_END, description=f"Until, default seven days later: {LOCAL}."
        ): MOMENT,
    }

    @override
    async def async_answer(
        self, hass: HomeAssistant, batteries: Sequence[Exposed], data: dict[str, Any]
    ) -> JsonObjectType:
        """Return the windows of a time, by start."""
        start, end = listed_span(data)
        found = [
            (battery, view)
            for battery in batteries
            for view in await battery.controller.async_windows(start, end)
            if view.absence is None
        ]
        answer = windows_answer(
            sorted(found, key=lambda window: window[1].start), batteries
        )
        goals = [
            brief_goal(battery, view)
            for battery in batteries
            for view in await async_goal_views(
                battery.controller.followed(), start, end
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
            f" one: {LOCAL}.",
        ): MOMENT,
        vol.Optional(
            ATTR_RANGE,
            default=EditRange.THIS.value,
            description="Which occurrences of a repeating window.",
        ): vol.In([choice.value for choice in EditRange]),
    }

    @override
    async def async_answer(
        self, hass: HomeAssistant, batteries: Sequence[Exposed], data: dict[str, Any]
    ) -> JsonObjectType:
        """Return the first occurrence that is cancelled."""
        (battery,) = batteries
        range_, moment = EditRange(data[ATTR_RANGE]), data.get(ATTR_OCCURRENCE)
        uid = None if data[ATTR_UID].strip().casefold() == NEXT else data[ATTR_UID]
        if uid is None and (moment or range_ is not EditRange.THIS):
            raise invalid("assistant_next_alone")
        begins = aware(moment) if moment else None
        followed = battery.controller.followed()
        (cancelled,) = await async_take_back([followed], uid, begins, range_)
        answer = windows_answer([(battery, window) for window in cancelled], batteries)
        return {"range": range_.value, **answer}


@callback
def async_get_tools(
    hass: HomeAssistant, llm_context: LLMContext, api_id: str
) -> LLMTools | None:
    """Return the tools if a battery's calendar is exposed to the assistant."""
    if api_id != LLM_API_ASSIST:
        return None
    if not (batteries := exposed(hass, llm_context.assistant)):
        return None
    tools = (
        GetWindowsTool,
        GetPlanTool,
        PlanWindowTool,
        PlanGoalTool,
        CancelWindowTool,
    )
    known = ", ".join(called(batteries))
    return LLMTools([tool(batteries) for tool in tools], PROMPT.format(known=known))
