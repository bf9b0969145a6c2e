"""Tells when prices that were known do not come any more, while they are used."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..inputs.errors import PriceError
from ..inputs.prices import PriceResolver
from ..inputs.settings import PriceKind
from ..inputs.words import InputWords
from .issue import ENTRY_ID

PRICES_STOPPED = "prices_stopped"
REPORT_AFTER = timedelta(hours=3)
"""Day-ahead prices come late now and then."""
CHECK_INTERVAL = timedelta(minutes=15)
KINDS = "kinds"


class PriceWatch:
    """Keeps the repair about the prices of one entry."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, prices: PriceResolver
    ) -> None:
        """Know of no prices yet."""
        self._hass = hass
        self._entry = entry
        self._prices = prices
        self._known: set[PriceKind] = set()
        self._missing: dict[PriceKind, datetime] = {}
        """Since when."""
        self._errors: dict[PriceKind, PriceError] = {}
        self._stop_looking: CALLBACK_TYPE | None = None

    @callback
    def async_start(self) -> None:
        """Note what becomes of prices, and go on with a repair from before."""
        self._entry.async_on_unload(self._prices.async_add_outcome(self._async_note))
        self._entry.async_on_unload(self._async_stop)
        issue = ir.async_get(self._hass).async_get_issue(DOMAIN, self._issue_id)
        if issue is not None:
            told = str((issue.data or {}).get(KINDS, "")).split()
            long_ago = dt_util.utcnow() - REPORT_AFTER
            self._missing = {kind: long_ago for kind in PriceKind if kind.value in told}
            self._look_on()

    @property
    def _issue_id(self) -> str:
        return f"{PRICES_STOPPED}_{self._entry.entry_id}"

    @callback
    def _async_stop(self) -> None:
        self._missing.clear()
        self._look_on()
        if self._entry.disabled_by is not None:
            ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)

    @callback
    def _async_note(self, kind: PriceKind, error: PriceError | None) -> None:
        """Note whether prices were there when somebody wanted to plan with them."""
        if error is None or error.key == "prices_not_set":
            (self._known.discard if error else self._known.add)(kind)
            if self._missing.pop(kind, None) is not None:
                self._show()
        elif kind in self._known or kind in self._missing:
            self._missing.setdefault(kind, dt_util.utcnow())
            self._errors[kind] = error
            self._show()
        self._look_on()

    def _look_on(self) -> None:
        """Look again from time to time, as long as prices are missing."""
        if self._missing and self._stop_looking is None:
            self._stop_looking = async_track_time_interval(
                self._hass, self._async_look, CHECK_INTERVAL, cancel_on_shutdown=True
            )
        elif not self._missing and self._stop_looking is not None:
            self._stop_looking()
            self._stop_looking = None

    async def _async_look(self, now: datetime) -> None:
        for kind in list(self._missing):
            try:
                _ = await self._prices.async_prices(kind, now)
            except PriceError:
                continue  # noted already

    def _show(self) -> None:
        now = dt_util.utcnow()
        long = [
            kind for kind, since in self._missing.items() if now - since >= REPORT_AFTER
        ]
        if long:
            _ = self._entry.async_create_background_task(
                self._hass, self._async_tell(long), f"amps prices {self._entry.title}"
            )
        else:
            ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)

    async def _async_tell(self, kinds: Iterable[PriceKind]) -> None:
        words = await InputWords.async_of(self._hass)
        missing = {
            kind: self._errors[kind]
            for kind in kinds
            if kind in self._missing and kind in self._errors
        }
        if not missing:
            return
        lines = (
            f"- {words.kind(kind)}: {words.unknown(missing[kind])}" for kind in missing
        )
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            data={ENTRY_ID: self._entry.entry_id, KINDS: " ".join(missing)},
            is_fixable=False,
            is_persistent=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=PRICES_STOPPED,
            translation_placeholders={
                "entry": self._entry.title,
                "reasons": "\n".join(lines),
            },
        )
