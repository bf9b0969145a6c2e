"""The files that a browser loads: served always, loaded while there is an entry.

A page of Home Assistant loads `loader.js` alone, which is small. It loads the rest
where a card or a dashboard of this integration is on the screen. All files lie at an
address that has their version in it, so a browser never mixes two of them.
"""

import json
from pathlib import Path
from typing import Final

from homeassistant.components.frontend import (
    DATA_EXTRA_MODULE_URL,
    add_extra_js_url,
    remove_extra_js_url,
)
from homeassistant.components.http.server import StaticPathConfig
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN

FOLDER: Final = Path(__file__).parent / "bundle"
"""What `frontend/` at the top of the repository is built into."""
MADE_OF: Final = "built.json"

_LOADER: HassKey[str] = HassKey(f"{DOMAIN}_loader")
"""The address of what every page loads."""


def version() -> str:
    """Return the version of the files: it changes with what they are built of."""
    built: dict[str, str] = json.loads((FOLDER / MADE_OF).read_text(encoding="utf-8"))
    return built["sources"][:12]


async def async_serve(hass: HomeAssistant) -> None:
    """Serve the files to browsers; they hold nothing that is anybody's own."""
    path = f"/{DOMAIN}/{await hass.async_add_executor_job(version)}"
    await hass.http.async_register_static_paths(
        [StaticPathConfig(path, str(FOLDER), cache_headers=True)]
    )
    hass.data[_LOADER] = f"{path}/loader.js"


@callback
def async_load(hass: HomeAssistant) -> None:
    """Let pages load the loader, where Home Assistant shows pages at all."""
    pages = hass.data.get(DATA_EXTRA_MODULE_URL)
    if pages is not None and hass.data[_LOADER] not in pages.urls:
        add_extra_js_url(hass, hass.data[_LOADER])


@callback
def async_unload(hass: HomeAssistant) -> None:
    """Let pages load nothing any more once no entry is left that is not disabled."""
    pages = hass.data.get(DATA_EXTRA_MODULE_URL)
    if hass.config_entries.async_entries(DOMAIN, include_disabled=False):
        return
    if pages is not None and hass.data[_LOADER] in pages.urls:
        remove_extra_js_url(hass, hass.data[_LOADER])
