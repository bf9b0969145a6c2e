"""Which time zone a battery is probably in."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

COMMON_ZONES = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Helsinki",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "Australia/Sydney",
    "Australia/Brisbane",
    "Australia/Adelaide",
    "Australia/Perth",
    "Pacific/Auckland",
    "Asia/Tokyo",
    "Asia/Dubai",
    "Africa/Johannesburg",
    "America/Sao_Paulo",
)
"""Where most batteries stand; of zones with the same offset these are meant first."""


def likely_zone(
    zones: Iterable[str], home: str, used: str, error: timedelta, at: datetime
) -> str:
    """Return the zone in which Amps seems to read what was written in zone `used`.

    It understood an instant that is `error` later than was meant; `home` is Home
    Assistant's zone. Where no zone fits it is the one that was used.
    """
    written = at.astimezone(ZoneInfo(used)).utcoffset() or timedelta()
    fitting = {
        zone
        for zone in zones
        if at.astimezone(ZoneInfo(zone)).utcoffset() == written - error
    }
    region = home.split("/", maxsplit=1)[0]
    near = sorted(fitting, key=lambda name: (not name.startswith(f"{region}/"), name))
    common = [zone for zone in COMMON_ZONES if zone in fitting]
    return next(iter([*({home} & fitting), *common, *near]), used)


def all_zones() -> list[str]:
    """Return the names of all zones; it reads files."""
    return sorted(available_timezones())
