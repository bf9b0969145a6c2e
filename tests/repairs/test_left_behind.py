"""What stays at Amps of a battery that is no longer followed: ended, or told."""

from datetime import timedelta

from homeassistant.components.repairs import DOMAIN as REPAIRS
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.amps.const import CONF_BATTERIES, CONF_IGNORED, DOMAIN
from simulator import Fault, World

from ..conftest import Setup
from ..entities import FULL, choose, ha_device_id
from ..planned import BEGIN, END, schedule
from ..travel import Travel
from .conftest import fix
from .shown import NAME, Fix, placeholders, shown

__all__ = ["fix"]

ISSUE = f"left_behind_{FULL}"
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.usefixtures("repairs_component")


@pytest.fixture(name="repairs_component")
async def repairs(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, REPAIRS, {})


async def _delete(
    hass: HomeAssistant, travel: Travel, connect: WebSocketGenerator
) -> None:
    """Delete the battery's device in Home Assistant's dialog."""
    await travel.run(async_setup_component(hass, "config", {}))
    client = await travel.run(connect(hass))
    message = {"type": "config/device_registry/remove", "device_id": ha_device_id(hass)}
    await travel.run(client.send_json_auto_id(message))
    reply = await travel.run(client.receive_json())
    await travel.run(client.close())
    assert reply["success"]
    await travel.settle()


async def _remove(hass: HomeAssistant, travel: Travel, entry: MockConfigEntry) -> None:
    await travel.run(hass.config_entries.async_remove(entry.entry_id))


def _modes(world: World) -> list[str]:
    world.catch_up()
    return [effect.command for effect in world.record.effects_of(FULL, "mode")]


def _only_immediate(world: World) -> None:
    """Let the battery take commands at once only: each end needs us."""
    for command in world.devices[FULL].commands.values():
        command.execution[:] = ["immediate"]


async def test_a_device_that_is_deleted_does_nothing_more(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    hass_ws_client: WebSocketGenerator,
) -> None:
    await schedule(hass, travel, repeat="FREQ=DAILY")
    await travel(10)
    await _delete(hass, travel, hass_ws_client)
    world.catch_up()
    assert {action.state for action in world.record.actions_of(FULL)} == {"cancelled"}
    assert integration.options[CONF_BATTERIES] == []
    assert integration.options[CONF_IGNORED] == [FULL]
    assert not dr.async_get(hass).async_get_devices(identifiers={(DOMAIN, FULL)})
    await travel.to(END + timedelta(days=1))
    assert _modes(world) == []
    assert not shown(hass)


@pytest.mark.usefixtures("integration")
async def test_what_stays_of_a_deleted_device_is_told_until_it_is_over(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    hass_ws_client: WebSocketGenerator,
) -> None:
    await schedule(hass, travel, target=90)
    await travel(10)
    world.faults.add(Fault(endpoint="cancel", status=503, times=None))
    await _delete(hass, travel, hass_ws_client)
    named = placeholders(hass, ISSUE)
    assert named["battery"] == NAME
    (line,) = named["windows"].splitlines()
    assert line.startswith("- Charge to 90 %")
    assert line.endswith(": 23 Nov, 09:00\N{EN DASH}10:00")
    await travel.to(END - MINUTE)
    assert ISSUE in shown(hass)
    await travel.to(END + MINUTE)
    assert not shown(hass)


async def test_what_is_told_goes_when_the_owner_knows(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    fix: Fix,
) -> None:
    await schedule(hass, travel)
    await travel(10)
    world.faults.add(Fault(endpoint="cancel", status=503, times=None))
    await _remove(hass, travel, integration)
    await fix(ISSUE)
    assert not shown(hass)
    await travel.to(END + MINUTE)


async def test_it_goes_when_the_battery_is_followed_again(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    setup_entry: Setup,
    world: World,
    travel: Travel,
) -> None:
    await schedule(hass, travel)
    await travel(10)
    world.faults.add(Fault(endpoint="cancel", status=503, times=None))
    await _remove(hass, travel, integration)
    assert ISSUE in shown(hass)
    world.faults.clear()
    again = MockConfigEntry(
        domain=DOMAIN, data=integration.data, options=integration.options
    )
    await setup_entry(again)
    await travel(60)
    assert not shown(hass)
    await travel.run(hass.config_entries.async_reload(again.entry_id))
    assert not shown(hass)
    await travel.to(END + MINUTE)
    assert _modes(world)[0] == "charge"


