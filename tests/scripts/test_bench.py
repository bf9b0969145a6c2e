"""The benchmark's machinery, without its clocks."""

import json
from typing import Any

import pytest

from scripts.dev.bench.__main__ import table
from scripts.dev.bench.figures import FIGURES
from scripts.dev.bench.recorded import Recorded
from scripts.dev.bench.requests import allowed

PAGE = {"limit": "50", "offset": "50"}


def verdict(key: str, value: float, stored: dict[str, float]) -> str:
    [figure] = [row for row in FIGURES if row.key == key]
    line = table([figure], {key: value}, stored).splitlines()[-1]
    return line.rsplit("  ", 1)[-1]


@pytest.mark.parametrize(
    ("key", "value", "stored", "expected"),
    [
        ("poll_changed", 1.5, {}, "ok"),
        ("poll_changed", 1.51, {}, "MISSED"),
        ("poll_changed", 1.2, {"poll_changed": 1.0}, "ok"),
        ("poll_changed", 1.3, {"poll_changed": 1.0}, "ok, worse: was 1.00"),
        ("poll_changed", 1.6, {"poll_changed": 1.0}, "MISSED, worse: was 1.00"),
        ("requests_400", 9, {"requests_400": 8}, "ok, worse: was 8"),
        ("rest_stored", 0.1, {"rest_stored": 0}, "MISSED, worse: was 0"),
    ],
)
def test_a_figure_is_compared_with_its_goal_and_with_before(
    key: str, value: float, stored: dict[str, float], expected: str
) -> None:
    assert verdict(key, value, stored) == expected


@pytest.mark.parametrize(
    ("batteries", "expected"), [(1, 2), (50, 2), (51, 3), (400, 9)]
)
def test_requests_that_a_poll_may_make(batteries: int, expected: int) -> None:
    assert allowed(batteries) == expected


def listed(recorded: Recorded) -> list[dict[str, Any]]:
    answer = json.loads(recorded.answer("list_batteries", {}, PAGE))
    items: list[dict[str, Any]] = answer["data"]["items"]
    return items


def test_recorded_amps_answers_the_same_until_everything_changes() -> None:
    recorded = Recorded(53, 0, "test", mixed=True)
    before = listed(recorded)
    assert [line["id"] for line in before] == [
        f"device_test_000{value}" for value in (50, 51, 52)
    ]
    assert listed(recorded) == before

    recorded.next()

    levels = [(line["state"]["level"], line["state"]["chargeRate"]) for line in before]
    after = [
        (line["state"]["level"], line["state"]["chargeRate"])
        for line in listed(recorded)
    ]
    assert all(
        one[0] != other[0] and one[1] != other[1]
        for one, other in zip(levels, after, strict=True)
    )


def test_recorded_amps_tells_the_past_of_a_battery() -> None:
    recorded = Recorded(2, 3, "test", mixed=False)
    query = {"deviceId": "device_test_00001", "limit": "50", "offset": "0"}
    actions = json.loads(recorded.answer("list_actions", {}, query))["data"]["items"]

    assert [action["deviceId"] for action in actions] == ["device_test_00001"] * 3
    assert {action["state"] for action in actions} == {"completed"}
