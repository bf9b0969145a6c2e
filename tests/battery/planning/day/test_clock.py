"""Days on which the clock is put back or forward."""

from datetime import datetime, timedelta

from homeassistant.core import HomeAssistant
import pytest

from simulator import Knobs

from ....entities import state
from ....travel import Travel
from ....windows import utc
from ..goals.prices import show
from .day import automatic, switch


@pytest.fixture
def knobs() -> Knobs:
    return Knobs(repeated_hour="second")


@pytest.mark.usefixtures("integration")
@pytest.mark.freeze_time("2026-10-24T18:00:00+00:00")
async def test_a_night_with_an_hour_that_the_clock_shows_twice(
    hass: HomeAssistant, travel: Travel
) -> None:
    await hass.config.async_set_time_zone("Europe/Berlin")
    show(
        hass,
        prices={0: 0.05, 1: 0.05},
        start=datetime.fromisoformat("2026-10-24T00:00:00+00:00"),
    )
    await switch(hass, travel)
    assert state(hass, "sensor", "planning_status").state == "planned"
    await travel.to(utc("2026-10-25T06:00:00+00:00"))
    found = await automatic(
        hass, travel, start="2026-10-24 18:00:00", end="2026-10-25 08:00:00"
    )
    assert [one["outcome"] for one in found] == ["done"] * len(found)
    assert found


@pytest.mark.usefixtures("integration")
@pytest.mark.freeze_time("2027-03-27T18:00:00+00:00")
async def test_a_night_that_is_an_hour_shorter(
    hass: HomeAssistant, travel: Travel
) -> None:
    await hass.config.async_set_time_zone("Europe/Berlin")
    show(
        hass,
        prices={1: 0.05, 2: 0.05},
        start=datetime.fromisoformat("2027-03-27T00:00:00+00:00"),
    )
    await switch(hass, travel)
    (charge,) = await automatic(
        hass, travel, start="2027-03-27 19:00:00", end="2027-03-28 12:00:00"
    )
    length = datetime.fromisoformat(charge["end"]) - datetime.fromisoformat(
        charge["start"]
    )
    assert timedelta(hours=1) < length <= timedelta(hours=2)
    assert charge["start"] == "2027-03-28T03:00:00+02:00"
