"""Which batteries the entries have: no battery belongs to two."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from .const import CONF_BATTERIES, DOMAIN


def batteries_of(hass: HomeAssistant, entry: ConfigEntry) -> set[str]:
    """Give the batteries that an entry has, or is meant to have."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    ids = {
        name for it in devices for domain, name in it.identifiers if domain == DOMAIN
    }
    return ids.union(entry.options.get(CONF_BATTERIES, ()))


def owned_elsewhere(hass: HomeAssistant, entry: ConfigEntry | None = None) -> set[str]:
    """Give the batteries of all other entries, disabled ones included."""
    owned: set[str] = set()
    for other in hass.config_entries.async_entries(DOMAIN, include_ignore=False):
        if other is not entry:
            owned |= batteries_of(hass, other)
    return owned
