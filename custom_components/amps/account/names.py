"""What batteries are called."""

from collections import Counter
from collections.abc import Iterable
import re

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..api.models import Battery
from ..const import DOMAIN

BRANDS = {
    "alphaess": "AlphaESS",
    "byd": "BYD",
    "enphase": "Enphase",
    "foxess": "FoxESS",
    "givenergy": "GivEnergy",
    "goodwe": "GoodWe",
    "growatt": "Growatt",
    "huawei": "Huawei",
    "lg": "LG",
    "sigenergy": "Sigenergy",
    "sma": "SMA",
    "solaredge": "SolarEdge",
    "solax": "SolaX",
    "solis": "Solis",
    "sungrow": "Sungrow",
    "tesla": "Tesla",
    "victron": "Victron",
}
"""How manufacturers write themselves; Amps' casing varies."""
_LIKE_A_KEY = {
    "capacity": re.compile(r"_learned_*\Z"),
    "level": re.compile(r"_expected_*\Z"),
    "power": re.compile(r"_(charge|discharge)_*\Z"),
    "status": re.compile(r"_planning_*\Z"),
}
"""How an id ends that, with that key behind it, may be another id and a longer key."""
_MARKUP = re.compile(r"[\[\]<>`\\@]|://|www\.", re.IGNORECASE)


def brand(battery: Battery) -> str | None:
    """Return a battery's manufacturer; one that is not known here as Amps writes it."""
    if battery.vendor is None:
        return None
    return BRANDS.get(battery.vendor.casefold(), battery.vendor)


def battery_names(batteries: Iterable[Battery]) -> dict[str, str]:
    """Name batteries, by battery id: by vendor and model.

    Where two are equal, the last four characters of their ids tell them apart.
    """
    plain = {battery.id: _plain_name(battery) for battery in batteries}
    count = Counter(plain.values())
    return {
        battery_id: f"{name} {battery_id[-4:]}" if count[name] > 1 else name
        for battery_id, name in plain.items()
    }


def device_name(hass: HomeAssistant, entry_id: str, battery_id: str) -> str:
    """Return what the owner calls a battery; its id where it has no device."""
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, battery_id), entry_id
    )
    named = (device.name_by_user or device.name) if device else None
    return named or battery_id


def unique_id(battery_id: str, key: str) -> str:
    """Return an entity's unique id: no other battery's entity of its platform has it.

    `device_charge` and `power` are not `device` and `charge_power`; no key holds two
    underscores in a row.
    """
    if key in _LIKE_A_KEY and _LIKE_A_KEY[key].search(battery_id):
        return f"{battery_id}__{key}"
    return f"{battery_id}_{key}"


def unmarked(text: str) -> str:
    """Return a text without what would become a link, a picture or a tag.

    Names and Amps' own words also stand in texts that are Markdown.
    """
    return " ".join(_MARKUP.sub(" ", text).split())


def _plain_name(battery: Battery) -> str:
    parts = (brand(battery), battery.model)
    return unmarked(" ".join(part for part in parts if part)) or "Amps"
