"""What the tools of assistants share."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final, override

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.llm import (
    LLMContext,
    Tool,
    ToolAnnotations,
    ToolInput,
    ToolResult,
)
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from ..const import DOMAIN
from .batteries import Exposed, async_check_allowed, called, chosen, exposed

ATTR_BATTERY: Final = "battery"
MOMENT: Final = vol.All(str, cv.datetime)
PERCENT: Final = vol.All(vol.Coerce(float), vol.Range(min=0, max=100))
LOCAL: Final = "local ISO 8601 date and time such as 2026-11-24T00:30:00"


class AmpsTool(Tool, ABC):
    """What the tools share: exposed batteries only, errors in words."""

    integration = DOMAIN
    fields: ClassVar[Mapping[vol.Marker, Any]]
    policy = POLICY_CONTROL

    def __init__(self, batteries: Sequence[Exposed]) -> None:
        """Let the model name one of the batteries that it may know."""
        known = ", ".join(called(batteries))
        battery = vol.Required if self.asks(batteries) else vol.Optional
        about = f"The battery, by its name or area. There is: {known}."
        schema = {battery(ATTR_BATTERY, description=about): str, **self.fields}
        self.parameters = vol.Schema(schema)

    def asks(self, batteries: Sequence[Exposed]) -> bool:
        """Return whether the model has to name a battery."""
        return len(batteries) > 1

    @override
    async def async_call(
        self, hass: HomeAssistant, tool_input: ToolInput, llm_context: LLMContext
    ) -> ToolResult:
        """Do what the model asks for, or give the reason why not."""
        # models fill optional arguments with nothing
        given = {
            key: value
            for key, value in tool_input.tool_args.items()
            if value is not None and value != ""
        }
        try:
            data = self.parameters(given)
            batteries = self.meant(
                exposed(hass, llm_context.assistant), data.get(ATTR_BATTERY)
            )
            for battery in batteries:
                await async_check_allowed(
                    hass, llm_context.context, battery, self.policy
                )
            answer = await self.async_answer(hass, batteries, data)
        except (vol.Invalid, OverflowError, HomeAssistantError) as err:
            return ToolResult(data={"error": str(err)}, error=True)
        return ToolResult(data=answer)

    def meant(self, batteries: Sequence[Exposed], given: str | None) -> list[Exposed]:
        """Return the batteries that a call is about."""
        return [chosen(batteries, given)]

    @abstractmethod
    async def async_answer(
        self, hass: HomeAssistant, batteries: Sequence[Exposed], data: dict[str, Any]
    ) -> JsonObjectType:
        """Carry out a valid call."""


class ReadTool(AmpsTool):
    """A tool that only tells something, by default of all batteries."""

    annotations = ToolAnnotations(
        read_only=True, destructive=False, idempotent=True, open_world=False
    )
    policy = POLICY_READ

    @override
    def asks(self, batteries: Sequence[Exposed]) -> bool:
        """Nothing is lost by answering for all."""
        return False

    @override
    def meant(self, batteries: Sequence[Exposed], given: str | None) -> list[Exposed]:
        """Return all batteries where none is named."""
        if given is None and batteries:
            return list(batteries)
        return super().meant(batteries, given)
