from collections.abc import Callable

from hypothesis import given, strategies as st
import pytest

from custom_components.amps.api.models import Command, Parameters
from custom_components.amps.schedule.errors import TitleError
from custom_components.amps.schedule.titles import MAX_TITLE, format_title, parse_title

AMOUNTS = st.none() | st.floats(min_value=0, allow_infinity=False, allow_nan=False)
PARAMETERS = st.builds(Parameters, target=AMOUNTS, power=AMOUNTS, reserve=AMOUNTS)


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
    assert parse_title(title) == (command, parameters, None, None)


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
    assert parse_title(title) == (command, parameters, None, None)


@pytest.mark.parametrize(
    "title",
    [
        "",
        " ",
        "Dentist",
        "Charge the car",
        "Charges",
        "Charge 90",
        "Charge to 90",
        "Charge to %",
        "Charge to 90 kW",
        "Charge at 90 %",
        "Charge keep 3 kW",
        "Charge to -5 %",
        "Charge to 1e2 %",
        "Charge to 1.2.3 %",
        "Charge to 90 % to 80 %",
        "Charge 90 % 80 %",
        "Charge at 3 kWh",
        "Charge, to 90 %",
        "Chargé",
        "Charge to 9\N{ARABIC-INDIC DIGIT NINE} %",
        "auto.balanced",
        "90 % charge",
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
    assert parse_title(format_title(command, parameters)) == (command, parameters)


@given(
    st.sampled_from(Command),
    PARAMETERS,
    st.sampled_from([str.upper, str.lower, str.swapcase]),
)
def test_case_does_not_matter(
    command: Command, parameters: Parameters, change: Callable[[str], str]
) -> None:
    title = change(format_title(command, parameters)).replace(".", ",")
    assert parse_title(f" {title} ") == (command, parameters)


@given(st.text() | st.from_regex(r"charge( (to|at|keep) [0-9,.]+ ?(%|kW)){1,4}"))
def test_any_text_is_read_or_refused(title: str) -> None:
    try:
        command, parameters = parse_title(title)
    except TitleError:
        return
    assert parse_title(format_title(command, parameters)) == (command, parameters)
