"""What somebody who helps needs to know, and no secret."""

from collections.abc import Mapping, Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from homeassistant.components.diagnostics import REDACTED, async_redact_data
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_API_KEY, CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntry
from homeassistant.util import dt as dt_util

from .account.snapshot import Snapshot
from .account.webhook import deliveries
from .account.webhook_address import WEBHOOK_OPTIONS
from .battery.controller import BatteryController
from .battery.day_run import DayView, settings_of
from .battery.defaults import Default
from .const import DOMAIN
from .coordinator import AmpsCoordinator
from .inputs.errors import HouseError, PriceError
from .inputs.finding import PRICES_AHEAD
from .inputs.settings import PriceKind
from .runtime import AmpsConfigEntry

TO_REDACT = {CONF_API_KEY, *WEBHOOK_OPTIONS}


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: AmpsConfigEntry
) -> dict[str, Any]:
    """Describe an entry with all its batteries."""
    return _described(hass, entry, None, await _async_inputs(entry))


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: AmpsConfigEntry, device: DeviceEntry
) -> dict[str, Any]:
    """Describe an entry with one of its batteries."""
    ids = {name for domain, name in device.identifiers if domain == DOMAIN}
    return _described(hass, entry, ids, await _async_inputs(entry))


def _described(
    hass: HomeAssistant,
    entry: AmpsConfigEntry,
    only: AbstractSet[str] | None,
    inputs: dict[str, Any],
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "entry": {
            "title": entry.title,
            "state": entry.state,
            "data": entry.data,
            "options": entry.options,
        }
    }
    if entry.state is ConfigEntryState.LOADED:
        manager = entry.runtime_data.manager
        data = manager.coordinator.data
        found |= _account(manager.coordinator)
        found["webhook"] = _webhook(hass, entry)
        found |= inputs
        found["batteries"] = {
            battery_id: _battery(manager.controller(battery_id), snapshot)
            for battery_id, snapshot in data.items()
            if only is None or battery_id in only
        }
    plain: dict[str, Any] = async_redact_data(_plain(found), TO_REDACT)
    cleaned: dict[str, Any] = _without(plain, _secrets(entry))
    return cleaned


async def _async_inputs(entry: AmpsConfigEntry) -> dict[str, Any]:
    """Return what plans are made of."""
    if entry.state is not ConfigEntryState.LOADED:
        return {}
    now = dt_util.utcnow()
    return {
        "prices": await _async_prices(entry, now),
        "house": await _async_house(entry, now),
    }


async def _async_house(entry: AmpsConfigEntry, now: datetime) -> dict[str, Any]:
    """Return how certain load and sun are, but not when somebody is at home."""
    try:
        house = await entry.runtime_data.house.async_house(now)
    except HouseError as err:
        return {"not_known": err.key, **err.names}
    return {
        "load_rows": len(house.load),
        "sun_rows": len(house.sun),
        "outlooks": len(house.outlooks),
        "load_error": house.load_error,
        "sun_error": house.sun_error,
        "missing": house.missing,
    }


async def _async_prices(entry: AmpsConfigEntry, now: datetime) -> dict[str, Any]:
    """Return the prices as they are known now, or why they are not."""
    found: dict[str, Any] = {}
    for kind in PriceKind:
        try:
            known = await entry.runtime_data.prices.async_look(kind, now)
        except PriceError as err:
            found[kind] = {"not_known": err.key, "entity_id": err.entity_id}
        else:
            ahead = known.curve.within(now, now + PRICES_AHEAD)
            found[kind] = {
                **known._asdict(),
                "known_until": known.curve.known_until(now),
                "curve": ahead,
            }
    return found


