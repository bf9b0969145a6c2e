from dataclasses import replace

from hypothesis import given, strategies as st
import pytest

from custom_components.amps.api.models import Parameters
from custom_components.amps.plan.errors import StoredPlanError
from custom_components.amps.plan.plan import Plan
from custom_components.amps.plan.window import Origin

from .plans import LORD_HOWE, NOW, added, at, draft, planned

NIGHTLY = draft("2026-03-02 00:30", "05:30", "FREQ=DAILY", "Charge to 90 % at 2.5 kW")
NOON = draft("2026-07-02 12:00", "13:00", title="Reserve keep 20 %")


def full() -> Plan:
    """Every kind of window: one-off, recurring, moved, skipped, manual."""
    plan = planned(NIGHTLY, NOON)
    moved = draft("2026-03-05 02:00", "06:00", title="Discharge to 20 %")
    plan = plan.edit("a", moved, now=NOW, original=at("2026-03-05 00:30")).plan
    later = draft("2026-03-06 02:00", "06:00", title="Charge to 90 % at 2.5 kW")
    plan = plan.edit("a", later, now=NOW, original=at("2026-03-06 00:30")).plan
    plan = plan.cancel("a", now=NOW, original=at("2026-03-07 00:30")).plan
    plan = plan.cancel("a", now=NOW, original=at("2026-03-04 00:30")).plan
    weekly = draft("2026-03-02 20:00", "21:00", "FREQ=WEEKLY;COUNT=9", zone=LORD_HOWE)
    plan = added(plan, "c-" + "long-" * 30, weekly).plan
    return plan.add(
        draft("2026-03-02 09:00", "10:00"), uid="m", now=NOW, origin=Origin.MANUAL
    ).plan


def test_a_stored_plan_comes_back_as_it_was() -> None:
    text = full().to_ics()
    assert Plan.from_ics(text) == full()
    assert Plan.from_ics(text).to_ics() == text
    assert Plan.from_ics(text.replace("\n", "\r\n")) == full()


def test_the_text_is_a_calendar() -> None:
    plan = planned(NIGHTLY).cancel("a", now=NOW, original=at("2026-03-04 00:30")).plan
    assert plan.to_ics().splitlines() == [
        "BEGIN:VCALENDAR",
        "PRODID:-//Amps for Home Assistant//Plan 1//EN",
        "VERSION:2.0",
        "BEGIN:VEVENT",
        "UID:a",
        "DTSTAMP:20260301T120000Z",
        "CREATED:20260301T120000Z",
        "SUMMARY:Charge to 90 % at 2.5 kW",
        "DTSTART:20260302T003000",
        "DTEND:20260302T053000",
        "RRULE:FREQ=DAILY",
        "X-AMPS-ZONE:Europe/London",
        "EXDATE:20260304T003000",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_an_empty_plan_is_stored_too() -> None:
    assert Plan.from_ics(Plan().to_ics()) == Plan()
    assert Plan.from_ics("") == Plan()


@pytest.mark.parametrize("text", ["{}", "BEGIN:VEVENT\nEND:VEVENT", "\0"])
def test_a_text_that_is_no_calendar_is_refused(text: str) -> None:
    with pytest.raises(StoredPlanError) as caught:
        Plan.from_ics(text)
    assert caught.value.text == text


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("UID:a", "UIDa"),
        ("UID:a\n", ""),
        ("UID:a", "UID:a\nUID:b"),
        ("DTSTAMP:20260301T120000Z", "DTSTAMP:20260301T120000"),
        ("DTSTAMP:20260301T120000Z", "DTSTAMP:20260301T126000Z"),
        ("CREATED:20260301T120000Z\n", ""),
        ("SUMMARY:Charge to 90 % at 2.5 kW", "SUMMARY:Dentist"),
        ("DTSTART:20260302T003000", "DTSTART:20260302T003000Z"),
        ("DTSTART:20260302T003000", "DTSTART;VALUE=DATE:20260302"),
        ("DTEND:20260302T053000", "DTEND:20260302T003000"),
        ("DTEND:20260302T053000", "DTEND:20270302T053000"),
        ("DTSTART:2026", "DTSTART:1026"),
        ("RRULE:FREQ=DAILY\n", ""),
        ("RRULE:FREQ=DAILY", "RRULE:FREQ=HOURLY"),
        ("RRULE:FREQ=DAILY", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        ("X-AMPS-ZONE:Europe/London\n", ""),
        ("X-AMPS-ZONE:Europe/London", "X-AMPS-ZONE:Europe/Atlantis"),
        ("EXDATE:20260304T003000", "EXDATE:20260304"),
        ("EXDATE:20260304T003000", "X-AMPS-ORIGIN:elsewhere"),
        ("END:VEVENT", "BEGIN:VALARM\nEND:VALARM\nEND:VEVENT"),
        ("END:VEVENT", "END:VALARM\nEND:VEVENT"),
        ("END:VEVENT\n", ""),
    ],
)
def test_an_event_that_cannot_be_read_is_kept_and_the_rest_is_read(
    line: str, instead: str
) -> None:
    plan = planned(NIGHTLY).cancel("a", now=NOW, original=at("2026-03-04 00:30")).plan
    both = added(plan, "z", NOON).plan
    text = both.to_ics().replace(line, instead, 1)
    read = Plan.from_ics(text)
    assert [it.uid for it in read.windows] == ["z"]
    assert len(read.unreadable) == 1
    assert instead.split("\n", maxsplit=1)[0] in read.unreadable[0]
    again = Plan.from_ics(read.to_ics())
    assert again == read
    assert added(again, "y", NIGHTLY).plan.unreadable == read.unreadable


