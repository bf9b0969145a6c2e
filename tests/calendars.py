"""What tests of the calendar share: the calendar as the frontend talks to it."""

from typing import Any

from homeassistant.components.calendar.const import DOMAIN as CALENDAR
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from .entities import entity_id
from .travel import Travel

NIGHT = {"dtstart": "2026-11-24T00:30:00", "dtend": "2026-11-24T05:30:00"}
NIGHTLY = {**NIGHT, "summary": "Charge to 90 %", "rrule": "FREQ=DAILY"}
type Event = dict[str, Any]


class Dialog:
    """The calendar as the frontend talks to it."""

    def __init__(
        self, hass: HomeAssistant, travel: Travel, connect: WebSocketGenerator
    ) -> None:
        self._hass = hass
        self._travel = travel
        self._connect = connect

    async def __call__(self, command: str, **fields: Any) -> str | None:
        """Send what a dialog does, and give the error that it shows."""
        # an open connection would not outlive the jumps of the clock
        client = await self._travel.run(self._connect(self._hass))
        message = {
            "type": f"calendar/event/{command}",
            "entity_id": entity_id(self._hass, CALENDAR, "plan"),
            **fields,
        }
        await self._travel.run(client.send_json_auto_id(message))
        reply = await self._travel.run(client.receive_json())
        await self._travel.run(client.close())
        await self._travel.settle()
        return None if reply["success"] else reply["error"]["message"]

    async def create(self, **event: Any) -> None:
        assert await self("create", event=event) is None


class MonthView:
    """The events of a time, as a card reads them."""

    def __init__(self, hass: HomeAssistant, travel: Travel, client: Any) -> None:
        self._hass = hass
        self._travel = travel
        self._client = client

    async def __call__(
        self, start: str = "2026-11-23T00:00", end: str = "2026-11-27T00:00"
    ) -> list[Event]:
        """Return the events of a time, by start."""
        name = entity_id(self._hass, CALENDAR, "plan")
        url = f"/api/calendars/{name}?start={start}&end={end}"
        reply = await self._travel.run(self._client.get(url))
        assert reply.status == 200
        events: list[Event] = await self._travel.run(reply.json())
        return events


def shown(events: list[Event]) -> list[tuple[str, str, str]]:
    """Return start, end and title of events."""
    return [
        (
            event["start"]["dateTime"][:16],
            event["end"]["dateTime"][11:16],
            event["summary"],
        )
        for event in events
    ]


def named(of: Event, **fields: Any) -> dict[str, Any]:
    """Return what a dialog says of an event that it was opened with."""
    return {
        "uid": of["uid"],
        "recurrence_id": of["recurrence_id"] or "",
        **fields,
    }


def unchanged(event: Event, **changes: Any) -> dict[str, Any]:
    """Return an event as a dialog saves it."""
    saved = {
        "dtstart": event["start"]["dateTime"][:19],
        "dtend": event["end"]["dateTime"][:19],
        "summary": event["summary"],
        "description": event["description"],
        "rrule": event["rrule"],
    } | changes
    return {key: value for key, value in saved.items() if value}
