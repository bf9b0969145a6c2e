"""Writes settings one at a time, and believes them once they are read.

Amps answers a write with an echo, which is no proof (`amps-api.md` 3.9).
"""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
import math

from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er

from ..account.names import unique_id
from ..account.rate_limiter import Turn, taking
from ..api.errors import (
    AmpsError,
    NoAnswerError,
    RejectedError,
    ServerError,
    UnreadableError,
)
from ..api.models import Battery, Quantity, Source
from ..const import DOMAIN
from ..coordinator import AmpsCoordinator
from ..exceptions import failed, invalid, translated
from .refresh import Reader
from .setting_values import (
    LOWEST,
    SettingKey,
    setting_range,
    setting_symbol,
    setting_text,
    setting_value,
)

SETTLE_SECONDS = 3.0
"""Seconds that the manufacturer gets before the setting is read back."""
EXPEDITED_CACHE_TIME = timedelta(seconds=61)
"""After this time, an expedited read queries the battery again."""
RETRY_AFTER = timedelta(seconds=15)
"""How long after a reading without news the next one follows."""
MAX_READS = 4
DIFFERENT_READS = 2
"""How many readings have to show another value before it is believed."""
_MAX_ROUNDING = 0.5
"""A battery may round to whole percent, watts or amps."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class SettingRequest:
    """A requested value that the battery has not shown yet."""

    battery_id: str
    battery_name: str
    key: SettingKey
    value: float


class Settings:
    """Writes the settings of the batteries, those of each one after the other."""

    def __init__(self, coordinator: AmpsCoordinator, reader: Reader) -> None:
        """Ask for nothing yet."""
        self._coordinator = coordinator
        self._reader = reader
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._requests: dict[tuple[str, SettingKey], SettingRequest] = {}

    def value(self, battery_id: str, key: SettingKey) -> float | None:
        """Return the value to show: the requested one until the battery is read."""
        if (request := self._requests.get((battery_id, key))) is not None:
            return request.value
        known = self._coordinator.data.get(battery_id)
        return setting_value(known.battery, key) if known else None

    async def async_write(
        self, battery_id: str, battery_name: str, key: SettingKey, value: float
    ) -> None:
        """Change a setting, and return once the battery shows it.

        Raises Home Assistant's errors, translated: for what cannot be, for what Amps
        refuses, for what the battery does not show afterwards, and for what could not
        be read.
        """
        request = SettingRequest(
            battery_id=battery_id, battery_name=battery_name, key=key, value=value
        )
        async with self._locks[battery_id]:
            shown = self.value(battery_id, key)
            if shown is not None and math.isclose(shown, value):
                return
            self._check_possible(request)
            self._requests[battery_id, key] = request
            self._coordinator.async_show({battery_id})
            try:
                await self._async_send(request)
            except HomeAssistantError:
                self._forget(request)
                raise
        try:
            await self._async_confirm(request, self._coordinator.now())
        finally:
            self._forget(request)

    def _check_possible(self, request: SettingRequest) -> None:
        """Refuse a lowest level above the highest one."""
        high = SettingKey.CHARGE_CEILING
        for low in LOWEST:
            if request.key not in (low, high):
                continue
            floor, ceiling = (
                request.value
                if key is request.key
                else self.value(request.battery_id, key)
                for key in (low, high)
            )
            if floor is None or ceiling is None or floor <= ceiling:
                continue
            battery = self._battery(request)
            raise invalid(
                "setting_impossible",
                battery=request.battery_name,
                low=self._label(request, low),
                low_value=setting_text(battery, low, floor),
                high=self._label(request, high),
                high_value=setting_text(battery, high, ceiling),
            )

    async def _async_send(self, request: SettingRequest) -> None:
        """Send it once; where the answer was lost the battery's reading decides."""
        coordinator = self._coordinator
        takes = setting_range(self._battery(request), request.key)
        if takes is None:
            raise failed("setting_unsupported", **self._names(request))
        settings = {request.key.value: Quantity(value=request.value, unit=takes.unit)}
        try:
            with taking(Turn.BY_HAND):
                await coordinator.client.update_settings(request.battery_id, settings)
        except AmpsError as err:
            if not _may_be_done(err):
                raise self._refused(err, request) from err

    def _refused(self, error: AmpsError, request: SettingRequest) -> HomeAssistantError:
        if isinstance(error, RejectedError) and error.code == "READ_ONLY_SETTING":
            return failed("setting_read_only", **self._names(request))
        if isinstance(error, RejectedError) and error.code == "UNSUPPORTED_SETTING":
            return failed("setting_unsupported", **self._names(request))
        return translated(error)

    async def _async_confirm(self, request: SettingRequest, written: datetime) -> None:
        """Read the battery until it shows the value, or twice shows another one.

        Some manufacturers take a minute, so one other value is no proof.
        """
        different, pause = 0, SETTLE_SECONDS
        for _ in range(MAX_READS):
            await asyncio.sleep(pause)
            if not self._is_newest(request):
                return
            battery = await self._async_read(request.battery_id)
            if not self._is_newest(request):
                return
            if battery is not None and _read_since(battery, written):
                if _shows(battery, request):
                    return
                different += 1
                if different == DIFFERENT_READS:
                    raise self._not_taken(request, battery)
            pause = self._pause(battery)
        raise failed(
            "setting_unconfirmed",
            **self._names(request),
            value=setting_text(self._battery(request), request.key, request.value),
        )

    def _not_taken(
        self, request: SettingRequest, battery: Battery
    ) -> HomeAssistantError:
        key = request.key
        return failed(
            "setting_not_taken",
            **self._names(request),
            value=setting_text(battery, key, request.value),
            shown=setting_text(battery, key, setting_value(battery, key)),
        )

    async def _async_read(self, battery_id: str) -> Battery | None:
        try:
            return await self._reader.async_read(
                battery_id, expedite=True, turn=Turn.POLL
            )
        except AmpsError:
            return None

    def _pause(self, battery: Battery | None) -> float:
        """Return the seconds until another read can show more."""
        pulled = battery.last_pulled_at if battery else None
        left = (
            pulled + EXPEDITED_CACHE_TIME - self._coordinator.now()
            if pulled
            else RETRY_AFTER
        )
        return max(left, RETRY_AFTER).total_seconds()

    def _is_newest(self, request: SettingRequest) -> bool:
        """Return whether no other value was requested since."""
        return self._requests.get((request.battery_id, request.key)) is request

    def _forget(self, request: SettingRequest) -> None:
        """Show what was read again, unless another value was requested since."""
        if self._is_newest(request):
            del self._requests[request.battery_id, request.key]
            self._coordinator.async_show({request.battery_id})

    def _battery(self, request: SettingRequest) -> Battery:
        if (known := self._coordinator.data.get(request.battery_id)) is None:
            raise invalid("device_gone", battery=request.battery_name)
        return known.battery

    def _names(self, request: SettingRequest) -> dict[str, str]:
        label = self._label(request, request.key)
        return {"battery": request.battery_name, "setting": label}

    def _label(self, request: SettingRequest, key: SettingKey) -> str:
        """Name a setting as the owner sees it."""
        registry = er.async_get(self._coordinator.hass)
        named = unique_id(request.battery_id, key)
        found = registry.async_get_entity_id("number", DOMAIN, named)
        entity = registry.async_get(found) if found else None
        return (entity and (entity.name or entity.original_name)) or key.value


def _may_be_done(error: AmpsError) -> bool:
    """Return whether Amps may have changed the setting although the request failed."""
    if isinstance(error, NoAnswerError):
        return error.sent
    return isinstance(error, (ServerError, UnreadableError))


def _read_since(battery: Battery, written: datetime) -> bool:
    """Return whether an answer shows the battery itself after an instant."""
    if not battery.available or battery.source is Source.FALLBACK:
        return False
    pulled = battery.last_pulled_at
    return pulled is not None and pulled >= written


def _shows(battery: Battery, request: SettingRequest) -> bool:
    shown = setting_value(battery, request.key)
    if shown is None:
        return False
    scale = 1000 if setting_symbol(battery, request.key) == "kW" else 1
    return abs(shown - request.value) * scale <= _MAX_ROUNDING
