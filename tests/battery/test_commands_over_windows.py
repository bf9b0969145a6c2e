"""Windows in whose time a command by hand with an end runs."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
import pytest

from custom_components.amps.const import DOMAIN

from ..entities import FULL, ha_device_id, state
from ..planned import BEGIN, END, schedule
from ..repairs.shown import shown
from ..travel import Travel
from ..windows import answer

HOUR = timedelta(hours=1)
AT_RISK = f"window_at_risk_{FULL}"

pytestmark = pytest.mark.usefixtures("integration")


async def _send(
    hass: HomeAssistant, travel: Travel, command: str, duration: str
) -> None:
    data = {"device_id": ha_device_id(hass), "command": command, "duration": duration}
    await travel.run(
        hass.services.async_call(DOMAIN, "send_command", data, blocking=True)
    )


async def test_a_window_whose_time_the_owners_command_takes_is_told_as_his(
    hass: HomeAssistant, travel: Travel
) -> None:
    begin, end = BEGIN - HOUR, END - HOUR
    window = await schedule(hass, travel, begin, end)
    await travel(timedelta(seconds=10))
    await _send(hass, travel, "auto_export", "01:30:00")
    await travel.to(end + timedelta(minutes=1))
    found = await answer(hass, travel, "get_windows", start=str(begin), end=str(end))
    (ended,) = [one for one in found if one["uid"] == window["uid"]]
    assert (ended["outcome"], ended["reason"]) == ("cancelled", "overridden")
    assert state(hass, "binary_sensor", "problem").state == "off"


@pytest.mark.parametrize("command", ["auto_export", "charge"])
async def test_a_window_planned_in_the_time_of_a_command_is_told_before_it_begins(
    hass: HomeAssistant, travel: Travel, command: str
) -> None:
    await _send(hass, travel, command, "04:00:00")
    await schedule(hass, travel, command="discharge")
    await travel.to(BEGIN - timedelta(minutes=41))
    assert AT_RISK not in shown(hass)
    await travel.to(BEGIN - timedelta(minutes=38))
    assert AT_RISK in shown(hass)
