"""A planner's plan put in by difference: joined, cut, and only what differs."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from custom_components.amps.api.models import Parameters
from custom_components.amps.schedule.plan import Plan
from custom_components.amps.schedule.replan import (
    MAX_LEVEL_DRIFT,
    MAX_POWER_DRIFT,
    Replan,
    replanned,
)
from custom_components.amps.schedule.window import Draft

from .plans import NOW, added, at, draft, local, planned, utc

DAY = "2026-03-03"


def put(
    plan: Plan, *asked: Draft, now: str = "2026-03-01 12:00", **given: str
) -> Replan:
    """Put a planner's plan in at a time of day, from then on or in a span."""
    numbers: Iterator[int] = count(len(plan.windows))
    lasting = given.get("lasting")
    start = given.get("start")
    end = given.get("end")
    return replanned(
        plan,
        sorted(asked, key=lambda one: one.start),
        source="p",
        start=at(start) if start else min([utc(now), *(one.start for one in asked)]),
        end=at(end) if end else None,
        now=utc(now),
        fresh=lambda: f"n{next(numbers)}",
        lasting=[lasting] if lasting else [],
    )


def one(start: str, end: str, title: str = "Charge") -> Draft:
    return draft(f"{DAY} {start}", end, title=title)


def times(plan: Plan) -> list[str]:
    found = plan.occurrences(at("2026-03-02"), at("2026-03-06"))
    return [
        f"{local(one.start)[6:]}-{local(one.end)[6:]} {one.command}" for one in found
    ]


@pytest.mark.parametrize(
    ("drift", "joins"), [(MAX_POWER_DRIFT, True), (MAX_POWER_DRIFT + 0.02, False)]
)
def test_powers_that_are_near_are_one_window(drift: float, *, joins: bool) -> None:
    slots = one("12:00", "13:00", "Charge at 2 kW"), one("13:00", "14:00")
    other = replace(slots[1], parameters=Parameters(power=2 + drift))
    done = put(Plan(), slots[0], other)
    assert len(done.added) == (1 if joins else 2)
    assert put(done.plan, slots[0], other).plan is done.plan


def test_a_target_that_is_near_is_one_window_and_another_is_not() -> None:
    first = one("12:00", "13:00", "Charge to 80 %")
    for target, windows in ((80 + MAX_LEVEL_DRIFT, 1), (85, 2)):
        later = replace(one("13:00", "14:00"), parameters=Parameters(target=target))
        assert len(put(Plan(), first, later).added) == windows
    bare = one("13:00", "14:00")
    assert len(put(Plan(), first, bare).added) == 2


def test_what_lies_ahead_is_as_exact_as_asked_for() -> None:
    done = put(Plan(), one("12:00", "13:00", "Charge at 2 kW"))
    again = put(done.plan, one("12:00", "13:00", "Charge at 2.1 kW"))
    (changed,) = again.changed
    assert (changed.uid, changed.parameters.power) == (done.added[0].uid, 2.1)
    assert changed.since == done.added[0].since


def test_a_window_moves_under_its_uid() -> None:
    done = put(Plan(), one("12:00", "13:00"))
    moved = put(done.plan, one("12:30", "14:00"))
    (changed,) = moved.changed
    assert (changed.uid, times(moved.plan)) == ("n0", ["12:30-14:00 charge"])
    assert moved.added == moved.removed == []


def test_another_command_is_another_window() -> None:
    done = put(Plan(), one("12:00", "13:00"))
    other = put(done.plan, one("12:00", "13:00", "Idle"))
    assert [window.uid for window in other.removed] == ["n0"]
    assert [item.uid for item in other.added] == ["n1"]


def test_a_rolling_plan_goes_on() -> None:
    """Asked anew every half hour for what is left, it is the same window to its end."""
    plan = put(Plan(), one("10:00", "14:00")).plan
    for now in ("10:05", "10:35", "12:00", "13:55"):
        start = f"{now[:3]}{'00' if now[3:] < '30' else '30'}"
        done = put(plan, one(start, "14:00"), now=f"{DAY} {now}")
        assert done.plan is plan, now
        assert [one.uid for one in done.kept] == ["n0"]
    ended = put(plan, now=f"{DAY} 13:00")
    assert [window.uid for window in ended.removed] == ["n0"]


def test_the_last_seconds_of_what_runs_are_left_alone() -> None:
    plan, late = put(Plan(), one("10:00", "14:00")).plan, f"{DAY} 13:59:10"
    assert put(plan, now=late).plan is plan
    next_one = put(plan, one("14:00", "15:00", "Idle"), now=late)
    assert times(next_one.plan) == ["10:00-14:00 charge", "14:00-15:00 idle"]
    instead = put(plan, one("13:59", "15:00", "Idle"), now=late)
    assert times(instead.plan) == ["13:59-15:00 idle"]


