"""When the battery is not discharged, whatever was planned."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.amps.battery.planning import day_planner
from simulator import World

from ....entities import FULL, state
from ....travel import Travel
from ....windows import answer, utc
from .day import automatic, switch

CHARGER = "sensor.car_charger"

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("integration"),
]


@pytest.fixture
def planning_options() -> dict[str, Any]:
    return {"hold_while": [CHARGER], "reserve": 30}


def draw(hass: HomeAssistant, watts: float) -> None:
    """Let the car charger draw."""
    hass.states.async_set(CHARGER, str(watts), {"unit_of_measurement": "W"})


def commands(world: World) -> list[str]:
    return [push.body["action"]["command"] for push in world.record.pushes()]


async def test_it_is_held_while_a_car_charges(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.window_completed_at = "opening"  # so it can be stopped
    draw(hass, 3)
    await switch(hass, travel)
    assert "idle" not in commands(world)
    draw(hass, 7400)
    await travel(60)
    first = (await automatic(hass, travel))[0]
    assert (first["command"], first["start"][:16]) == ("idle", "2026-11-23T20:00")
    assert first["end"][:16] == "2026-11-23T21:00"
    assert first["why"] == "Not discharged while another device draws power"
    assert "idle" in commands(world)
    draw(hass, 0)
    await travel(120)
    draw(hass, 7400)  # a pause of the car is no reason to begin anew
    pushes = len(world.record.pushes())
    await travel(120)
    draw(hass, 0)
    await travel(300)
    assert len(world.record.pushes()) == pushes
    await travel(400)
    assert all(one["command"] != "idle" for one in await automatic(hass, travel))


async def test_it_is_not_held_off_its_charge(
    hass: HomeAssistant, travel: Travel
) -> None:
    draw(hass, 7400)
    await switch(hass, travel)
    found = await automatic(hass, travel)
    assert [one["command"] for one in found][:2] == ["idle", "charge"]
    assert found[1]["start"][:16] == "2026-11-24T03:00"


async def test_the_reserve_is_kept(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    draw(hass, 0)
    world.set_level(FULL, 29)
    await travel(1200)
    await switch(hass, travel)
    first = (await automatic(hass, travel))[0]
    assert (first["command"], first["why"]) == (
        "idle",
        "Not discharged below your reserve",
    )
    assert "idle" in commands(world)


async def test_it_is_held_on_without_a_gap(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    draw(hass, 7400)
    await switch(hass, travel)
    await travel.to(utc("2026-11-23T22:10:00+00:00"))
    assert world.device(FULL).mode.command == "idle"
    held = [one for one in await automatic(hass, travel) if one["command"] == "idle"]
    assert held[-1]["end"][:16] == "2026-11-23T23:00"
    assert commands(world).count("idle") <= 4


async def test_what_is_held_for_another_device_does_not_use_up_the_commands_of_a_day(
    hass: HomeAssistant, travel: Travel
) -> None:
    draw(hass, 7400)
    await switch(hass, travel)
    await travel.to(utc("2026-11-24T01:10:00+00:00"))
    found = await automatic(hass, travel, start="2026-11-23 20:00:00")
    assert len([one for one in found if one["command"] == "idle"]) > 4
    charges = [one["start"][:16] for one in found if one["command"] == "charge"]
    assert charges == ["2026-11-24T03:00", "2026-11-24T13:00"]


async def test_a_hold_that_its_owner_deletes_does_not_come_back(
    hass: HomeAssistant, travel: Travel
) -> None:
    draw(hass, 7400)
    await switch(hass, travel)
    first = (await automatic(hass, travel))[0]
    assert (first["command"], first["end"][:16]) == ("idle", "2026-11-23T21:00")
    _ = await answer(hass, travel, "cancel_window", uid=first["uid"])
    await travel(600)
    starts = [one["start"][:16] for one in await automatic(hass, travel)]
    assert starts
    assert min(starts) >= "2026-11-23T21:00"


async def test_the_reserve_is_kept_while_plans_are_not_worth_it(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(day_planner, "earns_its_keep", lambda _: False)
    world.set_level(FULL, 29)
    await travel(1200)
    await switch(hass, travel)
    assert state(hass, "sensor", "planning_status").state == "not_worth_it"
    assert [one["command"] for one in await automatic(hass, travel)] == ["idle"]
    assert "idle" in commands(world)
