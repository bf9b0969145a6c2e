"""Where integrations have their prices: a table with a row for each.

An entity is recognised by the platform that the entity registry has for it. Its future
prices are in attributes, its own or of entities beside it, or an action answers them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT
from homeassistant.util import dt as dt_util

from ..api.value import frozen
from .errors import PriceError
from .rows import RowShape
from .units import PriceUnit, parse_unit

MARKET_ZONE = "Europe/Brussels"
"""By its days the European markets count."""
DAY_AHEAD_CACHE_TIME = timedelta(hours=6)
FORECAST_CACHE_TIME = timedelta(minutes=10)
"""How long a response counts as the newest."""
_HOURS = 24
"""The most hours that Green Planet Energy returns."""


class PriceEntity(NamedTuple):
    """An entity with a price, as its source sees it."""

    entity_id: str
    unique_id: str
    entry_id: str
    config: Mapping[str, Any]
    """Data and options of the entry that it belongs to."""
    attributes: Mapping[str, Any]
    currency: str
    """Home Assistant's, for words that several currencies have."""

    @property
    def unit(self) -> PriceUnit:
        """The unit of its state; raises PriceError if that is uncertain."""
        return parse_unit(
            self.attributes.get(ATTR_UNIT_OF_MEASUREMENT),
            str(self.attributes.get("currency") or self.currency),
        )


class ActionCall(NamedTuple):
    """A call of an action of the platform."""

    action: str
    data: Mapping[str, Any]


@frozen(slots=False)
class PriceSource:
    """What is common to all rows of the table."""

    platform: str
    name: str
    taxed: bool | None = None
    """Whether VAT is in the prices; None where that depends on the entity."""


@frozen(slots=False)
class AttributeSource(PriceSource):
    """An integration that lists its prices in attributes."""

    attributes: tuple[str, ...]
    """The first ones are used if two cover the same time."""
    shapes: tuple[RowShape, ...]
    """As it names things now, and as it did before."""
    beside: Callable[[str], tuple[str, ...]] = lambda unique_id: (unique_id,)
    """The unique ids of the entities with the lists."""
    unit: PriceUnit | None = None
    """What it documents where the entities do not say it."""

    def shape_of(self, rows: Any) -> RowShape | None:
        """Return what a list names things; None if it is not one of its lists."""
        first = rows[0] if isinstance(rows, list | tuple) and rows else None
        if not isinstance(first, Mapping):
            return None
        return next((shape for shape in self.shapes if shape.price in first), None)


@frozen(slots=False)
class ActionSource(PriceSource):
    """An integration that has an action with an answer."""

    requests: Callable[[PriceEntity, datetime], Iterator[ActionCall]]
    """What to ask at a time on the clock of `zone`."""
    rows: Callable[[PriceEntity, Mapping[str, Any]], Sequence[Any]]
    shape: RowShape
    unit: Callable[[PriceEntity], PriceUnit]
    zone: str | None = None
    """By its days the source counts; None: by Home Assistant's."""
    keep: timedelta = DAY_AHEAD_CACHE_TIME
    own: RowShape | None = None
    """The current price in the entity's attributes, if the response begins later."""


def _days(now: datetime) -> Iterator[str]:
    """Return today and tomorrow."""
    for days in (0, 1):
        yield (now.date() + timedelta(days=days)).isoformat()


def _listed(
    name: str, _entity: PriceEntity, answer: Mapping[str, Any]
) -> Sequence[Any]:
    return _list(answer.get(name))


def _list(entity: Any) -> Sequence[Any]:
    return entity if isinstance(entity, list | tuple) else ()


def _euros(_entity: PriceEntity) -> PriceUnit:
    return PriceUnit("EUR")


# Nord Pool


def _nord_pool_area(entity: PriceEntity) -> str:
    """Return the area, which precedes the name of the value."""
    return entity.unique_id.rpartition("-")[0].rpartition("-")[2]


