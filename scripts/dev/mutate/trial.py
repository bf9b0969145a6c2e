"""Tries mutants, several at a time."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
import random
import tempfile
import time

from .finder import mutants
from .source import Mutant, Source
from .traced import Traced, trace
from .tree import Tree


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant."""

    mutant: Mutant
    killed: bool
    seconds: float
    how: str
    diff: str

    def __str__(self) -> str:
        """Return it as a line."""
        word = "killed" if self.killed else "SURVIVED"
        what = self.mutant.what
        return f"{word} {self.seconds:.1f} s  {self.place}  {what}  {self.how}"

    @property
    def place(self) -> str:
        """Return where it is, in as few words as editors understand."""
        return f"{self.mutant.path}:{self.mutant.line}"


@dataclass(frozen=True, slots=True)
class Trial:
    """What is to be tried, and where."""

    root: Path
    files: Sequence[str]
    count: int
    seed: int
    workers: int
    kept: Path
    """The folder in which it stays known which test runs which line."""

    async def run(self, tell: Callable[[Verdict], None]) -> None:
        """Try mutants; each verdict is told as it comes."""
        with tempfile.TemporaryDirectory(prefix="mutate-") as name:
            options = f"--hypothesis-seed={self.seed}", "-q"
            folders = [Path(name) / str(number) for number in range(self.workers)]
            trees = [Tree(self.root, folder, *options) for folder in folders]
            texts = {path: trees[0].read(path) for path in self.files}
            todo = chosen(texts, self.count, self.seed)
            tests = await trace(trees[0], self.kept, self.workers)
            async with asyncio.TaskGroup() as group:
                for tree in trees:
                    group.create_task(_work(tree, todo, tests, tell))


def chosen(files: Mapping[str, bytes], count: int, seed: int) -> list[Mutant]:
    """Choose some of all mutants of files: the same ones for the same seed."""
    found = [mutant for path in sorted(files) for mutant in mutants(path, files[path])]
    choice = random.Random(seed)  # noqa: S311  it decides what is tried, no more
    return choice.sample(found, min(count, len(found)))


async def _work(
    tree: Tree, todo: list[Mutant], tests: Traced, tell: Callable[[Verdict], None]
) -> None:
    while todo:
        tell(await _tried(tree, todo.pop(0), tests))


async def _tried(tree: Tree, mutant: Mutant, tests: Traced) -> Verdict:
    began = time.monotonic()
    source = Source(tree.read(mutant.path))
    limits = tests.limits(mutant)
    killed, how = False, "no test runs it"
    if limits:
        with tree.changed(mutant.path, source.changed(mutant.change)):
            failure = await tree.first_failure(limits)
        killed, how = failure is not None, failure or f"{len(limits)} tests run it"
    seconds = time.monotonic() - began
    return Verdict(mutant, killed, seconds, how, source.diff(mutant.change))
