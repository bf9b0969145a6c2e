"""The campaign sees when Amps is asked the same again and again."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from scripts.dev.campaign.pace import Pace
from scripts.dev.campaign.play import Play

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "kinds"), [(1, ["flooded"]), (1.5, [])])
def test_what_is_asked_too_often_is_found(seconds: float, kinds: list[str]) -> None:
    requests = [
        SimpleNamespace(
            method="GET",
            path="/actions/a",
            query={},
            at=NOON + timedelta(seconds=seconds * number),
        )
        for number in range(100)
    ]
    record = SimpleNamespace(requests=requests)
    play = SimpleNamespace(world=SimpleNamespace(record=record))
    pace = Pace(cast(Play, play))
    assert [breach.kind for breach in pace.check()] == kinds
    assert list(pace.check()) == []
