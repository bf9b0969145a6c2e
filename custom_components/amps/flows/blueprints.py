"""Where the blueprints of this integration are imported from."""

from typing import Final
from urllib.parse import urlencode

from homeassistant.core import HomeAssistant, callback
from homeassistant.loader import async_get_loaded_integration

from ..const import DOMAIN

NOTIFY_WINDOW: Final = "notify_window"
_IMPORT: Final = "https://my.home-assistant.io/redirect/blueprint_import/"


@callback
def import_link(hass: HomeAssistant, blueprint: str) -> str:
    """Return the address at which Home Assistant offers to import a blueprint."""
    repository = async_get_loaded_integration(hass, DOMAIN).documentation
    file = f"{repository}/blob/main/blueprints/automation/{DOMAIN}/{blueprint}.yaml"
    return f"{_IMPORT}?{urlencode({'blueprint_url': file})}"
