"""Every row of `amps-api.md` section 9 that concerns a battery."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from custom_components.amps.api import (
    DEFAULT_URL,
    Action,
    ActionState,
    AmpsClient,
    Bounds,
    Command,
    ConflictError,
    Generation,
    KeyRefusedError,
    NotCancellableError,
    OnConflict,
    Parameter,
    Parameters,
    Push,
    Quantity,
    RejectedError,
    Source,
    ThrottledError,
    UnauthorizedError,
)
from custom_components.amps.api.decode import battery as decode_battery

from .bodies import (
    action,
    battery,
    g0_battery,
    g1_action,
    g1_battery,
    g2_action,
    g2_battery,
)
from .wire import KEY, Reply, Wire, fixture, listed, refused, wrapped

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 6, 2, 22, 30, tzinfo=UTC)
END = datetime(2026, 6, 3, 4, 30, tzinfo=UTC)
WINDOW = Push(
    command=Command.CHARGE,
    parameters=Parameters(target=90, power=3),
    start=START,
    end=END,
)


@pytest.mark.parametrize(
    ("body", "generation"),
    [
        (wrapped(listed(g2_battery())), Generation.G2),
        (listed(g1_battery()), Generation.G1),
        (listed(g0_battery()), Generation.G0),
        ({"data": [g0_battery()], "pagination": {"total": 1}}, Generation.G0),
        ({"success": True, "data": [g2_battery()]}, Generation.G2),
        ({"data": listed(g2_battery()), "meta": {}}, Generation.G2),
    ],
)
async def test_row_01_framing(
    client: AmpsClient, wire: Wire, body: Any, generation: Generation
) -> None:
    wire.on("GET /battery", body)

    (found,) = await client.list_batteries()

    assert found.id == "device_1"
    assert found.level == 46
    assert client.generation is generation
    assert (await client.probe()).generation is generation


def test_row_02_action_shape() -> None:
    assert action(g1_action()) == action(g2_action())
    assert action(g1_action(command="idle")).command is Command.IDLE


async def test_row_03_push_result_id(client: AmpsClient, wire: Wire) -> None:
    result = {
        "actionId": "act_9",
        "state": "scheduled",
        "type": "battery:set_operation_mode",
        "createdAt": "2026-06-02T12:00:00.000Z",
        "start": "2026-06-02T22:30:00.000Z",
    }
    wire.on("GET /battery", listed(g1_battery()))
    wire.on("POST /battery/device_1", Reply(status=202, body=result))

    found = await client.push(battery(), WINDOW, time_zone=LONDON)

    assert found == Action(
        id="act_9",
        battery_id="device_1",
        command=Command.CHARGE,
        parameters=Parameters(target=90, power=3),
        state=ActionState.SCHEDULED,
        created_at=datetime(2026, 6, 2, 12, tzinfo=UTC),
        updated_at=None,
        start=START,
        end=END,
    )


async def test_row_04_parameterless_action(client: AmpsClient, wire: Wire) -> None:
    bare = g1_action(parameters={"mode": "auto.balanced"})
    assert action(bare) == action(g2_action(command="auto.balanced", parameters=None))
    wire.on("POST /battery/device_1", wrapped(g2_action(parameters=None)))

    push = Push(command=Command.AUTO_BALANCED)
    await client.push(battery(), push, time_zone=LONDON)

    assert wire.seen[-1].body == {"action": {"command": "auto.balanced"}}


@pytest.mark.parametrize(
    ("listing", "start", "end"),
    [
        (wrapped(listed()), "2026-06-02T23:30:00", "2026-06-03T05:30:00"),
        (listed(), "2026-06-02T23:30:00+01:00", "2026-06-03T05:30:00+01:00"),
    ],
)
async def test_row_05_times_sent(
    client: AmpsClient, wire: Wire, listing: Any, start: str, end: str
) -> None:
    wire.on("GET /battery", listing)
    wire.on("POST /battery/device_1", wrapped(g2_action()))

    found = await client.push(battery(), WINDOW, time_zone=LONDON)

    assert wire.seen[-1].body["action"]["start"] == start
    assert wire.seen[-1].body["action"]["end"] == end
    assert (found.start, found.end) == (START, END)


def test_row_06_waiting_state() -> None:
    for key in ("deferredUntil", "deferUntil"):
        old = g1_action(state="deferred", **{key: "2026-06-02T22:30:00Z"})
        del old["start"]
        assert action(old) == action(g2_action())
    old = g1_action(parameters={"mode": "charge", "targetPercent": 90})
    assert action(old).parameters == Parameters(target=90)


async def test_row_07_action_routes(client: AmpsClient, wire: Wire) -> None:
    wire.on("GET /battery", listed(g1_battery("b_1"), g1_battery("b_2")))
    wire.on("GET /battery/actions/act_1", fixture("action_g0"))
    first = g1_action("act_1", createdAt="2026-06-02T10:00:00Z")
    wire.on("GET /battery/b_1/actions", listed(first, g1_action("act_0", createdAt=0)))
    wire.on("GET /battery/b_2/actions", listed(g1_action("act_2", deviceId=None)))

    assert (await client.read_action("act_1")).id == "act_abc123"
    assert (await client.read_action("act_1")).id == "act_abc123"
    assert wire.asked == [
        "GET /actions/act_1",
        "GET /battery/actions/act_1",
        "GET /battery/actions/act_1",
    ]
    wire.seen.clear()
    found = await client.list_actions(battery_id="b_2", state=ActionState.SCHEDULED)
    assert [(item.id, item.battery_id) for item in found] == [("act_2", "b_2")]
    assert wire.asked == ["GET /actions", "GET /battery/b_2/actions"]
    assert wire.seen[1].query == {"state": "scheduled", "limit": "50", "offset": "0"}
    assert client.lists_account_actions is False
    wire.seen.clear()
    found = await client.list_actions()
    assert [item.id for item in found] == ["act_2", "act_1", "act_0"]
    assert wire.asked == [
        "GET /battery",
        "GET /battery/b_1/actions",
        "GET /battery/b_2/actions",
    ]
    assert len(await client.list_actions(limit=1)) == 1


def test_row_08_completed_at_of_a_cancelled_action() -> None:
    instant = datetime(2026, 6, 2, 12, tzinfo=UTC)
    told = g2_action(state="cancelled", completedAt="2026-06-02T12:00:00.000Z")
    assert action(told).completed_at == instant
    assert action(g2_action(state="cancelled")).completed_at is None


async def test_row_09_rate_limit(
    client: AmpsClient, wire: Wire, pauses: list[float]
) -> None:
    for status in (401, 429):
        wire.on("GET /battery/device_1", refused("RATE_LIMIT_EXCEEDED", status))
        with pytest.raises(ThrottledError):
            await client.read_battery("device_1")
    wire.on("GET /battery/device_1", refused("UNAUTHORIZED", 401))
    with pytest.raises(UnauthorizedError):
        await client.read_battery("device_1")
    assert len(wire.seen) == 3
    assert not pauses


@pytest.mark.parametrize(
    "key", ["sk_sandbox_1", "amps_sk_test_1", "sk_live_1", " anything at all "]
)
async def test_row_10_key_prefix(
    wire: Wire, session: aiohttp.ClientSession, key: str
) -> None:
    wire.on("GET /battery", wrapped(listed()))
    await AmpsClient(session, key, wire.url).probe()
    assert wire.seen[0].headers["x-api-key"] == key.strip()
    assert "authorization" not in wire.seen[0].headers


def test_row_11_host() -> None:
    assert DEFAULT_URL == "https://api.amps.ai"


async def test_row_12_any_other_action_is_a_conflict(
    client: AmpsClient, wire: Wire
) -> None:
    wire.on(
        "POST /battery/device_1",
        refused(
            "CONFLICT",
            409,
            reason="no_strategy_supplied",
            conflictingActionIds=["act_1"],
            strategies=["cancel_and_replace", "queue_after"],
        ),
    )
    with pytest.raises(ConflictError) as caught:
        await client.push(battery(), Push(command=Command.IDLE), time_zone=LONDON)
    assert caught.value.action_ids == ("act_1",)
    assert caught.value.strategies == tuple(OnConflict)
    assert caught.value.reason == "no_strategy_supplied"


@pytest.mark.parametrize("completed", ["2026-06-02T22:30:04Z", "2026-06-03T04:30:01Z"])
def test_rows_13_and_14_a_completed_window_keeps_its_times(completed: str) -> None:
    found = action(g2_action(state="completed", completedAt=completed))
    assert found.is_terminal
    assert (found.start, found.end) == (START, END)


def test_row_15_type_of_a_command_is_ignored() -> None:
    g1 = decode_battery(g1_battery(), "GET /battery/{id}")
    assert g1.commands == battery().commands
    assert not g1.unrecognized


async def test_row_16_missing_capabilities_are_a_read_only_device(
    client: AmpsClient, wire: Wire
) -> None:
    g0 = decode_battery(g0_battery(), "GET /battery/{id}")
    assert g0.commands == {}
    assert g0.settings is None
    assert g0.conflict_strategies == frozenset()
    assert not g0.reports_last_action
    assert battery(commands=None).commands is None

    for bare in (g0, battery(commands=None)):
        with pytest.raises(RejectedError) as caught:
            await client.push(bare, Push(command=Command.IDLE), time_zone=LONDON)
        assert caught.value.code == "UNSUPPORTED_MODE"
        assert caught.value.status is None
    assert not wire.seen


@pytest.mark.parametrize(
    ("raw", "kwh"), [(10400, 10.4), (10.4, 10.4), (1000, 1000), (0, None), (-1, None)]
)
def test_row_17_capacity(raw: float, kwh: float | None) -> None:
    assert battery(state={"capacity": raw}).capacity == kwh


def test_row_19_a_failed_action_in_either_shape() -> None:
    new = action(g2_action(state="failed", errorCode="X", errorMessage="y"))
    old = g1_action(state="failed", error={"code": "X", "message": "y"})
    assert action(old) == new
    at = "2026-06-02T12:00:31Z"
    assert action(old | {"failedAt": at}).completed_at == datetime.fromisoformat(at)


@pytest.mark.parametrize("code", ["READ_ONLY_SETTING", "UNSUPPORTED_SETTING"])
async def test_row_23_read_only_setting(
    client: AmpsClient, wire: Wire, code: str
) -> None:
    wire.on("POST /battery/device_1/settings", refused(code, 422))
    with pytest.raises(RejectedError) as caught:
        await client.update_settings("device_1", {"x": Quantity(value=1, unit="amps")})
    assert caught.value.code == code


@pytest.mark.parametrize("hint", [g2_battery(), {"supportedModes": ["idle"]}, "odd"])
async def test_row_24_device_capabilities_are_a_hint(
    client: AmpsClient, wire: Wire, hint: Any
) -> None:
    reply = refused("UNSUPPORTED_MODE", 422, deviceCapabilities=hint)
    wire.on("POST /battery/device_1", reply)
    with pytest.raises(RejectedError):
        await client.push(battery(), Push(command=Command.IDLE), time_zone=LONDON)


def test_row_25_source() -> None:
    for source in Source:
        assert battery(metadata={"source": source.value}).source is source
    unknown = battery(metadata={"source": "psychic"})
    assert unknown.source is None
    assert unknown.unrecognized == {"metadata.source": "psychic"}
    assert not battery(metadata={"source": "fallback"}, sync={}).available


async def test_row_26_only_a_waiting_action_is_cancelled(
    client: AmpsClient, wire: Wire
) -> None:
    wire.on("POST /actions/act_1/cancel", refused("ACTION_NOT_CANCELLABLE", 409))
    wire.on("GET /actions/act_1", wrapped(g2_action(state="acknowledged")))
    with pytest.raises(NotCancellableError):
        await client.cancel_action("act_1")
    wire.on("GET /actions/act_1", wrapped(g2_action(state="cancelled")))
    assert (await client.cancel_action("act_1")).state is ActionState.CANCELLED


def test_row_27_state_not_status() -> None:
    assert action(g2_action(status="completed")).state is ActionState.SCHEDULED


async def test_row_30_queue_after_moves_the_start(
    client: AmpsClient, wire: Wire
) -> None:
    wire.on("GET /battery", listed())
    moved = {"actionId": "act_9", "state": "scheduled", "start": "2026-06-03T06:00:00Z"}
    wire.on("POST /battery/device_1", moved)
    push = Push(
        command=Command.CHARGE,
        start=START,
        end=END,
        on_conflict=OnConflict.QUEUE_AFTER,
    )

    found = await client.push(battery(), push, time_zone=LONDON)

    assert wire.seen[-1].body["onConflict"] == "queue_after"
    assert found.start == datetime(2026, 6, 3, 6, tzinfo=UTC)
    assert found.end is None


async def test_row_31_a_push_is_never_repeated(client: AmpsClient, wire: Wire) -> None:
    result = wrapped(g2_action(state="failed", errorCode="DEVICE_OFFLINE"))
    wire.on("POST /battery/device_1", result)
    push = Push(command=Command.IDLE)
    found = await client.push(battery(), push, time_zone=LONDON)
    assert found.state is ActionState.FAILED
    assert len(wire.seen) == 1


def test_power_declared_in_watts() -> None:
    watts = {"unit": "watts", "min": 0, "max": 5000}
    body = {"charge": {"parameters": {"power": watts}, "execution": ["immediate"]}}
    commands = battery(commands=body).commands
    assert commands is not None
    assert commands[Command.CHARGE].parameters[Parameter.POWER] == Bounds(
        unit="kw", minimum=0, maximum=5, wire_unit="watts"
    )
    quantity = {"power": {"value": 2500, "unit": "watts"}}
    assert action(g2_action(parameters=quantity)).parameters.power == 2.5


async def test_a_key_that_is_unknown_is_refused(client: AmpsClient, wire: Wire) -> None:
    wire.on("GET /battery", refused("INVALID_API_KEY", 401))
    with pytest.raises(KeyRefusedError) as caught:
        await client.probe()
    assert KEY not in f"{caught.value} {caught.value!r}"
    assert client.clock_offset == timedelta(0)
