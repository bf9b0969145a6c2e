"""What a measured day is proven to have saved, and what it missed."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from custom_components.amps.api.models import Command
from custom_components.amps.planner import prove
from custom_components.amps.planner.measured import DecidedWindow, MeasuredRow
from custom_components.amps.planner.problem import GivenWindow, Options
from custom_components.amps.planner.proof import LeftAlone, earns_its_keep
from scripts.dev.replay.house import Order

from .days import BATTERY, DAY, bill, lived, measured, truth, weather
from .problems import HOUR, NOW

MIDNIGHT = NOW.replace(hour=0) + DAY
NIGHT = GivenWindow(
    command=Command.CHARGE, start=MIDNIGHT, end=MIDNIGHT + 3 * HOUR, target=80.0
)
LENGTHS = (5, 15, 30, 60)


def _by_night(at: datetime) -> Order:
    """Charge in the cheap hours of the night."""
    return Order("charge", 80.0) if NIGHT.start <= at < NIGHT.end else Order()


@pytest.mark.parametrize("minutes", LENGTHS)
@pytest.mark.parametrize("seed", range(5))
def test_a_day_in_self_use_saved_nothing(seed: int, minutes: int) -> None:
    rows = lived(weather(seed, minutes), truth(40.0))
    proof = prove(measured(rows, left_alone=LeftAlone(40.0, 0.0)))
    assert proof.saved == pytest.approx(0, abs=1e-6)
    assert proof.left_alone is None


def test_a_day_without_a_window_saved_nothing_whatever_the_battery_did() -> None:
    slow = BATTERY._replace(discharge_power=0.1)
    day = measured(lived(weather(1, 60), truth(60.0)))._replace(battery=slow)
    assert prove(day).saved == 0
    assert prove(day._replace(left_alone=LeftAlone(80.0, 0.0))).saved != 0
    met = LeftAlone(60.5, 0.0, 60.0)
    assert prove(day._replace(left_alone=met)).saved == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize("minutes", LENGTHS)
@pytest.mark.parametrize("seed", range(3))
def test_what_days_saved_adds_up_to_what_the_bills_differ_by(
    seed: int, minutes: int
) -> None:
    rows = weather(seed, minutes, days=4)
    planned, alone = lived(rows, truth(20.0), _by_night), lived(rows, truth(20.0))
    metered = bill(alone) - bill(planned)
    count = len(rows) // 4
    saved, left_alone = 0.0, None
    for day in range(4):
        part = planned[day * count : (day + 1) * count]
        windows = (DecidedWindow(window=NIGHT),) if day == 0 else ()
        proof = prove(measured(part, windows=windows, left_alone=left_alone))
        saved, left_alone = saved + proof.saved, proof.left_alone
    assert left_alone is None  # the levels have met
    assert planned[-1].to_level == pytest.approx(alone[-1].to_level)
    assert metered > 0.2
    assert saved == pytest.approx(metered, rel=1e-6)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("reserve", [0.0, 40.0])
@pytest.mark.parametrize("happened", [True, False])
def test_what_was_missed_adds_up(seed: int, reserve: float, *, happened: bool) -> None:
    orders = _by_night if happened else None
    rows = lived(weather(seed, 15), truth(30.0), *([orders] if orders else []))
    decided = DecidedWindow(window=NIGHT, automatic=True, happened=happened)
    options = Options(reserve=reserve, standing_reserve=reserve)
    proof = prove(measured(rows, options=options, windows=(decided,)))
    assert proof.missed is not None
    assert proof.hindsight_cost is not None
    total = proof.missed.total
    assert proof.real_cost - proof.hindsight_cost == pytest.approx(total, abs=1e-9)
    assert (proof.missed.failure == 0) == happened
    assert (proof.missed.reserve == 0) == (reserve == 0)
    # nothing is cheaper than what can be done when all is known
    assert proof.hindsight_cost <= proof.self_use_cost + 1e-9
    assert total >= -0.05


def test_a_window_that_failed_is_told_from_a_wrong_forecast() -> None:
    conditions = weather(1, 15)
    decided = DecidedWindow(window=NIGHT, automatic=True, happened=False)
    failed = prove(measured(lived(conditions, truth(20.0)), windows=(decided,)))
    done = prove(
        measured(
            lived(conditions, truth(20.0), _by_night),
            windows=(DecidedWindow(window=NIGHT, automatic=True),),
        )
    )
    assert failed.missed is not None
    assert done.missed is not None
    assert failed.missed.failure == pytest.approx(done.saved, abs=0.01)
    assert failed.missed.forecast == pytest.approx(done.missed.forecast, abs=0.01)


def test_what_the_owner_wanted_is_not_missed() -> None:
    """A charge at the dearest time is the owner's own wish."""
    evening = GivenWindow(
        command=Command.CHARGE, start=NOW, end=NOW + 2 * HOUR, target=90.0
    )

    def orders(at: datetime) -> Order:
        return Order("charge", 90.0) if at < evening.end else Order()

    rows = lived(weather(2, 15), truth(20.0), orders)
    as_owner = prove(measured(rows, windows=(DecidedWindow(window=evening),)))
    as_plan = prove(
        measured(rows, windows=(DecidedWindow(window=evening, automatic=True),))
    )
    assert as_owner.missed is not None
    assert as_plan.missed is not None
    assert as_plan.missed.total > as_owner.missed.total + 0.2


