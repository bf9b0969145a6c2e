"""What a person reads of windows, in Home Assistant's language."""

from collections.abc import Mapping
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.translation import (
    async_get_cached_translations,
    async_translations_loaded,
)
from homeassistant.util.hass_dict import HassKey

from ..api.models import Command, Parameters
from ..const import DOMAIN
from ..inputs.errors import InputError
from ..inputs.units import shown_price
from ..schedule.titles import format_number

_LOADED: HassKey[PlanWords] = HassKey("amps_words")
"""The words that were loaded last."""
CATEGORIES: Final = ("common", "config_panel", "entity", "exceptions", "selector")


class PlanWords:
    """Says what windows do; without a text it is what automations see."""

    def __init__(self, language: str, texts: Mapping[str, Mapping[str, str]]) -> None:
        """Take a language's texts, by category."""
        self._language = language
        self.texts = texts

    @classmethod
    @callback
    def of(cls, hass: HomeAssistant) -> PlanWords:
        """Return the words of Home Assistant's language.

        When that is changed, those of the previous one until the others are loaded.
        """
        language = hass.config.language
        if async_translations_loaded(hass, {DOMAIN}):
            texts = {
                category: async_get_cached_translations(
                    hass, language, category, DOMAIN
                )
                for category in CATEGORIES
            }
            hass.data[_LOADED] = cls(language, texts)
        return hass.data.get(_LOADED) or cls(language, {})

    def title(self, command: Command, parameters: Parameters) -> str:
        """Return what a window does, such as "Charge to 90 %"."""
        name = self._text("selector", f"command.options.{command.slug}", command.slug)
        if parameters.target is not None:
            level = f"{self.number(parameters.target)} %"
            return self.card("title_target", command=name, level=level)
        if parameters.reserve is not None and command is Command.AUTO_RESERVE:
            level = f"{self.number(parameters.reserve)} %"
            return self.card("title_reserve", command=name, level=level)
        return name

    def number(self, value: float, decimals: int | None = None) -> str:
        """Return a number as people write it."""
        return format_number(value, self._language, decimals)

    def money(self, amount: float, currency: str) -> str:
        """Return an amount of money, such as "1.32 EUR"."""
        return f"{self.number(amount, 2)} {currency}"

    def price(self, price: float, currency: str) -> str:
        """Return the price of a kWh without the unit, such as "11.2 ct"."""
        number, unit = shown_price(price, currency, self._language)
        return f"{number} {unit.partition('/')[0]}"

    def card(self, key: str, **names: str) -> str:
        """Return a text that the card says too."""
        return self._text("config_panel", f"card.{key}", key).format(**names)

    def say(self, key: str, **names: str) -> str:
        """Return a text that is said here alone."""
        return self._text("common", key, key).format(**names)

    def reason(self, reason: str) -> str:
        """Return why a window is at risk or did not take place."""
        key = f"calendar.plan.state_attributes.reason.state.{reason}"
        return self._text("entity", key, reason)

    def error(self, key: str, **names: str) -> str:
        """Return the text of an error."""
        return self._text("exceptions", f"{key}.message", key).format(**names)

    def input_error(self, error: InputError) -> str:
        """Return why something that plans are made of is not known."""
        return self.error(error.key, **error.said(self._language))

    def _text(self, category: str, key: str, otherwise: str) -> str:
        found = self.texts.get(category, {})
        return found.get(f"component.{DOMAIN}.{category}.{key}", otherwise)
