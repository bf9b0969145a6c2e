"""What surrounds a resource: wrapper, `meta`, pages."""

from datetime import datetime
import re
from typing import Any, NamedTuple, TypeGuard

import orjson

from .errors import UnreadableError
from .fields import instant, number
from .models import Generation, Json

_NAME = re.compile(r"[\w-]{1,40}", re.ASCII)


class Answer(NamedTuple):
    """A success: the resource, and what its wrapper contained."""

    endpoint: str
    payload: Json
    generation: Generation | None
    """None if the framing does not show it: a bare resource is G0 or G1."""
    environment: str | None = None
    size: int = 0
    """Bytes of the body."""


class Page(NamedTuple):
    """One page of a list."""

    items: list[Any]
    total: int | None
    more: bool | None
    """Whether there is another page; None where the server does not say."""

    def goes_on(self, offset: int, size: int) -> bool:
        """Return whether to ask for the page at `offset`, in pages of `size`.

        A server that says neither `hasMore` nor `total` is asked while pages are full.
        """
        if self.more is not None:
            return self.more
        if self.total is not None:
            return offset < self.total
        return len(self.items) >= size


def parse(body: bytes, endpoint: str, status: int) -> Json:
    """Return a body's JSON; raises UnreadableError for anything that is none.

    Numbers that no double holds, lone surrogates and nesting past 1,024 levels are
    refused by the parser.
    """
    try:
        parsed: Json = orjson.loads(body)
    except orjson.JSONDecodeError:
        pass
    else:
        return parsed
    raise UnreadableError(
        endpoint=endpoint,
        status=status,
        message=f"not JSON: {len(body)} bytes" if body else "an empty body",
    )


def is_refusal(body: Json) -> bool:
    """Return whether a body says that the request failed, whatever its status."""
    return isinstance(body, dict) and body.get("success") is False


def made_at(body: Json) -> datetime | None:
    """Return when an answer was made by Amps' clock (`meta.timestamp`)."""
    meta = body.get("meta") if isinstance(body, dict) else None
    return instant(meta.get("timestamp"), "", {}) if isinstance(meta, dict) else None


def unwrap(body: Json, endpoint: str) -> Answer:
    """Take the resource out of a success."""
    if not isinstance(body, dict):
        raise UnreadableError(endpoint=endpoint, field="data")
    data = body.get("data")
    if "success" in body or ("data" in body and "meta" in body):
        meta = body.get("meta")
        named = meta.get("environment") if isinstance(meta, dict) else None
        return Answer(
            endpoint=endpoint,
            payload=_listed(body, data) if isinstance(data, list) else data,
            generation=Generation.G2,
            environment=named if _is_name(named) else None,
        )
    if isinstance(data, list) and "pagination" in body:
        return Answer(
            endpoint=endpoint, payload=_listed(body, data), generation=Generation.G0
        )
    return Answer(endpoint=endpoint, payload=body, generation=_bare(body))


def _is_name(raw: Json) -> TypeGuard[str]:
    """Return whether a text is an environment's name: it becomes part of titles."""
    return isinstance(raw, str) and _NAME.fullmatch(raw) is not None


def _listed(body: dict[str, Any], data: list[Any]) -> dict[str, Any]:
    """Return a list directly under `data` in the shape of all others."""
    return {"items": data, "pagination": body.get("pagination")}


def _bare(body: dict[str, Any]) -> Generation | None:
    """Return the generation of a bare body: `features` is G0, a list with items G1."""
    items = body.get("items")
    first = items[0] if isinstance(items, list) and items else body
    if isinstance(first, dict) and "features" in first and "commands" not in first:
        return Generation.G0
    return Generation.G1 if isinstance(items, list) else None


def page(answer: Answer) -> Page:
    """Read one page of a list; raises UnreadableError where it holds no items."""
    payload = answer.payload
    items = payload.get("items") if isinstance(payload, dict) else None
    if not isinstance(payload, dict) or not isinstance(items, list):
        raise UnreadableError(endpoint=answer.endpoint, field="items")
    block = payload.get("pagination")
    told = block if isinstance(block, dict) else {}
    more = told.get("hasMore")
    total = number(told.get("total"), "", {})
    return Page(
        items=items,
        total=int(total) if total is not None and total >= len(items) else None,
        more=more if isinstance(more, bool) else None,
    )
