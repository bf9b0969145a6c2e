"""The part of the options about planning the day."""

from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
)
import voluptuous as vol

from ..battery.day_run import (
    CONF_COMMANDS_A_DAY,
    CONF_HOLD_WHILE,
    CONF_RESERVE,
    CONF_SELL,
    CONF_WEAR,
    PlanningSettings,
    settings_of,
)
from ..const import CONF_PLANNING, CONF_SHOW_PLANNING
from ..inputs.settings import PriceKind
from ..inputs.units import max_tariff
from ..runtime import AmpsConfigEntry
from .found import async_house_found, async_prices_found
from .webhook import WebhookOptions

ENERGY = "/config/energy"
"""The page where the Energy dashboard is set up."""
MAX_COMMANDS_A_DAY = 24
DRAWING = EntitySelector(
    EntitySelectorConfig(
        domain=["binary_sensor", "input_boolean", "sensor", "switch"], multiple=True
    )
)


def planning_field() -> dict[vol.Marker, Any]:
    """Return the field that goes on to how the day is planned."""
    return {vol.Optional(CONF_SHOW_PLANNING, default=False): BooleanSelector()}


class PlanningOptions(WebhookOptions):
    """Takes what holds for the plan of every battery's day."""

    config_entry: AmpsConfigEntry
    _before_planning: dict[str, Any]
    """All options as they are to be, but for those of planning and webhooks."""
    _wants_webhook: bool

    async def async_go_on_to_planning(
        self, options: dict[str, Any], *, wanted: bool, webhook: bool
    ) -> ConfigFlowResult:
        """Go on to the form of planning if it is wanted, then to that of webhooks."""
        if not wanted:
            return await self.async_go_on(options, wanted=webhook)
        self._before_planning = options
        self._wants_webhook = webhook
        return await self.async_step_planning()

    async def async_step_planning(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show what holds, and take another choice."""
        if user_input is not None:
            options = {**self._before_planning, CONF_PLANNING: user_input}
            if settings_of(options) == PlanningSettings():
                del options[CONF_PLANNING]
            return await self.async_go_on(options, wanted=self._wants_webhook)
        return self.async_show_form(
            step_id="planning",
            data_schema=self._planning_schema(settings_of(self._before_planning)),
            description_placeholders={
                "currency": self.hass.config.currency,
                "energy": ENERGY,
                "house": await async_house_found(self.hass),
                "import_prices": await self._async_prices(PriceKind.IMPORT),
                "export_prices": await self._async_prices(PriceKind.EXPORT),
            },
        )

    async def _async_prices(self, kind: PriceKind) -> str:
        return await async_prices_found(self.hass, self.config_entry, kind)

    def _planning_schema(self, holds: PlanningSettings) -> vol.Schema:
        currency = self.hass.config.currency
        return vol.Schema(
            {
                vol.Required(CONF_SELL, default=holds.sell): BooleanSelector(),
                vol.Required(CONF_RESERVE, default=holds.reserve): NumberSelector(
                    NumberSelectorConfig(min=0, max=100, unit_of_measurement="%")
                ),
                vol.Required(CONF_WEAR, default=holds.wear): NumberSelector(
                    NumberSelectorConfig(
                        min=0,
                        max=max_tariff(currency),
                        step="any",
                        mode=NumberSelectorMode.BOX,
                        unit_of_measurement=f"{currency}/kWh",
                    )
                ),
                vol.Required(
                    CONF_COMMANDS_A_DAY, default=holds.commands_a_day
                ): NumberSelector(
                    NumberSelectorConfig(
                        min=1, max=MAX_COMMANDS_A_DAY, mode=NumberSelectorMode.BOX
                    )
                ),
                vol.Optional(CONF_HOLD_WHILE, default=list(holds.hold_while)): DRAWING,
            }
        )
