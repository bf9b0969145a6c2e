"""Prices and the house as a person reads them, in Home Assistant's language."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..schedule.titles import format_number
from .curve import PriceCurve
from .errors import HouseError, InputError, PriceError
from .finding import Found
from .house import House
from .settings import PriceKind
from .units import shown_price

_PLACE = f"component.{DOMAIN}"
_SECOND = timedelta(seconds=1)
_MIDNIGHT = "24:00"


class InputWords:
    """Says what is known of prices and of the house, or why it is not."""

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        """Take a language's texts."""
        self._language = language
        self._texts = texts

    @classmethod
    async def async_of(cls, hass: HomeAssistant) -> InputWords:
        """Return the words of Home Assistant's language."""
        texts: dict[str, str] = {}
        for category in ("common", "exceptions"):
            texts |= await async_get_translations(
                hass, hass.config.language, category, {DOMAIN}
            )
        return cls(hass.config.language, texts)

    def kind(self, kind: PriceKind) -> str:
        """Return what a kind of prices is called."""
        return self._text(f"prices_{kind.value}")

    def reason(self, error: InputError) -> str:
        """Return why something is not known."""
        text = self._texts[f"{_PLACE}.exceptions.{error.key}.message"]
        return text.format(**error.said(self._language))

    def unknown(self, error: PriceError) -> str:
        """Return that prices are not known, of which entity, and why."""
        reason = self.reason(error)
        if error.entity_id is None:
            return self._text("prices_unknown", reason=reason)
        return self._text("prices_unknown_of", entity=error.entity_id, reason=reason)

    def found(self, found: Found, now: datetime) -> str:
        """Return what prices there are: of today and tomorrow, and until when."""
        if found.entity_id is None:
            price, unit = self._shown(found.curve.prices[0].value, found.curve.currency)
            return self._text("prices_always", price=price, unit=unit)
        parts = [self._source(found)]
        today = dt_util.start_of_local_day(now)
        for key, days in (("prices_today", 0), ("prices_tomorrow", 1)):
            start, end = (
                dt_util.start_of_local_day(today.date() + timedelta(days=number))
                for number in (days, days + 1)
            )
            part = found.curve.within(start, end)
            if part.prices:
                parts.append(self._range(key, part))
        parts.append(self._until(found.curve, now))
        return ", ".join(parts)

    def house(self, house: House) -> str:
        """Return since when load and sun are known, how well, and what is missing."""
        since = dt_util.as_local(house.load[0].start)
        month = self._text(f"month_{since.month}")
        date = self._text("date", day=str(since.day), month=month)
        said = self._text("house_known", date=date)
        if house.load_error is not None:
            error = format_number(house.load_error, self._language, 2)
            said = f"{said}, {self._text('house_error', error=error)}"
        missing = (self.reason(HouseError(key)) for key in house.missing)
        return "".join([said, *(f"\n  - {text}" for text in missing)])

    def _source(self, found: Found) -> str:
        name = found.source or found.entity_id or ""
        if found.taxed is None:
            return name
        return self._text(
            "prices_with_tax" if found.taxed else "prices_without_tax", source=name
        )

    def _range(self, key: str, curve: PriceCurve) -> str:
        prices = [price.value for price in curve.prices]
        low, _ = self._shown(min(prices), curve.currency)
        high, unit = self._shown(max(prices), curve.currency)
        return self._text(key, low=low, high=high, unit=unit)

    def _until(self, curve: PriceCurve, now: datetime) -> str:
        until = curve.known_until(now)
        if until is None:
            begin = next(price.start for price in curve.prices if price.end > now)
            return self._text("prices_from", time=_day_and_time(begin))
        end, last = dt_util.as_local(until), dt_util.as_local(until - _SECOND)
        ahead = (last.date() - dt_util.as_local(now).date()).days
        clock = f"{end:%H:%M}" if last.date() == end.date() else _MIDNIGHT
        if ahead in (0, 1):
            key = "prices_until_today" if ahead == 0 else "prices_until_tomorrow"
            return self._text(key, time=clock)
        return self._text("prices_until", time=_day_and_time(until))

    def _shown(self, price: float, currency: str) -> tuple[str, str]:
        return shown_price(price, currency, self._language)

    def _text(self, key: str, **names: str) -> str:
        return self._texts[f"{_PLACE}.common.{key}"].format(**names)


def _day_and_time(instant: datetime) -> str:
    return f"{dt_util.as_local(instant):%Y-%m-%d %H:%M}"
