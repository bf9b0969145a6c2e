"""What a battery declares of its settings, and what it shows of them."""

from enum import StrEnum

from ..api.models import Battery
from ..exceptions import local_number
from .capabilities import Range


class SettingKey(StrEnum):
    """The settings that can be written (`amps-api.md` 4.4)."""

    SAFETY_RESERVE = "safety_reserve"
    DISCHARGE_FLOOR = "discharge_floor"
    CHARGE_CEILING = "charge_ceiling"
    EXPORT_LIMIT = "export_limit"
    MAX_CHARGE_RATE = "max_charge_rate"
    MAX_DISCHARGE_RATE = "max_discharge_rate"


LOWEST = (SettingKey.SAFETY_RESERVE, SettingKey.DISCHARGE_FLOOR)
"""Levels that make no sense above `charge_ceiling`."""

_PERCENT = Range(0.0, 100.0, "percent")
_AMPS = Range(0.0, 1000.0, "amps")
CANONICAL = {
    SettingKey.SAFETY_RESERVE: _PERCENT,
    SettingKey.DISCHARGE_FLOOR: _PERCENT,
    SettingKey.CHARGE_CEILING: _PERCENT,
    SettingKey.EXPORT_LIMIT: Range(0.0, 100_000.0, "watts"),
    SettingKey.MAX_CHARGE_RATE: _AMPS,
    SettingKey.MAX_DISCHARGE_RATE: _AMPS,
}
"""Where a battery gives none; no home exports more than 100 kW."""

SYMBOLS = {
    "percent": "%",
    "%": "%",
    "watts": "W",
    "watt": "W",
    "w": "W",
    "kw": "kW",
    "amps": "A",
    "amp": "A",
    "a": "A",
}
"""Units as Amps writes them, and as people do."""


def setting_range(battery: Battery, key: SettingKey) -> Range | None:
    """Return what a setting takes, in its own unit; None where it is not declared."""
    setting = (battery.settings or {}).get(key)
    if setting is None:
        return None
    bounds, canonical = setting.bounds, CANONICAL[key]
    return Range(
        canonical.minimum if bounds.minimum is None else bounds.minimum,
        canonical.maximum if bounds.maximum is None else bounds.maximum,
        bounds.wire_unit or canonical.unit,
    )


def setting_symbol(battery: Battery, key: SettingKey) -> str:
    """Return the unit of a setting as people write it."""
    takes = setting_range(battery, key) or CANONICAL[key]
    return SYMBOLS.get(takes.unit.lower(), takes.unit)


def setting_value(battery: Battery, key: SettingKey) -> float | None:
    """Return what was last read of a setting, as far as it is a number."""
    setting = (battery.settings or {}).get(key)
    value = setting.value if setting else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value


def setting_text(battery: Battery, key: SettingKey, value: float | None) -> str:
    """Return a value with its unit."""
    if value is None:
        return "-"
    return f"{local_number(value)} {setting_symbol(battery, key)}"
