"""Tells which windows a start without Amps endangers, while nothing else is set up."""

from collections.abc import Iterator
from datetime import datetime

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..account.names import device_name
from ..account.ownership import batteries_of
from ..battery.store import BatteryStore, StoredBattery
from ..const import DOMAIN
from ..engine.push import is_too_late
from ..engine.risks import UNREACHABLE_AFTER
from ..engine.situation import RISK_AHEAD
from ..engine.storage import plan_from_rows
from ..exceptions import local_time
from ..schedule.titles import format_title
from ..schedule.window import Occurrence
from .issue import MAX_NAMED
from .manager import ENTRY_ID

AMPS_UNREACHABLE = "amps_unreachable"
_SINCE: HassKey[dict[str, datetime]] = HassKey(f"{DOMAIN}_unreached")
"""Since when Amps has not answered the set-up of an entry, by entry id."""


async def async_warn(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Warn of windows that begin soon and that Amps does not have yet.

    Called at each try of a set-up that Amps does not answer; a short silence is none.
    """
    now = dt_util.utcnow()
    since = hass.data.setdefault(_SINCE, {}).setdefault(entry.entry_id, now)
    if now - since < UNREACHABLE_AFTER:
        return
    lines: list[str] = []
    for battery_id in sorted(batteries_of(hass, entry)):
        stored = await BatteryStore(hass, battery_id).async_load()
        if stored is None or stored.left is not None or not stored.enabled:
            continue
        name = device_name(hass, entry.entry_id, battery_id)
        soon = await hass.async_add_executor_job(list, _endangered(stored, now))
        lines += [f"- {name}: {_told(it)}" for it in soon]
    if lines:  # what was told before stays until Amps answers
        more = ["- ..."] if len(lines) > MAX_NAMED else []
        _tell(hass, entry, "\n".join([*lines[:MAX_NAMED], *more]))


@callback
def async_reached(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Tell no more: Amps answers, and the plans are followed."""
    hass.data.get(_SINCE, {}).pop(entry.entry_id, None)
    ir.async_delete_issue(hass, DOMAIN, f"{AMPS_UNREACHABLE}_{entry.entry_id}")


def _endangered(stored: StoredBattery, now: datetime) -> Iterator[Occurrence]:
    """Return what begins soon, or might begin late, and is not with Amps."""
    memory, plan = stored.memory, plan_from_rows(stored.plan)
    for occurrence in plan.occurrences(now, now + RISK_AHEAD):
        record = memory.record_of(occurrence)
        with_amps = record.action_id is not None or record.outcome is not None
        if not with_amps and not is_too_late(occurrence, now):
            yield occurrence


def _told(occurrence: Occurrence) -> str:
    title = format_title(occurrence.command, occurrence.parameters)
    return f"{title}, {local_time(occurrence.start)} - {local_time(occurrence.end)}"


def _tell(hass: HomeAssistant, entry: ConfigEntry, windows: str) -> None:
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{AMPS_UNREACHABLE}_{entry.entry_id}",
        data={ENTRY_ID: entry.entry_id},
        is_fixable=False,
        severity=ir.IssueSeverity.ERROR,
        translation_key=AMPS_UNREACHABLE,
        translation_placeholders={"windows": windows},
    )
