"""Refusals, trouble on demand and control of the simulated server."""

import asyncio
from collections.abc import AsyncIterator
import json

from aiohttp import ClientError, ClientTimeout
import pytest

from simulator import DEFAULT_KEY, Fault
from simulator.probe import NOON, Probe, make_world, push_body, serving

pytestmark = pytest.mark.usefixtures("socket_enabled")
ID = "device_sim_full"
BATTERY = f"/battery/{ID}"
LATER = {"start": "2026-07-01T13:00:00"}


@pytest.fixture
async def probe(socket_enabled: None) -> AsyncIterator[Probe]:
    del socket_enabled
    async with serving(make_world()) as probe:
        yield probe


async def test_keys(probe: Probe) -> None:
    probe.headers = {}
    assert (await probe.get("/battery")).error == (401, "UNAUTHORIZED")
    probe.headers = {"x-api-key": "sk_test_other"}
    assert (await probe.get("/battery")).error == (401, "INVALID_API_KEY")
    probe.headers = {"Authorization": f"Bearer {DEFAULT_KEY}"}
    assert (await probe.get("/battery")).status == 200
    probe.world.keys.add("reader", permissions=frozenset({"read"}))
    probe.headers = {"x-api-key": "reader"}
    assert (await probe.get("/battery")).status == 200
    refused = await probe.push(probe.world.device(ID), "idle")
    assert refused.error == (403, "INSUFFICIENT_PERMISSIONS")
    probe.world.keys.add("live", live_disabled=True)
    probe.headers = {"x-api-key": "live"}
    assert (await probe.get("/battery")).error == (403, "LIVE_ACCESS_DISABLED")
    probe.world.keys.add("old", expires_at=NOON)
    probe.headers = {"x-api-key": "old"}
    assert (await probe.get("/battery")).error == (401, "EXPIRED_TOKEN")
    probe.world.keys.add("blind", devices=frozenset())
    probe.headers = {"x-api-key": "blind"}
    assert (await probe.get("/battery")).data["items"] == []
    assert (await probe.get(BATTERY)).error == (404, "DEVICE_NOT_FOUND")
    probe.headers = {"x-api-key": DEFAULT_KEY}
    probe.world.keys.revoke()
    refused = await probe.get("/battery")
    assert refused.error == (401, "INVALID_API_KEY")
    assert "revoked" in refused.body["error"]["message"]
    labels = [one.key for one in probe.world.record.requests]
    assert labels[:3] == ["none", "unknown", "key-1"]
    assert DEFAULT_KEY not in json.dumps(probe.world.record.as_json())


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ("429", (429, "RATE_LIMIT_EXCEEDED")),
        ("401", (401, "RATE_LIMIT_EXCEEDED")),
        ("plain-401", (401, "UNAUTHORIZED")),
    ],
)
async def test_the_rate_limiter(
    probe: Probe, form: str, error: tuple[int, str]
) -> None:
    probe.world.knobs.update(
        {"rate_limit": 2, "rate_limit_form": form, "retry_after": 7}
    )
    assert (await probe.get("/battery")).status == 200
    probe.clock.advance(30)
    assert (await probe.get("/battery")).status == 200
    refused = await probe.get("/battery")
    assert refused.error == error
    assert refused.headers["Retry-After"] == "7"
    probe.clock.advance(30)
    assert (await probe.get("/battery")).status == 200
    assert (await probe.get("/battery")).error == error


async def test_a_lost_answer_after_the_push_was_stored(probe: Probe) -> None:
    device = probe.world.device(ID)
    probe.world.faults.add(Fault.lost_answer(device_id=ID))
    with pytest.raises(ClientError):
        await probe.push(device, "charge")
    (action,) = probe.world.record.actions
    assert action.command == "charge"
    assert (await probe.push(device, "charge")).error == (409, "CONFLICT")
    assert [one.status for one in probe.world.record.pushes(ID)] == [0, 409]


async def test_a_connection_dropped_before(probe: Probe) -> None:
    probe.world.faults.add(Fault(endpoint="push", drop=True))
    with pytest.raises(ClientError):
        await probe.push(probe.world.device(ID), "charge")
    assert not probe.world.record.actions


