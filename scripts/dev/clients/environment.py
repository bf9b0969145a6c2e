"""A Python environment for a client, in .venv/clients-NAME."""

from collections.abc import Sequence
import os
from pathlib import Path
import shutil
import subprocess
import sys

from ..errors import DevelopError
from ..folder import ROOT

VENV = ROOT / ".venv"


def folder_of(name: str) -> Path:
    """Return where what a client needs is."""
    return VENV / f"clients-{name}"


def provide(name: str, requirements: Sequence[str], python: str) -> Path:
    """Return a client's interpreter, after installing what it needs if it is not there.

    `python` says which versions the client runs on; $CLIENT_PYTHON names another.
    """
    folder = folder_of(name)
    interpreter = folder / "bin" / "python"
    python = os.environ.get("CLIENT_PYTHON", python)
    wanted = "\n".join([str(ROOT), python, *requirements])
    stamp = folder / ".stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return interpreter
    print(f"Setting up .venv/{folder.name}", file=sys.stderr)
    _uv("venv", "--clear", "--python", python, str(folder))
    _uv(
        *("pip", "install", "--python", str(interpreter), "--compile-bytecode"),
        *requirements,
    )
    _ = stamp.write_text(wanted)
    return interpreter


def _uv(*arguments: str) -> None:
    found = shutil.which("uv") or str(VENV / "tools" / "bin" / "uv")
    run(found, arguments[0], "--quiet", *arguments[1:])


def run(*command: str) -> None:
    """Run a program that sets something up."""
    try:
        _ = subprocess.run(command, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as err:
        raise DevelopError(f"{' '.join(command)} failed.") from err