def test_a_text_that_breaks_off_loses_no_more_than_it_lacks() -> None:
    text = planned(NIGHTLY, NOON).to_ics()
    read = Plan.from_ics(text[: text.rindex("DTEND")])
    assert read.windows == planned(NIGHTLY).windows
    [event] = read.unreadable
    assert event.startswith("BEGIN:VEVENT\nUID:b\n")
    assert Plan.from_ics(read.to_ics()) == read


def test_a_change_of_no_window_and_a_second_window_are_kept() -> None:
    text = full().to_ics()
    events = [f"BEGIN:VEVENT{it}" for it in text.split("BEGIN:VEVENT")[1:]]
    head = text.split("BEGIN:VEVENT", maxsplit=1)[0]
    read = Plan.from_ics(head + events[1] + events[3] + events[3] + "END:VCALENDAR\n")
    assert [it.uid for it in read.windows] == ["b"]
    assert len(read.unreadable) == 2
    assert Plan.from_ics(read.to_ics()) == read


def test_a_change_that_cannot_be_read_leaves_the_occurrence_as_the_rule_has_it() -> (
    None
):
    moved = draft("2026-03-05 02:00", "06:00")
    plan = planned(NIGHTLY).edit("a", moved, now=NOW, original=at("2026-03-05 00:30"))
    text = plan.plan.to_ics().replace("DTEND:20260305", "DTEND:20260304")
    read = Plan.from_ics(text)
    assert read.windows == planned(NIGHTLY).windows
    assert len(read.unreadable) == 1


AMOUNTS = st.none() | st.floats(0, 1e6, allow_nan=False)


@given(
    uid=st.text(min_size=1).filter(lambda it: it.isprintable() and it == it.strip()),
    parameters=st.builds(Parameters, target=AMOUNTS, power=AMOUNTS, reserve=AMOUNTS),
    repeat=st.sampled_from([None, "FREQ=DAILY", "RRULE:FREQ=WEEKLY;BYDAY=MO,TU"]),
)
def test_whatever_is_planned_can_be_stored(
    uid: str, parameters: Parameters, repeat: str | None
) -> None:
    it = replace(NIGHTLY, parameters=parameters, repeat=repeat)
    plan = added(Plan(), uid, it).plan
    assert Plan.from_ics(plan.to_ics()) == plan


@given(st.data())
def test_any_text_is_read_or_refused(data: st.DataObject) -> None:
    text = full().to_ics()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 30)))
        text = text[:start] + data.draw(st.text(max_size=8)) + text[end:]
    try:
        read = Plan.from_ics(text)
    except StoredPlanError:
        return
    assert Plan.from_ics(read.to_ics()) == read
    read.occurrences(NOW, at("2026-04-10"))


@given(st.text())
def test_any_text_within_a_calendar_is_read(text: str) -> None:
    read = Plan.from_ics(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{text}\nEND:VEVENT\n")
    assert Plan.from_ics(read.to_ics()) == read
