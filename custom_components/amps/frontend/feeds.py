"""What browsers subscribe to: the plans of some batteries, or a line of each."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND
from homeassistant.components.websocket_api.decorators import websocket_command
from homeassistant.components.websocket_api.messages import event_message
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import Unauthorized
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..battery.planning.goals import async_goal_views
from ..services.targets import Target
from . import shapes
from .batteries import entities, is_battery, may_read
from .feed import Feed
from .money import async_buying_prices, async_valued
from .shapes import Shape
from .sun import async_sun

MAX_BATTERIES: Final = 12
"""How many batteries one picture shows at most."""
MAX_DAYS: Final = 7
DAYS: Final = vol.All(int, vol.Range(min=0, max=MAX_DAYS))

type Describe = Callable[[Target], Awaitable[Shape]]


@websocket_command(
    {
        vol.Required("type"): "amps/plan/subscribe",
        vol.Optional("device_ids"): vol.All(
            [str], vol.Length(min=1, max=MAX_BATTERIES)
        ),
        vol.Optional("days_back", default=1): DAYS,
        vol.Optional("days_ahead", default=1): DAYS,
    }
)
@callback
def subscribe_plan(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send the plans of some batteries, or of the first ones, and what changes."""
    describe = partial(_async_plan, hass, msg["days_back"], msg["days_ahead"])
    wanted = msg.get("device_ids")
    for device_id in wanted or ():
        if not is_battery(hass, device_id):
            connection.send_error(msg["id"], ERR_NOT_FOUND, f"No battery: {device_id}")
            return
        if not may_read(hass, connection.user, device_id):
            raise Unauthorized
    _async_begin(
        hass, connection, msg["id"], describe, wanted, MAX_BATTERIES, priced=True
    )


@websocket_command({vol.Required("type"): "amps/fleet/subscribe"})
@callback
def subscribe_fleet(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send a line of each battery that the user may see, and what changes."""
    _async_begin(hass, connection, msg["id"], _async_line, None, None, priced=False)


@callback
def _async_begin(
    hass: HomeAssistant,
    connection: ActiveConnection,
    subscription: int,
    describe: Describe,
    wanted: list[str] | None,
    limit: int | None,
    *,
    priced: bool,
) -> None:
    @callback
    def send(event: Shape) -> None:
        connection.send_message(event_message(subscription, event))

    feed = Feed(
        hass,
        connection.user,
        describe,
        send,
        wanted=wanted,
        limit=limit,
        priced=priced,
    )
    connection.subscriptions[subscription] = feed.async_stop
    connection.send_result(subscription)
    feed.async_start()


async def _async_plan(
    hass: HomeAssistant, back: int, ahead: int, target: Target
) -> Shape:
    start, end = _days(back, ahead)
    battery = target.controller.followed()
    goals = await async_goal_views(battery, start, end)
    curve = await async_buying_prices(target)
    found, expected = await async_valued(target, start, end, curve)
    shown = curve.within(start, end) if curve else None
    return {
        **shapes.summary(target),
        **shapes.abilities(target),
        **shapes.windows(found, target.device_id),
        **shapes.goals(goals, target.device_id),
        **shapes.levels(expected.levels),
        **shapes.span(start, end),
        "prices": shapes.prices(shown),
        "sun": shapes.sun(await async_sun(target, start, end)),
        "entities": entities(hass, target.device_id),
    }


async def _async_line(target: Target) -> Shape:
    return shapes.summary(target)


def _days(back: int, ahead: int) -> tuple[datetime, datetime]:
    """Return the midnights around today and some days on both sides of it."""
    today = dt_util.now().date()
    first, after = today - timedelta(days=back), today + timedelta(days=ahead + 1)
    return dt_util.start_of_local_day(first), dt_util.start_of_local_day(after)
