"""Learns from Home Assistant's statistics, day by day, what each battery is like."""

from datetime import datetime, timedelta
import logging

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_call_later, async_track_time_interval

from ...account.names import unique_id
from ...const import DOMAIN
from ...coordinator import AmpsCoordinator
from ...inputs.battery_history import intervals
from ...inputs.statistics import RECORDER, async_means
from ...planner import learn
from ..manager import BatteryManager
from ..writer import BatteryWriter
from .goal_problem import declared_model

_LOGGER = logging.getLogger(__name__)

STATISTICS_TIME = timedelta(days=10)
"""How long Home Assistant keeps five-minute statistics."""
START_DELAY = timedelta(minutes=5)
"""Home Assistant is busy enough while it starts."""
LEARN_INTERVAL = timedelta(days=1)


class Learning:
    """Keeps what is learned of the batteries that are followed."""

    def __init__(
        self, hass: HomeAssistant, coordinator: AmpsCoordinator, manager: BatteryManager
    ) -> None:
        """Learn nothing until begun."""
        self._hass = hass
        self._coordinator = coordinator
        self._manager = manager

    @callback
    def async_begin(self) -> None:
        """Learn from now on."""
        if RECORDER not in self._hass.config.components:
            return
        entry, hass = self._coordinator.config_entry, self._hass
        entry.async_on_unload(async_call_later(hass, START_DELAY, self._async_learn))
        entry.async_on_unload(
            async_track_time_interval(hass, self._async_learn, LEARN_INTERVAL)
        )

    async def _async_learn(self, now: datetime) -> None:
        """Look at one battery after the other: the database serves others as well."""
        for battery in self._manager.loaded():
            try:
                await self._async_learn_of(battery.writer, now)
            except Exception as err:  # noqa: BLE001  whatever the database raises
                _LOGGER.debug("Nothing is learned of %s: %r", battery.battery_id, err)

    async def _async_learn_of(self, battery: BatteryWriter, now: datetime) -> None:
        snapshot, hass = battery.state.snapshot, self._hass
        power, level = self._sensor(battery, "power"), self._sensor(battery, "level")
        if snapshot is None or power is None or level is None:
            return
        found = await async_means(hass, {power, level}, now - STATISTICS_TIME)
        declared = declared_model(snapshot.battery, battery.state.defaults)
        assumed = snapshot.battery.capacity is None
        battery.state.learned = await hass.async_add_executor_job(
            lambda: learn(
                declared,
                intervals(found.get(power, {}), found.get(level, {})),
                assumed=assumed,
            )
        )
        self._coordinator.async_show({battery.battery_id})

    def _sensor(self, battery: BatteryWriter, key: str) -> str | None:
        unique = unique_id(battery.battery_id, key)
        return er.async_get(self._hass).async_get_entity_id(
            Platform.SENSOR, DOMAIN, unique
        )
