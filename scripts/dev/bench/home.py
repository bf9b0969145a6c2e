"""A Home Assistant core with an entry of Amps or of the barest integration."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
import sys
import tempfile
from typing import Any
from unittest.mock import patch

import aiohttp
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_API_KEY, CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, frame, storage
from homeassistant.loader import DATA_CUSTOM_COMPONENTS
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_test_home_assistant,
)

import custom_components
from custom_components.amps.const import CONF_ADD_NEW, CONF_BATTERIES, DOMAIN

from .fetch import KEY

BAREST = "barest"
UNHURRIED = patch(
    "custom_components.amps.account.rate_limiter.MAX_PER_MINUTE", 1_000_000
)
"""Makes every battery be read individually within seconds, not minutes."""


@contextmanager
def _config_folder() -> Iterator[str]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder, storage.STORAGE_DIR).mkdir()
        yield folder


@asynccontextmanager
async def home() -> AsyncIterator[HomeAssistant]:
    """Run a core that knows both integrations."""
    ours = str(Path(__file__).parent / "custom_components")
    if ours not in custom_components.__path__:
        custom_components.__path__.append(ours)
    with _config_folder() as folder:
        async with async_test_home_assistant(config_dir=folder) as hass:
            frame.async_setup(hass)
            # as at every start: files that are not there are not looked for
            await storage.get_internal_store_manager(hass).async_initialize()
            del hass.data[DATA_CUSTOM_COMPONENTS]
            await async_setup_component(hass, "webhook", {})
            try:
                yield hass
            finally:
                await hass.async_stop(force=True)


@asynccontextmanager
async def amps(
    batteries: int, *, actions: int = 0, prefix: str = "bench", mixed: bool = False
) -> AsyncIterator[str]:
    """Run the recorded Amps; return its URL."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "scripts.dev.bench.recorded",
        f"--batteries={batteries}",
        f"--actions={actions}",
        f"--prefix={prefix}",
        *(["--mixed"] if mixed else []),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        if process.stdout is None:
            raise RuntimeError("the recorded Amps cannot be heard")
        line = await process.stdout.readline()
        yield line.decode().split()[-1]
    finally:
        process.kill()
        await process.wait()


async def change(url: str) -> None:
    """Let every battery of the recorded Amps change."""
    async with aiohttp.ClientSession() as session, session.post(f"{url}/next") as done:
        done.raise_for_status()


async def asked(url: str) -> dict[str, int]:
    """Return how often each endpoint was called since the last count."""
    async with aiohttp.ClientSession() as session, session.post(f"{url}/count") as told:
        counted: dict[str, int] = await told.json()
    return counted


def amps_entry(
    hass: HomeAssistant, url: str, options: Mapping[str, Any] | None = None
) -> ConfigEntry[Any]:
    """Add an entry as the config flow makes it."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Amps",
        data={CONF_API_KEY: KEY, CONF_URL: url},
        options={CONF_BATTERIES: [], CONF_ADD_NEW: True, **(options or {})},
    )
    return _added(hass, entry)


def barest_entry(
    hass: HomeAssistant, url: str, entities: int, changing: int = 0
) -> ConfigEntry[Any]:
    """Add an entry of the barest integration with a number of entities per battery."""
    data = {CONF_URL: url, "entities": entities, "changing": changing}
    return _added(hass, MockConfigEntry(domain=BAREST, title="Barest", data=data))


def _added(hass: HomeAssistant, entry: Any) -> ConfigEntry[Any]:
    entry.add_to_hass(hass)
    added: ConfigEntry[Any] = entry
    return added


async def set_up(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Set an entry up, until all its entities are there."""
    if not await hass.config_entries.async_setup(entry.entry_id):
        raise RuntimeError(f"{entry.domain} cannot be set up: {entry.reason}")
    await hass.async_block_till_done()


async def all_read(entry: ConfigEntry[Any]) -> None:
    """Wait until every battery was read individually."""
    reader = entry.runtime_data.reader
    async with asyncio.timeout(120):
        waiting = set(entry.runtime_data.coordinator.data)
        while waiting:
            waiting = {timer for timer in waiting if not reader.has_answer(timer)}
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)


def shown(hass: HomeAssistant, platform: str) -> int:
    """Return how many states an integration shows."""
    entries = er.async_get(hass).entities.values()
    return sum(
        entry.platform == platform and hass.states.get(entry.entity_id) is not None
        for entry in entries
    )
