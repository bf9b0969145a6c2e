"""Whether another device draws, by what its entity shows."""

from collections.abc import Iterable

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT, STATE_ON, UnitOfPower
from homeassistant.core import HomeAssistant, State
from homeassistant.util.unit_conversion import PowerConverter

MIN_DRAWN_WATTS = 500.0
"""What draws less is at rest."""
DRAWING = frozenset({STATE_ON, "charging", "heating", "cooling", "running"})
"""States of what draws, where it shows no power."""


def draws(hass: HomeAssistant, entity_ids: Iterable[str]) -> bool:
    """Return whether one of the entities shows that its device draws."""
    states = (hass.states.get(entity_id) for entity_id in entity_ids)
    return any(state is not None and _draws(state) for state in states)


def _draws(state: State) -> bool:
    unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
    if unit not in PowerConverter.VALID_UNITS:
        return state.state in DRAWING
    try:
        power = float(state.state)
    except ValueError:
        return False
    return PowerConverter.convert(power, unit, UnitOfPower.WATT) >= MIN_DRAWN_WATTS
