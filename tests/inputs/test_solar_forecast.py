"""The sun as other integrations forecast it, corrected by what came."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from homeassistant.components.recorder.core import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    mock_integration,
    mock_platform,
)
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.amps.inputs.house import (
    SETTLE_SECONDS,
    House,
    HouseResolver,
    Missing,
)

from ..travel import Travel
from .given import HOUR, NOW
from .meters import (
    BATTERY,
    BOUGHT,
    CHARGED,
    DISCHARGED,
    GRID,
    SOLAR,
    SUN,
    prefer,
    write,
)

DOMAIN = "clouds"


class Clouds:
    """An integration that forecasts the sun."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.told: dict[str, Any] | Exception | None = None
        self.entry = MockConfigEntry(domain=DOMAIN)
        self.entry.add_to_hass(hass)
        mock_integration(hass, MockModule(DOMAIN))
        platform: Any = MockPlatform()
        platform.async_get_solar_forecast = self._answer
        mock_platform(hass, f"{DOMAIN}.energy", platform)
        hass.config.components.add(DOMAIN)
        self.entity_id = (
            er.async_get(hass)
            .async_get_or_create("sensor", DOMAIN, "today", config_entry=self.entry)
            .entity_id
        )

    async def _answer(self, _hass: HomeAssistant, entry_id: str) -> Any:
        assert entry_id == self.entry.entry_id
        if isinstance(self.told, Exception):
            raise self.told
        return self.told

    def tell(self, kw: Callable[[datetime], float], step: timedelta = HOUR) -> None:
        """Forecast today and tomorrow, without the nights."""
        start = dt_util.start_of_local_day(NOW)
        times = [start + index * step for index in range(int(48 * HOUR / step))]
        self.told = {
            "wh_hours": {
                at.isoformat(): kw(at) * 1000 * (step / HOUR) for at in times if kw(at)
            }
        }


def _sun(at: datetime) -> float:
    return 2.0 if 9 <= dt_util.as_local(at).hour < 15 else 0.0


@pytest.fixture
async def clouds(
    recorder_mock: Recorder,  # noqa: ARG001
    hass: HomeAssistant,
    home: None,  # noqa: ARG001
    travel: Travel,
) -> Clouds:
    """A home with solar panels, whose owner chose a forecast for them."""
    clouds = Clouds(hass)
    assert await travel.run(async_setup_component(hass, "energy", {}))
    names = [clouds.entry.entry_id]
    solar = {**SOLAR, "config_entry_solar_forecast": names}
    await prefer(hass, {**GRID, "stat_energy_to": None}, solar, BATTERY)
    for meter in (BOUGHT, CHARGED, DISCHARGED):
        write(hass, meter, lambda _at: 0.5, NOW, hours=96)
    write(hass, SUN, lambda at: _sun(at) / 2, NOW, hours=96)
    await async_wait_recording_done(hass)
    return clouds


def _expected(house: House, start: datetime) -> dict[int, float]:
    """Return the sun of a day by its local hours."""
    return {
        dt_util.as_local(row.start).hour: row.kw
        for row in house.outlook.sun
        if start <= row.start < start + timedelta(days=1)
    }


@pytest.fixture
def tomorrow() -> datetime:
    return dt_util.start_of_local_day(NOW + timedelta(days=1))


@pytest.mark.parametrize("step", [HOUR, HOUR / 2, HOUR / 4])
async def test_a_forecast_is_trusted_at_first(
    hass: HomeAssistant, clouds: Clouds, tomorrow: datetime, step: timedelta
) -> None:
    clouds.tell(_sun, step)
    found = await HouseResolver(hass).async_house(NOW)
    kw = _expected(found, tomorrow)
    assert kw[12] == pytest.approx(2.0, rel=0.1)
    assert kw[3] == kw[20] == 0.0
    assert found.missing == ()