def _account(coordinator: AmpsCoordinator) -> dict[str, Any]:
    client = coordinator.client
    error = coordinator.last_exception
    return {
        "account": {
            "environment": client.environment,
            "generation": client.generation,
            "clock_offset": client.clock_offset,
            "clock_is_assumed": client.clock_is_assumed,
            "lists_account_actions": client.lists_account_actions,
            "followed": sorted(coordinator.data),
            "left_out": sorted(coordinator.left_out),
        },
        "requests": {
            "all": client.requests,
            "last_minute": coordinator.limiter.last_minute,
            "last_hour": coordinator.traffic.growth(client.requests),
            "throttled": client.throttled,
            "paces_are_stretched": coordinator.limiter.stretched,
        },
        "polling": {
            "last_poll": coordinator.last_poll,
            "interval": coordinator.update_interval,
            "works": coordinator.last_update_success,
            "failure": str(error.__cause__ or error) if error else None,
        },
    }


def _webhook(hass: HomeAssistant, entry: AmpsConfigEntry) -> dict[str, Any]:
    came = deliveries(hass, entry.entry_id)
    return {
        "set_up": CONF_WEBHOOK_ID in entry.options,
        "valid": came.valid,
        "repeated": came.repeated,
        "refused": came.refused,
        "last_valid": came.last_valid,
    }


def _battery(battery: BatteryController, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "linked": snapshot.linked,
        "trouble": snapshot.trouble,
        "operation_mode": snapshot.operation_mode(battery.coordinator.now()),
        "requested_mode": battery.requested_mode,
        "problem": battery.has_problem,
        "plan": _plan(battery),
        "goals": _goals(battery),
        "planning": _planning(battery),
        "defaults": {default.value: battery.default(default) for default in Default},
        "battery": snapshot.battery,
        "learned": battery.state.learned,
        "actions": [
            {"origin": battery.origin(action.id), **_plain(action)}
            for action in snapshot.actions
        ],
    }


def _plan(battery: BatteryController) -> dict[str, Any]:
    """Return why something was sent or not: what is known, and what was decided."""
    state, decided = battery.state, battery.reconciler.last_decision
    return {
        "enabled": state.enabled,
        "after_window": state.after_window,
        "standing_mode": state.standing(),
        "state": state.engine,
        "decided": decided.at if decided else None,
        "events": decided.decision.events if decided else (),
        "request": decided.decision.request if decided else None,
        "wake_at": decided.decision.wake_at if decided else None,
    }


def _goals(battery: BatteryController) -> dict[str, Any]:
    """Return what the goals ask for, and what was made of those that are near."""
    plan, runs = battery.state.plan.plan, battery.state.goals
    return {
        "asked": [window for window in plan.windows if window.aim is not None],
        "runs": runs,
    }


def _planning(battery: BatteryController) -> dict[str, Any]:
    """Return how far the day is planned, and what came of it."""
    state = battery.state
    return {
        "choice": state.planning,
        "settings": settings_of(battery.coordinator.config_entry.options),
        "run": state.day_run,
        "view": _without_rows(state.day_view),
    }


def _without_rows(view: DayView | None) -> DayView | None:
    """Return the plan of the day without its steps, which tell who is at home."""
    if view is None or view.plan is None:
        return view
    return view._replace(plan=view.plan._replace(rows=()))


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name)) for field in fields(value)
        }
    if hasattr(value, "_asdict"):
        return _plain(value._asdict())
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(member) for key, member in value.items()}
    if isinstance(value, AbstractSet):
        return sorted(_plain(member) for member in value)
    if isinstance(value, (list, tuple)):
        return [_plain(member) for member in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    return value.total_seconds() if isinstance(value, timedelta) else value


def _secrets(entry: AmpsConfigEntry) -> list[str]:
    stored = (*entry.data.items(), *entry.options.items())
    return [str(value) for name, value in stored if name in TO_REDACT and value]


def _without(value: Any, secrets: list[str]) -> Any:
    """Take the secrets out of all texts: a server may repeat what it was sent."""
    if isinstance(value, dict):
        return {
            _without(key, secrets): _without(member, secrets)
            for key, member in value.items()
        }
    if isinstance(value, list):
        return [_without(member, secrets) for member in value]
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, REDACTED)
    return value
