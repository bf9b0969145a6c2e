"""Actions and situations in few words."""

from datetime import datetime

from custom_components.amps.api.models import (
    Action,
    ActionState,
    Battery,
    Command,
    Parameters,
)
from custom_components.amps.engine.situation import Situation
from custom_components.amps.engine.state import EngineState

from .words import BALANCED, T0, WINDOWED, takes


def action_of(**fields: object) -> Action:
    known = {
        "id": "x",
        "battery_id": "dev",
        "command": Command.CHARGE,
        "state": ActionState.SCHEDULED,
        "parameters": Parameters(),
        "created_at": T0,
        "updated_at": T0,
    }
    return Action(**(known | fields))  # type: ignore[arg-type]


def situation_of(now: datetime, state: EngineState, mode: Command) -> Situation:
    battery = Battery(
        id="dev",
        available=True,
        last_pulled_at=now,
        current_mode=mode,
        commands=takes(WINDOWED),
    )
    return Situation(
        now=now,
        battery=battery,
        actions=(),
        state=state,
        standing=BALANCED,
        listed=now,
        answered=now,
    )
