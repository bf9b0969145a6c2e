"""The actions about the plan of the day."""

from datetime import UTC
from typing import Final

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonObjectType, JsonValueType
import voluptuous as vol

from ..battery.day_run import DayView, saving_of
from ..battery.planning.accepting import acceptable, async_accept
from ..const import DOMAIN
from . import serialize
from .targets import BATTERIES, Target, async_targets
from .windows import ATTR_UID

SERVICE_ACCEPT_PLAN: Final = "accept_plan"
SERVICE_GET_PLAN: Final = "get_plan"

SCHEMA = vol.Schema(BATTERIES)
ACCEPT_SCHEMA = vol.Schema({**BATTERIES, vol.Optional(ATTR_UID): cv.string})


@callback
def async_setup_day_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    hass.services.async_register(
        DOMAIN,
        SERVICE_GET_PLAN,
        _async_get_plan,
        schema=SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_ACCEPT_PLAN,
        _async_accept_plan,
        schema=ACCEPT_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )


async def _async_get_plan(call: ServiceCall) -> ServiceResponse:
    """Return the plans of the day, by battery."""
    return {"plans": [_plan(target) for target in async_targets(call)]}


async def _async_accept_plan(call: ServiceCall) -> ServiceResponse:
    """Plan what is suggested for all batteries, or for none where one has nothing."""
    targets, uid = async_targets(call), call.data.get(ATTR_UID)
    for target in targets:
        _ = acceptable(target.controller.followed(), uid)
    return {
        "windows": [
            serialize.window_shape(window, target.device_id)
            for target in targets
            for window in await async_accept(target.controller.followed(), uid)
        ]
    }


def _plan(target: Target) -> JsonObjectType:
    """Return the plan of a battery's day; without one its status says why."""
    state = target.controller.followed().state
    view = state.day_view
    return {
        "device_id": target.device_id,
        "planning": state.planning.value,
        "status": view.status.value if view else None,
        "reason": serialize.planning_reason(view),
        "missing": [*serialize.planning_missing(view)],
        "made": serialize.time(view.at) if view else None,
        "saving": saving_of(view) if view else None,
        "load_error": view.load_error if view else None,
        "sun_error": view.sun_error if view else None,
        "rows": _rows(view) if view else [],
    }


def _rows(view: DayView) -> list[JsonValueType]:
    """Return what is expected, step by step."""
    if (plan := view.plan) is None:
        return []
    return [
        {
            "start": serialize.time(row.start.astimezone(UTC)),
            "end": serialize.time(row.end.astimezone(UTC)),
            "price": None if row.price is None else round(row.price, 4),
            "load": round(row.load, 3),
            "sun": round(row.sun, 3),
            "level": round(row.level, 1),
            "self_use_level": round(row.self_use_level, 1),
            "command": row.command.slug,
            "cost": round(row.cost, 4) + 0.0,  # never -0.0
            "why": None
            if row.window is None or row.window >= len(plan.windows)
            else serialize.why(plan.windows[row.window].why),
        }
        for row in plan.rows
    ]
