"""Entry point of scripts/clients, whose help is in the script itself."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
import sys
from zoneinfo import ZoneInfo

import aiohttp

from ..errors import DevelopError
from ..interrupt import interruptible
from ..options import Options, moment
from . import emhass, evcc, predbat, rest
from .findings import Findings


@dataclass(frozen=True, slots=True)
class Client:
    """A client, and the simulated time in which it plans."""

    scenario: Callable[[Options, Path | None], Awaitable[Findings]]
    start: str
    time_zone: str
    speed: float


CLIENTS: Mapping[str, Client] = {
    "predbat": Client(predbat.scenario, "2026-11-24T00:15", "Europe/London", 15),
    "emhass": Client(emhass.scenario, "2026-11-24T10:01", "Europe/Berlin", 20),
    "evcc": Client(evcc.scenario, "2026-11-24T12:00", "Europe/Berlin", 10),
    "rest": Client(rest.scenario, "2026-11-24T09:00", "Europe/Berlin", 1),
}


def _folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/clients", add_help=False)
    add = parser.add_argument
    add("name", choices=CLIENTS, metavar="|".join(CLIENTS))
    add("--source", type=_folder)
    add("--keep", type=_folder)
    return parser


def parse(arguments: Sequence[str] | None = None) -> tuple[str, Options, Path | None]:
    """Read the command line; ends the program with one line where it is wrong."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.source and not given.source.is_dir():
        parser.error(f"--source: {given.source} is not a folder")
    if given.keep and given.keep.exists() and any(given.keep.iterdir()):
        parser.error(f"--keep: {given.keep} is not empty")
    client = CLIENTS[given.name]
    options = Options(
        check=True,
        api_key=None,
        batteries=1,
        speed=client.speed,
        start=moment(client.start)
        .replace(tzinfo=ZoneInfo(client.time_zone))
        .astimezone(UTC),
        time_zone=client.time_zone,
        port=None,
        keep=given.keep,
    )
    return given.name, options, given.source


async def run(name: str, options: Options, source: Path | None) -> int:
    """Let a client plan, print what was seen, and give the exit code."""
    try:
        findings = await CLIENTS[name].scenario(options, source)
    except (DevelopError, aiohttp.ClientError) as err:
        print(err, file=sys.stderr)
        return 1
    print(findings.table())
    return 0 if findings.right else 1


def main() -> int:
    """Run as the command line says."""
    return asyncio.run(interruptible(run(*parse())))


if __name__ == "__main__":
    sys.exit(main())
