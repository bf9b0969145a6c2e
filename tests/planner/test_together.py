"""What batteries of one home are proven to have saved, beside each other."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import pytest

from custom_components.amps.api.models import Command
from custom_components.amps.planner import prove_together
from custom_components.amps.planner.measured import (
    DecidedWindow,
    MeasuredDay,
    MeasuredRow,
)
from custom_components.amps.planner.problem import GivenWindow
from custom_components.amps.planner.proof import LeftAlone, Proof
from scripts.dev.replay.house import Order

from .days import DAY, Orders, bill, lived, measured, truth, weather
from .home import SelfUse, alike, in_turn, lived_together
from .problems import HOUR, NOW

MIDNIGHT = NOW.replace(hour=0) + DAY
CHARGE = GivenWindow(
    command=Command.CHARGE, start=MIDNIGHT, end=MIDNIGHT + 3 * HOUR, target=80.0
)
SELL = GivenWindow(
    command=Command.DISCHARGE,
    start=MIDNIGHT + 12 * HOUR,
    end=MIDNIGHT + 14 * HOUR,
    target=20.0,
)
type Windows = Sequence[GivenWindow]

DAYS = 4
HABITS = pytest.mark.parametrize("self_use", [alike, in_turn])
SUNS = pytest.mark.parametrize("sun", [0.0, 2.0, 6.0])


def _orders(windows: Windows) -> Orders:
    def order(at: datetime) -> Order:
        for window in windows:
            if window.start <= at < window.end:
                return Order(window.command.value, window.target)
        return Order()

    return order


def _home(sun: float) -> list[MeasuredRow]:
    return [
        row._replace(load=2 * row.load, sun=sun * row.sun)
        for row in weather(1, 60, days=DAYS)
    ]


def _by_day(rows: Sequence[MeasuredRow]) -> list[Sequence[MeasuredRow]]:
    size = len(rows) // DAYS
    return [rows[day * size : (day + 1) * size] for day in range(DAYS)]


def _proofs(
    home: Sequence[Sequence[MeasuredRow]],
    plans: Sequence[Windows],
    planned: Sequence[int],
) -> Iterator[list[Proof]]:
    """Yield what is proven of those that are planned, day by day."""
    before: list[Proof | None] = [None] * len(planned)
    for parts in zip(*(_by_day(home[number]) for number in planned), strict=True):
        days: list[MeasuredDay] = []
        for number, rows, proof in zip(planned, parts, before, strict=True):
            windows = tuple(
                DecidedWindow(window=window, automatic=True)
                for window in plans[number]
                if window.start < rows[-1].end and window.end > rows[0].start
            )
            handed = (proof.left_alone, proof.together) if proof else (None, None)
            days.append(
                measured(
                    rows, windows=windows, left_alone=handed[0], together=handed[1]
                )
            )
        proofs = prove_together(days)
        yield proofs
        before = list(proofs)


def _metered(sun: float, plans: Sequence[Windows], self_use: SelfUse) -> float:
    """Return by how much the bill of the home is lower with plans."""
    bills = []
    for followed in (plans, [()] * len(plans)):
        batteries = [truth(level) for level in (20.0, 45.0)]
        orders = [_orders(windows) for windows in followed]
        bills.append(bill(lived_together(_home(sun), batteries, orders, self_use)[0]))
    return bills[1] - bills[0]


def _saved(
    sun: float,
    plans: Sequence[Windows],
    self_use: SelfUse,
    planned: Sequence[int] = (0, 1),
) -> list[float]:
    """Return what each planned battery is proven to have saved."""
    batteries = [truth(level) for level in (20.0, 45.0)]
    orders = [_orders(windows) for windows in plans]
    home = lived_together(_home(sun), batteries, orders, self_use)
    days = list(_proofs(home, plans, planned))
    assert all(proof.left_alone is proof.together is None for proof in days[-1])
    return [sum(proof.saved for proof in proofs) for proofs in zip(*days, strict=True)]


@HABITS
@SUNS
def test_one_that_is_planned_saved_what_the_bills_differ_by(
    self_use: SelfUse, sun: float
) -> None:
    plans = [(CHARGE,), ()]
    metered = _metered(sun, plans, self_use)
    assert metered > 0.2
    (saved,) = _saved(sun, plans, self_use, planned=(0,))
    assert saved == pytest.approx(metered, abs=0.01)


@HABITS
@SUNS
@pytest.mark.parametrize(
    "plans",
    [
        [(CHARGE,), ()],
        [(CHARGE,), (CHARGE,)],
        [(CHARGE,), (SELL,)],
        [(CHARGE, SELL), (CHARGE, SELL)],
    ],
    ids=["one", "both", "apart", "sold"],
)
def test_what_two_saved_adds_up_to_what_the_bills_differ_by(
    self_use: SelfUse, sun: float, plans: Sequence[Windows]
) -> None:
    metered = _metered(sun, plans, self_use)
    saved = _saved(sun, plans, self_use)
    assert sum(saved) == pytest.approx(metered, rel=0.02, abs=0.01)


def test_two_that_are_alike_saved_the_same() -> None:
    """Neither takes the sun that both had room for all by itself."""
    batteries = [truth(20.0), truth(20.0)]
    plans = [(CHARGE, SELL)] * 2
    home = lived_together(_home(6.0), batteries, [_orders(plans[0])] * 2, alike)
    for proofs in _proofs(home, plans, (0, 1)):
        assert proofs[0].saved == pytest.approx(proofs[1].saved)


def test_batteries_without_windows_saved_nothing() -> None:
    home = lived_together(
        _home(2.0), [truth(20.0), truth(90.0)], [_orders(())] * 2, in_turn
    )
    for proofs in _proofs(home, [(), ()], (0, 1)):
        assert [proof.saved for proof in proofs] == [0.0, 0.0]
        assert [proof.together for proof in proofs] == [None, None]


def test_where_it_would_be_is_handed_on_where_the_other_is_unknown() -> None:
    """What was gained on the day before is not gained again."""
    rows = lived(weather(3, 60), truth(60.0))
    day = measured(rows, left_alone=LeftAlone(60.0, 0.0))
    (alone,) = prove_together([day])
    (before,) = prove_together([day._replace(together=LeftAlone(60.0, 0.7))])
    assert before.saved == pytest.approx(alone.saved - 0.7)
