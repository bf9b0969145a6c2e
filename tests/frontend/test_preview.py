"""What would become of a window or a goal, before it is planned."""

import asyncio
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.amps.frontend.turns import MAX_WAITING, Turns
from custom_components.amps.inputs.settings import PriceKind
from simulator import World

from ..battery.planning.goals.goals import goals, set_goal
from ..battery.planning.goals.prices import SENSOR, show
from ..entities import ha_device_id
from ..travel import Travel
from ..windows import answer, schedule
from .conftest import Browser, Json, restrict

pytestmark = pytest.mark.freeze_time("2026-11-23T20:00:00+00:00")

NIGHT = {"start": "2026-11-23T22:00:00+00:00", "end": "2026-11-24T07:00:00+00:00"}


@pytest.fixture
def entry(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    """The entry, with prices by the hour until the end of tomorrow."""
    show(hass)
    options = {**entry.options, PriceKind.IMPORT.entity: SENSOR}
    return MockConfigEntry(
        domain=entry.domain, title=entry.title, data=entry.data, options=options
    )


async def preview(hass: HomeAssistant, browser: Browser, **fields: Any) -> Json:
    """Ask what would become of a charge in the night."""
    draft = {"device_id": ha_device_id(hass), "command": "charge", **NIGHT, **fields}
    reply = await browser.ask("amps/plan/preview", **draft)
    assert reply["success"], reply
    found: Json = reply["result"]
    return found


async def test_a_goal_is_planned_and_not_stored(
    hass: HomeAssistant, world: World, travel: Travel, browser: Browser
) -> None:
    found = await preview(hass, browser, goal=True, target=90)
    assert found["level"] == pytest.approx(90, abs=1)
    assert 0.1 < found["cost"] < 0.3
    assert found["reason"] is None
    starts = [start for start, _ in found["spans"]]
    assert all("T02:00" <= start[10:16] <= "T05:00" for start in starts)
    await travel(30)
    assert await goals(hass, travel) == []
    assert world.record.pushes() == []
    # what is planned then is what was said before
    await set_goal(hass, travel, target=90)
    await travel(5)
    (goal,) = await goals(hass, travel)
    assert goal["cost"] == pytest.approx(found["cost"], abs=0.001)


async def test_a_goal_with_a_duration_in_one_go(
    hass: HomeAssistant, browser: Browser
) -> None:
    fields = {"goal": True, "duration": {"minutes": 120}, "in_one_go": True}
    assert (await preview(hass, browser, **fields))["spans"] == [
        ["2026-11-24T03:00:00+00:00", "2026-11-24T05:00:00+00:00"]
    ]


async def test_a_goal_that_cannot_be_met_says_why(
    hass: HomeAssistant, browser: Browser
) -> None:
    found = await preview(hass, browser, goal=True, target=100, max_price=0.01)
    assert (found["reason"], found["spans"]) == ("price_limit", [])
    hass.states.async_set(SENSOR, "unknown")
    found = await preview(hass, browser, goal=True, target=90)
    assert (found["reason"], found["cost"]) == ("no_prices", None)
    assert found["spans"]


async def test_a_goal_is_planned_around_what_is_there(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    times = ("2026-11-24 02:00:00", "2026-11-24 05:00:00")
    await schedule(hass, travel, *times, command="idle")
    fields = {"goal": True, "duration": {"minutes": 60}}
    ((start, end),) = (await preview(hass, browser, **fields))["spans"]
    assert end <= "2026-11-24T02:00:00" or start >= "2026-11-24T05:00:00"


async def test_a_goal_that_is_changed_gives_its_time_back(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    goal = await set_goal(hass, travel, duration="01:00:00")
    await travel(5)
    fields = {"goal": True, "duration": {"minutes": 60}}
    best = ["2026-11-24T03:00:00+00:00", "2026-11-24T04:00:00+00:00"]
    assert (await preview(hass, browser, **fields))["spans"] != [best]
    changed = await preview(hass, browser, **fields, uid=goal["uid"])
    assert changed["spans"] == [best]


async def test_a_window_with_level_and_cost(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    times = {"start": "2026-11-24T02:00:00+00:00", "end": "2026-11-24T05:00:00+00:00"}
    found = await preview(hass, browser, target=90, **times)
    assert found == {
        "spans": [list(times.values())],
        "level": pytest.approx(90),
        "cost": pytest.approx(3.12 / 0.95 * 0.08, abs=0.002),
        "reason": None,
    }
    short = {**times, "end": "2026-11-24T02:15:00+00:00"}
    found = await preview(hass, browser, target=90, power=2, **short)
    assert found["level"] == pytest.approx(60 + 50 * 0.95 / 10.4, abs=0.1)
    # what is planned before it counts
    await schedule(hass, travel, "2026-11-23 21:00:00", "2026-11-24 00:00:00")
    found = await preview(hass, browser, command="discharge", target=20, **times)
    assert found["cost"] == pytest.approx(-80 * 0.104 * 0.95 * 0.07, abs=0.05)


async def test_what_lies_far_ahead_is_not_known(
    hass: HomeAssistant, browser: Browser
) -> None:
    far = {"start": "2026-12-23T22:00:00+00:00", "end": "2026-12-24T07:00:00+00:00"}
    for goal in (True, False):
        found = await preview(hass, browser, goal=goal, target=90, **far)
        assert found == {"spans": [], "level": None, "cost": None, "reason": None}


async def test_what_is_wrong_is_said_in_words(
    hass: HomeAssistant, browser: Browser
) -> None:
    draft = {"device_id": ha_device_id(hass), "command": "idle", "goal": True, **NIGHT}
    refused = await browser.ask("amps/plan/preview", **draft)
    assert refused["error"]["translation_key"] == "goal_command"
    draft |= {"command": "charge", "duration": {"hours": 20}}
    refused = await browser.ask("amps/plan/preview", **draft)
    assert refused["error"]["translation_key"] == "goal_duration"


async def test_who_may_not_control_sees_no_preview(
    hass: HomeAssistant, browser: Browser, hass_admin_user: MockUser
) -> None:
    restrict(hass_admin_user, {"entities": {"all": {"read": True}}})
    draft = {"device_id": ha_device_id(hass), "command": "charge", **NIGHT}
    refused = await browser.ask("amps/plan/preview", **draft)
    assert refused["error"]["code"] == "unauthorized"


async def test_only_so_many_wait() -> None:
    turns, order = Turns(), list[int]()
    first = asyncio.Event()

    async def work(number: int) -> None:
        async with turns.async_turn():
            await first.wait()
            order.append(number)

    working = [asyncio.create_task(work(number)) for number in range(MAX_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(ServiceValidationError) as refused:
        await work(MAX_WAITING)
    assert refused.value.translation_key == "too_many_previews"
    first.set()
    await asyncio.gather(*working)
    assert order == list(range(MAX_WAITING))
    await work(MAX_WAITING)


async def test_a_goal_is_changed(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    goal = await set_goal(hass, travel, target=90)
    draft = {"device_id": ha_device_id(hass), "command": "charge", **NIGHT}
    fields = {"goal": True, "duration": {"minutes": 120}, "max_price": 0.2}
    reply = await browser.ask(
        "amps/plan/edit", uid=goal["uid"], range="all", **draft, **fields
    )
    assert reply["success"], reply
    await travel(5)
    (changed,) = await goals(hass, travel)
    assert (changed["uid"], changed["duration"]) == (goal["uid"], "2:00:00")
    assert (changed["target"], changed["max_price"]) == (None, 0.2)
    windows = await answer(hass, travel, "get_windows")
    assert [window["start"] for window in windows] == ["2026-11-24T03:00:00+00:00"]
