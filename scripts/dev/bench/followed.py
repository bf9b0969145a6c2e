"""How soon polling shows that an action ended, in simulated time."""

from collections.abc import Callable
from datetime import timedelta
from statistics import median

from homeassistant.core import Event, EventStateChangedData, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event

from custom_components.amps.const import DOMAIN
from simulator import Knobs, full

from .travelled import Scene, scene

DEVICE = "device_bench_00001"
WITHIN = 60
"""Seconds after the command in which actions end."""
TIMES = 40
REST = timedelta(minutes=3)


async def measured() -> dict[str, float]:
    """Let actions end at times spread over the first minute."""
    knobs = Knobs(dispatch_delay=0.1)
    async with scene([full(DEVICE)], knobs) as (house, entry):
        await house.set_up(entry)
        await house.travel(REST)
        late = [await _late(house, (at + 0.5) * WITHIN / TIMES) for at in range(TIMES)]
    return {"followed": median(late)}


async def _late(second: Scene, seconds: float) -> float:
    """Return after how many seconds the end of an action is shown."""
    second.world.knobs.completion_delay = seconds - second.world.knobs.dispatch_delay
    registry = er.async_get(second.hass)
    mode, state = (
        registry.async_get_entity_id(domain, DOMAIN, f"{DEVICE}_{key}")
        for domain, key in (
            ("select", "operation_mode"),
            ("sensor", "last_action_state"),
        )
    )
    now = second.hass.states.get(str(mode))
    option = "auto_balanced" if now and now.state == "idle" else "idle"
    data = {"entity_id": mode, "option": option}
    shown = _shown(second.hass, str(state))
    pushed = second.hass.services.async_call(
        "select", "select_option", data, blocking=True
    )
    await second.travel.run(pushed)
    await second.travel(REST)
    ended = second.world.actions()[0].updated_at
    return shown() - ended.timestamp()


def _shown(hass: HomeAssistant, entity_id: str) -> Callable[[], float]:
    """Return a function that says when an entity last became "completed"."""
    seen: list[float] = []

    def look(event: Event[EventStateChangedData]) -> None:
        new = event.data["new_state"]
        if new is not None and new.state == "completed":
            seen.append(new.last_updated_timestamp)

    remove = async_track_state_change_event(hass, entity_id, look)

    def last() -> float:
        remove()
        return seen[-1]

    return last
