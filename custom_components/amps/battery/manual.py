"""Commands that the owner gives by hand: they never fail because of the plan."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
import uuid

from homeassistant.exceptions import HomeAssistantError

from ..account.rate_limiter import Turn
from ..account.snapshot import Snapshot
from ..api.errors import AmpsError, ConflictError, NotCancellableError
from ..api.models import (
    Action,
    ActionState,
    Command,
    Execution,
    OnConflict,
    Parameters,
    Push,
)
from ..engine import writes
from ..engine.matching import sent_action
from ..engine.occurrence import MANUAL, Intent, OccurrenceState, Outcome, Reason
from ..engine.push import next_minute, push_for, restore_push
from ..exceptions import failed, invalid, local_time, translated
from ..schedule.window import Occurrence, Origin
from .capabilities import check_end, endable, ends_of
from .defaults import Default, filled, value_of
from .in_force import InForce, open_in_force, timed_in_force
from .push_errors import is_uncertain
from .time_zone import check_tellable, plant_zone
from .windows import MANUAL_UID, WindowView, view_of
from .writer import BatteryWriter

WAIT_SECONDS = 10.0
"""Seconds that a command waits until the previous one is accepted."""
MAX_STOP_WAIT = timedelta(hours=1)
"""How long a stop still waits after the running command should have ended."""
LOOK_PAUSES_SECONDS = (0.0, 2.0, 8.0)
"""Pauses in seconds before each look for a push whose answer was lost."""


class ManualCommand(NamedTuple):
    """What the owner asks for."""

    command: Command
    parameters: Parameters
    duration: timedelta | None = None
    """How long it lasts; None for open-ended."""
    replace: bool = False
    """Whether what others have scheduled may be cancelled for it."""


def completed(
    battery: BatteryWriter,
    command: Command,
    given: Parameters | None,
    duration: timedelta | None,
    *,
    replace: bool,
) -> ManualCommand:
    """Return what the owner asks for, with his defaults.

    Charge and discharge last as long as his *Duration* where he says nothing,
    and so does what the battery takes only for a time, also where it is to have no end.
    """
    known = _known(battery).battery
    ends_itself = known.execution(command) == {Execution.WINDOWED}
    if (duration is None and command.moves_energy) or (not duration and ends_itself):
        minutes = value_of(Default.WINDOW_MINUTES, battery.state.defaults, known)
        duration = timedelta(minutes=minutes or 0)
    return ManualCommand(
        command=command,
        parameters=filled(command, given, battery.state.defaults, known),
        duration=duration or None,
        replace=replace,
    )


def in_force(battery: BatteryWriter, wanted: ManualCommand) -> InForce | None:
    """Return the command in effect or pending; None if there is neither."""
    snapshot, now = _known(battery), battery.coordinator.now()
    if wanted.duration is None:
        asked = wanted.command, wanted.parameters
        return open_in_force(*asked, snapshot, battery.state.engine, now)
    offered = snapshot.battery.execution(wanted.command)
    occurrence = _occurrence(battery, wanted, offered, now)
    return timed_in_force(occurrence, snapshot, battery.state.engine, now)


async def async_send(
    battery: BatteryWriter,
    wanted: ManualCommand,
    is_wanted: Callable[[], bool] = lambda: True,
) -> Action | None:
    """Send a command now; raises Home Assistant's errors, translated.

    What stands already or is on its way is not sent again, nor what is not wanted any
    more when its turn comes. None where Amps has no action of it yet: a stop is kept
    until the running command ends.
    """
    async with battery.lock:
        if not is_wanted():
            return None
        try:
            action = await _async_send(battery, wanted)
        except AmpsError as err:
            raise translated(err) from err
    battery.state.async_decide_soon()
    if action is not None and action.state is ActionState.FAILED:
        raise failed("command_failed", code=action.error_code or "-")
    return action


async def async_stop(battery: BatteryWriter) -> None:
    """End what runs and go to the standing mode, else to what the battery has."""
    snapshot = _known(battery)
    ends = ends_of(snapshot.battery, battery.state.standing())
    if (standing := next(ends, None)) is None:
        raise invalid("cannot_stop")
    mode = snapshot.operation_mode(battery.coordinator.now())
    running = battery.state.engine.running(battery.coordinator.now())
    if mode is standing and running is None and snapshot.on_its_way is None:
        return
    await async_send(battery, ManualCommand(command=standing, parameters=Parameters()))


async def async_cancel(battery: BatteryWriter, action_id: str) -> Action:
    """Cancel one action that waits at Amps, whoever made it."""
    async with battery.lock:
        record = next(
            (
                candidate
                for candidate in battery.state.engine.open
                if candidate.action_id == action_id
            ),
            None,
        )
        owed = battery.state.engine.owed
        try:
            action = await battery.async_cancel(action_id, Turn.BY_HAND)
        except AmpsError as err:
            raise translated(err) from err
        for restore in owed:
            if restore.action_id == action_id:
                battery.state.set_engine(
                    writes.set_when_due(battery.state.engine, restore.key)
                )
        if record is not None:
            now = battery.coordinator.now()
            battery.state.set_engine(
                battery.state.engine.closed(
                    record, Outcome.CANCELLED, Reason.BY_OWNER, now
                ).restored(record.occurrence.key)
            )
    battery.state.async_decide_soon()
    return action


async def async_end(
    batteries: Sequence[BatteryWriter], uid: str
) -> list[list[WindowView]]:
    """End a command by hand before its time, and give it as it ends by that."""
    found = {battery: _open_by_hand(battery, uid) for battery in batteries}
    if not any(found.values()):
        raise invalid("window_over")
    return [
        await _async_end(battery, record) if record else []
        for battery, record in found.items()
    ]


def _open_by_hand(battery: BatteryWriter, uid: str) -> OccurrenceState | None:
    open_ = (record for record in battery.state.engine.open if record.is_manual)
    return next((one for one in open_ if one.occurrence.uid == uid), None)


async def _async_end(
    battery: BatteryWriter, record: OccurrenceState
) -> list[WindowView]:
    now, plan = battery.coordinator.now(), battery.state.plan.plan
    view = view_of(record.occurrence, plan, battery.state.engine, now)
    if record.start > now and record.action_id is not None:
        _ = await async_cancel(battery, record.action_id)
    else:
        await async_stop(battery)
    return [view.taken_back()]


def _known(battery: BatteryWriter) -> Snapshot:
    if (snapshot := battery.state.snapshot) is None:
        raise invalid("device_gone", battery=battery.battery_id)
    return snapshot


async def _async_send(battery: BatteryWriter, wanted: ManualCommand) -> Action | None:
    _intent(battery, wanted)  # what is refused anyway costs the plan nothing
    if (found := in_force(battery, wanted)) is not None:
        return found.action
    for last in (False, True):
        if not await _async_free_slot(battery, wanted):
            _keep(battery, wanted)
            return None
        intent = _intent(battery, wanted)
        try:
            action = await battery.async_push(intent)
        except ConflictError:
            if last:
                raise
            # the slot was taken since the last reading
            await battery.async_list_actions(Turn.BY_HAND)
            continue
        except AmpsError as err:
            if not is_uncertain(err):
                raise
            action = await _async_look_up(battery, intent)
        return action
    return None


def _intent(battery: BatteryWriter, wanted: ManualCommand) -> Intent:
    """Return what to push: a window where it has a duration, else an open command."""
    snapshot, now = _known(battery), battery.coordinator.now()
    known, standing = snapshot.battery, battery.state.standing()
    offered = known.execution(wanted.command)
    if wanted.duration is not None:
        check_end(known, battery.state.name, wanted.command, standing)
        offered = endable(known, wanted.command, standing)
    if wanted.duration is None:
        push = restore_push(wanted.command, offered, now, now)
        occurrence = None
    else:
        occurrence = _occurrence(battery, wanted, offered, now)
        push = push_for(occurrence, offered, now)
    if push is None:
        raise invalid("open_end_not_supported", command=wanted.command.slug)
    if push.start is not None and push.end is not None:
        span = push.start, push.end
        check_tellable(
            battery.coordinator,
            battery.battery_id,
            battery.state.name,
            wanted.command,
            span,
        )
    strategies = snapshot.battery.conflict_strategies
    if wanted.replace and (
        not strategies or OnConflict.CANCEL_AND_REPLACE in strategies
    ):
        push = replace(push, on_conflict=OnConflict.CANCEL_AND_REPLACE)
    return Intent(
        purpose=occurrence.key if occurrence else MANUAL,
        push=replace(push, parameters=wanted.parameters),
        at=now,
        occurrence=occurrence,
    )


def _occurrence(
    battery: BatteryWriter,
    wanted: ManualCommand,
    offered: frozenset[Execution],
    now: datetime,
) -> Occurrence:
    """Return the manual window, cut where the next planned one begins."""
    start = now if Execution.IMMEDIATE in offered else next_minute(now)
    end = start + (wanted.duration or timedelta())
    planned = battery.state.planned.values()
    next_start = min(
        (occurrence.start for occurrence in planned if occurrence.start > start),
        default=end,
    )
    return Occurrence(
        uid=f"{MANUAL_UID}{uuid.uuid4()}",
        original=start,
        start=start,
        end=min(end, next_start),
        command=wanted.command,
        parameters=wanted.parameters,
        origin=Origin.MANUAL,
    )


async def _async_free_slot(battery: BatteryWriter, wanted: ManualCommand) -> bool:
    """Make way for a command; False where it has to wait for a running one.

    What the plan has waiting at Amps is cancelled, and sent again afterwards. What
    others have there is cancelled only if the caller said so.
    """
    holders = [other for other in _known(battery).actions if not other.is_terminal]
    waiting = [holder for holder in holders if holder.state is ActionState.SCHEDULED]
    for action in waiting:
        if action.id not in battery.state.engine.own and not wanted.replace:
            raise _slot_held(action)
    free = True
    for action in holders:
        if action not in waiting and not await _async_settles(battery, action):
            if wanted.command.moves_energy or wanted.duration:
                raise _busy(action)
            free = False
    ends = {restore.action_id for restore in battery.state.engine.owed}
    for action in waiting:
        # what cannot be stopped keeps its end until the command can take its place,
        # but for idle, in which Amps leaves it anyway
        if free or action.id not in ends or wanted.command is Command.IDLE:
            await _async_cancel(battery, action)
    return free


async def _async_cancel(battery: BatteryWriter, action: Action) -> None:
    try:
        await battery.async_cancel(action.id, Turn.BY_HAND)
    except NotCancellableError:
        # it was handed on meanwhile: the push meets it, and looks again
        await battery.async_list_actions(Turn.BY_HAND)


async def _async_settles(battery: BatteryWriter, action: Action) -> bool:
    """Wait a little for an action on its way to end; the reader follows it."""
    if action.end is not None and action.end > battery.coordinator.now():
        return False
    changed = asyncio.Event()
    reads = battery.coordinator.battery(battery.battery_id)
    remove = reads.async_add_listener(changed.set)
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            while _is_moving(battery, action.id):
                changed.clear()
                await changed.wait()
    except TimeoutError:
        return False
    finally:
        remove()
    return True


def _is_moving(battery: BatteryWriter, action_id: str) -> bool:
    action = _known(battery).action(action_id)
    return action is not None and not action.is_terminal


def _keep(battery: BatteryWriter, wanted: ManualCommand) -> None:
    """Keep a stop until the running command ends: the engine sends it then."""
    pending = Push(command=wanted.command, parameters=wanted.parameters)
    now = battery.coordinator.now()
    ends = [
        other.end
        for other in _known(battery).actions
        if other.end and not other.is_terminal
    ]
    until = max([now, *ends]) + MAX_STOP_WAIT
    battery.state.set_engine(writes.stops_later(battery.state.engine, pending, until))


async def _async_look_up(battery: BatteryWriter, intent: Intent) -> Action:
    """Find what became of a push whose answer was lost; it is never sent again."""
    for pause in LOOK_PAUSES_SECONDS:
        await asyncio.sleep(pause)
        try:
            await battery.async_list_actions(Turn.BY_HAND)
        except AmpsError:
            continue
        found = sent_action(
            intent,
            _known(battery).actions,
            battery.state.engine,
            plant_zone(battery.coordinator, battery.battery_id),
        )
        if found is not None:
            battery.take(intent, found)
            return found
    raise failed("outcome_unknown")


def _slot_held(action: Action) -> HomeAssistantError:
    return failed(
        "slot_held_by",
        command=action.command.slug if action.command else "-",
        start=local_time(action.start),
        end=local_time(action.end),
    )


def _busy(action: Action) -> HomeAssistantError:
    return failed(
        "busy",
        command=action.command.slug if action.command else "-",
        end=local_time(action.end),
    )
