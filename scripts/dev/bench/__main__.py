"""Measures all figures, prints them with their goals, and compares with stored ones."""

import argparse
import json
import os
from pathlib import Path
import subprocess
import sys
import time

from .figures import FIGURES, MODULES, Figure

ROOT = Path(__file__).resolve().parents[3]
STORED = ROOT / "docs" / "performance.json"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->"
NOTABLY = 1.25
"""A figure that grew by more than this factor got worse; less is noise."""


def main() -> int:
    """Measure; 1 where a goal is missed."""
    options = _options()
    stored = json.loads(STORED.read_text()) if STORED.exists() else {}
    values: dict[str, float] = {}
    for module in options.modules:
        values |= _measured(module)
    rows = [figure for figure in FIGURES if figure.key in values]
    print(table(rows, values, stored))
    if options.store:
        STORED.write_text(json.dumps(stored | values, indent=2) + "\n")
        _write_page(stored | values)
    return int(any(row.is_missed(values[row.key]) for row in rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", add_help=False)
    parser.add_argument("--store", action="store_true")
    parser.add_argument("modules", nargs="*", default=list(MODULES), metavar="part")
    options = parser.parse_args()
    if unknown := set(options.modules) - MODULES.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return options


def _measured(module: str) -> dict[str, float]:
    """Measure some figures in a process of their own."""
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603
        [
            ROOT / ".venv" / MODULES[module] / "bin" / "python",
            "-P",
            "-m",
            f"scripts.dev.bench.{'child' if MODULES[module] == 'test' else module}",
            module,
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{module} cannot be measured:\n{done.stderr}")
    print(f"{module}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    values: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return values


def table(
    rows: list[Figure], values: dict[str, float], stored: dict[str, float]
) -> str:
    """Return a line for each figure: goal, measured, and how that compares."""
    lines = [("figure", "goal", "measured", "")]
    lines += [
        (
            row.name,
            row.text_of_goal,
            row.text(values[row.key]),
            _verdict(row, values[row.key], stored.get(row.key)),
        )
        for row in rows
    ]
    width = [max(len(line[at]) for line in lines) for at in range(4)]
    return "\n".join(
        "  ".join(part.ljust(width[at]) for at, part in enumerate(line)).rstrip()
        for line in lines
    )


def _verdict(figure: Figure, value: float, before: float | None) -> str:
    """Say whether the goal is met, and whether the figure got notably worse."""
    met = (
        "shown"
        if figure.goal is None
        else "MISSED"
        if figure.is_missed(value)
        else "ok"
    )
    if before is not None and value > before * (1 if figure.counted else NOTABLY):
        return f"{met}, worse: was {figure.text(before)}"
    return met


def _write_page(values: dict[str, float]) -> None:
    """Put the figures into the page of the documentation."""
    lines = ["| figure | goal | measured |", "|---|---|---|"]
    lines += [
        f"| {figure.name} | {figure.text_of_goal} | {figure.text(values[figure.key])} |"
        for figure in FIGURES
        if figure.key in values
    ]
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(before + BEGIN + "\n".join(lines) + "\n" + END + after)


if __name__ == "__main__":
    sys.exit(main())
