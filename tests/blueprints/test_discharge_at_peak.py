"""Discharging at the dearest hours."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ..entities import FULL, WINDOWED, entity_id, ha_device_id
from ..travel import Travel
from ..windows import answer, spans
from .automations import MONDAY, Automate, planned


async def test_discharge_at_peak_is_planned_ahead(
    hass: HomeAssistant, world: World, travel: Travel, automate: Automate
) -> None:
    world.set_level(FULL, 90)
    times = {"begins": "09:00:00", "ends": "11:00:00", "target": 50}
    await automate("discharge_at_peak", batteries=[ha_device_id(hass)], **times)
    await travel.to(MONDAY + timedelta(hours=8, minutes=44))
    assert not await planned(hass, travel)
    await travel(120)
    (window,) = await answer(hass, travel, "get_windows")
    assert spans([window]) == [("2026-11-23T09:00", "11:00")]
    assert (window["command"], window["target"]) == ("discharge", 50)
    assert window["state"] == "sent"
    await travel.to(MONDAY + timedelta(hours=9, minutes=5))
    assert world.device(FULL).mode.command == "discharge"


@pytest.mark.freeze_time("2026-11-24T23:45:00+00:00")
@pytest.mark.parametrize("day", ["tue", "wed"])
async def test_discharge_at_peak_on_its_days_alone(
    hass: HomeAssistant, travel: Travel, automate: Automate, day: str
) -> None:
    given = {"begins": "00:05:00", "ends": "00:00:00", "weekdays": [day]}
    await automate("discharge_at_peak", batteries=[ha_device_id(hass)], **given)
    await travel(360)
    expected = [("2026-11-25T00:05", "00:00")] if day == "wed" else []
    assert await planned(hass, travel) == expected


@pytest.mark.freeze_time("2026-11-23T15:50:00+00:00")
async def test_discharge_above_a_price(
    hass: HomeAssistant, world: World, travel: Travel, automate: Automate
) -> None:
    world.set_level(FULL, 90)
    hass.states.async_set("sensor.price", "0.2")
    await automate(
        "discharge_at_peak",
        batteries=[ha_device_id(hass)],
        price=["sensor.price"],
        stop=[entity_id(hass, "button", "stop")],
    )

    async def follows(price: str) -> list[tuple[str, str]]:
        hass.states.async_set("sensor.price", price)
        await travel(240)
        return await planned(hass, travel)

    peak = ("2026-11-23T16:00", "19:00")
    assert await follows("0.4") == []
    await travel(600)
    assert await planned(hass, travel) == [peak]
    assert world.device(FULL).mode.command == "discharge"
    assert await follows("0.5") == [peak]
    assert await follows("unavailable") == [peak]
    assert await follows("0.2") == []
    assert world.device(FULL).mode.command == "auto.balanced"
    assert len(await follows("0.31")) == 1
    assert world.device(FULL).mode.command == "discharge"
    await travel.to(MONDAY + timedelta(hours=19, minutes=5))
    assert await follows("0.5") == []


@pytest.mark.freeze_time("2026-11-23T16:10:00.300+00:00")
@pytest.mark.parametrize("batteries", [2])
async def test_a_discharge_that_amps_begins_late_is_ended_too(
    hass: HomeAssistant, world: World, travel: Travel, automate: Automate
) -> None:
    """Some batteries begin at a whole minute ahead, and so end after the peak."""
    world.set_level(WINDOWED, 90)
    world.knobs.window_completed_at = "opening"  # else a window cannot be ended
    hass.states.async_set("sensor.price", "0.2")
    await automate(
        "discharge_at_peak",
        batteries=[ha_device_id(hass, WINDOWED)],
        price=["sensor.price"],
        stop=[entity_id(hass, "button", "stop", WINDOWED)],
    )
    hass.states.async_set("sensor.price", "0.4")
    await travel(240)
    (window,) = await answer(hass, travel, "get_windows", batteries=[WINDOWED])
    assert spans([window]) == [("2026-11-23T16:12", "19:02")]
    assert world.device(WINDOWED).mode.command == "discharge"
    hass.states.async_set("sensor.price", "0.2")
    await travel(240)
    assert world.device(WINDOWED).mode.command == "auto.balanced"
