"""How each kind of repair is fixed."""

from ..battery.goal_run import REASONS
from ..engine.occurrence import Reason
from . import fixes
from .battery_issues import LINK_BROKEN
from .entry_issues import LEFT_BEHIND, POLLING_DISABLED
from .flow import CONFIRM, NOT_FOLLOWED, AmpsRepairFlow, Fix

_LOSSES_WITH_WORDS = frozenset(
    {
        Reason.SLOT_HELD,
        Reason.BUSY,
        Reason.NOT_ALLOWED,
        Reason.LINK_BROKEN,
        Reason.RATE_LIMITED,
        Reason.AMPS_ERROR,
        Reason.VENDOR_SCHEDULE,
        Reason.DEVICE_OFFLINE,
        Reason.REJECTED,
        Reason.TIME_ZONE,
        Reason.AMPS_UNREACHABLE,
        Reason.NOT_STORED,
        Reason.HOME_ASSISTANT_OFF,
        Reason.CAPABILITY_GONE,
        Reason.DEVICE_GONE,
    }
)
"""Why a window did not take place, where the form says more about it."""
_RISKS_WITH_WORDS = frozenset(
    {
        Reason.BUSY,
        Reason.NOT_ALLOWED,
        Reason.LINK_BROKEN,
        Reason.RATE_LIMITED,
        Reason.AMPS_ERROR,
        Reason.DEVICE_OFFLINE,
        Reason.REJECTED,
        Reason.TIME_ZONE,
        Reason.AMPS_UNREACHABLE,
        Reason.NOT_STORED,
        Reason.DEVICE_GONE,
        Reason.NOT_SEEN,
        Reason.NOT_WITHDRAWN,
        Reason.TARGET_NOT_MET,
    }
)
"""What endangers a window, where the form says more about it."""

_HINDRANCES = frozenset(REASONS.values())
"""Why a goal cannot be met; the form says more about each."""

FIXES: dict[str, Fix] = {
    "cancelled_elsewhere": Fix(fix_fn=fixes.async_send_again),
    "capability_gone": Fix(
        steps=frozenset({"occurrences"}),
        step_fn=lambda data: CONFIRM if data.get("whole") else "occurrences",
        fix_fn=fixes.async_drop_impossible,
    ),
    "command_failed": Fix(),
    "device_gone": Fix(
        aborts={"not_loaded": fixes.is_not_loaded}, fix_fn=fixes.async_forget
    ),
    "goal_at_risk": Fix(
        steps=_HINDRANCES,
        step_fn=lambda data: data.get("reason"),
    ),
    LEFT_BEHIND: Fix(aborts={}),
    LINK_BROKEN: Fix(
        steps=frozenset({"reconnect"}),
        step_fn=lambda data: CONFIRM if data.get("address") is None else "reconnect",
        fix_fn=fixes.async_read,
    ),
    "not_stored": Fix(),
    POLLING_DISABLED: Fix(aborts={}, fix_fn=fixes.async_enable_polling),
    "return_failed": Fix(fix_fn=fixes.async_restore),
    "runs_on": Fix(),
    "slot_held": Fix(
        aborts={**NOT_FOLLOWED, "in_flight": fixes.is_in_flight},
        fix_fn=fixes.async_cancel_holder,
    ),
    "stop_pending": Fix(fix_fn=fixes.async_forget_stop),
    "storage_unreadable": Fix(fix_fn=fixes.async_dismiss_set_aside),
    "time_zone": Fix(
        schema_fn=fixes.async_zone_schema,
        fix_fn=fixes.async_set_chosen_zone,
    ),
    "vendor_schedule": Fix(fix_fn=fixes.async_take_over),
    "window_at_risk": Fix(
        steps=_RISKS_WITH_WORDS,
        step_fn=lambda data: data.get("reason"),
    ),
    "window_missed": Fix(
        steps=_LOSSES_WITH_WORDS,
        step_fn=lambda data: data.get("reason"),
    ),
    "windows_unreadable": Fix(fix_fn=fixes.async_drop_unreadable),
}
"""By what ids of repairs begin with."""


def flow_of(issue_id: str) -> AmpsRepairFlow:
    """Return the flow that fixes a repair."""
    found = (fix for key, fix in FIXES.items() if issue_id.startswith(key))
    return AmpsRepairFlow(next(found))
