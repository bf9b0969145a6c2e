"""Home Assistant as another version of the integration left it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.bootstrap import async_load_base_functionality
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_URL
from homeassistant.core import HomeAssistant
import pytest

from custom_components.amps.const import DOMAIN
from simulator import AmpsServer, World

from ..conftest import PLANT_ZONE
from ..travel import Travel
from .recorded import Storage, moment_of, put_histories, restore, storage_of


@pytest.fixture
def version() -> str | None:
    """Which version is found; parametrize it. None finds nothing."""
    return None


@pytest.fixture
def change() -> Callable[[Storage], None] | None:
    """What somebody else does to what is stored; parametrize it."""
    return None


@pytest.fixture
def load_registries(version: str | None) -> bool:
    """Return whether the test kit makes empty registries; else stored ones load."""
    return version is None


@pytest.fixture
def hass_storage(
    hass_storage: Storage,
    version: str | None,
    change: Callable[[Storage], None] | None,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Storage:
    """What is stored before Home Assistant starts."""
    if version is None:
        return hass_storage
    server: AmpsServer = request.getfixturevalue("server")
    hass_storage.update(storage_of(version))
    put_histories(version, tmp_path)
    for entry in hass_storage["core.config_entries"]["data"]["entries"]:
        entry["data"][CONF_URL] = server.url
    if change is not None:
        change(hass_storage)
    return hass_storage


@pytest.fixture
def freezer(
    freezer: FrozenDateTimeFactory, version: str | None
) -> FrozenDateTimeFactory:
    """The clock, at the moment at which the version was left."""
    if version is not None:
        freezer.move_to(moment_of(version))
    return freezer


@pytest.fixture
async def upgraded(
    hass: HomeAssistant,
    version: str,
    world: World,
    travel: Travel,
    hass_storage: Storage,  # noqa: ARG001
) -> ConfigEntry[Any]:
    """The entry of another version, set up by this one."""
    await hass.config.async_set_time_zone(PLANT_ZONE)
    restore(version, world)
    await async_load_base_functionality(hass)
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    await travel.run(hass.config_entries.async_setup(entry.entry_id))
    await travel.settle()
    return entry
