"""The Energy dashboard takes a battery: energy, power and state of charge."""

from datetime import timedelta
from typing import Any

from homeassistant.components.recorder.core import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from simulator import World

from .entities import FULL, entity_id, state
from .travel import Travel

BUCKET = timedelta(minutes=5)


class Dashboard:
    """The Energy dashboard's set-up, as its page talks to Home Assistant."""

    def __init__(
        self,
        hass: HomeAssistant,
        travel: Travel,
        connect: WebSocketGenerator,
        token: str,
    ) -> None:
        self._hass = hass
        self._travel = travel
        self._connect = connect
        self._login = hass.auth.async_validate_access_token(token)

    async def open(self) -> None:
        """Let the dashboard exist."""
        assert await self._travel.run(async_setup_component(self._hass, "energy", {}))

    async def ask(self, kind: str, **data: Any) -> Any:
        """Send a command and give its result; no connection outlives a travel."""
        assert self._login is not None
        token = self._hass.auth.async_create_access_token(self._login)
        client = await self._travel.run(self._connect(self._hass, token))
        await self._travel.run(client.send_json_auto_id({"type": kind, **data}))
        answer = await self._travel.run(client.receive_json())
        await self._travel.run(client.close())
        assert answer["success"], answer
        return answer["result"]


@pytest.fixture
async def dashboard(
    recorder_mock: Recorder,  # noqa: ARG001
    hass: HomeAssistant,
    integration: MockConfigEntry,  # noqa: ARG001
    travel: Travel,
    hass_ws_client: WebSocketGenerator,
    hass_access_token: str,
) -> Dashboard:
    dashboard = Dashboard(hass, travel, hass_ws_client, hass_access_token)
    await dashboard.open()
    return dashboard


async def _live_for(hass: HomeAssistant, travel: Travel, span: timedelta) -> None:
    """Let time pass, and the recorder make its statistics of it."""
    now = travel.now()
    start = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0)
    for _ in range(span // BUCKET):
        await travel.to(start + BUCKET)
        await async_wait_recording_done(hass)
        do_adhoc_statistics(hass, start=start)
        start += BUCKET
    await async_wait_recording_done(hass)


def _source(hass: HomeAssistant, **power: str) -> dict[str, Any]:
    return {
        "type": "battery",
        "stat_energy_from": entity_id(hass, "sensor", "energy_discharged"),
        "stat_energy_to": entity_id(hass, "sensor", "energy_charged"),
        "stat_soc": entity_id(hass, "sensor", "level"),
        "power_config": power,
    }


async def test_one_battery_is_accepted(
    hass: HomeAssistant, dashboard: Dashboard, world: World, travel: Travel
) -> None:
    world.set_mode_locally(FULL, "charge", power=3)
    await _live_for(hass, travel, timedelta(minutes=40))
    power = entity_id(hass, "sensor", "power")
    source = _source(hass, stat_rate=power)
    saved = await dashboard.ask("energy/save_prefs", energy_sources=[source])
    (kept,) = saved["energy_sources"]
    assert kept.items() >= source.items()
    found = await dashboard.ask("energy/validate")
    assert found["energy_sources"] == [[]]

    await travel(61)
    assert kept["stat_rate"] == power
    # the dashboard wants it positive while the battery discharges
    assert float(state(hass, "sensor", "power").state) == -3


@pytest.mark.usefixtures("all_enabled")
async def test_two_power_sensors_are_accepted(
    hass: HomeAssistant, dashboard: Dashboard, world: World, travel: Travel
) -> None:
    world.set_mode_locally(FULL, "discharge", power=2)
    await _live_for(hass, travel, timedelta(minutes=20))
    powers = [
        entity_id(hass, "sensor", key) for key in ("discharge_power", "charge_power")
    ]
    source = _source(hass, stat_rate_from=powers[0], stat_rate_to=powers[1])
    await dashboard.ask("energy/save_prefs", energy_sources=[source])
    found = await dashboard.ask("energy/validate")
    assert found["energy_sources"] == [[]]


async def test_the_statistics_are_there(
    hass: HomeAssistant, dashboard: Dashboard, world: World, travel: Travel
) -> None:
    world.set_mode_locally(FULL, "charge", power=3)
    before = float(state(hass, "sensor", "energy_charged").state)
    began = travel.now()
    await _live_for(hass, travel, timedelta(minutes=30))
    listed = await dashboard.ask("recorder/list_statistic_ids")
    known = {row["statistic_id"]: row for row in listed}
    for key, unit, has_sum in (
        ("energy_charged", "kWh", True),
        ("energy_discharged", "kWh", True),
        ("power", "kW", False),
        ("level", "%", False),
    ):
        found = known[entity_id(hass, "sensor", key)]
        assert found["statistics_unit_of_measurement"] == unit
        assert found["has_sum"] is has_sum

    charged = entity_id(hass, "sensor", "energy_charged")
    rows = await dashboard.ask(
        "recorder/statistics_during_period",
        start_time=began.isoformat(),
        statistic_ids=[charged],
        period="5minute",
        types=["sum"],
    )
    grown = float(state(hass, "sensor", "energy_charged").state) - before
    assert rows[charged][-1]["sum"] == pytest.approx(grown)
    assert grown > 0.5


async def test_a_restart_is_no_new_meter(
    hass: HomeAssistant,
    dashboard: Dashboard,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
) -> None:
    world.set_mode_locally(FULL, "charge", power=3)
    await _live_for(hass, travel, timedelta(minutes=20))
    await travel.run(hass.config_entries.async_reload(integration.entry_id))
    await travel(61)
    await _live_for(hass, travel, timedelta(minutes=20))
    charged = entity_id(hass, "sensor", "energy_charged")
    rows = await dashboard.ask(
        "recorder/statistics_during_period",
        start_time="2026-11-23T00:00:00+00:00",
        statistic_ids=[charged],
        period="5minute",
        types=["sum", "change"],
    )
    sums = [row["sum"] for row in rows[charged]]
    assert sums == sorted(sums)
    assert sums[-1] <= world.devices[FULL].charged_kwh + 0.1
