"""How level and power change: linear pieces between events."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .device import Device

# Percent of the capacity per hour, from the UTC hour on: night, morning, day, evening.
# It is the sandbox's documented day, made to close: 70 -> 46 -> 88 -> 28 -> 70.
_CURVES: dict[str, tuple[tuple[int, float], ...]] = {
    "auto.balanced": ((0, 14 / 3), (6, -8.0), (9, 7.0), (15, -10.0), (21, 14 / 3)),
    "auto.reserve": ((0, 14 / 3), (6, 0.0), (9, 7.0), (15, 0.0), (21, 14 / 3)),
    "auto.export": ((0, 4.0), (6, -8.0), (9, 3.5), (15, -15.0), (21, 4.0)),
}
_HOUR = timedelta(hours=1)

type OnStop = Callable[[Device, datetime, str], None]


@dataclass(frozen=True)
class Motion:
    """A power (positive = charging) and the level at which it ends."""

    kw: float
    stop: float


def motion(device: Device, at: datetime) -> Motion:
    """Return what the battery does at an instant, given its level then."""
    command = device.mode.command
    if command == "charge":
        wanted = Motion(_charge_limit(device), _charge_stop(device))
    elif command == "discharge":
        wanted = Motion(-_discharge_limit(device), _discharge_stop(device))
    elif command in _CURVES:
        wanted = _automatic(device, at)
    else:
        wanted = Motion(0.0, device.level)
    if wanted.kw > 0 and device.level >= wanted.stop:
        return Motion(0.0, device.level)
    if wanted.kw < 0 and device.level <= wanted.stop:
        return Motion(0.0, device.level)
    return wanted


def advance(device: Device, to: datetime, on_stop: OnStop) -> None:
    """Advance a battery to an instant, and return when a direct command stops."""
    if device.at is None:
        device.at = to
    while device.at < to:
        now = motion(device, device.at)
        end = min(to, _next_piece(device, device.at))
        if not now.kw:
            device.at = end
            continue
        per_hour = now.kw / device.capacity_kwh * 100
        reached = device.at + _HOUR * ((now.stop - device.level) / per_hour)
        if reached > end:
            _move(device, device.level + per_hour * ((end - device.at) / _HOUR))
            device.at = end
            continue
        _move(device, now.stop)
        device.at = max(device.at, reached)
        if device.mode.command in {"charge", "discharge"}:
            on_stop(device, device.at, _why_stopped(device, now.stop))


def status(device: Device, kw: float) -> str:
    """Return the word for a power."""
    if kw > 0:
        return "charging"
    return "discharging" if kw < 0 else device.resting_status


def _move(device: Device, level: float) -> None:
    kwh = (level - device.level) * device.capacity_kwh / 100
    if kwh > 0:
        device.charged_kwh += kwh
    else:
        device.discharged_kwh -= kwh
    device.level = level


def _charge_limit(device: Device) -> float:
    amps = device.setting("max_charge_rate", float("inf"))
    power = device.mode.parameters.get("power", float("inf"))
    return min(power, device.max_charge_kw, amps * device.volts / 1000)


def _discharge_limit(device: Device) -> float:
    amps = device.setting("max_discharge_rate", float("inf"))
    export = device.setting("export_limit", float("inf"))
    power = device.mode.parameters.get("power", float("inf"))
    return min(
        power,
        device.max_discharge_kw,
        amps * device.volts / 1000,
        device.house_load_kw + export / 1000,
    )


def _charge_stop(device: Device) -> float:
    return min(device.mode.parameters.get("target", 100.0), device.ceiling)


def _discharge_stop(device: Device) -> float:
    given = device.mode.parameters
    return max(given.get("target", 0.0), given.get("reserve", 0.0), device.floor)


def _why_stopped(device: Device, stop: float) -> str:
    at_target = device.mode.parameters.get("target") == stop
    return "target_reached" if at_target else "limit_reached"


def _automatic(device: Device, at: datetime) -> Motion:
    """Return what it does where it follows the house, or the sandbox's day."""
    if device.house_net_kw is not None:
        kw = -device.house_net_kw[at.astimezone(ZoneInfo(device.zone)).hour]
        if device.mode.command == "auto.reserve":
            kw = max(kw, 0.0)
    else:
        hour = at.astimezone(UTC).hour
        pieces = _CURVES[device.mode.command]
        rate = next(value for begin, value in reversed(pieces) if hour >= begin)
        kw = rate * device.capacity_kwh / 100
    if kw >= 0:
        return Motion(min(kw, _charge_limit(device)), device.ceiling)
    return Motion(-min(-kw, _discharge_limit(device)), device.floor)


def _next_piece(device: Device, at: datetime) -> datetime:
    pieces = _CURVES.get(device.mode.command)
    if pieces is None:
        return datetime.max.replace(tzinfo=UTC)
    if device.house_net_kw is not None:
        return at.replace(minute=0, second=0, microsecond=0) + _HOUR
    midnight = datetime.combine(at.astimezone(UTC), time(), UTC)
    for hour in (*(begin for begin, _ in pieces), 24):
        if (begin := midnight + hour * _HOUR) > at:
            return begin
    raise AssertionError(at)
