"""How many requests a poll of resting batteries makes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
import math
from unittest.mock import patch

from aiohttp.test_utils import TestClient, TestServer
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.amps.api.models import Command
from custom_components.amps.battery import plan_editor
from custom_components.amps.runtime import AmpsConfigEntry
from custom_components.amps.schedule.window import Draft

from . import home

SIZES = (1, 50, 51, 400)
OF_A_POLL = ("list_batteries", "list_actions")
"""Everything else is a read of a single battery, at its own pace."""
WORST = patch(
    "custom_components.amps.account.action_lists.RECONCILE_INTERVAL", timedelta(0)
)
"""Makes every poll also list pending actions, as otherwise one in seven does."""
POLLS = 6
DASHBOARDS = 3


async def measured() -> dict[str, float]:
    """Count the requests for several numbers of batteries."""
    with home.UNHURRIED, WORST:
        return {f"requests_{size}": await _most(size) for size in SIZES}


def allowed(batteries: int) -> int:
    """Return the goal."""
    return math.ceil(batteries / 50) + 1


async def _most(size: int) -> float:
    """Return the most requests of a poll, bare, and with windows and dashboards."""
    async with home.amps(size) as url, home.home() as hass:
        await async_setup_component(hass, "websocket_api", {})
        entry = home.amps_entry(hass, url)
        await home.set_up(hass, entry)
        await home.all_read(entry)
        bare = await _polled(entry, url)
        await plan(entry)
        async with _dashboards(hass):
            return max(bare, await _polled(entry, url))


async def _polled(entry: AmpsConfigEntry, url: str) -> int:
    most = 0
    for _ in range(POLLS):
        await home.asked(url)
        await entry.runtime_data.coordinator.async_refresh()
        asked = await home.asked(url)
        most = max(most, sum(asked.get(route, 0) for route in OF_A_POLL))
    return most


async def plan(entry: AmpsConfigEntry) -> None:
    """Plan windows that lie too far ahead to be sent yet."""
    start = dt_util.utcnow() + timedelta(days=4)
    draft = Draft(
        command=Command.CHARGE,
        start=start,
        end=start + timedelta(hours=1),
        repeat="FREQ=WEEKLY",
        zone="Europe/London",
    )
    manager = entry.runtime_data.manager
    batteries = map(manager.controller, manager.coordinator.data)
    await plan_editor.async_add([battery.followed() for battery in batteries], draft)


@asynccontextmanager
async def _dashboards(hass: HomeAssistant) -> AsyncIterator[None]:
    """Open dashboards that follow all entities."""
    user = MockUser(is_owner=True).add_to_hass(hass)
    refresh = await hass.auth.async_create_refresh_token(user, "https://example.com")
    token = hass.auth.async_create_access_token(refresh)
    async with TestClient(TestServer(hass.http.app)) as browser:
        for _ in range(DASHBOARDS):
            socket = await browser.ws_connect("/api/websocket")
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": token})
            await socket.receive_json()
            await socket.send_json({"id": 1, "type": "subscribe_entities"})
            answer = await socket.receive_json()
            if not answer["success"]:
                raise RuntimeError(f"no dashboard: {answer}")
        yield
