"""At rest nothing is written: no state, no file, no request that was not due."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.storage import Store
import pytest

from custom_components.amps.const import DOMAIN
from simulator import World

from ..entities import FULL, WINDOWED, call, ha_device_id
from ..travel import Travel
from ..windows import schedule, utc


@pytest.fixture
def written() -> Iterator[list[str]]:
    """The keys of the files that are written, one for each time."""
    keys: list[str] = []
    write = Store._async_write_data

    async def note(store: Store[dict[str, object]], data: dict[str, object]) -> None:
        if store.key.startswith(DOMAIN):
            keys.append(store.key)
        await write(store, data)

    with patch.object(Store, "_async_write_data", note):
        yield keys


async def _plan(hass: HomeAssistant, travel: Travel) -> None:
    data = {
        "device_id": [ha_device_id(hass, FULL), ha_device_id(hass, WINDOWED)],
        "start": "2026-11-24 00:30:00",
        "end": "2026-11-24 05:30:00",
        "repeat": "FREQ=DAILY",
    }
    await travel.run(
        hass.services.async_call(DOMAIN, "schedule_window", data, blocking=True)
    )
    await travel(300)


@pytest.mark.parametrize("batteries", [2])
@pytest.mark.usefixtures("integration")
async def test_files_are_written_only_when_something_changed(
    hass: HomeAssistant, world: World, travel: Travel, written: list[str]
) -> None:
    await _plan(hass, travel)
    for device in world.devices.values():
        world.set_mode_locally(device.id, "idle")
    await travel(1200)
    written.clear()
    await travel(3600)
    assert written == []
    await call(hass, travel, "switch", "turn_off", key="plan_enabled")
    await travel(10)
    assert set(written) == {f"{DOMAIN}.battery.{FULL}"}


@pytest.mark.parametrize("batteries", [2])
@pytest.mark.usefixtures("integration")
async def test_states_are_written_only_when_they_changed(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await _plan(hass, travel)
    for device in world.devices.values():
        world.set_mode_locally(device.id, "idle")
    await travel(1200)
    changed: list[str] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        changed.append(event.data["entity_id"])

    hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    await travel(3600)
    assert changed == []


@pytest.mark.usefixtures("integration")
async def test_a_level_that_rises_in_a_window_is_stored_now_and_then(
    hass: HomeAssistant, travel: Travel, written: list[str]
) -> None:
    begin, end = "2026-11-23 09:00:00", "2026-11-23 12:00:00"
    await schedule(hass, travel, begin, end, target=100, power=1)
    await travel.to(utc("2026-11-23T09:05Z"))
    at: list[int] = []
    for minute in range(5, 150):
        written.clear()
        await travel.to(utc("2026-11-23T09:00Z") + timedelta(minutes=minute + 1))
        if f"{DOMAIN}.battery.{FULL}" in written:
            at.append(minute)
    # half an hour after a reading, whatever is read meanwhile
    assert at == [32, 62, 92, 122]
