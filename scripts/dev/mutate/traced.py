"""Which tests run which line."""

import ast
from collections import defaultdict
from collections.abc import Iterator
import json
from pathlib import Path
import sys
from typing import Any

from .finder import bound
from .source import Mutant
from .tree import Tree

PACKAGE = "custom_components/amps"
NOT_TRACED = (
    "tests/browser",
    "tests/docs",
    "tests/packaging",
    "tests/scripts/test_bench.py",
    "tests/scripts/test_campaign.py",
    "tests/scripts/test_mutate.py",
    "tests/scripts/test_scripts.py",
)
"""Tests that start programs of their own, or do not run the integration at all."""
LEAST_LIMIT = 30
SLOWER = 10
"""So many times longer than before a test may take until it counts as endless."""

type Line = tuple[str, int]


class Traced:
    """What the tests of a tree run, and how long they take."""

    def __init__(self, root: Path, traced: dict[str, Any]) -> None:
        """Take what was traced."""
        self._seconds: dict[str, float] = {
            k: of_test["seconds"] for k, of_test in traced.items()
        }
        self._by_line: dict[Line, set[str]] = defaultdict(set)
        for name, test in traced.items():
            for path, lines in test["lines"].items():
                for line in lines:
                    self._by_line[path, line].add(name)
        self._uses = _uses(root)

    def limits(self, mutant: Mutant) -> dict[str, float]:
        """Return the tests that may notice a change, the quickest first, and limits."""
        reached = {(mutant.path, line) for line in mutant.reached}
        if mutant.names:
            reached |= self._lines_with(mutant.names)
        names = set().union(*(self._by_line.get(line, ()) for line in reached))
        seconds = self._seconds
        return {
            name: max(LEAST_LIMIT, SLOWER * seconds[name])
            for name in sorted(names, key=lambda name: (seconds[name], name))
        }

    def _lines_with(self, names: frozenset[str]) -> set[Line]:
        """Return the lines with a name, or with one that is made of it at import."""
        lines: set[Line] = set()
        todo, done = set(names), set[str]()
        while todo:
            done.add(name := todo.pop())
            for line, owners in self._uses.get(name, ()):
                lines.add(line)
                if line not in self._by_line:
                    todo |= owners - done
        return lines


def _uses(root: Path) -> dict[str, list[tuple[Line, frozenset[str]]]]:
    """Return where each name is used, and by what; a function or class uses itself."""
    uses: dict[str, list[tuple[Line, frozenset[str]]]] = defaultdict(list)
    for file in sorted((root / PACKAGE).rglob("*.py")):
        path = file.relative_to(root).as_posix()
        for statement in ast.parse(file.read_bytes()).body:
            owners = bound(statement)
            for name, number in _names(statement):
                uses[name].append(((path, number), owners))
            for number in range(statement.lineno, (statement.end_lineno or 0) + 1):
                for name in owners:
                    uses[name].append(((path, number), owners))
    return uses


def _names(statement: ast.stmt) -> Iterator[tuple[str, int]]:
    for node in ast.walk(statement):
        if isinstance(node, ast.Name):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute):
            yield node.attr, node.end_lineno or node.lineno


async def trace(tree: Tree, kept: Path, workers: int) -> Traced:
    """Trace the tests, unless what is kept is of the same sources and tests."""
    name = f"{tree.digest()}.json"
    if (tests := _read(kept / name)) is None:
        print(
            "Finding out which test runs which line; this takes minutes",
            file=sys.stderr,
        )
        tests = await tree.trace(workers, NOT_TRACED)
        _keep(kept / name, tests)
    for nodeid in [test for test in tests if tests[test]["failed"]]:
        # it could not notice anything
        print(f"fails without any change: {nodeid}", file=sys.stderr)
        del tests[nodeid]
    return Traced(tree.path, tests)


def _read(file: Path) -> dict[str, Any] | None:
    return json.loads(file.read_text()) if file.exists() else None


def _keep(file: Path, tests: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    for old in file.parent.glob("*.json"):
        old.unlink()
    new = file.with_suffix(".new")
    new.write_text(json.dumps(tests))
    new.replace(file)
