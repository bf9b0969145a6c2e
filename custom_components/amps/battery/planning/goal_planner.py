"""Makes windows of goals, and makes them anew when something is not as expected."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
import logging

from homeassistant.core import callback
from homeassistant.exceptions import ServiceValidationError

from ...api.models import Battery, Command
from ...engine.goal_windows import is_warned
from ...engine.occurrence import OccurrenceState, Reason
from ...engine.undeclared import is_blip, is_gone
from ...planner import goal_savings, plan_goals
from ...planner.problem import PricePeriod, Problem
from ...planner.result import GoalPlan, PlannedWindow
from ...schedule.window import Occurrence, Origin
from ..goal_run import GoalRun, prospect_of, truly_hindered
from ..outcome_events import goal_warning
from ..replanning import async_clear, async_set_plan
from ..time_zone import plant_zone
from ..writer import BatteryWriter
from .goal_basis import LOOKED_AT, PACE, Basis, basis_of, problem_of
from .goal_metering import metered
from .goal_outcome import cancelled, is_level_met, is_settled, judged
from .goal_problem import is_of, is_wanted_again, repeated_hour, windows_of
from .goal_tidying import known_runs, orphans, with_avoided
from .planned_drafts import drafted
from .planner_inputs import PlannerInputs
from .planning_task import PlanningTask
from .staying import PUT_RIGHT, goal_stays

_LOGGER = logging.getLogger(__name__)

DUE = timedelta(hours=6)
"""So long before it begins a goal gets windows, whether its prices are known or not."""


class GoalPlanner:
    """Plans the goals of one battery, whenever something changes that matters."""

    def __init__(
        self,
        battery: BatteryWriter,
        inputs: PlannerInputs,
        gate: asyncio.Semaphore,
    ) -> None:
        """Plan nothing yet; `gate` limits how many batteries plan at the same time."""
        self._battery = battery
        self._inputs = inputs
        self._gate = gate
        self._rows: list[PricePeriod] = []
        self._task = PlanningTask(
            battery,
            inputs,
            "plan of the goals",
            step=self._async_step,
            is_needed=self._has_goals,
            wake_at=self._wake_at,
        )
        self._basis: Basis | None = None
        self._answer = GoalPlan()
        """The plan that was made of it."""
        self._is_stale = False
        """Whether the plan that is being put in is to be made anew at once."""

    @callback
    def async_begin(self) -> None:
        """Plan from now on."""
        self._task.async_begin()

    @callback
    def async_stop(self) -> None:
        """Plan nothing more; the windows that were made stay."""
        self._task.async_stop()

    def _has_goals(self) -> bool:
        """Return whether there is something to plan, or to tell."""
        return bool(self._battery.state.plan.goals or self._battery.state.goals)

    async def _async_step(self) -> None:
        battery = self._battery
        now = battery.coordinator.now()
        self._tidy(now)
        if gone := orphans(
            battery.state.plan.plan.windows,
            battery.state.goals,
            now,
        ):
            await async_clear(battery, gone)
        self._close(now)
        if (
            battery.state.snapshot is not None
            and battery.state.enabled
            and battery.state.goals
        ):
            await self._async_plan(now)

    def _tidy(self, now: datetime) -> None:
        """Follow the goals that there are now, and note what the owner took back."""
        battery, state = self._battery, self._battery.state.engine
        if not battery.state.enabled:
            ahead = battery.state.goals.items()
            battery.state.async_set_goals(
                {key: run for key, run in ahead if run.record.occurrence.end > now}
            )
            return
        since = battery.state.enabled_since
        goals = battery.state.plan.goals.values()
        runs, ended = known_runs(
            battery.state.goals,
            [goal for goal in goals if since is None or goal.end > since],
            decided={key for key, record in state.records.items() if record.outcome},
            until=now + LOOKED_AT,
        )
        plan = battery.state.plan
        runs = {
            key: metered(
                with_avoided(
                    run,
                    plan.plan.windows,
                    plan.occurrences.values(),
                    windows_of(run.record.occurrence, state),
                    Origin.GOAL,
                    now,
                ),
                state,
                battery.state.energy.counted,
                self._price,
                now,
            )
            for key, run in runs.items()
        }
        battery.state.async_set_goals(runs)
        for run in ended:
            if run.record.occurrence.start <= now < run.record.occurrence.end:
                battery.state.set_engine(
                    battery.state.engine.with_goal_ended(cancelled(run, now))
                )

    def _close(self, now: datetime) -> None:
        """Decide how the goals ended whose time is over."""
        battery = self._battery
        snapshot = battery.state.snapshot
        over = [
            run
            for run in battery.state.goals.values()
            if is_settled(run, battery.state.engine, now)
        ]
        for run in over:
            known = snapshot.battery if snapshot else None
            record = judged(
                run,
                known,
                battery.state.defaults,
                battery.state.engine,
                now,
            )
            battery.state.set_engine(battery.state.engine.with_goal_ended(record))
        gone = {run.key for run in over}
        battery.state.async_set_goals(
            {key: run for key, run in battery.state.goals.items() if key not in gone}
        )

    async def _async_plan(self, now: datetime) -> None:
        """Plan the goals, if what they were planned from has changed."""
        battery = self._battery
        if (basis := self._basis_now(now)) is None:
            return
        if self._basis is not None and self._basis.holds(basis, self._answer):
            return
        prices = await self._inputs.async_prices(now)
        self._rows = prices.of_goals()
        snapshot = battery.state.snapshot
        runs = [
            run
            for run in battery.state.goals.values()
            if run.record.occurrence.end > now
        ]
        if snapshot is None or not runs:
            return
        asked = problem_of(
            battery.state,
            snapshot.battery,
            prices=self._rows,
            house=await self._inputs.async_outlook(battery, now),
            runs=runs,
            planned=battery.state.plan.occurrences.values(),
            now=now,
        )
        async with self._gate:
            answer, savings = await battery.state.hass.async_add_executor_job(
                _solved, asked, prices.of_day()
            )
        if self._task.is_stopped or self._basis_now(now) != basis:
            self._task.async_ask()  # the owner was quicker
            return
        self._is_stale = False
        for run in runs:
            if not self._is_left(run, snapshot.battery, now):
                await self._async_follow(run, answer, savings.get(run.key), now)
        made = None if self._is_stale else self._basis_now(now)
        self._basis = made and basis._replace(own=made.own)
        self._answer = answer

    def _is_left(self, run: GoalRun, battery: Battery, now: datetime) -> bool:
        """Return whether the windows of a goal stay: nobody knows what is missing."""
        goal = run.record.occurrence
        if is_blip(self._battery.state.engine, battery, goal.command, now):
            return True
        if battery.level is not None or (goal.aim and goal.aim.duration):
            return False
        return bool(self._windows_of(goal) or self._held(run, now))

    def _windows_of(self, goal: Occurrence) -> list[OccurrenceState]:
        """Return what became of the windows of a goal, by start."""
        return windows_of(goal, self._battery.state.engine)

    async def _async_follow(
        self, run: GoalRun, plan: GoalPlan, saves: float | None, now: datetime
    ) -> None:
        """Make a goal's windows what the plan says, and tell where it is at risk."""
        goal = run.record.occurrence
        result = next((one for one in plan.goals if one.uid == run.key), None)
        # where no time is left, nothing else is expected any more
        prospect = run.prospect if result is None else prospect_of(result, saves)
        prospect = truly_hindered(prospect, self._windows_of(goal))
        snapshot, defaults = self._battery.state.snapshot, self._battery.state.defaults
        known = snapshot.battery if snapshot else None
        windows = [window for window in plan.windows if window.goal == run.key]
        if (
            not (prospect.fallback and windows)
            # a risk that was told is over only where the goal is met in full
            and prospect.reason is not run.prospect.reason
            and is_level_met(goal, prospect.reached, known, defaults)
        ):
            prospect = prospect._replace(reason=None)
        if (windows or prospect.reason) and self._is_gone(goal.command, now):
            prospect = prospect._replace(reason=Reason.CAPABILITY_GONE)
        due = self._is_due(goal, now)
        held = self._held(run, now)
        records = self._windows_of(goal)
        if due and not goal_stays(prospect, windows, held, records, now):
            try:
                run = await self._async_put_in(run, windows, now)
            except ServiceValidationError as err:
                _LOGGER.debug("The windows of a goal were rejected: %s", err)
                run, again = self._avoiding_repeated_hour(run)
                if again:
                    self._is_stale = True
                    self._task.async_ask()
                else:
                    prospect = prospect._replace(reason=Reason.REJECTED)
        if prospect.reason is Reason.NO_PRICES and (
            not due or (windows and self._running(run, now)) or self._is_met_now(goal)
        ):
            # they may still come, or are not needed any more
            prospect = prospect._replace(reason=None)
        run = self._told(replace(run, prospect=prospect))
        self._battery.state.async_set_goals({**self._battery.state.goals, run.key: run})

    def _is_gone(self, command: Command, now: datetime) -> bool:
        snapshot, engine = self._battery.state.snapshot, self._battery.state.engine
        return snapshot is not None and is_gone(engine, snapshot.battery, command, now)

    def _is_met_now(self, goal: Occurrence) -> bool:
        """Return whether the battery has the level that a goal asks for already."""
        battery = self._battery.state
        if battery.snapshot is None or (goal.aim and goal.aim.duration):
            return False
        known = battery.snapshot.battery
        return is_level_met(goal, known.level, known, battery.defaults)

    def _held(self, run: GoalRun, now: datetime) -> list[Occurrence]:
        """Return the windows of a goal that are not over, by start."""
        planned = self._battery.state.plan.occurrences.values()
        return [one for one in planned if one.end > now and is_of(one, run)]

    def _running(self, run: GoalRun, now: datetime) -> Occurrence | None:
        """Return the window of a goal that runs now, if any."""
        return next((one for one in self._held(run, now) if one.start <= now), None)

    def _running_on(self, run: GoalRun, now: datetime) -> Occurrence | None:
        """Return what runs on although it was taken back, and is wanted again."""
        lasting = self._battery.state.running_on(now)
        wanted = (one.occurrence for one in lasting if is_wanted_again(one, run))
        return next(wanted, None)

    async def _async_put_in(
        self, run: GoalRun, windows: Sequence[PlannedWindow], now: datetime
    ) -> GoalRun:
        """Make a goal's windows these; raises ServiceValidationError."""
        goal = run.record.occurrence
        running = self._running(run, now) or self._running_on(run, now)
        # what goes now was not taken back, should that be the last thing stored
        self._battery.state.goals = {
            **self._battery.state.goals,
            run.key: replace(run, windows={}),
        }
        (done,) = await async_set_plan(
            [self._battery],
            [drafted(window, goal.parameters, running, now) for window in windows],
            source=goal.uid,
            start=goal.start,
            end=goal.end,
            origin=Origin.GOAL,
        )
        made = (*done.added, *done.changed, *done.kept)
        spans = {view.uid: (view.start, view.end or view.start) for view in made}
        return replace(run, windows=spans)

    def _avoiding_repeated_hour(self, run: GoalRun) -> tuple[GoalRun, bool]:
        """Return a goal without the hour that Amps cannot be told, if that is new."""
        battery = self._battery
        zone = plant_zone(battery.coordinator, battery.battery_id)
        goal = run.record.occurrence
        hour = repeated_hour(goal.start, goal.end, zone)
        if hour is None or hour in run.avoided:
            return run, False
        return run.avoiding(hour), True

    def _told(self, run: GoalRun) -> GoalRun:
        """Tell the owner once of each reason for which a goal cannot be met.

        It may have put a window of the goal at risk already.
        """
        prospect, record = run.prospect, run.record
        reason = prospect.reason
        if reason is None or reason in record.warned:
            return run
        if not is_warned(reason, self._windows_of(record.occurrence)):
            event = goal_warning(record, reason, prospect.reached, prospect.by)
            self._battery.state.outbox.async_tell(event)
        return replace(run, record=replace(record, warned=(*record.warned, reason)))

    def _is_due(self, goal: Occurrence, now: datetime) -> bool:
        """Return whether it is time for windows: sooner where prices are known."""
        if goal.start - now <= DUE:
            return True
        known = goal.start
        for row in self._rows:
            if row.start <= known < row.end:
                known = row.end
        return known >= goal.end

    def _price(self, instant: datetime) -> float | None:
        found = (row.buy for row in self._rows if row.start <= instant < row.end)
        return next(found, None)

    def _basis_now(self, now: datetime) -> Basis | None:
        return basis_of(self._battery, self._task.inputs_changed, now)

    def _wake_at(self, now: datetime) -> datetime | None:
        """Return when time alone may change something."""
        instants = [*_instants(self._battery.state.goals.values(), now)]
        instants += [
            goal.start - LOOKED_AT
            for goal in self._battery.state.plan.goals.values()
            if goal.start - LOOKED_AT > now
        ][:1]
        return min(instants, default=None)


def _solved(
    problem: Problem, prices: Sequence[PricePeriod]
) -> tuple[GoalPlan, dict[str, float]]:
    """Return a plan, and what it saves by goal at these prices, if there are any."""
    plan = plan_goals(problem)
    if not prices:
        return plan, {}
    return plan, goal_savings(problem._replace(prices=tuple(prices)), plan)


def _instants(runs: Iterable[GoalRun], now: datetime) -> Iterable[datetime]:
    for run in runs:
        goal = run.record.occurrence
        yield now + PACE
        begins = (start - PUT_RIGHT for start, _ in run.windows.values())
        for instant in (goal.start - DUE, goal.start, *begins, goal.end):
            if instant > now:
                yield instant
        if goal.end <= now:
            yield now + timedelta(minutes=1)
