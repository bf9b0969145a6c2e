"""A copy of the repository, in which sources are changed and tests run."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
import hashlib
from importlib.util import cache_from_source
import json
import os
from pathlib import Path
import shutil
import sys
from typing import Any

from ..errors import DevelopError
from ..folder import ROOT, tail
from ..programs import Program, end_with_parent

PASSED = 0
NO_TESTS = 5
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".hypothesis", "__pycache__")
DECIDES_WHAT_RUNS = (
    "custom_components",
    "requirements_test.txt",
    "setup.cfg",
    "simulator",
    "tests",
)


class Tree:
    """One copy, for one worker."""

    def __init__(self, root: Path, folder: Path, *options: str) -> None:
        """Copy what is below a root; pytest gets the options each time."""
        self.path = folder / "tree"
        self._options = options
        self._output, self._temporary = folder / "pytest.log", folder / "temporary"
        self._chosen, self._told = folder / "chosen.json", folder / "told.json"
        shutil.copytree(root, self.path, ignore=NOT_COPIED, symlinks=True)

    def digest(self) -> str:
        """Return a text that is another one once the sources or the tests are."""
        digest = hashlib.sha256(sys.version.encode())
        for name in DECIDES_WHAT_RUNS:
            top = self.path / name
            for path in [top, *sorted(top.rglob("*"))]:
                if path.is_file() and "__pycache__" not in path.parts:
                    digest.update(bytes(path.relative_to(self.path)))
                    digest.update(path.read_bytes())
        return digest.hexdigest()[:16]

    def read(self, path: str) -> bytes:
        """Return what is in a file."""
        return (self.path / path).read_bytes()

    @contextmanager
    def changed(self, path: str, data: bytes) -> Iterator[None]:
        """Let a file be another one for a while."""
        file, before = self.path / path, self.read(path)
        self._write(file, data)
        try:
            yield
        finally:
            self._write(file, before)

    async def trace(self, workers: int, left_out: tuple[str, ...]) -> dict[str, Any]:
        """Run all tests, and return what each of them did."""
        parts = self._output.with_name("parts")
        parts.mkdir()
        arguments = [f"--ignore-glob={self.path / glob}" for glob in left_out]
        if workers > 1:
            arguments.append(f"-n{workers}")
        await self._pytest(f"--mutate-trace={parts}", *arguments)
        tests: dict[str, Any] = {}
        for part in parts.iterdir():
            tests |= json.loads(part.read_text())
        if not tests:
            raise DevelopError(f"No tests were run:\n{tail(self._output)}")
        return tests

    async def first_failure(self, limits: Mapping[str, float]) -> str | None:
        """Run tests in their order, within their limits; tell where the first fails."""
        self._chosen.write_text(json.dumps(limits))
        self._told.write_text("{}")
        shutil.rmtree(self.path / ".hypothesis", ignore_errors=True)
        code = await self._pytest(
            f"--mutate-chosen={self._chosen}",
            f"--mutate-told={self._told}",
            *dict.fromkeys(nodeid.split("::")[0] for nodeid in limits),
        )
        if code == PASSED:
            return None
        if code == NO_TESTS:
            raise DevelopError(
                f"The tests could not be collected:\n{tail(self._output)}"
            )
        told = json.loads(self._told.read_text())
        if "failed" in told:
            return f"by {told['failed']}"
        return f"by time-out in {told['began']}" if told else "at import"

    async def _pytest(self, *arguments: str) -> int:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
        with self._output.open("wb") as output:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "pytest", "-p", "scripts.dev.mutate.plugin"),
                f"--basetemp={self._temporary}",
                *self._options,
                *arguments,
                cwd=self.path,
                env={**inherited, "PYTHONPATH": f"{self.path}{os.pathsep}{ROOT}"},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C is for us, who then end it in order
                preexec_fn=end_with_parent,
            )
        program = Program("pytest", process)
        try:
            await program.wait()
        finally:
            await program.kill()
        return process.returncode or PASSED

    def _write(self, file: Path, data: bytes) -> None:
        file.write_bytes(data)
        # two changes within a second may be of one size: bytecode would be stale
        Path(cache_from_source(file)).unlink(missing_ok=True)
