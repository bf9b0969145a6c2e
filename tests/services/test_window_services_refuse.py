"""What the actions that plan windows refuse, and what they say then."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
import voluptuous as vol

from simulator import World

from ..entities import FULL
from ..travel import Travel
from ..windows import NIGHT, answer, refused, schedule, spans

pytestmark = pytest.mark.usefixtures("integration")


async def test_a_clash_names_both(hass: HomeAssistant, travel: Travel) -> None:
    await schedule(hass, travel, *NIGHT, target=90, power=3)
    start, end = "2026-11-24 05:00:00", "2026-11-24 06:00:00"
    error = await refused(
        hass, travel, "schedule_window", start=start, end=end, command="idle"
    )
    assert error.translation_key == "window_clash"
    for words in (
        "Charge to 90 % at 3 kW",
        "00:30 - 05:30",
        "Idle",
        "05:00 - 06:00",
        "givenergy",
    ):
        assert words.casefold() in str(error).casefold()
    await schedule(hass, travel, start, end, command="idle", replace=True)
    listed = await answer(hass, travel, "get_windows")
    assert spans(listed) == [
        ("2026-11-24T00:30", "05:00"),
        ("2026-11-24T05:00", "06:00"),
    ]


async def test_a_window_of_more_than_a_day_is_named_with_the_day_of_its_end(
    hass: HomeAssistant, travel: Travel
) -> None:
    fields = {"start": NIGHT[0], "end": "2026-11-25 01:00:00", "repeat": "FREQ=DAILY"}
    error = await refused(hass, travel, "schedule_window", **fields)
    assert "(2026-11-24 00:30 - 2026-11-25 01:00)" in str(error)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({}, "end_or_duration"),
        ({"end": NIGHT[1], "duration": "01:00:00"}, "end_or_duration"),
        ({"duration": 0}, "window_too_short"),
        ({"duration": 59}, "window_too_short"),
        ({"end": NIGHT[0]}, "span_no_length"),
        ({"start": "2026-11-22 00:30:00", "end": "2026-11-22 05:30:00"}, "span_past"),
        ({"end": "2026-12-25 00:31:00"}, "span_too_long"),
        ({"end": "9999-12-31 23:59:59"}, "span_range"),
        ({"start": "0001-01-01T00:00:00+14:00", "end": NIGHT[1]}, "span_range"),
        ({"end": NIGHT[1], "repeat": "every day"}, "repeat_malformed"),
        ({"end": NIGHT[1], "repeat": "FREQ=HOURLY"}, "repeat_frequency"),
        ({"end": NIGHT[1], "repeat": "FREQ=DAILY;BYHOUR=3"}, "repeat_part"),
        ({"end": NIGHT[1], "repeat": "FREQ=DAILY;COUNT=9999"}, "repeat_limit"),
        ({"end": NIGHT[1], "repeat": "FREQ=DAILY;UNTIL=20261101"}, "repeat_never"),
        ({"end": "2026-11-25 01:00:00", "repeat": "FREQ=DAILY"}, "window_meets_itself"),
        ({"end": NIGHT[1], "target": 5}, "parameter_out_of_range"),
        ({"end": NIGHT[1], "power": 6}, "parameter_out_of_range"),
        ({"end": NIGHT[1], "reserve": 5}, "parameter_not_supported"),
    ],
)
async def test_schedule_window_refuses(
    hass: HomeAssistant, world: World, travel: Travel, data: dict[str, Any], key: str
) -> None:
    fields = {"start": NIGHT[0], **data}
    error = await refused(hass, travel, "schedule_window", **fields)
    assert error.translation_key == key
    assert await answer(hass, travel, "get_windows") == []
    assert not world.record.writes()


@pytest.mark.parametrize(
    ("service", "data"),
    [
        ("schedule_window", {"command": "boost", "end": NIGHT[1]}),
        ("schedule_window", {"start": "tonight", "end": NIGHT[1]}),
        ("schedule_window", {"duration": {"days": 32}}),
        ("schedule_window", {"duration": {"hours": -1}}),
        ("cancel_window", {"range": "some"}),
        ("get_windows", {"start": "later"}),
    ],
)
async def test_nonsense_isrefused(
    hass: HomeAssistant, travel: Travel, service: str, data: dict[str, Any]
) -> None:
    with pytest.raises(vol.Invalid):
        await answer(hass, travel, service, **data)


async def test_a_command_that_the_battery_does_not_take(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.remove_command(FULL, "auto.export")
    await travel(61)
    error = await refused(
        hass, travel, "schedule_window", command="auto_export", duration=3600
    )
    assert error.translation_key == "command_not_supported"
    assert "charge, discharge, idle" in str(error)


async def test_a_command_that_can_be_sent_in_no_known_way(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.device(FULL).commands["idle"].execution = ["telepathic"]
    await travel(61)
    error = await refused(
        hass, travel, "schedule_window", command="idle", duration=3600
    )
    assert error.translation_key == "command_not_plannable"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({"uid": "nothing"}, "window_unknown"),
        ({"uid": "action:act_1"}, "window_foreign"),
        ({"uid": "past:1"}, "window_over"),
        ({"uid": "manual-1"}, "window_over"),
        ({}, "nothing_planned"),
        ({"occurrence": NIGHT[0]}, "occurrence_unknown"),
    ],
)
async def test_cancel_window_refuses(
    hass: HomeAssistant, travel: Travel, data: dict[str, Any], key: str
) -> None:
    error = await refused(hass, travel, "cancel_window", **data)
    assert error.translation_key == key


async def test_what_is_over_cannot_be_cancelled(
    hass: HomeAssistant, travel: Travel
) -> None:
    window = await schedule(hass, travel, *NIGHT, repeat="FREQ=DAILY", power=0.1)
    await travel(timedelta(days=1))
    listed = await answer(hass, travel, "get_windows", start="2026-11-24 00:00:00")
    assert [action["state"] for action in listed[:2]] == ["ended", "sent"]
    assert listed[0]["outcome"] is not None
    error = await refused(
        hass,
        travel,
        "cancel_window",
        uid=window["uid"],
        occurrence=window["start"],
    )
    assert error.translation_key == "window_over"


@pytest.mark.parametrize(
    "data",
    [
        {"start": "2026-11-24 00:00:00", "end": "2026-11-24 00:00:00"},
        {"start": "2026-11-24 00:00:00", "end": "2027-12-31 00:00:00"},
        {"end": "2026-11-22 00:00:00"},
    ],
)
async def test_get_windows_of_too_much(
    hass: HomeAssistant, travel: Travel, data: dict[str, Any]
) -> None:
    error = await refused(hass, travel, "get_windows", **data)
    assert error.translation_key == "list_range"


async def test_a_refusal_names_what_is_planned_in_the_language_of_home_assistant(
    hass: HomeAssistant, travel: Travel
) -> None:
    await hass.config.async_update(language="de")
    await schedule(hass, travel, *NIGHT, target=90)
    error = await refused(
        hass, travel, "schedule_window", start=NIGHT[0], end=NIGHT[1], target=90
    )
    assert error.translation_placeholders is not None
    named = error.translation_placeholders.values()
    assert any("Laden auf 90 %" in text for text in named)
