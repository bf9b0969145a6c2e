"""Every endpoint as a function of a request, without HTTP."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import wire
from .action import DEVICE_TYPES, STATES, Action
from .errors import ApiError, action_not_found, device_not_found
from .keys import ApiKey
from .push import bad_request
from .shown import is_known
from .world import World

MAX_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Call:
    """An authorised request."""

    match: Mapping[str, str]
    query: Mapping[str, str]
    key: ApiKey
    body: Any = None
    body_error: bool = False


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A successful response, before it is framed."""

    payload: Any
    status: int = 200
    bare: bool = False


@dataclass(frozen=True, kw_only=True)
class Route:
    """One line of the API's table of routes."""

    name: str
    method: str
    path: str
    handle: Callable[[Endpoints, Call], Reply] = field(repr=False)


class Endpoints:
    """The documented endpoints of a world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def list_batteries(self, call: Call) -> Reply:
        offset, limit = self._window(call)
        user = call.query.get("userId")
        shown = [
            (device, reading)
            for device, reading in self._world.list_readings()
            if call.key.sees(device.id) and user in {None, device.user_id}
        ]
        items = [
            wire.battery(
                device,
                reading,
                self._world.book.newest_of(device.id),
                self._world.knobs_of(device),
                self._world.now(),
                listed=True,
            )
            for device, reading in shown[offset : offset + limit]
        ]
        return Reply(payload=wire.page(items, len(shown), offset, limit))

    def read_battery(self, call: Call) -> Reply:
        device_id = self._device_id(call)
        expedite = self._flag(call, "expedite")
        reading = self._world.read(device_id, expedite=expedite)
        device = self._world.device(device_id)
        last = self._world.book.newest_of(device_id)
        knobs = self._world.knobs_of(device)
        now = self._world.now()
        payload = wire.battery(device, reading, last, knobs, now, listed=False)
        return Reply(payload=payload)

    def push(self, call: Call) -> Reply:
        device_id = call.match["device_id"]
        body = self._body(call)
        if not call.key.sees(device_id):
            raise device_not_found(device_id)
        action = self._world.push(device_id, body)
        return Reply(payload=wire.push_result(action, self._world.knobs), status=202)

    def settings(self, call: Call) -> Reply:
        body = self._body(call)
        device_id = self._device_id(call)
        updated = self._world.update_settings(device_id, body)
        return Reply(payload={"deviceId": device_id, "updated": updated})

    def device_actions(self, call: Call) -> Reply:
        if not self._world.knobs.device_actions_route:
            raise not_found()
        device_id = self._device_id(call)
        return self._page_of_actions(call, device_id)

    def list_actions(self, call: Call) -> Reply:
        self._newer_route()
        device_id = call.query.get("deviceId")
        heeded = self._world.knobs.device_filter
        return self._page_of_actions(call, device_id if heeded else None)

    def read_action(self, call: Call) -> Reply:
        self._newer_route()
        action = self._readable(call)
        return Reply(payload=wire.action_body(action, self._world.knobs))

    def read_old_action(self, call: Call) -> Reply:
        action = self._readable(call)
        payload = wire.old_action_body(action, self._world.knobs)
        return Reply(payload=payload, bare=True)

    def cancel(self, call: Call) -> Reply:
        self._action(call)
        action = self._world.cancel(call.match["action_id"])
        return Reply(payload=wire.action_body(action, self._world.knobs))

    def schedules(self, call: Call) -> Reply:
        del call
        raise ApiError(501, "NOT_IMPLEMENTED", "Schedules are not implemented yet.")

    def _page_of_actions(self, call: Call, device_id: str | None) -> Reply:
        offset, limit = self._window(call)
        state = self._choice(call, "state", STATES)
        kind = self._choice(call, "type", DEVICE_TYPES)
        user = call.query.get("userId")
        found = [
            one
            for one in self._world.actions()
            if self._visible(call.key, one)
            and is_known(one, self._world.knobs.action_list_lag, self._world.now())
            and device_id in {None, one.device_id}
            and state in {None, one.state}
            and kind in {None, one.device_type}
            and user in {None, self._user_of(one)}
        ]
        shown = found[offset : offset + limit]
        knobs = self._world.knobs
        if knobs.g0_lists and not knobs.wrapped:
            old = [wire.old_action_body(one, knobs) for one in shown]
            return Reply(payload=wire.page(old, len(found), offset, limit, "data"))
        items = [wire.action_body(one, knobs) for one in shown]
        return Reply(payload=wire.page(items, len(found), offset, limit))

    def _visible(self, key: ApiKey, action: Action) -> bool:
        return key.sees(action.device_id)

    def _user_of(self, action: Action) -> str | None:
        device = self._world.devices.get(action.device_id)
        return None if device is None else device.user_id

    def _action(self, call: Call) -> Action:
        action = self._world.action(call.match["action_id"])
        if not self._visible(call.key, action):
            raise action_not_found(action.id)
        return action

    def _readable(self, call: Call) -> Action:
        action = self._action(call)
        if not is_known(action, self._world.knobs.action_read_lag, self._world.now()):
            raise action_not_found(action.id)
        return action

    def _device_id(self, call: Call) -> str:
        device_id = call.match["device_id"]
        if not call.key.sees(device_id) or device_id not in self._world.devices:
            raise device_not_found(device_id)
        return device_id

    def _newer_route(self) -> None:
        if self._world.knobs.generation == "g0-routes":
            raise not_found()

    def _body(self, call: Call) -> Any:
        if call.body_error:
            raise bad_request(self._world.knobs, "The body must be JSON.")
        return call.body

    def _window(self, call: Call) -> tuple[int, int]:
        offset = self._number(call, "offset", 0, 0, 10**9)
        return offset, self._number(call, "limit", 10, 1, MAX_PAGE)

    def _number(self, call: Call, name: str, default: int, low: int, high: int) -> int:
        text = call.query.get(name, str(default))
        knobs = self._world.knobs
        try:
            value = int(text)
        except ValueError:
            raise bad_request(knobs, f"{name} must be a number.") from None
        if low <= value <= high:
            return value
        if knobs.bad_limit == "clamp":
            return min(max(value, low), high)
        raise bad_request(knobs, f"{name} must be between {low} and {high}.")

    def _flag(self, call: Call, name: str) -> bool:
        text = call.query.get(name, "false")
        if text not in {"true", "false"}:
            raise bad_request(self._world.knobs, f"{name} must be true or false.")
        return text == "true"

    def _choice(self, call: Call, name: str, allowed: tuple[str, ...]) -> str | None:
        value = call.query.get(name)
        if value is not None and value not in allowed:
            raise bad_request(
                self._world.knobs, f"{name} must be one of {', '.join(allowed)}."
            )
        return value


def not_found() -> ApiError:
    """Return the 404 of a route that does not exist."""
    return ApiError(404, "NOT_FOUND", "There is nothing here.")


ROUTES = (
    Route(
        name="list_batteries",
        method="GET",
        path="/battery",
        handle=Endpoints.list_batteries,
    ),
    Route(
        name="read_old_action",
        method="GET",
        path="/battery/actions/{action_id}",
        handle=Endpoints.read_old_action,
    ),
    Route(
        name="read_battery",
        method="GET",
        path="/battery/{device_id}",
        handle=Endpoints.read_battery,
    ),
    Route(
        name="push",
        method="POST",
        path="/battery/{device_id}",
        handle=Endpoints.push,
    ),
    Route(
        name="device_actions",
        method="GET",
        path="/battery/{device_id}/actions",
        handle=Endpoints.device_actions,
    ),
    Route(
        name="settings",
        method="POST",
        path="/battery/{device_id}/settings",
        handle=Endpoints.settings,
    ),
    Route(
        name="list_actions",
        method="GET",
        path="/actions",
        handle=Endpoints.list_actions,
    ),
    Route(
        name="read_action",
        method="GET",
        path="/actions/{action_id}",
        handle=Endpoints.read_action,
    ),
    Route(
        name="cancel",
        method="POST",
        path="/actions/{action_id}/cancel",
        handle=Endpoints.cancel,
    ),
    Route(
        name="schedules",
        method="GET",
        path="/schedules",
        handle=Endpoints.schedules,
    ),
    Route(
        name="schedules",
        method="GET",
        path="/schedules/{schedule_id}",
        handle=Endpoints.schedules,
    ),
    Route(
        name="schedules",
        method="PUT",
        path="/battery/{device_id}/schedule",
        handle=Endpoints.schedules,
    ),
)
