"""The least that any client does: fetch all pages and parse them."""

from typing import Any

import aiohttp
import orjson

KEY = "amps_sk_bench_0001"
PAGE = 50


async def fetch(session: aiohttp.ClientSession, url: str) -> list[Any]:
    """Return the parsed pages of the list of batteries."""
    headers = {"x-api-key": KEY, "accept": "application/json"}
    pages: list[Any] = []
    more = True
    while more:
        params = {"limit": str(PAGE), "offset": str(PAGE * len(pages))}
        async with session.get(
            f"{url}/battery", params=params, headers=headers
        ) as answer:
            pages.append(orjson.loads(await answer.read()))
        more = pages[-1]["data"]["pagination"]["hasMore"]
    return pages
