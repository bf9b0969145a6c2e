"""Lists that come in pages."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from . import framing
from .errors import UnreadableError
from .framing import Answer
from .models import Action, Battery, Json

PAGE_SIZE = 50
MAX_PAGES = 400
MAX_ITEMS = MAX_PAGES * PAGE_SIZE
MAX_LIST_BYTES = 64 * 1024 * 1024
"""Of all pages of a list."""

type AskPage = Callable[[Mapping[str, str]], Awaitable[tuple[Answer, datetime]]]
"""Asks for a page by its parameters; Amps' time of the answer comes with it."""
type DecodeItem[T] = Callable[[Json, str, int, datetime], T]
"""Decodes an item, by its endpoint, its place on the page, and Amps' time."""


async def collect[T: (Battery, Action)](
    endpoint: str,
    ask: AskPage,
    decode_item: DecodeItem[T],
    *,
    keep: Callable[[T], bool] | None = None,
    limit: int | None = None,
) -> list[T]:
    """Return the items of all pages, or the first `limit`, each id once.

    Only what `keep` says counts; None keeps all. Raises UnreadableError for a list
    without end, and what `ask` and `decode_item` raise.
    """
    found: dict[str, T] = {}
    offset = read = 0
    most = MAX_ITEMS + 1 if limit is None else limit
    size = max(1, min(most, PAGE_SIZE))
    for _ in range(MAX_PAGES):
        answer, latest = await ask({"limit": str(size), "offset": str(offset)})
        page = framing.page(answer)
        read += answer.size
        if read > MAX_LIST_BYTES or offset + len(page.items) > MAX_ITEMS:
            raise UnreadableError(
                endpoint=endpoint, field="items", message="a list without end"
            )
        before = len(found)
        for at, raw in enumerate(page.items):
            item = decode_item(raw, endpoint, at, latest)
            found.setdefault(item.id, item)
        offset += len(page.items)
        goes_on = len(found) > before and page.goes_on(offset, size)
        if goes_on and len(found) < most:
            continue
        kept = list(filter(keep, found.values()))
        if not goes_on or len(kept) >= most:
            return kept[:most]
    raise UnreadableError(
        endpoint=endpoint,
        field="pagination.hasMore",
        message=f"more than {MAX_PAGES} pages",
    )
