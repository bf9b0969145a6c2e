"""Home Assistant with its repairs, and a person who steps through their fixes."""

from typing import Any

from homeassistant.components.repairs import DOMAIN as REPAIRS, repairs_flow_manager
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.setup import async_setup_component
import pytest

from custom_components.amps.const import DOMAIN

from ..flows.forms import suggested
from ..travel import Travel
from .shown import NAMED, TEXTS, Fix, issue


@pytest.fixture(autouse=True)
async def repairs(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, REPAIRS, {})


@pytest.fixture
def fix(hass: HomeAssistant, travel: Travel) -> Fix:
    """Steps through the fix of a repair, as a person does in the browser."""

    async def do(
        issue_id: str, user_input: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        manager: Any = repairs_flow_manager(hass)
        found = issue(hass, issue_id)
        begun = manager.async_init(DOMAIN, context={"issue_id": issue_id})
        form: dict[str, Any] = await travel.run(begun)
        texts = TEXTS[found.translation_key or ""]["fix_flow"]
        if form["type"] is FlowResultType.ABORT:
            assert texts["abort"][form["reason"]]
            return form
        step = texts["step"][form["step_id"]]
        named = form["description_placeholders"] or {}
        assert set(NAMED.findall(step["title"])) <= named.keys()
        assert set(NAMED.findall(step["description"])) <= named.keys()
        fields = {str(key) for key in form["data_schema"].schema}
        assert fields == step.get("data", {}).keys()
        if user_input is None:
            user_input = {
                field: suggested(form["data_schema"], field) for field in fields
            }
        done = manager.async_configure(form["flow_id"], user_input)
        result: dict[str, Any] = await travel.run(done)
        await travel.settle()
        if result["type"] is FlowResultType.ABORT:
            assert texts["abort"][result["reason"]]
        return {**form, **result}

    return do
