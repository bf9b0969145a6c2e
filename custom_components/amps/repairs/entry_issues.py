"""Repairs that no followed battery has: of entries, and of what was left at Amps."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.issue_registry import IssueSeverity
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..account.names import device_name
from ..account.ownership import batteries_of
from ..battery.removal import Remains
from ..battery.store import BatteryStore
from ..battery.stored import StoredBattery
from ..const import DOMAIN
from ..engine.push import is_too_late
from ..engine.risks import UNREACHABLE_AFTER
from ..engine.situation import WARN_BEFORE_START
from ..engine.storage import plan_from_rows
from ..runtime import AmpsConfigEntry
from ..schedule.window import Occurrence
from .issue import ENTRY_ID
from .wording import RepairWords, listed

POLLING_DISABLED = "polling_disabled"
CLOCK_WRONG = "clock_wrong"
LEFT_BEHIND = "left_behind"
AMPS_UNREACHABLE = "amps_unreachable"

MAX_CLOCK_OFFSET = timedelta(seconds=60)
UNTIL = "until"
_UNREACHED_SINCE: HassKey[dict[str, datetime]] = HassKey(f"{DOMAIN}_unreached")
"""Since when Amps has not answered the set-up of an entry, by entry id."""


@callback
def async_compare_entries(hass: HomeAssistant) -> None:
    """Create the repairs that hold for any entry, and delete the others."""
    entries: list[AmpsConfigEntry] = hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    )
    unpolled = sorted(entry.title for entry in entries if entry.pref_disable_polling)
    _compare(
        hass,
        POLLING_DISABLED,
        IssueSeverity.ERROR,
        {"entries": ", ".join(unpolled)} if unpolled else None,
    )
    offset = max(map(_clock_offset, entries), default=timedelta())
    _compare(
        hass,
        CLOCK_WRONG,
        IssueSeverity.WARNING,
        {"minutes": str(round(offset / timedelta(minutes=1)))}
        if offset > MAX_CLOCK_OFFSET
        else None,
    )


def _clock_offset(entry: AmpsConfigEntry) -> timedelta:
    """Return how far Amps' clock is from ours, as seen by a loaded entry."""
    if entry.state not in (
        ConfigEntryState.LOADED,
        ConfigEntryState.SETUP_IN_PROGRESS,
    ) or not hasattr(entry, "runtime_data"):
        return timedelta()
    return abs(entry.runtime_data.coordinator.client.clock_offset or timedelta())


def _compare(
    hass: HomeAssistant,
    key: str,
    severity: IssueSeverity,
    placeholders: dict[str, str] | None,
) -> None:
    """Create a repair, or delete it: one of before a restart may still come back."""
    if placeholders is not None:
        ir.async_create_issue(
            hass,
            DOMAIN,
            key,
            is_fixable=key == POLLING_DISABLED,
            severity=severity,
            translation_key=key,
            translation_placeholders=placeholders,
        )
    elif (issue := ir.async_get(hass).async_get_issue(DOMAIN, key)) and issue.active:
        ir.async_delete_issue(hass, DOMAIN, key)


async def async_warn_unreached(hass: HomeAssistant, entry: AmpsConfigEntry) -> None:
    """Warn of windows that begin soon and that Amps does not have yet.

    Called at each try of a set-up that Amps does not answer; a short silence is none.
    """
    now = dt_util.utcnow()
    since = hass.data.setdefault(_UNREACHED_SINCE, {}).setdefault(entry.entry_id, now)
    if now - since < UNREACHABLE_AFTER:
        return
    words, texts = RepairWords(hass), list[str]()
    for battery_id in sorted(batteries_of(hass, entry)):
        stored = await BatteryStore(hass, battery_id).async_load()
        if stored is None or stored.left is not None or not stored.enabled:
            continue
        name = device_name(hass, entry.entry_id, battery_id)
        soon = await hass.async_add_executor_job(list, _endangered(stored, now))
        texts += [f"{name}: {words.line(occurrence)}" for occurrence in soon]
    if texts:  # what was told before stays until Amps answers
        ir.async_create_issue(
            hass,
            DOMAIN,
            f"{AMPS_UNREACHABLE}_{entry.entry_id}",
            data={ENTRY_ID: entry.entry_id},
            is_fixable=False,
            severity=IssueSeverity.ERROR,
            translation_key=AMPS_UNREACHABLE,
            translation_placeholders={"windows": listed(texts)},
        )


@callback
def async_reached(hass: HomeAssistant, entry: AmpsConfigEntry) -> datetime | None:
    """Warn no more: Amps answers, and the plans are followed.

    Return since when Amps was tried to be reached in vain, on our clock, if it was.
    """
    ir.async_delete_issue(hass, DOMAIN, f"{AMPS_UNREACHABLE}_{entry.entry_id}")
    since: datetime | None = hass.data.get(_UNREACHED_SINCE, {}).pop(
        entry.entry_id, None
    )
    return since


def _endangered(stored: StoredBattery, now: datetime) -> Iterator[Occurrence]:
    """Return what begins soon, or might begin late, and is not with Amps."""
    state, plan = stored.state, plan_from_rows(stored.plan)
    for occurrence in plan.occurrences(now, now + WARN_BEFORE_START):
        record = state.record_of(occurrence)
        with_amps = record.action_id is not None or record.outcome is not None
        if not with_amps and not is_too_late(occurrence, now):
            yield occurrence


@callback
def async_tell_left_behind(
    hass: HomeAssistant, battery_id: str, name: str, remains: Sequence[Remains]
) -> None:
    """Tell what stays of a battery, until that is over or the owner knows."""
    ends = [one.occurrence.end for one in remains]
    until = max(ends) if all(one.ends for one in remains) else None
    issue_id, words = f"{LEFT_BEHIND}_{battery_id}", RepairWords(hass)
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        data={UNTIL: until.isoformat() if until else None},
        is_fixable=True,
        is_persistent=True,
        severity=IssueSeverity.WARNING,
        translation_key=LEFT_BEHIND,
        translation_placeholders={
            "battery": name,
            "windows": listed(_what_stays(words, one) for one in remains),
        },
    )
    _delete_at(hass, issue_id, until)


@callback
def async_watch_left_behind(hass: HomeAssistant) -> None:
    """Remove what was reported before a start once it is over."""
    for issue in list(ir.async_get(hass).issues.values()):
        if issue.domain == DOMAIN and issue.issue_id.startswith(LEFT_BEHIND):
            until = (issue.data or {}).get(UNTIL)
            at = datetime.fromisoformat(str(until)) if until else None
            _delete_at(hass, issue.issue_id, at)


@callback
def async_forget_left_behind(hass: HomeAssistant, battery_id: str) -> None:
    """Tell no more: the battery is followed again."""
    ir.async_delete_issue(hass, DOMAIN, f"{LEFT_BEHIND}_{battery_id}")


def _what_stays(words: RepairWords, remains: Remains) -> str:
    occurrence = remains.occurrence
    when = words.span(occurrence.start, occurrence.end if remains.ends else None)
    return f"{words.title(occurrence.command, occurrence.parameters)}: {when}"


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
    # Home Assistant's stop finds only jobs that are a timer's first argument
    job = HassJob(delete, cancel_on_shutdown=True)
    _ = hass.loop.call_later(ahead.total_seconds(), hass.async_run_hass_job, job)
