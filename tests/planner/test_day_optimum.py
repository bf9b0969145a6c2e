"""Plans of a day, compared with the least that the two days can cost."""

import random

import pytest

from custom_components.amps.planner import plan_day
from custom_components.amps.planner.left import kwh_left
from custom_components.amps.planner.problem import (
    BatteryModel,
    Options,
    Outlook,
    Problem,
)
from custom_components.amps.planner.steps import cut
from custom_components.amps.planner.trial import Bench

from .day_oracle import least_cost
from .problems import powers, prices, problem

NIGHT, DAY, EVENING = 0.2, 0.3, 0.45
SEEDS = range(40)


def _random(seed: int) -> Problem:
    """Return two days with a tariff of three prices."""
    chance = random.Random(seed)  # noqa: S311 (it has to come from a seed)
    tariff = [NIGHT] * 6 + [DAY] * 8 + [EVENING] * 6 + [DAY] + [NIGHT] * 3
    load = [chance.choice((0.2, 0.5, 1.0, 3.0)) for _ in range(48)]
    height = chance.choice((0.0, 2.0, 5.0))
    sun = [
        max(0.0, height * chance.random() - abs(hour % 24 - 12)) for hour in range(48)
    ]
    battery = BatteryModel(
        capacity=chance.choice((5.0, 10.0, 20.0)),
        charge_power=chance.choice((0.0, 2.5, 5.0, 10.0)),
        discharge_power=chance.choice((2.5, 5.0, 10.0)),
        charge_efficiency=chance.choice((0.9, 1.0)),
        discharge_efficiency=chance.choice((0.9, 1.0)),
        floor=chance.choice((0.0, 10.0)),
        ceiling=chance.choice((90.0, 100.0)),
    )
    return problem(
        prices=tuple(
            row._replace(sell=row.buy * share)
            for row, share in zip(
                prices(*tariff * 2), [chance.choice((0.1, 1.0))] * 48, strict=True
            )
        ),
        expected=Outlook(load=powers(*load), sun=powers(*sun)),
        battery=battery,
        level=chance.uniform(battery.floor, battery.ceiling),
        options=Options(
            hold=chance.random() < 0.7,
            sell=chance.random() < 0.5,
            reserve=chance.choice((0.0, 30.0)),
            wear=chance.choice((0.0, 0.05)),
        ),
    )


def test_plans_of_a_day_save_what_can_be_saved() -> None:
    """The least knows no window that stops within a step."""
    saved = possible = 0.0
    for seed in SEEDS:
        given = _random(seed)
        plan = plan_day(given)
        bench = Bench(given, cut(given, given.end, ()))
        least = least_cost(given, kwh_left(bench))
        assert plan.cost == pytest.approx(least, abs=bench.kwh_price / 2), seed
        saved += plan.saving
        possible += plan.self_use_cost - least
    assert saved == pytest.approx(possible, rel=0.01)
