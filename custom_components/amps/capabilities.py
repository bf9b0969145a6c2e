"""What a battery takes: its own bounds, and the canonical ones where it gives none."""

from dataclasses import dataclass

from .api.models import Battery, Command, Parameter

_UNITS = {Parameter.TARGET: "%", Parameter.POWER: "kW", Parameter.RESERVE: "%"}


@dataclass(frozen=True, slots=True)
class Range:
    """The values that a battery takes for one parameter of a command."""

    minimum: float
    maximum: float
    unit: str

    def __contains__(self, value: float) -> bool:
        """Whether the battery takes a value."""
        return self.minimum <= value <= self.maximum

    def __str__(self) -> str:
        """Give the range as a person writes it."""
        return f"{self.minimum:g} - {self.maximum:g} {self.unit}"


CANONICAL = Range(0.0, 100.0, "")
"""Percent; for a power without bounds of its own, more kW than any home battery has."""


def modes(battery: Battery) -> tuple[Command, ...]:
    """Give the commands that a battery declares, always in the same order."""
    return tuple(command for command in Command if command in (battery.commands or {}))


def parameter_range(
    battery: Battery, command: Command, parameter: Parameter
) -> Range | None:
    """Give what a battery takes for a parameter; None where it does not declare it."""
    support = (battery.commands or {}).get(command)
    bounds = support.parameters.get(parameter) if support else None
    if bounds is None:
        return None
    return Range(
        CANONICAL.minimum if bounds.minimum is None else bounds.minimum,
        CANONICAL.maximum if bounds.maximum is None else bounds.maximum,
        _UNITS[parameter],
    )


def parameter_ranges(battery: Battery, command: Command) -> dict[Parameter, Range]:
    """Give all parameters of a command that a battery declares, with their values."""
    ranges = ((it, parameter_range(battery, command, it)) for it in Parameter)
    return {parameter: found for parameter, found in ranges if found is not None}
