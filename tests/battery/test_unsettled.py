"""Two rules that disagree: the battery is not flooded with what they ask for."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
import pytest

from custom_components.amps.engine import slot
from simulator import World

from ..planned import schedule
from ..travel import Travel

MINUTES = 30


@pytest.mark.usefixtures("integration")
async def test_what_is_sent_and_withdrawn_in_turn_is_so_only_a_few_times_a_minute(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(slot, "takes_turn", lambda *_: True)
    await schedule(hass, travel)
    await travel(timedelta(minutes=MINUTES))
    assert "does not settle" in caplog.text
    assert 0 < len(world.record.pushes()) <= 10 * (MINUTES + 1)
