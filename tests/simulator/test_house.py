"""A battery that follows a house in its automatic modes."""

from datetime import UTC, datetime, timedelta

import pytest

from simulator.device import Mode
from simulator.fleet import fleet
from simulator.physics import advance

NIGHT = datetime(2026, 11, 24, 0, tzinfo=UTC)
HOUSE = (*[0.5] * 10, *[-2.0] * 4, *[1.0] * 10)


def level_after(hours: int, mode: str = "auto.balanced") -> float:
    """Return the level after some hours, from 50 % at midnight."""
    (device,) = fleet(1, zone="Europe/London", house=HOUSE)
    device.at, device.level, device.mode = NIGHT, 50.0, Mode(command=mode)
    advance(device, NIGHT + timedelta(hours=hours), lambda *_: None)
    return device.level * device.capacity_kwh / 100


def test_it_gives_what_the_house_draws_and_takes_what_is_left_of_the_sun() -> None:
    begun = level_after(0)
    assert level_after(4) == pytest.approx(begun - 2.0)
    assert level_after(12) == pytest.approx(level_after(10) + 4.0)


def test_in_reserve_it_keeps_what_it_has() -> None:
    begun = level_after(0, "auto.reserve")
    assert level_after(9, "auto.reserve") == pytest.approx(begun)
    assert level_after(12, "auto.reserve") == pytest.approx(begun + 4.0)


def test_batteries_share_a_house() -> None:
    one, two = fleet(2, house=HOUSE)
    assert one.house_net_kw == two.house_net_kw == tuple(kw / 2 for kw in HOUSE)
