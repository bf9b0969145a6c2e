from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.amps.api.models import Command, Parameters
from custom_components.amps.schedule.errors import TitleError
from custom_components.amps.schedule.goal import Aim
from custom_components.amps.schedule.titles import (
    MAX_TITLE,
    Title,
    format_number,
    format_title,
    parse_title,
)
from custom_components.amps.schedule.titles.language import Meaning
from custom_components.amps.schedule.titles.languages import LANGUAGES
from custom_components.amps.schedule.titles.words import phrases

AMOUNTS = st.none() | st.floats(min_value=0, allow_infinity=False, allow_nan=False)
PARAMETERS = st.builds(Parameters, target=AMOUNTS, power=AMOUNTS, reserve=AMOUNTS)


def written(found: Title, language: str = "en") -> str:
    return format_title(
        found.command,
        found.parameters,
        found.aim,
        comment=found.comment,
        language=language,
    )


MEANT_TWICE = ({Meaning.TO, Meaning.AT}, {Meaning.TO, Meaning.UNTIL})
"""What follows says which of both it is."""


def _to(target: float) -> Parameters:
    return Parameters(target=target)


@pytest.mark.parametrize(
    ("command", "parameters", "title"),
    [
        (Command.CHARGE, Parameters(), "Charge"),
        (Command.CHARGE, Parameters(target=90, power=3), "Charge to 90 % at 3 kW"),
        (Command.CHARGE, Parameters(power=2.5), "Charge at 2.5 kW"),
        (Command.CHARGE, Parameters(target=0.00001), "Charge to 0.00001 %"),
        (Command.CHARGE, Parameters(target=100.0), "Charge to 100 %"),
        (
            Command.DISCHARGE,
            Parameters(target=20, power=5, reserve=15),
            "Discharge to 20 % at 5 kW keep 15 %",
        ),
        (Command.IDLE, Parameters(), "Idle"),
        (Command.AUTO_BALANCED, Parameters(), "Balanced"),
        (Command.AUTO_RESERVE, Parameters(reserve=30), "Reserve keep 30 %"),
        (Command.AUTO_EXPORT, Parameters(), "Export"),
    ],
)
def test_a_window_has_a_title(
    command: Command, parameters: Parameters, title: str
) -> None:
    assert format_title(command, parameters) == title
    assert parse_title(title) == Title(command, parameters)


@pytest.mark.parametrize(
    ("title", "command", "parameters"),
    [
        ("charge 90%", Command.CHARGE, Parameters(target=90)),
        ("CHARGE TO 90% AT 3KW", Command.CHARGE, Parameters(target=90, power=3)),
        ("  Charge   to 90   %  ", Command.CHARGE, Parameters(target=90)),
        ("charge at 3 kW to 90 %", Command.CHARGE, Parameters(target=90, power=3)),
        ("charge 2,5 kw", Command.CHARGE, Parameters(power=2.5)),
        ("charge to\N{NO-BREAK SPACE}9\N{NO-BREAK SPACE}%", Command.CHARGE, _to(9)),
        ("Charge to90% at3kW", Command.CHARGE, Parameters(target=90, power=3)),
        ("Discharge keep 10%", Command.DISCHARGE, Parameters(reserve=10)),
        ("charge 090.50 %", Command.CHARGE, Parameters(target=90.5)),
        ("idle", Command.IDLE, Parameters()),
        ("bAlAnCeD", Command.AUTO_BALANCED, Parameters()),
        ("\tExport\n", Command.AUTO_EXPORT, Parameters()),
    ],
)
def test_titles_are_read_tolerantly(
    title: str, command: Command, parameters: Parameters
) -> None:
    assert parse_title(title) == Title(command, parameters)


@pytest.mark.parametrize(
    "title",
    [
        "",
        " ",
        "Dentist",
        "Charge the car",
        "Charges",
        "Charge 90",
        "Charge to %",
        "Charge at 90 %",
        "Charge keep 3 kW",
        "Charge to -5 %",
        "Charge to 1e2 %",
        "Charge to 1.2.3 %",
        "Charge to 90 % to 80 %",
        "Charge 90 % 80 %",
        "Charge at 3 kWh",
        "Chargé",
        "Charge to 9\N{ARABIC-INDIC DIGIT NINE} %",
        "auto.balanced",
        "Auto laden",
        "Charge dearest",
        "Discharge to 20 % cheapest",
        "Idle 3 h",
        "Charge to 90 % 3 h cheapest",
        "Charge below 15",
        "Charge 1000 h",
        "Charge 2:30 %",
        "Charge to to 90 %",
        "Charge 3 h below",
        "Charge when the price is",
        "Charge in 3 h",
        "Charge one",
        "Charge 3 when",
        "Discharge when full",
        "(guests)",
        "Charge to " + "9" * 400 + " %",
        "Charge" + " " * MAX_TITLE,
    ],
)
def test_other_titles_are_refused(title: str) -> None:
    with pytest.raises(TitleError) as caught:
        parse_title(title)
    assert title.startswith(caught.value.text)
    assert len(caught.value.text) <= 80


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_a_title_has_no_impossible_number(value: float) -> None:
    with pytest.raises(ValueError, match="no number"):
        format_title(Command.CHARGE, Parameters(target=value))


