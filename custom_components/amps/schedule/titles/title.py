"""What a title asks for."""

from typing import NamedTuple

from ...api.models import Command, Parameters
from ..goal import Aim
from .times import Times

MAX_TITLE = 2_000
"""Characters that a title may have: three numbers, each in full."""


class Title(NamedTuple):
    """What a title asks for."""

    command: Command
    parameters: Parameters
    aim: Aim | None = None
    """None where it takes place from its start to its end."""
    comment: str | None = None
    times: Times = Times()
