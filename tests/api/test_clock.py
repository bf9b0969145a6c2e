"""Amps' clock against ours."""

from datetime import UTC, datetime, timedelta

import aiohttp
from freezegun.api import FrozenDateTimeFactory
from hypothesis import given, strategies as st
import pytest

from custom_components.amps.api import AmpsClient, NotFoundError
from custom_components.amps.api.clock import ClockOffset

from .wire import KEY, NOW, Reply, Wire, listed, wrapped


def offset(*seconds: float) -> float | None:
    clock = ClockOffset()
    for second in seconds:
        clock.add(NOW + timedelta(seconds=second), NOW)
    return None if clock.value is None else clock.value.total_seconds()


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ([], None),
        ([3], 3),
        ([3, 9, 4], 4),
        ([50, 1, 2, 3, 4, 5], 3),
        ([1, 1, 3600], 1),
        ([1, 1, 3600, 3601], 1),
        ([1, 1, 3600, 3601, 3602], 3601),
        ([1, 1, 3600, -3600, 3600], 1),
        ([1, 1, 3600, -3600, 3600, 3601, 3602], 3601),
        ([1, 3600, 3600, 2, 3600], 1),
        ([3600, 0, 0, 0], 0),
        ([3600], None),
        ([3600, 3600], None),
        ([3600, 3600, 3600], 3600),
    ],
)
def test_the_median_and_jumps(seconds: list[float], expected: float | None) -> None:
    assert offset(*seconds) == expected


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.floats(-1e6, 1e6))
def test_three_in_a_row_are_believed(before: list[float], now: float) -> None:
    found = offset(*before, now, now, now, now, now)
    assert found == pytest.approx(now, abs=60.01)


async def test_where_the_time_comes_from(
    wire: Wire, session: aiohttp.ClientSession, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(NOW)
    client = AmpsClient(session, KEY, wire.url)
    assert client.clock_offset is None
    wire.on("GET /battery", wrapped(listed(), timestamp="2026-06-02T12:00:05.500Z"))
    await client.probe()
    assert client.clock_offset == timedelta(seconds=5.5)

    client = AmpsClient(session, KEY, wire.url)
    date = {"Date": "Tue, 02 Jun 2026 12:00:20 GMT"}
    wire.on("GET /battery", Reply(body=listed(), headers=date))
    await client.probe()
    assert client.clock_offset == timedelta(seconds=20)

    client = AmpsClient(session, KEY, wire.url)
    with pytest.raises(NotFoundError):
        await client.read_battery("device_1")
    assert client.clock_offset == timedelta(0)

    client = AmpsClient(session, KEY, wire.url)
    wire.on("GET /battery", Reply(body=listed(), headers={"Date": "today"}))
    await client.probe()
    assert client.clock_offset is None


def _known(clock: ClockOffset) -> tuple[timedelta | None, bool]:
    return clock.value, clock.assumed


def test_a_server_that_tells_no_time() -> None:
    clock = ClockOffset()
    for _ in range(4):
        clock.untold()
    assert _known(clock) == (None, False)
    clock.untold()
    assert _known(clock) == (timedelta(), True)
    # as soon as it tells one after all, that counts
    clock.add(NOW + timedelta(seconds=5), NOW)
    assert _known(clock) == (timedelta(seconds=5), False)
    for _ in range(9):
        clock.untold()
    assert _known(clock) == (timedelta(seconds=5), False)


def test_single_answers_without_time_do_not_add_up() -> None:
    clock = ClockOffset()
    for _ in range(3):
        for _ in range(4):
            clock.untold()
        clock.add(NOW + timedelta(hours=5), NOW)
        assert not clock.assumed
    assert clock.value == timedelta(hours=5)


def test_our_clock_is_utc() -> None:
    clock = ClockOffset()
    for _ in range(3):
        clock.add(NOW, datetime.now(UTC))
    assert clock.value is not None


async def test_what_is_known_stays_true_when_our_clock_is_set(
    wire: Wire, session: aiohttp.ClientSession
) -> None:
    ours, passed = [NOW], [1000.0]
    client = AmpsClient(
        session, KEY, wire.url, now=lambda: ours[0], steady=lambda: passed[0]
    )
    wire.on("GET /battery", wrapped(listed(), timestamp="2026-06-02T12:00:05Z"))
    await client.probe()
    assert client.clock_offset == timedelta(seconds=5)
    ours[0], passed[0] = NOW + timedelta(days=1, minutes=1), 1060.0
    assert client.clock_offset == timedelta(seconds=5) - timedelta(days=1)
    wire.on("GET /battery", wrapped(listed(), timestamp="2026-06-02T12:01:05Z"))
    await client.probe()
    assert client.clock_offset == timedelta(seconds=5) - timedelta(days=1)
    ours[0] = NOW + timedelta(minutes=1)
    assert client.clock_offset == timedelta(seconds=5)