@pytest.mark.parametrize("until", [END.isoformat(), None])
async def test_what_was_told_before_a_restart_goes_when_it_is_over(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    setup_entry: Setup,
    travel: Travel,
    until: str | None,
) -> None:
    issue_id, other = "left_behind_another", "device_gone_another"
    for told in (issue_id, other):
        ir.async_create_issue(
            hass,
            DOMAIN,
            told,
            data={"until": until},
            is_fixable=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key="left_behind",
            translation_placeholders={"battery": NAME, "windows": "-"},
        )
    await setup_entry(entry)
    await travel.to(END - MINUTE)
    assert issue_id in shown(hass)
    await travel.to(END + MINUTE)
    assert (issue_id in shown(hass)) is (until is None)
    assert other in shown(hass)


@pytest.mark.parametrize("lasts", [True, False])
async def test_what_only_we_can_end_is_ended_with_the_entry(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    *,
    lasts: bool,
) -> None:
    _only_immediate(world)
    await travel(75)
    await schedule(hass, travel, target=100, power=1)
    await travel.to(BEGIN + 10 * MINUTE)
    if lasts:
        world.faults.add(Fault(endpoint="push", status=503, times=None))
    await _remove(hass, travel, integration)
    world.faults.clear()
    pushes = len(world.record.pushes())
    await travel.to(END + timedelta(hours=3))
    assert len(world.record.pushes()) == pushes
    if not lasts:
        assert _modes(world) == ["charge", "auto.balanced"]
        assert not shown(hass)
        return
    assert _modes(world) == ["charge"]
    assert placeholders(hass, ISSUE)["windows"] == (
        "- Charge to 100 % at 1 kW: 23 Nov, 09:00 \N{EN DASH} …"
    )


@pytest.mark.usefixtures("all_enabled")
async def test_what_only_we_can_end_goes_to_idle_where_nothing_else_was_chosen(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    _only_immediate(world)
    await travel(75)
    await choose(hass, travel, "as_amps_leaves_it", key="after_window")
    await schedule(hass, travel, target=100, power=1)
    await travel.to(BEGIN + 10 * MINUTE)
    await _remove(hass, travel, integration)
    await travel.to(END + MINUTE)
    assert _modes(world) == ["charge", "idle"]
    assert not shown(hass)


async def test_a_return_that_is_queued_behind_what_runs_stays(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await travel.to(BEGIN + 10 * MINUTE)
    await _remove(hass, travel, integration)
    await travel.to(END + 10 * MINUTE)
    assert _modes(world)[-1] == "auto.balanced"
    assert not shown(hass)


async def test_what_amps_ends_without_a_return_is_told_until_then(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    world.devices[FULL].conflict_strategies = ()
    await schedule(hass, travel)
    await travel.to(BEGIN + 10 * MINUTE)
    pushes = len(world.record.pushes())
    await _remove(hass, travel, integration)
    assert len(world.record.pushes()) == pushes
    named = placeholders(hass, ISSUE)["windows"]
    assert named.endswith(": 23 Nov, 09:00\N{EN DASH}10:00")
    await travel.to(END + MINUTE)
    assert not shown(hass)


@pytest.mark.parametrize("back", [True, False])
async def test_a_mode_that_is_not_back_yet_is_set(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    *,
    back: bool,
) -> None:
    world.devices[FULL].conflict_strategies = ()
    await schedule(hass, travel)
    await travel.to(END - MINUTE)
    world.faults.add(Fault(endpoint="push", status=503, times=None))
    await travel.to(END + 5 * MINUTE)
    world.faults.clear()
    if back:
        world.set_mode_locally(FULL, "auto.balanced")
        world.devices[FULL].capture = None
    await _remove(hass, travel, integration)
    await travel(60)
    assert _modes(world)[-1] == "auto.balanced"
    sent = [action.command for action in world.record.actions_of(FULL)]
    assert ("auto.balanced" in sent) is not back
    assert not shown(hass)


@pytest.mark.parametrize(
    ("mode", "shapes"), [("auto.balanced", ["scheduled"]), (None, [])]
)
async def test_a_mode_that_cannot_be_set_now_is_told(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    mode: str | None,
    shapes: list[str],
) -> None:
    _only_immediate(world)
    await travel(75)
    await schedule(hass, travel, target=100, power=1)
    await travel.to(BEGIN + 10 * MINUTE)
    for command in ("auto.balanced", "idle"):
        if command == mode:
            world.devices[FULL].commands[command].execution[:] = shapes
        else:
            world.remove_command(FULL, command)
    pushes = len(world.record.pushes())
    await _remove(hass, travel, integration)
    assert len(world.record.pushes()) == pushes
    assert placeholders(hass, ISSUE)["windows"].endswith(" \N{EN DASH} …")


async def test_of_an_entry_that_never_worked_nothing_stays(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
    travel: Travel,
) -> None:
    world.faults.add(Fault(status=503, times=None))
    assert not await setup_entry(entry)
    await _remove(hass, travel, entry)
    assert not shown(hass)
