"""Repairs for what is wrong with a whole account, also while its set-up fails."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..api.errors import AmpsError, UnreadableError
from ..const import DOMAIN

LIVE_ACCESS_DISABLED = "LIVE_ACCESS_DISABLED"
MIN_UNREADABLE_POLLS = 3
MIN_UNREADABLE_TIME = timedelta(minutes=5)
"""How many polls, and for how long, before unreadable responses are reported."""


class AccountFault(StrEnum):
    """What only the owner, Amps or an update can put right; ids of repairs."""

    LIVE_ACCESS = "live_access"
    API_UNKNOWN = "api_unknown"


@dataclass(slots=True)
class _Noted:
    """What the polls of one entry showed since the last one that worked."""

    fault: AccountFault | None = None
    unreadable: int = 0
    since: datetime | None = None

    def take_in(self, error: AmpsError, now: datetime) -> None:
        if error.code == LIVE_ACCESS_DISABLED:
            self.fault = AccountFault.LIVE_ACCESS
        if isinstance(error, UnreadableError):
            self.unreadable += 1
            self.since = self.since or now
            lasts = now - self.since >= MIN_UNREADABLE_TIME
            if lasts and self.unreadable >= MIN_UNREADABLE_POLLS:
                self.fault = AccountFault.API_UNKNOWN


_NOTED: HassKey[dict[str, _Noted]] = HassKey(f"{DOMAIN}_account_faults")
"""By entry id; it outlives the entry's set-up."""


@callback
def async_watch_faults(hass: HomeAssistant) -> None:
    """Compare the repairs whenever an entry comes, goes or is switched off."""

    @callback
    def compare(_change: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain == DOMAIN:
            _compare(hass)

    _ = async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, compare)


@callback
def async_note_poll(
    hass: HomeAssistant, entry_id: str, error: AmpsError | None
) -> None:
    """Note how a poll of the account ended: with an error, or well."""
    noted = hass.data.setdefault(_NOTED, {})
    before = noted[entry_id].fault if entry_id in noted else None
    if error is None:
        noted.pop(entry_id, None)
    else:
        noted.setdefault(entry_id, _Noted()).take_in(error, dt_util.utcnow())
    after = noted[entry_id].fault if entry_id in noted else None
    if before is not after:
        _compare(hass)


@callback
def _compare(hass: HomeAssistant) -> None:
    registry = ir.async_get(hass)
    for fault in AccountFault:
        titles = _titles(hass, fault)
        if titles:
            ir.async_create_issue(
                hass,
                DOMAIN,
                fault.value,
                is_fixable=False,
                severity=ir.IssueSeverity.ERROR,
                translation_key=fault.value,
                translation_placeholders={"entries": ", ".join(titles)},
            )
        elif (found := registry.async_get_issue(DOMAIN, fault.value)) and found.active:
            ir.async_delete_issue(hass, DOMAIN, fault.value)


def _titles(hass: HomeAssistant, fault: AccountFault) -> list[str]:
    """Return the titles of the entries that have a fault."""
    noted = hass.data.get(_NOTED, {})
    entries = hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    )
    return sorted(
        entry.title
        for entry in entries
        if (known := noted.get(entry.entry_id)) and known.fault is fault
    )
