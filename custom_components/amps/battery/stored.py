"""The form in which a battery is stored, save how its windows and days ended."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from functools import lru_cache
from typing import Any

from homeassistant.helpers.json import json_bytes
from homeassistant.util.json import json_loads_object

from ..api.models import Bounds, Command, CommandSupport, Execution, Parameter
from ..api.value import frozen
from ..const import AUTOMATIC
from ..engine.state import EngineState
from ..engine.storage import (
    state_from_dict,
    state_to_dict,
    values_from_dict,
    values_to_dict,
)
from .day_run import DayRun, Planning

type StoredJson = dict[str, Any]
type StoredCommands = Mapping[Command, CommandSupport]


@frozen()
class StoredBattery:
    """What is kept of one battery, save how its windows and days ended, and meters."""

    plan: list[Any] = field(default_factory=list)
    """A row a window (`engine/storage`)."""
    state: EngineState = field(default_factory=EngineState)
    commands: StoredCommands | None = None
    """What the battery supports, as last declared."""
    defaults: Mapping[str, float] = field(default_factory=dict)
    enabled: bool = True
    enabled_since: datetime | None = None
    after_window: str = AUTOMATIC
    takes_over: bool = False
    set_aside: str | None = None
    """The file with what could not be read, until the owner has dismissed that."""
    retried: StoredJson | None = None
    """A command by hand that is tried again, as `retried_command` stores it."""
    goals: list[StoredJson] = field(default_factory=list)
    """What is remembered of goals that are not over (`goal_run`)."""
    planning: Planning = Planning.OFF
    day_run: DayRun = field(default_factory=DayRun)
    left: datetime | None = None
    """When the battery was no longer followed; its plan is kept for 30 days."""

    def to_dict(self) -> StoredJson:
        """Return the stored form; what is seldom there is left out."""
        seldom: StoredJson = {} if self.retried is None else {"retried": self.retried}
        if self.goals:
            seldom["goals"] = self.goals
        if self.planning is not Planning.OFF:
            seldom["planning"] = self.planning.value
        if day := values_to_dict(self.day_run):
            seldom["day"] = day
        return {
            "plan": self.plan,
            "engine": state_to_dict(self.state),
            "commands": None if self.commands is None else _written(self.commands),
            "defaults": self.defaults,
            "enabled": self.enabled,
            "enabled_since": _text(self.enabled_since),
            "after_window": self.after_window,
            "takes_over": self.takes_over,
            "set_aside": self.set_aside,
            "left": _text(self.left),
            **seldom,
        }

    @classmethod
    def from_dict(cls, stored: StoredJson) -> StoredBattery:
        """Return what was stored; raises one of `UNREADABLE`."""
        since, left = stored.get("enabled_since"), stored.get("left")
        commands = stored.get("commands")
        return cls(
            plan=list(stored.get("plan", ())),
            state=state_from_dict(stored.get("engine", {})),
            commands=None if commands is None else _read(json_bytes(commands)),
            defaults={
                str(key): float(value)
                for key, value in stored.get("defaults", {}).items()
            },
            enabled=stored.get("enabled", True) is not False,
            enabled_since=datetime.fromisoformat(since) if since else None,
            after_window=str(stored.get("after_window", AUTOMATIC)),
            takes_over=stored.get("takes_over") is True,
            set_aside=stored.get("set_aside"),
            retried=stored.get("retried"),
            goals=stored.get("goals", []),
            planning=Planning(stored.get("planning", Planning.OFF)),
            day_run=values_from_dict(DayRun, stored.get("day", {})),
            left=datetime.fromisoformat(left) if left else None,
        )

    @classmethod
    def salvaged(
        cls, stored: StoredJson, set_aside: str, now: datetime
    ) -> StoredBattery:
        """Return the windows of what cannot be read as a whole.

        What was over by `now` is of no concern: how it ended is not known any more.
        """
        plan = stored.get("plan")
        return cls(
            plan=plan if isinstance(plan, list) else [],
            enabled=stored.get("enabled", True) is not False,
            enabled_since=now,
            set_aside=set_aside,
        )


def _written(commands: StoredCommands) -> StoredJson:
    """Return the stored form of what a battery takes."""
    return {
        command.value: {
            "parameters": {
                name.value: list(bounds) for name, bounds in support.parameters.items()
            },
            "execution": sorted(shape.value for shape in support.execution),
        }
        for command, support in commands.items()
    }


@lru_cache(maxsize=8)
def _read(text: bytes) -> StoredCommands:
    """Return what a battery takes; what a later version knows is left out.

    Batteries of a model take the same.
    """
    stored: StoredJson = json_loads_object(text)
    return {
        Command(command): CommandSupport(
            parameters={
                Parameter(name): Bounds(*bounds)
                for name, bounds in support["parameters"].items()
                if name in Parameter
            },
            execution=frozenset(
                execution
                for execution in Execution
                if execution in support["execution"]
            ),
        )
        for command, support in stored.items()
        if command in Command
    }


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
