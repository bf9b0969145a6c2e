"""A Home Assistant core with the integration, and the simulated Amps behind it."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager, suppress
from contextvars import ContextVar, copy_context
from dataclasses import replace
from datetime import datetime
import logging
from pathlib import Path
import shutil
from typing import Any, override

from homeassistant import loader
from homeassistant.components.webhook import async_handle_webhook
from homeassistant.const import (
    CONF_API_KEY,
    CONF_URL,
    CONF_WEBHOOK_ID,
    EVENT_STATE_CHANGED,
)
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.helpers import entity_registry as er, frame, issue_registry as ir
from homeassistant.util.aiohttp import MockRequest
from pytest_homeassistant_custom_component.common import (
    INSTANCES,
    MockConfigEntry,
    async_test_home_assistant,
)

from custom_components.amps.const import DOMAIN
from simulator import DEFAULT_KEY, AmpsServer, World
from simulator.home_assistant import join
from simulator.memory import MemoryConnector, Network
from simulator.timeline import Timeline

HOOK = "campaign"
STORAGE = ".storage"
MAX_TRACE_LINES = 8
"""How many lines of a traceback are kept."""
PATIENCE_SECONDS = 900.0
"""Seconds within which any call of Home Assistant has to be over."""
DELIVERY_INTERVAL_SECONDS = 60.0
"""Seconds between two checks for webhooks that are due."""

ENABLED = (("button", "skip_next_window"), ("select", "after_window"))
"""What the owner has enabled, platform and key of each."""

ENABLED = (("button", "skip_next_window"), ("select", "after_window"))
"""What the owner has enabled, platform and key of each."""

ALIVE: ContextVar[bool] = ContextVar("alive")
"""Set wherever Home Assistant runs."""

type OnIssue = Callable[[str, ir.IssueEntry | None], None]
"""Called for a repair with its id; None if it disappeared."""
type Furnish = Callable[[HomeAssistant], Coroutine[Any, Any, None]]
"""Sets up what exists besides Amps when Home Assistant starts."""
type OnState = Callable[[str, str, State], None]
"""Called for a state with its battery id and key."""


class TrueClock:
    """Amps' clock, however wrong the machine's clock is."""

    def __init__(self, timeline: Timeline) -> None:
        """Follow a timeline."""
        self._timeline = timeline

    def now(self) -> datetime:
        """Return the present, aware and in UTC."""
        return self._timeline.now()


class Stage:
    """Starts, stops and kills Home Assistant while Amps keeps running."""

    def __init__(
        self,
        timeline: Timeline,
        world: World,
        folder: Path,
        options: dict[str, Any],
        time_zone: str,
        on_state: OnState,
        on_issue: OnIssue,
        furnish: Furnish,
    ) -> None:
        """Prepare; nothing runs yet."""
        self.timeline = timeline
        self.world = world
        self.network = Network()
        self.server = AmpsServer(world, self.network)
        self.folder = folder
        self.time_zone = time_zone
        self.options = options
        self.hass: HomeAssistant | None = None
        self.state_writes = 0
        self.has_entry = True
        """Whether the owner has the integration set up."""
        self._on_state = on_state
        self._on_issue = on_issue
        self._furnish = furnish
        self._issues: list[ir.IssueEntry] = []
        self._connector: MemoryConnector | None = None
        self._context: AbstractAsyncContextManager[HomeAssistant] | None = None
        self._life = copy_context()
        self._disk: dict[Path, bytes] | None = None

    async def open(self) -> None:
        """Start Amps."""
        await self.server.start()
        self._delivering = asyncio.get_running_loop().create_task(self._deliver())

    async def start(self) -> None:
        """Start Home Assistant with the disk as it was when it ended."""
        await self.timeline.settle()
        self._end_all()
        self._restore()
        await self._forget()
        self._life = copy_context()
        self._life.run(ALIVE.set, True)  # noqa: FBT003  takes no names
        with suppress(asyncio.CancelledError):  # it may be killed while it starts
            await self.begin(self._start())

    async def _start(self) -> None:
        self._context = async_test_home_assistant(config_dir=str(self.folder))
        hass = await self._context.__aenter__()
        frame.async_setup(hass)
        await hass.config.async_set_time_zone(self.time_zone)
        hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
        self._connector = join(hass, self.network)
        hass.bus.async_listen(EVENT_STATE_CHANGED, self._listener(hass))
        hass.bus.async_listen(
            ir.EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED, self._issue_listener(hass)
        )
        self._restore_issues(hass)
        await self._furnish(hass)
        self.hass = hass
        if self.has_entry:
            await self.run(self.set_up())

    async def set_up(self) -> None:
        """Set the integration up."""
        if (hass := self.hass) is None:
            return
        self.entry = MockConfigEntry(
            domain=DOMAIN,
            title="Amps",
            entry_id="amps",
            data={CONF_API_KEY: DEFAULT_KEY, CONF_URL: self.server.url},
            options=self.options,
        )
        self.entry.add_to_hass(hass)
        for device_id in self.world.devices:
            for platform, key in ENABLED:
                er.async_get(hass).async_get_or_create(
                    platform, DOMAIN, f"{device_id}_{key}", config_entry=self.entry
                )
        await hass.config_entries.async_setup(self.entry.entry_id)

    async def _forget(self) -> None:
        """Restore the core that was current before."""
        if self._context is not None:
            await self._context.__aexit__(None, None, None)
            self._context = None

    async def close(self) -> None:
        """Stop everything."""
        self.kill()
        await self.timeline.settle()
        await self._forget()
        self._delivering.cancel()
        await self.server.stop()

    async def run[T](self, work: Coroutine[Any, Any, T]) -> T:
        """Return the result of a call, while time passes for Home Assistant."""
        return await self.timeline.wait(self.begin(work), PATIENCE_SECONDS)

    def begin[T](self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Let Home Assistant do something, while it runs."""
        loop = asyncio.get_running_loop()
        return loop.create_task(work, context=self._life)

    def let[T](self, do: Callable[[HomeAssistant], T]) -> T | None:
        """Let something happen in Home Assistant, if it runs; it ends with it."""
        return None if self.hass is None else self._life.run(do, self.hass)

    async def stop(self) -> None:
        """Stop Home Assistant in order."""
        if (hass := self.hass) is None:
            return
        with suppress(asyncio.CancelledError):
            await self.run(hass.async_stop(force=True))
        self.kill()

    def kill(self) -> None:
        """Kill Home Assistant: whatever is not on the disk is lost."""
        if self.hass is None:
            return
        self._disk = self._copy()
        self._leave()

    def _leave(self) -> None:
        """Cancel everything that Home Assistant would still do."""
        hass, self.hass = self.hass, None
        if hass is not None:
            self._issues = _of_domain(hass)
            if self.has_entry:
                self.options = dict(self.entry.options)
        for issue in self._issues:
            self._on_issue(issue.issue_id, None)
        if self._connector is not None:
            self._connector.cut()
        self._end_all()
        with suppress(ValueError):
            INSTANCES.remove(hass)

    def _end_all(self) -> None:
        """Cancel what Home Assistant started, but nothing that Amps does."""
        for task in asyncio.all_tasks():
            if task.get_context().get(ALIVE, False):
                task.cancel()
        self.timeline.drop_timers(lambda context: context.get(ALIVE, False))

    def cut(self) -> None:
        """Break all connections."""
        if self._connector is not None:
            self._connector.break_all()

    def backup(self) -> dict[Path, bytes]:
        """Return the current contents of the disk."""
        return self._copy()

    def put_back(self, backup: dict[Path, bytes]) -> None:
        """Let the next start use older contents of the disk."""
        self._disk = backup

    def _copy(self) -> dict[Path, bytes]:
        found = self.folder.joinpath(STORAGE).glob(f"{DOMAIN}.*")
        return {path: path.read_bytes() for path in found}

    def _restore(self) -> None:
        """Undo what was written after Home Assistant was gone."""
        if self._disk is None:
            return
        shutil.rmtree(self.folder / STORAGE, ignore_errors=True)
        (self.folder / STORAGE).mkdir()
        for path, content in self._disk.items():
            path.write_bytes(content)

    def _listener(
        self, hass: HomeAssistant
    ) -> Callable[[Event[EventStateChangedData]], None]:
        registry = er.async_get(hass)

        @callback
        def changed(event: Event[EventStateChangedData]) -> None:
            new = event.data["new_state"]
            if self.hass is not hass or new is None:
                return
            self.state_writes += 1
            if new.domain not in ("event", "binary_sensor"):
                return
            if (entity := registry.async_get(new.entity_id)) is not None:
                self._on_state(*_parts(entity.unique_id), new)

        return changed

    def _issue_listener(
        self, hass: HomeAssistant
    ) -> Callable[[Event[ir.EventIssueRegistryUpdatedData]], None]:
        registry = ir.async_get(hass)

        @callback
        def changed(event: Event[ir.EventIssueRegistryUpdatedData]) -> None:
            if self.hass is hass and event.data["domain"] == DOMAIN:
                issue_id = event.data["issue_id"]
                found = registry.async_get_issue(DOMAIN, issue_id)
                self._on_issue(issue_id, found if found and found.active else None)

        return changed

    def _restore_issues(self, hass: HomeAssistant) -> None:
        """Keep what Home Assistant keeps of repairs: which of them are ignored."""
        registry = ir.async_get(hass)
        for issue in self._issues:
            kept = issue if issue.is_persistent else replace(issue, active=False)
            registry.issues[DOMAIN, issue.issue_id] = kept
            if kept.active:
                self._on_issue(issue.issue_id, kept)

    async def _deliver(self) -> None:
        """Deliver the webhooks that are due, as the cloud does."""
        while True:
            await asyncio.sleep(DELIVERY_INTERVAL_SECONDS)
            self.world.catch_up()
            for delivery in self.world.outbox.due():
                if self.hass is None or CONF_WEBHOOK_ID not in self.options:
                    self.world.outbox.retry(delivery)
                    continue
                request = MockRequest(
                    content=delivery.body,
                    mock_source="cloud",
                    method="POST",
                    headers=delivery.headers,
                )
                handling = async_handle_webhook(self.hass, HOOK, request)
                with suppress(asyncio.CancelledError):
                    await self.begin(handling)


def _of_domain(hass: HomeAssistant) -> list[ir.IssueEntry]:
    issues = ir.async_get(hass).issues.values()
    return [issue for issue in issues if issue.domain == DOMAIN]


def _parts(unique_id: str) -> tuple[str, str]:
    """Return the battery id and the key of an entity."""
    device_id = unique_id[: len("device_sim_0001")]
    return device_id, unique_id.removeprefix(f"{device_id}_")


class Errors(logging.Handler):
    """Collects unexpected errors: with a traceback, or called so.

    Nothing may keep what is to be stored from the disk, either.
    """

    def __init__(self, take: Callable[[str], None]) -> None:
        """Pass on every error."""
        super().__init__(logging.ERROR)
        self._take = take

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Receive a log record."""
        text = record.getMessage()
        is_lost = record.name == "homeassistant.helpers.storage"
        if not record.exc_info and "nexpected" not in text and not is_lost:
            return
        if record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError):
            return  # Home Assistant stops while it still starts
        if record.exc_info:
            trace = logging.Formatter().formatException(record.exc_info)
            text = "\n".join([text, *trace.splitlines()[-MAX_TRACE_LINES:]])
        self._take(text)
