"""Starts scripts/develop for a whole run of the browser tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
import subprocess

from scripts.dev.folder import ROOT, Folder, free_port, tail
from scripts.dev.programs import end_with_parent

READY = "Ctrl-C stops everything."


@contextmanager
def developing(path: Path) -> Iterator[Folder]:
    """Run Home Assistant and a simulated Amps; gives their folder once both are up."""
    folder = Folder(path)
    output = path / "develop.out"
    script = str(ROOT / "scripts" / "develop")
    with (
        output.open("wb") as file,
        subprocess.Popen(  # noqa: S603
            [script, f"--keep={path}", f"--port={free_port()}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509
        ) as process,
    ):
        try:
            _until_ready(process, output)
            yield folder
        finally:
            process.terminate()


def _until_ready(process: subprocess.Popen[str], output: Path) -> None:
    assert process.stdout
    for line in process.stdout:
        if READY in line:
            return
    raise RuntimeError(f"scripts/develop ends by itself:\n{tail(output)}")
