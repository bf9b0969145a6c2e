"""Which batteries are in the house, and what part of its load and sun is theirs."""

from collections.abc import Collection, Iterable

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from ...account.action_lists import Snapshots
from ...account.names import unique_id
from ...const import DOMAIN
from ...inputs.errors import HouseError
from ...inputs.house import House, Missing
from ...planner.problem import Power
from .goal_problem import ASSUMED_CAPACITY

_METERS = "energy_charged", "energy_discharged"


def in_house(hass: HomeAssistant, account: Snapshots, house: House) -> Collection[str]:
    """Return the batteries of an account that are known to be in the house, by id.

    A key may be for batteries of many houses: those in Energy are in this one. The only
    battery of an account is, too, where Energy counts it with other meters.
    """
    registry = er.async_get(hass)
    meters = map(registry.async_get, house.batteries)
    ours = {meter.unique_id for meter in meters if meter and meter.platform == DOMAIN}
    found = {
        battery_id
        for battery_id in account
        if not ours.isdisjoint(unique_id(battery_id, key) for key in _METERS)
    }
    is_counted = Missing.NO_BATTERY not in house.missing
    return found or (set(account) if len(account) == 1 and is_counted else set())


def house_share(
    hass: HomeAssistant, battery_id: str, account: Snapshots, house: House
) -> float:
    """Return a battery's share of the house, 0 to 1, in proportion to its capacity.

    Raises HouseError where others of the account are in the house, and it is not.
    """
    here = in_house(hass, account, house) or account
    if battery_id not in here:
        raise HouseError("house_elsewhere")
    sizes = {key: account[key].battery.capacity or ASSUMED_CAPACITY for key in here}
    return sizes[battery_id] / sum(sizes.values())


def share_of(rows: Iterable[Power], share: float) -> tuple[Power, ...]:
    """Return that share of power over time."""
    return tuple(row._replace(kw=row.kw * share) for row in rows)
