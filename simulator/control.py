"""Control over HTTP, for scripts and browser tests: JSON in, JSON out."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
import ipaddress
from typing import Any

from aiohttp import web

from .clock import ManualClock
from .device import Device
from .errors import ApiError
from .faults import Fault
from .fleet import FACTORIES
from .physics import motion
from .world import World

type Result = dict[str, Any]
type Operation = Callable[[Control, web.Request, Any], Awaitable[Result]]
PREFIX = "/_simulator"


class Control:
    """What a script may see and change."""

    def __init__(
        self, world: World, deliver_webhooks: Callable[[], Awaitable[int]]
    ) -> None:
        self._world = world
        self._deliver_webhooks = deliver_webhooks

    async def see_record(self, request: web.Request, body: Any) -> Result:
        del body
        self._world.catch_up()
        return self._world.record.as_json(int(request.query.get("since", "0")))

    async def clear_record(self, request: web.Request, body: Any) -> Result:
        del request, body
        self._world.record.clear()
        return {}

    async def see_world(self, request: web.Request, body: Any) -> Result:
        del request, body
        now = self._world.catch_up()
        knobs = asdict(self._world.knobs)
        forms = knobs["time_forms"]
        return {
            "now": now.isoformat(),
            "knobs": knobs | {"time_forms": forms and sorted(forms)},
            "devices": [truth(one, now) for one in self._world.devices.values()],
            "faults": len(self._world.faults.waiting),
        }

    async def add_fault(self, request: web.Request, body: Any) -> Result:
        del request
        given = dict(body)
        if (text := given.get("body")) is not None:
            given["body"] = text.encode()
        self._world.faults.add(Fault(**given))
        return {}

    async def clear_faults(self, request: web.Request, body: Any) -> Result:
        del request, body
        self._world.faults.clear()
        return {}

    async def add_device(self, request: web.Request, body: Any) -> Result:
        del request
        given = dict(body)
        device = FACTORIES[given.pop("kind", "full")](given.pop("id"), **given)
        self._world.add_device(device)
        return truth(device, self._world.now())

    async def remove_device(self, request: web.Request, body: Any) -> Result:
        del body
        return {"id": self._world.remove_device(request.match_info["id"]).id}

    async def change_device(self, request: web.Request, body: Any) -> Result:
        device_id = request.match_info["id"]
        for name, value in body.items():
            _CHANGES[name](self._world, device_id, value)
        return truth(self._world.device(device_id), self._world.now())

    async def push(self, request: web.Request, body: Any) -> Result:
        action = self._world.foreign_push(request.match_info["id"], body)
        return {"id": action.id, "state": action.state}

    async def cancel(self, request: web.Request, body: Any) -> Result:
        del body
        action = self._world.foreign_cancel(request.match_info["id"])
        return {"id": action.id, "state": action.state}

    async def turn_knobs(self, request: web.Request, body: Any) -> Result:
        self._world.catch_up()
        self._world.knobs.update(body)
        return await self.see_world(request, None)

    async def set_key(self, request: web.Request, body: Any) -> Result:
        del request
        given = dict(body)
        for name in ("devices", "permissions"):
            if given.get(name) is not None:
                given[name] = frozenset(given[name])
        if given.get("expires_at") is not None:
            given["expires_at"] = datetime.fromisoformat(given["expires_at"])
        return {"label": self._world.keys.add(given.pop("value"), **given).label}

    async def move_clock(self, request: web.Request, body: Any) -> Result:
        del request
        clock = self._world.clock
        if not isinstance(clock, ManualClock):
            raise TypeError("the clock is not a manual one")
        if "set" in body:
            clock.set(datetime.fromisoformat(body["set"]))
        clock.advance(body.get("advance", 0))
        return {"now": self._world.catch_up().isoformat()}

    async def add_target(self, request: web.Request, body: Any) -> Result:
        del request
        return {"url": self._world.outbox.add_target(**body).url}

    async def deliver(self, request: web.Request, body: Any) -> Result:
        del request, body
        return {"delivered": await self._deliver_webhooks()}


def truth(device: Device, now: datetime) -> Result:
    """Return the actual state of a battery."""
    return {
        "id": device.id,
        "vendor": device.vendor,
        "model": device.model,
        "zone": device.zone,
        "level": device.level,
        "command": device.mode.command,
        "parameters": dict(device.mode.parameters),
        "cause": device.mode.cause,
        "power_kw": motion(device, now).kw,
        "offline": device.offline,
        "scheduler_active": device.scheduler_active,
        "read_error": device.read_error,
        "link_error": device.link_error,
        "charged_kwh": device.charged_kwh,
        "discharged_kwh": device.discharged_kwh,
    }


def _set_mode(world: World, device_id: str, value: Any) -> None:
    world.set_mode_locally(device_id, value["command"], **value.get("parameters", {}))


def _set_link(world: World, device_id: str, value: Any) -> None:
    if value is None:
        world.reconnect(device_id)
    else:
        world.disconnect(device_id, value)


def _attribute(name: str) -> Callable[[World, str, Any], None]:
    def change(world: World, device_id: str, value: Any) -> None:
        setattr(world.device(device_id), name, value)

    return change


_CHANGES: dict[str, Callable[[World, str, Any], None]] = {
    "offline": lambda world, device_id, value: world.set_offline(
        device_id, offline=value
    ),
    "scheduler": lambda world, device_id, value: world.set_scheduler(
        device_id, active=value
    ),
    "level": World.set_level,
    "fail_next": World.fail_next,
    "fail_next_applied": lambda world, device_id, value: world.fail_next(
        device_id, value, applied=True
    ),
    "hang_next": lambda world, device_id, value: world.hang_next(
        device_id, applied=value
    ),
    "flap": World.flap,
    "hidden": _attribute("hidden"),
    "mode": _set_mode,
    "link": _set_link,
    "remove_command": World.remove_command,
    "remove_setting": World.remove_setting,
    "remove_parameter": lambda world, device_id, value: world.remove_parameter(
        device_id, *value
    ),
    "read_error": _attribute("read_error"),
    "zone": _attribute("zone"),
    "overrides": _attribute("overrides"),
}

_ROUTES: tuple[tuple[str, str, Operation], ...] = (
    ("GET", "/record", Control.see_record),
    ("DELETE", "/record", Control.clear_record),
    ("GET", "/world", Control.see_world),
    ("POST", "/faults", Control.add_fault),
    ("DELETE", "/faults", Control.clear_faults),
    ("POST", "/devices", Control.add_device),
    ("POST", "/devices/{id}", Control.change_device),
    ("DELETE", "/devices/{id}", Control.remove_device),
    ("POST", "/devices/{id}/push", Control.push),
    ("POST", "/actions/{id}/cancel", Control.cancel),
    ("POST", "/knobs", Control.turn_knobs),
    ("POST", "/keys", Control.set_key),
    ("POST", "/clock", Control.move_clock),
    ("POST", "/webhooks/targets", Control.add_target),
    ("POST", "/webhooks/deliver", Control.deliver),
)


def summary() -> str:
    """Return the control endpoints, one per line."""
    return "\n".join(f"  {method:6} {PREFIX}{path}" for method, path, _ in _ROUTES)


def add_routes(app: web.Application, control: Control) -> None:
    """Add the control endpoints to an application."""
    for method, path, operation in _ROUTES:
        app.router.add_route(method, PREFIX + path, _handler(control, operation))


def _handler(
    control: Control, operation: Operation
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        if not ipaddress.ip_address(request.remote or "::").is_loopback:
            return web.json_response({"error": "loopback only"}, status=403)
        try:
            body = await request.json() if request.can_read_body else {}
            return web.json_response(await operation(control, request, body))
        except ApiError as err:
            answer = {"error": err.code, "message": err.message, "details": err.details}
            return web.json_response(answer, status=err.status)
        except (AttributeError, KeyError, TypeError, ValueError) as err:
            answer = {"error": type(err).__name__, "message": str(err)}
            return web.json_response(answer, status=400)

    return handle
