"""One slot per device: what happens to another push."""

from dataclasses import replace
from datetime import timedelta

from .action import Action
from .device import Device
from .errors import ApiError
from .knobs import Knobs
from .push import Push, Times
from .times import check_length


def settle_conflict(
    push: Push, times: Times, held: list[Action], device: Device, knobs: Knobs
) -> tuple[Times, list[Action]]:
    """Return the times to use and the actions to cancel, or refuse with 409."""
    if not held:
        return times, []
    if push.on_conflict is None:
        raise _conflict(
            held, knobs, "no_strategy_supplied", list(device.conflict_strategies)
        )
    if push.on_conflict not in device.conflict_strategies:
        raise _conflict(
            held, knobs, "strategy_not_supported", list(device.conflict_strategies)
        )
    if push.on_conflict == "cancel_and_replace":
        if any(one.state != "scheduled" for one in held):
            raise _conflict(held, knobs, "action_in_flight", None)
        return times, held
    return _queued(times, held, knobs), []


def _queued(times: Times, held: list[Action], knobs: Knobs) -> Times:
    if len(held) > knobs.queue_depth:
        raise _conflict(held, knobs, "queue_full", None)
    if held[-1].end is None:
        raise _conflict(held, knobs, "conflict_open_ended", None)
    behind = held[-1].end + timedelta(seconds=knobs.queue_gap)
    end = times.end
    if end is not None:
        if knobs.queue_end == "move" and times.start is not None:
            end = max(end, behind + (end - times.start))
        check_length(behind, end, replace(knobs, min_window=0))
    return Times(start=behind, end=end)


def _conflict(
    held: list[Action], knobs: Knobs, reason: str, strategies: list[str] | None
) -> ApiError:
    details: dict[str, object] = {}
    if knobs.wrapped:
        details["reason"] = reason
    details["conflictingActionIds"] = [one.id for one in held]
    if strategies is not None:
        details["strategies"] = strategies
    return ApiError(
        409, "CONFLICT", "Another action on this device is not terminal.", details
    )