async def test_a_fault_meets_only_its_requests(probe: Probe) -> None:
    details = {"reason": "x"}
    probe.world.faults.add(
        Fault(
            endpoint="read_battery",
            device_id=ID,
            skip=1,
            times=2,
            status=503,
            code="SERVICE_UNAVAILABLE",
            details=details,
            headers={"Retry-After": "3"},
        )
    )
    answers = [await probe.get(path) for path in (BATTERY, "/battery", *[BATTERY] * 3)]
    assert [one.status for one in answers] == [200, 200, 503, 503, 200]
    assert answers[2].error == (503, "SERVICE_UNAVAILABLE")
    assert answers[2].details == details
    assert answers[2].headers["Retry-After"] == "3"
    assert [one.fault for one in probe.world.record.requests][2:4] == [True, True]


async def test_faults_that_last_and_named_ones(probe: Probe) -> None:
    probe.world.faults.add(Fault.throttle(times=None, method="GET"))
    for _ in range(3):
        assert (await probe.get("/battery")).error == (401, "UNAUTHORIZED")
    probe.world.faults.clear()
    probe.world.faults.add(
        Fault.manufacturer_refuses("INVALID_CREDENTIALS", endpoint="read_battery")
    )
    assert (await probe.get("/battery")).status == 200
    assert (await probe.get(BATTERY)).error == (401, "INVALID_CREDENTIALS")
    probe.world.faults.add(Fault(endpoint="push", after=True, status=500))
    answer = await probe.push(probe.world.device(ID), "idle")
    assert answer.error == (500, "INTERNAL_ERROR")
    assert len(probe.world.record.actions) == 1


@pytest.mark.parametrize(
    ("fault", "status", "expected"),
    [
        (Fault(body=b"\xff\x00", content_type="image/png"), 200, b"\xff\x00"),
        (Fault(body=b"<html>", content_type="text/html", status=502), 502, b"<html>"),
        (Fault(truncate=9), 200, b'{"success'),
        (Fault(delay=0.01, after=True, truncate=1), 200, b"{"),
    ],
)
async def test_bodies_that_are_no_answers(
    probe: Probe, fault: Fault, status: int, expected: bytes
) -> None:
    probe.world.faults.add(fault)
    async with probe.session.get(
        probe.server.url + "/battery", headers=probe.headers
    ) as answer:
        assert (answer.status, await answer.read()) == (status, expected)


async def test_an_answer_that_breaks_off(probe: Probe) -> None:
    probe.world.faults.add(Fault(truncate=20, drop=True))
    with pytest.raises(ClientError):
        await probe.get("/battery")
    assert (await probe.get("/battery")).status == 200


async def test_a_slow_answer_is_given_up_and_carried_out_all_the_same(
    probe: Probe,
) -> None:
    probe.world.faults.add(Fault(delay=0.1))
    with pytest.raises(TimeoutError):
        async with probe.session.post(
            probe.server.url + BATTERY,
            json=push_body("idle"),
            headers=probe.headers,
            timeout=ClientTimeout(total=0.02),
        ):
            pass
    assert not probe.world.record.actions
    await asyncio.sleep(0.2)
    assert len(probe.world.record.actions) == 1


async def test_a_server_that_stops_leaves_nothing_behind(probe: Probe) -> None:
    probe.world.faults.add(Fault(delay=60))
    with pytest.raises(TimeoutError):
        async with probe.session.get(
            probe.server.url + BATTERY,
            headers=probe.headers,
            timeout=ClientTimeout(total=0.02),
        ):
            pass
    await probe.server.stop()


async def test_an_outage_keeps_the_world_and_the_address(probe: Probe) -> None:
    await probe.push(probe.world.device(ID), "charge", **LATER)
    port = probe.server.port
    await probe.server.stop()
    with pytest.raises(ClientError):
        await probe.get("/battery")
    probe.clock.advance(7200)
    await probe.server.start(port=port)
    (item,) = (await probe.get("/battery")).data["items"]
    assert item["lastAction"]["updatedAt"] == "2026-07-01T13:00:04.000Z"


