"""How time passes for one battery: its actions, windows and physics."""

from datetime import datetime, timedelta
from typing import Any

from .action import Action, ActionBook
from .device import Device, Mode
from .knobs import Knobs
from .physics import advance, motion
from .record import Effect, EffectKind, Record
from .webhooks import WebhookOutbox

_SLOW = frozenset({"DEVICE_OFFLINE", "SCHEDULER_ACTIVE", "TIMEOUT"})
_MESSAGES = {
    "DEVICE_OFFLINE": "Inverter did not respond within 30s.",
    "SCHEDULER_ACTIVE": "The manufacturer's own scheduler is active.",
}


class Lifecycle:
    """Carries out what is due, each step at its own instant."""

    def __init__(
        self, knobs: Knobs, book: ActionBook, record: Record, outbox: WebhookOutbox
    ) -> None:
        self._knobs = knobs
        self._book = book
        self._record = record
        self._outbox = outbox

    def catch_up(self, device: Device, now: datetime) -> None:
        """Advance a battery to the present."""
        knobs = self._knobs.over(device.overrides)
        while (due := self._next(device)) is not None and due[0] <= now:
            at, action = due
            advance(device, at, self._stopped)
            if action is not None:
                self._step(device, action, at, knobs)
            elif device.open_window is not None:
                self._close_window(device, at, knobs)
            else:
                self._end_again(device, at)
        advance(device, now, self._stopped)

    def begin(self, action: Action, now: datetime, knobs: Knobs) -> None:
        """Start a new action."""
        if action.start is None:
            action.enter("acknowledged", now)
            action.plan("dispatch", now + timedelta(seconds=knobs.dispatch_delay))
        else:
            action.enter("scheduled", now)
            action.plan("open", action.start)

    def cancel(self, action: Action, now: datetime, knobs: Knobs) -> None:
        """Withdraw a scheduled action."""
        action.enter("cancelled", now)
        action.completed_at = now if knobs.stamps_cancelled else None
        action.plan(None)

    def set_mode(
        self, device: Device, mode: Mode, at: datetime, action: Action | None = None
    ) -> None:
        """Put a battery under another command."""
        if device.open_window is None:
            device.mode_before = device.mode
        device.mode = mode
        device.open_window = device.ended_again = None
        self.note(device, at, "mode", mode.cause, action.id if action else None)

    def note(
        self,
        device: Device,
        at: datetime,
        kind: EffectKind,
        cause: str,
        action_id: str | None = None,
        **detail: Any,
    ) -> None:
        """Record an effect."""
        self._record.effects.append(
            Effect(
                at=at,
                device_id=device.id,
                kind=kind,
                command=device.mode.command,
                parameters=dict(device.mode.parameters),
                power_kw=motion(device, at).kw,
                level=device.level,
                cause=cause,
                action_id=action_id,
                detail=detail,
            )
        )

    def _next(self, device: Device) -> tuple[datetime, Action | None] | None:
        """Return what comes next; a window's end goes before what starts with it."""
        planned = [
            (one.due, one.number, one)
            for one in self._book.open_of(device.id)
            if one.due is not None
        ]
        first = min(planned, key=lambda one: one[:2], default=None)
        window = device.open_window or device.ended_again
        if window is not None and (first is None or window[0] <= first[0]):
            return window[0], None
        return None if first is None else (first[0], first[2])

    def _stopped(self, device: Device, at: datetime, why: str) -> None:
        cause = device.mode.cause
        behind = cause if cause.startswith("act_") else None
        if (action := self._book.get(cause)) is not None and why == "target_reached":
            action.met_at = at
        self.note(device, at, "stopped", why, behind)

    def _step(self, device: Device, action: Action, at: datetime, knobs: Knobs) -> None:
        if action.step == "open":
            action.enter("acknowledged", at)
            action.plan("dispatch", at + timedelta(seconds=knobs.dispatch_delay))
        elif action.step == "dispatch":
            self._dispatch(device, action, at, knobs)
        elif action.step == "settle":
            self._settle(device, action, at, knobs)
        elif action.step == "fail":
            self._fail(action, at)
        else:
            self._complete(action, at)

    def _dispatch(
        self, device: Device, action: Action, at: datetime, knobs: Knobs
    ) -> None:
        action.acknowledged_at = at
        if device.next_hangs:
            if device.next_hangs.pop(0):
                self._follow(device, action, at, knobs)
            action.plan(None)
            return
        rest = max(0.0, knobs.completion_delay - knobs.dispatch_delay)
        action.plan("settle", at + timedelta(seconds=rest))
        if (code := _refusal(device, action)) is not None:
            action.failing = code
            wait = knobs.timeout_delay if code in _SLOW else rest
            action.plan("fail", at + timedelta(seconds=wait))

    def _settle(
        self, device: Device, action: Action, at: datetime, knobs: Knobs
    ) -> None:
        if device.offline and action.acknowledged_at is not None:
            action.failing = "DEVICE_OFFLINE"
            late = action.acknowledged_at + timedelta(seconds=knobs.timeout_delay)
            action.plan("fail", max(at, late))
            return
        if device.scheduler_active and action.on_conflict == "cancel_and_replace":
            device.scheduler_active = False
            self.note(device, at, "scheduler", action.id, action.id, active=False)
        if action.command not in knobs.ignored_commands:
            self._follow(device, action, at, knobs)
        if device.next_late_failures:
            action.failing = device.next_late_failures.pop(0)
            action.plan("fail", at + timedelta(seconds=knobs.timeout_delay))
        elif action.end is None or knobs.window_completed_at == "opening":
            self._complete(action, at)
        else:
            delay = timedelta(seconds=knobs.window_close_delay)
            action.plan("close", max(at, action.end + delay))

    def _follow(
        self, device: Device, action: Action, at: datetime, knobs: Knobs
    ) -> None:
        mode = Mode(command=action.command, parameters=action.values(), cause=action.id)
        self.set_mode(device, mode, at, action)
        if action.end is not None:
            device.open_window = (max(at, action.end), action.id)
        elif action.on_conflict == "queue_after" and knobs.idle_after_return:
            again = at + timedelta(seconds=knobs.idle_after_return)
            device.ended_again = (again, action.id)

    def _end_again(self, device: Device, at: datetime) -> None:
        """End a window that something else has already followed."""
        assert device.ended_again is not None
        mode = Mode(command="idle", cause="window_end")
        self.set_mode(device, mode, at, self._book.get(device.ended_again[1]))

    def _close_window(self, device: Device, at: datetime, knobs: Knobs) -> None:
        assert device.open_window is not None
        action_id = device.open_window[1]
        mode = Mode(command="idle", cause="window_end")
        if knobs.after_window == "previous" and device.mode_before is not None:
            before = device.mode_before
            mode = Mode(
                command=before.command,
                parameters=before.parameters,
                cause="window_end",
            )
        device.open_window = None
        self.set_mode(device, mode, at, self._book.get(action_id))

    def _complete(self, action: Action, at: datetime) -> None:
        action.enter("completed", at)
        action.completed_at = at
        action.result = {"success": True, "message": "Mode applied"}
        action.plan(None)
        self._outbox.action_ended(action, self._knobs)

    def _fail(self, action: Action, at: datetime) -> None:
        code = action.failing or "UNKNOWN_ERROR"
        action.enter("failed", at)
        action.error_code = code
        action.completed_at = at
        action.error_message = _MESSAGES.get(code, f"The command failed: {code}.")
        action.plan(None)
        self._outbox.action_ended(action, self._knobs)


def _refusal(device: Device, action: Action) -> str | None:
    if device.link_error is not None:
        return device.link_error
    if device.offline:
        return "DEVICE_OFFLINE"
    if device.next_failures:
        return device.next_failures.pop(0)
    if device.scheduler_active and action.on_conflict != "cancel_and_replace":
        return "SCHEDULER_ACTIVE"
    return None
