"""Repairs for what is wrong with a whole account."""

from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import DOMAIN
from simulator import Fault, World

from ..conftest import Setup
from ..flows.forms import TEXTS
from ..travel import Travel

REFUSED = Fault(status=403, code="LIVE_ACCESS_DISABLED", times=None)
STRANGE = Fault(status=200, body=b'{"success": true, "data": "later"}', times=None)


def issue(hass: HomeAssistant, issue_id: str) -> ir.IssueEntry | None:
    """A repair that is shown."""
    found = ir.async_get(hass).async_get_issue(DOMAIN, issue_id)
    return found if found is not None and found.active else None


async def test_live_access_is_lost_and_comes_back(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry, world: World
) -> None:
    world.faults.add(REFUSED)
    await travel(61)
    found = issue(hass, "live_access")
    assert found is not None
    assert found.severity is ir.IssueSeverity.ERROR
    assert not found.is_fixable
    assert found.translation_placeholders == {"entries": integration.title}
    assert "{entries}" in TEXTS["issues"]["live_access"]["description"]
    world.faults.clear()
    await travel(61)
    assert issue(hass, "live_access") is None


async def test_it_is_told_also_while_the_set_up_fails(
    hass: HomeAssistant,
    travel: Travel,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
) -> None:
    world.faults.add(REFUSED)
    assert not await setup_entry(entry)
    assert entry.state.recoverable
    assert issue(hass, "live_access") is not None
    world.faults.clear()
    await travel(600)
    assert entry.state is ConfigEntryState.LOADED
    assert issue(hass, "live_access") is None


@pytest.mark.parametrize("remove", [True, False])
async def test_it_goes_with_the_entry(
    hass: HomeAssistant,
    travel: Travel,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
    remove: bool,  # noqa: FBT001
) -> None:
    world.faults.add(REFUSED)
    assert not await setup_entry(entry)
    if remove:
        await travel.run(hass.config_entries.async_remove(entry.entry_id))
    else:
        by_user = hass.config_entries.async_set_disabled_by(
            entry.entry_id, ConfigEntryDisabler.USER
        )
        await travel.run(by_user)
    await travel.settle()
    assert issue(hass, "live_access") is None


async def test_answers_that_are_not_understood(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry, world: World
) -> None:
    world.faults.add(STRANGE)
    await travel(4 * 60)
    assert issue(hass, "api_unknown") is None
    await travel(3 * 60)
    found = issue(hass, "api_unknown")
    assert found is not None
    assert found.translation_placeholders == {"entries": integration.title}
    world.faults.clear()
    await travel(61)
    assert issue(hass, "api_unknown") is None


async def test_one_answer_that_is_not_understood_is_no_repair(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry, world: World
) -> None:
    for _ in range(10):
        world.faults.add(Fault(status=200, body=b"<html>", times=1))
        await travel(120)
    assert integration.state is ConfigEntryState.LOADED
    assert issue(hass, "api_unknown") is None


async def test_other_failures_are_none(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry, world: World
) -> None:
    world.faults.add(Fault(status=500, code="INTERNAL_ERROR", times=None))
    await travel(20 * 60)
    assert integration.state is ConfigEntryState.LOADED
    assert issue(hass, "api_unknown") is None
    assert issue(hass, "live_access") is None
