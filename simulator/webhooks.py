"""Signed webhooks: what is due, its bytes and its signature."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
import hashlib
import hmac
import json
from typing import Any

from .action import Action
from .device import Device
from .knobs import Knobs
from .wire import stamp, webhook_body

DEFAULT_SECRET = "whsec_" + base64.b64encode(b"simulated webhook secret").decode()
_RETRIES = (5, 300, 1800, 7200, 18000, 36000, 36000)
_KEPT = 2000


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return Svix's signature of a message."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    text = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(key, text, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


@dataclass(frozen=True, kw_only=True)
class Target:
    """An endpoint that the dashboard knows; `events` None takes all."""

    url: str
    secret: str = DEFAULT_SECRET
    events: frozenset[str] | None = None


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One attempt: the raw body and its signed headers."""

    id: str
    event: str
    due: datetime
    target: Target
    body: bytes
    attempt: int = 1
    headers: dict[str, str] = field(default_factory=dict)

    def signed(self, at: datetime) -> Delivery:
        """Return it with the headers of an attempt made now."""
        timestamp = int(at.timestamp())
        signature = sign(self.target.secret, self.id, timestamp, self.body)
        return replace(
            self,
            headers={
                "content-type": "application/json",
                "svix-id": self.id,
                "svix-timestamp": str(timestamp),
                "svix-signature": signature,
            },
        )


class WebhookOutbox:
    """Pending messages; without targets they still wait for `due()`."""

    def __init__(self, knobs: Knobs, now: Callable[[], datetime]) -> None:
        self._knobs = knobs
        self._now = now
        self._count = 0
        self.targets: list[Target] = []
        self.waiting: list[Delivery] = []
        self.delivered: list[Delivery] = []

    def add_target(self, url: str, secret: str = DEFAULT_SECRET) -> Target:
        """Add a URL that receives all events."""
        target = Target(url=url, secret=secret)
        self.targets.append(target)
        return target

    def action_ended(self, action: Action, knobs: Knobs) -> None:
        """Announce a terminal action; cancellations are never announced."""
        if action.state in {"completed", "failed"}:
            body = webhook_body(action, knobs)
            self.enqueue(f"push.{action.state}", body, action.updated_at, knobs)

    def device_event(
        self, device: Device, what: str, at: datetime, reconnection_url: str | None
    ) -> None:
        """Announce that a device's link changed."""
        body: dict[str, Any] = {
            "deviceId": device.id,
            "deviceType": "battery",
            "timestamp": stamp(at),
        }
        if reconnection_url is not None:
            body["reconnectionUrl"] = reconnection_url
        self.enqueue(f"device.{what}", body, at, self._knobs)

    def enqueue(
        self, event: str, body: dict[str, Any], at: datetime, knobs: Knobs
    ) -> None:
        """Send any body to all targets after the knob's delay."""
        raw = json.dumps(body, separators=(",", ":")).encode()
        due = at + timedelta(seconds=knobs.delay_of_webhooks)
        for target in self.targets or [Target(url="")]:
            if target.events is not None and event not in target.events:
                continue
            self._count += 1
            message_id = f"msg_sim{self._count:08d}"
            self.waiting.append(
                Delivery(id=message_id, event=event, due=due, target=target, body=raw)
            )
        del self.waiting[:-_KEPT]

    def due(self) -> list[Delivery]:
        """Return what is due now, signed, as the knobs order and repeat it."""
        now = self._now()
        ready = sorted(
            (one for one in self.waiting if one.due <= now), key=lambda one: one.due
        )
        self.waiting = [one for one in self.waiting if one.due > now]
        if self._knobs.webhook_order == "reversed":
            ready.reverse()
        taken = [
            one.signed(now) for one in ready for _ in range(self._knobs.webhook_copies)
        ]
        self.delivered = [*self.delivered, *taken][-_KEPT:]
        return taken

    def retry(self, delivery: Delivery) -> None:
        """Retry a failed delivery later, with the same id."""
        if delivery.attempt <= len(_RETRIES):
            wait = timedelta(seconds=_RETRIES[delivery.attempt - 1])
            again = replace(
                delivery, due=self._now() + wait, attempt=delivery.attempt + 1
            )
            self.waiting.append(again)

    def repeat(self, delivery: Delivery) -> None:
        """Repeat a delivery immediately, with the same id."""
        self.waiting.append(replace(delivery, due=self._now()))
