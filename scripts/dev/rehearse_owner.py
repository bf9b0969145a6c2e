"""What the owner of the batteries does in Home Assistant."""

from datetime import datetime, timedelta
from typing import Any

from .errors import DevelopError
from .home_assistant import Json
from .rehearse_judge import Planned
from .rehearse_stage import Battery, Stage


class Owner:
    """Someone with a plan for a battery."""

    def __init__(self, stage: Stage, battery: Battery) -> None:
        """Plan nothing yet."""
        self._stage = stage
        self.battery = battery

    async def schedule(
        self, start: datetime, end: datetime, command: str, **given: Any
    ) -> Json:
        """Plan a window; gives its first occurrence."""
        span = {"start": start.isoformat(), "end": end.isoformat()}
        answer = await self._act("schedule_window", command=command, **span, **given)
        [window] = answer["windows"]
        planned = Planned.of(window)
        wanted = {name: given[name] for name in ("target", "power") if name in given}
        if (planned.start, planned.end) != (start, end) or not (
            wanted.items() <= planned.parameters.items()
        ):
            raise DevelopError(f"Asked for {span} {given}, but got {window}.")
        found: Json = window
        return found

    async def skip(self, uid: str, occurrence: datetime) -> None:
        """Take one occurrence back."""
        _ = await self._act("cancel_window", uid=uid, occurrence=occurrence.isoformat())

    async def move(self, uid: str, planned: Planned, to: Planned) -> str:
        """Move one occurrence: in the calendar where there is one; tells how."""
        calendar = self.battery.entities.get("plan")
        if calendar is None:
            await self.skip(uid, planned.start)
            _ = await self.schedule(to.start, to.end, to.command, **to.parameters)
            return "cancelled and planned anew"
        event = await self._event(calendar, uid, planned)
        change = {
            "summary": event["summary"],
            "dtstart": to.start.isoformat(),
            "dtend": to.end.isoformat(),
        }
        command: Json = {
            "type": "calendar/event/update",
            "entity_id": calendar,
            "uid": uid,
            "event": change,
        }
        if event.get("recurrence_id"):
            command["recurrence_id"] = event["recurrence_id"]
        _ = await self._stage.api.ask(command)
        return "in the calendar"

    async def choose_mode(self, slug: str) -> None:
        """Choose a mode in the select."""
        entity = self.battery.entities["operation_mode"]
        _ = await self._stage.api.act(
            "select.select_option",
            {"entity_id": entity, "option": slug},
            answers=False,
        )

    async def _event(self, calendar: str, uid: str, planned: Planned) -> Json:
        end = planned.end + timedelta(seconds=1)
        events = await self._stage.api.events(calendar, planned.start, end)
        for event in events:
            start = datetime.fromisoformat(event["start"]["dateTime"])
            if event["uid"] == uid and start == planned.start:
                return event
        raise DevelopError(f"Not in the calendar: {uid} at {planned.start}: {events}")

    async def _act(self, action: str, **data: Any) -> Json:
        return await self._stage.api.act(
            f"amps.{action}", {"device_id": self.battery.device_id, **data}
        )
