"""The simulated server over real loopback HTTP."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

from aiohttp import ClientSession
import pytest

from simulator import SystemClock, World, fleet, full, no_settings, windowed_only
from simulator.probe import NOON, Probe, make_world, push_body, serving

pytestmark = pytest.mark.usefixtures("socket_enabled")
ID = "device_sim_full"
BATTERY = f"/battery/{ID}"
G1_ACTION = {
    "id",
    "deviceId",
    "type",
    "state",
    "parameters",
    "result",
    "errorCode",
    "errorMessage",
    "createdAt",
    "updatedAt",
    "acknowledgedAt",
    "completedAt",
    "start",
    "end",
}
G2_ACTION = G1_ACTION - {"type"} | {"deviceType", "command", "links"}
LATER = {"start": "2026-07-01T13:00:00"}


@pytest.fixture
async def probe(socket_enabled: None) -> AsyncIterator[Probe]:
    del socket_enabled
    async with serving(make_world()) as probe:
        yield probe


async def test_the_newest_framing(probe: Probe) -> None:
    device = probe.world.device(ID)
    pushed = await probe.push(device, "charge", target=100, **LATER)
    assert pushed.status == 202
    assert pushed.body["meta"] == {
        "requestId": "req_sim000000",
        "environment": "sandbox",
        "timestamp": "2026-07-01T12:00:00.000Z",
        "latencyMs": 12,
    }
    action_id = pushed.data["id"]
    assert pushed.data == {
        "id": action_id,
        "deviceId": ID,
        "deviceType": "battery",
        "command": "charge",
        "parameters": {"target": {"value": 100, "unit": "percent"}},
        "state": "scheduled",
        "createdAt": "2026-07-01T12:00:00.000Z",
        "start": "2026-07-01T13:00:00.000Z",
        "links": {"self": f"/actions/{action_id}"},
    }
    listed = (await probe.get("/actions")).data
    assert listed["pagination"] == {
        "limit": 10,
        "offset": 0,
        "total": 1,
        "hasMore": False,
    }
    (item,) = listed["items"]
    assert item.keys() == G2_ACTION
    assert (await probe.get(item["links"]["self"])).data == item
    cancelled = (await probe.post(f"/actions/{action_id}/cancel")).data
    assert cancelled["state"] == "cancelled"
    assert cancelled["completedAt"] == "2026-07-01T12:00:00.000Z"
    body = (await probe.push(device, "auto.balanced")).data
    assert body["parameters"] is None
    assert body["start"] is None
    assert "end" not in body


async def test_the_first_framing() -> None:
    async with serving(make_world(generation="g1")) as probe:
        device = probe.world.device(ID)
        pushed = await probe.push(device, "charge", target=100, start="2h")
        assert pushed.body == {
            "actionId": pushed.body["actionId"],
            "state": "scheduled",
            "type": "battery:set_operation_mode",
            "createdAt": "2026-07-01T12:00:00.000Z",
            "start": "2026-07-01T14:00:00.000Z",
        }
        action_id = pushed.body["actionId"]
        cancelled = (await probe.post(f"/actions/{action_id}/cancel")).body
        assert cancelled.keys() == G1_ACTION
        assert cancelled["parameters"]["mode"] == "charge"
        assert (cancelled["state"], cancelled["completedAt"]) == ("cancelled", None)
        await probe.push(device, "auto.balanced")
        probe.clock.advance(10)
        listed = (await probe.get(f"{BATTERY}/actions?limit=1")).body
        assert listed.keys() == {"items", "pagination"}
        assert listed["pagination"]["hasMore"] is True
        (item,) = listed["items"]
        assert item.keys() == G1_ACTION
        assert item["parameters"] == {"mode": "auto.balanced"}
        assert item["result"] == {"success": True, "message": "Mode applied"}
        read = (await probe.get(BATTERY)).body
        assert read["commands"]["charge"]["type"] == "set_operation_mode"
        assert not read.keys() & {"lastAction", "conflictStrategies"}
        held = await probe.push(device, "idle", start="1h")
        conflict = await probe.push(device, "charge")
        assert conflict.error == (409, "CONFLICT")
        assert conflict.details == {
            "conflictingActionIds": [held.body["actionId"]],
            "strategies": ["cancel_and_replace", "queue_after"],
        }


async def test_a_server_with_old_routes_only() -> None:
    async with serving(make_world(generation="g0-routes")) as probe:
        pushed = await probe.push(probe.world.device(ID), "charge", start="1h")
        action_id = pushed.body["actionId"]
        assert (await probe.get("/actions")).error == (404, "NOT_FOUND")
        assert (await probe.get(f"/actions/{action_id}")).error == (404, "NOT_FOUND")
        old = (await probe.get(f"/battery/actions/{action_id}")).body
        assert old["state"] == "deferred"
        assert old["deferredUntil"] == "2026-07-01T13:00:00.000Z"
        assert "start" not in old
        listed = (await probe.get(f"{BATTERY}/actions")).body
        assert listed["items"][0]["state"] == "scheduled"
        probe.world.knobs.g0_lists = True
        listed = (await probe.get(f"{BATTERY}/actions")).body
        assert listed["data"] == [old]


async def test_a_read_and_its_list_item(probe: Probe) -> None:
    await probe.push(probe.world.device(ID), "charge")
    read = (await probe.get(BATTERY)).data
    assert read["metadata"] == {
        "model": "All in One 10.4",
        "source": "cache",
        "cacheType": "normal",
    }
    assert read["sync"] == {
        "available": True,
        "lastPulledAt": "2026-07-01T12:00:00.000Z",
    }
    assert read["state"] == {
        "status": "charging",
        "level": 60.0,
        "capacity": 10.4,
        "chargeRate": 0.728,
        "dischargeLimit": 10,
        "currentMode": "auto.balanced",
    }
    assert read["settings"]["charge_ceiling"] == {"value": 100, "unit": "percent"}
    assert read["lastAction"]["errorCode"] is None
    (item,) = (await probe.get("/battery")).data["items"]
    assert item["metadata"] == {"model": "All in One 10.4", "source": "cache"}
    assert "settings" not in item
    assert "errorCode" not in item["lastAction"]
    assert item["currentSchedule"] is None
    probe.world.knobs.update({"capacity_unit": "wh", "last_action": False})
    read = (await probe.get(BATTERY)).data
    assert read["state"]["capacity"] == 10400
    assert "lastAction" not in read


async def test_capabilities_are_present_or_absent() -> None:
    async with serving(make_world(no_settings(), windowed_only())) as probe:
        bare = (await probe.get("/battery/device_sim_no_settings")).data
        assert "settings" not in bare
        foxess = (await probe.get("/battery/device_sim_windowed")).data
        assert foxess["commands"]["charge"]["execution"] == ["windowed"]
        assert foxess["settings"]["scheduler_enabled"] == {"value": False}


async def test_pages() -> None:
    async with serving(World(SystemClock(), None, fleet(23))) as probe:
        first = (await probe.get("/battery")).data
        assert len(first["items"]) == 10
        last = (await probe.get("/battery?offset=20&limit=10")).data
        assert [one["id"] for one in last["items"]] == [
            "device_sim_0021",
            "device_sim_0022",
            "device_sim_0023",
        ]
        assert last["pagination"] == {
            "limit": 10,
            "offset": 20,
            "total": 23,
            "hasMore": False,
        }
        for query in ("limit=0", "limit=51", "limit=x", "offset=-1"):
            refused = await probe.get(f"/battery?{query}")
            assert refused.error == (400, "VALIDATION_ERROR")
        probe.world.knobs.bad_limit = "clamp"
        assert len((await probe.get("/battery?limit=51")).data["items"]) == 23
        assert len((await probe.get("/battery?limit=0")).data["items"]) == 1


async def test_filters_of_actions(probe: Probe) -> None:
    device = probe.world.device(ID)
    await probe.push(device, "charge")
    probe.clock.advance(5)
    probe.world.add_other_family()
    await probe.push(device, "idle", start="1h")

    async def found(query: str) -> list[str]:
        items = (await probe.get(f"/actions?{query}")).data["items"]
        return [one["command"] for one in items]

    assert await found("") == ["idle", "follow_schedule", "charge"]
    assert await found("type=battery") == ["idle", "charge"]
    assert await found("type=hvac") == ["follow_schedule"]
    assert await found(f"deviceId={ID}&state=completed") == ["charge"]
    assert await found("deviceId=device_of_somebody_else") == []
    assert await found("userId=user_sim_0001&limit=1") == ["idle"]
    assert (await probe.get("/actions?state=deferred")).status == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/schedules"),
        ("GET", "/schedules/sched_1"),
        ("PUT", f"{BATTERY}/schedule"),
    ],
)
async def test_schedules_are_not_implemented(
    probe: Probe, method: str, path: str
) -> None:
    answer = await probe.send(method, path)
    assert answer.error == (501, "NOT_IMPLEMENTED")
    assert answer.body["meta"].keys() == {
        "requestId",
        "timestamp",
        "path",
        "latencyMs",
    }
    assert answer.body["meta"]["path"] == path


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/nothing", "NOT_FOUND"),
        ("DELETE", "/battery", "NOT_FOUND"),
        ("POST", f"{BATTERY}/actions", "NOT_FOUND"),
        ("GET", "/actions/act_unknown", "NOT_FOUND"),
        ("POST", "/actions/act_unknown/cancel", "NOT_FOUND"),
        ("GET", "/battery/device_unknown", "DEVICE_NOT_FOUND"),
        ("GET", "/battery/device_unknown/actions", "DEVICE_NOT_FOUND"),
    ],
)
async def test_what_is_not_there(
    probe: Probe, method: str, path: str, code: str
) -> None:
    assert (await probe.send(method, path)).error == (404, code)


async def test_settings_over_http(probe: Probe) -> None:
    body = {"discharge_floor": {"value": 15, "unit": "percent"}}
    answer = await probe.post(f"{BATTERY}/settings", body)
    assert answer.data == {"deviceId": ID, "updated": ["discharge_floor"]}
    probe.clock.advance(61)
    read = (await probe.get(f"{BATTERY}?expedite=true")).data
    assert read["settings"]["discharge_floor"]["value"] == 15
    assert read["state"]["dischargeLimit"] == 15
    assert read["lastAction"] is None
    assert (await probe.get(f"{BATTERY}?expedite=1")).status == 400


async def test_amps_wrong_clock_shows_everywhere(probe: Probe) -> None:
    probe.world.knobs.clock_skew = -3600
    answer = await probe.get("/battery")
    assert answer.body["meta"]["timestamp"] == "2026-07-01T11:00:00.000Z"
    assert answer.headers["Date"] == "Wed, 01 Jul 2026 11:00:00 GMT"


async def test_the_record(probe: Probe) -> None:
    await probe.get(f"{BATTERY}?expedite=true")
    await probe.push(probe.world.device(ID), "charge", target=70)
    read, push = probe.world.record.requests
    assert (read.endpoint, read.query, read.device_id, read.status) == (
        "read_battery",
        {"expedite": "true"},
        ID,
        200,
    )
    assert push.body == push_body("charge", target=70)
    assert (push.method, push.path, push.at) == ("POST", BATTERY, NOON)
    assert "x-api-key" not in push.headers
    assert probe.world.record.since(1) == probe.world.record.writes() == [push]
    probe.world.record.clear()
    await probe.get("/battery")
    assert probe.world.record.requests[0].index == 2


async def test_the_servers_time_is_the_worlds() -> None:
    async with serving(World(SystemClock(), None, [full()])) as probe:
        before = probe.world.now()
        answer = await probe.get("/battery")
        assert answer.body["meta"]["timestamp"][:13] == before.isoformat()[:13]
        assert probe.world.now() - before < timedelta(minutes=1)
        refused = await probe.post("/_simulator/clock", {"advance": 1})
        assert refused.status == 400


async def test_many_clients_at_once_get_one_slot(probe: Probe) -> None:
    device = probe.world.device(ID)
    async with ClientSession() as other:
        second = Probe(probe.server, other)
        answers = await asyncio.gather(
            *(one.push(device, "idle") for one in (probe, second))
        )
    assert sorted(one.status for one in answers) == [202, 409]
