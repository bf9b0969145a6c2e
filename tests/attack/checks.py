"""What has to hold whatever is tried."""

import json
import logging

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.diagnostics import async_get_config_entry_diagnostics
from simulator import DEFAULT_KEY, DEFAULT_SECRET
from tests.entities import FULL, state
from tests.travel import Travel

SECRETS = (DEFAULT_KEY, DEFAULT_SECRET, DEFAULT_SECRET.removeprefix("whsec_"))
_EXPECTED = (
    "Error fetching ",
    "Full error:",  # follows it where the log tells all
    "Error handling Calendar Event call: ",
)
"""How Home Assistant says that a poll failed, and that an event was refused."""
_MALFORMED = "(invalid_format)"
"""What it says of a message that does not get as far as an integration."""


def is_unexpected(record: logging.LogRecord) -> bool:
    """Return whether a line of the log is one that nobody meant to write."""
    words = record.getMessage()
    if words.startswith(_EXPECTED) or _MALFORMED in words:
        return False
    is_error = record.levelno >= logging.ERROR or record.exc_info is not None
    return is_error or "Traceback" in words


def assert_calm(caplog: pytest.LogCaptureFixture) -> None:
    """Assert that the log holds nothing unexpected and no secret."""
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    unexpected = [record.getMessage() for record in records if is_unexpected(record)]
    assert not unexpected, unexpected
    assert_no_secret("\n".join(record.getMessage() for record in records))


def assert_no_secret(text: str) -> None:
    """Assert that a text holds no secret, and no good part of one."""
    found = [secret for secret in SECRETS if secret in text]
    assert not found, found


async def assert_nothing_leaks(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Assert that states, devices, repairs and diagnostics hold no secret."""
    described = await async_get_config_entry_diagnostics(hass, entry)
    shown = [
        json.dumps(described),
        *(str(written.as_dict()) for written in hass.states.async_all()),
        *(str(issue) for issue in ir.async_get(hass).issues.values()),
        *(str(device.dict_repr) for device in dr.async_get(hass).devices),
        str(hass.config_entries.flow.async_progress()),
    ]
    for text in shown:
        assert_no_secret(text)


async def assert_goes_on(hass: HomeAssistant, travel: Travel, *batteries: str) -> None:
    """Assert that the next good polls bring everything back."""
    await travel(121)
    for battery in batteries or (FULL,):
        level = state(hass, "sensor", "level", battery).state
        mode = state(hass, "select", "operation_mode", battery).state
        assert 0 <= float(level) <= 100, battery
        assert mode not in ("unknown", "unavailable"), battery
