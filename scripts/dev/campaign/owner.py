"""What the owner does in Home Assistant, and what is expected by that."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from homeassistant.components.calendar.const import DATA_COMPONENT as CALENDARS
from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er

from custom_components.amps.const import DOMAIN

from .event_log import Call
from .expected import Expected
from .play import Play
from .spans import Span, Window, moved, repeated, single
from .story import Happening
from .titles import title

type Act = Callable[[Any, Happening, Call], Awaitable[None]]
"""What an owner of some kind does."""

CLOCK = "%Y-%m-%d %H:%M:%S"


class NothingMeantError(Exception):
    """What the owner wanted to change is not there (any more)."""


class Owner:
    """Acts through actions, entities and the calendar, as people and automations do."""

    acts: Mapping[str, Act]

    def __init__(self, play: Play) -> None:
        """Have planned nothing yet."""
        self._play = play
        self._uids: dict[str, str] = {}
        self._rules: dict[str, str] = {}
        """How windows repeat, by uid."""
        self._acting: set[asyncio.Task[None]] = set()

    async def begin(self, happening: Happening) -> None:
        """Do something, for as long as Home Assistant lives."""
        task = self._play.stage.begin(self.act(happening))
        self._acting.add(task)
        task.add_done_callback(self._acted)
        await self._play.timeline.settle()

    def _acted(self, task: asyncio.Task[None]) -> None:
        self._acting.discard(task)
        if not task.cancelled() and (err := task.exception()) is not None:
            self._play.note_error(f"raised to the owner: {err!r}")

    async def act(self, happening: Happening) -> None:
        """Do something, and note what was answered."""
        event_log, now = self._play.event_log, self._play.now()
        battery = self._play.battery(happening)
        call = Call(now, battery, happening.kind)
        if self._play.stage.hass is None:
            return
        event_log.calls.append(call)
        try:
            await self.acts[happening.kind](self, happening, call)
        except NothingMeantError:
            event_log.calls.remove(call)
            return
        except HomeAssistantError as err:
            call.error = str(err) or type(err).__name__
        except BaseException:
            call.error = "killed"
            raise
        call.answered = self._play.now()
        event_log.say(call.answered, f"{happening.text()}: {call.error or 'taken'}")

    # What Home Assistant offers

    @property
    def _hass(self) -> HomeAssistant:
        hass = self._play.stage.hass
        if hass is None:
            raise NothingMeantError
        return hass

    def expected(self, call: Call) -> Expected:
        """Return what is expected of the battery."""
        return self._play.event_log.expected[call.battery]

    async def _ask(self, call: Call, action: str, **data: Any) -> list[dict[str, Any]]:
        """Call an action of the integration, and give what it answers."""
        devices = dr.async_get(self._hass).async_get_devices(
            identifiers={(DOMAIN, call.battery)}
        )
        if not devices:
            raise HomeAssistantError("no such device")
        answer: Any = await self._hass.services.async_call(
            DOMAIN,
            action,
            {ATTR_DEVICE_ID: devices[0].id, **data},
            blocking=True,
            return_response=True,
        )
        (found,) = answer.values()
        return list(found)

    def _entity(self, call: Call, platform: str, key: str) -> str:
        registry = er.async_get(self._hass)
        unique_id = f"{call.battery}_{key}"
        found = registry.async_get_entity_id(platform, DOMAIN, unique_id)
        if found is None:
            raise HomeAssistantError(f"no {platform} {key}")
        return found

    async def _use(
        self, call: Call, platform: str, service: str, key: str, **data: Any
    ) -> None:
        entity_id = self._entity(call, platform, key)
        state = self._hass.states.get(entity_id)
        if state is None or state.state == "unavailable":
            raise HomeAssistantError("unavailable")
        data[ATTR_ENTITY_ID] = entity_id
        await self._hass.services.async_call(platform, service, data, blocking=True)

    def _span(self, happening: Happening, call: Call) -> Span:
        """Find the occurrence that is meant, if it is still expected."""
        uid = self._uids.get(happening.given["window"])
        day = happening.given.get("day", 0)
        window = self.expected(call).windows.get(uid or "")
        if window is None or not window.spans:
            raise NothingMeantError
        first = min(window.all(), key=lambda span: span.original).original
        for span in sorted(window.all(), key=lambda span: span.original):
            if (span.original - first).days >= day and span.end > self._play.now():
                return span
        raise NothingMeantError

    # The plan

    async def plan(self, happening: Happening, call: Call) -> None:
        """Plan a window with an action."""
        given = happening.given
        start, end = self._local(given["start"]), self._local(given["end"])
        data = {key: given[key] for key in ("repeat", "replace") if key in given}
        found = await self._ask(
            call,
            "schedule_window",
            command=given["command"].replace(".", "_"),
            start=start.strftime(CLOCK),
            end=end.strftime(CLOCK),
            **given["parameters"],
            **data,
        )
        self._take(happening, call, found[0]["uid"])

    async def write(self, happening: Happening, call: Call) -> None:
        """Plan a window in the calendar."""
        given = happening.given
        calendar = self._calendar(call)
        event = {
            "dtstart": self._local(given["start"]).replace(tzinfo=self._play.zone),
            "dtend": self._local(given["end"]).replace(tzinfo=self._play.zone),
            "summary": title(given["command"], given["parameters"]),
        }
        if "repeat" in given:
            event["rrule"] = given["repeat"]
        before = await self._uids_now(call)
        await calendar.async_create_event(**event)
        new = await self._uids_now(call) - before - self._uids_known(call)
        if len(new) == 1:
            self._take(happening, call, new.pop())

    def _uids_known(self, call: Call) -> set[str]:
        return set(self.expected(call).windows)

    async def _uids_now(self, call: Call) -> set[str]:
        shown = await self._shown(call)
        return {event["uid"] for event in shown if event["origin"] == "plan"}

    async def _shown(self, call: Call) -> list[dict[str, Any]]:
        start = self._play.now() - timedelta(days=1)
        end = start + timedelta(days=20)
        return await self._ask(
            call, "get_windows", start=start.isoformat(), end=end.isoformat()
        )

    def _take(self, happening: Happening, call: Call, uid: str) -> None:
        given, now = happening.given, self._play.now()
        start, end = self._local(given["start"]), self._local(given["end"])
        about = given["command"], self._filled(call, given)
        self._uids[given["window"]] = uid
        window: Window
        if "repeat" in given:
            until = self._play.story.ends + timedelta(days=3)
            rule = self._rules[uid] = given["repeat"]
            zone, length = self._play.zone, end - start
            window = repeated(uid, start, length, rule, zone, until, *about, now)
        else:
            window = single(
                uid, self._play.instant(start), self._play.instant(end), *about
            )
        self.expected(call).add(window, now)

    def _filled(self, call: Call, given: dict[str, Any]) -> dict[str, float]:
        del call
        return {key: float(value) for key, value in given["parameters"].items()}

    def _local(self, minutes: float) -> datetime:
        """Return a naive local time, from minutes since the story's first midnight."""
        first = self._play.story.begins.astimezone(self._play.zone)
        midnight = first.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        return midnight + timedelta(minutes=minutes)

    def _calendar(self, call: Call) -> Any:
        entity_id = self._entity(call, "calendar", "plan")
        found: Any = self._hass.data[CALENDARS].get_entity(entity_id)
        if found is None or not found.available:
            raise HomeAssistantError("unavailable")
        return found

    async def move(self, happening: Happening, call: Call) -> None:
        """Drag an occurrence to another time in the calendar, or make it longer."""
        span = self._span(happening, call)
        window = self.expected(call).windows[span.uid]
        start = span.start + timedelta(minutes=happening.given["start"])
        end = span.end + timedelta(minutes=happening.given["end"])
        event = {
            "dtstart": start.astimezone(self._play.zone),
            "dtend": end.astimezone(self._play.zone),
            "summary": title(span.command, span.parameters),
        }
        # the dialog names an occurrence by its original start
        original = span.original
        name = f"{original.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        recurring = {"recurrence_id": name} if window.recurring else {}
        await self._calendar(call).async_update_event(span.uid, event, **recurring)
        new = moved(span, start, end)
        if not window.recurring:
            expected = single(span.uid, start, end, span.command, span.parameters)
            self.expected(call).rewrite(expected, self._play.now())
        else:
            self.expected(call).move(span.uid, original, new, self._play.now())

    async def delete(self, happening: Happening, call: Call) -> None:
        """Delete in the calendar: this, this and future, or a single window."""
        span = self._span(happening, call)
        window, expected = self.expected(call).windows[span.uid], self.expected(call)
        if not window.recurring:
            await self._calendar(call).async_delete_event(span.uid)
            expected.cancel(span.uid, None, self._play.now())
            return
        future = happening.given.get("future", False)
        await self._calendar(call).async_delete_event(
            span.uid,
            recurrence_id=f"{span.original:%Y%m%dT%H%M%SZ}",
            recurrence_range="THISANDFUTURE" if future else None,
        )
        if future:
            expected.cancel(span.uid, span.original, self._play.now())
        else:
            expected.move(span.uid, span.original, None, self._play.now())

    async def cancel(self, happening: Happening, call: Call) -> None:
        """Take back with an action: one occurrence, what follows too, or all."""
        span, range_ = self._span(happening, call), happening.given.get("range", "this")
        expected = self.expected(call)
        window = expected.windows[span.uid]
        await self._ask(
            call,
            "cancel_window",
            uid=span.uid,
            occurrence=span.start.isoformat(),
            range=range_,
        )
        now = self._play.now()
        if range_ == "all" or not window.recurring:
            expected.cancel(span.uid, None, now)
        elif range_ == "this_and_future":
            expected.cancel(span.uid, span.original, now)
        else:
            expected.move(span.uid, span.original, None, now)

    async def cancel_next(self, happening: Happening, call: Call) -> None:
        """Take back what comes next, whatever it is."""
        del happening
        for window in await self._ask(call, "cancel_window"):
            start = datetime.fromisoformat(window["start"])
            self.expected(call).take_back(window["uid"], start, self._play.now())

    async def skip(self, happening: Happening, call: Call) -> None:
        """Press the button that skips the next occurrence."""
        del happening
        before = await self._coming(call)
        await self._use(call, "button", "press", "skip_next_window")
        after = await self._coming(call)
        for uid, start in before - after:
            self.expected(call).take_back(uid, start, self._play.now())

    async def _coming(self, call: Call) -> set[tuple[str, datetime]]:
        """Return the uid and start of what is shown as planned, sent or running."""
        return {
            (event["uid"], datetime.fromisoformat(event["start"]))
            for event in await self._shown(call)
            if event["state"] != "ended" and event["outcome"] is None
        }

    async def switch(self, happening: Happening, call: Call) -> None:
        """Switch the plan on or off."""
        on: bool = happening.given["on"]
        await self._use(call, "switch", "turn_on" if on else "turn_off", "plan_enabled")
        self.expected(call).switch(self._play.now(), enabled=on)

    async def choose(self, happening: Happening, call: Call) -> None:
        """Choose the mode after windows."""
        option = happening.given["option"]
        await self._use(call, "select", "select_option", "after_window", option=option)
        self._play.event_log.choices.append((self._play.now(), call.battery, option))

    # By hand

    async def command(self, happening: Happening, call: Call) -> None:
        """Send a command with an action."""
        given = happening.given
        call.command = given["command"]
        call.parameters = {
            key: float(value) for key, value in given["parameters"].items()
        }
        data = {key: given[key] for key in ("duration", "replace") if key in given}
        call.length = timedelta(**given["duration"]) if "duration" in given else None
        found = await self._ask(
            call,
            "send_command",
            command=given["command"].replace(".", "_"),
            **given["parameters"],
            **data,
        )
        call.waits = not found

    async def mode(self, happening: Happening, call: Call) -> None:
        """Choose an operation mode."""
        call.command = happening.given["command"]
        option = happening.given["command"].replace(".", "_")
        await self._use(
            call, "select", "select_option", "operation_mode", option=option
        )

    async def stop(self, happening: Happening, call: Call) -> None:
        """Press the button that ends what runs."""
        del happening
        call.command = "stop"
        await self._use(call, "button", "press", "stop")

    async def cancel_action(self, happening: Happening, call: Call) -> None:
        """Cancel at Amps what waits there."""
        del happening
        found = await self._ask(call, "get_actions", state="scheduled")
        if not found:
            raise NothingMeantError
        action = found[0]
        await self._ask(call, "cancel_action", action_id=action["action_id"])

    async def reload(self, happening: Happening, call: Call) -> None:
        """Load the integration again."""
        del happening, call
        await self._hass.config_entries.async_reload(self._play.stage.entry.entry_id)


ACTS: dict[str, Act] = {
    "plan": Owner.plan,
    "write": Owner.write,
    "move": Owner.move,
    "delete": Owner.delete,
    "cancel": Owner.cancel,
    "cancel_next": Owner.cancel_next,
    "skip": Owner.skip,
    "switch": Owner.switch,
    "choose": Owner.choose,
    "command": Owner.command,
    "mode": Owner.mode,
    "stop": Owner.stop,
    "cancel_action": Owner.cancel_action,
    "reload": Owner.reload,
}
Owner.acts = ACTS
