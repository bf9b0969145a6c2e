"""The command line of scripts/develop."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

SIMULATOR_KEY = "sk_test_simulator"
AMPS_URL = "https://api.amps.ai"
FASTEST = 3600
LAST_PORT = 65535

EPILOG = """\
examples:
  scripts/develop
      three simulated batteries; Ctrl-C stops everything
  scripts/develop --check
      does everything come up? prints the entities
  scripts/develop --batteries 1 --port 8200
      one battery, and Home Assistant on a port of your choice
  scripts/develop --api-key sk_live_...
      your own batteries, through the real service
  scripts/develop --speed 60 --start 2026-03-28T22:00 --time-zone Europe/Berlin
      the night in which the clocks go forward, in eight minutes
  scripts/develop --keep ~/amps-home
      a config folder of your own

The config folder is kept between runs; with --check, --speed or --start it is a
temporary one unless --keep names one. While Home Assistant runs, develop.json in it
tells other programs the URLs, an access token and the process ids. The log is
home-assistant.log beside it.
"""


@dataclass(frozen=True, slots=True)
class Options:
    """The world to start."""

    check: bool
    api_key: str | None
    batteries: int
    speed: float
    start: datetime | None
    time_zone: str
    port: int | None
    keep: Path | None
    package: bool = False

    @property
    def moves_clock(self) -> bool:
        """Return whether the programs get a clock of their own."""
        return self.speed != 1 or self.start is not None

    @property
    def is_fleeting(self) -> bool:
        """Return whether nothing is to stay: Home Assistant cannot go back in time."""
        return self.check or self.moves_clock


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 on")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is no port: 1 to {LAST_PORT}")
    return int(text)


def pace(text: str) -> float:
    """Read how many times faster time is to pass."""
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0 < value <= FASTEST:
        raise argparse.ArgumentTypeError(f"{text} is not a number up to {FASTEST}")
    return value


def moment(text: str) -> datetime:
    """Read an instant; without an offset it is naive."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as err:
        raise argparse.ArgumentTypeError(
            f"{text} is no moment; write it as 2026-03-28T22:00"
        ) from err


def zone(text: str) -> str:
    """Read the name of a time zone."""
    try:
        return ZoneInfo(text).key
    except (KeyError, OSError, ValueError) as err:
        raise argparse.ArgumentTypeError(
            f"{text} is no time zone; write it as Europe/Amsterdam"
        ) from err


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/develop",
        usage="scripts/develop [--check] [OPTION...]",
        description="Start a real Home Assistant with this integration configured"
        " against a simulated Amps server, and print how to log in.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "--check",
        action="store_true",
        help="wait for the entities, print them and stop; exit 1 if they do not come",
    )
    add("--api-key", metavar="KEY", help=f"use {AMPS_URL} with this key")
    add(
        "--batteries",
        type=_count,
        metavar="N",
        help="how many batteries to simulate (3)",
    )
    add("--speed", type=pace, default=1, metavar="N", help="let time pass N times")
    add(
        "--start",
        type=moment,
        metavar="ISO",
        help="the moment at which time begins; without an offset, in --time-zone (now)",
    )
    add(
        "--time-zone",
        type=zone,
        default="Europe/Amsterdam",
        metavar="ZONE",
        help="of Home Assistant and the simulated plant (%(default)s)",
    )
    add(
        "--port",
        type=_port,
        help="of Home Assistant (8123 if free; with --check any)",
    )
    add("--keep", type=Path, metavar="DIR", help="the config folder to use and keep")
    add(
        "--package",
        action="store_true",
        help="install what scripts/package builds, instead of this checkout",
    )
    return parser


def parse(arguments: Sequence[str] | None = None) -> Options:
    """Read the command line; ends the program with one line where it is wrong."""
    parser = _parser()
    given = parser.parse_args(arguments)
    start: datetime | None = given.start
    if start is not None and start.tzinfo is None:
        start = start.replace(tzinfo=ZoneInfo(given.time_zone))
    options = Options(
        check=given.check,
        api_key=given.api_key,
        batteries=given.batteries or 3,
        speed=given.speed,
        start=start and start.astimezone(UTC),
        time_zone=given.time_zone,
        port=given.port,
        keep=given.keep and given.keep.expanduser().absolute(),
        package=given.package,
    )
    if options.api_key and (options.moves_clock or given.batteries):
        parser.error("--api-key is the real service: no --speed, --start, --batteries")
    if options.package and options.speed > 1:
        parser.error("--package is what a user runs: no --speed")
    return options
