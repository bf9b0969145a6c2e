"""What pages load: served always, loaded while there is an entry."""

from http import HTTPStatus

from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL, UrlManager
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.amps.frontend.resources import FOLDER, version

from ..conftest import Setup
from ..travel import Travel

type Changes = list[tuple[str, str]]

LOADER = f"/amps/{version()}/loader.js"


@pytest.fixture
def changes(hass: HomeAssistant) -> Changes:
    """What a frontend is told of the modules that pages load."""
    told: Changes = []
    hass.data[DATA_EXTRA_MODULE_URL] = UrlManager(
        lambda change, url: told.append((change, url)), []
    )
    return told


async def test_pages_load_the_loader_until_the_entry_is_removed(
    hass: HomeAssistant,
    travel: Travel,
    changes: Changes,
    entry: MockConfigEntry,
    setup_entry: Setup,
) -> None:
    assert await setup_entry(entry)
    assert changes == [("added", LOADER)]
    await travel.run(hass.config_entries.async_reload(entry.entry_id))
    assert changes == [("added", LOADER)]
    await travel.run(hass.config_entries.async_remove(entry.entry_id))
    assert changes == [("added", LOADER), ("removed", LOADER)]


async def test_pages_load_nothing_for_a_disabled_entry(
    hass: HomeAssistant,
    travel: Travel,
    changes: Changes,
    entry: MockConfigEntry,
    setup_entry: Setup,
) -> None:
    assert await setup_entry(entry)
    disable = hass.config_entries.async_set_disabled_by
    await travel.run(disable(entry.entry_id, ConfigEntryDisabler.USER))
    await travel.settle()
    assert changes == [("added", LOADER), ("removed", LOADER)]
    await travel.run(disable(entry.entry_id, None))
    await travel.settle()
    assert changes[2:] == [("added", LOADER)]


@pytest.mark.usefixtures("integration")
async def test_the_files_are_served(
    travel: Travel, hass_client_no_auth: ClientSessionGenerator
) -> None:
    client = await travel.run(hass_client_no_auth())
    for name in ("loader.js", "card.js"):
        reply = await travel.run(client.head(LOADER.replace("loader.js", name)))
        assert reply.status == HTTPStatus.OK
        assert "javascript" in reply.headers["Content-Type"]
        assert "max-age" in reply.headers["Cache-Control"]
        size = (FOLDER / name).stat().st_size
        assert reply.headers["Content-Length"] == str(size)
