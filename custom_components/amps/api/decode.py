"""Batteries out of JSON, whatever generation was on the wire."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any

import orjson

from . import fields
from .fields import MAX_READING_AHEAD, Notes, choice, flag, number, past, table, text
from .models import (
    ActionState,
    Battery,
    Bounds,
    Command,
    CommandSupport,
    Execution,
    Json,
    LastAction,
    OnConflict,
    Parameter,
    Setting,
    Source,
    Status,
)

COMMANDS = {command.value: command for command in Command}
_STATES = {state.value: state for state in ActionState} | {
    "deferred": ActionState.SCHEDULED
}
_STATUSES = {status.value: status for status in Status}
_SOURCES = {source.value: source for source in Source}
_PARAMETERS = {parameter.value: parameter for parameter in Parameter}
_EXECUTIONS = {execution.value: execution for execution in Execution}
_STRATEGIES = {on_conflict.value: on_conflict for on_conflict in OnConflict}

_FRESH = (Source.LIVE, Source.PROJECTION)
"""Sources of a reading that is no older than its answer."""
_MIN_CAPACITY_IN_WH = 1000
"""A capacity above this is in Wh: no such battery has a megawatt hour (row 17)."""
_MAX_CACHED_BYTES = 16 * 1024
_MIN_LEVEL, _MAX_LEVEL = -1.0, 101.0
"""Percent; a level may be rounded beyond its ends."""
_MAX_POWER_KW = 1000.0
"""kW; no such battery has a megawatt."""
_MAX_SETTINGS = 50

type Commands = Mapping[Command, CommandSupport] | None

UNITS = {
    Parameter.TARGET: {"percent": 1, "%": 1},
    Parameter.RESERVE: {"percent": 1, "%": 1},
    Parameter.POWER: {"kw": 1, "watts": 1000, "watt": 1000, "w": 1000},
}
"""Units of each parameter, with how many of them make our own unit."""


def battery(raw: Json, endpoint: str, latest: datetime | None = None) -> Battery:
    """Return the battery of a read.

    What is told to have happened after `latest` has not: what Amps has just asked the
    battery for, without a time that can be, was read then. Raises UnreadableError,
    naming the field, where there is no usable id; everything else that is missing or
    strange is None.
    """
    battery_id, told = fields.identified(raw, endpoint)
    found = battery_told(battery_id, told, latest, commands)
    if found.last_pulled_at is None and found.source in _FRESH:
        found = replace(found, last_pulled_at=latest)
    return found if found.tells_available else replace(found, tells_available=True)


def battery_told(
    battery_id: str,
    told: dict[str, Any],
    latest: datetime | None,
    commands_of: Callable[[Json, Notes], Commands],
) -> Battery:
    """Return the battery of a JSON object; a function decodes its `commands`."""
    notes: Notes = {}
    state = table(told.get("state"), "state", notes)
    sync = table(told.get("sync"), "sync", notes)
    meta = table(told.get("metadata"), "metadata", notes)
    source = choice(_SOURCES, meta.get("source"), "metadata.source", notes)
    available = flag(sync.get("available"), "sync.available", notes)
    declared, settings = told.get("commands"), told.get("settings")
    # by place, in the order of the fields: by name it takes four times as long
    return Battery(
        battery_id,
        text(told.get("vendor"), "vendor", notes),
        text(meta.get("model"), "metadata.model", notes),
        source is not Source.FALLBACK if available is None else available,
        past(
            sync.get("lastPulledAt"),
            "sync.lastPulledAt",
            notes,
            latest,
            MAX_READING_AHEAD,
        ),
        source,
        text(meta.get("cacheType"), "metadata.cacheType", notes),
        choice(_STATUSES, state.get("status"), "state.status", notes),
        number(state.get("level"), "state.level", notes, _MIN_LEVEL, _MAX_LEVEL),
        _capacity(state.get("capacity"), notes),
        number(
            state.get("chargeRate"),
            "state.chargeRate",
            notes,
            -_MAX_POWER_KW,
            _MAX_POWER_KW,
        ),
        number(
            state.get("dischargeLimit"),
            "state.dischargeLimit",
            notes,
            _MIN_LEVEL,
            _MAX_LEVEL,
        ),
        choice(COMMANDS, state.get("currentMode"), "state.currentMode", notes),
        _no_commands(told) if declared is None else commands_of(declared, notes),
        None if settings is None else _settings(settings, notes),
        _strategies(told.get("conflictStrategies"), notes),
        _last_action(told.get("lastAction"), notes, latest),
        "lastAction" in told,
        notes,
        available is not None or source is Source.FALLBACK,
    )


def _no_commands(raw: dict[str, object]) -> Commands:
    """Return what is taken without `commands`: a G0 device has `features` (row 16)."""
    return {} if "features" in raw else None


def _capacity(raw: Json, notes: Notes) -> float | None:
    value = number(raw, "state.capacity", notes, high=_MIN_CAPACITY_IN_WH * 1000)
    if value is None or value > 0:
        return (
            value / 1000 if value is not None and value > _MIN_CAPACITY_IN_WH else value
        )
    fields.note(notes, "state.capacity", raw)
    return None


def _members[T](
    known: dict[str, T], raw: Json, path: str, notes: Notes
) -> frozenset[T]:
    """Return those of a list's members that are known."""
    if isinstance(raw, list):
        found = (choice(known, member, path, notes) for member in raw)
        return frozenset(member for member in found if member is not None)
    if raw is not None:
        fields.note(notes, path, raw)
    return frozenset()


def action_state(
    raw: Json, error_code: str | None, path: str, notes: Notes
) -> ActionState | None:
    """Return an action's state: what has an error code failed, in whatever word."""
    state = choice(_STATES, raw, path, notes)
    return ActionState.FAILED if state is None and error_code else state


