"""What people may type as a title, and what it means or why it is refused.

A line of `phrasings/` is a title and what it is understood as: the title that is shown,
the times of day that it says, and whether it says at night. For a title that is
refused, it is `?` with the reason and the piece that is not understood.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from custom_components.amps.schedule.errors import TitleError, TitleFault
from custom_components.amps.schedule.titles import format_title, parse_title
from custom_components.amps.schedule.titles.languages import LANGUAGES

FOLDER = Path(__file__).parent / "phrasings"
AT_LEAST = 30
"""Phrasings of each language."""
PIECES = (TitleFault.WORD, TitleFault.NUMBER)
"""What is wrong with a piece of a title that the error names."""


def _phrasings(language: str) -> Iterator[tuple[str, str]]:
    for line in (FOLDER / f"{language}.txt").read_text("utf-8").splitlines():
        title, _, meaning = line.partition(" => ")
        yield title, meaning


def _meaning(title: str) -> str:
    try:
        found = parse_title(title)
    except TitleError as err:
        said = f" {err.said}" if err.fault in PIECES else ""
        return f"? {err.fault}{said}"
    shown = format_title(
        found.command, found.parameters, found.aim, comment=found.comment
    )
    start, end, at_night = found.times
    if start or end:
        clocks = (f"{clock:%H:%M}" if clock else "" for clock in (start, end))
        shown += f" | {'-'.join(clocks)}"
    return f"{shown} | night" if at_night else shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrasings(language: str) -> None:
    phrasings = list(_phrasings(language))
    assert len(phrasings) >= AT_LEAST
    wrong = {
        title: found
        for title, meaning in phrasings
        if (found := _meaning(title)) != meaning
    }
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_case_and_spaces_do_not_matter(language: str) -> None:
    understood = [
        (title, meaning)
        for title, meaning in _phrasings(language)
        if not meaning.startswith("?") and "(" not in title
    ]
    for title, meaning in understood:
        for same in (title.upper(), title.replace(" ", "\N{NO-BREAK SPACE} ")):
            assert _meaning(f"\N{HIGH VOLTAGE SIGN} {same} ") == meaning
