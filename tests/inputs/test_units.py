"""Units are understood for certain, or not at all."""

import pytest

from custom_components.amps.inputs.errors import PriceError
from custom_components.amps.inputs.units import (
    PriceUnit,
    max_price,
    max_tariff,
    parse_unit,
    shown_price,
)


@pytest.mark.parametrize(
    ("text", "hint", "currency", "factor"),
    [
        ("EUR/kWh", "EUR", "EUR", 1),
        ("eur / kwh", "SEK", "EUR", 1),
        ("€/kWh", "SEK", "EUR", 1),
        ("EUR/MWh", "EUR", "EUR", 0.001),
        ("€/Wh", "EUR", "EUR", 1000),
        ("ct/kWh", "EUR", "EUR", 0.01),
        ("Cent/kWh", "EUR", "EUR", 0.01),
        ("c/kWh", "AUD", "AUD", 0.01),
        ("¢/kWh", "USD", "USD", 0.01),
        ("snt/kWh", "EUR", "EUR", 0.01),
        ("$/kWh", "NZD", "NZD", 1),
        ("GBP/kWh", "EUR", "GBP", 1),
        ("£/kWh", "EUR", "GBP", 1),
        ("p/kWh", "EUR", "GBP", 0.01),
        ("SEK/kWh", "EUR", "SEK", 1),
        ("öre/kWh", "EUR", "SEK", 0.01),
        ("Øre/kWh", "NOK", "NOK", 0.01),
        ("øre/kWh", "DKK", "DKK", 0.01),
        ("øre/MWh", "DKK", "DKK", 0.00001),
        ("kr/kWh", "NOK", "NOK", 1),
        ("zł/kWh", "EUR", "PLN", 1),
        ("Kč/kWh", "EUR", "CZK", 1),
    ],
)
def test_units_that_are_certain(
    text: str, hint: str, currency: str, factor: float
) -> None:
    unit = parse_unit(text, hint)
    assert unit.currency == currency
    assert unit.factor == pytest.approx(factor)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (None, "EUR"),
        ("", "EUR"),
        (7, "EUR"),
        ("EUR", "EUR"),
        ("kWh", "EUR"),
        ("EUR/m³", "EUR"),
        ("EUR/GWh", "EUR"),
        ("EUR/kWh/h", "EUR"),
        ("XXY/kWh", "EUR"),
        ("$/kWh", "EUR"),  # which dollar?
        ("ct/kWh", "SEK"),
        ("øre/kWh", "EUR"),  # Danish or Norwegian?
        ("kr/kWh", "EUR"),
        ("%", "EUR"),
        ("EUR/" * 40, "EUR"),
    ],
)
def test_units_that_are_not(text: object, hint: str) -> None:
    with pytest.raises(PriceError) as refused:
        parse_unit(text, hint)
    assert refused.value.key == "prices_unit"
    assert len(str(refused.value.names["unit"])) <= 60


def test_limits_leave_room_for_other_money() -> None:
    assert max_tariff("EUR") < max_price("EUR") < 100
    assert max_tariff("JPY") > 1000
    assert max_price("HUF") > max_tariff("HUF")


def test_money_is_shown_as_people_say_it() -> None:
    assert shown_price(0.112, "EUR", "en") == ("11.2", "ct/kWh")
    assert shown_price(0.112, "EUR", "de") == ("11,2", "ct/kWh")
    assert shown_price(0.28, "GBP", "en") == ("28.0", "p/kWh")
    assert shown_price(0.62, "PLN", "pl") == ("0,62", "PLN/kWh")
    assert PriceUnit("EUR").factor == 1
