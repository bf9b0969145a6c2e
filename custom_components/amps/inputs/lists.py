"""Lists of prices in attributes of which nothing is documented. Pure."""

from collections.abc import Mapping, Sequence
import math
from typing import Any

from .curve import Price
from .errors import PriceError
from .rows import RowShape, prices_of
from .units import PriceUnit

_STARTS = (
    "start",
    "start_time",
    "starts_at",
    "startsAt",
    "from",
    "time",
    "hour",
    "datetime",
    "timestamp",
)
_ENDS = ("end", "end_time", "ends_at", "endsAt", "till", "to", "until")
_PRICES = (
    "price",
    "value",
    "total",
    "rate",
    "per_kwh",
    "price_per_kwh",
    "value_inc_vat",
)
_MISTAKES = (100.0, 1000.0)
"""Between money and its hundredths, and between kWh and MWh."""
_SAME_PRICE_SHARE = 0.02


def lists_in(attributes: Mapping[str, Any]) -> list[tuple[RowShape, Sequence[Any]]]:
    """Return the lists whose entries have a start and a price, and how they name them.

    Raises PriceError if it is not certain which number is the price.
    """
    found: list[tuple[RowShape, Sequence[Any]]] = []
    for told in attributes.values():
        if not isinstance(told, list | tuple) or not told:
            continue
        if isinstance(told[0], Mapping) and (shape := _shape(told[0])) is not None:
            found.append((shape, told))
    return found


def listed_prices(
    lists: Sequence[tuple[RowShape, Sequence[Any]]], unit: PriceUnit
) -> tuple[Price, ...]:
    """Return the prices in lists, which have to be alike and to agree.

    Raises PriceError if they are not or do not.
    """
    shapes = {shape for shape, _ in lists}
    if len(shapes) != 1:
        raise PriceError("prices_which_list")
    rows = [row for _, rows in lists for row in rows]
    return prices_of(rows, shapes.pop(), unit)


def _shape(row: Mapping[str, Any]) -> RowShape | None:
    start = next((name for name in _STARTS if name in row), None)
    names = [name for name in _PRICES if name in row]
    if start is None or not names:
        return None
    if len({row[name] for name in names if isinstance(row[name], int | float)}) > 1:
        raise PriceError("prices_which_number", names=", ".join(names))
    return RowShape(
        start, next((name for name in _ENDS if name in row), None), names[0]
    )


def check_unit(price: float | None, state: str, unit: PriceUnit) -> None:
    """Raise PriceError if a list is in another unit than the state of its entity.

    `price` is what the list says of the time of the state, in money per kWh.
    """
    try:
        told = float(state) * unit.factor
    except ValueError:
        return
    for factor in _MISTAKES:
        for ratio in (factor, 1 / factor):
            if price and math.isclose(price, told * ratio, rel_tol=_SAME_PRICE_SHARE):
                raise PriceError(
                    "prices_other_unit",
                    state=told,
                    price=price,
                    currency=unit.currency,
                )
