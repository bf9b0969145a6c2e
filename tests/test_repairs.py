"""The repairs: when they are there, what they say, and what their fixes do."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
import json
from pathlib import Path
import re
from typing import Any

from homeassistant.components.repairs import DOMAIN as REPAIRS, repairs_flow_manager
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    flush_store,
)

import custom_components.amps as integration_
from custom_components.amps.const import CONF_PLANT_TIME_ZONES, DOMAIN
from custom_components.amps.zones import all_zones, likely_zone

from .conftest import Setup
from .entities import FULL, WINDOWED, call, state
from .flows import suggested
from .planned import BEGIN, END, schedule
from .simulator import Command, Fault, World, full
from .simulator.action import Action
from .travel import Travel

FOLDER = Path(integration_.__file__).parent
TEXTS: dict[str, Any] = json.loads(
    (FOLDER / "translations" / "en.json").read_text(encoding="utf-8")
)["issues"]
NAMED = re.compile(r"{(\w+)}")
NAME = "GivEnergy All in One 10.4"
NIGHT = datetime.fromisoformat("2026-11-23T20:00:00+00:00")

type Fix = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture(autouse=True)
async def repairs(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, REPAIRS, {})


@pytest.fixture
def fix(hass: HomeAssistant, travel: Travel) -> Fix:
    """Steps through the fix of a repair, as a person does in the browser."""

    async def do(
        issue_id: str, user_input: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        manager: Any = repairs_flow_manager(hass)
        found = issue(hass, issue_id)
        begun = manager.async_init(DOMAIN, context={"issue_id": issue_id})
        form: dict[str, Any] = await travel.run(begun)
        texts = TEXTS[found.translation_key or ""]["fix_flow"]
        if form["type"] is FlowResultType.ABORT:
            assert texts["abort"][form["reason"]]
            return form
        step = texts["step"][form["step_id"]]
        named = form["description_placeholders"] or {}
        assert set(NAMED.findall(step["title"])) <= named.keys()
        assert set(NAMED.findall(step["description"])) <= named.keys()
        fields = {str(key) for key in form["data_schema"].schema}
        assert fields == step.get("data", {}).keys()
        if user_input is None:
            user_input = {
                field: suggested(form["data_schema"], field) for field in fields
            }
        done = manager.async_configure(form["flow_id"], user_input)
        result: dict[str, Any] = await travel.run(done)
        await travel.settle()
        if result["type"] is FlowResultType.ABORT:
            assert texts["abort"][result["reason"]]
        return {**form, **result}

    return do


def shown(hass: HomeAssistant) -> dict[str, ir.IssueEntry]:
    """Give the repairs that the owner sees, by id."""
    return {
        it.issue_id: it
        for it in ir.async_get(hass).issues.values()
        if it.domain == DOMAIN and it.active and it.dismissed_version is None
    }


def issue(hass: HomeAssistant, issue_id: str) -> ir.IssueEntry:
    """Give a repair that has to be there, with all that its text names."""
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
    """Give the windows that wait at Amps; the return is queued behind one."""
    world.catch_up()
    return [
        it
        for it in world.record.actions_of(battery)
        if it.state == "scheduled" and it.command == "charge"
    ]


async def reload(hass: HomeAssistant, travel: Travel, entry: MockConfigEntry) -> None:
    await travel.run(hass.config_entries.async_reload(entry.entry_id))
    await travel(30)


async def leave_as_it_is(hass: HomeAssistant, travel: Travel) -> None:
    """Let nothing be queued behind windows: the newest action is then the window's."""
    option = {"key": "after_window", "option": "as_amps_leaves_it"}
    await call(hass, travel, "select", "select_option", **option)


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


def test_texts_are_explained() -> None:
    for key, texts in TEXTS.items():
        assert texts["title"], key
        assert ("description" in texts) != ("fix_flow" in texts), key
        for step in texts.get("fix_flow", {}).get("step", {}).values():
            assert step["title"], key
            assert step["description"], key


@pytest.mark.usefixtures("integration")
async def test_nothing_is_wrong_at_first(hass: HomeAssistant, travel: Travel) -> None:
    await schedule(hass, travel)
    await travel(120)
    assert not shown(hass)