@given(st.sampled_from(Command), PARAMETERS)
def test_a_title_says_it_all(command: Command, parameters: Parameters) -> None:
    assert parse_title(format_title(command, parameters)) == Title(command, parameters)


@given(
    st.sampled_from(Command),
    PARAMETERS,
    st.sampled_from([str.upper, str.lower, str.swapcase]),
)
def test_case_does_not_matter(
    command: Command, parameters: Parameters, change: Callable[[str], str]
) -> None:
    title = change(format_title(command, parameters)).replace(".", ",")
    assert parse_title(f" {title} ") == Title(command, parameters)


@given(st.text() | st.from_regex(r"charge( (to|at|keep) [0-9,.]+ ?(%|kW)){1,4}"))
def test_any_text_is_read_or_refused(title: str) -> None:
    try:
        found = parse_title(title)
    except TitleError:
        return
    assert parse_title(written(found)) == found


def _aim(hours: float | None = None, **limits: Any) -> Aim:
    return Aim(duration=None if hours is None else timedelta(hours=hours), **limits)


@pytest.mark.parametrize(
    ("title", "parameters", "aim"),
    [
        ("Charge to 90 % cheapest", _to(90), _aim()),
        ("Charge 3 h cheapest", Parameters(), _aim(3)),
        ("Charge 3 h cheapest in one go", Parameters(), _aim(3, in_one_go=True)),
        ("Charge to 80 % below 15 ct", _to(80), _aim(max_price=0.15)),
        ("Charge to 80 % at 3 kW below -1.5 ct", None, _aim(max_price=-0.015)),
        ("Charge 2 h 30 min cheapest", Parameters(), _aim(2.5)),
        ("Charge cheapest", Parameters(), _aim()),
    ],
)
def test_a_goal_has_a_title(
    title: str, parameters: Parameters | None, aim: Aim
) -> None:
    found = parse_title(title)
    assert found.aim == aim
    assert parameters in (None, found.parameters)
    assert written(found) == title


