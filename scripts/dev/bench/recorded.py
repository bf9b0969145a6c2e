"""Amps in a process of its own, which responds with prepared bodies.

The simulator makes the bodies once, so that answers come at once for any number of
batteries. `POST /next` makes every battery's numbers others, `POST /count` tells what
was asked for since the last count.
"""

import argparse
import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
from typing import Any

from aiohttp import web

from simulator import (
    Action,
    SystemClock,
    World,
    full,
    no_auto,
    no_settings,
    windowed_only,
)
from simulator.endpoints import Call, Endpoints
from simulator.wire import stamp

VARIANTS = 4


class Recorded:
    """Bodies of a fleet in several variants, of which one is served."""

    def __init__(
        self, batteries: int, actions: int, prefix: str, *, mixed: bool
    ) -> None:
        """Make the fleet."""
        ids = [f"device_{prefix}_{number:05d}" for number in range(batteries)]
        kinds = (full, windowed_only, no_auto, no_settings) if mixed else (full,)
        made = [kinds[at % len(kinds)](battery_id) for at, battery_id in enumerate(ids)]
        self._world = World(SystemClock(), devices=made)
        self._endpoints = Endpoints(self._world)
        self._key = self._world.keys.add("amps_sk_bench_0001")
        for device_id in ids:
            self._act(device_id, actions)
        self.variant = 0
        self.requests: list[str] = []
        self._made: dict[tuple[int, str], str] = {}
        self._change()

    def _act(self, device_id: str, count: int) -> None:
        """Give a battery a past."""
        for number in range(count):
            at = datetime.now(UTC) - timedelta(hours=count - number)
            action_id, position = self._world.book.next_id(at)
            self._world.book.add(
                Action(
                    id=action_id,
                    number=position,
                    device_id=device_id,
                    command="charge",
                    parameters={
                        "target": {"value": 80, "unit": "percent"},
                        "power": {"value": 3, "unit": "kw"},
                    },
                    state="completed",
                    created_at=at,
                    updated_at=at + timedelta(seconds=4),
                    acknowledged_at=at + timedelta(seconds=1),
                    completed_at=at + timedelta(seconds=4),
                    start=at,
                    end=at + timedelta(minutes=30),
                )
            )

    def next(self) -> None:
        """Let every battery change."""
        self.variant = (self.variant + 1) % VARIANTS
        self._made.clear()
        self._change()

    def _change(self) -> None:
        now = datetime.now(UTC)
        for number, device in enumerate(self._world.devices.values()):
            if device.capture is None:
                continue
            power = (number % 5 + 1) * (0.5 if self.variant % 2 else -0.5)
            changes = {
                "level": 20.0 + number % 50 + self.variant,
                "chargeRate": power,
                "status": "charging" if power > 0 else "discharging",
            }
            state = {**device.capture.state, **changes}
            device.capture = replace(device.capture, at=now, state=state)

    def answer(self, route: str, match: Any, query: Any) -> str:
        """Return a body; its envelope is new each time."""
        key = self.variant, f"{route} {dict(match)} {dict(query)}"
        if (made := self._made.get(key)) is None:
            call = Call(match=match, query=query, key=self._key)
            made = json.dumps(getattr(self._endpoints, route)(call).payload)
            self._made[key] = made
        self.requests.append(route)
        meta = {
            "requestId": f"req_{len(self.requests):08d}",
            "environment": "sandbox",
            "timestamp": stamp(datetime.now(UTC)),
            "latencyMs": 12,
        }
        return f'{{"success": true, "data": {made}, "meta": {json.dumps(meta)}}}'


def application(recorded: Recorded) -> web.Application:
    """Return the server."""

    def serve(route: str) -> Any:
        async def handle(request: web.Request) -> web.Response:
            body = recorded.answer(route, request.match_info, request.query)
            return web.Response(text=body, content_type="application/json")

        return handle

    async def count(_request: web.Request) -> web.Response:
        counted = Counter(recorded.requests)
        recorded.requests.clear()
        return web.json_response(counted)

    async def change(_request: web.Request) -> web.Response:
        recorded.next()
        return web.Response()

    app = web.Application()
    app.router.add_get("/battery", serve("list_batteries"))
    app.router.add_get("/battery/{device_id}", serve("read_battery"))
    app.router.add_get("/actions", serve("list_actions"))
    app.router.add_get("/actions/{action_id}", serve("read_action"))
    app.router.add_post("/next", change)
    app.router.add_post("/count", count)
    return app


async def _run(options: argparse.Namespace) -> None:
    recorded = Recorded(
        options.batteries, options.actions, options.prefix, mixed=options.mixed
    )
    runner = web.AppRunner(application(recorded), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"listening on http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    """Serve until it is stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--batteries", type=int, required=True)
    parser.add_argument("--actions", type=int, default=0)
    parser.add_argument("--prefix", default="bench")
    parser.add_argument("--mixed", action="store_true", help="several models")
    asyncio.run(_run(parser.parse_args()))


if __name__ == "__main__":
    main()
