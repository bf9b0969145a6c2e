"""The table of attacks names tests that exist, and leaves none out."""

import ast
from pathlib import Path
import re

import pytest

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "attacks.md"
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def _rows() -> list[str]:
    lines = TABLE.read_text().splitlines()
    rows = [line for line in lines if line.startswith("| ")]
    return [row for row in rows if not row.startswith("| tried |")]


def _tests(file: Path) -> set[str]:
    tree = ast.parse(file.read_text())
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    functions = {node.name for node in ast.walk(tree) if isinstance(node, kinds)}
    return {function for function in functions if function.startswith("test_")}


@pytest.mark.parametrize("row", _rows())
def test_each_row_has_its_test(row: str) -> None:
    named = _NAMED.findall(row)
    assert len(named) == 1, row
    ((file, test),) = named
    assert test in _tests(ROOT / file), row


def test_each_attack_has_its_row() -> None:
    named = {test for _, test in _NAMED.findall(TABLE.read_text())}
    for file in Path(__file__).parent.glob("test_*.py"):
        missing = _tests(file) - named
        assert not missing or file.name == Path(__file__).name, (file.name, missing)
