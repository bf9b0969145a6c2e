"""What a battery takes: its own bounds, and the canonical ones where it gives none."""

from collections.abc import Iterator

from ..api.models import Battery, Command, Execution, Parameter, Parameters
from ..api.value import frozen
from ..exceptions import invalid, local_number

_COMMANDS = tuple(Command)
_UNITS = {Parameter.TARGET: "%", Parameter.POWER: "kW", Parameter.RESERVE: "%"}


@frozen(kw_only=False)
class Range:
    """The values that a battery takes for one parameter of a command."""

    minimum: float
    maximum: float
    unit: str

    def __contains__(self, value: float) -> bool:
        """Return whether the battery takes a value."""
        return self.minimum <= value <= self.maximum

    def __str__(self) -> str:
        """Return the range as a person writes it."""
        bounds = local_number(self.minimum), local_number(self.maximum)
        return f"{' - '.join(bounds)} {self.unit}"


CANONICAL = Range(0.0, 100.0, "")
"""Percent; for a power without bounds of its own, more kW than any home battery has."""


def modes(battery: Battery) -> tuple[Command, ...]:
    """Return the commands that a battery declares, always in the same order."""
    declared = battery.commands or {}
    return tuple(command for command in _COMMANDS if command in declared)


def parameter_range(
    battery: Battery, command: Command, parameter: Parameter
) -> Range | None:
    """Return what a battery takes for a parameter; None where not declared."""
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
    """Return all parameters of a command that a battery declares, with their values."""
    ranges = (
        (parameter, parameter_range(battery, command, parameter))
        for parameter in Parameter
    )
    return {parameter: found for parameter, found in ranges if found is not None}


def ends_of(battery: Battery, standing: Command | None) -> Iterator[Command]:
    """Yield the modes that can end a command of a battery, the best first.

    `standing` is the mode that it is to go back to; None where Amps leaves it idle.
    """
    wanted = (standing, Command.AUTO_BALANCED, Command.IDLE)
    for command in wanted if standing else (Command.IDLE, Command.AUTO_BALANCED):
        if command and battery.execution(command) - {Execution.WINDOWED}:
            yield command


def endable(
    battery: Battery, command: Command, standing: Command | None
) -> frozenset[Execution]:
    """Return the shapes of a command that end: by themselves, or by another command."""
    offered = battery.execution(command)
    if next(ends_of(battery, standing), None) is not None:
        return offered
    return offered & {Execution.WINDOWED}


def check_end(
    battery: Battery, name: str, command: Command, standing: Command | None
) -> None:
    """Refuse what would never end; raises ServiceValidationError."""
    if battery.execution(command) and not endable(battery, command, standing):
        raise invalid("end_not_possible", battery=name, command=command.slug)


def check_command(
    battery: Battery, name: str, command: Command, given: Parameters
) -> None:
    """Refuse what the battery does not declare; raises ServiceValidationError.

    `name` is what the owner calls the battery.
    """
    declared = modes(battery)
    if not declared:
        raise invalid("commands_unknown", battery=name)
    if command not in declared:
        raise invalid(
            "command_not_supported",
            battery=name,
            command=command.slug,
            supported=", ".join(offered.slug for offered in declared),
        )
    ranges = parameter_ranges(battery, command)
    supported = ", ".join(f"{offered} ({found})" for offered, found in ranges.items())
    for parameter, value in given.given().items():
        refused = {
            "battery": name,
            "command": command.slug,
            "parameter": parameter.value,
        }
        if not ranges:
            raise invalid("no_parameters", **refused)
        if parameter not in ranges:
            raise invalid("parameter_not_supported", **refused, supported=supported)
        if value not in ranges[parameter]:
            raise invalid(
                "parameter_out_of_range", **refused, range=str(ranges[parameter])
            )
