"""What batteries are called."""

from collections import Counter
from collections.abc import Iterable

from .api.models import Battery

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


def brand(battery: Battery) -> str | None:
    """Give a battery's manufacturer; one that is not known here as Amps writes it."""
    if battery.vendor is None:
        return None
    return BRANDS.get(battery.vendor.casefold(), battery.vendor)


def battery_names(batteries: Iterable[Battery]) -> dict[str, str]:
    """Name batteries, by Amps device id: by vendor and model.

    Where two are equal, the last four characters of their ids tell them apart.
    """
    plain = {battery.id: _plain_name(battery) for battery in batteries}
    count = Counter(plain.values())
    return {
        device_id: f"{name} {device_id[-4:]}" if count[name] > 1 else name
        for device_id, name in plain.items()
    }


def _plain_name(battery: Battery) -> str:
    return " ".join(part for part in (brand(battery), battery.model) if part) or "Amps"
