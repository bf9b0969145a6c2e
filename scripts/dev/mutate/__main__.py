"""Entry point of scripts/mutate, whose help is in the script itself."""

import argparse
import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path
import sys

from ..errors import DevelopError
from ..folder import ROOT
from ..interrupt import interruptible
from .traced import PACKAGE
from .trial import Trial, Verdict

MUTATED = ("engine/*.py", "battery/*.py", "battery/planning/*.py")
"""The engine, and what carries out its steps; each has to be there."""


def files(names: Iterable[str]) -> list[str]:
    """Return the named files as paths below the repository; none are all."""
    paths = [_path(name) for name in names]
    for glob in () if paths else MUTATED:
        found = list((ROOT / PACKAGE).glob(glob))
        if not found:
            raise DevelopError(f"{PACKAGE}/{glob} is gone: change MUTATED.")
        paths += found
    return sorted({path.relative_to(ROOT).as_posix() for path in paths})


def _path(name: str) -> Path:
    for folder in (Path.cwd(), ROOT):
        path = (folder / name).resolve()
        if path.is_file() and path.is_relative_to(ROOT / PACKAGE):
            return path
    raise DevelopError(f"{name} is not a file of {PACKAGE}.")


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="scripts/mutate", add_help=False)
    parser.add_argument("--count", type=_positive, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=_positive, default=2)
    parser.add_argument("--least", type=float, default=0)
    parser.add_argument("files", nargs="*", metavar="FILE")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    if not text.isdecimal() or (number := int(text)) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of 1 or more")
    return number


def kill_rate(verdicts: Sequence[Verdict]) -> float:
    """Return how many of a hundred mutants were killed."""
    killed = sum(verdict.killed for verdict in verdicts)
    return 100 * killed / len(verdicts) if verdicts else 100


def summary(verdicts: Sequence[Verdict]) -> str:
    """Return the numbers, and what nobody noticed."""
    survivors = [verdict for verdict in verdicts if not verdict.killed]
    survivors.sort(key=lambda survivor: (survivor.mutant.path, survivor.mutant.line))
    return "\n".join(
        (
            f"mutants: {len(verdicts)}",
            f"killed: {len(verdicts) - len(survivors)}",
            f"kill_rate: {kill_rate(verdicts):.1f}",
            *(
                f"\n{survivor.place}  ({survivor.how})\n{survivor.diff}"
                for survivor in survivors
            ),
        )
    )


async def run(trial: Trial, least: float) -> int:
    """Try the mutants, and tell of each."""
    verdicts: list[Verdict] = []

    def tell(verdict: Verdict) -> None:
        verdicts.append(verdict)
        print(verdict, flush=True)

    try:
        await trial.run(tell)
    finally:  # also of what was tried before Ctrl-C
        print(summary(verdicts))
    return int(kill_rate(verdicts) < least)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as the command line says."""
    given = parse(arguments)
    try:
        trial = Trial(
            root=ROOT,
            files=files(given.files),
            count=given.count,
            seed=given.seed,
            workers=given.workers,
            kept=ROOT / ".venv" / "mutate",
        )
        return asyncio.run(interruptible(run(trial, given.least)))
    except* DevelopError as group:
        for error in group.exceptions:
            print(error, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
