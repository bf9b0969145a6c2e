"""Times of day in a title: they narrow the event, or contradict it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from custom_components.amps.schedule.errors import TitleTimeError
from custom_components.amps.schedule.titles import narrowed, parse_title

BERLIN = ZoneInfo("Europe/Berlin")


def _span(text: str) -> tuple[datetime, datetime]:
    start, _, end = text.partition(" - ")
    return (
        datetime.fromisoformat(f"2026-11-{start}").replace(tzinfo=BERLIN),
        datetime.fromisoformat(f"2026-11-{end}").replace(tzinfo=BERLIN),
    )


@pytest.mark.parametrize(
    ("title", "event", "narrow"),
    [
        ("Charge by 07:00", "23T22:00 - 24T07:00", "23T22:00 - 24T07:00"),
        ("Charge by 5 am", "23T22:00 - 24T07:00", "23T22:00 - 24T05:00"),
        ("Charge until midnight", "23T22:00 - 24T07:00", "23T22:00 - 24T00:00"),
        ("Charge from 22:00", "23T22:00 - 24T07:00", "23T22:00 - 24T07:00"),
        ("Charge after 1:30", "23T22:00 - 24T07:00", "24T01:30 - 24T07:00"),
        ("Charge 23:00-5:00", "23T22:00 - 24T07:00", "23T23:00 - 24T05:00"),
        ("Charge by 18:00", "23T12:00 - 23T20:00", "23T12:00 - 23T18:00"),
        ("Charge by 7:00", "23T07:00 - 24T07:00", "23T07:00 - 24T07:00"),
        ("Charge by 7:00", "21T22:00 - 24T07:00", "21T22:00 - 24T07:00"),
        ("Charge overnight", "23T22:00 - 24T07:00", "23T22:00 - 24T07:00"),
        ("Charge overnight", "24T00:30 - 24T05:30", "24T00:30 - 24T05:30"),
        ("Charge overnight", "23T18:00 - 23T23:00", "23T18:00 - 23T23:00"),
    ],
)
def test_times_narrow_the_event(title: str, event: str, narrow: str) -> None:
    assert narrowed(parse_title(title).times, *_span(event)) == _span(narrow)


@pytest.mark.parametrize(
    ("title", "event"),
    [
        ("Charge by 8:00", "23T22:00 - 24T07:00"),
        ("Charge by 7 pm", "23T22:00 - 24T07:00"),
        ("Charge until 22:00", "23T22:00 - 24T07:00"),
        ("Charge from 7:00", "23T22:00 - 24T07:00"),
        ("Charge from 5:00 to 23:00", "23T22:00 - 24T07:00"),
        ("Charge by 5:00", "21T22:00 - 24T07:00"),
        ("Charge overnight", "23T14:00 - 23T15:00"),
        ("Charge overnight", "23T06:00 - 23T22:00"),
    ],
)
def test_times_elsewhere_are_refused(title: str, event: str) -> None:
    with pytest.raises(TitleTimeError):
        narrowed(parse_title(title).times, *_span(event))
