"""The part of the options about prices: what was found, and what to take instead."""

from collections.abc import Mapping
import math
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
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..const import CONF_SHOW_PRICES
from ..inputs.energy import async_energy_price
from ..inputs.errors import PriceError
from ..inputs.settings import (
    NO_FACTOR,
    NO_SURCHARGE,
    PriceKind,
    PriceSettings,
    settings_of,
)
from ..inputs.units import max_tariff
from ..inputs.words import InputWords
from ..runtime import AmpsConfigEntry
from .found import async_prices_found, price_resolver
from .planning import PlanningOptions

MAX_FACTOR = 10.0
ENTITY = EntitySelector(EntitySelectorConfig(domain=["event", "schedule", "sensor"]))


def prices_field() -> dict[vol.Marker, Any]:
    """Return the field that goes on to the prices."""
    return {vol.Optional(CONF_SHOW_PRICES, default=False): BooleanSelector()}


class PriceOptions(PlanningOptions):
    """Shows the prices that are known, and takes other choices."""

    config_entry: AmpsConfigEntry
    _before_prices: dict[str, Any]
    """All options as they are to be, but for those of prices and later forms."""
    _wants_planning: bool
    _wants_webhook: bool

    async def async_go_on_to_prices(
        self, options: dict[str, Any], *, wanted: bool, planning: bool, webhook: bool
    ) -> ConfigFlowResult:
        """Go on to the form of prices if it is wanted, then to the others."""
        self._wants_planning, self._wants_webhook = planning, webhook
        if not wanted:
            return await self._async_done_with_prices(options)
        self._before_prices = options
        return await self.async_step_prices()

    async def _async_done_with_prices(
        self, options: dict[str, Any]
    ) -> ConfigFlowResult:
        return await self.async_go_on_to_planning(
            options, wanted=self._wants_planning, webhook=self._wants_webhook
        )

    async def async_step_prices(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show what is known of prices, and take what is to be used."""
        named = {kind: await self._async_named(kind) for kind in PriceKind}
        errors: dict[str, str] = {}
        reasons = dict.fromkeys(PriceKind, "")
        if user_input is not None:
            errors = self._errors(user_input, named)
            if not errors:
                errors, reasons = await self._async_refused(user_input, named)
            if not errors:
                return await self._async_done(user_input, named)
        shown = {
            kind: await async_prices_found(self.hass, self.config_entry, kind)
            for kind in PriceKind
        }
        return self.async_show_form(
            step_id="prices",
            data_schema=self.add_suggested_values_to_schema(
                self._price_schema(), self._suggested(user_input, named)
            ),
            errors=errors,
            description_placeholders={
                "import_prices": shown[PriceKind.IMPORT],
                "export_prices": shown[PriceKind.EXPORT],
                "import_reason": reasons[PriceKind.IMPORT],
                "export_reason": reasons[PriceKind.EXPORT],
                "currency": self._currency,
                "tariff_limit": f"{max_tariff(self._currency):g}",
                "max_factor": f"{MAX_FACTOR:g}",
            },
        )

    async def _async_done(
        self, user_input: dict[str, Any], named: Mapping[PriceKind, str | None]
    ) -> ConfigFlowResult:
        """Go on with the new options; what is as always is not stored."""
        options = dict(self._before_prices)
        for kind in PriceKind:
            chosen = _chosen(user_input, kind, named[kind])
            stored = {
                kind.entity: chosen.entity,
                kind.tariff: chosen.tariff,
                kind.factor: None if chosen.factor == NO_FACTOR else chosen.factor,
                kind.surcharge: chosen.surcharge or None,
            }
            for name, value in stored.items():
                options.pop(name, None)
                if value is not None:
                    options[name] = value
        return await self._async_done_with_prices(options)

    @property
    def _currency(self) -> str:
        return self.hass.config.currency

    async def _async_named(self, kind: PriceKind) -> str | None:
        """Return the entity that the Energy preferences name."""
        return (await async_energy_price(self.hass, kind)).entity

    def _price_schema(self) -> vol.Schema:
        limit = max_tariff(self._currency)
        money = _number(-limit, limit, f"{self._currency}/kWh")
        fields: dict[vol.Marker, Any] = {}
        for kind in PriceKind:
            fields[vol.Optional(kind.entity)] = ENTITY
            fields[vol.Optional(kind.tariff)] = money
            factor = vol.Required(kind.factor, default=NO_FACTOR)
            fields[factor] = _number(0, MAX_FACTOR)
            fields[vol.Required(kind.surcharge, default=NO_SURCHARGE)] = money
        return vol.Schema(fields)

    def _suggested(
        self,
        user_input: dict[str, Any] | None,
        named: Mapping[PriceKind, str | None],
    ) -> dict[str, Any]:
        """Return what the form shows: what was found is chosen already."""
        if user_input is not None:
            return user_input
        suggested: dict[str, Any] = {}
        for kind in PriceKind:
            chosen = settings_of(self.config_entry.options, kind)
            if chosen.tariff is None:
                suggested[kind.entity] = chosen.entity or named[kind]
            suggested[kind.tariff] = chosen.tariff
            suggested[kind.factor] = chosen.factor
            suggested[kind.surcharge] = chosen.surcharge
        return suggested

    def _errors(
        self, user_input: dict[str, Any], named: Mapping[PriceKind, str | None]
    ) -> dict[str, str]:
        """Return what is wrong with the form in itself."""
        errors: dict[str, str] = {}
        limit = max_tariff(self._currency)
        for kind in PriceKind:
            chosen = _chosen(user_input, kind, named[kind])
            if chosen.tariff is not None and not _is_within(chosen.tariff, limit):
                errors[kind.tariff] = "tariff_range"
            if chosen.entity is not None and chosen.tariff is not None:
                errors[kind.entity] = "price_or_tariff"
            if not 0 < chosen.factor <= MAX_FACTOR:
                errors[kind.factor] = "factor_range"
            if not _is_within(chosen.surcharge, limit):
                errors[kind.surcharge] = "surcharge_range"
        return errors

    async def _async_refused(
        self, user_input: dict[str, Any], named: Mapping[PriceKind, str | None]
    ) -> tuple[dict[str, str], dict[PriceKind, str]]:
        """Return the errors of entities without prices, and the reasons in words.

        One that was chosen before may have none at the moment.
        """
        words = await InputWords.async_of(self.hass)
        prices = price_resolver(self.hass, self.config_entry)
        errors: dict[str, str] = {}
        reasons = dict.fromkeys(PriceKind, "")
        for kind in PriceKind:
            chosen = _chosen(user_input, kind, named[kind])
            before = settings_of(self.config_entry.options, kind)
            if chosen.entity is None or chosen.entity == before.entity:
                continue
            try:
                _ = await prices.async_look(kind, dt_util.utcnow(), chosen)
            except PriceError as err:
                buys = kind is PriceKind.IMPORT
                errors[kind.entity] = "import_refused" if buys else "export_refused"
                reasons[kind] = words.reason(err)
        return errors, reasons


def _chosen(
    user_input: dict[str, Any], kind: PriceKind, named: str | None
) -> PriceSettings:
    """Return what a person chose; Energy's own entity is no choice."""
    settings = settings_of(user_input, kind)
    return settings._replace(entity=None) if settings.entity == named else settings


def _is_within(number: float, limit: float) -> bool:
    return math.isfinite(number) and abs(number) <= limit


def _number(low: float, high: float, unit: str | None = None) -> NumberSelector:
    config = NumberSelectorConfig(
        min=low, max=high, step="any", mode=NumberSelectorMode.BOX
    )
    if unit is not None:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)