def _ask_nord_pool(entity: PriceEntity, now: datetime) -> Iterator[ActionCall]:
    area, entry_id = _nord_pool_area(entity), entity.entry_id
    for day in _days(now):
        data = {"config_entry": entry_id, "date": day, "areas": [area]}
        yield ActionCall("get_prices_for_date", data)


def _nord_pool_rows(entity: PriceEntity, answer: Mapping[str, Any]) -> Sequence[Any]:
    return _list(answer.get(_nord_pool_area(entity)))


def _nord_pool_unit(entity: PriceEntity) -> PriceUnit:
    """Return its unit: the state is per kWh, and the answer in the same per MWh."""
    return PriceUnit(entity.unit.currency, 0.001)


# Tibber


def _ask_tibber(_entity: PriceEntity, now: datetime) -> Iterator[ActionCall]:
    today = dt_util.start_of_local_day(now)
    after = dt_util.start_of_local_day(now.date() + timedelta(days=2))
    data = {"start": today.isoformat(), "end": after.isoformat()}
    yield ActionCall("get_prices", data)


def _tibber_rows(entity: PriceEntity, answer: Mapping[str, Any]) -> Sequence[Any]:
    """Return the prices of the entity's home, of which only the name is answered."""
    homes = answer.get("prices")
    if not isinstance(homes, Mapping):
        return ()
    if len(homes) > 1:
        name = entity.attributes.get("app_nickname")
        if name not in homes:
            raise PriceError("prices_which_home", homes=", ".join(map(str, homes)))
        return _list(homes[name])
    return [row for rows in homes.values() for row in _list(rows)]


# EnergyZero and easyEnergy


def _ask_energyzero(entity: PriceEntity, now: datetime) -> Iterator[ActionCall]:
    quarters = entity.config.get("electricity_price_interval") == "quarter_hourly"
    what = {
        "config_entry": entity.entry_id,
        "incl_vat": True,
        "interval": "quarter" if quarters else "hour",
        "price_type": "all_in" if "_all_in_" in entity.unique_id else "market",
    }
    for day in _days(now):
        yield ActionCall("get_energy_prices", {**what, "start": day, "end": day})


def _ask_easyenergy(entity: PriceEntity, now: datetime) -> Iterator[ActionCall]:
    action, what = "get_energy_usage_prices", {"incl_vat": True}
    if "_energy_return_" in entity.unique_id:
        action, what = "get_energy_return_prices", {}
    for day in _days(now):
        data = {"config_entry": entity.entry_id, **what, "start": day, "end": day}
        yield ActionCall(action, data)


# Green Planet Energy, OMIE and Amber


def _ask_green_planet(entity: PriceEntity, _now: datetime) -> Iterator[ActionCall]:
    data = {"config_entry_id": entity.entry_id, "hours": _HOURS}
    yield ActionCall("get_prices", data)


def _omie_country(entity: PriceEntity) -> str:
    return entity.unique_id.partition("_")[0]


def _ask_omie(entity: PriceEntity, now: datetime) -> Iterator[ActionCall]:
    for day in _days(now):
        data = {"date": day, "countries": [_omie_country(entity)]}
        yield ActionCall("get_prices_for_date", data)


def _omie_rows(entity: PriceEntity, answer: Mapping[str, Any]) -> Sequence[Any]:
    return _list(answer.get(_omie_country(entity)))


def _ask_amber(entity: PriceEntity, _now: datetime) -> Iterator[ActionCall]:
    channel = entity.unique_id.rpartition("-")[2]
    data = {"config_entry_id": entity.entry_id, "channel_type": channel}
    yield ActionCall("get_forecasts", data)


# Entities beside the one that has the price


def _octopus_events(unique_id: str) -> tuple[str, ...]:
    meter = unique_id
    for ending in ("_current_rate", "_current_day_rates", "_next_day_rates"):
        meter = meter.removesuffix(ending)
    return f"{meter}_current_day_rates", f"{meter}_next_day_rates"


def _entsoe_average(unique_id: str) -> tuple[str, ...]:
    area = unique_id
    for ending in ("current_price", "next_hour_price", "min_price", "max_price"):
        area = area.removesuffix(ending)
    return (f"{area.removesuffix('avg_price')}avg_price",)


