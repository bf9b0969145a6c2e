"""Automations made of blueprints, as the dialog makes them."""

from collections.abc import AsyncIterator
from typing import Any
from unittest.mock import patch

from homeassistant.components.blueprint.models import DomainBlueprints
from homeassistant.const import STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from ..travel import Travel
from .automations import FOLDER, Automate


@pytest.fixture
async def automate(
    hass: HomeAssistant, travel: Travel, integration: object
) -> AsyncIterator[Automate]:
    """Makes an automation of a blueprint, as the dialog does."""
    assert integration
    work = async_setup_component(hass, "persistent_notification", {})
    assert await travel.run(work)

    async def make(name: str, **inputs: Any) -> None:
        used = {"path": f"amps/{name}.yaml", "input": inputs}
        config = {"automation": [{"alias": name, "use_blueprint": used}]}
        with patch.object(DomainBlueprints, "blueprint_folder", FOLDER):
            work = async_setup_component(hass, "automation", config)
            assert await travel.run(work)
        await travel.settle()
        automation = hass.states.get(f"automation.{name}")
        assert automation is not None
        assert automation.state == STATE_ON

    yield make
    everything = {"entity_id": "all"}
    await travel.run(
        hass.services.async_call("automation", "turn_off", everything, blocking=True)
    )
