"""The recipe for Predbat: its actions do on the battery what the planner asks for."""

from datetime import UTC, datetime, timedelta
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

PAGE = Path(__file__).parents[2] / "docs" / "predbat.md"
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ASKED = {
    "{target_soc}": "80",
    "{power}": "2600",
    "{charge_end_time}": "11:00:00",
    "{discharge_end_time}": "11:00:00",
}
"""What Predbat puts in the place of its own words."""
ENDS = datetime(2026, 11, 23, 11, tzinfo=UTC)


def _blocks() -> list[dict[str, Any]]:
    found = []
    for text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        parsed = parse_yaml(text)
        assert isinstance(parsed, dict)
        found.append(parsed)
    return found


SCRIPTS, APPS = _blocks()
MODE = "select.home_battery_operation_mode"


@pytest.fixture
async def predbat(hass: HomeAssistant, travel: Travel, integration: object) -> Any:
    """Asks as Predbat does, by the name of a service in its apps.yaml."""
    assert integration
    text = BLOCK.findall(PAGE.read_text(encoding="utf-8"))[0]
    given, own = MODE, entity_id(hass, "select", "operation_mode")
    assert given in text
    text = text.replace(given, own)
    config = parse_yaml(text)
    assert isinstance(config, dict)
    assert await travel.run(async_setup_component(hass, "script", config))

    async def ask(service: str) -> None:
        called = dict(APPS[f"{service}_service"])
        domain, name = called.pop("service").split(".")
        assert called.pop("repeat")
        data = {key: ASKED.get(value, value) for key, value in called.items()}
        await travel.run(hass.services.async_call(domain, name, data, blocking=True))
        await travel(60)

    return ask


def test_every_service_is_a_script_of_the_recipe() -> None:
    services = {key: value for key, value in APPS.items() if key.endswith("_service")}
    assert len(services) == 5
    called = {service["service"] for service in services.values()}
    assert called == {f"script.{name}" for name in SCRIPTS["script"]}


async def test_charge_freeze_and_stop(
    world: World, travel: Travel, predbat: Any
) -> None:
    await predbat("charge_stop")
    assert not world.record.pushes()

    await predbat("charge_start")
    assert world.device(FULL).mode.command == "charge"
    push = world.record.pushes()[0].body["action"]
    assert push["parameters"] == {
        "target": {"value": 80, "unit": "percent"},
        "power": {"value": 2.6, "unit": "kw"},
    }
    await predbat("charge_freeze")
    assert world.device(FULL).mode.command == "idle"
    await predbat("charge_stop")
    assert world.device(FULL).mode.command == "auto.balanced"

    await predbat("discharge_start")
    assert world.device(FULL).mode.command == "discharge"
    await predbat("discharge_stop")
    assert world.device(FULL).mode.command == "auto.balanced"
    await travel(60)


@pytest.mark.parametrize(
    ("start", "other"),
    [
        ("charge_start", "discharge_stop"),
        ("charge_freeze", "discharge_stop"),
        ("discharge_start", "charge_stop"),
    ],
)
async def test_calls_that_are_repeated_send_nothing(
    world: World, predbat: Any, start: str, other: str
) -> None:
    await predbat(start)
    world.record.clear()
    for _ in range(10):
        await predbat(other)
        await predbat(start)
    assert not world.record.writes()


async def test_a_charge_that_amps_refuses_is_retried_beside_the_other_stop(
    world: World, predbat: Any
) -> None:
    world.faults.add(Fault(endpoint="push", status=503))
    await predbat("charge_start")
    await predbat("discharge_stop")
    assert world.device(FULL).mode.command == "charge"


@pytest.mark.parametrize(
    ("start", "command"), [("charge_start", "charge"), ("discharge_start", "discharge")]
)
async def test_what_nobody_stops_ends_where_predbat_wants(
    world: World, travel: Travel, predbat: Any, start: str, command: str
) -> None:
    await predbat(start)
    await travel.to(ENDS - timedelta(minutes=1))
    assert world.device(FULL).mode.command == command
    await travel.to(ENDS + timedelta(minutes=1))
    assert world.device(FULL).mode.command == "auto.balanced"
