"""Makes windows of goals, and makes them anew when something is not as expected."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
import logging
from typing import NamedTuple

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util

from ..engine.state import Reason
from ..inputs.curve import PriceCurve
from ..inputs.errors import PriceError
from ..inputs.prices import PriceResolver
from ..inputs.settings import PriceKind
from ..planner import plan_goals
from ..planner.problem import Price
from ..planner.result import GoalPlan, PlannedWindow
from ..schedule.window import Draft, Occurrence, Origin
from .controller import BatteryController
from .goal_metering import metered
from .goal_outcome import cancelled, is_level_met, is_settled, judged
from .goal_problem import is_near, is_of, is_retried, price_rows, problem, repeated_hour
from .goal_run import GoalRun, prospect_of
from .goal_tidying import known_runs, orphans, with_avoided
from .outcome_events import goal_warning
from .replanning import async_clear, async_set_plan
from .time_zone import plant_zone
from .timer import OneShotTimer

_LOGGER = logging.getLogger(__name__)

LOOKED_AT = timedelta(hours=48)
"""So long before it begins it is first looked at whether a goal can be met."""
DUE = timedelta(hours=6)
"""So long before it begins a goal gets windows, whether its prices are known or not."""
PACE = timedelta(minutes=15)
"""So often the plan of a goal is worked out anew, if nothing happens."""
AT_ONCE = timedelta(minutes=3)
"""What begins so soon begins now: windows begin on whole minutes."""
MAX_DRIFT_PERCENT = 2.0
"""It is worked out anew as well where the level is so far from what it was."""


class _Basis(NamedTuple):
    """What a plan of goals was made of: another basis gives another plan."""

    at: datetime
    level: float
    others: tuple[object, ...]

    def holds(self, new: _Basis) -> bool:
        """Return whether the plan that was made of it is as good as a new one."""
        return (
            self.others == new.others
            and abs(self.level - new.level) < MAX_DRIFT_PERCENT
            and timedelta(0) <= new.at - self.at < PACE
        )


class GoalPlanner:
    """Plans the goals of one battery, whenever something changes that matters."""

    def __init__(
        self, hass: HomeAssistant, battery: BatteryController, prices: PriceResolver
    ) -> None:
        """Plan nothing yet."""
        self._hass = hass
        self._battery = battery
        self._prices = prices
        self._rows: list[Price] = []
        self._prices_changed = 0
        """How often there may have been other prices."""
        self._timer = OneShotTimer(hass, self.async_look)
        self._remove: list[CALLBACK_TYPE] = []
        self._basis: _Basis | None = None
        self._is_planning = False
        self._is_stale = False
        """Whether the plan that is being put in is to be made anew at once."""
        self._again = False
        self._stopped = False

    @callback
    def async_begin(self) -> None:
        """Plan from now on."""
        battery = self._battery
        self._remove = [
            battery.coordinator.async_add_listener(self.async_look, battery.battery_id),
            self._prices.async_add_listener(self._async_prices_changed),
        ]
        self.async_look()

    @callback
    def async_stop(self) -> None:
        """Plan nothing more; the windows that were made stay."""
        self._stopped = True
        self._timer.async_cancel()
        while self._remove:
            self._remove.pop()()

    @callback
    def _async_prices_changed(self) -> None:
        self._prices_changed += 1
        self.async_look()

    @callback
    def async_look(self) -> None:
        """Look whether there is something to plan, or to tell."""
        battery = self._battery
        if self._stopped or not (battery.plan.goals or battery.goals):
            return
        self._again = True
        if not self._is_planning:
            self._is_planning = True
            _ = battery.coordinator.config_entry.async_create_background_task(
                self._hass, self._async_work(), f"amps goals {battery.battery_id}"
            )

    async def _async_work(self) -> None:
        try:
            while self._again and not self._stopped:
                self._again = False
                await self._async_step()
        except HomeAssistantError as err:
            # nothing was changed; it is tried again with the next reading
            _LOGGER.warning("Goals of %s are not planned: %s", self._battery.name, err)
        finally:
            self._is_planning = False
        if not self._stopped:
            self._set_timer()

    async def _async_step(self) -> None:
        battery = self._battery
        now = battery.coordinator.now()
        self._tidy(now)
        if gone := orphans(battery.plan.plan.windows, battery.goals, now):
            await async_clear(battery, gone)
        self._close(now)
        if battery.snapshot is not None and battery.enabled and battery.goals:
            await self._async_plan(now)

    def _tidy(self, now: datetime) -> None:
        """Follow the goals that there are now, and note what the owner took back."""
        battery, state = self._battery, self._battery.state
        if not battery.enabled:
            ahead = battery.goals.items()
            battery.async_set_goals(
                {key: it for key, it in ahead if it.record.occurrence.end > now}
            )
            return
        since = battery.enabled_since
        goals = battery.plan.goals.values()
        runs, ended = known_runs(
            battery.goals,
            [it for it in goals if since is None or it.end > since],
            decided={key for key, it in state.records.items() if it.outcome},
            until=now + LOOKED_AT,
        )
        planned = battery.plan.plan.windows
        runs = {
            key: metered(
                with_avoided(run, planned, state, now),
                state,
                battery.energy.counted,
                self._price,
                now,
            )
            for key, run in runs.items()
        }
        battery.async_set_goals(runs)
        for run in ended:
            if run.record.occurrence.start <= now < run.record.occurrence.end:
                battery.remember(battery.state.with_goal_ended(cancelled(run, now)))

    def _close(self, now: datetime) -> None:
        """Decide how the goals ended whose time is over."""
        battery = self._battery
        snapshot = battery.snapshot
        over = [
            it for it in battery.goals.values() if is_settled(it, battery.state, now)
        ]
        for run in over:
            known = snapshot.battery if snapshot else None
            record = judged(run, known, battery.defaults, battery.state, now)
            battery.remember(battery.state.with_goal_ended(record))
        gone = {run.key for run in over}
        battery.async_set_goals(
            {key: it for key, it in battery.goals.items() if key not in gone}
        )

    async def _async_plan(self, now: datetime) -> None:
        """Plan the goals, if what they were planned from has changed."""
        battery = self._battery
        if (basis := self._basis_now(now)) is None:
            return
        if self._basis is not None and self._basis.holds(basis):
            return
        self._rows = await self._async_prices(now)
        snapshot = battery.snapshot
        runs = [it for it in battery.goals.values() if it.record.occurrence.end > now]
        if snapshot is None or not runs:
            return
        asked = problem(
            now=now,
            battery=snapshot.battery,
            defaults=battery.defaults,
            standing=battery.standing(),
            prices=self._rows,
            runs=runs,
            planned=battery.plan.occurrences.values(),
            state=battery.state,
        )
        answer = await self._hass.async_add_executor_job(plan_goals, asked)
        if self._stopped or self._basis_now(now) != basis:
            self._again = True  # the owner was quicker
            return
        self._is_stale = False
        for run in runs:
            await self._async_follow(run, answer, now)
        self._basis = None if self._is_stale else self._basis_now(now)

    async def _async_follow(self, run: GoalRun, plan: GoalPlan, now: datetime) -> None:
        """Make a goal's windows what the plan says, and tell where it is at risk."""
        goal = run.record.occurrence
        result = next((it for it in plan.goals if it.uid == run.key), None)
        prospect = prospect_of(result)
        snapshot, defaults = self._battery.snapshot, self._battery.defaults
        known = snapshot.battery if snapshot else None
        if not prospect.fallback and is_level_met(
            goal, prospect.reached, known, defaults
        ):
            prospect = prospect._replace(reason=None)
        windows = [it for it in plan.windows if it.goal == run.key]
        limited = prospect.reason in (Reason.PRICE_LIMIT, Reason.NO_PRICES)
        if not windows and not limited and self._running(run, now):
            pass  # too little is left to plan: that is no reason to stop what runs
        elif is_retried(goal, self._battery.state, now):
            pass  # it would be tried from the beginning if it were moved
        elif is_near(windows, self._battery.plan.occurrences.values(), run, now):
            pass  # the level will have changed again by then
        elif self._is_due(goal, now):
            try:
                run = await self._async_put_in(run, windows, now)
            except ServiceValidationError as err:
                _LOGGER.debug("Windows of a goal are refused: %s", err)
                run, again = self._avoiding_repeated_hour(run)
                self._again = self._again or again
                self._is_stale = self._is_stale or again
                if not again:
                    prospect = prospect._replace(reason=Reason.REJECTED)
        elif prospect.reason is Reason.NO_PRICES:
            # they may still come
            prospect = prospect._replace(reason=None)
        run = self._told(replace(run, prospect=prospect))
        self._battery.async_set_goals({**self._battery.goals, run.key: run})

    def _running(self, run: GoalRun, now: datetime) -> Occurrence | None:
        """Return the window of a goal that runs now, if any."""
        planned = self._battery.plan.occurrences.values()
        found = (it for it in planned if it.start <= now < it.end and is_of(it, run))
        return next(found, None)

    async def _async_put_in(
        self, run: GoalRun, windows: Sequence[PlannedWindow], now: datetime
    ) -> GoalRun:
        """Make a goal's windows these; raises ServiceValidationError."""
        goal, running = run.record.occurrence, self._running(run, now)
        # what goes now was not taken back, should that be the last thing stored
        self._battery.goals = {
            **self._battery.goals,
            run.key: replace(run, windows={}),
        }
        (done,) = await async_set_plan(
            [self._battery],
            [_draft(it, goal, running, now) for it in windows],
            source=goal.uid,
            start=goal.start,
            end=goal.end,
            origin=Origin.GOAL,
        )
        made = (*done.added, *done.changed, *done.kept)
        spans = {it.uid: (it.start, it.end or it.start) for it in made}
        return replace(run, windows=spans)

    def _avoiding_repeated_hour(self, run: GoalRun) -> tuple[GoalRun, bool]:
        """Return a goal without the hour that Amps cannot be told, if that is new."""
        battery = self._battery
        zone = plant_zone(battery.coordinator, battery.battery_id)
        hour = repeated_hour(run.record.occurrence, zone)
        if hour is None or hour in run.avoided:
            return run, False
        return run.avoiding(hour), True

    def _told(self, run: GoalRun) -> GoalRun:
        """Tell the owner once of each reason for which a goal cannot be met."""
        prospect, record = run.prospect, run.record
        reason = prospect.reason
        if reason is None or reason in record.warned:
            return run
        event = goal_warning(record, reason, prospect.reached, prospect.by)
        self._battery.async_tell(event)
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

    async def _async_prices(self, now: datetime) -> list[Price]:
        """Return what is known of prices."""
        found: list[PriceCurve | None] = []
        for kind in (PriceKind.IMPORT, PriceKind.EXPORT):
            try:
                found.append(await self._prices.async_prices(kind, now))
            except PriceError as err:
                _LOGGER.debug("No prices (%s): %s", kind, err)
                found.append(None)
        return price_rows(*found)

    def _basis_now(self, now: datetime) -> _Basis | None:
        """Return what a plan would be made of now."""
        battery = self._battery
        snapshot = battery.snapshot
        if snapshot is None or snapshot.battery.level is None:
            return None
        runs = battery.goals.values()
        horizon = now + LOOKED_AT
        return _Basis(
            at=now,
            level=snapshot.battery.level,
            others=(
                self._prices_changed,
                snapshot.battery.commands,
                battery.standing(),
                tuple((it.key, it.record.occurrence, it.avoided) for it in runs),
                tuple(
                    (it, _is_decided(battery, it))
                    for it in battery.plan.occurrences.values()
                    if now < it.end and it.start < horizon
                ),
                tuple(it.occurrence for it in battery.state.open if it.is_manual),
            ),
        )

    def _set_timer(self) -> None:
        """Look again when time alone may change something."""
        now = self._battery.coordinator.now()
        instants = [*_instants(self._battery.goals.values(), now)]
        instants += [
            goal.start - LOOKED_AT
            for goal in self._battery.plan.goals.values()
            if goal.start - LOOKED_AT > now
        ][:1]
        self._timer.async_cancel()
        if instants:
            self._timer.async_set_at(
                min(instants) - (now - dt_util.utcnow()) + timedelta(seconds=1)
            )


def _instants(runs: Iterable[GoalRun], now: datetime) -> Iterable[datetime]:
    for run in runs:
        goal = run.record.occurrence
        yield now + PACE
        for instant in (goal.start - DUE, goal.start, goal.end):
            if instant > now:
                yield instant
        if goal.end <= now:
            yield now + timedelta(minutes=1)


def _is_decided(battery: BatteryController, occurrence: Occurrence) -> bool:
    record = battery.state.records.get(occurrence.key)
    return record is not None and record.outcome is not None


def _draft(
    window: PlannedWindow, goal: Occurrence, running: Occurrence | None, now: datetime
) -> Draft:
    """Return what is asked for; what is to begin now goes on where it runs already."""
    goes_on = running is not None and window.start <= now + AT_ONCE
    return Draft(
        command=window.command,
        parameters=goal.parameters,
        start=running.start if running is not None and goes_on else window.start,
        end=window.end,
    )
