"""Lists, pushes and what the client learns about its server."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from custom_components.amps.api import (
    Account,
    AmpsClient,
    Command,
    Generation,
    NotCancellableError,
    NotFoundError,
    Parameters,
    Push,
    Quantity,
    RejectedError,
    ServerError,
    UnreadableError,
    paging,
)
from custom_components.amps.api.decode import battery as decode_battery

from .bodies import g1_action, g1_battery, g2_action, g2_battery
from .wire import Reply, Wire, listed, refused, wrapped

LONDON = ZoneInfo("Europe/London")
BATTERY = decode_battery(g2_battery(), "")
LATER = Push(command=Command.CHARGE, start=datetime(2026, 6, 2, 22, 30, tzinfo=UTC))
PUSH = "POST /battery/device_1"


@pytest.mark.parametrize(
    ("body", "account"),
    [
        (
            wrapped(listed(g2_battery(), total=7, more=True)),
            Account(environment="sandbox", generation=Generation.G2, batteries=7),
        ),
        (
            wrapped({"items": [g2_battery()], "pagination": {"hasMore": False}}),
            Account(environment="sandbox", generation=Generation.G2, batteries=1),
        ),
        (
            {"items": [g1_battery()], "pagination": {"total": "x"}},
            Account(environment=None, generation=Generation.G1, batteries=None),
        ),
        (
            wrapped({"items": [g2_battery()], "pagination": None}, environment=3),
            Account(environment=None, generation=Generation.G2, batteries=None),
        ),
    ],
)
async def test_who_we_are(
    client: AmpsClient, wire: Wire, body: Any, account: Account
) -> None:
    wire.on("GET /battery", body)
    assert await client.probe() == account
    assert client.environment == account.environment
    assert wire.seen[0].query == {"limit": "1"}


def _page(*names: str, **pagination: Any) -> Reply:
    items = [g2_battery(name) for name in names]
    return Reply(body=wrapped({"items": items, "pagination": pagination}))


@pytest.mark.parametrize(
    ("pages", "names", "offsets"),
    [
        ([_page("a", "b", hasMore=False)], "ab", "0"),
        ([_page("a", "b", hasMore=True), _page("c", hasMore=False)], "abc", "02"),
        ([_page("a", hasMore=True), _page(hasMore=True)], "a", "01"),
        ([_page("a", "b", hasMore=True), _page("b", "a", hasMore=True)], "ab", "02"),
        ([_page("a", "a", hasMore=True), _page("a", "c")], "ac", "02"),
        ([_page("a", total=2), _page("b", total=2)], "ab", "01"),
        ([_page("a", hasMore="no"), _page("b")], "a", "0"),
        ([_page()], "", "0"),
        ([_page("a", hasMore=None, total=-1)], "a", "0"),
    ],
)
async def test_all_pages(
    client: AmpsClient, wire: Wire, pages: list[Reply], names: str, offsets: str
) -> None:
    wire.on("GET /battery", *pages)
    assert [battery.id for battery in await client.list_batteries()] == list(names)
    assert [request.query["offset"] for request in wire.seen] == list(offsets)
    assert {request.query["limit"] for request in wire.seen} == {"50"}


async def test_a_server_that_does_not_page_well_is_asked_while_full(
    client: AmpsClient, wire: Wire
) -> None:
    full = _page(*(f"d{at}" for at in range(50)))
    wire.on("GET /battery", full, _page("last"))
    assert len(await client.list_batteries()) == 51


async def test_what_did_not_change_is_the_same_object(
    client: AmpsClient, wire: Wire
) -> None:
    deep: Any = 1
    for _ in range(300):
        deep = [deep]
    wire.on(
        "GET /battery",
        wrapped(listed(g2_battery("a"), g2_battery("b"), g2_battery("c", vendor=deep))),
        wrapped(listed(g2_battery("a"), g2_battery("b", vendor="other"))),
        wrapped(listed(g2_battery("b"), g2_battery("a"))),
    )
    first = await client.list_batteries()
    second = await client.list_batteries()
    third = await client.list_batteries()
    assert second[0] is first[0] is third[1]
    assert second[1].vendor == "other"
    assert third[0] == first[1]
    wire.on("GET /battery", wrapped(listed(g2_battery("a"))))
    await client.list_batteries()
    assert list(client._listing._last) == ["a"]


async def test_pages_without_end(
    client: AmpsClient, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MAX_PAGES", 3)
    wire.on("GET /battery", *(_page(str(at), hasMore=True) for at in range(9)))
    with pytest.raises(UnreadableError, match="more than 3 pages"):
        await client.list_batteries()
    assert len(wire.seen) == 3


async def test_an_item_that_is_none(client: AmpsClient, wire: Wire) -> None:
    good = g2_battery()
    for items, field in (
        ([good, good, good, {"vendor": "x"}], "items[3].id"),
        ([good, None], "items[1]"),
        ({"a": 1}, "items"),
    ):
        wire.on("GET /battery", wrapped({"items": items}))
        with pytest.raises(UnreadableError) as caught:
            await client.list_batteries()
        assert caught.value.field == field
        assert caught.value.endpoint == "GET /battery"


async def test_the_first_actions(client: AmpsClient, wire: Wire) -> None:
    hvac = g2_action("act_x", deviceType="hvac")
    old = g1_action("act_y", type="ev-charger:start_charging")
    silent = g2_action("act_3", deviceType=None, deviceId=None)
    other = g2_action("act_z", deviceId="device_2")
    wire.on(
        "GET /actions",
        wrapped(listed(hvac, other, g2_action("act_1"), more=True)),
        wrapped(listed(g2_action("act_2"), old, silent, more=True)),
    )
    found = await client.list_actions(battery_id="device_1", limit=3)
    assert [item.id for item in found] == ["act_1", "act_2", "act_3"]
    assert found[2].battery_id == "device_1"
    assert [request.query["offset"] for request in wire.seen] == ["0", "3"]
    assert wire.seen[0].query == {
        "type": "battery",
        "deviceId": "device_1",
        "limit": "3",
        "offset": "0",
    }
    assert client.lists_account_actions is True
    assert await client.list_actions(limit=0) == ()


async def test_actions_that_are_not_there_for_another_reason(
    client: AmpsClient, wire: Wire
) -> None:
    wire.on("GET /actions", refused("DEVICE_NOT_FOUND", 404))
    with pytest.raises(NotFoundError):
        await client.list_actions(battery_id="device_1")
    wire.on("GET /actions", refused("BAD", 400))
    with pytest.raises(RejectedError):
        await client.list_actions()
    wire.on("GET /actions", wrapped(listed()))
    assert await client.list_actions() == ()
    wire.on("GET /actions", refused("NOT_FOUND", 404))
    with pytest.raises(NotFoundError):
        await client.list_actions()
    assert set(wire.asked) == {"GET /actions"}


async def test_a_server_that_gets_the_new_routes(
    client: AmpsClient, wire: Wire
) -> None:
    wire.on("GET /actions", refused("NOT_IMPLEMENTED", 501))
    wire.on("GET /battery", listed(g1_battery("b_1"), g1_battery("b_2")))
    wire.on("GET /battery/b_1/actions", listed(g1_action()))
    assert len(await client.list_actions()) == 1  # b_2 left the account meanwhile
    known = [client.lists_account_actions]

    wire.on("GET /battery", wrapped(listed(g2_battery())))
    await client.probe()
    known.append(client.lists_account_actions)
    wire.on("GET /actions", wrapped(listed(g2_action())))
    assert len(await client.list_actions()) == 1
    known.append(client.lists_account_actions)
    assert known == [False, None, True]


async def test_an_unknown_action(client: AmpsClient, wire: Wire) -> None:
    with pytest.raises(NotFoundError) as caught:
        await client.read_action("act_1")
    assert caught.value.endpoint == "GET /battery/actions/{id}"
    wire.on("GET /battery", wrapped(listed()))
    await client.probe()
    with pytest.raises(NotFoundError) as caught:
        await client.read_action("act_1")
    assert caught.value.endpoint == "GET /actions/{id}"
    wire.on("GET /actions/act_1", wrapped(g2_action()))
    assert (await client.read_action("act_1")).id == "act_1"


async def test_a_cancel_whose_outcome_cannot_be_read(
    client: AmpsClient, wire: Wire
) -> None:
    wire.on("POST /actions/act_1/cancel", refused("ACTION_NOT_CANCELLABLE", 409))
    wire.on("GET /actions/act_1", refused(None, 500))
    with pytest.raises(NotCancellableError):
        await client.cancel_action("act_1")


async def test_the_settings_are_checked(client: AmpsClient, wire: Wire) -> None:
    for settings in ({}, {"x": Quantity(value=float("nan"), unit="kw")}):
        with pytest.raises(RejectedError):
            await client.update_settings("device_1", settings)
    assert not wire.seen


def _push(**changes: Any) -> Push:
    return Push(**({"command": Command.CHARGE} | changes))


@pytest.mark.parametrize(
    ("push", "code", "parameter"),
    [
        (_push(command=Command.AUTO_EXPORT), "UNSUPPORTED_MODE", None),
        (_push(parameters=Parameters(reserve=5)), "UNSUPPORTED_PARAMETER", "reserve"),
        (
            _push(parameters=Parameters(power=float("inf"))),
            "PARAMETER_OUT_OF_RANGE",
            "power",
        ),
        (
            _push(command=Command.IDLE, start=LATER.start),
            "EXECUTION_NOT_SUPPORTED",
            None,
        ),
        (_push(end=LATER.start), "INVALID_TIME_WINDOW", None),
        (_push(start=LATER.start, end=LATER.start), "INVALID_TIME_WINDOW", None),
    ],
)
async def test_what_a_device_does_not_declare_is_not_sent(
    client: AmpsClient, wire: Wire, push: Push, code: str, parameter: str | None
) -> None:
    with pytest.raises(RejectedError) as caught:
        await client.push(BATTERY, push, time_zone=LONDON)
    assert (caught.value.code, caught.value.parameter) == (code, parameter)
    assert caught.value.status is None
    assert not wire.seen


async def test_a_naive_time_is_no_instant(client: AmpsClient, wire: Wire) -> None:
    naive = datetime(2026, 6, 2, 22, 30)  # noqa: DTZ001
    with pytest.raises(ValueError, match="naive"):
        await client.push(BATTERY, _push(start=naive), time_zone=LONDON)
    assert not wire.seen


async def test_power_is_written_in_the_declared_unit(
    client: AmpsClient, wire: Wire
) -> None:
    bounds = {"unit": "Watts", "min": 0, "max": 5000}
    entry = {"parameters": {"power": bounds, "target": {}}, "execution": ["immediate"]}
    device = decode_battery(g2_battery(commands={"charge": entry}), "")
    wire.on(PUSH, wrapped(g2_action()))
    wanted = Parameters(power=2.5, target=80)
    await client.push(device, _push(parameters=wanted), time_zone=LONDON)
    assert wire.seen[0].body["action"]["parameters"] == {
        "power": {"value": 2500, "unit": "Watts"},
        "target": {"value": 80, "unit": "percent"},
    }


@pytest.mark.parametrize(
    ("instant", "wall"),
    [
        ("2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00"),
        ("2026-10-25T01:30:00+00:00", "2026-10-25T01:30:00"),
        ("2026-03-29T00:59:59.999+00:00", "2026-03-29T00:59:59"),
        ("2026-03-29T01:00:00+00:00", "2026-03-29T02:00:00"),
        ("2026-06-02T22:30:00+05:30", "2026-06-02T18:00:00"),
    ],
)
async def test_wall_clock_of_an_instant(
    client: AmpsClient, wire: Wire, instant: str, wall: str
) -> None:
    wire.on("GET /battery", wrapped(listed()))
    wire.on(PUSH, wrapped(g2_action()))
    push = _push(start=datetime.fromisoformat(instant))
    await client.push(BATTERY, push, time_zone=LONDON)
    assert wire.seen[-1].body["action"]["start"] == wall


@pytest.mark.parametrize("status", [400, 422])
async def test_the_other_form_of_the_times_is_sent_once(
    client: AmpsClient, wire: Wire, status: int
) -> None:
    wire.on("GET /battery", wrapped(listed()), listed(), wrapped(listed()))
    result = Reply(status=202, body={"actionId": "act_9", "state": "scheduled"})
    wire.on(PUSH, refused("INVALID_TIME_WINDOW", status), result)

    found = await client.push(BATTERY, LATER, time_zone=LONDON)

    assert (found.id, found.start) == ("act_9", LATER.start)
    assert wire.asked == ["GET /battery", PUSH, "GET /battery", PUSH]
    assert wire.seen[1].body["action"]["start"] == "2026-06-02T23:30:00"
    assert wire.seen[3].body["action"]["start"] == "2026-06-02T23:30:00+01:00"

    wire.on(PUSH, refused(None, status), wrapped(g2_action()))
    wire.seen.clear()
    await client.push(BATTERY, LATER, time_zone=LONDON)
    assert [
        request.body["action"]["start"] for request in wire.seen if request.body
    ] == [
        "2026-06-02T23:30:00+01:00",
        "2026-06-02T23:30:00",
    ]


async def test_a_refusal_that_is_not_about_the_form_stands(
    client: AmpsClient, wire: Wire
) -> None:
    wire.on("GET /battery", wrapped(listed()))
    wire.on(PUSH, refused("START_IN_PAST", 422))
    with pytest.raises(RejectedError) as caught:
        await client.push(BATTERY, LATER, time_zone=LONDON)
    assert caught.value.code == "START_IN_PAST"
    assert wire.asked == ["GET /battery", PUSH, "GET /battery"]

    wire.on("GET /battery", refused(None, 500))
    with pytest.raises(RejectedError):
        await client.push(BATTERY, LATER, time_zone=LONDON)
    wire.seen.clear()
    with pytest.raises(RejectedError):
        await client.push(BATTERY, _push(), time_zone=LONDON)
    wire.on(PUSH, refused("NOT_IMPLEMENTED", 501))
    with pytest.raises(RejectedError):
        await client.push(BATTERY, LATER, time_zone=LONDON)
    assert wire.asked == [PUSH, PUSH]


async def test_a_push_before_anything_is_known_asks_first(
    client: AmpsClient, wire: Wire
) -> None:
    wire.on("GET /battery", refused(None, 500))
    with pytest.raises(ServerError):
        await client.push(BATTERY, LATER, time_zone=LONDON)
    assert PUSH not in wire.asked


async def test_an_answer_with_its_own_times_is_kept(
    client: AmpsClient, wire: Wire
) -> None:
    wire.on("GET /battery", wrapped(listed()))
    wrong = g2_action(start="2026-06-02T23:30:00Z", end=None)
    wire.on(PUSH, wrapped(wrong))
    found = await client.push(BATTERY, LATER, time_zone=timezone(timedelta(hours=1)))
    assert found.start == datetime(2026, 6, 2, 23, 30, tzinfo=UTC)
    assert found.end is None


async def test_a_bare_resource_keeps_what_is_known(
    client: AmpsClient, wire: Wire
) -> None:
    wire.on("GET /battery/device_1", g1_battery())
    await client.read_battery("device_1")
    generation: Generation | None = client.generation
    assert generation is Generation.G1
    wire.on("GET /battery/device_1", wrapped(g2_battery()), g1_battery())
    await client.read_battery("device_1")
    await client.read_battery("device_1")
    generation = client.generation
    assert generation is Generation.G2
