"""One list after another: what repeats is decoded once, and never taken for another."""

import json
from typing import Any

from hypothesis import given, strategies as st
import orjson
import pytest

from custom_components.amps.api import AmpsError, Battery
from custom_components.amps.api.decode import battery as decode_battery
from custom_components.amps.api.listing import Listing

from .bodies import g1_battery, g2_battery
from .test_properties import mutated

FORMS: list[dict[str, Any]] = [{}, {"separators": (",", ":")}, {"indent": 2}]


def _take(listing: Listing, items: list[Any], **form: Any) -> list[Battery]:
    """Let a listing decode a body."""
    body = json.dumps(items, **form).encode()
    with listing.one():
        short = orjson.loads(listing.shortened(body))
        return [listing.battery(raw, "", at, None) for at, raw in enumerate(short)]


def _commands(**power: Any) -> dict[str, Any]:
    parameters = {"power": {"unit": "kw", "min": 0, "max": 5} | power}
    return {"charge": {"parameters": parameters, "execution": ["immediate"]}}


@pytest.mark.parametrize("form", FORMS)
def test_what_a_model_declares_is_one_object(form: dict[str, Any]) -> None:
    listing = Listing()
    items = [g2_battery("a"), g2_battery("b"), g2_battery("c", commands=_commands())]
    first = _take(listing, items, **form)
    assert first == [decode_battery(item, "") for item in items]
    assert first[0].commands is first[1].commands is not first[2].commands
    items[1]["state"]["level"] = 47
    again = _take(listing, items, **form)
    assert again[0] is first[0]
    assert again[1] == decode_battery(items[1], "") != first[1]
    assert again[1].commands is first[1].commands
    assert again[2] is first[2]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("value", [5.5, True, None, "5", {"max": 5}])
def test_what_is_declared_otherwise_is_seen(value: Any, form: dict[str, Any]) -> None:
    listing = Listing()
    _take(listing, [g2_battery(commands=_commands(max=1))], **form)
    changed = g2_battery(commands=_commands(max=value))
    (found,) = _take(listing, [changed], **form)
    read = decode_battery(changed, "")
    assert found == read
    assert found.unrecognized == read.unrecognized


def test_what_is_not_understood_is_noted_each_time() -> None:
    listing = Listing()
    items = [g2_battery("a", commands={"fly": 1}), g2_battery("b", commands={"fly": 1})]
    for found in _take(listing, items), _take(listing, items):
        assert [item.unrecognized for item in found] == [{"commands.fly": "1"}] * 2


@pytest.mark.parametrize(
    "items",
    [
        [g2_battery("a", vendor='"commands": {}'), g2_battery("b")],
        [g2_battery("a"), g2_battery("b", vendor='x"commands": {"charge": {}}')],
        [g2_battery("a", state={"commands": g2_battery()["commands"]})],
        [g2_battery("a", commands={}), g2_battery("b", commands={"commands": {}})],
        [g2_battery("a", commands=[{}]), g2_battery("b", commands='"'), g1_battery()],
        [g2_battery(str(at), commands=_commands(max=at)) for at in range(120)],
        [g2_battery(str(at), commands={"x" * 20_000: at}) for at in range(3)],
    ],
)
def test_a_list_tells_what_reads_tell(items: list[Any]) -> None:
    listing = Listing()
    for _ in range(9):
        found = _take(listing, items)
        assert found == [decode_battery(item, "") for item in items]


def test_names_are_not_guessed() -> None:
    listing = Listing()
    _take(listing, [g2_battery("a")])
    for name in ("a", "0", "commands", "00000000000000000"):
        (found,) = _take(listing, [g2_battery("b", commands=name)])
        assert found.commands is None


def test_few_texts_are_remembered() -> None:
    listing = Listing()
    for at in range(100):
        _take(listing, [g2_battery("a", commands=_commands(max=at))])
    whole = json.dumps([g2_battery("a", commands=_commands(max=99))]).encode()
    assert listing.shortened(whole) == whole
    known = json.dumps([g2_battery("a", commands=_commands(max=0))]).encode()
    assert len(listing.shortened(known)) < len(known)


def test_what_ends_early_is_left_as_it_is() -> None:
    listing = Listing()
    for body in (b'{"commands":', b'"commands":{"a":', b'"commands": {"\xff": 1}'):
        assert listing.shortened(body) == body
    deep = b'"commands":' + b'{"a":' * 3000 + b"1" + b"}" * 3000
    assert listing.shortened(deep) == deep


@given(st.lists(mutated(), max_size=3), st.sampled_from(FORMS))
def test_any_list_tells_what_reads_tell(bodies: list[Any], form: Any) -> None:
    items = [
        g2_battery("first"),
        *(
            item.get("data", item) if isinstance(item, dict) else item
            for item in bodies
        ),
    ]
    body = json.dumps(items, **form).encode()
    listing = Listing()
    for _ in range(2):
        short = listing.shortened(body)
        try:
            parsed = orjson.loads(body)
        except orjson.JSONDecodeError:
            with pytest.raises(orjson.JSONDecodeError):
                orjson.loads(short)
            return
        with listing.one():
            for at, (raw, told) in enumerate(
                zip(parsed, orjson.loads(short), strict=True)
            ):
                assert _outcome(listing.battery, told, "", at, None) == _outcome(
                    decode_battery, raw, ""
                )


def _outcome(decode: Any, *args: Any) -> Any:
    try:
        found = decode(*args)
    except AmpsError as err:
        return type(err)
    return found, found.unrecognized
