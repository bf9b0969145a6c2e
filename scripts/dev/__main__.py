"""Entry point of scripts/develop."""

import asyncio
import sys

import aiohttp

from .errors import DevelopError
from .folder import Folder, in_use
from .interrupt import interruptible
from .options import Options, parse
from .world import World

INTERRUPTED = 130


def report(reason: str, folder: Folder, *, check: bool) -> None:
    """Print why it did not work; the folder of a check is deleted afterwards."""
    if check:
        for entry in folder.log_entries("WARNING", "ERROR", "CRITICAL"):
            print(entry, file=sys.stderr)
    print(reason, file=sys.stderr)


async def run(options: Options) -> int:
    """Run until the check is done, or the user or a failure ends it."""
    return await interruptible(
        _run(options), interrupted=INTERRUPTED if options.check else 0
    )


async def _run(options: Options) -> int:
    with in_use(options) as folder:
        try:
            await World(options, folder).run()
        except DevelopError as err:
            report(str(err), folder, check=options.check)
            return 1
        except aiohttp.ClientError as err:
            report(f"Home Assistant fails: {err}", folder, check=options.check)
            return 1
    return 0


def main() -> int:
    """Run as the command line says."""
    try:
        return asyncio.run(run(parse()))
    except DevelopError as err:
        print(err, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