SOURCES: tuple[AttributeSource | ActionSource, ...] = (
    AttributeSource(  # it takes the place of the one that Home Assistant brings
        platform="nordpool",
        name="Nord Pool (HACS)",
        attributes=("raw_today", "raw_tomorrow"),
        shapes=(RowShape("start", "end", "value"),),
    ),
    ActionSource(
        platform="nordpool",
        name="Nord Pool",
        taxed=False,
        requests=_ask_nord_pool,
        rows=_nord_pool_rows,
        shape=RowShape("start", "end", "price"),
        unit=_nord_pool_unit,
        zone=MARKET_ZONE,
    ),
    ActionSource(
        platform="tibber",
        name="Tibber",
        taxed=True,
        requests=_ask_tibber,
        rows=_tibber_rows,
        shape=RowShape("start_time", None, "price"),
        unit=lambda entity: entity.unit,
        keep=FORECAST_CACHE_TIME,  # one answer has both days, or lacks the second
    ),
    ActionSource(
        platform="energyzero",
        name="EnergyZero",
        taxed=True,
        requests=_ask_energyzero,
        rows=partial(_listed, "prices"),
        shape=RowShape("start", "end", "price"),
        unit=_euros,
    ),
    ActionSource(
        platform="easyenergy",
        name="easyEnergy",
        requests=_ask_easyenergy,
        rows=partial(_listed, "prices"),
        shape=RowShape("timestamp", None, "price"),
        unit=_euros,
    ),
    ActionSource(
        platform="green_planet_energy",
        name="Green Planet Energy",
        taxed=True,
        requests=_ask_green_planet,
        rows=partial(_listed, "prices"),
        shape=RowShape("start", "end", "price"),
        unit=_euros,
        keep=FORECAST_CACHE_TIME,
    ),
    ActionSource(
        platform="omie",
        name="OMIE",
        taxed=False,
        requests=_ask_omie,
        rows=_omie_rows,
        shape=RowShape("start", "end", "price"),
        unit=_euros,
        zone=MARKET_ZONE,
    ),
    ActionSource(
        platform="amberelectric",
        name="Amber Electric",
        taxed=True,
        requests=_ask_amber,
        rows=partial(_listed, "forecasts"),
        shape=RowShape("start_time", "end_time", "per_kwh"),
        unit=lambda _told: PriceUnit("AUD"),
        keep=FORECAST_CACHE_TIME,
        own=RowShape("start_time", "end_time", "per_kwh"),
    ),
    AttributeSource(
        platform="octopus_energy",
        name="Octopus Energy (HACS)",
        taxed=True,
        attributes=("rates",),
        shapes=(RowShape("start", "end", "value_inc_vat"),),
        beside=_octopus_events,
        unit=PriceUnit("GBP"),
    ),
    AttributeSource(
        platform="epex_spot",
        name="EPEX Spot (HACS)",
        attributes=("data",),
        shapes=(
            RowShape("start_time", "end_time", "price_per_kwh"),
            RowShape(
                "start_time", "end_time", "price_ct_per_kwh", PriceUnit("EUR", 0.01)
            ),
        ),
    ),
    AttributeSource(
        platform="entsoe",
        name="ENTSO-e (HACS)",
        attributes=("prices_today", "prices_tomorrow", "prices"),
        shapes=(RowShape("time", None, "price"),),
        beside=_entsoe_average,
    ),
    AttributeSource(
        platform="energidataservice",
        name="Energi Data Service (HACS)",
        attributes=("raw_today", "raw_tomorrow"),
        shapes=(RowShape("hour", None, "price"),),
    ),
    AttributeSource(
        platform="frank_energie",
        name="Frank Energie (HACS)",
        attributes=("prices", "upcoming_prices"),
        shapes=(RowShape("from", "till", "price"),),
    ),
)
"""A row for each; what follows is tried only if what comes before has no lists."""
