"""The command line of scripts/develop, whose help is in the script itself."""

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
        raise argparse.ArgumentTypeError(f"{text} is not a number of 1 or more")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is not a port from 1 to {LAST_PORT}")
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
            f"{text} is not a time; write it as 2026-03-28T22:00"
        ) from err


def zone(text: str) -> str:
    """Read the name of a time zone."""
    try:
        return ZoneInfo(text).key
    except (KeyError, OSError, ValueError) as err:
        raise argparse.ArgumentTypeError(
            f"{text} is not a time zone; write it as Europe/Amsterdam"
        ) from err


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/develop",
        usage="scripts/develop [--check] [OPTION...]",
        add_help=False,
    )
    add = parser.add_argument
    add("--check", action="store_true")
    add("--api-key")
    add("--batteries", type=_count)
    add("--speed", type=pace, default=1)
    add("--start", type=moment)
    add("--time-zone", type=zone, default="Europe/Amsterdam")
    add("--port", type=_port)
    add("--keep", type=Path)
    add("--package", action="store_true")
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
