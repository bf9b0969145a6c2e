"""What the plan of a battery costs, as far as its prices are known."""

from collections.abc import Sequence
from datetime import datetime

from homeassistant.util import dt as dt_util

from ..battery.planning.expected import Expected, cost_of, expected
from ..battery.planning.price_rows import Prices
from ..battery.planning.suggestions import suggested_views
from ..battery.windows import WindowState, WindowView, within
from ..inputs.curve import PriceCurve
from ..inputs.errors import PriceError
from ..inputs.settings import PriceKind
from ..planner.levels import LevelAt
from ..services.targets import Target


async def async_buying_prices(target: Target) -> PriceCurve | None:
    """Return what a kWh costs around now; None where that is not known."""
    return await _async_curve(target, PriceKind.IMPORT)


async def async_all_prices(target: Target) -> Prices:
    """Return what a kWh costs and brings around now."""
    return Prices(
        await _async_curve(target, PriceKind.IMPORT),
        await _async_curve(target, PriceKind.EXPORT),
    )


async def _async_curve(target: Target, kind: PriceKind) -> PriceCurve | None:
    try:
        found = await target.account.prices.async_look(kind, dt_util.utcnow())
    except PriceError:
        return None
    return found.curve


async def async_valued(
    target: Target, start: datetime, end: datetime, curve: PriceCurve | None
) -> tuple[list[WindowView], Expected]:
    """Return the windows of a time with what they cost, and what is expected."""
    found = await target.controller.async_windows(start, end)
    found += within(suggested_views(target.controller.followed()), start, end)
    found.sort(key=lambda view: view.start)
    state, battery = target.controller.state, target.snapshot.battery
    view = state.day_view
    planned = view.plan.levels if view and view.plan else ()
    ahead = expected(battery, state.defaults, _to_come(target, found), planned)
    if view and planned:
        ahead = ahead._replace(levels=_by_the_hour(view.levels))
    if curve is None:
        return found, ahead
    capacity = battery.capacity
    valued = [
        view
        if view.state is WindowState.ENDED and view.cost is not None
        else view._replace(
            cost=cost_of(view, ahead.flows.get(view.key), capacity, curve)
        )
        for view in found
    ]
    return valued, ahead


def _by_the_hour(planned: Sequence[LevelAt]) -> tuple[LevelAt, ...]:
    """Return the levels of a plan of the day that are ahead, hour by hour."""
    now = dt_util.utcnow()
    return tuple(one for one in planned if one.at > now and not one.at.minute)


def _to_come(target: Target, found: list[WindowView]) -> list[WindowView]:
    """Return the windows that will take place, or do, as far as that is known."""
    certain = {WindowState.SENT, WindowState.ACTIVE}
    if target.controller.state.enabled:
        certain.add(WindowState.PLANNED)
    return [view for view in found if view.absence is None and view.state in certain]
