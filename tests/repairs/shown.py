"""What tests of the repairs share: those that the owner sees."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
import re
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import DOMAIN
from simulator import World
from simulator.action import Action

from ..entities import FULL, choose, state
from ..flows.forms import TEXTS as ENGLISH
from ..travel import Travel

TEXTS = ENGLISH["issues"]
NAMED = re.compile(r"{(\w+)}")
NAME = "GivEnergy All in One 10.4"
GONE = timedelta(minutes=31)
"""After so long a command that is not declared has gone for sure."""
NIGHT = datetime.fromisoformat("2026-11-23T20:00:00+00:00")

type Fix = Callable[..., Awaitable[dict[str, Any]]]


def shown(hass: HomeAssistant) -> dict[str, ir.IssueEntry]:
    """Return the repairs that the owner sees, by id."""
    return {
        entry.issue_id: entry
        for entry in ir.async_get(hass).issues.values()
        if entry.domain == DOMAIN and entry.active and entry.dismissed_version is None
    }


def issue(hass: HomeAssistant, issue_id: str) -> ir.IssueEntry:
    """Return a repair that has to be there, with all that its text names."""
    found = shown(hass)[issue_id]
    texts = TEXTS[found.translation_key or ""]
    named = (found.translation_placeholders or {}).keys()
    for text in (texts["title"], texts.get("description", "")):
        assert set(NAMED.findall(text)) <= named
    return found


def placeholders(hass: HomeAssistant, issue_id: str) -> dict[str, str]:
    return issue(hass, issue_id).translation_placeholders or {}


def problem(hass: HomeAssistant) -> str:
    return state(hass, "binary_sensor", "problem").state


def waiting(world: World, battery: str = FULL) -> list[Action]:
    """Return the windows that wait at Amps; the return is queued behind one."""
    world.catch_up()
    return [
        action
        for action in world.record.actions_of(battery)
        if action.state == "scheduled" and action.command == "charge"
    ]


async def reload(hass: HomeAssistant, travel: Travel, entry: MockConfigEntry) -> None:
    await travel.run(hass.config_entries.async_reload(entry.entry_id))
    await travel(30)


async def leave_as_it_is(hass: HomeAssistant, travel: Travel) -> None:
    """Let nothing be queued behind windows: the newest action is then the window's."""
    await choose(hass, travel, "as_amps_leaves_it", key="after_window")


def hold_slot(world: World, battery: str = FULL) -> Action:
    """Let somebody else have a window late at night waiting at Amps."""
    return world.foreign_push(
        battery,
        {
            "action": {
                "command": "charge",
                "start": "2026-11-23T22:00:00",
                "end": "2026-11-23T23:00:00",
            }
        },
    )
