"""Talks to the running Home Assistant as its frontend does."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import aiohttp

from .errors import DevelopError

USER = "dev"
PASSWORD = "dev"  # noqa: S105 - printed for everybody, reachable from this machine only

type Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity of the integration; without a state it is not in the state machine."""

    entity_id: str
    device_id: str | None
    state: str | None
    unit: str
    name: str


class HomeAssistant:
    """A Home Assistant and the right to command it."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, token: str = ""
    ) -> None:
        """Take its address; without a token nobody has signed in yet."""
        self._session = session
        self._url = url
        self.token = token

    async def state(self) -> str | None:
        """Return how far its start is; None while it does not answer our token."""
        if not self.token:
            return None
        try:
            async with self._session.get(
                f"{self._url}/api/config", headers=self._headers
            ) as response:
                response.raise_for_status()
                config: Json = await response.json()
        except aiohttp.ClientResponseError as err:
            if err.status == HTTPStatus.UNAUTHORIZED:
                self.token = ""
            return None
        except aiohttp.ClientError:
            return None
        state: str = config["state"]
        return state

    async def log_in(self, *, onboarded: bool) -> None:
        """Get a token that lasts; without success while it cannot be had yet."""
        with suppress(aiohttp.ClientError):
            code = await (self._password() if onboarded else self._first_user())
            grant = {"grant_type": "authorization_code", "code": code}
            form = {**grant, "client_id": f"{self._url}/"}
            async with self._session.post(
                f"{self._url}/auth/token", data=form
            ) as response:
                response.raise_for_status()
                self.token = (await response.json())["access_token"]
            command = {
                "type": "auth/long_lived_access_token",
                "client_name": f"scripts/develop {uuid4().hex[:8]}",
                "lifespan": 3650,
            }
            [self.token] = await self.ask(command)

    async def _first_user(self) -> str:
        user = {"name": "Dev", "username": USER, "password": PASSWORD, "language": "en"}
        answer = await self._post(
            "/api/onboarding/users", {**user, "client_id": f"{self._url}/"}
        )
        code: str = answer["auth_code"]
        return code

    async def _password(self) -> str:
        client = f"{self._url}/"
        provider = ["homeassistant", None]
        flow = await self._post(
            "/auth/login_flow",
            {"client_id": client, "handler": provider, "redirect_uri": client},
        )
        answer = await self._post(
            f"/auth/login_flow/{flow['flow_id']}",
            {"client_id": client, "username": USER, "password": PASSWORD},
        )
        if answer["type"] != "create_entry":
            raise DevelopError(f"The user {USER} has a different password now.")
        code: str = answer["result"]
        return code

    async def entry(self) -> Json | None:
        """Return the integration's config entry."""
        url = f"{self._url}/api/config/config_entries/entry"
        async with self._session.get(
            url, params={"domain": "amps"}, headers=self._headers
        ) as response:
            response.raise_for_status()
            entries: list[Json] = await response.json()
        return entries[0] if entries else None

    async def configure(self, api_key: str, url: str) -> None:
        """Go through the config flow as an owner who takes all batteries."""
        path = "/api/config/config_entries/flow"
        answers: dict[str, Json] = {
            "user": {"api_key": api_key, "advanced": {"url": url}},
        }
        try:
            result = await self._post(path, {"handler": "amps"})
            while result["type"] == "form":
                if result.get("errors"):
                    raise DevelopError(
                        f"The config flow responded with {result['errors']}."
                    )
                step = result["step_id"]
                answer = answers.get(step) or _all_batteries(result)
                result = await self._post(f"{path}/{result['flow_id']}", answer)
        except aiohttp.ClientResponseError as err:
            raise DevelopError(
                f"The config flow responded with HTTP {err.status}."
            ) from err
        if result["type"] != "create_entry":
            reason = result.get("reason", result["type"])
            raise DevelopError(f"The config flow ended with {reason}.")

    async def add(self, domain: str) -> None:
        """Set up an integration whose form only asks for consent."""
        path = "/api/config/config_entries/flow"
        form = await self._post(path, {"handler": domain})
        result = await self._post(f"{path}/{form['flow_id']}", {})
        if result["type"] != "create_entry":
            raise DevelopError(f"The set-up of {domain} ended with {result}.")

    async def set_price(self, entity_id: str) -> None:
        """Let the Energy dashboard take what a kWh costs from an entity."""
        grid = {
            "type": "grid",
            "stat_energy_from": "sensor.grid_energy",
            "entity_energy_price": entity_id,
            "cost_adjustment_day": 0.0,
        }
        await self.ask({"type": "energy/save_prefs", "energy_sources": [grid]})

    async def entities(self) -> list[Entity]:
        """Return the integration's enabled entities, sorted."""
        registry, states = await self.ask(
            {"type": "config/entity_registry/list"}, {"type": "get_states"}
        )
        found = {x["entity_id"]: x for x in states}
        return sorted(
            (
                _entity(x, found.get(x["entity_id"]))
                for x in registry
                if x["platform"] == "amps" and not x["disabled_by"]
            ),
            key=lambda entity: entity.entity_id,
        )

    async def act(self, action: str, data: Json, *, answers: bool = True) -> Json:
        """Perform an action through the REST API; gives what it answers."""
        path = f"/api/services/{action.replace('.', '/')}"
        async with self._session.post(
            f"{self._url}{path}{'?return_response' if answers else ''}",
            json=data,
            headers=self._headers,
        ) as response:
            if response.status != HTTPStatus.OK:
                raise DevelopError(
                    f"{action} responded with HTTP {response.status}: "
                    f"{await response.text()}"
                )
            answer = await response.json()
        found: Json = answer["service_response"] if answers else {}
        return found

    async def set_state(self, entity_id: str, state: str, attributes: Json) -> None:
        """Write a state, as programs outside do."""
        body = {"state": state, "attributes": attributes}
        _ = await self._post(f"/api/states/{entity_id}", body)

    async def events(self, calendar: str, start: datetime, end: datetime) -> list[Json]:
        """Return the events of a calendar between two instants."""
        async with self._session.get(
            f"{self._url}/api/calendars/{calendar}",
            params={"start": start.isoformat(), "end": end.isoformat()},
            headers=self._headers,
        ) as response:
            response.raise_for_status()
            found: list[Json] = await response.json()
        return found

    async def ask(self, *commands: Json) -> list[Any]:
        """Send WebSocket commands one after the other; returns their results."""
        results = []
        async with self._session.ws_connect(
            f"{self._url}/api/websocket", max_msg_size=0
        ) as socket:
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": self.token})
            await socket.receive_json()
            for number, command in enumerate(commands, 1):
                await socket.send_json({"id": number, **command})
                answer = await socket.receive_json()
                if not answer.get("success"):
                    raise DevelopError(f"{command['type']}: {answer.get('error')}")
                results.append(answer["result"])
        return results

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    async def _post(self, path: str, body: Json) -> Json:
        async with self._session.post(
            f"{self._url}{path}", json=body, headers=self._headers
        ) as response:
            response.raise_for_status()
            answer: Json = await response.json()
            return answer


def _all_batteries(form: Json) -> Json:
    fields = {field["name"]: field for field in form["data_schema"]}
    if "batteries" not in fields:
        raise DevelopError(f"The config flow has an unknown step {form['step_id']}.")
    options = fields["batteries"]["selector"]["select"]["options"]
    ids = [x if isinstance(x, str) else x["value"] for x in options]
    return {"batteries": ids, "add_new": True}


def _entity(entry: Json, state: Json | None) -> Entity:
    attributes: Json = state["attributes"] if state else {}
    return Entity(
        entity_id=entry["entity_id"],
        device_id=entry["device_id"],
        state=state["state"] if state else None,
        unit=attributes.get("unit_of_measurement") or "",
        name=attributes.get("friendly_name") or "",
    )
