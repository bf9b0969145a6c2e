"""A server that answers what a test tells it to, over real HTTP on loopback."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
import json
from pathlib import Path
from typing import Any, Final, override

from aiohttp import web
from aiohttp.test_utils import TestServer

FIXTURES: Final = Path(__file__).parent / "fixtures"
NOW: Final = datetime(2026, 6, 2, 12, tzinfo=UTC)
KEY: Final = "sk_test_0123456789abcdef"


def fixture(name: str) -> Any:
    return json.loads((FIXTURES / f"{name}.json").read_bytes())


@dataclass(kw_only=True)
class Reply:
    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False
    """Close the connection instead of answering."""

    @property
    def raw(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return json.dumps(self.body).encode()


@dataclass(kw_only=True)
class Seen:
    endpoint: str
    query: dict[str, str]
    headers: Mapping[str, str]
    body: Any


def wrapped(data: Any, **meta: Any) -> Any:
    """A G2 success."""
    return {
        "success": True,
        "data": data,
        "meta": {
            "requestId": "req_1",
            "environment": "sandbox",
            "timestamp": "2026-06-02T12:00:00.000Z",
            "latencyMs": 12,
        }
        | meta,
    }


def listed(*items: Any, more: bool = False, total: int | None = None) -> dict[str, Any]:
    """A list's payload."""
    return {
        "items": list(items),
        "pagination": {
            "limit": 50,
            "offset": 0,
            "total": len(items) if total is None else total,
            "hasMore": more,
        },
    }


def refused(code: str | None, status: int, **details: Any) -> Reply:
    """An error in the envelope of all generations."""
    error: dict[str, Any] = {"message": "as Amps says it", "details": details}
    if code:
        error["code"] = code
    meta = {"requestId": "req_2", "timestamp": "2026-06-02T12:00:00.000Z"}
    return Reply(status=status, body={"success": False, "error": error, "meta": meta})


class Wire(TestServer):
    """The server, with what it was asked."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self._script: dict[str, list[Reply]] = defaultdict(list)
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/{tail:.*}", self._answer)
        super().__init__(app, host="127.0.0.1")

    @property
    def url(self) -> str:
        return str(self.make_url("/")).rstrip("/")

    def on(self, endpoint: str, *replies: Reply | dict[str, Any]) -> None:
        """Answer a request so; the last answer is for all that follow."""
        self._script[endpoint] = [
            reply if isinstance(reply, Reply) else Reply(body=reply)
            for reply in replies
        ]

    @property
    def asked(self) -> list[str]:
        return [request.endpoint for request in self.seen]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        endpoint = f"{request.method} {request.rel_url.raw_path}"
        raw = await request.read()
        self.seen.append(
            Seen(
                endpoint=endpoint,
                query=dict(request.query),
                headers=request.headers,
                body=json.loads(raw) if raw else None,
            )
        )
        script = self._script.get(endpoint)
        if not script:
            reply = refused("NOT_FOUND", 404)
        else:
            reply = script.pop(0) if len(script) > 1 else script[0]
        if reply.drop:
            assert request.transport is not None
            request.transport.close()
        return web.Response(status=reply.status, body=reply.raw, headers=reply.headers)

    @override
    def __repr__(self) -> str:
        return f"<Wire {self.asked}>"
