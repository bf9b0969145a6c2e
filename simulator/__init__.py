"""A faithful Amps server, written from the API's documents alone."""

from .action import Action
from .clock import Clock, ManualClock, SystemClock
from .device import Bounds, Command, Device, Mode, Setting
from .errors import ApiError
from .faults import Fault
from .fleet import (
    FACTORIES,
    fallback,
    fleet,
    full,
    no_auto,
    no_settings,
    offline,
    windowed_only,
)
from .keys import DEFAULT_KEY, ApiKey
from .knobs import Knobs
from .record import Effect, RequestEntry
from .server import AmpsServer
from .webhooks import DEFAULT_SECRET, Delivery, Target, WebhookOutbox, sign
from .world import World

__all__ = [
    "DEFAULT_KEY",
    "DEFAULT_SECRET",
    "FACTORIES",
    "Action",
    "AmpsServer",
    "ApiError",
    "ApiKey",
    "Bounds",
    "Clock",
    "Command",
    "Delivery",
    "Device",
    "Effect",
    "Fault",
    "Knobs",
    "ManualClock",
    "Mode",
    "RequestEntry",
    "Setting",
    "SystemClock",
    "Target",
    "WebhookOutbox",
    "World",
    "fallback",
    "fleet",
    "full",
    "no_auto",
    "no_settings",
    "offline",
    "sign",
    "windowed_only",
]
