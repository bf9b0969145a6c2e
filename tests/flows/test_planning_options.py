"""The options about planning the day."""

from homeassistant.config_entries import FlowType
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.battery.planning import PlanningSettings, settings_of
from custom_components.amps.const import CONF_PLANNING, CONF_SHOW_PLANNING

from ..travel import Travel
from .forms import Flow
from .test_options_flow import FIRST, typed

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


@pytest.mark.parametrize(
    "wrong", [{"reserve": 101}, {"wear": -1}, {"commands_a_day": 0}]
)
async def test_nonsense_is_refused(opened: Flow, wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidData):
        await opened.send({**USUAL, **wrong})
