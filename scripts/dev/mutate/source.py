"""A source file, and one small change of it."""

import ast
from dataclasses import dataclass
import difflib
from itertools import accumulate
import textwrap


@dataclass(frozen=True, slots=True)
class Change:
    """What replaces the bytes of a source file from `start` to `end`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed source file."""

    path: str
    change: Change
    line: int
    what: str
    reached: range
    """The lines of its statement: a test that executes one of them may notice."""
    names: frozenset[str]
    """What it changes for those who use these names, as it only runs at import."""


class Source:
    """The text of a source file, which positions of its syntax tree point into."""

    def __init__(self, data: bytes) -> None:
        """Take what is in the file."""
        self.data = data
        self.tree = ast.parse(data)
        lengths = (len(line) for line in data.splitlines(keepends=True))
        self._lines = [0, *accumulate(lengths)]

    def start(self, node: ast.expr | ast.stmt) -> int:
        """Return where a node begins."""
        return self._lines[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        """Return where a node ends."""
        line = self._lines[(node.end_lineno or node.lineno) - 1]
        return line + (node.end_col_offset or 0)

    def text(self, node: ast.expr | ast.stmt) -> str:
        """Return the text of a node."""
        return self.data[self.start(node) : self.end(node)].decode()

    def line(self, change: Change) -> int:
        """Return the number of the first line that a change touches."""
        return self.data.count(b"\n", 0, change.start) + 1

    def changed(self, change: Change) -> bytes:
        """Return the file with a change."""
        data = self.data
        return data[: change.start] + change.new.encode() + data[change.end :]

    def described(self, change: Change) -> str:
        """Return a change in a few words."""
        old = _short(self.data[change.start : change.end].decode())
        if change.new == "pass":
            return f"dropped {old}"
        return f"{old} -> {_short(change.new)}"

    def diff(self, change: Change) -> str:
        """Return the changed lines, before and after."""
        before = self.data.decode().splitlines()
        after = self.changed(change).decode().splitlines()
        lines = list(difflib.unified_diff(before, after, n=0, lineterm=""))
        return "\n".join(line for line in lines[2:] if not line.startswith("@@"))


def _short(text: str) -> str:
    return textwrap.shorten(text, 40, placeholder=" ...")
