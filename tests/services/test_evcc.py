"""The recipe for evcc: its scripts do on the battery what evcc asks for."""

from datetime import timedelta
from pathlib import Path
import re
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest

from simulator import Fault, World

from ..entities import FULL, entity_id
from ..travel import Travel

PAGE = Path(__file__).parents[2] / "docs" / "evcc.md"
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SELECT = "select.home_battery_operation_mode"
SCRIPTS, EVCC = BLOCK.findall(PAGE.read_text(encoding="utf-8"))


@pytest.fixture
async def evcc(hass: HomeAssistant, travel: Travel, integration: object) -> Any:
    """Turns on the script of a mode, as evcc does: nobody waits for it."""
    assert integration
    select = entity_id(hass, "select", "operation_mode")
    config = parse_yaml(SCRIPTS.replace(SELECT, select))
    assert isinstance(config, dict)
    assert await travel.run(async_setup_component(hass, "script", config))
    settings = parse_yaml(EVCC)
    assert isinstance(settings, dict)
    (meter,) = settings["meters"]

    async def choose(mode: str) -> None:
        script = {"entity_id": meter[f"mode{mode}"]}
        await travel.run(
            hass.services.async_call("script", "turn_on", script, blocking=True)
        )
        await travel(30)

    return choose


async def test_modes(world: World, evcc: Any) -> None:
    for mode, command in (
        ("Hold", "idle"),
        ("Charge", "charge"),
        ("Hold", "idle"),
        ("Normal", "auto.balanced"),
    ):
        await evcc(mode)
        assert world.device(FULL).mode.command == command


@pytest.mark.parametrize("mode", ["Normal", "Hold", "Charge"])
async def test_a_mode_that_is_called_again_sends_nothing(
    world: World, evcc: Any, mode: str
) -> None:
    await evcc(mode)
    world.record.clear()
    for _ in range(10):
        await evcc(mode)
    assert not world.record.writes()


async def test_a_mode_that_amps_refuses_is_retried(
    world: World, travel: Travel, evcc: Any
) -> None:
    world.faults.add(Fault(endpoint="push", status=503, times=3))
    await evcc("Charge")
    assert world.device(FULL).mode.command == "auto.balanced"
    await travel(timedelta(minutes=5))
    assert world.device(FULL).mode.command == "charge"


async def test_a_mode_that_evcc_forgets_ends(
    world: World, travel: Travel, evcc: Any
) -> None:
    await evcc("Hold")
    await travel(timedelta(hours=12, minutes=2))
    assert world.device(FULL).mode.command == "auto.balanced"
