"""Signed webhooks of the simulator, and the program that serves it."""

import asyncio
import base64
from collections.abc import Mapping
import hashlib
import hmac
import json
import os
from pathlib import Path
import signal
import sys
from typing import Any

from aiohttp import ClientSession, web
import pytest

from simulator import DEFAULT_KEY, DEFAULT_SECRET, Delivery, ManualClock, World, sign
from simulator.probe import make_world, push_body, serving

ID = "device_sim_full"
ROOT = Path(__file__).parent.parent.parent


def passed(world: World, seconds: float) -> list[Delivery]:
    assert isinstance(world.clock, ManualClock)
    world.clock.advance(seconds)
    world.catch_up()
    return world.outbox.due()


def body_of(delivery: Delivery) -> Any:
    return json.loads(delivery.body)


def valid(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    text = f"{headers['svix-id']}.{headers['svix-timestamp']}.".encode() + body
    want = base64.b64encode(hmac.digest(key, text, hashlib.sha256)).decode()
    return headers["svix-signature"] == f"v1,{want}"


def test_the_signature_has_the_documented_check_value() -> None:
    signature = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(("environment", "delay"), [("sandbox", 180), ("live", 10)])
def test_a_webhook_is_due_some_time_after_the_end(environment: str, delay: int) -> None:
    world = make_world(environment=environment)
    action = world.push(ID, push_body("charge", target=80))
    assert passed(world, 4 + delay - 1) == []
    (delivery,) = passed(world, 1)
    assert delivery.event == "push.completed"
    assert valid(DEFAULT_SECRET, delivery.headers, delivery.body)
    assert delivery.headers["svix-timestamp"] == str(int(world.now().timestamp()))
    body = body_of(delivery)
    assert (body["actionId"], body["command"]) == (action.id, "charge")
    assert body["completedAt"] == "2026-07-01T12:00:04.000Z"
    assert "id" not in body
    assert world.outbox.due() == []


def test_bodies_of_the_first_generation() -> None:
    world = make_world(generation="g1", webhook_delay=0)
    world.push(ID, push_body("auto.balanced"))
    (done,) = passed(world, 10)
    assert body_of(done).keys() == {
        "actionId",
        "deviceId",
        "actionType",
        "parameters",
        "result",
        "completedAt",
    }
    world.fail_next(ID, "UNKNOWN_ERROR")
    world.push(ID, push_body("idle"))
    (failed,) = passed(world, 10)
    assert failed.event == "push.failed"
    assert body_of(failed)["error"]["code"] == "UNKNOWN_ERROR"
    assert body_of(failed)["failedAt"] == "2026-07-01T12:00:14.000Z"


def test_failures_are_told_and_cancellations_are_not() -> None:
    world = make_world(webhook_delay=0)
    world.set_offline(ID)
    world.push(ID, push_body("charge"))
    (failed,) = passed(world, 60)
    assert body_of(failed)["errorCode"] == "DEVICE_OFFLINE"
    held = world.push(ID, push_body("charge", start="1h"))
    world.cancel(held.id)
    assert passed(world, 7200) == []


def test_copies_keep_their_id_and_order_may_be_reversed() -> None:
    world = make_world(webhook_delay=0, webhook_copies=2, webhook_order="reversed")
    for command in ("charge", "idle"):
        world.push(ID, push_body(command))
        assert isinstance(world.clock, ManualClock)
        world.clock.advance(10)
    world.catch_up()
    taken = world.outbox.due()
    assert [body_of(one)["command"] for one in taken] == [
        "idle",
        "idle",
        "charge",
        "charge",
    ]
    assert len({one.id for one in taken}) == 2
    world.outbox.repeat(taken[0])
    assert {one.id for one in world.outbox.due()} == {taken[0].id}


def test_device_events() -> None:
    world = make_world(webhook_delay=0)
    world.disconnect(ID, reconnection_url="https://auth.amps.ai/?reconnect=true")
    world.reconnect(ID)
    gone, back = world.outbox.due()
    assert (gone.event, back.event) == ("device.disconnected", "device.reconnected")
    assert body_of(gone) == {
        "deviceId": ID,
        "deviceType": "battery",
        "timestamp": "2026-07-01T12:00:00.000Z",
        "reconnectionUrl": "https://auth.amps.ai/?reconnect=true",
    }
    assert "reconnectionUrl" not in body_of(back)


@pytest.mark.usefixtures("socket_enabled")
async def test_delivery_over_http_is_repeated_until_it_is_taken() -> None:
    received: list[tuple[Mapping[str, str], bytes]] = []

    async def receive(request: web.Request) -> web.Response:
        received.append((request.headers, await request.read()))
        return web.Response(status=500 if len(received) == 1 else 204)

    app = web.Application()
    app.router.add_post("/hook", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with serving(make_world(webhook_delay=0)) as probe:
            host, port = runner.addresses[0][:2]
            target = {"url": f"http://{host}:{port}/hook"}
            await probe.post("/_simulator/webhooks/targets", target)
            probe.world.push(ID, push_body("charge"))
            probe.clock.advance(10)
            assert await probe.server.deliver_webhooks() == 0
            probe.clock.advance(5)
            delivered = await probe.post("/_simulator/webhooks/deliver")
            assert delivered.body == {"delivered": 1}
            assert await probe.server.deliver_webhooks() == 0
    finally:
        await runner.cleanup()
    (first, body), (second, again) = received
    assert body == again
    assert first["svix-id"] == second["svix-id"]
    assert first["svix-timestamp"] != second["svix-timestamp"]
    assert valid(DEFAULT_SECRET, second, again)


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
async def test_the_program_listens_and_stops_cleanly(stop: signal.Signals) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "simulator",
        *("--port", "0", "--batteries", "3", "--seed", "5", "--generation", "g2"),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    assert line.startswith("listening on http://127.0.0.1:")
    async with (
        ClientSession(headers={"x-api-key": DEFAULT_KEY}) as session,
        session.get(line.split()[-1] + "/battery") as answer,
    ):
        assert len((await answer.json())["data"]["items"]) == 3
    process.send_signal(stop)
    _, errors = await asyncio.wait_for(process.communicate(), 10)
    assert (process.returncode, errors) == (0, b"")
