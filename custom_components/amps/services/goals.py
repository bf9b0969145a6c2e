"""The actions by which automations set goals."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from homeassistant.const import ATTR_COMMAND
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..api.models import Command, Parameter
from ..battery import plan_editor
from ..battery.planning.goals import async_goal_views
from ..const import DOMAIN
from ..schedule.edits import MAX_LENGTH
from ..schedule.goal import Aim
from ..schedule.window import Draft
from .serialize import goal_shape
from .targets import BATTERIES, async_targets
from .window_input import aware, drafted, number, parameters, time_period
from .windows import (
    ATTR_DURATION,
    ATTR_END,
    ATTR_REPEAT,
    ATTR_REPLACE,
    ATTR_START,
    listed_span,
)

ATTR_IN_ONE_GO: Final = "in_one_go"
ATTR_MAX_PRICE: Final = "max_price"
ATTR_MIN_PRICE: Final = "min_price"

SERVICE_GET_GOALS: Final = "get_goals"
SERVICE_SCHEDULE_GOAL: Final = "schedule_goal"

SCHEDULE_GOAL_SCHEMA = vol.Schema(
    {
        **BATTERIES,
        vol.Optional(ATTR_COMMAND, default=Command.CHARGE.slug): vol.In(
            [Command.CHARGE.slug, Command.DISCHARGE.slug]
        ),
        vol.Optional(ATTR_START): cv.datetime,
        vol.Required(ATTR_END): cv.datetime,
        vol.Optional(ATTR_DURATION): vol.All(time_period, vol.Range(max=MAX_LENGTH)),
        vol.Optional(ATTR_MAX_PRICE): number,
        vol.Optional(ATTR_MIN_PRICE): number,
        vol.Optional(ATTR_IN_ONE_GO, default=False): cv.boolean,
        **{vol.Optional(parameter.value): number for parameter in Parameter},
        vol.Optional(ATTR_REPEAT): cv.string,
        vol.Optional(ATTR_REPLACE, default=False): cv.boolean,
    }
)
GET_GOALS_SCHEMA = vol.Schema(
    {
        **BATTERIES,
        vol.Optional(ATTR_START): cv.datetime,
        vol.Optional(ATTR_END): cv.datetime,
    }
)


@callback
def async_setup_goal_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    hass.services.async_register(
        DOMAIN,
        SERVICE_SCHEDULE_GOAL,
        _async_schedule_goal,
        schema=SCHEDULE_GOAL_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_GET_GOALS,
        _async_get_goals,
        schema=GET_GOALS_SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )


async def _async_schedule_goal(call: ServiceCall) -> ServiceResponse:
    """Set a goal for all batteries, or for none where one does not take it."""
    draft = goal_draft(call.hass, call.data)
    targets = async_targets(call)
    added = await plan_editor.async_add(
        [target.controller.followed() for target in targets],
        draft,
        replace=call.data[ATTR_REPLACE],
    )
    return {
        "goals": [
            goal_shape(view, target.device_id)
            for target, views in zip(targets, added, strict=True)
            for view in views
        ]
    }


def goal_draft(hass: HomeAssistant, given: Mapping[str, Any]) -> Draft:
    """Return a goal of what was given for the fields of the action."""
    draft = drafted(
        hass,
        Command.from_slug(given[ATTR_COMMAND]),
        parameters(given),
        aware(given.get(ATTR_START) or dt_util.now()),
        aware(given[ATTR_END]),
        given.get(ATTR_REPEAT),
    )
    aim = Aim(
        duration=given.get(ATTR_DURATION),
        max_price=given.get(ATTR_MAX_PRICE),
        min_price=given.get(ATTR_MIN_PRICE),
        in_one_go=given.get(ATTR_IN_ONE_GO, False),
    )
    return replace(draft, aim=aim)


async def _async_get_goals(call: ServiceCall) -> ServiceResponse:
    """Return the goals of a time, by battery and start."""
    start, end = listed_span(call.data)
    return {
        "goals": [
            goal_shape(view, target.device_id)
            for target in async_targets(call)
            for view in await async_goal_views(target.controller.followed(), start, end)
        ]
    }
