"""Every reason of a planner is a sentence, whose text backend and card share."""

from dataclasses import replace
from datetime import UTC, datetime

from homeassistant.core import HomeAssistant
import pytest

from custom_components.amps.battery.why_words import why_kind, why_sentence
from custom_components.amps.battery.wording import PlanWords
from custom_components.amps.schedule.why import Purpose, Why

from ..packaging.files import ENGLISH

CARD: dict[str, str] = ENGLISH["config_panel"]["card"]
TEXTS = {f"component.amps.config_panel.card.{key}": text for key, text in CARD.items()}
WORDS = PlanWords("en", {"config_panel": TEXTS})
FIVE = datetime(2026, 11, 24, 17, tzinfo=UTC)
CHEAP = Why(purpose=Purpose.CHEAP, price=0.11, other_price=0.3, at=FIVE, saves=1.32)


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        (CHEAP, "11.0 ct now instead of 30.0 ct at 18:00: saves 1.32 EUR"),
        (
            replace(CHEAP, at=None),
            "11.0 ct now instead of 30.0 ct later: saves 1.32 EUR",
        ),
        (replace(CHEAP, price=None), "Saves 1.32 EUR"),
        (
            replace(CHEAP, purpose=Purpose.GOAL, at=None),
            "11.0 ct instead of 30.0 ct on average: saves 1.32 EUR",
        ),
        (Why(purpose=Purpose.RESERVE), "Not discharged below your reserve"),
    ],
    ids=["compared", "later", "alone", "goal", "reserve"],
)
async def test_a_reason_in_a_sentence(
    hass: HomeAssistant, why: Why, sentence: str
) -> None:
    await hass.config.async_set_time_zone("Europe/Berlin")
    assert why_sentence(why, WORDS, "EUR").replace("\xa0", " ") == sentence


def test_every_reason_has_a_text_and_every_text_a_reason() -> None:
    shapes = [
        Why(purpose=purpose, price=price, other_price=price, at=at)
        for purpose in Purpose
        for price in (None, 0.1)
        for at in (None, FIVE)
    ]
    kinds = {f"why_{why_kind(why)}" for why in shapes}
    assert kinds == {key for key in CARD if key.startswith("why_")}
