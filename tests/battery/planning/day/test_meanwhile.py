"""What happens while the day is being planned."""

import asyncio
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
import pytest

from custom_components.amps.battery import plan_editor
from custom_components.amps.const import DOMAIN
from custom_components.amps.inputs.house import House, HouseResolver

from ....entities import FULL, ha_device_id
from ....travel import Travel
from ....windows import answer, spans
from ..goals.goals import set_goal
from ..goals.prices import show
from .day import NEXT_DAY, automatic, plan, switch
from .house import steady_house

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("integration"),
]

NIGHT = ("2026-11-24T03:00", "05:00")
CHEAPER = {3: 0.04, 4: 0.06, 13: 0.15}


class Gate:
    """Where work waits until it may go on."""

    def __init__(self) -> None:
        self.is_reached = asyncio.Event()
        self.opens = asyncio.Event()

    async def pass_through(self) -> None:
        self.is_reached.set()
        await self.opens.wait()


@pytest.fixture
def house_gate() -> Iterator[Gate]:
    """Where planning waits for the load of the house."""
    gate = Gate()

    async def wait(resolver: HouseResolver, now: Any) -> House:
        await gate.pass_through()
        return await steady_house(resolver, now)

    with patch.object(HouseResolver, "async_house", wait):
        yield gate


@pytest.fixture
def disk() -> Iterator[Gate]:
    """Where windows wait to be stored."""
    gate, store = Gate(), plan_editor.async_store

    async def wait(plans: Any) -> None:
        await gate.pass_through()
        await store(plans)

    with patch("custom_components.amps.battery.replanning.async_store", wait):
        yield gate


async def _held_up(travel: Travel, gate: Gate) -> None:
    """Wait until work is held up."""
    await travel(5)
    assert gate.is_reached.is_set()


async def _let_on(travel: Travel, gate: Gate) -> None:
    gate.opens.set()
    await travel(5)


async def test_what_the_owner_deletes_then_does_not_come_back(
    hass: HomeAssistant, travel: Travel, house_gate: Gate
) -> None:
    house_gate.opens.set()
    await switch(hass, travel)
    first = (await automatic(hass, travel))[0]
    house_gate.opens.clear()
    house_gate.is_reached.clear()
    show(hass, prices=CHEAPER)
    await _held_up(travel, house_gate)
    await answer(hass, travel, "cancel_window", uid=first["uid"])
    await _let_on(travel, house_gate)
    assert NIGHT not in spans(await automatic(hass, travel))


async def test_prices_that_change_while_windows_are_stored_are_planned_with(
    hass: HomeAssistant, travel: Travel, disk: Gate
) -> None:
    await switch(hass, travel)
    await _held_up(travel, disk)
    show(hass, prices={22: 0.05, 23: 0.05})
    await _let_on(travel, disk)
    assert spans(await automatic(hass, travel))[0][0] == "2026-11-23T22:00"


async def test_goals_are_planned_with_prices_that_change_while_they_are_stored(
    hass: HomeAssistant, travel: Travel, disk: Gate
) -> None:
    _ = await set_goal(hass, travel, duration="02:00:00")
    await _held_up(travel, disk)
    show(hass, prices={22: 0.05, 23: 0.05})
    await _let_on(travel, disk)
    found = await answer(hass, travel, "get_windows", **NEXT_DAY)
    assert spans(found)[0][0] == "2026-11-23T22:00"


async def test_what_is_planned_while_a_plan_is_accepted_is_shown(
    hass: HomeAssistant, travel: Travel, disk: Gate
) -> None:
    await switch(hass, travel, "suggest")
    accepting = hass.async_create_task(
        hass.services.async_call(
            DOMAIN,
            "accept_plan",
            {"device_id": ha_device_id(hass, FULL)},
            blocking=True,
        )
    )
    await _held_up(travel, disk)
    show(hass, prices={22: 0.05, 23: 0.05})
    await travel(5)
    await _let_on(travel, disk)
    await accepting
    rows = (await plan(hass, travel))["rows"]
    assert min(rows, key=lambda row: row["price"])["start"].startswith("2026-11-23T22")
