"""The stories of an Amps that half works name tests that exist."""

import ast
from functools import cache
from pathlib import Path
import re

import pytest

ROOT = Path(__file__).parents[2]
STORIES = ROOT / "docs" / "half-working.md"
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def _rows() -> list[str]:
    lines = STORIES.read_text().splitlines()
    return [
        line
        for line in lines
        if line.startswith("| ") and not line.startswith("| what happens |")
    ]


@cache
def _tests(file: Path) -> frozenset[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.walk(ast.parse(file.read_text()))
    return frozenset(node.name for node in tree if isinstance(node, kinds))


@pytest.mark.parametrize("row", _rows())
def test_each_story_has_its_test(row: str) -> None:
    ((file, test),) = _NAMED.findall(row)
    assert test in _tests(ROOT / file), row
