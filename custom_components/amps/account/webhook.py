"""Webhooks of Amps: verified, and then a mere hint to read a battery now."""

import asyncio
from base64 import b64decode
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http import HTTPStatus
import logging
from typing import Any, TypeGuard

from aiohttp.hdrs import METH_POST
from aiohttp.web import Request, Response
from homeassistant.components import webhook
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from standardwebhooks import Webhook

from ..const import CONF_WEBHOOK_SECRET, DOMAIN
from .webhook_body import Hint, hint_of

_LOGGER = logging.getLogger(__name__)

MAX_BODY_BYTES = 64 * 1024
READ_STEP_BYTES = 8 * 1024
MAX_READ_SECONDS = 10
HEADER_PREFIXES = ("svix", "webhook")
"""What the names of the signed headers begin with."""
HEADER_PARTS = ("id", "timestamp", "signature")
SECRET_PREFIX = "whsec_"  # noqa: S105  what every secret begins with
MAX_REMEMBERED_IDS = 500
"""How many message ids are remembered."""


@dataclass(slots=True, kw_only=True)
class Deliveries:
    """What came for an entry since Home Assistant started."""

    valid: int = 0
    repeated: int = 0
    refused: int = 0
    last_valid: datetime | None = None
    seen: deque[str] = field(default_factory=lambda: deque(maxlen=MAX_REMEMBERED_IDS))


_DELIVERIES: HassKey[dict[str, Deliveries]] = HassKey(f"{DOMAIN}_deliveries")


@callback
def deliveries(hass: HomeAssistant, entry_id: str) -> Deliveries:
    """Return what came for an entry; it outlives a reload."""
    return hass.data.setdefault(_DELIVERIES, {}).setdefault(entry_id, Deliveries())


@callback
def async_setup_webhook(
    hass: HomeAssistant, entry: ConfigEntry[Any], take: Callable[[Hint], None]
) -> None:
    """Listen, where the owner has set webhooks up, until the entry is unloaded."""
    webhook_id = entry.options.get(CONF_WEBHOOK_ID)
    secret = entry.options.get(CONF_WEBHOOK_SECRET)
    if not webhook_id or not is_secret(secret):
        return
    receiver = Receiver(deliveries(hass, entry.entry_id), secret, take)
    webhook.async_register(
        hass,
        DOMAIN,
        entry.title,
        webhook_id,
        receiver.async_receive,
        allowed_methods=[METH_POST],
    )
    entry.async_on_unload(partial(webhook.async_unregister, hass, webhook_id))


def is_secret(text: object) -> TypeGuard[str]:
    """Return whether a text is a signing secret as the Amps dashboard shows it."""
    if not isinstance(text, str) or not text.startswith(SECRET_PREFIX):
        return False
    encoded = text.removeprefix(SECRET_PREFIX)
    try:
        return bool(b64decode(encoded + "=" * (-len(encoded) % 4), validate=True))
    except ValueError:
        return False


class RefusedError(Exception):
    """A delivery that nobody vouches for."""


class Receiver:
    """Takes the deliveries for one entry."""

    def __init__(
        self, came: Deliveries, secret: str, take: Callable[[Hint], None]
    ) -> None:
        """Check signatures with this secret, and pass on what is hinted at."""
        self._deliveries = came
        self._verifier = Webhook(secret)
        self._take = take
        self._warned = False

    async def async_receive(
        self, _hass: HomeAssistant, _webhook_id: str, request: Request
    ) -> Response:
        """Take one delivery: answer at once, read the battery afterwards."""
        try:
            message_id, body = await self._async_verified(request)
        except Exception as err:  # noqa: BLE001  a caller can break off in many ways
            self._refuse(err)
            return Response(status=HTTPStatus.UNAUTHORIZED)
        came = self._deliveries
        came.last_valid = dt_util.utcnow()
        if message_id in came.seen:
            came.repeated += 1
            return Response()
        came.seen.append(message_id)
        came.valid += 1
        if (hint := hint_of(body)) is not None:
            self._take(hint)
        return Response()

    async def _async_verified(self, request: Request) -> tuple[str, bytes]:
        """Return the message's id and body; whatever is raised means invalid."""
        signed = [
            names for name in HEADER_PREFIXES if (names := _signed(request, name))
        ]
        if not signed:
            raise RefusedError("unsigned")
        body = await _async_body(request)
        for headers in signed:
            with suppress(Exception):
                self._verifier.verify(body, headers, json_parse=False)
                return headers["webhook-id"], body
        raise RefusedError("signature")

    def _refuse(self, error: Exception) -> None:
        """Count it; one line in the log is enough, whoever knocks how often."""
        self._deliveries.refused += 1
        level = logging.DEBUG if self._warned else logging.WARNING
        self._warned = True
        _LOGGER.log(
            level,
            "A webhook delivery was refused (%s), further ones are only counted; if it "
            "came from Amps, enter the signing secret anew in the options",
            error if isinstance(error, RefusedError) else type(error).__name__,
        )


def _signed(request: Request, family: str) -> dict[str, str] | None:
    """Return the signed headers of one family as the verifier names them."""
    found = {
        f"webhook-{names}": request.headers.get(f"{family}-{names}")
        for names in HEADER_PARTS
    }
    given = {name: value for name, value in found.items() if value}
    return given if len(given) == len(HEADER_PARTS) else None


async def _async_body(request: Request) -> bytes:
    """Read a body in steps, as far as one of Amps can be long."""
    # a request of the cloud has nothing else, and every access starts anew
    content = request.content
    body = b""
    async with asyncio.timeout(MAX_READ_SECONDS):
        while step := await content.read(READ_STEP_BYTES):
            body += step
            if len(body) > MAX_BODY_BYTES:
                raise RefusedError("too large")
    return body
