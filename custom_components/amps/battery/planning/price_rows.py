"""What is known of prices, as the planner takes it."""

from datetime import datetime, timedelta
import logging
from typing import NamedTuple

from ...inputs.curve import PriceCurve, price_periods
from ...inputs.errors import PriceError
from ...inputs.prices import PriceResolver
from ...inputs.settings import PriceKind
from ...planner.problem import PricePeriod

_LOGGER = logging.getLogger(__name__)

_DAY = timedelta(days=1)


class Prices(NamedTuple):
    """The prices of buying and selling, as far as they are known."""

    buying: PriceCurve | None
    selling: PriceCurve | None
    error: PriceError | None = None
    """Why those of buying are not known."""
    selling_error: PriceError | None = None
    """Why those of selling are not known although they are set."""

    def of_goals(self) -> list[PricePeriod]:
        """Return rows in which a battery spares what is dear to buy.

        Nobody sets a goal to discharge for the sake of a price that is always the same.
        """
        selling = self.selling
        if selling is None or len({price.value for price in selling.prices}) <= 1:
            selling = self.buying
        return price_periods(self.buying, selling)

    def of_day(self) -> list[PricePeriod]:
        """Return rows in which selling brings what is known, or else nothing.

        Where it is known for a shorter time than buying, the rows end with it.
        """
        rows = price_periods(self.buying, self.selling)
        if self.selling is None or not self.selling.prices:
            return rows
        until = self.selling.prices[-1].end
        return [row for row in rows if row.end <= until]


async def async_known_prices(prices: PriceResolver, now: datetime) -> Prices:
    """Return the prices that are known around an instant in UTC."""
    curves: dict[PriceKind, PriceCurve] = {}
    errors: dict[PriceKind, PriceError] = {}
    for kind in (PriceKind.IMPORT, PriceKind.EXPORT):
        try:
            curves[kind] = await prices.async_prices(kind, now)
        except PriceError as err:
            _LOGGER.debug("No prices (%s): %s", kind, err)
            errors[kind] = err
    selling_error = errors.get(PriceKind.EXPORT)
    if selling_error is not None and selling_error.key == "prices_not_set":
        selling_error = None
    return Prices(
        curves.get(PriceKind.IMPORT),
        curves.get(PriceKind.EXPORT),
        errors.get(PriceKind.IMPORT),
        selling_error,
    )


def estimated(rows: list[PricePeriod], end: datetime) -> list[PricePeriod]:
    """Return rows up to an instant that repeat the last day that is known."""
    if not rows:
        return []
    until = rows[-1].end
    known = [row for row in rows if row.start >= until - _DAY]
    repeated: list[PricePeriod] = []
    for ahead in range(1, (end - until) // _DAY + 2):
        repeated += [
            row._replace(start=row.start + ahead * _DAY, end=row.end + ahead * _DAY)
            for row in known
        ]
    return [row for row in repeated if until <= row.start < end]
