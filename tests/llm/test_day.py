"""What an assistant is told of the plan of the day."""

from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.inputs.house import HouseResolver
from custom_components.amps.inputs.settings import PriceKind

from ..battery.planning.day.day import switch
from ..battery.planning.day.house import steady_house
from ..battery.planning.goals.prices import SENSOR, show
from ..travel import Travel
from ..windows import schedule
from .test_llm import DAY, NAME, api_of, expose, use

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("assist"),
]


@pytest.fixture
def entry(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    """The entry, with prices."""
    show(hass)
    options = {**entry.options, PriceKind.IMPORT.entity: SENSOR}
    return MockConfigEntry(
        domain=entry.domain, title=entry.title, data=entry.data, options=options
    )


@pytest.fixture(autouse=True)
def house() -> Any:
    """What the house is expected to draw: always the same."""
    with patch.object(HouseResolver, "async_house", steady_house):
        yield


async def told(hass: HomeAssistant, travel: Travel) -> dict[str, Any]:
    """Return what an assistant is told of the only battery."""
    expose(hass)
    answer = await use(await api_of(hass, travel), travel, DAY)
    plan: dict[str, Any]
    (plan,) = answer["plans"]
    assert plan["battery"] == NAME
    return plan


async def test_what_it_will_do_and_why(hass: HomeAssistant, travel: Travel) -> None:
    await switch(hass, travel)
    plan = await told(hass, travel)
    assert (plan["planning"], plan["status"]) == ("automatic", "planned")
    assert "reason" not in plan
    windows = plan["windows"]
    assert [window["start"][:16] for window in windows] == [
        "2026-11-24T03:00",
        "2026-11-24T13:00",
    ]
    assert "6.0 ct now instead of" in windows[0]["why"]
    total = sum(window["saves"] for window in windows)
    assert plan["expected_saving"] == pytest.approx(total, abs=0.02)
    levels = {point["time"][11:16]: point["level"] for point in plan["expected_levels"]}
    assert list(levels) == [f"{hour % 24:02}:00" for hour in range(21, 45, 3)]
    assert levels["06:00"] > 90 > levels["03:00"]


async def test_what_is_only_suggested(hass: HomeAssistant, travel: Travel) -> None:
    await switch(hass, travel, "suggest")
    plan = await told(hass, travel)
    assert {window["state"] for window in plan["windows"]} == {"suggested"}
    assert all(window["why"] for window in plan["windows"])


async def test_why_nothing_is_planned(hass: HomeAssistant, travel: Travel) -> None:
    show(hass, prices={})
    await switch(hass, travel)
    plan = await told(hass, travel)
    assert plan["status"] == "left_alone"
    assert plan["reason"].startswith("Nothing would save enough")
    assert plan["windows"] == []


async def test_without_automatic_planning(hass: HomeAssistant, travel: Travel) -> None:
    await schedule(hass, travel, "2026-11-24T03:00:00", "2026-11-24T04:00:00")
    plan = await told(hass, travel)
    assert plan["planning"] == "off"
    assert "status" not in plan
    assert [window["origin"] for window in plan["windows"]] == ["plan"]
