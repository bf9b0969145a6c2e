"""Prices as their owner reads them."""

from datetime import timedelta
import json
from pathlib import Path
from string import Formatter
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

import custom_components.amps
from custom_components.amps.inputs.curve import Price, PriceCurve
from custom_components.amps.inputs.errors import PriceError
from custom_components.amps.inputs.finding import Found
from custom_components.amps.inputs.settings import PriceKind
from custom_components.amps.inputs.words import InputWords

from .given import DAY, HOUR, MIDNIGHT, NOW, prices

TODAY = prices(MIDNIGHT, HOUR, MIDNIGHT + DAY)
BOTH = prices(MIDNIGHT, HOUR, MIDNIGHT + 2 * DAY - HOUR)
ENTITY = "sensor.price"
FOLDER = Path(custom_components.amps.__file__).parent / "translations"
TEXTS: Any = json.loads((FOLDER / "en.json").read_text())

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")


def euros(*spans: Price) -> PriceCurve:
    return PriceCurve("EUR", spans)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Found(euros(*TODAY), ENTITY),
            "sensor.price, today 20.0 to 29.2 ct/kWh, known until today 24:00",
        ),
        (
            Found(euros(*BOTH), ENTITY, "Nord Pool", taxed=False),
            (
                "Nord Pool without taxes and fees, today 20.0 to 29.2 ct/kWh, "
                "tomorrow 29.6 to 38.4 ct/kWh, known until tomorrow 23:00"
            ),
        ),
        (
            Found(euros(*TODAY[:12]), ENTITY, "Tibber", taxed=True),
            "Tibber with VAT, today 20.0 to 24.4 ct/kWh, known until today 12:00",
        ),
        (
            Found(euros(*TODAY[12:]), ENTITY),
            ("sensor.price, today 24.8 to 29.2 ct/kWh, unknown until 2026-11-23 12:00"),
        ),
        (
            Found(PriceCurve("PLN", (Price(NOW, NOW + 7 * DAY, 0.62),)), ENTITY),
            (
                "sensor.price, today 0.62 to 0.62 PLN/kWh, "
                "tomorrow 0.62 to 0.62 PLN/kWh, known until 2026-11-30 09:05"
            ),
        ),
        (Found(euros(Price(NOW, NOW + 8 * DAY, 0.3))), "always 30.0 ct/kWh"),
    ],
)
async def test_a_curve_in_words(hass: HomeAssistant, found: Found, said: str) -> None:
    words = await InputWords.async_of(hass)
    assert words.found(found, NOW) == said


async def test_the_language_of_home_assistant(hass: HomeAssistant) -> None:
    await hass.config.async_update(language="de")
    words = await InputWords.async_of(hass)
    found = Found(euros(*TODAY), ENTITY)
    assert words.found(found, NOW).endswith("bekannt bis heute 24:00")
    assert "heute 20,0 bis 29,2 ct/kWh" in words.found(found, NOW)
    assert words.kind(PriceKind.EXPORT) == "Einspeisung"
    error = PriceError("prices_tariff", price=30.5, limit=5.0, currency="EUR")
    assert words.reason(error).startswith("30,5 EUR pro kWh ist zu viel")


async def test_reasons(hass: HomeAssistant) -> None:
    words = await InputWords.async_of(hass)
    error = PriceError("prices_over", time="2026-11-22 23:00")
    assert words.unknown(error).startswith("unknown. ")
    error.entity_id = ENTITY
    said = words.unknown(error)
    assert said.startswith("unknown from sensor.price. The last known price")
    assert "2026-11-22 23:00" in said


async def test_every_word_is_used(hass: HomeAssistant) -> None:
    words = await InputWords.async_of(hass)
    used: set[str] = set()

    class Noted(dict[str, str]):
        def __getitem__(self, key: str) -> str:
            used.add(key.rpartition(".")[2])
            return super().__getitem__(key)

    noted = InputWords("en", Noted(words._texts))
    for start, count in ((0, 12), (0, 24), (12, 24), (0, 47)):
        for taxed in (True, False):
            noted.found(Found(euros(*BOTH[start:count]), ENTITY, taxed=taxed), NOW)
    noted.found(Found(euros(Price(NOW, NOW + 3 * DAY, 0.3)), ENTITY), NOW)
    noted.found(Found(euros(Price(NOW, NOW + timedelta(1), 0.3))), NOW)
    for kind in PriceKind:
        noted.kind(kind)
    error = PriceError("prices_not_set")
    noted.unknown(error)
    error.entity_id = ENTITY
    noted.unknown(error)
    texts = {key: item for key, item in TEXTS["common"].items() if key[:7] == "prices_"}
    assert used - {"message"} == texts.keys()
    named = (Formatter().parse(value) for value in texts.values())
    assert all(name for part in named for _, name, _, _ in part if name is not None)
