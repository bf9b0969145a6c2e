"""One run: both programs, configured to work together."""

import asyncio
from contextlib import AsyncExitStack
import os
import sys
import time

import aiohttp

from .check import table, wait_for_entities
from .errors import DevelopError
from .folder import PRICE, Folder, tail
from .home_assistant import PASSWORD, USER, HomeAssistant
from .household import furnish
from .options import AMPS_URL, SIMULATOR_KEY, Options
from .programs import Clock, Program, home_assistant, simulator

START_SECONDS = 180
RESTART = 100  # Home Assistant's exit code when its user asked for a restart


async def until_running(api: HomeAssistant, program: Program, folder: Folder) -> None:
    """Wait until Home Assistant has come up and answers our token."""
    try:
        async with asyncio.timeout(START_SECONDS):
            while await api.state() != "RUNNING":
                if program.exit_code is not None:
                    raise DevelopError(
                        f"Home Assistant exited while starting:\n{_last_words(folder)}"
                    )
                if not api.token:
                    await api.log_in(onboarded=folder.is_onboarded())
                await asyncio.sleep(0.1)
    except TimeoutError as err:
        raise DevelopError(
            f"Home Assistant did not start:\n{_last_words(folder)}"
        ) from err


def _last_words(folder: Folder) -> str:
    return tail(folder.log) or tail(folder.output)


class World:
    """One run of both programs."""

    def __init__(self, options: Options, folder: Folder) -> None:
        """Prepare; nothing runs yet."""
        self._options = options
        self._folder = folder
        self._began = time.monotonic()
        self._clock = Clock(options)
        self._key = options.api_key or SIMULATOR_KEY
        self._server = AMPS_URL
        self._programs: list[Program] = []
        self._port = folder.home_assistant_port(options)
        self._url = f"http://127.0.0.1:{self._port}"

    async def run(self) -> None:
        """Start all; return when the check is done or the user has enough."""
        async with AsyncExitStack() as stack:
            session = await stack.enter_async_context(aiohttp.ClientSession())
            if self._options.api_key is None:
                program, self._server = await stack.enter_async_context(
                    simulator(self._options, self._clock, self._folder)
                )
                self._programs.append(program)
                self._say(f"the simulated Amps server is listening on {self._server}")
            self._folder.prepare(self._options, self._port)
            self._folder.point_entry_at(self._server, self._key)
            api = HomeAssistant(session, self._url, self._known_token())
            stack.callback(self._describe, api)
            again = True
            while again:
                again = await self._home_assistant(api)

    async def _home_assistant(self, api: HomeAssistant) -> bool:
        """Run Home Assistant once; tells whether it asked for a restart."""
        async with home_assistant(self._options, self._clock, self._folder) as program:
            self._say("Home Assistant is starting")
            await until_running(api, program, self._folder)
            self._say(f"Home Assistant is running on {self._url}")
            if await api.entry() is None:
                await self._configure(api)
            self._describe(api, program)
            if self._options.check:
                await self._check(api)
                return False
            self._show()
            return await self._until_one_ends(program)

    async def _configure(self, api: HomeAssistant) -> None:
        try:
            await api.configure(self._key, self._server)
        except DevelopError as err:
            if self._options.check:
                raise
            self._say(f"the integration is not configured: {err}")
        else:
            self._say("the integration is configured")
            if self._options.api_key is None:
                await furnish(api, PRICE, self._clock.now(), self._options.time_zone)
            else:
                await api.set_price(PRICE)

    async def _until_one_ends(self, program: Program) -> bool:
        waits = [asyncio.ensure_future(x.wait()) for x in (program, *self._programs)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        if program.exit_code == RESTART:
            return True
        ended = next(x for x in (program, *self._programs) if x.exit_code is not None)
        raise DevelopError(f"{ended.name} exited unexpectedly with {ended.exit_code}.")

    async def _check(self, api: HomeAssistant) -> None:
        batteries = 1 if self._options.api_key else self._options.batteries
        entities = await wait_for_entities(api, batteries)
        print(table(entities))
        if self._folder.log_entries("ERROR", "CRITICAL"):
            raise DevelopError("Everything started, but errors were logged.")
        if self._options.package and not self._folder.is_running_the_package():
            raise DevelopError("Home Assistant is not running the package.")
        devices = {x.device_id for x in entities} - {None}
        self._say(
            f"everything started: {len(devices)} devices, {len(entities)} entities"
        )

    def _known_token(self) -> str:
        if self._options.moves_clock:
            return ""  # a token from the future is refused, and the owner warned
        return str(self._folder.described().get("token", ""))

    def _describe(self, api: HomeAssistant, program: Program | None = None) -> None:
        """Let other programs find what runs; without a program nothing does."""
        running = {x.name: x.pid for x in (program, *self._programs) if x}
        facts = {
            "url": self._url,
            "token": api.token,
            "user": USER,
            "password": PASSWORD,
            "simulator_url": self._server if self._programs else None,
            "config_dir": str(self._folder.path),
            "time_zone": self._options.time_zone,
            "speed": self._options.speed,
            "pids": {"develop": os.getpid(), **running} if program else {},
        }
        self._folder.describe(facts)

    def _say(self, text: str) -> None:
        print(f"{time.monotonic() - self._began:6.1f} s  {text}", file=sys.stderr)

    def _show(self) -> None:
        amps = f"simulated, batteries: {self._options.batteries}"
        print(
            f"""
Home Assistant  {self._url}  (user {USER}, password {PASSWORD})
Amps            {self._server}  ({amps if self._programs else "the real service"})
Config folder   {self._folder.path}
Ctrl-C stops everything.
""",
            flush=True,
        )
