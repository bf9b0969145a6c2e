"""What the plan of a battery costs, as far as its prices are known."""

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
from ..planner.result import DayPlan
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
    plan = state.day_view.plan if state.day_view else None
    ahead = expected(battery, state.defaults, _to_come(target, found), plan)
    if plan is not None:
        ahead = ahead._replace(levels=_planned_levels(plan))
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


def _planned_levels(plan: DayPlan) -> tuple[LevelAt, ...]:
    """Return the levels of a plan of the day by the hour, which knows the house."""
    now = dt_util.utcnow()
    ahead = (row for row in plan.rows if row.end > now)
    return tuple(LevelAt(row.end, row.level) for row in ahead if not row.end.minute)


def _to_come(target: Target, found: list[WindowView]) -> list[WindowView]:
    """Return the windows that will take place, or do, as far as that is known."""
    certain = {WindowState.SENT, WindowState.ACTIVE}
    if target.controller.state.enabled:
        certain.add(WindowState.PLANNED)
    return [view for view in found if view.absence is None and view.state in certain]
