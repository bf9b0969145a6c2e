"""Asks other integrations' actions, no more often than there can be something new."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
import json
import logging
from typing import Any, NamedTuple

from homeassistant.core import HomeAssistant

from .sources import ActionCall

_LOGGER = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10
"""Seconds to wait for an action's response."""
EMPTY_CACHE_TIME = timedelta(minutes=10)
"""How long the action is not repeated if it had no prices, or failed."""
RETENTION_TIME = timedelta(days=2)


class _Answer(NamedTuple):
    asked: datetime
    good: bool
    """Whether it has any prices."""
    content: Mapping[str, Any]


class Asker:
    """Calls actions, and keeps their answers for a while."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Have no answers yet."""
        self._hass = hass
        self._answers: dict[str, _Answer] = {}

    def offers(self, platform: str, request: ActionCall) -> bool:
        """Return whether there is such an action."""
        return self._hass.services.has_service(platform, request.action)

    async def async_ask(
        self, platform: str, request: ActionCall, now: datetime, keep: timedelta
    ) -> Mapping[str, Any]:
        """Return an answer, which may be an old one; empty if there never was one."""
        key = json.dumps([platform, *request], default=str, sort_keys=True)
        before = self._answers.get(key)
        if before is not None:
            age = now - before.asked
            if timedelta(0) <= age < (keep if before.good else EMPTY_CACHE_TIME):
                return before.content
        content = await self._async_call(platform, request)
        good = any(content.values())
        if not good and before is not None:
            content = before.content
        self._answers = {
            name: answer
            for name, answer in self._answers.items()
            if now - answer.asked < RETENTION_TIME
        }
        self._answers[key] = _Answer(now, good, content)
        return content

    async def _async_call(
        self, platform: str, request: ActionCall
    ) -> Mapping[str, Any]:
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                answer = await self._hass.services.async_call(
                    platform,
                    request.action,
                    dict(request.data),
                    blocking=True,
                    return_response=True,
                )
        except Exception as err:  # noqa: BLE001  others' code, which may raise anything
            _LOGGER.debug("%s.%s failed: %r", platform, request.action, err)
            return {}
        return answer or {}
