"""Tells what stays at Amps of a battery that is no longer followed, while it does."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from ..battery.removal import Remains
from ..const import DOMAIN
from ..exceptions import local_time
from ..schedule.titles import format_title
from .issue import lines

LEFT_BEHIND = "left_behind"
UNTIL = "until"


@callback
def async_tell(
    hass: HomeAssistant, battery_id: str, name: str, remains: Sequence[Remains]
) -> None:
    """Tell what stays of a battery, until that is over or the owner knows."""
    ends = [it.occurrence.end for it in remains]
    until = max(ends) if all(it.ends for it in remains) else None
    issue_id = _id(battery_id)
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        data={UNTIL: until.isoformat() if until else None},
        is_fixable=True,
        is_persistent=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=LEFT_BEHIND,
        translation_placeholders={
            "battery": name,
            "windows": lines(map(_text, remains)),
        },
    )
    _delete_at(hass, issue_id, until)


@callback
def async_watch(hass: HomeAssistant) -> None:
    """See to it that what was told before a start goes when it is over."""
    for issue in list(ir.async_get(hass).issues.values()):
        if issue.domain == DOMAIN and issue.issue_id.startswith(LEFT_BEHIND):
            until = (issue.data or {}).get(UNTIL)
            at = datetime.fromisoformat(str(until)) if until else None
            _delete_at(hass, issue.issue_id, at)


@callback
def async_forget(hass: HomeAssistant, battery_id: str) -> None:
    """Tell no more: the battery is followed again."""
    ir.async_delete_issue(hass, DOMAIN, _id(battery_id))


def _text(remains: Remains) -> str:
    """Return what the owner reads of something that stays."""
    one = remains.occurrence
    title = format_title(one.command, one.parameters)
    end = local_time(one.end) if remains.ends else "..."
    return f"{title}: {local_time(one.start)} - {end}"


def _id(battery_id: str) -> str:
    return f"{LEFT_BEHIND}_{battery_id}"


def _delete_at(hass: HomeAssistant, issue_id: str, at: datetime | None) -> None:
    if at is None:
        return

    @callback
    def delete() -> None:
        """Delete it, unless it is about something else by now."""
        issue = ir.async_get(hass).async_get_issue(DOMAIN, issue_id)
        if issue is not None and (issue.data or {}).get(UNTIL) == at.isoformat():
            ir.async_delete_issue(hass, DOMAIN, issue_id)

    ahead = max(at - dt_util.utcnow(), timedelta())
    job = HassJob(delete, cancel_on_shutdown=True)
    _ = hass.loop.call_later(ahead.total_seconds(), hass.async_run_hass_job, job)
