"""Plans the day of one battery: windows that save money around the owner's own."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
import logging

from homeassistant.core import Event, EventStateChangedData, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.event import async_track_state_change_event

from ...engine.occurrence import OccurrenceState
from ...engine.state import EngineState
from ...engine.undeclared import is_blip
from ...inputs.errors import HouseError
from ...inputs.house import House
from ...planner import plan_day
from ...planner.problem import PricePeriod, Problem
from ...planner.proof import earns_its_keep
from ...planner.result import DayPlan, PlannedWindow
from ...schedule.window import Occurrence, Origin
from ..day_run import (
    SOURCE,
    DayRun,
    DayView,
    Planning,
    PlanningSettings,
    PlanningStatus,
    settings_of,
)
from ..replanning import async_clear, async_set_plan
from ..time_zone import plant_zone
from ..writer import BatteryWriter
from .day_basis import PACE, DayBasis, day_basis
from .day_problem import (
    HORIZON,
    automatic,
    day_problem,
    goes_on_held,
    going_on,
    parameters_of,
    with_hold,
)
from .goal_problem import battery_model, repeated_hour
from .goal_tidying import with_avoided
from .holding import Holding
from .planned_drafts import as_it_is, continued, drafted
from .planner_inputs import PlannerInputs
from .planning_task import PlanningTask
from .staying import is_near, is_retried

_LOGGER = logging.getLogger(__name__)


class DayPlanner:
    """Plans the day of one battery whenever something relevant changes."""

    def __init__(
        self,
        battery: BatteryWriter,
        inputs: PlannerInputs,
        gate: asyncio.Semaphore,
    ) -> None:
        """Prepare to plan; `gate` limits how many batteries plan at the same time."""
        self._battery = battery
        self._inputs = inputs
        self._gate = gate
        self._basis: DayBasis | None = None
        self._holding = Holding(battery.state, lambda: self._settings)
        self._task = PlanningTask(
            battery,
            inputs,
            "plan of the day",
            step=self._step,
            is_needed=self._has_work,
            wake_at=self._wake_at,
        )

    @callback
    def async_begin(self) -> None:
        """Start planning."""
        hass, devices = self._battery.state.hass, self._settings.hold_while
        self._task.async_begin(
            async_track_state_change_event(hass, devices, self._async_device_changed)
        )

    @callback
    def async_stop(self) -> None:
        """Stop planning; the existing windows stay."""
        self._task.async_stop()

    @callback
    def _async_device_changed(self, _event: Event[EventStateChangedData]) -> None:
        self._task.async_look()

    def _has_work(self) -> bool:
        state = self._battery.state
        is_off = state.planning is Planning.OFF
        return not is_off or state.day_view is not None or bool(self._ours())

    @property
    def _settings(self) -> PlanningSettings:
        return settings_of(self._battery.coordinator.config_entry.options)

    def _ours(self) -> list[Occurrence]:
        """Return the automatic windows that are not over."""
        state, now = self._battery.state, self._battery.coordinator.now()
        return list(automatic(state.plan.occurrences.values(), state.engine, now))

    async def _step(self) -> None:
        """Plan the day if its basis has changed."""
        state, now = self._battery.state, self._battery.coordinator.now()
        self._tidy(now)
        if state.planning is Planning.OFF:
            await self._async_leave_alone()
            state.async_show_day(None)
            self._basis = None
            return
        basis = self._basis_now(now)
        if self._holds(basis) or self._lacks_a_command(now):
            return
        view, windows = await self._async_planned(now)
        if self._task.is_stopped or not self._basis_now(now).is_of(basis):
            self._task.async_ask()  # something changed during planning
            return
        if view.status is PlanningStatus.STANDING_MODE:
            await self._async_leave_alone()
        elif windows is not None and state.planning is Planning.AUTOMATIC:
            view = await self._async_put_in(view, windows, now)
            view = view._replace(savings=tuple(_savings(self._ours())))
        elif windows is not None:
            view = view._replace(suggested=tuple(windows))
        state.async_show_day(view)
        # not what it is by now: what changed since then is not in the plan
        self._basis = basis

    def _tidy(self, now: datetime) -> None:
        """Note which automatic windows the owner removed."""
        state = self._battery.state
        records = _automatic_records(state.engine)
        run = with_avoided(
            state.day_run,
            state.plan.plan.windows,
            state.plan.occurrences.values(),
            records,
            Origin.AUTOMATIC,
            now,
        )
        ahead = tuple(span for span in run.avoided if span[1] > now)
        state.async_set_day_run(replace(run, avoided=ahead))

    def _basis_now(self, now: datetime) -> DayBasis:
        until = self._holding.until(now)
        return day_basis(self._battery, self._task.inputs_changed, until, now)

    def _holds(self, basis: DayBasis) -> bool:
        """Return whether the last plan is still valid."""
        last, view = self._basis, self._battery.state.day_view
        return last is not None and view is not None and last.holds(basis, view)

    def _lacks_a_command(self, now: datetime) -> bool:
        """Return whether a command of the plan is missing, perhaps for a moment."""
        state, snapshot = self._battery.state, self._battery.state.snapshot
        return snapshot is not None and any(
            is_blip(state.engine, snapshot.battery, window.command, now)
            for window in self._ours()
        )

    async def _async_planned(
        self, now: datetime
    ) -> tuple[DayView, list[PlannedWindow] | None]:
        """Return the best plan, or no windows if it cannot be determined."""
        state, snapshot = self._battery.state, self._battery.state.snapshot
        if not state.enabled:
            return DayView(now, PlanningStatus.PAUSED), None
        level = snapshot.battery.level if snapshot else None
        if snapshot is None or level is None:
            return DayView(now, PlanningStatus.NO_LEVEL), None
        standing = state.standing()
        if standing is None or not standing.is_auto:
            return DayView(now, PlanningStatus.STANDING_MODE), None
        known = await self._inputs.async_prices(now)
        prices = known.of_day()
        if not any(row.end > now for row in prices):
            return DayView(now, PlanningStatus.NO_PRICES, error=known.error), None
        try:
            house = await self._inputs.async_house(self._battery, now)
        except HouseError as err:
            return DayView(now, PlanningStatus.NO_HOUSE, error=err), None
        if not earns_its_keep(state.savings.recent):
            self._holding.expect(house.outlook, now)
            held = self._held([], self._going_on(now), now, level)
            return DayView(now, PlanningStatus.NOT_WORTH_IT), held
        problem = day_problem(
            now=now,
            level=level,
            model=battery_model(snapshot.battery, {}, state.learned),
            battery=snapshot.battery,
            standing=standing,
            settings=self._settings,
            defaults=state.defaults,
            prices=prices,
            house=house,
            run=state.day_run,
            planned=state.plan.occurrences.values(),
            state=state.engine,
            running_on=state.running_on(now),
            keeps_automatic=state.planning is Planning.SUGGEST,
        )
        plan = await self._async_solved(problem)
        view, windows = self._shown(plan, problem, house)
        return view._replace(selling_error=known.selling_error), windows

    async def _async_solved(self, problem: Problem) -> DayPlan:
        async with self._gate:
            hass = self._battery.state.hass
            return await hass.async_add_executor_job(plan_day, problem)

    def _shown(
        self, plan: DayPlan, problem: Problem, house: House
    ) -> tuple[DayView, list[PlannedWindow]]:
        """Return the plan to show, without windows at times with estimated prices."""
        until = _known_until(problem.prices)
        plan = plan._replace(
            windows=tuple(one for one in plan.windows if one.start < until)
        )
        running = self._going_on(problem.now)
        # what runs is not planned anew, and neither is what was accepted
        is_accepted = self._battery.state.planning is Planning.SUGGEST
        standing = self._ours() if is_accepted else running
        is_busy = bool(plan.windows or standing)
        status = PlanningStatus.PLANNED if is_busy else PlanningStatus.LEFT_ALONE
        self._holding.expect(house.outlook, problem.now)
        windows = self._held(list(plan.windows), running, problem.now, problem.level)
        return (
            DayView(
                at=problem.now,
                status=status,
                plan=plan,
                missing=house.missing,
                load_error=house.load_error,
                sun_error=house.sun_error,
                savings=(
                    *_savings(standing),
                    *((one.start, one.why.saves) for one in plan.windows),
                ),
            ),
            windows,
        )

    def _held(
        self,
        windows: list[PlannedWindow],
        running: Sequence[Occurrence],
        now: datetime,
        level: float,
    ) -> list[PlannedWindow]:
        """Return the windows, with a hold where the battery is held now."""
        purpose, until = self._holding.purpose(now), self._holding.until(now)
        if purpose is None or until is None:
            return windows
        state = self._battery.state
        taken = [
            *((one.start, one.end) for one in running),
            *((one.start, one.end) for one in state.running_on(now)),
            *state.day_run.avoided,
        ]
        now = now.replace(second=0, microsecond=0)
        return with_hold(windows, taken, purpose, now, until, level)

    def _going_on(self, now: datetime) -> list[Occurrence]:
        """Return the automatic windows that run on whatever is planned anew."""
        running = going_on(self._ours(), self._battery.state.engine, now)
        purpose, reserve = self._holding.purpose(now), self._settings.reserve
        return [one for one in running if goes_on_held(one, purpose, reserve)]

    async def _async_put_in(
        self, view: DayView, windows: Sequence[PlannedWindow], now: datetime
    ) -> DayView:
        """Replace the automatic windows with these, as far as other windows allow."""
        state, snapshot = self._battery.state, self._battery.state.snapshot
        if snapshot is None or is_retried(_automatic_records(state.engine), now):
            return view  # it would be tried from the beginning if it were moved
        ours = self._ours()
        running = self._going_on(now)
        ahead = [window for window in ours if window not in running]
        if is_near(windows, ahead, now):
            return view  # the forecast will have changed again by then
        drafts = [as_it_is(window) for window in running]
        drafts += [
            drafted(window, parameters_of(window, snapshot.battery), before, now)
            for window, before in continued(windows, ahead, now)
        ]
        # after a crash, what is replaced now must not look removed by the owner
        state.day_run = replace(state.day_run, windows={})
        try:
            (done,) = await async_set_plan(
                [self._battery],
                drafts,
                source=SOURCE,
                start=now,
                origin=Origin.AUTOMATIC,
            )
        except ServiceValidationError as err:
            _LOGGER.debug("The windows of a day were rejected: %s", err)
            self._avoid_repeated_hour(now)
            return view._replace(status=PlanningStatus.LEFT_ALONE)
        made = (*done.added, *done.changed, *done.kept)
        spans = {one.uid: (one.start, one.end or one.start) for one in made}
        state.async_set_day_run(replace(state.day_run, windows=spans))
        return view

    def _avoid_repeated_hour(self, now: datetime) -> None:
        """Plan anew without the hour that Amps cannot be told, if that is new."""
        battery, run = self._battery, self._battery.state.day_run
        zone = plant_zone(battery.coordinator, battery.battery_id)
        hour = repeated_hour(now, now + HORIZON, zone)
        if hour is not None and hour not in run.avoided:
            battery.state.async_set_day_run(run.avoiding(hour))
            self._task.async_ask()

    async def _async_leave_alone(self) -> None:
        """Remove the automatic windows that are not over."""
        if ours := self._ours():
            state = self._battery.state
            state.day_run = DayRun(avoided=state.day_run.avoided)
            await async_clear(self._battery, {window.uid for window in ours})

    def _wake_at(self, now: datetime) -> datetime | None:
        if self._battery.state.planning is Planning.OFF:
            return None
        return self._holding.wake_at(now) or now + PACE


def _savings(windows: Iterable[Occurrence]) -> Iterator[tuple[datetime, float]]:
    """Yield what windows on the plan were made to save, with their starts."""
    for window in windows:
        if window.why is not None:
            yield window.start, window.why.saves


def _known_until(prices: Sequence[PricePeriod]) -> datetime:
    return max(row.end for row in prices)


def _automatic_records(state: EngineState) -> list[OccurrenceState]:
    """Return what became of automatic windows."""
    return [
        record
        for record in state.records.values()
        if record.occurrence.origin is Origin.AUTOMATIC
    ]
