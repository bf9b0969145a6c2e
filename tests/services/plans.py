"""What tests of planners' plans share."""

from typing import Any

from homeassistant.core import HomeAssistant

from custom_components.amps.const import DOMAIN

from ..entities import FULL, ha_device_id
from ..travel import Travel
from ..windows import KEYS, Windows, answer

KINDS = ["added", "changed", "removed", "kept", "gave_way"]
LOST_KEYS = ["device_id", "command", "start", "end", "uid", "source"]
NIGHT = ("2026-11-24 00:30:00", "2026-11-24 05:30:00")


type Answer = dict[str, Windows]


def window(start: str, end: str, command: str = "charge", **given: Any) -> Any:
    return {"command": command, "start": start, "end": end, **given}


async def set_plan(
    hass: HomeAssistant, travel: Travel, *windows: Any, **data: Any
) -> Answer:
    """Hand over a plan and give what changed."""
    batteries = data.pop("batteries", (FULL,))
    call = {
        "device_id": [ha_device_id(hass, battery) for battery in batteries],
        "source": "emhass",
        "windows": list(windows),
        **data,
    }
    given: Any = await travel.run(
        hass.services.async_call(
            DOMAIN, "set_plan", call, blocking=True, return_response=True
        )
    )
    await travel.settle()
    assert list(given) == KINDS
    for kind in KINDS:
        wanted = LOST_KEYS if kind == "gave_way" else KEYS
        assert all(list(draft) == wanted for draft in given[kind])
    answered: Answer = given
    return answered


async def planned(hass: HomeAssistant, travel: Travel) -> Windows:
    return await answer(hass, travel, "get_windows")


def counts(answered: Answer) -> dict[str, int]:
    return {kind: len(found) for kind, found in answered.items() if found}