async def test_where_hours_begin_at_half_past_by_utc(
    hass: HomeAssistant, clouds: Clouds
) -> None:
    await hass.config.async_set_time_zone("Australia/Adelaide")
    clouds.tell(_sun)
    found = await HouseResolver(hass).async_house(NOW)
    kw = _expected(found, dt_util.start_of_local_day(NOW + timedelta(days=1)))
    assert [hour for hour, expected in kw.items() if expected] == [*range(9, 15)]


async def test_days_that_came_otherwise_correct_it(
    hass: HomeAssistant, clouds: Clouds, tomorrow: datetime
) -> None:
    for days in (4, 3, 2, 1):
        # the forecast of each day as it was in its morning
        clouds.tell(_sun)
        assert isinstance(clouds.told, dict)
        back = timedelta(days=days)
        clouds.told = {
            "wh_hours": {
                (datetime.fromisoformat(at) - back).isoformat(): wh
                for at, wh in clouds.told["wh_hours"].items()
            }
        }
        # Home Assistant is restarted every day
        await HouseResolver(hass).async_house(NOW - back)
    clouds.tell(_sun)
    found = await HouseResolver(hass).async_house(NOW)
    assert _expected(found, tomorrow)[12] == pytest.approx(1.0, rel=0.15)
    assert found.sun_error is not None
    assert found.sun_error < 0.1


@pytest.mark.parametrize(
    "told",
    [None, {}, {"wh_hours": {}}, {"wh_hours": {"noon": 3}}, TimeoutError()],
)
async def test_without_an_answer_the_sun_of_the_last_days_is_expected(
    hass: HomeAssistant, clouds: Clouds, tomorrow: datetime, told: Any
) -> None:
    clouds.told = told
    found = await HouseResolver(hass).async_house(NOW)
    assert found.missing == (Missing.FORECAST_SILENT,)
    assert _expected(found, tomorrow)[12] == pytest.approx(1.0, rel=0.1)


@pytest.mark.parametrize("stored", [[1], {"kw": [1], "entries": []}])
async def test_what_was_remembered_and_cannot_be_read_is_forgotten(
    hass: HomeAssistant,
    clouds: Clouds,
    tomorrow: datetime,
    hass_storage: dict[str, Any],
    stored: Any,
) -> None:
    hass_storage["amps.solar_forecast"] = {"version": 1, "data": stored}
    clouds.tell(lambda at: _sun(at) * 2)
    found = await HouseResolver(hass).async_house(NOW)
    assert _expected(found, tomorrow)[12] == pytest.approx(4.0, rel=0.1)


async def test_another_forecast_is_heard_of(
    hass: HomeAssistant, clouds: Clouds, tomorrow: datetime, travel: Travel
) -> None:
    clouds.tell(_sun)
    house = HouseResolver(hass)
    heard: list[int] = []
    remove = house.async_add_listener(lambda: heard.append(1))
    await house.async_house(NOW)
    hass.states.async_set(clouds.entity_id, "11")
    await travel(SETTLE_SECONDS + 1)
    assert heard == []

    clouds.tell(lambda at: _sun(at) * 2)
    hass.states.async_set(clouds.entity_id, "22")
    await travel(SETTLE_SECONDS + 1)
    assert heard == [1]
    found = await house.async_house(NOW)
    assert _expected(found, tomorrow)[12] == pytest.approx(4.0, rel=0.1)
    remove()


async def test_what_was_remembered_goes_with_the_last_entry(
    hass: HomeAssistant,
    clouds: Clouds,
    integration: MockConfigEntry,
    hass_storage: dict[str, Any],
    travel: Travel,
) -> None:
    clouds.tell(_sun)
    await travel.run(integration.runtime_data.house.async_house(NOW))
    assert "amps.solar_forecast" in hass_storage
    await travel.run(hass.config_entries.async_remove(integration.entry_id))
    assert "amps.solar_forecast" not in hass_storage
