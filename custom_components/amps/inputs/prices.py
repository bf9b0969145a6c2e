"""What a kWh costs, whoever asks."""

from collections.abc import Callable
from datetime import datetime

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_track_state_change_event

from .asking import Asker
from .curve import PriceCurve
from .energy import ENERGY_CHANGED
from .errors import PriceError
from .finding import Found, async_find
from .settings import PriceKind, PriceSettings, settings_of

type PriceListener = Callable[[PriceKind, PriceError | None], None]


class PriceResolver:
    """Finds the prices of an entry, as its options and Home Assistant's Energy say."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Know of no prices yet."""
        self._hass = hass
        self._entry = entry
        self._asker = Asker(hass)
        self._listeners: list[CALLBACK_TYPE] = []
        self._outcomes: list[PriceListener] = []
        self._entities: dict[PriceKind, frozenset[str]] = {}
        self._followed: frozenset[str] = frozenset()
        self._remove: list[CALLBACK_TYPE] = []

    async def async_prices(self, kind: PriceKind, now: datetime) -> PriceCurve:
        """Return the prices that plans are made with, around an instant in UTC.

        They are in money per kWh, with factor and surcharge. Raises PriceError, with a
        translated reason, if none are known from then on or if they are not certain.
        Whoever plans asks here, so that the owner is told when prices stop coming.
        """
        try:
            found = await self.async_look(kind, now)
        except PriceError as err:
            self._tell(kind, err)
            raise
        self._tell(kind, None)
        return found.curve

    async def async_look(
        self, kind: PriceKind, now: datetime, settings: PriceSettings | None = None
    ) -> Found:
        """Return prices and where they are from, for whoever only shows them.

        `settings` are others than those of the options. Raises PriceError.
        """
        chosen = settings or settings_of(self._entry.options, kind)
        try:
            found = await async_find(self._hass, self._asker, chosen, kind, now)
        except PriceError as err:
            if settings is None and err.entity_id is not None:
                # it may have them later
                self._follow_also(kind, frozenset({err.entity_id}))
            raise
        if settings is None:
            self._follow_also(kind, found.entities)
        return found

    def _follow_also(self, kind: PriceKind, entities: frozenset[str]) -> None:
        self._entities[kind] = entities
        self._follow()

    @callback
    def async_add_listener(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call a function whenever prices may have changed since they were last read.

        Return what ends that.
        """
        return self._added(self._listeners, listener)

    @callback
    def async_add_outcome(self, outcome: PriceListener) -> CALLBACK_TYPE:
        """Call a function with the outcome each time prices were needed to plan."""
        return self._added(self._outcomes, outcome)

    def _added[T](self, listeners: list[T], listener: T) -> CALLBACK_TYPE:
        listeners.append(listener)
        self._follow()

        @callback
        def remove() -> None:
            listeners.remove(listener)
            self._follow()

        return remove

    def _tell(self, kind: PriceKind, error: PriceError | None) -> None:
        for outcome in list(self._outcomes):
            outcome(kind, error)

    def _follow(self) -> None:
        """Follow the entities that the prices are from, while somebody listens."""
        wanted = frozenset[str]().union(*self._entities.values())
        if self._remove and self._listeners and wanted == self._followed:
            return
        while self._remove:
            self._remove.pop()()
        self._followed = wanted
        if not self._listeners:
            return
        self._remove = [
            async_dispatcher_connect(self._hass, ENERGY_CHANGED, self._async_changed),
            async_track_state_change_event(self._hass, wanted, self._async_on_state),
        ]

    @callback
    def _async_on_state(self, _event: Event[EventStateChangedData]) -> None:
        self._async_changed()

    @callback
    def _async_changed(self) -> None:
        for listener in list(self._listeners):
            listener()
