"""What the owner chose about prices, as the options hold it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

NO_SURCHARGE = 0.0
NO_FACTOR = 1.0


class PriceKind(StrEnum):
    """Which way the electricity goes."""

    IMPORT = "import"
    EXPORT = "export"

    @property
    def entity(self) -> str:
        """The option with the entity, where it is not Energy's."""
        return f"{self.value}_price_entity"

    @property
    def tariff(self) -> str:
        """The option with a price that is always the same."""
        return f"{self.value}_fixed_price"

    @property
    def surcharge(self) -> str:
        """The option with what is added to each price."""
        return f"{self.value}_surcharge"

    @property
    def factor(self) -> str:
        """The option with what each price is multiplied with first."""
        return f"{self.value}_factor"


class PriceSettings(NamedTuple):
    """Where the prices of one kind come from, and what becomes of them."""

    entity: str | None = None
    """None: what Home Assistant's Energy preferences name."""
    tariff: float | None = None
    """A price that is always the same, in money per kWh."""
    factor: float = NO_FACTOR
    surcharge: float = NO_SURCHARGE
    """In money per kWh."""


def settings_of(options: Mapping[str, Any], kind: PriceKind) -> PriceSettings:
    """Return what was chosen for a kind of prices."""
    return PriceSettings(
        entity=options.get(kind.entity),
        tariff=options.get(kind.tariff),
        factor=options.get(kind.factor, NO_FACTOR),
        surcharge=options.get(kind.surcharge, NO_SURCHARGE),
    )
