"""The integration's share of Home Assistant's start, with one battery.

This part runs with the newest Home Assistant, as `scripts/develop` does. Imports are
counted in CPU time; the set-up in seconds as Home Assistant itself counts them.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
import os
from pathlib import Path
import sys
import tempfile
import time

import aiohttp

from scripts.dev.folder import ROOT, Folder
from scripts.dev.home_assistant import HomeAssistant
from scripts.dev.options import SIMULATOR_KEY, parse
from scripts.dev.programs import Clock, Program, simulator
from scripts.dev.world import until_running

from .started import TOLD

STARTS = 3
"""The smallest share counts: any disturbance of a start increases it."""
PERCENT = 100


async def measured() -> dict[str, float]:
    """Start Home Assistant repeatedly with an entry that is already configured."""
    options = parse(["--check", "--batteries", "1"])
    with tempfile.TemporaryDirectory() as path:
        folder = Folder(Path(path))
        async with (
            aiohttp.ClientSession() as session,
            simulator(options, Clock(options), folder) as (_, amps),
        ):
            port = folder.home_assistant_port(options)
            folder.prepare(options, port)
            api = HomeAssistant(session, f"http://127.0.0.1:{port}")
            async with _home_assistant(folder) as program:
                await until_running(api, program, folder)
                await api.configure(SIMULATOR_KEY, amps)
            return {"start": min([await _share(api, folder) for _ in range(STARTS)])}


async def _share(api: HomeAssistant, folder: Folder) -> float:
    """Return the share of one start, in percent."""
    began = time.monotonic()
    async with _home_assistant(folder) as program:
        await until_running(api, program, folder)
        whole = time.monotonic() - began
        whole_cpu = _cpu_of(program.pid)
        [told] = await api.ask({"type": "integration/setup_info"})
    set_up = {line["domain"]: line["seconds"] for line in told}["amps"]
    lines = folder.output.read_text().splitlines()
    imports = [
        float(line.removeprefix(TOLD)) for line in lines if line.startswith(TOLD)
    ]
    share: float = sum(imports) / whole_cpu + set_up / whole
    return share * PERCENT


@asynccontextmanager
async def _home_assistant(folder: Folder) -> AsyncIterator[Program]:
    with folder.output.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "scripts.dev.bench.started",
            f"--config={folder.path}",
            f"--log-file={folder.log}",
            cwd=ROOT,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    program = Program("home_assistant", process)
    try:
        yield program
    finally:
        await program.stop()


def _cpu_of(pid: int) -> float:
    """Return the CPU seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measured())))
