"""What is behind a key."""

import asyncio
import logging
from typing import NamedTuple

from homeassistant.const import CONF_API_KEY, CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from ..api import (
    AmpsClient,
    AmpsError,
    Battery,
    KeyRefusedError,
    NoAnswerError,
    NotFoundError,
    PermissionDeniedError,
    RejectedError,
    ServerError,
    ThrottledError,
    UnauthorizedError,
    UnreadableError,
    check_url,
)
from .names import battery_names

_LOGGER = logging.getLogger(__name__)

RETRY_SECONDS = 1.0
"""Seconds until a key that was refused without a reason is tried again."""

_ERRORS: tuple[tuple[type[AmpsError], str], ...] = (
    (KeyRefusedError, "invalid_auth"),
    (UnauthorizedError, "invalid_auth"),
    (PermissionDeniedError, "invalid_auth"),
    (ThrottledError, "throttled"),
    (NotFoundError, "not_amps"),
    (RejectedError, "not_amps"),
    (UnreadableError, "not_amps"),
    (ServerError, "cannot_connect"),
    (NoAnswerError, "cannot_connect"),
)


class UnusableError(Exception):
    """An account that cannot be used, with the key of the form's error."""

    def __init__(self, error: str) -> None:
        """Return the key of the text that says what to do."""
        super().__init__(error)
        self.error = error


class FoundAccount(NamedTuple):
    """What was found behind a key."""

    api_key: str
    url: str
    environment: str | None
    names: dict[str, str]
    """Names of all batteries by battery id."""

    @property
    def data(self) -> dict[str, str]:
        """The data of an entry for this account."""
        return {CONF_API_KEY: self.api_key, CONF_URL: self.url}


async def async_find_account(
    hass: HomeAssistant, api_key: str, url: str
) -> FoundAccount:
    """Read what is behind a key; raises UnusableError where that cannot be used."""
    try:
        url = check_url(url)
    except ValueError as err:
        raise UnusableError("not_amps") from err
    client = AmpsClient(async_get_clientsession(hass), api_key, url)
    try:
        environment, batteries = await _async_read(client)
    except AmpsError as err:
        raise UnusableError(_error_key(err)) from err
    except Exception as err:
        _LOGGER.exception("Unexpected error while reading the account")
        raise UnusableError("unknown") from err
    if not batteries:
        raise UnusableError("no_batteries")
    return FoundAccount(
        api_key=api_key,
        url=url,
        environment=environment,
        names=battery_names(batteries),
    )


async def _async_read(client: AmpsClient) -> tuple[str | None, tuple[Battery, ...]]:
    """Return the environment and all batteries.

    Amps' limiter may answer like a refused key, so one refusal without a reason is not
    believed.
    """
    try:
        account = await client.probe()
    except UnauthorizedError:
        await asyncio.sleep(RETRY_SECONDS)
        account = await client.probe()
    return account.environment, await client.list_batteries()


def _error_key(error: AmpsError) -> str:
    if error.code == "LIVE_ACCESS_DISABLED":
        return "live_access_disabled"
    return next((key for kind, key in _ERRORS if isinstance(error, kind)), "unknown")
