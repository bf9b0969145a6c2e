"""The world over HTTP."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from email.utils import format_datetime
import json
import logging
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from . import wire
from .control import Control, add_routes
from .endpoints import ROUTES, Call, Endpoints, Route, not_found
from .errors import ApiError
from .faults import Fault
from .memory import MemoryConnector, Network
from .record import RequestEntry
from .world import World

_LOGGER = logging.getLogger(__name__)
_KEPT_HEADERS = ("accept", "content-type", "user-agent")


class AmpsServer:
    """Serves a world on a loopback port, or on a network in memory."""

    def __init__(self, world: World, network: Network | None = None) -> None:
        self.world = world
        self._network = network
        self._endpoints = Endpoints(world)
        self._runner: web.AppRunner | None = None
        self._session: ClientSession | None = None
        self._stopping = asyncio.Event()
        self._busy: set[asyncio.Task[Any]] = set()
        self.on_request: Callable[[RequestEntry], None] = _ignore
        """Called for every request before anything else happens."""
        self.host = ""
        self.port = 0

    @property
    def url(self) -> str:
        """The base URL, without a slash at its end."""
        return f"http://{self.host}:{self.port}"

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one."""
        runner = await self._prepare()
        self.host = host
        if self._network is not None:
            assert runner.server is not None
            self.port = self._network.listen(runner.server, port)
        else:
            await web.TCPSite(runner, host, port).start()
            self.port = runner.addresses[0][1]

    async def _prepare(self) -> web.AppRunner:
        app = web.Application()
        add_routes(app, Control(self.world, self.deliver_webhooks))
        for route in ROUTES:
            app.router.add_route(route.method, route.path, self._handler(route))
        app.router.add_route("*", "/{tail:.*}", self._handler(None))
        self._stopping.clear()
        app.on_response_prepare.append(self._without_time)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        return self._runner

    async def _without_time(self, _: web.Request, answer: web.StreamResponse) -> None:
        """Remove the time from responses if the world's knobs say so."""
        if not self.world.knobs.tells_time:
            answer.headers.pop("Date", None)

    @property
    def busy(self) -> frozenset[asyncio.Task[Any]]:
        """The tasks that are about to respond."""
        return frozenset(self._busy)

    async def stop(self) -> None:
        """Stop listening and close everything."""
        self._stopping.set()
        busy = set(self._busy)
        if self._session is not None:
            await self._session.close()
            self._session = None
        if self._network is not None:
            self._network.leave(self.port)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        if busy:
            await asyncio.wait(busy, timeout=1)

    async def deliver_webhooks(self) -> int:
        """Post what is due; return how many attempts succeeded."""
        self.world.catch_up()
        if self._session is None:
            network, timeout = self._network, ClientTimeout(total=30)
            connector = None if network is None else MemoryConnector(network)
            self._session = ClientSession(connector=connector, timeout=timeout)
        succeeded = 0
        for delivery in self.world.outbox.due():
            if not delivery.target.url:
                continue
            try:
                async with self._session.post(
                    delivery.target.url, data=delivery.body, headers=delivery.headers
                ) as answer:
                    accepted = answer.ok
            except ClientError, TimeoutError:
                accepted = False
            if accepted:
                succeeded += 1
            else:
                self.world.outbox.retry(delivery)
        return succeeded

    def _handler(self, route: Route | None) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            _LOGGER.debug("%s %s", request.method, request.path_qs)
            task = asyncio.current_task()
            assert task is not None
            self._busy.add(task)
            try:
                return await self._serve(request, route)
            finally:
                self._busy.discard(task)

        return handle

    async def _serve(
        self, request: web.Request, route: Route | None
    ) -> web.StreamResponse:
        body, body_error = _parse(request, await request.read())
        now = self.world.catch_up()
        entry = RequestEntry(
            index=self.world.record.next_index(),
            at=now,
            endpoint=route.name if route else "unknown",
            method=request.method,
            path=request.path,
            query=dict(request.query),
            body=body,
            device_id=self._device_id(request),
            key=self.world.keys.label_of(request.headers),
            headers={
                name: request.headers[name]
                for name in _KEPT_HEADERS
                if name in request.headers
            },
        )
        self.world.record.requests.append(entry)
        self.on_request(entry)
        fault = self.world.faults.take(entry.endpoint, entry.method, entry.device_id)
        entry.fault = fault is not None
        if fault is not None and fault.delay and not fault.after:
            await self._pause(fault.delay)
        if fault is not None and fault.replaces:
            return await self._faulty(request, entry, fault, None)
        answer = self._answer(request, route, entry, body, body_error=body_error)
        if fault is None:
            return answer
        if fault.delay and fault.after:
            await self._pause(fault.delay)
        return await self._faulty(request, entry, fault, answer)

    async def _pause(self, seconds: float) -> None:
        """Sleep; a client that goes away does not end it, only the server's end."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
            raise ConnectionResetError("the server stops")

    def _answer(
        self,
        request: web.Request,
        route: Route | None,
        entry: RequestEntry,
        body: Any,
        *,
        body_error: bool,
    ) -> web.Response:
        now = self.world.catch_up()
        knobs = self.world.knobs
        try:
            if route is None:
                raise not_found()
            key = self.world.keys.admit(request.headers, request.method, knobs, now)
            call = Call(
                match=request.match_info,
                query=request.query,
                key=key,
                body=body,
                body_error=body_error,
            )
            reply = route.handle(self._endpoints, call)
        except ApiError as err:
            return self._refuse(request, entry, err)
        wrapped = knobs.wrapped and not reply.bare
        data = wire.success(
            reply.payload, _request_id(entry), now, knobs, wrapped=wrapped
        )
        return self._respond(entry, reply.status, data)

    def _refuse(
        self, request: web.Request, entry: RequestEntry, err: ApiError
    ) -> web.Response:
        entry.code = err.code
        data = wire.failure(
            err, _request_id(entry), request.path, self.world.now(), self.world.knobs
        )
        response = self._respond(entry, err.status, data)
        response.headers.update(err.headers)
        return response

    def _respond(self, entry: RequestEntry, status: int, data: Any) -> web.Response:
        return self._raw(entry, status, json.dumps(data).encode(), "application/json")

    def _raw(
        self, entry: RequestEntry, status: int, body: bytes, content_type: str
    ) -> web.Response:
        entry.status = status
        date = format_datetime(self.world.now().replace(microsecond=0), usegmt=True)
        return web.Response(
            status=status,
            body=body,
            headers={"Date": date, "Content-Type": content_type},
        )

    async def _faulty(
        self,
        request: web.Request,
        entry: RequestEntry,
        fault: Fault,
        answer: web.Response | None,
    ) -> web.StreamResponse:
        if fault.drop and fault.truncate is None:
            entry.status = 0
            _abort(request)
            return web.Response()
        if (error := fault.error()) is not None:
            return self._refuse(request, entry, error)
        if fault.body is not None:
            status = fault.status or 200
            answer = self._raw(entry, status, fault.body, fault.content_type)
        assert answer is not None
        answer.headers.update(fault.headers)
        if fault.truncate is not None:
            whole = answer.body
            assert isinstance(whole, bytes)
            if fault.drop:
                return await _break_off(request, answer, whole[: fault.truncate])
            answer.body = whole[: fault.truncate]
        return answer

    def _device_id(self, request: web.Request) -> str | None:
        if (device_id := request.match_info.get("device_id")) is not None:
            return device_id
        if (action_id := request.match_info.get("action_id")) is not None:
            action = self.world.book.get(action_id)
            return None if action is None else action.device_id
        return request.query.get("deviceId")


def _ignore(_: RequestEntry) -> None:
    """Ignore the request."""


def _abort(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


async def _break_off(
    request: web.Request, answer: web.Response, part: bytes
) -> web.StreamResponse:
    """Announce the whole response, send a part and close the connection."""
    broken = web.StreamResponse(status=answer.status, headers=answer.headers)
    assert isinstance(answer.body, bytes)
    broken.content_length = len(answer.body)
    await broken.prepare(request)
    await broken.write(part)
    if request.transport is not None:
        request.transport.close()
    return broken


def _request_id(entry: RequestEntry) -> str:
    return f"req_sim{entry.index:06d}"


def _parse(request: web.Request, raw: bytes) -> tuple[Any, bool]:
    if not raw:
        return None, True
    if request.content_type == "application/json":
        with suppress(ValueError, RecursionError):
            return json.loads(raw, parse_constant=_no_constant), False
    return raw.decode(errors="replace"), True


def _no_constant(name: str) -> float:
    raise ValueError(name)
