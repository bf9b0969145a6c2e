"""What repairs call commands, times and reasons, in Home Assistant's language."""

from datetime import UTC, datetime, timedelta

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_load_integrations
import pytest

from custom_components.amps.api.models import Command
from custom_components.amps.const import DOMAIN
from custom_components.amps.engine.occurrence import Reason
from custom_components.amps.repairs.wording import RepairWords
from simulator import World

from ..entities import FULL
from ..planned import BEGIN, schedule
from ..travel import Travel
from .shown import placeholders

NIGHT = datetime(2026, 11, 23, 22, tzinfo=UTC)
HOUR = timedelta(hours=1)
DASH = "\N{EN DASH}"


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize(
    ("end", "shown"),
    [
        (NIGHT + HOUR, f"23 Nov, 22:00{DASH}23:00"),
        (NIGHT + 7 * HOUR, f"23 Nov, 22:00{DASH}05:00"),
        (NIGHT + 24 * HOUR, f"23 Nov, 22:00 {DASH} 24 Nov, 22:00"),
        (NIGHT + 50 * 24 * HOUR, f"23 Nov, 22:00 {DASH} 12 Jan 2027, 22:00"),
        (None, f"23 Nov, 22:00 {DASH} …"),
    ],
)
async def test_spans(hass: HomeAssistant, end: datetime | None, shown: str) -> None:
    assert RepairWords(hass).span(NIGHT, end) == shown


@pytest.mark.usefixtures("integration")
async def test_what_is_not_known(hass: HomeAssistant) -> None:
    words = RepairWords(hass)
    assert words.title(None) == words.instant(None) == "-"
    assert words.reason(None) == "unknown"


@pytest.mark.usefixtures("integration")
async def test_another_language(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await travel.run(hass.config.async_update(language="de"))
    await travel.run(async_load_integrations(hass, {DOMAIN}))
    await schedule(hass, travel, target=90)
    world.fail_next(FULL, "UNSUPPORTED_MODE")
    await travel.to(BEGIN + timedelta(minutes=2))
    named = placeholders(hass, f"window_missed_{FULL}")
    assert named["window"].startswith("Laden auf 90 %")
    assert named["when"] == f"23. Nov., 09:00{DASH}10:00"
    assert named["reason"] == "von Amps oder vom Hersteller abgelehnt"
    words = RepairWords(hass)
    assert words.title(Command.IDLE) == "Leerlauf"
    assert words.reason(Reason.DEVICE_OFFLINE) == "Batterie offline"