@pytest.mark.parametrize(
    ("title", "means"),
    [
        ("Charge to 90", "Charge to 90 %"),
        ("charge battery", "Charge"),
        ("Charging to 90%", "Charge to 90 %"),
        ("Charge to full", "Charge to 100 %"),
        ("Charge at 3000 W", "Charge at 3 kW"),
        ("Grid charge to 80 %", "Charge to 80 %"),
        ("Hold", "Idle"),
        ("Reserve 30 %", "Reserve keep 30 %"),
        ("Charge to 90 % (guests)", "Charge to 90 % (guests)"),
        ("Charge to 90 %, not below 20 %.", "Charge to 90 % keep 20 %"),
        ("charge 2:30 h when it is cheapest", "Charge 2 h 30 min cheapest"),
        ("charge 90 minutes", "Charge 1 h 30 min cheapest"),
        ("charge below 0.15 €/kWh", "Charge below 15 ct"),
        ("charge below €0.15 per kWh", "Charge below 15 ct"),
        ("Discharge 2 hours above 30 p", "Discharge 2 h above 30 ct"),
        ("Laden auf 90 %", "Charge to 90 %"),
        ("Akku bitte auf 90 % laden", "Charge to 90 %"),
        ("Lade den Speicher voll", "Charge to 100 %"),
        ("Laden auf 90 % mit 2,5 kW, nicht unter 20 %", None),
        ("Entladen auf 20 % am teuersten", "Discharge to 20 % dearest"),
        ("3 Stunden laden, möglichst günstig, am Stück", None),
        ("Charger à 90 % à 3 kW au moins cher", "Charge to 90 % at 3 kW cheapest"),
        ("Opladen tot 80 % zo goedkoop mogelijk", "Charge to 80 % cheapest"),
        ("Cargar hasta el 90 % lo más barato posible", "Charge to 90 % cheapest"),
        ("Caricare fino a 90 % al prezzo più basso", "Charge to 90 % cheapest"),
        ("Caricare fino all'80 % al minor costo", "Charge to 80 % cheapest"),
        ("Naładuj baterię do 90 % jak najtaniej", "Charge to 90 % cheapest"),
        ("Ladda ur till 20 % dyrast", "Discharge to 20 % dearest"),
        ("Charge in the 3 cheapest hours", "Charge 3 h cheapest"),
        ("Charge the cheapest two hours", "Charge 2 h cheapest"),
        ("Charge an hour when electricity is cheapest", "Charge 1 h cheapest"),
        ("Charge 1h30 at the best price", "Charge 1 h 30 min cheapest"),
        ("Charge to 80 % if the price is below 15 ct", "Charge to 80 % below 15 ct"),
        ("Charge at less than 12 cents per kWh", "Charge below 12 ct"),
        ("Charge to 90 % cheapest with at most 3 kW", None),
        ("Charge 3 h cheapest, no breaks", "Charge 3 h cheapest in one go"),
        ("Fill the battery at the lowest price", "Charge to 100 % cheapest"),
        ("Discharge the 2 most expensive hours", "Discharge 2 h dearest"),
        ("Discharge when the price is above 30 ct", "Discharge above 30 ct"),
        ("In den 3 günstigsten Stunden laden", "Charge 3 h cheapest"),
        ("Laden in den günstigsten drei Stunden", "Charge 3 h cheapest"),
        ("Laden auf 90 % zur günstigsten Zeit", "Charge to 90 % cheapest"),
        ("Laden, wenn der Preis unter 15 ct liegt", "Charge below 15 ct"),
        ("Laden bis max. 15 ct auf 80 %", "Charge to 80 % below 15 ct"),
        ("Laden mit maximal 3 kW auf 90 %", "Charge to 90 % at 3 kW"),
        ("Akku vollladen, so billig wie möglich", "Charge to 100 % cheapest"),
        ("Entladen wenn es am teuersten ist", "Discharge dearest"),
        ("Entladen bei über 30 ct", "Discharge above 30 ct"),
        ("Laden 3 h zusammenhängend, günstig", "Charge 3 h cheapest in one go"),
        ("Charger quand le prix est sous 15 ct", "Charge below 15 ct"),
        ("Laden als de prijs onder 15 ct is", "Charge below 15 ct"),
    ],
)
def test_people_write_it_in_many_ways(title: str, means: str | None) -> None:
    found = parse_title(title)
    if means is not None:
        assert written(found) == means


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "title",
    [
        "Charge to 90 % at 2.5 kW keep 20 % (guests)",
        "Charge to 90 % cheapest in one go",
        "Charge 2 h 30 min below 15.5 ct above 2 ct",
        "Discharge 45 min dearest",
        "Idle",
        "Balanced",
        "Reserve keep 30 %",
        "Export",
    ],
)
def test_what_a_language_shows_is_understood(title: str, language: str) -> None:
    found = parse_title(title)
    assert parse_title(written(found, language)) == found


def test_no_phrase_means_two_things() -> None:
    known: dict[tuple[str, ...], Meaning] = {}
    for phrase, meaning in phrases():
        same = {known.setdefault(phrase, meaning), meaning}
        assert len(same) == 1 or same in MEANT_TWICE, phrase


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_it_all(language: str) -> None:
    assert LANGUAGES[language].phrases.keys() == set(Meaning)
    assert all(LANGUAGES[language].phrases.values())


def test_shown_is_the_owners_language() -> None:
    goal = parse_title("Charge to 90 % at 2.5 kW cheapest in one go")
    shown = "Laden auf 90 % mit 2,5 kW am günstigsten am Stück"
    assert written(goal, "de") == written(goal, "de-CH") == shown
    assert written(goal, "tlh") == written(goal)


def test_a_price_is_in_the_owners_money() -> None:
    found = parse_title("Charge below 80 öre")
    title = format_title(found.command, found.parameters, found.aim, currency="SEK")
    assert title == "Charge below 80 öre"


@pytest.mark.parametrize(
    ("value", "decimals", "language", "number"),
    [
        (1.325, 1, "en-GB", "1.3"),
        (1.3, 2, "de", "1,30"),
        (-0.001, 2, "fr", "0,00"),
        (1234.5, 2, "pl", "1234,50"),
        (90.0, None, "sv", "90"),
        (92.5, None, "nl", "92,5"),
        (0.5, 1, "tlh", "0.5"),
    ],
)
def test_numbers_are_written_as_in_a_language(
    value: float, decimals: int | None, language: str, number: str
) -> None:
    assert format_number(value, language, decimals) == number
