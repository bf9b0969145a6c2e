"""The options: which batteries are followed, and how."""

from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntryState, FlowType
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import (
    CONF_ADD_NEW,
    CONF_BATTERIES,
    CONF_IGNORED,
    CONF_LEAD_TIME,
    CONF_PLANT_TIME_ZONE,
    CONF_PLANT_TIME_ZONES,
    CONF_READING_PACE,
    DOMAIN,
    MAX_BATTERIES,
)
from simulator import World

from ..conftest import Setup
from ..travel import Travel
from .forms import TEXTS, Flow

FIRST = "device_sim_0001"
SECOND = "device_sim_0002"
THIRD = "device_sim_0003"


@pytest.fixture
def flow(hass: HomeAssistant, travel: Travel) -> Flow:
    return Flow(hass, travel, FlowType.OPTIONS_FLOW)


@pytest.fixture
def followed(entry: MockConfigEntry) -> MockConfigEntry:
    """An entry that follows the first battery only."""
    return chosen(entry, FIRST)


def chosen(entry: MockConfigEntry, *batteries: str, **options: Any) -> MockConfigEntry:
    """The same entry with other options."""
    return MockConfigEntry(
        domain=DOMAIN,
        title=entry.title,
        data=entry.data,
        options={CONF_BATTERIES: list(batteries), CONF_ADD_NEW: False, **options},
    )


def typed(*batteries: str, **changes: Any) -> dict[str, Any]:
    """What a person chooses who changes little."""
    return {
        CONF_BATTERIES: list(batteries),
        CONF_ADD_NEW: False,
        CONF_READING_PACE: "15",
        CONF_LEAD_TIME: {"days": 2},
        CONF_PLANT_TIME_ZONE: "US/Pacific",
        **changes,
    }


def device_of(
    hass: HomeAssistant, entry: MockConfigEntry, battery: str
) -> dr.DeviceEntry | None:
    """The entry's device of a battery."""
    registry = dr.async_get(hass)
    return registry.async_get_device_by_identifier((DOMAIN, battery), entry.entry_id)


def labels(flow: Flow) -> dict[str, str]:
    """The batteries that are offered, with their labels."""
    schema = flow.result["data_schema"]
    assert schema is not None
    offered = schema.schema[CONF_BATTERIES].config["options"]
    return {choice["value"]: choice["label"] for choice in offered}


async def test_the_form_shows_what_stands(
    hass: HomeAssistant, flow: Flow, integration: MockConfigEntry
) -> None:
    result = await flow.begin(integration.entry_id)
    assert result["step_id"] == "init"
    assert flow.shown(CONF_BATTERIES) == [FIRST]
    assert flow.shown(CONF_ADD_NEW) is True
    assert flow.shown(CONF_READING_PACE) == "15"
    assert flow.shown(CONF_LEAD_TIME) == {"days": 2}
    assert flow.shown(CONF_PLANT_TIME_ZONE) == hass.config.time_zone
    schema = result["data_schema"]
    assert schema is not None
    paces = schema.schema[CONF_READING_PACE].config["options"]
    assert set(paces) == TEXTS["selector"][CONF_READING_PACE]["options"].keys()


@pytest.mark.parametrize("batteries", [3])
async def test_a_battery_is_added_and_another_one_left(
    hass: HomeAssistant,
    flow: Flow,
    followed: MockConfigEntry,
    setup_entry: Setup,
) -> None:
    assert await setup_entry(followed)
    await flow.begin(followed.entry_id)
    assert labels(flow).keys() == {FIRST, SECOND, THIRD}
    assert flow.shown(CONF_BATTERIES) == [FIRST]

    result = await flow.send(typed(SECOND))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert followed.options[CONF_BATTERIES] == [SECOND]
    assert followed.options[CONF_IGNORED] == [FIRST, THIRD]
    assert followed.state is ConfigEntryState.LOADED
    assert followed.runtime_data.coordinator.data.keys() == {SECOND}
    assert device_of(hass, followed, SECOND) is not None
    assert device_of(hass, followed, FIRST) is None


@pytest.mark.parametrize("batteries", [2])
async def test_a_battery_that_came_later_is_chosen(
    flow: Flow,
    entry: MockConfigEntry,
    setup_entry: Setup,
) -> None:
    entry = chosen(entry, FIRST, **{CONF_ADD_NEW: True})
    assert await setup_entry(entry)
    await flow.begin(entry.entry_id)
    assert set(flow.shown(CONF_BATTERIES)) == {FIRST, SECOND}


