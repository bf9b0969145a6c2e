"""The Amps API: one method per endpoint that a battery needs."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
import contextlib
from datetime import datetime, timedelta, tzinfo
from functools import partial
from http import HTTPStatus

import aiohttp

from . import decode, decode_action, encode, framing, routes
from .errors import (
    AmpsError,
    KeyRefusedError,
    LinkBrokenError,
    NotCancellableError,
    NotFoundError,
    RejectedError,
    UnauthorizedError,
)
from .framing import Answer
from .listing import Listing
from .models import (
    Account,
    Action,
    ActionState,
    Battery,
    Generation,
    Json,
    Push,
    Quantity,
)
from .paging import DecodeItem, collect
from .routes import Route
from .transport import Gate, Shorten, Transport, utc_now

DEFAULT_URL = "https://api.amps.ai"
_NO_ROUTE = (HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED)
_FORM_REFUSED = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)


class AmpsClient:
    """One account at Amps, reached with one key.

    Reads are tried up to three times. Writes are sent once: after a NoAnswerError,
    a ServerError or an UnreadableError from one it is not known whether it was done.
    Every method raises the errors of `errors.py`, and no others but the ValueError of
    a naive time. A request that is refused before it is sent has no `status`.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        api_key: str,
        url: str = DEFAULT_URL,
        *,
        now: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        gate: Gate | None = None,
        steady: Callable[[], float] | None = None,
    ) -> None:
        """Take the session that requests go through; it is never closed here.

        `now` is our clock (aware), `sleep` waits between tries, and `gate` is entered
        around every HTTP request with its endpoint, for a budget of requests. `steady`
        gives the seconds of a clock that nobody sets, so that setting `now` does not
        make what is known of Amps' clock wrong. Raises ValueError for a URL that
        `check_url` refuses.
        """
        self._transport = Transport(
            session, api_key, url, now=now, sleep=sleep, gate=gate, steady=steady
        )
        self._environment: str | None = None
        self._generation: Generation | None = None
        self._has_actions: bool | None = None
        self._old_action = False
        self._listing = Listing()

    @property
    def environment(self) -> str | None:
        """``live`` or ``sandbox``; None until a response contains it (G2 only)."""
        return self._environment

    @property
    def generation(self) -> Generation | None:
        """The generation that the server speaks; None before the first answer."""
        return self._generation

    @property
    def clock_offset(self) -> timedelta | None:
        """Amps' clock minus ours: the median of the last five answers."""
        return self._transport.clock_offset

    @property
    def clock_is_assumed(self) -> bool:
        """Return whether Amps sends no time, so that our clock is used."""
        return self._transport.clock_is_assumed

    @property
    def requests(self) -> int:
        """How many HTTP requests were made."""
        return self._transport.requests

    @property
    def throttled(self) -> int:
        """How many of them Amps refused as too many, or without a reason."""
        return self._transport.throttled

    @property
    def lists_account_actions(self) -> bool | None:
        """Return whether the server has `GET /actions`; None while that is not known.

        Where it has not, `list_actions` without a device costs a request per battery.
        """
        return self._has_actions

    async def probe(self) -> Account:
        """Ask who we are: one request, `GET /battery?limit=1`."""
        return await self._probe(retry=True)

    async def list_batteries(self) -> tuple[Battery, ...]:
        """Return all batteries as Amps last captured them; most lack settings.

        One that has not changed since the last listing is the same object.
        Raises UnreadableError for an item without id and for a list without end.
        """
        item, shorten = self._listing.battery, self._listing.shortened
        with self._listing.one():
            return tuple(
                await self._collect(routes.BATTERIES, None, {}, item, shorten=shorten)
            )

    async def read_battery(self, battery_id: str, *, expedite: bool = False) -> Battery:
        """Return one battery; `expedite` accepts data of a minute at most.

        Raises NotFoundError where Amps does not know it or has no data,
        DeviceOfflineError where the manufacturer cannot reach it, LinkBrokenError.
        """
        answer = await self._send(
            routes.BATTERY,
            battery_id,
            params={"expedite": "true"} if expedite else None,
        )
        return decode.battery(answer.payload, answer.endpoint, self._transport.latest)

    async def push(self, battery: Battery, push: Push, *, time_zone: tzinfo) -> Action:
        """Send a command, once.

        `time_zone` is the plant's: a G2 server takes `start` and `end` as its wall
        clock. Compare the answer's `start` and `end` with what was asked for. Raises
        RejectedError, with nothing sent, for what the battery does not declare,
        ConflictError where another action holds the slot, ValueError for naive times.
        """
        timed = push.start is not None or push.end is not None
        if timed and self._generation is None:
            encode.push_body(battery, push, time_zone, Generation.G2)
            await self.probe()
        form = self._generation or Generation.G2
        body = encode.push_body(battery, push, time_zone, form)
        try:
            answer = await self._send(routes.PUSH, battery.id, body=body)
        except RejectedError as err:
            # a refused push was not stored, so the other form of the times is no repeat
            if not timed or not await self._speaks_otherwise(err, form):
                raise
            other = self._generation or form
            body = encode.push_body(battery, push, time_zone, other)
            answer = await self._send(routes.PUSH, battery.id, body=body)
        return decode_action.pushed(
            answer.payload, answer.endpoint, battery, push, self._transport.latest
        )

    async def list_actions(
        self,
        *,
        battery_id: str | None = None,
        state: ActionState | None = None,
        limit: int | None = None,
    ) -> tuple[Action, ...]:
        """Return the batteries' actions, newest first: all, or the first `limit`.

        A server without `GET /actions` is asked per device; without a
        `battery_id` that is one request and more for each battery. Raises
        UnreadableError for an item without id and for more than 400 pages.
        """
        params = {"state": state.value} if state else {}
        if self._has_actions is not False:
            wanted = params | {"type": "battery"}
            if battery_id is not None:
                wanted["deviceId"] = battery_id
            try:
                found = await self._actions(routes.ACTIONS, None, wanted, limit)
            except (NotFoundError, RejectedError) as err:
                if self._has_actions or not _no_such_route(err):
                    raise
                self._has_actions = False
            else:
                self._has_actions = True
                return found
        if battery_id is not None:
            return await self._actions(routes.DEVICE_ACTIONS, battery_id, params, limit)
        return await self._merged_actions(params, limit)

    async def read_action(self, action_id: str) -> Action:
        """Return one action, on an old server from its old route.

        Raises NotFoundError where Amps does not know it.
        """
        if not self._old_action:
            try:
                return await self._action(routes.ACTION, action_id)
            except (NotFoundError, RejectedError) as err:
                if self._generation is Generation.G2 or not _no_such_route(err):
                    raise
        found = await self._action(routes.OLD_ACTION, action_id)
        self._old_action = True
        return found

    async def cancel_action(self, action_id: str) -> Action:
        """Cancel an action that waits, once; one that is cancelled is a success.

        Raises NotCancellableError where it was dispatched or has ended.
        """
        try:
            return await self._action(routes.CANCEL, action_id)
        except NotCancellableError as err:
            refused = err
        try:
            found = await self.read_action(action_id)
        except AmpsError:
            raise refused from None
        if found.state is not ActionState.CANCELLED:
            raise refused
        return found

    async def update_settings(
        self, battery_id: str, settings: Mapping[str, Quantity]
    ) -> tuple[str, ...]:
        """Change settings of a device, once; units are the settings' own.

        Gives the keys that Amps says it changed, which is an echo and no proof. Raises
        RejectedError, with nothing sent, for no settings or a value that is no number.
        """
        body = encode.settings_body(settings)
        answer = await self._send(routes.SETTINGS, battery_id, body=body)
        payload = answer.payload if isinstance(answer.payload, dict) else {}
        updated = payload.get("updated")
        if not isinstance(updated, list):
            return tuple(settings)
        return tuple(key for key in updated if isinstance(key, str))

    async def _probe(self, *, retry: bool) -> Account:
        answer = await self._transport.send(
            routes.BATTERIES, params={"limit": "1"}, retry=retry
        )
        page = framing.page(answer)
        generation = self._learn(answer)
        known = len(page.items) if page.more is False else None
        return Account(
            environment=answer.environment,
            generation=generation,
            batteries=known if page.total is None else page.total,
        )

    async def _send(
        self,
        route: Route,
        resource: str | None = None,
        *,
        params: Mapping[str, str] | None = None,
        body: Json = None,
        shorten: Shorten | None = None,
    ) -> Answer:
        try:
            answer = await self._transport.send(
                route, resource, params=params, body=body, shorten=shorten
            )
        except KeyRefusedError as err:
            if not route.of_device or err.status is None:
                raise
            refused = err
        else:
            self._learn(answer)
            return answer
        raise await self._whose_key(refused)

    async def _whose_key(self, err: KeyRefusedError) -> AmpsError:
        """Find out whose key a device's route refused: ours or the manufacturer's."""
        try:
            await self._probe(retry=False)
        except KeyRefusedError:
            return err
        except AmpsError:
            kind: type[AmpsError] = UnauthorizedError
        else:
            kind = LinkBrokenError
        return kind(
            endpoint=err.endpoint,
            status=err.status,
            code=err.code,
            message=err.message,
        )

    def _learn(self, answer: Answer) -> Generation:
        """Keep what a response says about the server; routes differ by generation."""
        told = answer.generation or self._generation or Generation.G1
        if (told is Generation.G2) != (self._generation is Generation.G2):
            self._has_actions = None
            self._old_action = False
        self._generation = told
        self._environment = answer.environment or self._environment
        return told

    async def _speaks_otherwise(self, err: RejectedError, form: Generation) -> bool:
        """Return whether a push may be refused for the form of its times."""
        if err.status not in _FORM_REFUSED:
            return False
        try:
            account = await self._probe(retry=False)
        except AmpsError:
            return False
        return (account.generation is Generation.G2) != (form is Generation.G2)

    async def _action(self, route: Route, action_id: str) -> Action:
        answer = await self._send(route, action_id)
        return decode_action.action(
            answer.payload, answer.endpoint, latest=self._transport.latest
        )

    async def _actions(
        self,
        route: Route,
        battery_id: str | None,
        params: dict[str, str],
        limit: int | None,
    ) -> tuple[Action, ...]:
        owner = battery_id or params.get("deviceId")
        item = partial(decode_action.action, battery_id=owner)

        def is_asked_for(action: Action) -> bool:
            # a server may not know the filter
            asked_for = params.get("deviceId", action.battery_id) == action.battery_id
            return asked_for and decode_action.is_battery(action)

        found = await self._collect(
            route, battery_id, params, item, keep=is_asked_for, limit=limit
        )
        return tuple(found)

    async def _merged_actions(
        self, params: dict[str, str], limit: int | None
    ) -> tuple[Action, ...]:
        """Return all batteries' actions of a server that lists them per device."""
        merged: list[Action] = []
        for battery in await self.list_batteries():
            with contextlib.suppress(NotFoundError):  # it left the account meanwhile
                merged += await self._actions(
                    routes.DEVICE_ACTIONS, battery.id, params, limit
                )
        merged.sort(key=_newest_first)
        return tuple(merged[:limit])

    async def _collect[T: (Battery, Action)](
        self,
        route: Route,
        resource: str | None,
        params: Mapping[str, str],
        decode_item: DecodeItem[T],
        *,
        keep: Callable[[T], bool] | None = None,
        limit: int | None = None,
        shorten: Shorten | None = None,
    ) -> list[T]:
        async def ask(page: Mapping[str, str]) -> tuple[Answer, datetime]:
            answer = await self._send(
                route, resource, params={**params, **page}, shorten=shorten
            )
            return answer, self._transport.latest

        return await collect(route.endpoint, ask, decode_item, keep=keep, limit=limit)


def _no_such_route(err: NotFoundError | RejectedError) -> bool:
    if isinstance(err, NotFoundError):
        return err.code != "DEVICE_NOT_FOUND"
    return err.status in _NO_ROUTE


def _newest_first(action: Action) -> float:
    return -action.created_at.timestamp() if action.created_at else 0.0
