"""Which repairs hold for a battery: a pure function of what is known of its plan."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from homeassistant.helpers.issue_registry import IssueSeverity
from yarl import URL

from ..engine.due_restore import not_restored, restore_command
from ..schedule.window import Occurrence
from .goal_issues import goal_at_risk
from .issue import Facts, Issue
from .planning_issues import planning_blocked
from .window_issues import FOLLOWED, runs_on, window_at_risk, window_missed
from .wording import UNKNOWN, RepairWords

LINK_BROKEN = "link_broken"


def held(facts: Facts) -> list[Issue]:
    """Return the repairs that hold now for a battery that is in the account."""
    rules = _ALWAYS if facts.situation.paused else (*_ALWAYS, *FOLLOWED)
    return [issue for rule in rules for issue in rule(facts)]


def gone(battery_id: str, name: str, upcoming: Occurrence, words: RepairWords) -> Issue:
    """Return the repair for a battery that left the account with windows ahead."""
    return Issue(
        key="device_gone",
        about=battery_id,
        severity=IssueSeverity.ERROR,
        persistent=True,
        placeholders={"battery": name, **words.occurrence(upcoming)},
    )


def next_one(planned: Iterable[Occurrence], now: datetime) -> Occurrence | None:
    """Return the next occurrence that is not over; they are given by start."""
    return next((occurrence for occurrence in planned if occurrence.end > now), None)


def _time_zone(facts: Facts) -> Iterator[Issue]:
    state = facts.situation.state
    if state.zone_error is not None:
        yield Issue(
            key="time_zone",
            about=facts.battery_id,
            severity=IssueSeverity.ERROR,
            placeholders={
                "battery": facts.name,
                "zone": state.zone or UNKNOWN,
                "error": _span(state.zone_error),
            },
        )


def _return_failed(facts: Facts) -> Iterator[Issue]:
    """Tell of the mode that did not come back after a window."""
    situation, words = facts.situation, facts.words
    if (restore := not_restored(situation)) is None:
        return
    mark = f"not_restored/{restore.key}"
    if mark not in situation.state.dismissed:
        yield Issue(
            key="return_failed",
            about=facts.battery_id,
            severity=IssueSeverity.ERROR,
            placeholders={
                "battery": facts.name,
                **words.occurrence(restore.left.occurrence),
                "mode": words.title(restore_command(restore, situation)),
                "now": words.title(situation.battery.current_mode),
                "seen": words.instant(situation.battery.last_pulled_at),
            },
            marks=(mark,),
        )


def _windows_unreadable(facts: Facts) -> Iterator[Issue]:
    """Tell of windows that are in the plan and cannot take place."""
    if facts.plan_unreadable:
        yield Issue(
            key="windows_unreadable",
            about=facts.battery_id,
            severity=IssueSeverity.ERROR,
            placeholders={
                "battery": facts.name,
                "number": str(facts.plan_unreadable),
            },
        )


def _storage_unreadable(facts: Facts) -> Iterator[Issue]:
    """Tell where what could not be read is kept."""
    if facts.set_aside is not None:
        yield Issue(
            key="storage_unreadable",
            about=facts.battery_id,
            severity=IssueSeverity.ERROR,
            placeholders={"battery": facts.name, "file": facts.set_aside},
        )


def _not_stored(facts: Facts) -> Iterator[Issue]:
    """Tell that nothing can be planned or sent as long as nothing can be stored."""
    if not facts.situation.storable:
        yield Issue(
            key="not_stored",
            about=facts.battery_id,
            severity=IssueSeverity.ERROR,
            placeholders={"battery": facts.name},
        )


def _stop_pending(facts: Facts) -> Iterator[Issue]:
    situation = facts.situation
    if situation.state.pending is None:
        return
    ends = [holder.end for holder in situation.holders if holder.end is not None]
    yield Issue(
        key="stop_pending",
        about=facts.battery_id,
        placeholders={
            "battery": facts.name,
            "end": facts.words.instant(max(ends, default=None)),
        },
    )


def link_is_broken(trouble: str | None) -> bool:
    """Return whether a code says that the manufacturer refuses Amps' access."""
    return trouble not in (None, "DEVICE_OFFLINE")


def _link_broken(facts: Facts) -> Iterator[Issue]:
    if link_is_broken(facts.trouble):
        address = facts.address
        yield Issue(
            key=LINK_BROKEN,
            about=facts.battery_id,
            severity=IssueSeverity.ERROR,
            persistent=address is not None,
            placeholders={
                "battery": facts.name,
                "code": facts.trouble or UNKNOWN,
                "address": address or UNKNOWN,
                "host": (URL(address).host if address else None) or UNKNOWN,
            },
            data={"address": address},
        )


def _command_failed(facts: Facts) -> Iterator[Issue]:
    """Tell of the last command by hand, where that failed."""
    state = facts.situation.state
    if (failed := state.failed) is None:
        return
    mark = f"command/{failed.command}/{failed.at}"
    if mark not in state.dismissed:
        yield Issue(
            key="command_failed",
            about=facts.battery_id,
            placeholders={
                "battery": facts.name,
                "command": facts.words.title(failed.command),
                "time": facts.words.instant(failed.at),
                "code": failed.code or UNKNOWN,
            },
            marks=(mark,),
        )


def _span(error: timedelta) -> str:
    minutes = round(error / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours}:{rest:02}"


_ALWAYS: tuple[Callable[[Facts], Iterator[Issue]], ...] = (
    _storage_unreadable,
    _windows_unreadable,
    _not_stored,
    _link_broken,
    _time_zone,
    _command_failed,
    window_missed,
    window_at_risk,
    goal_at_risk,
    planning_blocked,
    runs_on,
    _return_failed,
    _stop_pending,
)
