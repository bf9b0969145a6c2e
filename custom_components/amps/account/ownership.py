"""Which batteries the entries have: no battery belongs to two."""

from collections.abc import Iterable

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.util.hass_dict import HassKey

from ..const import CONF_BATTERIES, DOMAIN

_CLAIMS: HassKey[dict[str, frozenset[str]]] = HassKey(f"{DOMAIN}_claims")
"""By entry id the batteries that it follows, before they are registered."""


def batteries_of(hass: HomeAssistant, entry: ConfigEntry) -> set[str]:
    """Return the batteries that an entry has, or is meant to have."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    ids = {
        name
        for device in devices
        for domain, name in device.identifiers
        if domain == DOMAIN
    }
    return ids.union(entry.options.get(CONF_BATTERIES, ()))


def owned_elsewhere(hass: HomeAssistant, entry: ConfigEntry | None = None) -> set[str]:
    """Return the batteries of all other entries, disabled ones included."""
    owned: set[str] = set()
    for other in hass.config_entries.async_entries(DOMAIN, include_ignore=False):
        if other is not entry:
            owned |= batteries_of(hass, other)
            owned |= hass.data.get(_CLAIMS, {}).get(other.entry_id, frozenset())
    return owned


@callback
def async_claim(
    hass: HomeAssistant, entry: ConfigEntry, battery_ids: Iterable[str]
) -> None:
    """Note which batteries an entry follows: no other entry takes them at once."""
    hass.data.setdefault(_CLAIMS, {})[entry.entry_id] = frozenset(battery_ids)


@callback
def async_release(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Forget what an entry claimed; what it has registered stays its own."""
    _ = hass.data.get(_CLAIMS, {}).pop(entry.entry_id, None)
