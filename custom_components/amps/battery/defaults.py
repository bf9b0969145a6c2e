"""What the owner chose for commands and windows without parameters of their own."""

from collections.abc import Mapping
from enum import StrEnum

from ..api.models import Battery, Command, Parameter, Parameters
from .capabilities import parameter_range

WINDOW_MINUTES = 60.0


class Default(StrEnum):
    """The numbers that an owner may choose."""

    CHARGE_TARGET = "charge_target"
    CHARGE_POWER_LIMIT = "charge_power_limit"
    DISCHARGE_TARGET = "discharge_target"
    DISCHARGE_POWER_LIMIT = "discharge_power_limit"
    WINDOW_MINUTES = "window_minutes"


ABOUT = {
    Default.CHARGE_TARGET: (Command.CHARGE, Parameter.TARGET),
    Default.CHARGE_POWER_LIMIT: (Command.CHARGE, Parameter.POWER),
    Default.DISCHARGE_TARGET: (Command.DISCHARGE, Parameter.TARGET),
    Default.DISCHARGE_POWER_LIMIT: (Command.DISCHARGE, Parameter.POWER),
}
"""The command and the parameter that a default is of."""


def value_of(
    default: Default, chosen: Mapping[str, float], battery: Battery
) -> float | None:
    """Return what holds: what was chosen, within the bounds that the battery has now.

    Where nothing was chosen it is the bound that limits least: all the way to the
    highest or lowest level, at full power. None where the battery has no such bound.
    """
    if default is Default.WINDOW_MINUTES:
        return chosen.get(default, WINDOW_MINUTES)
    command, parameter = ABOUT[default]
    bounds = parameter_range(battery, command, parameter)
    if bounds is None:
        return None
    value = chosen.get(default)
    if value is not None:
        return min(max(value, bounds.minimum), bounds.maximum)
    if default is Default.DISCHARGE_TARGET:
        return bounds.minimum
    return bounds.maximum if parameter_is_bounded(battery, default) else None


def parameter_is_bounded(battery: Battery, default: Default) -> bool:
    """Return whether the battery itself names the most that it takes."""
    command, parameter = ABOUT[default]
    support = (battery.commands or {}).get(command)
    bounds = support.parameters.get(parameter) if support else None
    return bounds is not None and bounds.maximum is not None


def filled(
    command: Command,
    given: Parameters | None,
    chosen: Mapping[str, float],
    battery: Battery,
) -> Parameters:
    """Return a command's parameters, with the owner's defaults where none is given.

    A target that nobody chose is none: the battery stops where it cannot go on, and a
    window is not judged by it.
    """
    values = dict((given or Parameters()).given())
    for default, (of_command, parameter) in ABOUT.items():
        if parameter is Parameter.TARGET and default not in chosen:
            continue
        if of_command is command and parameter not in values:
            value = value_of(default, chosen, battery)
            if value is not None:
                values[parameter] = value
    return Parameters(**{parameter.value: value for parameter, value in values.items()})