@pytest.mark.usefixtures("integration")
async def test_the_slot_is_held(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    foreign = hold_slot(world)
    await travel(61)
    assert not shown(hass)
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1), target=80)
    await travel(15)
    named = placeholders(hass, f"slot_held_{FULL}")
    assert named["battery"] == NAME
    assert named["action"] == "Charge"
    assert named["start"] == "2026-11-23 22:00"
    assert "Charge to 80 %" in named["windows"]
    assert "2026-11-23 20:00 - 2026-11-23 21:00" in named["windows"]
    assert problem(hass) == STATE_ON

    assert not waiting(world)[1:]
    result = await fix(f"slot_held_{FULL}")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await travel(15)
    assert foreign.state == "cancelled"
    (ours,) = waiting(world)
    assert ours.start == NIGHT
    assert not shown(hass)
    assert problem(hass) == STATE_OFF


@pytest.mark.usefixtures("integration")
async def test_the_slot_is_let_go(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    foreign = hold_slot(world)
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(75)
    assert f"slot_held_{FULL}" in shown(hass)
    world.foreign_cancel(foreign.id)
    await travel(75)
    assert f"slot_held_{FULL}" not in shown(hass)


@pytest.mark.usefixtures("integration")
async def test_what_is_handed_on_cannot_be_cancelled(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    world.foreign_push(
        FULL,
        {
            "action": {
                "command": "idle",
                "start": "2026-11-23T08:10:00",
                "end": "2026-11-23T09:30:00",
            }
        },
    )
    await schedule(hass, travel)
    await travel(timedelta(minutes=12))
    result = await fix(f"slot_held_{FULL}")
    assert result["reason"] == "in_flight"
    assert f"slot_held_{FULL}" in shown(hass)


@pytest.mark.usefixtures("integration")
async def test_a_fix_that_fails_says_why(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    hold_slot(world)
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(75)
    world.faults.add(
        Fault(endpoint="cancel", status=500, code="INTERNAL_ERROR", times=9)
    )
    result = await fix(f"slot_held_{FULL}")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "failed"
    assert result["description_placeholders"]["detail"]
    assert f"slot_held_{FULL}" in shown(hass)


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize("batteries", [2])
async def test_the_vendor_schedule_is_on(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    world.set_scheduler(WINDOWED)
    await travel(timedelta(minutes=16))
    assert not shown(hass)
    await schedule(hass, travel, battery=WINDOWED, target=70)
    await travel(15)
    issue_id = f"vendor_schedule_{WINDOWED}"
    assert placeholders(hass, issue_id)["start"] == "2026-11-23 09:00"
    assert (
        "not restored"
        in TEXTS["vendor_schedule"]["fix_flow"]["step"]["confirm"]["description"]
    )

    await fix(issue_id)
    await travel(15)
    assert not shown(hass)
    assert world.device(WINDOWED).scheduler_active
    await travel.to(BEGIN + timedelta(minutes=1))
    assert not world.device(WINDOWED).scheduler_active
    assert world.device(WINDOWED).mode.command == "charge"
    await travel.to(END + timedelta(minutes=15))
    assert state(hass, "sensor", "last_window_outcome", WINDOWED).state == "done"

    world.set_scheduler(WINDOWED)
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1), battery=WINDOWED)
    await travel(timedelta(minutes=16))
    assert issue_id in shown(hass)


@pytest.mark.usefixtures("integration")
async def test_a_vendor_schedule_that_is_not_declared(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    world.set_scheduler(FULL)
    await schedule(hass, travel)
    await schedule(hass, travel, END, END + timedelta(hours=1))
    await travel(120)
    assert not shown(hass)
    await travel.to(BEGIN + timedelta(minutes=2))
    assert shown(hass).keys() == {f"vendor_schedule_{FULL}", f"window_missed_{FULL}"}

    await fix(f"vendor_schedule_{FULL}")
    await travel.to(END + timedelta(minutes=2))
    assert not world.device(FULL).scheduler_active
    assert world.device(FULL).mode.command == "charge"


@pytest.mark.usefixtures("integration")
async def test_another_time_zone(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    fix: Fix,
    integration: MockConfigEntry,
) -> None:
    world.devices[FULL].zone = "Europe/Berlin"
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(30)
    issue_id = f"time_zone_{FULL}"
    named = placeholders(hass, issue_id)
    assert named["zone"] == "Europe/London"
    assert named["error"] == "-1:00"
    assert not waiting(world)

    await fix(issue_id)
    zones = integration.options[CONF_PLANT_TIME_ZONES]
    assert zones == {FULL: "Europe/Berlin"}
    await travel(30)
    assert not shown(hass)
    (ours,) = waiting(world)
    assert ours.start == NIGHT


@pytest.mark.usefixtures("integration")
async def test_a_time_zone_that_is_chosen_anew(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    world.devices[FULL].zone = "Europe/Berlin"
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(30)
    world.devices[FULL].zone = "Europe/London"
    await fix(f"time_zone_{FULL}", {"plant_time_zone": "Europe/London"})
    await travel(30)
    assert not shown(hass)
    (ours,) = waiting(world)
    assert ours.start == NIGHT


@pytest.mark.usefixtures("integration")
async def test_cancelled_elsewhere(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    await leave_as_it_is(hass, travel)
    window = await schedule(hass, travel, target=70)
    await travel(15)
    (ours,) = waiting(world)
    world.foreign_cancel(ours.id)
    await travel(75)
    issue_id = f"cancelled_elsewhere_{window['uid']}"
    assert "2026-11-23 09:00" in placeholders(hass, issue_id)["windows"]
    assert not waiting(world)

    await fix(issue_id)
    await travel(15)
    assert not shown(hass)
    (again,) = waiting(world)
    assert again.start == BEGIN
    await travel.to(END + timedelta(minutes=10))
    assert state(hass, "sensor", "last_window_outcome").state == "done"


@pytest.mark.usefixtures("integration")
async def test_cancelled_elsewhere_until_it_is_over(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await leave_as_it_is(hass, travel)
    window = await schedule(hass, travel, target=70)
    await travel(15)
    world.foreign_cancel(waiting(world)[0].id)
    await travel(75)
    assert f"cancelled_elsewhere_{window['uid']}" in shown(hass)
    await travel.to(END + timedelta(minutes=2))
    assert not shown(hass)
    assert not world.record.effects_of(FULL, "mode")


@pytest.mark.usefixtures("integration")
async def test_a_capability_is_gone(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    window = await schedule(hass, travel, repeat="FREQ=DAILY")
    await schedule(hass, travel, END, END + timedelta(hours=1), command="idle")
    charge = world.devices[FULL].commands["charge"]
    world.remove_command(FULL, "charge")
    await travel(75)
    issue_id = f"capability_gone_{window['uid']}"
    assert placeholders(hass, issue_id)["window"] == "Charge to 100 % at 5 kW"

    world.devices[FULL].commands["charge"] = Command(
        execution=charge.execution, parameters=charge.parameters
    )
    await travel(75)
    assert issue_id not in shown(hass)

    world.remove_command(FULL, "charge")
    await travel(75)
    await fix(issue_id)
    await travel(75)
    assert issue_id not in shown(hass)
    begins = state(hass, "sensor", "next_window_start").state
    assert datetime.fromisoformat(begins) == END


async def test_a_battery_that_left(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    fix: Fix,
    integration: MockConfigEntry,
) -> None:
    await schedule(hass, travel, repeat="FREQ=DAILY")
    device = world.remove_device(FULL)
    await travel(150)
    issue_id = f"device_gone_{FULL}"
    assert placeholders(hass, issue_id)["battery"] == NAME

    await reload(hass, travel, integration)
    assert issue_id in shown(hass)
    world.add_device(device)
    await travel(75)
    assert issue_id not in shown(hass)
    assert state(hass, "sensor", "next_window_start").state == BEGIN.isoformat()

    world.remove_device(FULL)
    await travel(150)
    await fix(issue_id)
    assert not shown(hass)
    world.add_device(device)
    await travel(75)
    assert state(hass, "sensor", "next_window_start").state == "unknown"


@pytest.mark.usefixtures("integration")
async def test_a_battery_without_a_plan_may_leave(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.remove_device(FULL)
    await travel(150)
    assert not shown(hass)


@pytest.mark.usefixtures("integration")
async def test_a_window_that_failed(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    await schedule(hass, travel)
    world.fail_next(FULL, "UNSUPPORTED_MODE")
    await travel.to(BEGIN + timedelta(minutes=2))
    issue_id = f"window_missed_{FULL}"
    named = placeholders(hass, issue_id)
    assert named["start"] == "2026-11-23 09:00"
    assert named["end"] == "2026-11-23 10:00"
    assert problem(hass) == STATE_ON

    result = await fix(issue_id)
    assert result["step_id"] == "rejected"
    assert not shown(hass)
    assert problem(hass) == STATE_OFF
    await travel(120)
    assert not shown(hass)


async def test_a_failed_window_is_forgotten_at_the_next_that_is_done(
    hass: HomeAssistant, world: World, travel: Travel, integration: MockConfigEntry
) -> None:
    world.fail_next(FULL, "UNSUPPORTED_MODE")
    await schedule(hass, travel)
    await schedule(hass, travel, END, END + timedelta(minutes=30), target=70)
    await travel.to(BEGIN + timedelta(minutes=2))
    await reload(hass, travel, integration)
    assert f"window_missed_{FULL}" in shown(hass)
    assert problem(hass) == STATE_ON
    await travel.to(END + timedelta(minutes=45))
    assert state(hass, "sensor", "last_window_outcome").state == "done"
    assert not shown(hass)
    assert problem(hass) == STATE_OFF


async def test_to_ignore_is_to_dismiss(
    hass: HomeAssistant, world: World, travel: Travel, integration: MockConfigEntry
) -> None:
    world.fail_next(FULL, "UNSUPPORTED_MODE")
    await schedule(hass, travel)
    await travel.to(BEGIN + timedelta(minutes=2))
    ir.async_ignore_issue(hass, DOMAIN, f"window_missed_{FULL}", ignore=True)
    await travel.settle()
    assert problem(hass) == STATE_OFF
    await travel(5)
    await reload(hass, travel, integration)
    assert not shown(hass)
    assert problem(hass) == STATE_OFF


async def test_what_is_ignored_stays_so_while_it_holds(
    hass: HomeAssistant, world: World, travel: Travel, integration: MockConfigEntry
) -> None:
    hold_slot(world)
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(75)
    assert problem(hass) == STATE_ON
    ir.async_ignore_issue(hass, DOMAIN, f"slot_held_{FULL}", ignore=True)
    await travel(5)
    assert problem(hass) == STATE_OFF
    await reload(hass, travel, integration)
    assert not shown(hass)
    assert ir.async_get(hass).async_get_issue(DOMAIN, f"slot_held_{FULL}")


@pytest.mark.usefixtures("integration")
async def test_a_window_at_risk(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    await schedule(hass, travel)
    await travel(60)
    world.set_offline(FULL)
    await travel.to(BEGIN - timedelta(minutes=30))
    issue_id = f"window_at_risk_{FULL}"
    assert placeholders(hass, issue_id)["start"] == "2026-11-23 09:00"
    assert problem(hass) == STATE_ON
    result = await fix(issue_id)
    assert result["step_id"] == "device_offline"
    assert not shown(hass)
    assert problem(hass) == STATE_OFF


@pytest.mark.usefixtures("integration")
async def test_a_risk_that_passes(
    hass: HomeAssistant, travel: Travel, world: World
) -> None:
    await schedule(hass, travel, target=100, power=1)
    await travel(timedelta(minutes=10))
    assert not shown(hass)
    await travel.to(BEGIN - timedelta(minutes=35))
    assert f"window_at_risk_{FULL}" in shown(hass)
    world.set_level(FULL, 99)
    await travel(timedelta(minutes=16))
    assert not shown(hass)


@pytest.mark.usefixtures("integration")
async def test_a_stop_that_waits(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    await schedule(hass, travel)
    await travel.to(BEGIN + timedelta(minutes=5))
    await call(hass, travel, "button", "press", key="stop")
    issue_id = f"stop_pending_{FULL}"
    assert placeholders(hass, issue_id)["end"] == "2026-11-23 10:00"
    await fix(issue_id)
    assert not shown(hass)
    assert world.device(FULL).mode.command == "charge"


async def test_all_is_there_again_after_a_restart(
    hass: HomeAssistant, world: World, travel: Travel, integration: MockConfigEntry
) -> None:
    hold_slot(world)
    window = await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    world.remove_command(FULL, "charge")
    await travel(75)
    ids = {f"slot_held_{FULL}", f"capability_gone_{window['uid']}"}
    assert shown(hass).keys() == ids
    ir.async_ignore_issue(hass, DOMAIN, f"slot_held_{FULL}", ignore=True)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))

    registry = ir.async_get(hass)
    await travel.run(flush_store(registry._store))
    await travel.run(registry._async_load())
    assert not shown(hass)
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    await travel(30)
    assert shown(hass).keys() == ids - {f"slot_held_{FULL}"}
    held = registry.async_get_issue(DOMAIN, f"slot_held_{FULL}")
    assert held is not None
    assert held.active
    assert held.dismissed_version is not None


@pytest.mark.parametrize(
    ("home", "used", "hours", "zone"),
    [
        ("Europe/London", "Europe/London", -1, "Europe/Berlin"),
        ("Europe/Dublin", "Europe/Berlin", 1, "Europe/Dublin"),
        ("Europe/Berlin", "Europe/Berlin", 1, "Europe/London"),
        ("America/New_York", "America/New_York", 3, "America/Los_Angeles"),
        ("Australia/Lord_Howe", "Australia/Lord_Howe", 0.5, "Australia/Adelaide"),
        ("Asia/Kolkata", "Asia/Kolkata", -0.25, "Asia/Kathmandu"),
        ("Europe/London", "Europe/London", 0.1, "Europe/London"),
    ],
)
def test_the_zone_that_fits(home: str, used: str, hours: float, zone: str) -> None:
    error = timedelta(hours=hours)
    assert likely_zone(all_zones(), home, used, error, BEGIN) == zone


async def test_polling_is_disabled(
    hass: HomeAssistant, travel: Travel, fix: Fix, integration: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(integration, pref_disable_polling=True)
    await reload(hass, travel, integration)
    assert placeholders(hass, "polling_disabled")["entries"] == "Amps"
    await fix("polling_disabled")
    await travel(30)
    assert integration.pref_disable_polling is False
    assert not shown(hass)


async def test_the_clock_is_wrong(
    hass: HomeAssistant, world: World, travel: Travel, integration: MockConfigEntry
) -> None:
    world.knobs.clock_skew = 300
    await travel(timedelta(minutes=10))
    assert placeholders(hass, "clock_wrong")["minutes"] == "5"
    assert issue(hass, "clock_wrong").is_fixable is False
    await reload(hass, travel, integration)
    assert "clock_wrong" in shown(hass)
    world.knobs.clock_skew = 0
    await travel(timedelta(minutes=10))
    assert not shown(hass)


async def test_repairs_of_two_entries(
    hass: HomeAssistant,
    travel: Travel,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
) -> None:
    world.add_device(full("device_sim_other"))
    world.keys.add("sk_test_other", devices=frozenset({"device_sim_other"}))
    other = MockConfigEntry(
        domain=DOMAIN,
        title="Cottage",
        data={**entry.data, "api_key": "sk_test_other"},
        options={"batteries": ["device_sim_other"], "add_new": False},
        pref_disable_polling=True,
    )
    assert await setup_entry(entry)
    assert await setup_entry(other)
    assert placeholders(hass, "polling_disabled")["entries"] == "Cottage"
    await travel(120)
    assert "polling_disabled" in shown(hass)
    await travel.run(
        hass.config_entries.async_set_disabled_by(
            other.entry_id, ConfigEntryDisabler.USER
        )
    )
    await travel(120)
    assert not shown(hass)


async def test_repairs_go_with_their_entry(
    hass: HomeAssistant, world: World, travel: Travel, integration: MockConfigEntry
) -> None:
    hold_slot(world)
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(75)
    assert shown(hass)
    await travel.run(hass.config_entries.async_remove(integration.entry_id))
    await travel.settle()
    assert not shown(hass)


async def test_a_fix_of_an_entry_that_is_not_loaded(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    fix: Fix,
    integration: MockConfigEntry,
) -> None:
    hold_slot(world)
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(75)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    result = await fix(f"slot_held_{FULL}")
    assert result["reason"] == "not_loaded"


@pytest.mark.usefixtures("integration")
async def test_a_paused_plan_is_no_concern(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    hold_slot(world)
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(75)
    await call(hass, travel, "switch", "turn_off", key="plan_enabled")
    assert not shown(hass)
    await call(hass, travel, "switch", "turn_on", key="plan_enabled")
    await travel(15)
    assert f"slot_held_{FULL}" in shown(hass)
