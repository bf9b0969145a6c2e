"""Starts the two programs, on a common clock, and ends them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
import ctypes
from datetime import UTC, datetime, timedelta
import os
from pathlib import Path
import re
import signal
import subprocess
import sys
import time

from .errors import DevelopError
from .folder import ROOT, Folder, tail
from .household import NET
from .options import SIMULATOR_KEY, Options

START_SECONDS = 30
STOP_SECONDS = 30
LISTENING = re.compile(r"^listening on (http://\S+)$", re.MULTILINE)
PR_SET_PDEATHSIG = 1


class Clock:
    """What time it is for the programs."""

    def __init__(self, options: Options) -> None:
        """Begin to run."""
        self._speed = options.speed
        self._library = _faketime_library() if options.moves_clock else None
        self._start = options.start or datetime.now(UTC)
        self._began = time.monotonic()

    def environment(self) -> dict[str, str]:
        """Return what a program needs in its environment when it starts now."""
        if self._library is None:
            return {}
        return {
            "LD_PRELOAD": self._library,
            "FAKETIME": f"@{self.now():%Y-%m-%d %H:%M:%S.%f} x{self._speed:g}",
            # bytecode is valid for a modification time: leave those alone
            "NO_FAKE_STAT": "1",
            "TZ": "UTC",
        }

    def now(self) -> datetime:
        """Return what time it is for them."""
        passed = (time.monotonic() - self._began) * self._speed
        return self._start + timedelta(seconds=passed)


def _faketime_library() -> str:
    done = subprocess.run(  # noqa: S603
        [ROOT / "scripts" / "setup", "faketime"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=False,
        text=True,
    )
    if done.returncode:
        raise DevelopError("--speed and --start need libfaketime.")
    return done.stdout.strip()


def end_with_parent() -> None:
    """Let a new process end when the one that started it does, however that ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Program:
    """A running program."""

    def __init__(self, name: str, process: asyncio.subprocess.Process) -> None:
        """Take a process that was started."""
        self.name = name
        self._process = process
        self.pid = process.pid

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.returncode

    async def wait(self) -> None:
        """Wait until it ends."""
        await self._process.wait()

    async def kill(self) -> None:
        """End it hard, without a chance to write anything."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        await self.wait()

    async def stop(self) -> None:
        """End it and what it started, by force if it does not listen."""
        if self.exit_code is None:
            self._process.terminate()
            try:
                await asyncio.wait_for(self.wait(), STOP_SECONDS)
            except TimeoutError:
                print(f"{self.name} did not stop, and was killed", file=sys.stderr)
        await self.kill()


@asynccontextmanager
async def running(
    name: str,
    *arguments: str,
    env: dict[str, str],
    output: Path | None,
    cwd: Path = ROOT,
    python: Path | str = sys.executable,
) -> AsyncIterator[Program]:
    """Run a Python program; without a file its errors go to the terminal."""
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    with (output or Path(os.devnull)).open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            python,
            *arguments,
            cwd=cwd,
            env={**inherited, **env},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=file,
            stderr=file if output else None,
            start_new_session=True,  # Ctrl-C is for us, who then end it in order
            preexec_fn=end_with_parent,
        )
    program = Program(name, process)
    try:
        yield program
    finally:
        await program.stop()


@asynccontextmanager
async def simulator(
    options: Options, clock: Clock, folder: Folder
) -> AsyncIterator[tuple[Program, str]]:
    """Run the simulated Amps server; gives it and its URL."""
    output = folder.path / "simulator.log"
    async with running(
        "simulator",
        "-m",
        "simulator",
        f"--port={folder.simulator_port(options)}",
        f"--batteries={options.batteries}",
        f"--time-zone={options.time_zone}",
        f"--key={SIMULATOR_KEY}",
        f"--house={','.join(map(str, NET))}",
        env=clock.environment(),
        output=output,
    ) as program:
        yield program, await _url(program, output)


async def _url(program: Program, output: Path) -> str:
    with suppress(TimeoutError):
        async with asyncio.timeout(START_SECONDS):
            while program.exit_code is None:
                if match := LISTENING.search(tail(output)):
                    return match[1]
                await asyncio.sleep(0.05)
    raise DevelopError(f"The simulator did not start:\n{tail(output)}")


def _home_assistant_module(options: Options) -> tuple[str, ...]:
    if options.speed > 1:
        return "scripts.dev.patient", f"{options.speed:g}"
    return ("homeassistant",)


@asynccontextmanager
async def home_assistant(
    options: Options, clock: Clock, folder: Folder
) -> AsyncIterator[Program]:
    """Run Home Assistant on a prepared folder."""
    async with running(
        "home_assistant",
        "-m",
        *_home_assistant_module(options),
        f"--config={folder.path}",
        f"--log-file={folder.log}",
        env=clock.environment(),
        output=folder.output if options.check else None,
        # a package has to be found where it was unpacked, not in this checkout
        cwd=folder.path if options.package else ROOT,
    ) as program:
        yield program
