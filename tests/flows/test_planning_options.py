"""The options about planning the day."""

from datetime import datetime, timedelta
from unittest.mock import patch

from homeassistant.config_entries import FlowType
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.battery.day_run import PlanningSettings, settings_of
from custom_components.amps.const import CONF_PLANNING, CONF_SHOW_PLANNING
from custom_components.amps.inputs.house import House, HouseResolver, Missing
from custom_components.amps.planner.problem import Power

from ..battery.planning.day.house import steady_house
from ..travel import Travel
from .forms import Flow, said
from .test_options_flow import FIRST, typed

DAY = timedelta(days=1)
USUAL = {
    "sell": False,
    "reserve": 0,
    "wear": 0,
    "commands_a_day": 4,
    "hold_while": [],
}


@pytest.fixture
async def opened(
    hass: HomeAssistant, integration: MockConfigEntry, travel: Travel
) -> Flow:
    """The page of planning."""
    flow = Flow(hass, travel, FlowType.OPTIONS_FLOW)
    await flow.begin(integration.entry_id)
    result = await flow.send(typed(FIRST, **{CONF_SHOW_PLANNING: True}))
    assert result["step_id"] == "planning"
    return flow


async def test_what_is_usual_is_not_stored(
    opened: Flow, integration: MockConfigEntry
) -> None:
    result = await opened.send(USUAL)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert CONF_PLANNING not in integration.options
    assert CONF_SHOW_PLANNING not in integration.options


async def test_another_choice_is_kept_and_shown_again(
    hass: HomeAssistant, opened: Flow, integration: MockConfigEntry, travel: Travel
) -> None:
    chosen = {
        "sell": True,
        "reserve": 20,
        "wear": 0.03,
        "commands_a_day": 6,
        "hold_while": ["sensor.car_charger"],
    }
    await opened.send(chosen)
    assert settings_of(integration.options) == PlanningSettings(
        sell=True,
        reserve=20,
        wear=0.03,
        commands_a_day=6,
        hold_while=("sensor.car_charger",),
    )
    again = Flow(hass, travel, FlowType.OPTIONS_FLOW)
    await again.begin(integration.entry_id)
    await again.send(typed(FIRST, **{CONF_SHOW_PLANNING: True}))
    assert {name: again.shown(name) for name in chosen} == chosen


async def test_what_plans_are_based_on_is_shown(
    hass: HomeAssistant, integration: MockConfigEntry, travel: Travel
) -> None:
    async def house(_resolver: HouseResolver, now: datetime) -> House:
        known = await steady_house(_resolver, now)
        load = tuple(Power(now - day * DAY, now, 0.7) for day in (2, 1))
        return known._replace(load=load, missing=(Missing.NO_FORECAST,))

    flow = Flow(hass, travel, FlowType.OPTIONS_FLOW)
    await flow.begin(integration.entry_id)
    with patch.object(HouseResolver, "async_house", house):
        await flow.send(typed(FIRST, **{CONF_SHOW_PLANNING: True}))
    shown = said(flow)
    assert shown["import_prices"].startswith("unknown. No price is set.")
    known, missing = shown["house"].splitlines()
    assert known == "known since 21 Nov, forecast wrong by 0.10 kW on average"
    assert missing.startswith("  - No solar forecast is set up")
    assert shown["energy"] == "/config/energy"


async def test_what_is_missing_is_shown(opened: Flow) -> None:
    assert said(opened)["house"].startswith("Home Assistant's recorder is not running")


@pytest.mark.parametrize(
    "wrong", [{"reserve": 101}, {"wear": -1}, {"commands_a_day": 0}]
)
async def test_nonsense_is_refused(opened: Flow, wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidData):
        await opened.send({**USUAL, **wrong})
