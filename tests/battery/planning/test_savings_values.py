"""Which days are looked at, which windows they had, and what is remembered."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from custom_components.amps.api.models import Command, Parameters
from custom_components.amps.battery.planning.savings_day import DaySpan, decided_windows
from custom_components.amps.battery.planning.savings_keeper import days_over
from custom_components.amps.battery.savings import MAX_DAYS, PastDay, Savings
from custom_components.amps.engine.occurrence import OccurrenceState, Outcome, Reason
from custom_components.amps.engine.storage import values_from_dict, values_to_dict
from custom_components.amps.planner.measured import Unmeasured
from custom_components.amps.planner.proof import LeftAlone, Missed, Proof
from custom_components.amps.schedule.goal import Aim
from custom_components.amps.schedule.window import Occurrence, Origin

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)
TODAY = DaySpan(MIDNIGHT, MIDNIGHT + DAY)
PROOF = Proof(
    self_use_cost=3.0,
    real_cost=2.5,
    missed=Missed(forecast=0.1, failure=0.2, reserve=0.0),
    left_alone=LeftAlone(level=20.0, behind=0.4),
    together=LeftAlone(level=30.0, behind=0.3),
)


@pytest.mark.parametrize(
    ("date", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-24", 24)]
)
def test_days_are_those_of_the_clock(date: str, hours: int) -> None:
    start = datetime.fromisoformat(date).replace(tzinfo=BERLIN).astimezone(UTC)
    end = start + hours * HOUR
    assert list(days_over(start, end + 9 * HOUR / 60, BERLIN)) == []
    assert list(days_over(start, end + HOUR / 6, BERLIN)) == [DaySpan(start, end)]
    assert list(days_over(end, end + HOUR, BERLIN)) == []


def test_a_day_of_which_a_part_is_known_is_none() -> None:
    begun = MIDNIGHT + 7 * HOUR
    now = MIDNIGHT + 2 * DAY + HOUR
    assert list(days_over(begun, now, UTC)) == [
        DaySpan(MIDNIGHT + DAY, MIDNIGHT + 2 * DAY)
    ]


def test_no_more_than_a_week_is_looked_back_at() -> None:
    found = list(days_over(MIDNIGHT, MIDNIGHT + 30 * DAY + HOUR, UTC))
    assert len(found) == 7
    assert found[-1].end == MIDNIGHT + 30 * DAY


def test_days_add_up_and_the_oldest_are_dropped() -> None:
    savings = Savings(since=MIDNIGHT, currency="EUR")
    assert savings.done == MIDNIGHT
    for day in range(MAX_DAYS + 5):
        start = MIDNIGHT + day * DAY
        past = PastDay(start=start, end=start + DAY, proof=PROOF)
        if day % 5 == 4:
            past = PastDay(start=start, end=start + DAY, left_out=Unmeasured.NO_LEVEL)
        savings = savings.with_day(past)
    assert len(savings.days) == MAX_DAYS
    assert savings.counted == 324
    assert savings.left_out == 81
    assert savings.saved == pytest.approx(324 * 0.5)
    assert savings.done == savings.days[-1].end


def test_what_is_handed_on_is_of_the_day_before() -> None:
    savings = Savings().with_day(
        PastDay(start=MIDNIGHT, end=MIDNIGHT + DAY, proof=PROOF)
    )
    assert savings.proof_before(MIDNIGHT + DAY) == PROOF
    assert savings.proof_before(MIDNIGHT + 2 * DAY) is None


def test_what_is_stored_is_read() -> None:
    savings = Savings(since=MIDNIGHT, currency="EUR")
    assert values_from_dict(Savings, values_to_dict(Savings())) == Savings()
    for past in (
        PastDay(start=MIDNIGHT, end=MIDNIGHT + DAY, proof=PROOF),
        PastDay(start=MIDNIGHT + DAY, end=MIDNIGHT + 2 * DAY, left_out=Unmeasured.GAPS),
    ):
        savings = savings.with_day(past)
    assert values_from_dict(Savings, values_to_dict(savings)) == savings


def _record(
    start: float,
    end: float,
    outcome: Outcome | None = Outcome.DONE,
    *,
    origin: Origin = Origin.PLAN,
    aim: Aim | None = None,
    **rest: object,
) -> OccurrenceState:
    occurrence = Occurrence(
        uid=f"{start}",
        original=MIDNIGHT + start * HOUR,
        command=Command.CHARGE,
        start=MIDNIGHT + start * HOUR,
        end=MIDNIGHT + end * HOUR,
        parameters=Parameters(target=80.0, power=3.0),
        origin=origin,
        aim=aim,
    )
    return OccurrenceState(occurrence=occurrence, outcome=outcome, **rest)  # type: ignore[arg-type]


def _spans(*records: OccurrenceState) -> list[tuple[float, float, bool]]:
    return [
        (
            (one.window.start - MIDNIGHT) / HOUR,
            (one.window.end - MIDNIGHT) / HOUR,
            one.happened,
        )
        for one in decided_windows(records, TODAY)
    ]


def test_windows_of_a_day() -> None:
    (one,) = decided_windows([_record(2, 5)], TODAY)
    assert (one.window.command, one.window.target, one.window.power) == (
        Command.CHARGE,
        80.0,
        3.0,
    )
    assert not one.automatic
    lost = [_record(7, 8, Outcome.MISSED), _record(9, 10, Outcome.FAILED)]
    assert _spans(_record(2, 5), *lost) == [(2, 5, True), (7, 8, False), (9, 10, False)]
    assert _spans(_record(-2, 1), _record(23, 26, None)) == [
        (-2, 1, True),
        (23, 26, True),
    ]
    assert _spans(_record(-3, -1), _record(24, 25)) == []


def test_what_the_owner_took_back_was_not_decided() -> None:
    closed = MIDNIGHT + 3 * HOUR
    taken = _record(2, 5, Outcome.CANCELLED, reason=Reason.BY_OWNER, closed=closed)
    assert _spans(taken) == []
    ran = _record(
        2, 5, Outcome.CANCELLED, reason=Reason.BY_OWNER, closed=closed, ran=True
    )
    assert _spans(ran) == [(2, 3, True)]


def test_a_goal_is_no_window_and_windows_do_not_overlap() -> None:
    goal = _record(0, 6, aim=Aim(duration=HOUR))
    assert _spans(goal, _record(2, 5, origin=Origin.GOAL), _record(4, 6)) == [
        (2, 5, True),
        (5, 6, True),
    ]


def test_no_day_is_skipped_where_the_clock_goes_forward_at_midnight() -> None:
    zone = ZoneInfo("America/Santiago")
    done = datetime(2026, 9, 5, tzinfo=zone).astimezone(UTC)
    for hours in (24, 23, 24):
        (day,) = days_over(done, done + (hours + 1) * HOUR, zone)
        assert day == DaySpan(done, done + hours * HOUR)
        done = day.end


def test_plans_are_judged_by_the_last_days_whether_proven_or_not() -> None:
    start, savings = MIDNIGHT, Savings()
    for number in range(13):
        left_out = Unmeasured.NO_LOAD if number > 2 else None
        proof = None if left_out else PROOF
        day = PastDay(start=start, end=start + DAY, proof=proof, left_out=left_out)
        savings, start = savings.with_day(day), start + DAY
        assert len(savings.recent) == min(number + 1, 3, 12 - number)
    assert savings.counted == 3
