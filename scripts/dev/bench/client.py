"""What the client alone costs, without Home Assistant."""

from functools import partial

import aiohttp

from custom_components.amps.api import AmpsClient

from . import home, measure
from .fetch import KEY, fetch

BATTERIES = 1000


async def measured() -> dict[str, float]:
    """Measure listings: the first of a client, and those after it."""
    async with (
        home.amps(BATTERIES, mixed=True) as url,
        aiohttp.ClientSession() as session,
    ):
        alone = partial(fetch, session, url)
        known = AmpsClient(session, KEY, url)

        async def first() -> None:
            await AmpsClient(session, KEY, url).list_batteries()

        await known.list_batteries()
        return {
            "client_first": await measure.ratio(first, alone, 15),
            "client_again": await measure.ratio(known.list_batteries, alone, 15),
        }
