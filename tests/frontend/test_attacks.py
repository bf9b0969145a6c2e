"""What a browser may send that no card does."""

import logging
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from ..travel import Travel
from ..windows import NIGHT, answer, schedule
from .conftest import Browser

MADE_UP: dict[str, tuple[Any, ...]] = {
    "device_id": (None, 5, [], "", "x" * 100_000),
    "uid": (None, 5, "", "action:1", "past:1", "manual-1", "../..", "x" * 100_000),
    "original": (5, "never", "0001-01-01T00:00:00", "9999-12-31T23:59:59+00:00"),
    "range": (None, "none", 5, ["this"]),
    "command": (None, "CHARGE", "auto.balanced", "", 5),
    "target": ("nan", "inf", "1" * 400, -1, 101, [], {}),
    "power": ("nan", "-inf", 1e300, -0.1, "much"),
    "reserve": (5,),
    "start": (None, "now", "0001-01-01T00:00:00", "9999-12-31T23:59:59+00:00"),
    "end": (None, "2026-11-24T00:30:00+00:00", "2020-01-01T00:00:00", "9999-12-31"),
    "goal": (None, "yes", 5),
    "duration": ({"minutes": 0}, {"hours": 1e300}, -5, "x"),
    "max_price": ("nan", "inf", "1" * 400, []),
    "min_price": ("nan", "-inf", {}),
    "in_one_go": (None, "yes"),
    "repeat": ("x", "FREQ=SECONDLY", "FREQ=DAILY;COUNT=0", "x" * 100_000),
}

OF_GOALS = ("duration", "max_price", "min_price", "in_one_go")


@pytest.mark.parametrize("field", MADE_UP)
async def test_every_wrong_edit_is_refused(
    hass: HomeAssistant,
    travel: Travel,
    browser: Browser,
    caplog: pytest.LogCaptureFixture,
    field: str,
) -> None:
    window = await schedule(hass, travel, *NIGHT, repeat="FREQ=DAILY")
    before = await answer(hass, travel, "get_windows")
    good = {
        "device_id": window["device_id"],
        "uid": window["uid"],
        "original": window["start"],
        "range": "all",
        "command": "charge",
        "start": "2026-11-24T01:00:00+00:00",
        "end": "2026-11-24T04:00:00+00:00",
        "repeat": "FREQ=DAILY",
    }
    if field in OF_GOALS:
        good["goal"] = True
    caplog.clear()
    for value in MADE_UP[field]:
        for command in ("amps/plan/edit", "amps/plan/preview"):
            if command == "amps/plan/preview" and field in ("uid", "original"):
                continue
            refused = await browser.ask(command, **{**good, field: value})
            assert refused["success"] is False, (command, value)
            assert refused["error"]["message"], (command, value)
    assert "Traceback" not in caplog.text
    assert not [
        record for record in caplog.records if record.levelno >= logging.CRITICAL
    ]
    after = await answer(hass, travel, "get_windows")
    assert [item["start"] for item in after] == [item["start"] for item in before]
