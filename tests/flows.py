"""What tests of the flows share: one that is stepped through as a person would."""

from collections.abc import Mapping
import json
from pathlib import Path
import re
from typing import Any

from homeassistant.config_entries import ConfigFlowResult, FlowType
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from custom_components.amps.const import DOMAIN

from .travel import Travel

TEXTS: Any = json.loads(
    Path(__file__)
    .parents[1]
    .joinpath("custom_components", DOMAIN, "translations", "en.json")
    .read_text()
)
_NAMED = re.compile(r"{(\w+)}")


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
        """Give what the form suggests for a field, else its default."""
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
        errors = [self._texts["error"][it] for it in (result["errors"] or {}).values()]
        return [step["title"], step["description"], *errors]


def suggested(schema: Any, field: str) -> Any:
    """Give what a schema suggests for a field, sections included."""
    for key, value in schema.schema.items():
        if key.schema == field:
            told = (key.description or {}).get("suggested_value")
            return key.default() if told is None else told
        if hasattr(value, "schema") and hasattr(value, "options"):
            return suggested(value.schema, field)
    raise AssertionError(field)