async def test_a_broken_link_refuses_on_device_routes_only(probe: Probe) -> None:
    probe.world.disconnect(ID)
    device = probe.world.devices[ID]
    assert (await probe.get(BATTERY)).error == (401, "INVALID_CREDENTIALS")
    assert (await probe.push(device, "idle")).error == (401, "INVALID_CREDENTIALS")
    (item,) = (await probe.get("/battery")).data["items"]
    assert item["sync"]["available"] is False
    probe.world.reconnect(ID)
    assert (await probe.get(BATTERY)).status == 200


@pytest.mark.parametrize("raw", [b"", b"{", b"NaN", b"\xff", b"[" * 100_000])
async def test_bodies_that_are_no_json(probe: Probe, raw: bytes) -> None:
    async with probe.session.post(
        probe.server.url + BATTERY,
        data=raw,
        headers=probe.headers | {"content-type": "application/json"},
    ) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"]["code"] == "VALIDATION_ERROR"


async def test_control(probe: Probe) -> None:
    probe.headers = {}
    control = "/_simulator"
    foreign = await probe.post(
        f"{control}/devices/{ID}/push", push_body("charge", **LATER)
    )
    assert foreign.body["state"] == "scheduled"
    action_id = foreign.body["id"]
    again = await probe.post(f"{control}/devices/{ID}/push", push_body("charge"))
    assert (again.status, again.body["error"]) == (409, "CONFLICT")
    cancelled = await probe.post(f"{control}/actions/{action_id}/cancel")
    assert cancelled.body["state"] == "cancelled"
    changed = await probe.post(
        f"{control}/devices/{ID}",
        {
            "offline": True,
            "scheduler": True,
            "level": 33,
            "mode": {"command": "discharge", "parameters": {"power": 2}},
            "fail_next": "TIMEOUT",
            "link": "INVALID_API_KEY",
            "read_error": "TIMEOUT",
            "remove_command": "auto.export",
            "remove_parameter": ["charge", "power"],
            "remove_setting": "export_limit",
            "overrides": {"completion_delay": 9.0},
        },
    )
    assert changed.body["level"] == 33
    assert changed.body["power_kw"] == -2
    await probe.post(f"{control}/devices/{ID}", {"link": None})
    await probe.post(f"{control}/devices", {"kind": "no_auto", "id": "extra"})
    await probe.post(f"{control}/knobs", {"generation": "g1", "time_forms": ["wall"]})
    await probe.post(f"{control}/faults", {"body": "x", "times": None})
    moved = await probe.post(f"{control}/clock", {"advance": 60})
    assert moved.body["now"] == "2026-07-01T12:01:00+00:00"
    seen = (await probe.get(f"{control}/world")).body
    assert [one["id"] for one in seen["devices"]] == [ID, "extra"]
    assert seen["knobs"]["time_forms"] == ["wall"]
    assert seen["faults"] == 1
    assert (await probe.send("DELETE", f"{control}/faults")).body == {}
    key = {"value": "new", "expires_at": "2027-01-01T00:00:00+00:00", "devices": []}
    assert (await probe.post(f"{control}/keys", key)).body == {"label": "key-2"}
    assert (await probe.send("DELETE", f"{control}/devices/extra")).status == 200
    for path, body in (
        ("knobs", {"unheard_of": 1}),
        (f"devices/{ID}", {"unheard_of": 1}),
        ("devices", {"kind": "unheard_of", "id": "x"}),
        ("keys", {"value": "x", "unheard_of": 1}),
    ):
        assert (await probe.post(f"{control}/{path}", body)).status == 400
    record = (await probe.get(f"{control}/record?since=0")).body
    assert record["requests"] == []
    assert record["actions"][0]["origin"] == "foreign"
    assert {one["cause"] for one in record["effects"]} == {"vendor"}
    await probe.send("DELETE", f"{control}/record")
    assert not probe.world.record.effects