def test_what_lies_in_a_gap_counts_for_nothing() -> None:
    rows = lived(weather(3, 15), truth(60.0))
    gap = (*rows[:4], *rows[8:])
    assert rows[8].from_level < rows[4].from_level - 5
    proof = prove(measured(gap, left_alone=LeftAlone(60.0, 0.0)))
    assert proof.saved == pytest.approx(0, abs=1e-6)


def test_wear_counts_as_money() -> None:
    rows = lived(weather(1, 60), truth(20.0), _by_night)
    windows = (DecidedWindow(window=NIGHT),)
    plain = prove(measured(rows, windows=windows))
    worn = prove(measured(rows, windows=windows, options=Options(wear=0.1)))
    assert worn.saved < plain.saved
    assert plain.real_cost < worn.real_cost


def test_hindsight_knows_what_came() -> None:
    """Nothing is missed on a day that went as well as it could."""
    rows = weather(4, 60)
    flat = [row._replace(buy=0.3, sell=0.29, sun=0.0) for row in rows]
    proof = prove(measured(lived(flat, truth(10.0))))
    assert proof.missed is not None
    assert proof.missed.total == pytest.approx(0, abs=1e-6)
    assert proof.real_cost == pytest.approx(
        sum(row.load * (row.end - row.start) / timedelta(hours=1) for row in flat) * 0.3
    )


