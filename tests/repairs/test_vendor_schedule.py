"""The schedule in the manufacturer's app."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ..entities import FULL, WINDOWED, state
from ..planned import BEGIN, END, schedule
from ..travel import Travel
from .shown import NIGHT, TEXTS, Fix, placeholders, shown


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
    assert placeholders(hass, issue_id)["when"].startswith("23 Nov, 09:00")
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
    assert state(hass, "sensor", "last_result", WINDOWED).state == "done"

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

    # the owner's word was for that window alone
    await travel.to(END + timedelta(minutes=75))
    world.set_scheduler(FULL)
    for hours in (0, 1):
        begin = NIGHT + timedelta(hours=hours)
        await schedule(hass, travel, begin, begin + timedelta(hours=1))
    await travel.to(NIGHT + timedelta(minutes=2))
    assert world.device(FULL).scheduler_active
    assert f"vendor_schedule_{FULL}" in shown(hass)
