"""The goal on the command line, written like a calendar title."""

import argparse
from datetime import UTC, datetime, timedelta

from custom_components.amps.api.models import Command
from custom_components.amps.planner.problem import FULL, Goal
from custom_components.amps.schedule.errors import TitleError
from custom_components.amps.schedule.titles import parse_title

_SOMETIME = datetime(2000, 1, 1, tzinfo=UTC)


def goal_of(text: str) -> Goal:
    """Return the goal of a title; raises ArgumentTypeError."""
    try:
        title = parse_title(text)
    except TitleError as err:
        raise argparse.ArgumentTypeError(f"{text!r} is not understood") from err
    if title.aim is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a goal: add cheapest or dearest"
        )
    target = title.parameters.target
    if target is None and title.aim.duration is None:
        target = FULL if title.command is Command.CHARGE else 0.0
    return Goal(
        uid="",
        command=title.command,
        start=_SOMETIME,
        end=_SOMETIME + timedelta(days=1),
        target=target,
        duration=title.aim.duration,
        max_price=title.aim.max_price,
        min_price=title.aim.min_price,
        in_one_go=title.aim.in_one_go,
        power=title.parameters.power,
        reserve=title.parameters.reserve,
    )
