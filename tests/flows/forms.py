"""What tests of the flows share: one that is stepped through as a person would."""

from collections.abc import Mapping
import json
from pathlib import Path
import re
from typing import Any

from homeassistant.config_entries import ConfigFlowResult, FlowType
from homeassistant.const import CONF_API_KEY, CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import config_validation as cv
import probatio
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import (
    CONF_ADD_NEW,
    CONF_ADVANCED,
    CONF_BATTERIES,
    DOMAIN,
)
from simulator import DEFAULT_KEY, AmpsServer

from ..travel import Travel

TEXTS: Any = json.loads(
    Path(__file__)
    .parents[2]
    .joinpath("custom_components", DOMAIN, "translations", "en.json")
    .read_text()
)
OTHER_KEY = "sk_test_another"
SOMETIMES = {"left_out"}
"""Fields that a form has only where there is something to show."""
_NAMED = re.compile(r"{(\w+)}")


def account(server: AmpsServer, key: str = DEFAULT_KEY) -> dict[str, Any]:
    """What a person types."""
    return {CONF_API_KEY: key, CONF_ADVANCED: {CONF_URL: server.url}}


def other_entry(
    server: AmpsServer, *batteries: str, add_new: bool = False
) -> MockConfigEntry:
    """An entry with another key, that is not set up."""
    return MockConfigEntry(
        domain=DOMAIN,
        title="Summer house",
        data={CONF_API_KEY: OTHER_KEY, CONF_URL: server.url},
        options={CONF_BATTERIES: list(batteries), CONF_ADD_NEW: add_new},
    )


class Flow:
    """A config or options flow; every answer is checked to have its texts."""

    def __init__(
        self, hass: HomeAssistant, travel: Travel, kind: FlowType = FlowType.CONFIG_FLOW
    ) -> None:
        self._travel = travel
        self._manager: Any = hass.config_entries.flow
        self._texts = TEXTS["config"]
        if kind is FlowType.OPTIONS_FLOW:
            self._manager = hass.config_entries.options
            self._texts = TEXTS["options"]
        self.result: ConfigFlowResult = ConfigFlowResult(flow_id="", handler="")

    async def begin(self, handler: str = DOMAIN, **context: Any) -> ConfigFlowResult:
        """Open the flow."""
        made = self._manager.async_init(handler, context=context or None)
        return self._checked(await self._travel.run(made))

    def resume(self, result: ConfigFlowResult) -> ConfigFlowResult:
        """Take over a flow that something else opened."""
        return self._checked(result)

    async def send(self, user_input: Mapping[str, Any]) -> ConfigFlowResult:
        """Submit the form that is shown."""
        flow_id = self.result["flow_id"]
        done = self._manager.async_configure(flow_id, dict(user_input))
        result = self._checked(await self._travel.run(done))
        await self._travel.settle()
        return result

    def shown(self, field: str) -> Any:
        """Return what the form suggests for a field, else its default."""
        return suggested(self.result["data_schema"], field)

    def _checked(self, result: ConfigFlowResult) -> ConfigFlowResult:
        self.result = result
        names = set(result.get("description_placeholders") or ())
        for text in self._texts_of(result):
            assert set(_NAMED.findall(text)) <= names, text
        return result

    def _texts_of(self, result: ConfigFlowResult) -> list[str]:
        if result["type"] is FlowResultType.ABORT:
            return [self._texts["abort"][result["reason"]]]
        if result["type"] is FlowResultType.CREATE_ENTRY:
            made = self._texts.get("create_entry", {})
            return [made["default"]] if made else []
        step = self._texts["step"][result["step_id"]]
        fields: Any = probatio.to_field_list(
            result["data_schema"], custom_serializer=cv.custom_serializer
        )
        assert _explained(json.loads(json.dumps(fields)), step)
        errors = [
            self._texts["error"][error] for error in (result["errors"] or {}).values()
        ]
        return [step["title"], step.get("description", ""), *errors]


def _explained(fields: list[dict[str, Any]], step: Mapping[str, Any]) -> bool:
    """Return whether every field that the browser shows has its texts."""
    sections = [field for field in fields if field.get("type") == "expandable"]
    plain = {field["name"] for field in fields if field not in sections}
    texts = step["data"].keys()
    here = texts - SOMETIMES <= plain <= texts == step["data_description"].keys()
    return here and all(
        _explained(section["schema"], step["sections"][section["name"]])
        for section in sections
    )


def suggested(schema: Any, field: str) -> Any:
    """Return what a schema suggests for a field, sections included."""
    for key, value in schema.schema.items():
        if key.schema == field:
            told = (key.description or {}).get("suggested_value")
            return key.default() if told is None else told
        if hasattr(value, "schema") and hasattr(value, "options"):
            return suggested(value.schema, field)
    raise AssertionError(field)


def said(flow: Flow) -> dict[str, str]:
    """Return what fills the description of the form that is shown."""
    return dict(flow.result["description_placeholders"] or {})
