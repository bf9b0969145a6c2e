"""What the browser is given: the card, the dashboard, and what feeds them."""

from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant, callback

from . import commands, feeds
from .resources import async_serve


async def async_setup_frontend(hass: HomeAssistant) -> None:
    """Serve the files, and take the commands; nothing is loaded by a page yet."""
    await async_serve(hass)
    _async_register_commands(hass)


@callback
def _async_register_commands(hass: HomeAssistant) -> None:
    for command in (
        feeds.subscribe_plan,
        feeds.subscribe_fleet,
        commands.edit,
        commands.preview,
        commands.restore,
    ):
        websocket_api.async_register_command(hass, command)
