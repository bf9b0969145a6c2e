"""What a measured day is proven to have saved, and what it missed."""

from datetime import datetime, timedelta

import pytest

from custom_components.amps.api.models import Command
from custom_components.amps.planner import prove
from custom_components.amps.planner.measured import DecidedWindow
from custom_components.amps.planner.problem import GivenWindow, Options
from custom_components.amps.planner.proof import LeftAlone
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
    assert prove(day._replace(left_alone=LeftAlone(60.0, 0.0))).saved != 0


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
