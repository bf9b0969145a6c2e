"""A world of batteries behind a simulated Amps, and Home Assistant in front of it.

All HTTP is real, but it goes through memory: only tests of the wire use sockets.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
import logging
from pathlib import Path
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.auth.models import Credentials
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_API_KEY, CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)
from syrupy.assertion import SnapshotAssertion

# this also comes before the kit puts its own custom_components in its place
from custom_components.amps.const import (
    CONF_ADD_NEW,
    CONF_BATTERIES,
    CONF_IGNORED,
    DOMAIN,
)
from simulator import DEFAULT_KEY, AmpsServer, SystemClock, World, fleet
from simulator.home_assistant import join
from simulator.memory import Network
from simulator.timeline import frozen

from . import examples  # noqa: F401 -- its profile is for all property tests
from .calendars import Dialog, MonthView
from .hooks import Client, with_webhook
from .travel import Travel, TravelWithThreads
from .wires import Connect, clients_of

# the kit has every statement logged, by the recorder's thread even between two tests
logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)

PLANT_ZONE = "Europe/London"
"""The zone of the simulated plants, and so of this home."""
START = "2026-11-23T08:00:00+00:00"
BEFORE_HASS = ("freezer", "travel", "server", "recorder_mock")
"""What has to be there before Home Assistant, and to go after it."""

type Setup = Callable[[MockConfigEntry], Awaitable[bool]]


@pytest.fixture(autouse=True)
def enable_event_loop_debug() -> None:
    """Leave asyncio's debug mode, which the kit turns on, to `--asyncio-debug`."""


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(request: pytest.FixtureRequest) -> None:
    if "hass" not in request.fixturenames:
        return
    for name in BEFORE_HASS:
        if name in request.fixturenames:
            request.getfixturevalue(name)
    request.getfixturevalue("enable_custom_integrations")


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """A configuration folder of its own: what is written in it is one test's."""
    return str(tmp_path)


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(HomeAssistantSnapshotExtension)


@pytest.fixture
def freezer(request: pytest.FixtureRequest) -> Iterator[FrozenDateTimeFactory]:
    """A clock that stands; the mark `freeze_time` chooses where."""
    mark = request.node.get_closest_marker("freeze_time")
    with frozen(*(mark.args if mark else (START,))) as clock:
        yield clock


@pytest.fixture
async def travel(
    request: pytest.FixtureRequest, freezer: FrozenDateTimeFactory
) -> AsyncIterator[Travel]:
    """Lets time pass, for Home Assistant and Amps alike."""
    has_recorder = "recorder_mock" in request.fixturenames
    traveller = (TravelWithThreads if has_recorder else Travel)(freezer)
    yield traveller
    traveller.close()


@pytest.fixture
def batteries() -> int:
    """How many batteries the account has; parametrize it for another number."""
    return 1


@pytest.fixture
def world(batteries: int) -> World:
    """What is behind the server; its clock is the one that Home Assistant sees."""
    return World(SystemClock(), devices=fleet(batteries))


@pytest.fixture
def network() -> Network:
    """What joins Home Assistant, Amps and everybody else."""
    return Network()


@pytest.fixture
async def hass(hass: HomeAssistant, network: Network) -> HomeAssistant:
    """Home Assistant; it reaches only what is on the network."""
    join(hass, network)
    return hass


@pytest.fixture
async def aiohttp_client(network: Network) -> AsyncIterator[Connect]:
    """What the kit's clients of Home Assistant's pages are made with."""
    async with clients_of(network) as connect:
        yield connect


@pytest.fixture
async def server(world: World, network: Network) -> AsyncIterator[AmpsServer]:
    """The simulated Amps."""
    amps = AmpsServer(world, network)
    await amps.start()
    yield amps
    await amps.stop()


@pytest.fixture
def entry(world: World, server: AmpsServer) -> MockConfigEntry:
    """An entry as the config flow makes it; it is not added yet."""
    return MockConfigEntry(
        domain=DOMAIN,
        title="Amps",
        data={CONF_API_KEY: DEFAULT_KEY, CONF_URL: server.url},
        options={
            CONF_BATTERIES: sorted(world.devices),
            CONF_ADD_NEW: True,
            CONF_IGNORED: [],
        },
    )


@pytest.fixture
def setup_entry(hass: HomeAssistant, travel: Travel) -> Setup:
    """Adds an entry, sets it up and waits until all it began is over."""

    async def setup(entry: MockConfigEntry) -> bool:
        await hass.config.async_set_time_zone(PLANT_ZONE)
        entry.add_to_hass(hass)
        works = await travel.run(hass.config_entries.async_setup(entry.entry_id))
        await travel.settle()
        return works

    return setup


@pytest.fixture
async def integration(entry: MockConfigEntry, setup_entry: Setup) -> MockConfigEntry:
    """The entry, set up."""
    assert await setup_entry(entry)
    return entry


@pytest.fixture
async def hooked(entry: MockConfigEntry, setup_entry: Setup) -> MockConfigEntry:
    """The entry with webhooks, set up."""
    entry = with_webhook(entry)
    assert await setup_entry(entry)
    return entry


@pytest.fixture
def all_enabled() -> Iterator[None]:
    """Lets the entities that are disabled by default be there too."""
    with patch.object(Entity, "entity_registry_enabled_default", new=True):
        yield


@pytest.fixture
async def hass_access_token(
    hass: HomeAssistant,
    hass_admin_user: MockUser,
    hass_admin_credential: Credentials,
) -> str:
    """A token that outlives the days of a test."""
    await hass.auth.async_link_user(hass_admin_user, hass_admin_credential)
    token = await hass.auth.async_create_refresh_token(
        hass_admin_user,
        "https://example.com/app",
        credential=hass_admin_credential,
        access_token_expiration=timedelta(days=400),
    )
    return hass.auth.async_create_access_token(token)


@pytest.fixture
async def dialog(
    hass: HomeAssistant,
    travel: Travel,
    integration: object,  # noqa: ARG001
    hass_ws_client: WebSocketGenerator,
) -> Dialog:
    await travel.run(async_setup_component(hass, "websocket_api", {}))
    return Dialog(hass, travel, hass_ws_client)


@pytest.fixture
async def month(
    hass: HomeAssistant,
    travel: Travel,
    integration: object,  # noqa: ARG001
    hass_client: ClientSessionGenerator,
) -> MonthView:
    return MonthView(hass, travel, await travel.run(hass_client()))


@pytest.fixture
async def client(
    hooked: MockConfigEntry, hass_client_no_auth: ClientSessionGenerator
) -> Client:
    """Somebody on the internet."""
    assert hooked.state is ConfigEntryState.LOADED
    made: Client = await hass_client_no_auth()
    return made


@pytest.fixture
async def assist(
    hass: HomeAssistant,
    integration: MockConfigEntry,  # noqa: ARG001
    travel: Travel,
) -> None:
    """An assistant that may plan."""
    for domain in ("homeassistant", "conversation"):
        assert await travel.run(async_setup_component(hass, domain, {}))
    await travel.settle()