async def test_a_name_of_the_owner_is_shown(
    hass: HomeAssistant, flow: Flow, integration: MockConfigEntry
) -> None:
    device = device_of(hass, integration, FIRST)
    assert device is not None
    dr.async_get(hass).async_update_device(device.id, name_by_user="Cellar")
    await flow.begin(integration.entry_id)
    assert labels(flow) == {FIRST: "Cellar"}


@pytest.mark.parametrize("batteries", [3])
async def test_what_is_chosen_or_left_can_be_changed_while_amps_is_away(
    hass: HomeAssistant, flow: Flow, entry: MockConfigEntry
) -> None:
    entry = chosen(entry, FIRST, "device_gone", **{CONF_IGNORED: [SECOND, THIRD]})
    entry.add_to_hass(hass)
    other = chosen(entry, SECOND)
    other.add_to_hass(hass)
    await flow.begin(entry.entry_id)
    assert labels(flow).keys() == {FIRST, "device_gone", THIRD}
    assert set(flow.shown(CONF_BATTERIES)) == {FIRST, "device_gone"}

    await flow.send(typed(FIRST, THIRD))
    assert entry.options[CONF_BATTERIES] == [FIRST, THIRD]
    assert entry.options[CONF_IGNORED] == ["device_gone", SECOND]
    await hass.config_entries.async_remove(entry.entry_id)


async def test_all_options_are_stored_and_others_kept(
    hass: HomeAssistant, flow: Flow, entry: MockConfigEntry
) -> None:
    hidden = {CONF_PLANT_TIME_ZONES: {FIRST: "Europe/Paris"}, "webhook_secret": "whsec"}
    entry = chosen(entry, FIRST, **hidden)
    entry.add_to_hass(hass)
    await flow.begin(entry.entry_id)
    changes = {
        CONF_ADD_NEW: True,
        CONF_READING_PACE: "5",
        CONF_LEAD_TIME: {"days": 0, "hours": 12, "minutes": 30},
        CONF_PLANT_TIME_ZONE: "Europe/London",
    }
    result = await flow.send(typed(FIRST, **changes))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options == {
        **hidden,
        **changes,
        CONF_BATTERIES: [FIRST],
        CONF_IGNORED: [],
        CONF_READING_PACE: 5,
    }

    await flow.begin(entry.entry_id)
    assert flow.shown(CONF_READING_PACE) == "5"
    assert flow.shown(CONF_LEAD_TIME) == changes[CONF_LEAD_TIME]
    assert flow.shown(CONF_PLANT_TIME_ZONE) == "Europe/London"

    await flow.send(typed(FIRST))
    assert entry.options[CONF_PLANT_TIME_ZONE] == "US/Pacific"


async def test_an_untouched_zone_keeps_following_home_assistants(
    hass: HomeAssistant, flow: Flow, entry: MockConfigEntry
) -> None:
    entry.add_to_hass(hass)
    await flow.begin(entry.entry_id)
    await flow.send(typed(FIRST))
    assert CONF_PLANT_TIME_ZONE not in entry.options


@pytest.mark.parametrize(
    "lead_time",
    [{"minutes": 14}, {"days": 30, "minutes": 1}, {"hours": 0, "minutes": 0}],
)
async def test_the_lead_time_has_bounds(
    hass: HomeAssistant, flow: Flow, entry: MockConfigEntry, lead_time: dict[str, int]
) -> None:
    entry.add_to_hass(hass)
    await flow.begin(entry.entry_id)
    wrong = typed(FIRST, **{CONF_LEAD_TIME: lead_time, CONF_READING_PACE: "1"})
    result = await flow.send(wrong)
    assert result["errors"] == {CONF_LEAD_TIME: "lead_time_range"}
    assert flow.shown(CONF_LEAD_TIME) == lead_time
    assert flow.shown(CONF_READING_PACE) == "1"

    result = await flow.send(typed(FIRST, **{CONF_LEAD_TIME: {"minutes": 15}}))
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("batteries", [MAX_BATTERIES + 1])
async def test_the_number_of_batteries_has_bounds(
    hass: HomeAssistant, flow: Flow, entry: MockConfigEntry, world: World
) -> None:
    entry.add_to_hass(hass)
    await flow.begin(entry.entry_id)
    result = await flow.send(typed())
    assert result["errors"] == {CONF_BATTERIES: "none_chosen"}

    result = await flow.send(typed(*world.devices))
    assert result["errors"] == {CONF_BATTERIES: "too_many_batteries"}

    with patch("custom_components.amps.async_setup_entry", return_value=False):
        result = await flow.send(typed(*list(world.devices)[1:]))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options[CONF_IGNORED] == [FIRST]