def _last_action(raw: Json, notes: Notes, latest: datetime | None) -> LastAction | None:
    if raw is None:
        return None
    told = table(raw, "lastAction", notes)
    if (action_id := fields.identifier(told.get("id", told.get("actionId")))) is None:
        fields.note(notes, "lastAction", raw)
        return None
    error_code = text(told.get("errorCode"), "lastAction.errorCode", notes)
    return LastAction(
        id=action_id,
        command=choice(COMMANDS, told.get("command"), "lastAction.command", notes),
        state=action_state(told.get("state"), error_code, "lastAction.state", notes),
        created_at=past(told.get("createdAt"), "lastAction.createdAt", notes, latest),
        updated_at=past(told.get("updatedAt"), "lastAction.updatedAt", notes, latest),
        error_code=error_code,
        error_message=text(
            told.get("errorMessage"),
            "lastAction.errorMessage",
            notes,
            fields.MAX_MESSAGE_LENGTH,
        ),
    )


def _remembered[T](decode: Callable[[Json, Notes], T]) -> Callable[[Json, Notes], T]:
    """Decode equal maps once: a model declares the same, poll after poll.

    The results are shared, and read only.
    """

    @lru_cache(maxsize=512)
    def remembered(raw: bytes) -> tuple[T, Notes]:
        notes: Notes = {}
        return decode(orjson.loads(raw), notes), notes

    def lookup(raw: Json, notes: Notes) -> T:
        try:
            key = orjson.dumps(raw)
        except TypeError:  # nested more deeply than it writes
            return decode(raw, notes)
        if len(key) > _MAX_CACHED_BYTES:
            return decode(raw, notes)
        value, found = remembered(key)
        if found:
            notes.update(found)
        return value

    return lookup


@_remembered
def _strategies(raw: Json, notes: Notes) -> frozenset[OnConflict]:
    return _members(_STRATEGIES, raw, "conflictStrategies", notes)


@_remembered
def commands(raw: Json, notes: Notes) -> Commands:
    """Return what `commands` declare, in the one shape of all generations."""
    if not isinstance(raw, dict):
        fields.note(notes, "commands", raw)
        return None
    found: dict[Command, CommandSupport] = {}
    for key, entry in raw.items():
        path = f"commands.{key}"
        command = COMMANDS.get(key)
        if command is None or not isinstance(entry, dict):
            if entry is not None:
                fields.note(notes, path, entry)
            continue
        found[command] = CommandSupport(
            parameters=_parameters(entry.get("parameters"), path, notes),
            execution=_execution(entry, path, notes),
        )
    return found


def _execution(entry: dict[str, Json], path: str, notes: Notes) -> frozenset[Execution]:
    """Presence means support: without shapes, a command is at least immediate."""
    if entry.get("execution") is None:
        return frozenset({Execution.IMMEDIATE})
    return _members(_EXECUTIONS, entry["execution"], f"{path}.execution", notes)


def _parameters(raw: Json, path: str, notes: Notes) -> dict[Parameter, Bounds]:
    found: dict[Parameter, Bounds] = {}
    for key, entry in table(raw, f"{path}.parameters", notes).items():
        here = f"{path}.parameters.{key}"
        parameter = _PARAMETERS.get(key)
        if parameter is None or not isinstance(entry, dict):
            if entry is not None:
                fields.note(notes, here, entry)
            continue
        bounds = _bounds(entry, here, notes)
        scale = unit_scale(parameter, bounds.unit)
        if scale is None:
            fields.note(notes, f"{here}.unit", bounds.unit)
            continue
        found[parameter] = Bounds(
            unit="kw" if parameter is Parameter.POWER else "percent",
            minimum=None if bounds.minimum is None else bounds.minimum / scale,
            maximum=None if bounds.maximum is None else bounds.maximum / scale,
            wire_unit=bounds.unit,
        )
    return found


def unit_scale(parameter: Parameter, unit: str | None) -> int | None:
    """Return how many of a wire unit make our own; None for a unit that is not known.

    Ours are percent for target and reserve, kW for power; an absent unit means ours.
    """
    return 1 if unit is None else UNITS[parameter].get(unit.lower())


def _bounds(entry: dict[str, Json], path: str, notes: Notes) -> Bounds:
    minimum = number(entry.get("min"), f"{path}.min", notes)
    maximum = number(entry.get("max"), f"{path}.max", notes)
    if minimum is not None and maximum is not None and minimum > maximum:
        fields.note(notes, path, [minimum, maximum])
        minimum = maximum = None
    unit = text(entry.get("unit"), f"{path}.unit", notes)
    return Bounds(unit=unit, minimum=minimum, maximum=maximum, wire_unit=unit)


@_remembered
def _settings(raw: Json, notes: Notes) -> dict[str, Setting] | None:
    """Return settings, their value bare or in a quantity."""
    if not isinstance(raw, dict):
        fields.note(notes, "settings", raw)
        return None
    found: dict[str, Setting] = {}
    for key, entry in islice(raw.items(), _MAX_SETTINGS):
        path = f"settings.{key}"
        if isinstance(entry, dict):
            value, bounds = entry.get("value"), _bounds(entry, path, notes)
        else:
            value, bounds = entry, Bounds()
        if entry is not None and len(key) <= fields.MAX_NAME_LENGTH:
            found[key] = Setting(value=_value(value, path, notes), bounds=bounds)
    return found


def _value(raw: Json, path: str, notes: Notes) -> float | bool | str | None:
    if isinstance(raw, bool):
        return raw
    return text(raw, path, notes) if isinstance(raw, str) else number(raw, path, notes)