def test_what_runs_is_cut_and_extended_in_place() -> None:
    plan = put(Plan(), one("10:00", "14:00", "Charge at 3 kW")).plan
    for end in ("13:00", "15:00"):
        asked = one("12:00", end, "Charge at 3.1 kW")
        done = put(plan, asked, now=f"{DAY} 12:10")
        assert times(done.plan) == [f"10:00-{end} charge"]
        assert done.changed[0].parameters.power == 3
    slower = put(plan, one("12:00", "14:00", "Charge at 1 kW"), now=f"{DAY} 12:10")
    assert (slower.changed[0].uid, slower.changed[0].parameters.power) == ("n0", 1)
    assert times(slower.plan) == ["10:00-14:00 charge"]


def test_what_runs_and_cannot_be_changed_is_followed_by_another_window() -> None:
    runs = put(Plan(), one("12:00", "13:00")).added[0]
    plan = replace(Plan(), windows=(runs,))
    now = f"{DAY} 12:50"
    longer = put(plan, one("12:00", "14:00"), now=now)
    assert times(longer.plan) == ["12:00-14:00 charge"]
    lasts = put(plan, one("12:00", "14:00"), now=now, lasting=runs.uid)
    assert times(lasts.plan) == ["12:00-13:00 charge", "13:00-14:00 charge"]
    assert lasts.kept == [runs]
    paused = put(plan, one("12:55", "14:00"), now=now, lasting=runs.uid)
    assert paused.plan.windows[0] == runs
    assert times(paused.plan) == ["12:00-13:00 charge", "13:00-14:00 charge"]


def test_what_would_be_over_before_it_could_be_sent_does_not_follow() -> None:
    runs = put(Plan(), one("12:00", "13:00")).added[0]
    plan = replace(Plan(), windows=(runs,))
    now = f"{DAY} 12:50"
    little = put(plan, one("12:00", "13:04"), now=now, lasting=runs.uid)
    assert times(little.plan) == ["12:00-13:00 charge"]
    enough = put(plan, one("12:00", "13:05"), now=now, lasting=runs.uid)
    assert times(enough.plan) == ["12:00-13:00 charge", "13:00-13:05 charge"]


def test_pieces_beside_the_owners_windows() -> None:
    owners = planned(one("11:00", "11:50", "Idle"), one("12:00", "12:30", "Idle"))
    done = put(owners, one("10:00", "12:40"))
    assert times(done.plan)[0] == "10:00-11:00 charge"
    assert len(done.added) == 1
    assert [
        (local(loss.start)[6:], local(loss.end)[6:], loss.by.uid)
        for loss in done.gave_way
    ] == [
        ("11:00", "11:50", "a"),
        ("11:50", "12:30", "b"),
        ("12:30", "12:40", "b"),
    ]


def test_what_lies_under_an_owners_window_gives_way_wholly() -> None:
    owners = planned(draft("2026-03-02 11:00", "13:00", "FREQ=DAILY", "Idle"))
    done = put(owners, one("11:30", "12:00"))
    assert not done.added
    assert done.plan is owners
    assert len(done.gave_way) == 1


def test_what_is_decided_is_not_in_the_way() -> None:
    owners = planned(one("11:00", "13:00", "Idle"))
    key = owners.windows[0].occurrence(owners.windows[0].start).key
    done = replanned(
        owners,
        [one("11:00", "13:00")],
        source="p",
        start=NOW,
        end=None,
        now=NOW,
        fresh=lambda: "n",
        over={key},
    )
    assert [item.uid for item in done.added] == ["n"]


def test_the_owners_window_takes_its_time_of_a_planners() -> None:
    plan = put(Plan(), one("10:00", "14:00")).plan
    edit = added(plan, "b", one("11:00", "12:00", "Idle"))
    assert times(edit.plan) == [
        "10:00-11:00 charge",
        "11:00-12:00 idle",
        "12:00-14:00 charge",
    ]
    assert [window.source for window in edit.plan.windows if window.uid != "b"] == [
        "p",
        "p",
    ]
    assert put(edit.plan, one("10:00", "14:00")).plan is edit.plan


def test_across_the_night_of_a_clock_change() -> None:
    spring = draft("2026-03-28 23:00", "2026-03-29 04:00")
    done = put(Plan(), spring)
    assert put(done.plan, spring).plan is done.plan
    (window,) = done.added
    assert (window.end - window.start).total_seconds() == 4 * 3600
