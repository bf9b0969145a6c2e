"""The Home Assistant that the browser shows, and the simulated Amps behind it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import count
from typing import Any, Self

import aiohttp

from scripts.dev.folder import Folder
from scripts.dev.home_assistant import HomeAssistant, Json
from scripts.dev.rehearse_stage import Simulator
from simulator.fleet import FACTORIES
from simulator.knobs import Knobs

from .backstage import Backstage

PATIENCE = 30
_accounts = count(1)
_kinds = list(FACTORIES)


class Home:
    """What a test arranges and asks behind the browser's back.

    Every test gets another API key and other batteries: Home Assistant remembers plans
    and names of those that were there before.
    """

    def __init__(
        self, backstage: Backstage, session: aiohttp.ClientSession, folder: Folder
    ) -> None:
        facts = folder.described()
        self.folder = folder
        self.url: str = facts["url"]
        self.token: str = facts["token"]
        self.amps_url: str = facts["simulator_url"]
        self.key = ""
        """The API key of the account."""
        self.batteries: list[str] = []
        """Amps ids of the account's batteries."""
        self._run = backstage.run
        self._session = session
        self._api = HomeAssistant(session, self.url, self.token)
        self._amps = Simulator(session, self.amps_url)
        self._energy_sources: list[Json] = self.ask("energy/get_prefs")[
            "energy_sources"
        ]

    @classmethod
    @contextmanager
    def of(cls, folder: Folder) -> Iterator[Self]:
        """Connect to what runs."""
        with Backstage.open() as backstage:
            session = backstage.run(_session())
            try:
                yield cls(backstage, session, folder)
            finally:
                backstage.run(session.close())

    # A fresh start

    def begin(self, batteries: int) -> None:
        """Leave nothing of the test before, and give the account its batteries."""
        for entry in self.entries():
            self.rest("DELETE", f"/config/config_entries/entry/{entry['entry_id']}")
        self.act("persistent_notification.dismiss_all", {})
        self.ask("energy/save_prefs", energy_sources=self._energy_sources)
        for device in self.amps("GET", "/world")["devices"]:
            self.amps("DELETE", f"/devices/{device['id']}")
        self.amps("DELETE", "/faults")
        self.amps("POST", "/knobs", asdict(Knobs()))
        self.key = f"sk_test_{next(_accounts)}"
        self.let_in()
        self.batteries = []
        for number in range(batteries):
            self.add_battery(_kinds[number])

    def add_battery(self, kind: str = "full", **changes: Any) -> None:
        """Link another battery to the account, made with the simulator's options."""
        amps_id = f"device_{self.key.rpartition('_')[2]}_{len(self.batteries)}"
        body = {"id": amps_id, "kind": kind, "zone": "Europe/Amsterdam", **changes}
        self.amps("POST", "/devices", body)
        self.batteries.append(amps_id)

    def set_up(self) -> None:
        """Add the integration as its dialog does, with all batteries of the account."""
        self._run(self._api.configure(self.key, self.amps_url))

    # Amps

    def amps(self, method: str, path: str, body: Json | None = None) -> Json:
        """Call a control endpoint of the simulated Amps."""
        return self._run(self._amps.ask(method, path, body))

    def let_in(self, **rights: Any) -> None:
        """Let the account's key in, with the simulator's options of a key."""
        self.amps("POST", "/keys", {"value": self.key, **rights})

    def add_stranger(self) -> str:
        """Let in somebody else's key, who has a battery of their own; gives it."""
        key = f"{self.key}_stranger"
        amps_id = f"device_{key}"
        self.amps("POST", "/devices", {"id": amps_id})
        self.amps("POST", "/keys", {"value": key, "devices": [amps_id]})
        return key

    def fault(self, **fault: Any) -> None:
        """Let a fault wait for its request."""
        self.amps("POST", "/faults", fault)

    def change(self, number: int = 0, **changes: Any) -> None:
        """Change a battery from outside, as in the manufacturer's app."""
        self.amps("POST", f"/devices/{self.batteries[number]}", changes)

    def truth(self, number: int = 0) -> Json:
        """Return what a battery truly is and does."""
        devices = self.amps("GET", "/world")["devices"]
        found: Json = next(
            device for device in devices if device["id"] == self.batteries[number]
        )
        return found

    def until_record(self, fits: Callable[[Json], bool]) -> None:
        """Wait until what the simulated Amps recorded fits."""
        self._run(self._until_record(fits))

    async def _until_record(self, fits: Callable[[Json], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not fits(await self._amps.record()):  # noqa: ASYNC110
                await asyncio.sleep(0.1)

    # Home Assistant

    def entries(self) -> list[Json]:
        """Return the integration's entries."""
        found: list[Json] = self.ask("config_entries/get", domain="amps")
        return found

    def take_panels_off(self) -> None:
        """Leave the home without solar power until the next test.

        How much of it there is depends on the time of day.
        """
        grid = {"stat_energy_to": None}
        sources = [
            source | grid if source["type"] == "grid" else source
            for source in self._energy_sources
            if source["type"] != "solar"
        ]
        self.ask("energy/save_prefs", energy_sources=sources)

    def reload(self) -> None:
        """Load the entry anew, as a restart of Home Assistant does."""
        [entry] = self.entries()
        path = f"/config/config_entries/entry/{entry['entry_id']}/reload"
        self.rest("POST", path)

    def device_id(self, number: int = 0) -> str:
        """Return Home Assistant's id of a battery."""
        wanted = ["amps", self.batteries[number]]
        devices: list[Json] = self.ask("config/device_registry/list")
        return next(
            str(device["id"]) for device in devices if wanted in device["identifiers"]
        )

    def enabled_entities(self, number: int = 0) -> dict[str, Json]:
        """Return what Home Assistant knows of a battery's enabled entities, by key."""
        prefix = f"{self.batteries[number]}_"
        entities: list[Json] = self.ask("config/entity_registry/list")
        return {
            entity["unique_id"].removeprefix(prefix): entity
            for entity in entities
            if entity["unique_id"].startswith(prefix) and not entity["disabled_by"]
        }

    def windows(self, number: int = 0) -> list[Json]:
        """Return what is planned for a battery."""
        data = {"device_id": self.device_id(number)}
        found: list[Json] = self.act("amps.get_windows", data, answers=True)["windows"]
        return found

    def act(self, action: str, data: Json, *, answers: bool = False) -> Json:
        """Perform an action."""
        return self._run(self._api.act(action, data, answers=answers))

    def ask(self, command: str, **data: Any) -> Any:
        """Send a WebSocket command; gives its result."""
        [result] = self._run(self._api.ask({"type": command, **data}))
        return result

    def rest(self, method: str, path: str, body: Json | None = None) -> Any:
        """Call Home Assistant's REST API."""
        return self._run(self._rest(method, path, body))

    async def _rest(self, method: str, path: str, body: Json | None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self._session.request(
            method, f"{self.url}/api{path}", json=body, headers=headers
        ) as response:
            response.raise_for_status()
            return await response.json()


async def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession()
