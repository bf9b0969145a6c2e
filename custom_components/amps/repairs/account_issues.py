"""Repairs that are not about one battery: of all entries together."""

from datetime import timedelta

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN

POLLING_DISABLED = "polling_disabled"
CLOCK_WRONG = "clock_wrong"
MAX_CLOCK_OFFSET = timedelta(seconds=60)


@callback
def async_compare_account(hass: HomeAssistant) -> None:
    """Create the repairs that hold for any entry, and delete the others."""
    entries = hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    )
    unpolled = [it.title for it in entries if it.pref_disable_polling]
    if unpolled:
        ir.async_create_issue(
            hass,
            DOMAIN,
            POLLING_DISABLED,
            is_fixable=True,
            severity=ir.IssueSeverity.ERROR,
            translation_key=POLLING_DISABLED,
            translation_placeholders={"entries": ", ".join(sorted(unpolled))},
        )
    else:
        _delete(hass, POLLING_DISABLED)
    offsets = [offset for it in entries if (offset := _clock_offset(it)) is not None]
    worst = max(offsets, key=abs, default=timedelta())
    if abs(worst) > MAX_CLOCK_OFFSET:
        ir.async_create_issue(
            hass,
            DOMAIN,
            CLOCK_WRONG,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=CLOCK_WRONG,
            translation_placeholders={
                "minutes": str(round(abs(worst) / timedelta(minutes=1)))
            },
        )
    else:
        _delete(hass, CLOCK_WRONG)


def _clock_offset(entry: ConfigEntry) -> timedelta | None:
    """Return how far Amps' clock is ahead of ours, as seen by a loaded entry."""
    if entry.state not in (
        ConfigEntryState.LOADED,
        ConfigEntryState.SETUP_IN_PROGRESS,
    ) or not hasattr(entry, "runtime_data"):
        return None
    offset: timedelta | None = entry.runtime_data.coordinator.client.clock_offset
    return offset


def _delete(hass: HomeAssistant, issue_id: str) -> None:
    """Delete a repair; one that is left from before a restart may still come back."""
    issue = ir.async_get(hass).async_get_issue(DOMAIN, issue_id)
    if issue is not None and issue.active:
        ir.async_delete_issue(hass, DOMAIN, issue_id)
