"""Commands that a battery does not declare any more: a blip, or gone. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from ..api.models import Battery, Command
from .state import EngineState

MIN_UNDECLARED_TIME = timedelta(minutes=15)
"""A command only counts as gone once it has not been declared for this long."""


def with_declared(state: EngineState, battery: Battery, now: datetime) -> EngineState:
    """Return the state with since when commands are not declared (11)."""
    if battery.commands is None:
        return state
    undeclared = {
        command.value: state.undeclared.get(command, now)
        for command in Command
        if not battery.execution(command)
    }
    if undeclared == state.undeclared:
        return state
    return replace(state, undeclared=undeclared)


def is_gone(
    state: EngineState, battery: Battery, command: Command, now: datetime
) -> bool:
    """Return whether a battery does not take a command, and it is no blip."""
    if battery.commands is None or battery.execution(command):
        return False
    since, pulled = state.undeclared.get(command), battery.last_pulled_at
    if since is None or pulled is None or pulled <= since:
        return False  # one reading decides nothing
    return now - since >= MIN_UNDECLARED_TIME


def is_blip(
    state: EngineState, battery: Battery, command: Command, now: datetime
) -> bool:
    """Return whether a battery does not declare a command, perhaps for a moment."""
    if battery.commands is None or battery.execution(command):
        return False
    return not is_gone(state, battery, command, now)
