"""What the card asks for that no action of Home Assistant's does.

Everything else it does by the same actions as automations.
"""

from collections.abc import Awaitable
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
import voluptuous as vol

from ..api.models import Command, Parameter, Parameters
from ..battery import plan_editor, restoring
from ..battery.windows import WindowView
from ..schedule.plan import Range
from ..services.window_input import aware, drafted, number
from . import shapes
from .batteries import check_may_change, find

WINDOW: Final[VolDictType] = {
    vol.Required("device_id"): cv.string,
    vol.Required("uid"): cv.string,
}


@websocket_command(
    {
        vol.Required("type"): "amps/plan/edit",
        **WINDOW,
        vol.Optional("original"): vol.Any(cv.datetime, None),
        vol.Optional("range", default=Range.THIS.value): vol.In([*Range]),
        vol.Required("command"): vol.In([command.slug for command in Command]),
        **{
            vol.Optional(parameter.value): vol.Any(number, None)
            for parameter in Parameter
        },
        vol.Required("start"): cv.datetime,
        vol.Required("end"): cv.datetime,
        vol.Optional("repeat"): vol.Any(cv.string, None),
    }
)
@async_response
async def edit(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Change a window, or some of its occurrences."""
    check_may_change(hass, connection.user, msg["device_id"])
    await _async_answer(connection, msg, _async_edit(hass, msg))


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


async def _async_edit(hass: HomeAssistant, msg: dict[str, Any]) -> list[WindowView]:
    target = find(hass, msg["device_id"])
    original, range_ = msg.get("original"), Range(msg["range"])
    repeat = None if range_ is Range.THIS else msg.get("repeat")
    draft = drafted(
        hass,
        Command.from_slug(msg["command"]),
        Parameters(
            **{parameter.value: msg.get(parameter.value) for parameter in Parameter}
        ),
        msg["start"],
        msg["end"],
        repeat,
    )
    return await plan_editor.async_edit(
        target.controller.followed(),
        msg["uid"],
        draft,
        original=aware(original) if original else None,
        range_=range_,
    )


async def _async_restore(hass: HomeAssistant, msg: dict[str, Any]) -> list[WindowView]:
    battery = find(hass, msg["device_id"]).controller.followed()
    uid, original = msg["uid"], msg.get("original")
    if original is None:
        return await restoring.async_put_back(battery, uid)
    return await restoring.async_restore(battery, uid, aware(original))


async def _async_answer(
    connection: ActiveConnection,
    msg: dict[str, Any],
    work: Awaitable[list[WindowView]],
) -> None:
    """Send the windows, or in words what is wrong: that is no error of this program."""
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
    windows = [shapes.window(view, msg["device_id"]) for view in found]
    connection.send_result(msg["id"], {"windows": windows})
