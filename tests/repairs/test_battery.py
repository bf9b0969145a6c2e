"""A battery that can do less, or that left."""

from datetime import datetime, timedelta

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import Command, World

from ..calendars import NIGHT, NIGHTLY, Dialog, MonthView, named, unchanged
from ..entities import FULL, next_start
from ..planned import BEGIN, END, schedule
from ..travel import Travel
from .shown import GONE, NAME, Fix, placeholders, reload, shown, waiting


@pytest.mark.usefixtures("integration")
async def test_a_capability_is_gone(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    window = await schedule(hass, travel, repeat="FREQ=DAILY")
    await schedule(hass, travel, END, END + timedelta(hours=1), command="idle")
    charge = world.devices[FULL].commands["charge"]
    world.remove_command(FULL, "charge")
    await travel(75)
    assert not shown(hass)
    await travel(GONE)
    issue_id = f"capability_gone_{window['uid']}"
    assert placeholders(hass, issue_id)["window"] == "Charge at 5 kW"

    world.devices[FULL].commands["charge"] = Command(
        execution=charge.execution, parameters=charge.parameters
    )
    await travel(75)
    assert issue_id not in shown(hass)

    world.remove_command(FULL, "charge")
    await travel(GONE)
    await fix(issue_id)
    await travel(75)
    assert issue_id not in shown(hass)
    begins = next_start(hass)
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
    assert next_start(hass) == BEGIN.isoformat()

    world.remove_device(FULL)
    await travel(150)
    await fix(issue_id)
    assert not shown(hass)
    assert waiting(world)
    world.add_device(device)
    await travel(75)
    assert next_start(hass) is None
    await travel(30)
    assert not waiting(world)


async def test_only_what_was_changed_to_a_command_that_is_gone_is_taken_out(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    fix: Fix,
    dialog: Dialog,
    month: MonthView,
) -> None:
    await dialog.create(**NIGHTLY)
    _, second, third = await month()
    idle = named(second, recurrence_range="", event=unchanged(second, summary="Idle"))
    assert await dialog("update", **idle) is None
    less = unchanged(third, summary="Charge to 80 %")
    fewer = named(third, recurrence_range="", event=less)
    assert await dialog("update", **fewer) is None
    world.remove_command(FULL, "idle")
    await travel(GONE)
    issue_id = f"capability_gone_{second['uid']}"
    assert placeholders(hass, issue_id)["windows"] == (
        "- Idle: 25 Nov, 00:30\N{EN DASH}05:30"
    )
    result = await fix(issue_id)
    assert result["step_id"] == "occurrences"
    await travel(75)
    assert not shown(hass)
    events = [entry["summary"].rpartition(" · ")[::2] for entry in await month()]
    assert [title.partition(" at")[0] for title, _ in events] == [
        "Charge to 90 %",
        "Charge to 80 %",
    ]
    assert [status for _, status in events] == ["sent", "planned"]


async def test_what_was_changed_to_a_command_that_the_battery_takes_stays(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    fix: Fix,
    dialog: Dialog,
    month: MonthView,
) -> None:
    await dialog.create(**NIGHTLY)
    first, second, _ = await month()
    for event, title in ((first, "Discharge to 50 %"), (second, "Idle")):
        changed = unchanged(event, summary=title)
        saved = named(event, recurrence_range="", event=changed)
        assert await dialog("update", **saved) is None
    # another window takes the place of the first
    await dialog.create(**NIGHT, summary="Reserve")
    for command in ("charge", "discharge"):
        world.remove_command(FULL, command)
    await travel(GONE)
    issue_id = f"capability_gone_{second['uid']}"
    assert "26 Nov, 00:30" in placeholders(hass, issue_id)["windows"]
    assert "25 Nov" not in placeholders(hass, issue_id)["windows"]
    result = await fix(issue_id)
    assert result["step_id"] == "confirm"
    await travel(75)
    assert not shown(hass)
    assert [entry["summary"].partition(" · ")[0] for entry in await month()] == [
        "Reserve",
        "Idle",
    ]


async def test_of_two_windows_at_one_time_the_one_that_takes_place_stays(
    world: World,
    travel: Travel,
    fix: Fix,
    dialog: Dialog,
    month: MonthView,
) -> None:
    await dialog.create(**NIGHTLY)
    first, _, _ = await month()
    idle = named(first, recurrence_range="", event=unchanged(first, summary="Idle"))
    assert await dialog("update", **idle) is None
    await dialog.create(**NIGHT, summary="Reserve")
    world.remove_command(FULL, "charge")
    await travel(GONE)
    await fix(f"capability_gone_{first['uid']}")
    assert [entry["summary"].partition(" · ")[0] for entry in await month()] == [
        "Reserve"
    ]


@pytest.mark.usefixtures("integration")
async def test_a_battery_without_a_plan_may_leave(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.remove_device(FULL)
    await travel(150)
    assert not shown(hass)
