"""Names and ids that are markup, paths, or no names at all."""

from pathlib import Path
from typing import Any

from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.account.names import battery_names, unmarked
from custom_components.amps.api import Battery
from custom_components.amps.battery.store import file_name
from simulator import Fault, SystemClock, World, full
from tests.conftest import Setup
from tests.entities import entity_id, state
from tests.flows.forms import Flow, account
from tests.travel import Travel

from .checks import assert_goes_on, assert_nothing_leaks
from .hostile import LyingServer

MARKUP = (
    "<script>alert(1)</script>",
    "[Sign in](https://evil.example)",
    "![](https://evil.example/x.png)",
    "see https://evil.example or www.evil.example",
    "mail me@evil.example",
    "a\r\nb\tc\x00d\x1b[31me",
    "\u202eyretteb\u202c",
    "\u200b\ufeff\ue000",
    "{battery} %s %(x)s {0}",
    "x" * 5000,
    "\U0001f50b" * 200,
    "",
)
IDS = (
    "../../etc/passwd",
    "x/../../automations.yaml",
    "x/../auth",
    "..\\..\\boot.ini",
    "%2e%2e%2fsecrets",
    "left",
    "a?limit=0#b",
    "device one",
    "DEVICE_ONE",
    "device_one",
    "device-one",
    "\u00e9\u00e8\u4e2d" * 60,
    "x" * 200,
)


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    ids, vendors = getattr(request, "param", (("device_1",), ("givenergy",)))
    devices = [
        full(battery_id, vendor=name)
        for battery_id, name in zip(ids, vendors, strict=True)
    ]
    return World(SystemClock(), devices=devices)


def _plain(text: str) -> bool:
    """Return whether nothing in a text becomes more than text, wherever it is shown."""
    signs = ("<", "[", "]", "://", "www.", "@", "`")
    return text.isprintable() and not any(sign in text.casefold() for sign in signs)


NAMED = ([f"device_{at}" for at in range(len(MARKUP))], MARKUP)


@pytest.mark.parametrize("world", [NAMED], indirect=True)
async def test_a_name_is_text_wherever_it_is_shown(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    devices = list(dr.async_get(hass).devices)
    assert len(devices) == len(MARKUP)
    for device in devices:
        assert device.name
        assert _plain(device.name)
        assert len(device.name) < 250
        assert (device.manufacturer or "x").isprintable()
    for shown in hass.states.async_all():
        assert len(shown.entity_id) <= 255
        assert _plain(str(shown.attributes.get("friendly_name", "x")))
    for battery in world.devices:
        world.disconnect(battery)
    await travel(16 * 60)
    told = [
        entry for entry in ir.async_get(hass).issues.values() if entry.domain == "amps"
    ]
    assert len(told) == len(MARKUP)
    for issue in told:
        assert _plain((issue.translation_placeholders or {})["battery"])
    await assert_nothing_leaks(hass, integration)


@pytest.mark.parametrize("world", [NAMED], indirect=True)
async def test_a_name_is_text_in_the_forms(
    hass: HomeAssistant, travel: Travel, server: LyingServer
) -> None:
    def lie(_entry: object, data: Any) -> Any:
        data["meta"]["environment"] = "[live](https://evil.example)"
        return data

    server.lie = lie
    flow = Flow(hass, travel)
    await flow.begin(source=SOURCE_USER)
    result = await flow.send(account(server))
    assert result["step_id"] == "batteries"
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert all(_plain(placeholder) for placeholder in placeholders.values())


@pytest.mark.parametrize("code", ["[x](https://evil.example)", "<b>", "A B", "x" * 999])
async def test_a_code_is_a_word_in_a_repair(
    hass: HomeAssistant,
    integration: MockConfigEntry,  # noqa: ARG001
    world: World,
    travel: Travel,
    code: str,
) -> None:
    world.faults.add(Fault(endpoint="read", status=503, code=code, times=None))
    await travel(17 * 60)
    for issue in ir.async_get(hass).issues.values():
        assert all(
            _plain(placeholder)
            for placeholder in (issue.translation_placeholders or {}).values()
        )


@pytest.mark.parametrize("world", [(IDS, ["x"] * len(IDS))], indirect=True)
async def test_an_id_is_no_path(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    setup_entry: Setup,
    hass_storage: dict[str, Any],
    world: World,
    travel: Travel,
) -> None:
    assert await setup_entry(entry)
    await travel(6 * 60)
    for battery in IDS:
        assert state(hass, "sensor", "level", battery).state != "unavailable"
    await assert_goes_on(hass, travel, *IDS)
    ours = [key for key in hass_storage if key.startswith("amps.")]
    assert len(set(ours)) >= len(IDS)
    assert not any("/" in key or "\\" in key or len(key) > 210 for key in hass_storage)
    paths = {request.path for request in world.record.requests}
    assert all(path.startswith(("/battery", "/actions")) for path in paths)


def test_each_id_has_a_file_of_its_own() -> None:
    kinds = ("battery", "history", "energy")
    names = [file_name(kind, battery_id) for battery_id in IDS for kind in kinds]
    assert len({*names, "amps.left"}) == 3 * len(IDS) + 1
    for name in names:
        assert Path(name).name == name
        assert len(name.encode()) < 230
    assert file_name("energy", "x" * 190) == f"amps.energy.{'x' * 190}"
    assert len(file_name("energy", "x" * 191)) == len("amps.energy.") + 64
    assert file_name("battery", "device_sim_0001") == "amps.battery.device_sim_0001"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GivEnergy All in One 10.4", "GivEnergy All in One 10.4"),
        ("Sim-G1 (5 kW) & more!", "Sim-G1 (5 kW) & more!"),
        ("[x](https://evil.example)", "x (https evil.example)"),
        ("<img src=//evil.example>", "img src=//evil.example"),
        ("WWW.evil.example", "evil.example"),
    ],
)
def test_what_is_left_of_markup(text: str, shown: str) -> None:
    assert unmarked(text) == shown


def test_names_that_become_equal_are_told_apart() -> None:
    batteries = [
        Battery(id=f"device_{value}", vendor="[x]" * value) for value in (1, 1001)
    ]
    assert len(set(battery_names(batteries).values())) == 2


TWINS = (("dev", "dev_charge"), ("x", "y"))


@pytest.mark.parametrize("world", [TWINS], indirect=True)
@pytest.mark.usefixtures("all_enabled")
async def test_ids_that_make_the_same_entity(
    hass: HomeAssistant, entry: MockConfigEntry, setup_entry: Setup, travel: Travel
) -> None:
    """`dev` and `charge_power` are not `dev_charge` and `power`."""
    assert await setup_entry(entry)
    assert state(hass, "sensor", "level", "dev").state != "unavailable"
    assert state(hass, "sensor", "level", "dev_charge").state != "unavailable"
    registry = er.async_get(hass)
    assert registry.async_get(entity_id(hass, "sensor", "charge_power", "dev"))
    await assert_goes_on(hass, travel, "dev", "dev_charge")
    assert registry.async_get(entity_id(hass, "sensor", "power", "dev_charge"))
