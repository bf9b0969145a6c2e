"""Planning by talking to the local assistant."""

from collections.abc import Awaitable, Callable
from typing import Any

from homeassistant.components.conversation import async_converse
from homeassistant.core import Context, HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest

from ..battery.planning.goals.goals import goals
from ..docs.pages import blocks
from ..entities import ha_device_id
from ..travel import Travel
from .automations import Automate, planned

type Says = Callable[[str], Awaitable[str]]


@pytest.fixture
async def says(hass: HomeAssistant, travel: Travel, automate: Automate) -> Says:
    """Talks to the local assistant, and gives its answer."""
    assert automate is not None
    for name in ("homeassistant", "conversation"):
        assert await travel.run(async_setup_component(hass, name, {}))

    async def say(sentence: str) -> str:
        work = async_converse(hass, sentence, None, Context(), language="en")
        result = await travel.run(work)
        await travel.settle()
        said: str = result.response.speech["plain"]["speech"]
        return said

    return say


async def test_sentences_plan_ask_and_cancel(
    hass: HomeAssistant, travel: Travel, automate: Automate, says: Says
) -> None:
    await automate("sentences", battery=ha_device_id(hass))
    ask = "when does the battery charge"
    nothing = "Nothing is planned for the battery."
    assert await says(ask) == nothing
    assert await says("cancel the next battery plan") == nothing

    plan = "charge the battery from 10:30 p.m. until 6 am"
    assert await says(plan) == "Planned: charge from 22:30 to 06:00."
    assert await planned(hass, travel) == [("2026-11-23T22:30", "06:00")]
    assert await says(ask) == "Next: charge from 22:30 to 06:00."
    refused = "I cannot plan that. Perhaps it overlaps with something else."
    assert await says("discharge the battery from 23 to midnight") == refused

    cancel = "cancel the next battery charge"
    assert await says(cancel) == "Cancelled: charge from 22:30 to 06:00."
    assert await says("what is planned for the battery") == nothing
    assert not await planned(hass, travel)


async def test_sentences_understand_times(
    hass: HomeAssistant, travel: Travel, automate: Automate, says: Says
) -> None:
    await automate("sentences", battery=ha_device_id(hass))
    for start, end, window in (
        ("22:30", "6:00", ("2026-11-23T22:30", "06:00")),
        ("10 pm", "11 pm", ("2026-11-23T22:00", "23:00")),
        ("7 o'clock", "7.30 a.m.", ("2026-11-24T07:00", "07:30")),
        ("noon", "1:15 pm", ("2026-11-23T12:00", "13:15")),
        ("12 am", "12 pm", ("2026-11-24T00:00", "12:00")),
        ("midnight", "530", ("2026-11-24T00:00", "05:30")),
        ("2200", "2300", ("2026-11-23T22:00", "23:00")),
        ("25:00", "6", None),
        ("now", "6", None),
    ):
        said = await says(f"Plan a discharge from {start} to {end}.")
        assert said.startswith("Planned" if window else "I did not understand")
        assert await planned(hass, travel) == ([window] if window else [])
        await says("Cancel the next battery discharge.")
        assert not await planned(hass, travel)


async def test_a_goal_is_set_by_a_sentence(
    hass: HomeAssistant, travel: Travel, automate: Automate, says: Says
) -> None:
    await automate("sentences", battery=ha_device_id(hass))
    said = await says("Charge the battery to 90 % by 7 am.")
    assert said == "Goal set: 90 % by 07:00, as cheaply as possible."
    (goal,) = await goals(hass, travel)
    assert (goal["target"], goal["end"][:16]) == (90, "2026-11-24T07:00")
    said = await says("Have the battery at 80 by noon")
    assert said == "Goal set: 80 % by 12:00, as cheaply as possible."
    for unclear in ("5 kWh", "1000", "90 minutes"):
        said = await says(f"charge the battery to {unclear} by 7 am")
        assert said.startswith("I did not understand")
    assert len(await goals(hass, travel)) == 2
    said = await says("charge the battery to full by half past 6 am")
    assert said == "Goal set: 100 % by 06:30, as cheaply as possible."


async def test_sentences_in_another_language(
    hass: HomeAssistant, travel: Travel, automate: Automate, says: Says
) -> None:
    await automate(
        "sentences",
        battery=ha_device_id(hass),
        charge_sentences=["lade den Akku von {start} bis {end}"],
        planned_answer="Der Akku lädt von {{ start }} bis {{ end }}.",
    )
    plan = "lade den Akku von 1 bis 5"
    assert await says(plan) == "Der Akku lädt von 01:00 bis 05:00."
    assert await planned(hass, travel) == [("2026-11-24T01:00", "05:00")]


async def test_the_german_sentences_of_the_docs(
    hass: HomeAssistant, travel: Travel, automate: Automate, says: Says
) -> None:
    (example,) = (text for name, text in blocks("yaml") if "voice" in name)
    automation: Any = parse_yaml(example)
    inputs = automation["use_blueprint"]["input"] | {"battery": ha_device_id(hass)}
    await automate("sentences", **inputs)
    ask = "Was ist für die Batterie geplant?"
    assert await says(ask) == "Für die Batterie ist nichts geplant."

    plan = "Lade die Batterie von 22 Uhr bis 5:30 Uhr"
    assert await says(plan) == "Geplant: Laden von 22:00 bis 05:30."
    assert await planned(hass, travel) == [("2026-11-23T22:00", "05:30")]
    assert await says(ask) == "Als nächstes: Laden von 22:00 bis 05:30."
    refused = await says("Entlade die Batterie von 23 Uhr bis 1 Uhr")
    assert refused == inputs["refused_answer"]
    assert await says("Lade die Batterie von früh bis spät") == inputs["times_answer"]

    cancel = "Brich das nächste Laden der Batterie ab"
    assert await says(cancel) == "Abgebrochen: Laden von 22:00 bis 05:30."
    assert not await planned(hass, travel)

    goal = await says("Lade die Batterie auf 90 % bis 7 Uhr")
    assert goal == "Ziel: 90 % bis 07:00, so günstig wie möglich."
    assert len(await goals(hass, travel)) == 1
