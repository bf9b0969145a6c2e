"""Entry point of scripts/campaign, whose help is in the script itself."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
import sys

from .counters import Breach, Counters
from .sabotage import SABOTAGES
from .shrink import shortened
from .story import Story
from .work import Work, each, played, sabotage

STORY_DAYS = 10
"""The length in days of each story of a campaign; each has a world of its own."""


def campaign(given: argparse.Namespace) -> tuple[Counters, int]:
    """Play a campaign; return its numbers, and how many stories broke a promise."""
    works = [
        Work(
            given.seed,
            number,
            min(STORY_DAYS, given.days - first),
            given.batteries,
            given.plain,
            given.sabotage,
        )
        for number, first in enumerate(range(0, given.days, STORY_DAYS))
    ]
    total, broken = Counters(), 0
    for done, (work, counters) in enumerate(each(works, given.workers), 1):
        total.add(counters)
        print(f"\r{done} of {len(works)} stories", end="", file=sys.stderr, flush=True)
        if counters.is_broken:
            broken += 1
            print(f"story {work.seed}/{work.number} ({work.days} days):", flush=True)
            for breach in counters.breaches:
                print(f"  {_line(breach)}", flush=True)
    print(file=sys.stderr)
    return total, broken


def _line(breach: Breach) -> str:
    return f"{breach.kind} {breach.battery} {breach.at[:19]}: {breach.what}"


def tell(story: Story) -> Counters:
    """Play a story and print it as it went."""
    print(f"story {story.name}, {story.days} days from {story.start}, {story.zone}")
    print(f"batteries in {story.plant_zone}; options {story.options}")
    print(f"knobs {story.knobs}")
    for number, home in enumerate(story.homes):
        print(f"battery {number}: {home.kind} {home.level:g} % {home.overrides or ''}")
    counters, event_log = played(story)
    for at, text in event_log.lines:
        print(f"{at.astimezone(story.local):%a %d %b %H:%M:%S %z}  {text}")
    for breach in counters.breaches:
        print(_line(breach))
    return counters


def shrink(story: Story) -> Story:
    """Shorten a story that broke a promise."""
    counters, _ = played(story)
    if not counters.is_broken:
        print("It breaks no promise.", file=sys.stderr)
        return story
    kind = counters.breaches[0].kind
    story = replace(story, days=counters.days)

    def fails(shorter: Story) -> bool:
        return any(breach.kind == kind for breach in played(shorter)[0].breaches)

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    return shortened(story, fails, say)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/campaign", add_help=False)
    add = parser.add_argument
    add("--days", type=_positive, default=30)
    add("--seed", type=int, default=1)
    add("--batteries", type=_positive, default=1)
    add("--workers", type=_positive, default=2)
    add("--plain", action="store_true")
    add("--sabotage", choices=sorted(SABOTAGES))
    add("--replay", metavar="S/K|FILE")
    add("--shrink", metavar="S/K|FILE")
    add("--write", type=Path)
    return parser


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    return _parser().parse_args(arguments)


def _positive(text: str) -> int:
    if not text.isdecimal() or (number := int(text)) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of 1 or more")
    return number


def _story(name: str, given: argparse.Namespace) -> Story:
    path = Path(name)
    if path.is_file():
        return Story.from_json(path.read_text())
    seed, _, number = name.partition("/")
    # a campaign's last story may be shorter: give its days too
    days = min(STORY_DAYS, given.days)
    about = int(seed), int(number or 0), days, given.batteries
    return Work(*about, plain=given.plain).story()


def main() -> int:
    """Run as the command line says."""
    given = parse()
    sabotage(given.sabotage)
    if name := given.replay or given.shrink:
        story = _story(name, given)
        if given.shrink:
            story = shrink(story)
        if given.write:
            given.write.write_text(story.to_json())
        return int(tell(story).is_broken)
    total, broken = campaign(given)
    for name, number in total.numbers().items():
        print(f"{name}: {number:g}")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
