"""Finds the future prices that are behind an entity."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from ..exceptions import local_time
from .asking import Asker
from .curve import Price, PriceCurve, merged
from .energy import async_energy_price
from .errors import PriceError
from .lists import check_unit, listed_prices, lists_in
from .rows import prices_of
from .settings import PriceKind, PriceSettings
from .sources import SOURCES, ActionCall, ActionSource, AttributeSource, PriceEntity
from .units import PriceUnit
from .weekly import tariff, weekly_prices

PRICES_BACK = timedelta(days=1)
PRICES_AHEAD = timedelta(days=8)
"""The period for which prices are kept."""
_SCHEDULE = "schedule"
_GET_SCHEDULE = ActionCall("get_schedule", {})


class Found(NamedTuple):
    """Prices, and where they are from."""

    curve: PriceCurve
    entity_id: str | None = None
    """None for a price that is always the same."""
    source: str | None = None
    """What the source is called, if it is one of those in the table."""
    taxed: bool | None = None
    """Whether VAT is in the prices; None if that is not known."""
    entities: frozenset[str] = frozenset()
    """The entities whose states show when prices may have changed."""


async def async_find(
    hass: HomeAssistant,
    asker: Asker,
    settings: PriceSettings,
    kind: PriceKind,
    now: datetime,
) -> Found:
    """Return the prices that are known around an instant in UTC, in money per kWh.

    Raises PriceError if none are known from then on, or if they are not certain.
    """
    if settings.tariff is not None:
        return _always(hass, settings.tariff, now)
    found = await _async_named(hass, asker, settings.entity, kind, now)
    curve = found.curve.adjusted(settings.factor, settings.surcharge)
    return found._replace(curve=curve)


async def _async_named(
    hass: HomeAssistant,
    asker: Asker,
    entity_id: str | None,
    kind: PriceKind,
    now: datetime,
) -> Found:
    """Return the prices of an entity, or else of what Energy names."""
    if entity_id is None:
        energy = await async_energy_price(hass, kind)
        if energy.several:
            raise PriceError("prices_several")
        if energy.number is not None:
            return _always(hass, energy.number, now)
        if energy.entity is None:
            raise PriceError("prices_total" if energy.by_total else "prices_not_set")
        entity_id = energy.entity
    try:
        found = await _async_behind(hass, asker, entity_id, now)
        return found._replace(curve=_ahead(found.curve, now))
    except PriceError as err:
        err.entity_id = entity_id
        raise


def _ahead(curve: PriceCurve, now: datetime) -> PriceCurve:
    """Return the prices around now; raises PriceError if all of them are over."""
    if not curve.within(now, now + PRICES_AHEAD).prices:
        if not curve.prices or (end := curve.prices[-1].end) > now:
            raise PriceError("prices_only_now")
        raise PriceError("prices_over", time=local_time(end))
    return curve.within(now - PRICES_BACK, now + PRICES_AHEAD)


def _always(hass: HomeAssistant, number: float, now: datetime) -> Found:
    """Return a price that is always the same."""
    currency = hass.config.currency
    price = Price(now - PRICES_BACK, now + PRICES_AHEAD, tariff(number, currency))
    return Found(PriceCurve(currency, (price,)))


async def _async_behind(
    hass: HomeAssistant, asker: Asker, entity_id: str, now: datetime
) -> Found:
    state = hass.states.get(entity_id)
    if state is None:
        raise PriceError("prices_no_entity")
    if state.domain == _SCHEDULE:
        return await _async_scheduled(hass, asker, state, now)
    entry = er.async_get(hass).async_get(entity_id)
    if entry is not None:
        price_entity = _price_entity(hass, entry, state)
        for source in SOURCES:
            if source.platform != entry.platform:
                continue
            if isinstance(source, ActionSource):
                found = await _async_answered(asker, source, price_entity, now)
            else:
                found = _in_attributes(hass, source, price_entity, entry)
            if found is not None:
                return found
    return _listed(hass, state, now)


def _price_entity(
    hass: HomeAssistant, entry: er.RegistryEntry, state: State
) -> PriceEntity:
    owner = hass.config_entries.async_get_entry(entry.config_entry_id or "")
    return PriceEntity(
        entity_id=entry.entity_id,
        unique_id=str(entry.unique_id),
        entry_id=entry.config_entry_id or "",
        config={**owner.data, **owner.options} if owner else {},
        attributes=state.attributes,
        currency=hass.config.currency,
    )


def _in_attributes(
    hass: HomeAssistant,
    source: AttributeSource,
    price_entity: PriceEntity,
    entry: er.RegistryEntry,
) -> Found | None:
    """Return the prices in the attributes of an entity or of those beside it."""
    lists: list[tuple[Price, ...]] = []
    unit: PriceUnit | None = None
    states = list(_beside(hass, source.beside(price_entity.unique_id), entry))
    for state in states:
        for name in source.attributes:
            rows = state.attributes.get(name)
            shape = source.shape_of(rows)
            if shape is not None:
                here = price_entity._replace(attributes=state.attributes)
                unit = shape.unit or source.unit or here.unit
                lists.append(prices_of(rows or (), shape, unit))
    if unit is None:
        return None
    return Found(
        curve=merged(unit.currency, lists),
        entity_id=price_entity.entity_id,
        source=source.name,
        taxed=source.taxed,
        entities=frozenset(
            {price_entity.entity_id, *(state.entity_id for state in states)}
        ),
    )


def _beside(
    hass: HomeAssistant, unique_ids: tuple[str, ...], entry: er.RegistryEntry
) -> Iterator[State]:
    """Return the states of entities of the same integration, by their unique ids."""
    owner = entry.config_entry_id
    others = [entry]
    if owner is not None:
        others = er.async_entries_for_config_entry(er.async_get(hass), owner)
    ids = {other.unique_id: other.entity_id for other in others}
    for unique_id in unique_ids:
        state = hass.states.get(ids.get(unique_id, ""))
        if state is not None:
            yield state


async def _async_answered(
    asker: Asker, source: ActionSource, price_entity: PriceEntity, now: datetime
) -> Found | None:
    """Return the prices that an action answers; None if there is no such action."""
    zone = await dt_util.async_get_time_zone(source.zone) if source.zone else None
    local = now.astimezone(zone) if zone else dt_util.as_local(now)
    requests = list(source.requests(price_entity, local))
    if not all(asker.offers(source.platform, request) for request in requests):
        return None
    unit = source.unit(price_entity)
    lists: list[tuple[Price, ...]] = []
    for request in requests:
        answer = await asker.async_ask(source.platform, request, now, source.keep)
        lists.append(prices_of(source.rows(price_entity, answer), source.shape, unit))
    if not any(lists):
        raise PriceError("prices_no_answer", action=_name(source, requests))
    if (
        source.own is not None
        and price_entity.attributes.get(source.own.price) is not None
    ):
        lists.append(prices_of([price_entity.attributes], source.own, unit))
    return Found(
        curve=merged(unit.currency, lists),
        entity_id=price_entity.entity_id,
        source=source.name,
        taxed=source.taxed,
        entities=frozenset({price_entity.entity_id}),
    )


def _name(source: ActionSource, requests: list[ActionCall]) -> str:
    return f"{source.platform}.{requests[0].action}"


async def _async_scheduled(
    hass: HomeAssistant, asker: Asker, state: State, now: datetime
) -> Found:
    """Return the prices in the blocks of a schedule helper."""
    week = await asker.async_ask(
        _SCHEDULE,
        _GET_SCHEDULE._replace(data={"entity_id": state.entity_id}),
        now,
        timedelta(0),
    )
    blocks: Mapping[str, Any] = week.get(state.entity_id) or {}
    prices = weekly_prices(
        blocks,
        hass.config.currency,
        dt_util.get_default_time_zone(),
        now - PRICES_BACK,
        now + PRICES_AHEAD,
    )
    return Found(
        curve=PriceCurve(hass.config.currency, prices),
        entity_id=state.entity_id,
        entities=frozenset({state.entity_id}),
    )


def _listed(hass: HomeAssistant, state: State, now: datetime) -> Found:
    """Return the prices of an entity of which nothing is known but its attributes."""
    if state.state == STATE_UNAVAILABLE:
        raise PriceError("prices_unavailable")
    lists = lists_in(state.attributes)
    if not lists:
        raise PriceError("prices_only_now")
    price_entity = PriceEntity(
        state.entity_id, "", "", {}, state.attributes, hass.config.currency
    )
    curve = merged(
        price_entity.unit.currency, [listed_prices(lists, price_entity.unit)]
    )
    for instant in (state.last_updated, now):  # a new hour may not be shown yet
        check_unit(curve.at(instant), state.state, price_entity.unit)
    return Found(
        curve=curve,
        entity_id=state.entity_id,
        entities=frozenset({state.entity_id}),
    )
