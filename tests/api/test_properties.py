"""Whatever a server sends: a model or an error of the tree, nothing else."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import nullcontext
import copy
from datetime import UTC, datetime
import json
from typing import Any

from hypothesis import given, strategies as st
import orjson
import pytest

from custom_components.amps.api import (
    Account,
    Action,
    AmpsClient,
    AmpsError,
    Battery,
    Command,
    Push,
    Quantity,
)
from custom_components.amps.api.decode import battery as decode_battery
from custom_components.amps.api.decode_action import action as decode_action

from ..examples import examples
from .bodies import g0_battery, g1_action, g1_battery, g2_action, g2_battery
from .wire import KEY, NOW, fixture, listed, refused, wrapped

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["charge", "scheduled", "live", "Z", "2026-06-02T12:00:00Z"])
)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=8)
            | st.sampled_from(["id", "items", "data", "success", "state", "error"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
DOCUMENTS: list[Any] = [
    wrapped(g2_battery()),
    g1_battery(),
    g0_battery(),
    wrapped(listed(g2_battery())),
    listed(g1_battery()),
    {"data": [g0_battery()], "pagination": {"total": 1}},
    wrapped(g2_action()),
    g1_action(),
    fixture("cancel_g1"),
    fixture("device_actions_g1"),
    fixture("actions_g2"),
    fixture("action_g0"),
    wrapped({"deviceId": "device_1", "updated": ["discharge_floor"]}),
    refused("CONFLICT", 409, conflictingActionIds=["a"], strategies=["x"]).body,
    refused("PARAMETER_OUT_OF_RANGE", 422, min=0, max=5, parameter="power").body,
]


def _places(body: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a body, the body itself left out."""
    if isinstance(body, dict):
        pairs: list[tuple[Any, Any]] = list(body.items())
    elif isinstance(body, list):
        pairs = list(enumerate(body))
    else:
        return []
    found = []
    for key, inner in pairs:
        found += [(*path, key), *_places(inner, (*path, key))]
    return found


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A documented body with some places replaced, removed or renamed."""
    body = copy.deepcopy(draw(st.sampled_from(DOCUMENTS)))
    for _ in range(draw(st.integers(1, 3))):
        places = _places(body)
        if not places:
            break
        *way, last = draw(st.sampled_from(places))
        holder = body
        for key in way:
            holder = holder[key]
        how = draw(st.sampled_from(["replace", "remove", "rename"]))
        if how == "replace":
            holder[last] = draw(JSON)
        elif isinstance(holder, dict) and how == "rename":
            holder[draw(st.text(max_size=8))] = holder.pop(last)
        else:
            del holder[last]
    return body


def _raw(body: Any) -> bytes:
    return json.dumps(body).encode()


BODIES = (
    st.binary(max_size=60)
    | JSON.map(_raw)
    | mutated().map(_raw)
    | st.tuples(mutated().map(_raw), st.integers(0, 400)).map(
        lambda text_and_end: text_and_end[0][: text_and_end[1]]
    )
)
HEADERS = st.dictionaries(
    st.sampled_from(["Retry-After", "Date"]), st.text(max_size=30)
)


class _Content:
    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    async def iter_any(self) -> Any:
        yield self._raw


class _Response:
    def __init__(self, raw: bytes, status: int, headers: Mapping[str, str]) -> None:
        self.status = status
        self.headers = headers
        self.content = _Content(raw)


class _Session:
    """A session whose every answer is the same."""

    closed = False

    def __init__(self, raw: bytes, status: int, headers: Mapping[str, str]) -> None:
        self._response = _Response(raw, status, headers)

    def request(self, *_: Any, **__: Any) -> Any:
        return nullcontext(self._response)


async def _no_sleep(_seconds: float) -> None: ...


BATTERY = decode_battery(g2_battery(), "")
CALLS: dict[str, tuple[Callable[[AmpsClient], Any], type]] = {
    "probe": (lambda client: client.probe(), Account),
    "list_batteries": (lambda client: client.list_batteries(), tuple),
    "read_battery": (lambda client: client.read_battery("d"), Battery),
    "push": (
        lambda client: client.push(
            BATTERY,
            Push(command=Command.CHARGE, start=datetime(2026, 7, 1, tzinfo=UTC)),
            time_zone=UTC,
        ),
        Action,
    ),
    "list_actions": (lambda client: client.list_actions(), tuple),
    "list_first_actions": (
        lambda client: client.list_actions(battery_id="d", limit=3),
        tuple,
    ),
    "read_action": (lambda client: client.read_action("a"), Action),
    "cancel_action": (lambda client: client.cancel_action("a"), Action),
    "update_settings": (
        lambda client: client.update_settings("d", {"x": Quantity(value=1, unit="kw")}),
        tuple,
    ),
}


@pytest.mark.parametrize("name", CALLS)
@examples(150)
@given(
    raw=BODIES,
    status=st.sampled_from([200, 200, 200, 202, 204, 302, 400, 401, 403, 404, 409])
    | st.integers(100, 999),
    headers=HEADERS,
)
def test_a_model_or_an_error_of_the_tree(
    name: str, raw: bytes, status: int, headers: dict[str, str]
) -> None:
    call, kind = CALLS[name]
    session: Any = _Session(raw, status, headers)
    client = AmpsClient(session, KEY, now=lambda: NOW, sleep=_no_sleep)

    async def ask() -> Any:
        return await call(client)

    try:
        with asyncio.Runner() as runner:
            found = runner.run(ask())
    except AmpsError as err:
        found = err
    if isinstance(found, AmpsError):
        assert found.endpoint.partition(" ")[2].startswith("/")
        assert len(str(found)) < 600
        assert "\n" not in str(found)
    else:
        assert isinstance(found, kind)


@given(JSON)
def test_any_json_decoded(raw: Any) -> None:
    for decode, kind in ((decode_battery, Battery), (decode_action, Action)):
        for body in (raw, {"id": "x", "state": raw}, g2_battery() | {"commands": raw}):
            found: object = None
            try:
                found = decode(body, "GET /x")
            except AmpsError as err:
                found = err
            assert isinstance(found, (kind, AmpsError))


@given(mutated())
def test_what_is_decoded_is_of_the_right_types(body: Any) -> None:
    try:
        client = decode_battery(body.get("data", body), "")
    except AmpsError, AttributeError:
        return
    for number in (client.level, client.capacity, client.power, client.discharge_limit):
        assert number is None or abs(number) <= 1e9
        assert not isinstance(number, bool)
    assert client.last_pulled_at is None or client.last_pulled_at.tzinfo is UTC
    assert isinstance(client.available, bool)
    assert client.commands is None or all(
        isinstance(key, Command) for key in client.commands
    )
    assert orjson.dumps(dict(client.unrecognized))
