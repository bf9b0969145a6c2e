"""Run the simulated Amps on its own: `python -m simulator`."""

import argparse
import asyncio
from contextlib import suppress
import logging
import signal

from .clock import SystemClock
from .control import summary
from .fleet import fleet
from .keys import DEFAULT_KEY
from .knobs import Knobs
from .server import AmpsServer
from .webhooks import DEFAULT_SECRET
from .world import World

_HOURS = 24
_WEBHOOK_PACE = 1.0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m simulator",
        description="A simulated Amps server, on the machine's clock.",
        epilog=f"Control over HTTP, with JSON, from this machine only:\n{summary()}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--host", default="127.0.0.1", help="default 127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="default 0: any free port")
    parser.add_argument(
        "--batteries", type=int, default=1, metavar="N", help="how many; default 1"
    )
    parser.add_argument("--seed", type=int, help="varies the batteries' levels")
    parser.add_argument(
        "--time-zone",
        default="Europe/London",
        help="of the batteries; default Europe/London",
    )
    parser.add_argument(
        "--generation",
        choices=("g2", "g1", "g0-routes"),
        default="g2",
        help="of the API; default g2",
    )
    parser.add_argument(
        "--environment",
        choices=("sandbox", "live"),
        default="sandbox",
        help="default sandbox",
    )
    parser.add_argument(
        "--house",
        type=_kilowatts,
        metavar="KW,...",
        help="24 numbers, one per hour: consumption minus solar production, which the"
        " batteries follow in their automatic modes",
    )
    parser.add_argument("--key", default=DEFAULT_KEY, help=f"default {DEFAULT_KEY}")
    parser.add_argument("--webhook-url", help="where to send webhooks")
    parser.add_argument("--webhook-secret", default=DEFAULT_SECRET)
    parser.add_argument("--verbose", action="store_true", help="log requests")
    return parser.parse_args()


def _kilowatts(text: str) -> tuple[float, ...]:
    """Read one power for each hour of a day; raises ValueError."""
    powers = tuple(float(part) for part in text.split(","))
    if len(powers) != _HOURS:
        raise argparse.ArgumentTypeError(f"{len(powers)} numbers, not {_HOURS}")
    return powers


def _world(options: argparse.Namespace) -> World:
    world = World(
        SystemClock(),
        Knobs(generation=options.generation, environment=options.environment),
        fleet(
            options.batteries,
            zone=options.time_zone,
            seed=options.seed,
            house=options.house,
        ),
        key=options.key,
    )
    if options.webhook_url:
        world.outbox.add_target(options.webhook_url, options.webhook_secret)
    return world


async def _deliver(server: AmpsServer) -> None:
    while True:
        await asyncio.sleep(_WEBHOOK_PACE)
        await server.deliver_webhooks()


async def _run(options: argparse.Namespace) -> None:
    server = AmpsServer(_world(options))
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await server.start(options.host, options.port)
    print(f"listening on {server.url}", flush=True)  # noqa: T201
    delivering = asyncio.create_task(_deliver(server))
    try:
        await stopped.wait()
    finally:
        delivering.cancel()
        with suppress(asyncio.CancelledError):
            await delivering
        await server.stop()


def main() -> None:
    """Run until told to stop."""
    options = _arguments()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    if options.verbose:
        logging.getLogger(__package__).setLevel(logging.DEBUG)
    asyncio.run(_run(options))


if __name__ == "__main__":
    main()
