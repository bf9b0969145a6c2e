"""The time zone in which Amps reads a battery's wall clock, and what it cannot read."""

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from homeassistant.util import dt as dt_util

from ..api.models import Command, Generation
from ..const import CONF_PLANT_TIME_ZONE, CONF_PLANT_TIME_ZONES
from ..engine.dst import tellable
from ..exceptions import invalid

if TYPE_CHECKING:
    from ..coordinator import AmpsCoordinator


def takes_offsets(coordinator: AmpsCoordinator) -> bool:
    """Return whether Amps takes times with offsets, not as the plant's clock."""
    return coordinator.client.generation is Generation.G1


async def async_load_zones(coordinator: AmpsCoordinator, *names: str) -> None:
    """Read the zones that were chosen, and those named: none is read later."""
    options = coordinator.config_entry.options
    chosen = {*names, *options.get(CONF_PLANT_TIME_ZONES, {}).values()}
    if name := options.get(CONF_PLANT_TIME_ZONE):
        chosen.add(name)
    for name in chosen:
        if (zone := await dt_util.async_get_time_zone(name)) is not None:
            coordinator.zones[name] = zone


def plant_zone(coordinator: AmpsCoordinator, battery_id: str) -> tzinfo:
    """Return a battery's own zone, else the entry's, else Home Assistant's."""
    options = coordinator.config_entry.options
    name = options.get(CONF_PLANT_TIME_ZONES, {}).get(battery_id)
    name = name or options.get(CONF_PLANT_TIME_ZONE)
    if name is None:
        return dt_util.get_default_time_zone()
    # one that is not read yet was chosen without the entry being set up again
    zone = coordinator.zones.get(name) or dt_util.get_time_zone(name)
    return zone or dt_util.get_default_time_zone()


def check_tellable(
    coordinator: AmpsCoordinator,
    battery_id: str,
    name: str,
    command: Command,
    span: tuple[datetime, datetime],
) -> None:
    """Refuse a window whose times Amps would read as another one.

    `name` is what the owner calls the battery; `span` are start and end, aware. Nothing
    is refused that can be sent in two commands. Raises ServiceValidationError.
    """
    snapshot = coordinator.data.get(battery_id)
    if snapshot is None or takes_offsets(coordinator):
        return
    offered = snapshot.battery.execution(command)
    zone = plant_zone(coordinator, battery_id)
    start, end = (instant.astimezone(UTC) for instant in span)
    if offered and not tellable(offered, start, end, zone):
        raise invalid(
            "window_repeated_hour",
            battery=name,
            start=f"{start.astimezone(zone):%H:%M}",
            end=f"{end.astimezone(zone):%H:%M}",
        )