def test_a_battery_that_is_not_filled_for_tomorrow_missed_nothing() -> None:
    """The night to come is cheaper than the evening, dear as the morning was."""
    cents = (10, 60, 15, 15)
    rows = [
        row._replace(buy=cents[row.start.hour // 6] / 100, load=0.5, sun=0.0)
        for row in weather(4, 60)
    ]
    night = GivenWindow(
        command=Command.CHARGE, start=MIDNIGHT, end=MIDNIGHT + 6 * HOUR, target=100.0
    )

    def orders(at: datetime) -> Order:
        return Order("charge", 100.0) if night.start <= at < night.end else Order()

    windows = (DecidedWindow(window=night, automatic=True),)
    proof = prove(measured(lived(rows, truth(10.0), orders), windows=windows))
    assert proof.saved > 1
    assert proof.missed is not None
    assert proof.missed.total == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("chosen", [True, False])
def test_only_what_a_plan_chose_is_held_against_it(*, chosen: bool) -> None:
    evening = GivenWindow(
        command=Command.CHARGE, start=NOW, end=NOW + 2 * HOUR, target=90.0
    )

    def orders(at: datetime) -> Order:
        return Order("charge", 90.0) if at < evening.end else Order()

    rows = lived(weather(2, 15), truth(20.0), orders)
    windows = (DecidedWindow(window=evening, automatic=chosen),)
    proof = prove(measured(rows, windows=windows))
    assert proof.saved < -0.2
    assert proof.wished == pytest.approx(0.0 if chosen else -proof.saved, abs=0.02)
    assert earns_its_keep([proof]) is not chosen


def test_a_reserve_is_missed_and_no_loss_of_plans() -> None:
    """As Home Assistant keeps it: the battery idles once it is down to it."""
    battery = truth(60.0)
    rows: list[MeasuredRow] = []
    windows: list[DecidedWindow] = []
    for row in weather(2, 60):
        held = battery.level <= 40.5 and row.sun <= row.load
        if held:
            window = GivenWindow(command=Command.IDLE, start=row.start, end=row.end)
            windows.append(DecidedWindow(window=window, automatic=True))
        rows += lived([row], battery, lambda _: Order("idle") if held else Order())  # noqa: B023
    options = Options(reserve=40.0)
    proof = prove(measured(rows, options=options, windows=tuple(windows)))
    assert proof.missed is not None
    assert proof.saved < -0.2
    assert proof.missed.reserve > 0.2
    assert proof.saved + proof.wished > -0.1


def test_days_are_proven_alike_wherever_a_gap_lies() -> None:
    """A charge over midnight, while Home Assistant is off from 22:00 to 2:00."""
    late = GivenWindow(
        command=Command.CHARGE,
        start=MIDNIGHT - 2 * HOUR,
        end=MIDNIGHT + 2 * HOUR,
        target=90.0,
    )

    def orders(at: datetime) -> Order:
        return Order("charge", 90.0) if late.start <= at < late.end else Order()

    rows = lived(weather(2, 60, days=4), truth(20.0), orders)
    known = [row for row in rows if not late.start <= row.start < late.end]
    days = [
        [row for row in known if row.start.date() == day]
        for day in dict.fromkeys(row.start.date() for row in known)
    ]
    windows = (DecidedWindow(window=late),)
    saved, left_alone = 0.0, None
    for number, part in enumerate(days):
        mine = windows if number < 2 else ()
        proof = prove(measured(part, windows=mine, left_alone=left_alone))
        saved, left_alone = saved + proof.saved, proof.left_alone
    at_once = prove(measured(known, windows=windows)).saved
    assert saved == pytest.approx(at_once, abs=0.1)


def test_a_battery_that_loses_more_than_believed_saves_nothing_for_days() -> None:
    """A charge by night, and both are full by noon: from then on they are one."""
    rows = [
        row._replace(load=0.4, sun=max(0.0, 4 - abs(row.start.hour - 13)))
        for row in weather(0, 60, days=4)
    ]
    worse = replace(truth(30.0), efficiency=0.8)
    planned = lived(rows, worse, _by_night)
    left_alone = None
    for day in range(4):
        part = planned[day * 24 : (day + 1) * 24]
        windows = (DecidedWindow(window=NIGHT),) if day == 0 else ()
        proof = prove(measured(part, windows=windows, left_alone=left_alone))
        left_alone = proof.left_alone
        assert day == 0 or proof.saved == 0
    assert left_alone is None


@pytest.mark.parametrize("part", [0.3, 0.7])
def test_a_window_that_was_taken_back_between_two_seconds(part: float) -> None:
    """What hindsight adds adjoins it to the second."""
    rows = [
        row._replace(buy=(0.1, 0.6, 0.3, 0.5)[row.start.hour // 6], load=2.0, sun=0.0)
        for row in weather(4, 60)
    ]
    begun = MIDNIGHT + 2 * HOUR + timedelta(seconds=part)
    taken_back = GivenWindow(
        command=Command.CHARGE,
        start=begun,
        end=begun + timedelta(minutes=50, seconds=10),
        target=60.0,
    )
    windows = (DecidedWindow(window=taken_back),)
    proof = prove(measured(lived(rows, truth(10.0)), windows=windows))
    assert proof.missed is not None
    assert proof.missed.total > 1
