"""What tests of webhooks share: signed requests, as Amps and the cloud send them."""

from collections.abc import Mapping
from http import HTTPStatus
import json
from typing import Any

from aiohttp.test_utils import TestClient
from homeassistant.components.webhook import async_handle_webhook
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant
from homeassistant.util.aiohttp import MockRequest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import CONF_WEBHOOK_SECRET, DOMAIN
from simulator import DEFAULT_SECRET, sign

from .travel import Travel

HOOK = "a1b2c3d4e5f60718293a4b5c6d7e8f90"
PATH = f"/api/webhook/{HOOK}"

type Client = TestClient[Any, Any]


def with_webhook(
    entry: MockConfigEntry, secret: str = DEFAULT_SECRET, **options: Any
) -> MockConfigEntry:
    """The same entry, with webhooks set up."""
    return MockConfigEntry(
        domain=DOMAIN,
        title=entry.title,
        data=entry.data,
        options={
            **entry.options,
            CONF_WEBHOOK_ID: HOOK,
            CONF_WEBHOOK_SECRET: secret,
            **options,
        },
    )


def signed(
    travel: Travel,
    body: bytes,
    *,
    message_id: str = "msg_1",
    family: str = "svix",
    secrets: tuple[str, ...] = (DEFAULT_SECRET,),
    age: float = 0,
) -> dict[str, str]:
    """The headers of a delivery that was signed some seconds ago."""
    timestamp = int(travel.now().timestamp() - age)
    signatures = (sign(secret, message_id, timestamp, body) for secret in secrets)
    return {
        "content-type": "application/json",
        f"{family}-id": message_id,
        f"{family}-timestamp": str(timestamp),
        f"{family}-signature": " ".join(signatures),
    }


async def through_cloud(
    hass: HomeAssistant, travel: Travel, body: bytes, headers: Mapping[str, str]
) -> int:
    """Hand a delivery over as the cloud does, and give the answer's status."""
    request = MockRequest(
        content=body, mock_source="cloud", method="POST", headers=dict(headers)
    )
    answer = await travel.run(async_handle_webhook(hass, HOOK, request))
    await travel.settle()
    return answer.status


async def deliver(
    hass: HomeAssistant, travel: Travel, told: Any, message_id: str = "msg_1"
) -> None:
    """Deliver a body that has to be taken."""
    body = json.dumps(told).encode()
    headers = signed(travel, body, message_id=message_id)
    assert await through_cloud(hass, travel, body, headers) == HTTPStatus.OK
