"""Where a read's data comes from: cache, battery, or what was last stored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .device import Capture, Device
from .errors import ApiError, device_not_found
from .knobs import Knobs
from .physics import motion, status

TRANSIENT = frozenset(
    {
        "NETWORK_ERROR",
        "RATE_LIMITED",
        "SERVICE_UNAVAILABLE",
        "TIMEOUT",
        "UNKNOWN_ERROR",
    }
)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A captured state and the tier that gave it."""

    capture: Capture
    source: str
    cache_type: str | None = None
    available: bool = True


type SettingsNow = Callable[[Device], dict[str, Any]]


def take(device: Device, at: datetime, settings_now: SettingsNow) -> Capture:
    """Capture the actual state of the battery."""
    kw, command = motion(device, at).kw, device.mode.command
    if device.next_flaps:
        kw, command = 0.0, device.next_flaps.pop(0)
    return Capture(
        at=at,
        state={
            "status": status(device, kw),
            "level": round(device.level, 1),
            "capacity": device.capacity_kwh,
            "chargeRate": round(kw, 3),
            "dischargeLimit": device.setting("discharge_floor", 10),
            "currentMode": command,
        },
        settings=settings_now(device),
    )


def read_one(
    device: Device,
    now: datetime,
    knobs: Knobs,
    settings_now: SettingsNow,
    *,
    expedite: bool,
) -> Reading:
    """Respond to `GET /battery/{id}` in the documented order of tiers."""
    refuse_broken_link(device)
    if knobs.projection:
        device.capture = take(device, now, settings_now)
        return Reading(capture=device.capture, source="projection")
    kind = "expedite" if expedite else "normal"
    lifetime = knobs.expedite_cache if expedite else knobs.normal_cache
    stored = device.capture
    if stored is not None and now - stored.at < timedelta(seconds=lifetime):
        return Reading(capture=stored, source="cache", cache_type=kind)
    trouble = "DEVICE_OFFLINE" if device.offline else device.read_error
    device.pull_failed = trouble is not None
    if trouble is None:
        device.capture = take(device, now, settings_now)
        return Reading(capture=device.capture, source="live", cache_type=kind)
    if trouble == "DEVICE_NOT_FOUND" or (trouble in TRANSIENT and stored is None):
        raise device_not_found(device.id)
    if trouble not in TRANSIENT or stored is None:
        raise ApiError(knobs.offline_status, trouble, "The device did not answer.")
    return Reading(capture=stored, source="fallback", cache_type=kind, available=False)


def read_listed(device: Device, knobs: Knobs) -> Reading | None:
    """Return the item of a list: the last capture, never a pull."""
    if device.capture is None:
        return None
    if device.pull_failed or device.link_error is not None:
        return Reading(capture=device.capture, source="fallback", available=False)
    source = "projection" if knobs.projection else "cache"
    return Reading(capture=device.capture, source=source)


def refuse_broken_link(device: Device) -> None:
    """Refuse with 401 where the manufacturer refuses the owner's credentials."""
    if device.link_error is not None:
        raise ApiError(
            401, device.link_error, "The manufacturer rejected the credentials."
        )
