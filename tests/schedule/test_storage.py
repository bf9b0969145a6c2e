"""The rows of a plan: whatever is planned comes back, and what is none is kept."""

from copy import deepcopy
from dataclasses import replace
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.amps.api.models import Parameters
from custom_components.amps.engine.storage import plan_from_rows, plan_to_rows
from custom_components.amps.schedule.plan import Plan
from custom_components.amps.schedule.window import Origin

from ..examples import examples
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


def stored(plan: Plan) -> list[Any]:
    """The rows as they come back from a file."""
    rows: list[Any] = json.loads(json.dumps(plan_to_rows(plan)))
    return rows


def test_a_stored_plan_comes_back_as_it_was() -> None:
    assert plan_from_rows(stored(full())) == full()
    assert plan_from_rows(stored(Plan())) == Plan()


def test_a_row_says_what_is_not_usual_and_nothing_else() -> None:
    plan = planned(NIGHTLY).cancel("a", now=NOW, original=at("2026-03-04 00:30")).plan
    assert stored(plan) == [
        {
            "uid": "a",
            "command": "charge",
            "parameters": {"target": 90.0, "power": 2.5},
            "start": "2026-03-02T00:30:00",
            "end": "2026-03-02T05:30:00",
            "repeat": "FREQ=DAILY",
            "zone": "Europe/London",
            "skipped": ["2026-03-04T00:30:00"],
            "created": "2026-03-01T12:00:00+00:00",
            "since": "2026-03-01T12:00:00+00:00",
        }
    ]


def test_a_time_of_another_offset_is_the_same_instant() -> None:
    rows = stored(planned(NOON))
    assert rows[0]["start"] == "2026-07-02T11:00:00+00:00"
    rows[0]["start"] = "2026-07-02T13:00:00+02:00"
    assert plan_from_rows(rows) == planned(NOON)


CHANGE = {"original": "2026-03-05T00:30:00", "start": "2026-03-05T02:00:00+00:00"}


@pytest.mark.parametrize(
    "change",
    [
        {"uid": None},
        {"uid": 5},
        {"command": "fly"},
        {"command": None},
        {"parameters": {"target": "much"}},
        {"parameters": {"target": -1}},
        {"parameters": {"colour": 1}},
        {"start": "2026-03-02T00:30:00+00:00"},
        {"start": "tonight"},
        {"start": 5},
        {"end": "2026-03-02T00:30:00"},
        {"end": "2027-03-02T05:30:00"},
        {"start": "1026-03-02T00:30:00"},
        {"repeat": None},
        {"repeat": 7},
        {"repeat": "FREQ=HOURLY"},
        {"repeat": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"},
        {"zone": None},
        {"zone": "Europe/Atlantis"},
        {"skipped": "2026-03-04"},
        {"skipped": ["2026-03-04T00:30:00+00:00"]},
        {"origin": "elsewhere"},
        {"created": "2026-03-01T12:00:00"},
        {"since": None},
        {"changes": [{**CHANGE, "end": "2026-03-05T01:00:00+00:00"}]},
        {"changes": [{**CHANGE, "end": "2026-03-05T06:00:00"}]},
        {"changes": 5},
    ],
    ids=str,
)
def test_a_row_that_cannot_be_read_is_kept_and_the_rest_is_read(
    change: dict[str, Any],
) -> None:
    row, noon = stored(planned(NIGHTLY, NOON))
    row |= change
    plan = plan_from_rows([deepcopy(row), noon])
    assert [window.uid for window in plan.windows] == ["b"]
    assert plan.unreadable == (row,)
    again = plan_from_rows(stored(plan))
    assert again == plan
    assert added(again, "y", NIGHTLY).plan.unreadable == plan.unreadable


@pytest.mark.parametrize(
    "change",
    [
        {"skipped": ["2026-07-02T11:00:00"]},
        {"changes": [{**CHANGE, "end": "2026-03-05T06:00:00+00:00"}]},
        {"zone": "Europe/London"},
        {"repeat": "FREQ=DAILY"},
        {"start": "2026-07-02T11:00:00", "end": "2026-07-02T12:00:00"},
        {"created": "2026-03-01T12:00:00"},
    ],
    ids=str,
)
def test_a_one_off_that_says_what_only_a_series_has_is_kept(
    change: dict[str, Any],
) -> None:
    row = stored(planned(NOON))[0] | change
    assert plan_from_rows([row]).unreadable == (row,)


@pytest.mark.parametrize("row", [None, 5, "a", [], {}, [{}]], ids=str)
def test_what_is_no_row_is_kept_too(row: Any) -> None:
    assert plan_from_rows([row, *stored(planned(NOON))]).unreadable == (row,)


def test_the_second_of_two_windows_with_one_uid_is_kept() -> None:
    row = stored(planned(NOON))[0]
    plan = plan_from_rows([row, {**row, "command": "idle"}])
    assert plan.windows == planned(NOON).windows
    assert len(plan.unreadable) == 1


AMOUNTS = st.none() | st.floats(0, 1e6, allow_nan=False)


@given(
    uid=st.text(min_size=1).filter(
        lambda text: text.isprintable() and text == text.strip()
    ),
    parameters=st.builds(Parameters, target=AMOUNTS, power=AMOUNTS, reserve=AMOUNTS),
    repeat=st.sampled_from([None, "FREQ=DAILY", "RRULE:FREQ=WEEKLY;BYDAY=MO,TU"]),
)
def test_whatever_is_planned_can_be_stored(
    uid: str, parameters: Parameters, repeat: str | None
) -> None:
    nightly = replace(NIGHTLY, parameters=parameters, repeat=repeat)
    plan = added(Plan(), uid, nightly).plan
    assert plan_from_rows(stored(plan)) == plan


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@examples(30)
@given(st.data())
def test_any_row_is_read_or_kept(data: st.DataObject) -> None:
    rows = stored(full())
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.sampled_from(rows))
        row[data.draw(st.sampled_from(sorted(row)))] = data.draw(JSON)
    plan = plan_from_rows(rows)
    assert len(plan.windows) + len(plan.unreadable) == len(rows)
    plan.occurrences(NOW, at("2026-04-10"))
