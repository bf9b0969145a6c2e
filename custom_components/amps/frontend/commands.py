"""What the card asks for that no action of Home Assistant's does.

Everything else it does by the same actions as automations.
"""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_HOME_ASSISTANT_ERROR
from homeassistant.components.websocket_api.decorators import (
    async_response,
    websocket_command,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import VolDictType
from homeassistant.util.hass_dict import HassKey
import voluptuous as vol

from ..api.models import Command, Parameter
from ..battery import plan_editor, restoring
from ..battery.occurrences import BatteryPlan
from ..battery.planning.preview import async_preview
from ..battery.windows import WindowView
from ..const import DOMAIN
from ..schedule.edits import MAX_LENGTH
from ..schedule.plan import EditRange
from ..schedule.window import Draft
from ..services.goals import ATTR_IN_ONE_GO, ATTR_MAX_PRICE, ATTR_MIN_PRICE, goal_draft
from ..services.window_input import aware, drafted, number, parameters, time_period
from ..services.windows import ATTR_DURATION
from . import shapes
from .batteries import check_may_change, find
from .money import async_all_prices
from .shapes import Shape
from .turns import Turns

WINDOW: Final[VolDictType] = {
    vol.Required("device_id"): cv.string,
    vol.Required("uid"): cv.string,
}
DRAFT: Final[VolDictType] = {
    vol.Required("command"): vol.In([command.slug for command in Command]),
    **{vol.Optional(parameter.value): vol.Any(number, None) for parameter in Parameter},
    vol.Required("start"): cv.datetime,
    vol.Required("end"): cv.datetime,
    vol.Optional("repeat"): vol.Any(cv.string, None),
    vol.Optional("goal", default=False): bool,
    vol.Optional(ATTR_DURATION): vol.Any(
        None, vol.All(time_period, vol.Range(max=MAX_LENGTH))
    ),
    vol.Optional(ATTR_MAX_PRICE): vol.Any(number, None),
    vol.Optional(ATTR_MIN_PRICE): vol.Any(number, None),
    vol.Optional(ATTR_IN_ONE_GO, default=False): bool,
}
"""A window, or a goal, as the form has it."""
EDITED: Final[VolDictType] = {
    vol.Optional("original"): vol.Any(cv.datetime, None),
    vol.Optional("range", default=EditRange.THIS.value): vol.In([*EditRange]),
}

_PREVIEWS: HassKey[Turns] = HassKey(f"{DOMAIN}_previews")


@websocket_command(
    {vol.Required("type"): "amps/plan/edit", **WINDOW, **EDITED, **DRAFT}
)
@async_response
async def edit(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Change a window or a goal, or some of its occurrences."""
    check_may_change(hass, connection.user, msg["device_id"])
    await _async_answer(connection, msg, _async_edit(hass, msg))


@websocket_command(
    {
        vol.Required("type"): "amps/plan/preview",
        vol.Required("device_id"): cv.string,
        vol.Optional("uid"): vol.Any(cv.string, None),
        **EDITED,
        **DRAFT,
    }
)
@async_response
async def preview(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Say what would become of a window or a goal, and store nothing."""
    check_may_change(hass, connection.user, msg["device_id"])
    await _async_answer(connection, msg, _async_preview(hass, msg))


@websocket_command(
    {
        vol.Required("type"): "amps/plan/restore",
        **WINDOW,
        vol.Optional("original"): vol.Any(cv.datetime, None),
    }
)
@async_response
async def restore(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Bring back an occurrence that was taken out, or without one a whole window."""
    check_may_change(hass, connection.user, msg["device_id"])
    await _async_answer(connection, msg, _async_restore(hass, msg))


async def _async_edit(hass: HomeAssistant, msg: dict[str, Any]) -> Shape:
    battery = find(hass, msg["device_id"]).controller.followed()
    original = aware(msg["original"]) if msg.get("original") else None
    found = await plan_editor.async_edit(
        battery,
        msg["uid"],
        _with_notes(_draft(hass, msg), battery.state.plan, msg["uid"], original),
        original=original,
        range_=EditRange(msg["range"]),
    )
    return _windows(found, msg)


def _with_notes(
    draft: Draft, plan: BatteryPlan, uid: str, original: datetime | None
) -> Draft:
    """Return a draft with what the owner wrote: the form has no field for it."""
    occurrences = (*plan.occurrences.values(), *plan.goals.values())
    known = [one for one in occurrences if one.uid == uid]
    meant = [one for one in known if one.original == original]
    for one in (meant or known)[:1]:
        return replace(draft, note=one.note, comment=one.comment)
    return draft


def _draft(hass: HomeAssistant, msg: dict[str, Any]) -> Draft:
    if EditRange(msg["range"]) is EditRange.THIS and msg.get("uid"):
        msg = {**msg, "repeat": None}
    if msg["goal"]:
        return goal_draft(hass, msg)
    return drafted(
        hass,
        Command.from_slug(msg["command"]),
        parameters(msg),
        msg["start"],
        msg["end"],
        msg.get("repeat"),
    )


async def _async_preview(hass: HomeAssistant, msg: dict[str, Any]) -> Shape:
    target = find(hass, msg["device_id"])
    original = msg.get("original") if msg["range"] == EditRange.THIS else None
    async with hass.data.setdefault(_PREVIEWS, Turns()).async_turn():
        prices = await async_all_prices(target)
        found = await async_preview(
            target.controller.followed(),
            _draft(hass, msg),
            prices,
            target.account.inputs,
            uid=msg.get("uid"),
            original=aware(original) if original else None,
        )
    return shapes.preview(found)


async def _async_restore(hass: HomeAssistant, msg: dict[str, Any]) -> Shape:
    battery = find(hass, msg["device_id"]).controller.followed()
    uid, original = msg["uid"], msg.get("original")
    if original is None:
        return _windows(await restoring.async_put_back(battery, uid), msg)
    found = await restoring.async_restore(battery, uid, aware(original))
    return _windows(found, msg)


def _windows(found: list[WindowView], msg: dict[str, Any]) -> Shape:
    return {"windows": [shapes.window(view, msg["device_id"]) for view in found]}


async def _async_answer(
    connection: ActiveConnection, msg: dict[str, Any], work: Awaitable[Shape]
) -> None:
    """Send what was found, or in words what is wrong: that is no error of ours."""
    try:
        found = await work
    except HomeAssistantError as err:
        connection.send_error(
            msg["id"],
            ERR_HOME_ASSISTANT_ERROR,
            str(err),
            translation_domain=err.translation_domain,
            translation_key=err.translation_key,
            translation_placeholders=err.translation_placeholders,
        )
        return
    connection.send_result(msg["id"], found)
