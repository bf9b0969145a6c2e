"""What an owner does with goals, and what is expected by that."""

from datetime import datetime, timedelta
from functools import partial

from .event_log import Call
from .expected_goals import HOURS
from .owner import CLOCK, Act, NothingMeantError
from .owner_edits import ACTS as BUSY, BusyOwner
from .spans import Window, repeated, single
from .story import Happening
from .titles import title

CHOICES = {"charge": "cheapest", "discharge": "dearest"}
LOOK_INTERVAL = timedelta(minutes=5)


class GoalOwner(BusyOwner):
    """Acts as an owner does who leaves it to the planner when to charge."""

    async def goal(self, happening: Happening, call: Call) -> None:
        """Set a goal, by an action or in the calendar."""
        given, zone = happening.given, self._play.zone
        start = self._next(given["start"])
        end = start + timedelta(minutes=given["length"])
        rule = {"repeat": given["repeat"]} if "repeat" in given else {}
        if given["typed"]:
            before = await self._goals_now(call)
            event = {
                "dtstart": start.replace(tzinfo=zone),
                "dtend": end.replace(tzinfo=zone),
                "summary": _title(given["command"], given["parameters"]),
            }
            if rule:
                event["rrule"] = given["repeat"]
            await self._calendar(call).async_create_event(**event)
            uids = await self._goals_now(call) - before
        else:
            found = await self._ask(
                call,
                "schedule_goal",
                command=given["command"],
                start=start.strftime(CLOCK),
                end=end.strftime(CLOCK),
                **_asked(given["parameters"]),
                **rule,
            )
            uids = {one["uid"] for one in found}
        (uid,) = uids
        self._uids[given["goal"]] = uid
        self._expect(call, happening, uid, start, end)

    def _next(self, minute: int) -> datetime:
        """Return the next local time of day, naive."""
        now = self._play.now().astimezone(self._play.zone)
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        start = midnight + timedelta(minutes=minute)
        soon = now.replace(tzinfo=None) + timedelta(minutes=5)
        return start if start > soon else start + timedelta(days=1)

    async def _goals_now(self, call: Call) -> set[str]:
        now = self._play.now()
        end = now + timedelta(days=20)
        shown = await self._ask(
            call, "get_goals", start=now.isoformat(), end=end.isoformat()
        )
        return {one["uid"] for one in shown}

    def _expect(
        self,
        call: Call,
        happening: Happening,
        uid: str,
        start: datetime,
        end: datetime,
    ) -> None:
        given, play = happening.given, self._play
        about = given["command"], given["parameters"]
        window: Window
        if "repeat" in given:
            until, length = play.story.ends + timedelta(days=1), end - start
            rule = given["repeat"]
            window = repeated(
                uid, start, length, rule, play.zone, until, *about, play.now()
            )
        else:
            window = single(uid, play.instant(start), play.instant(end), *about)
        self.expected(call).goals.add(window, play.now())
        for span in window.all():
            at = span.end
            while at >= span.start:
                play.at(at, partial(self._note_level, call.battery))
                at -= LOOK_INTERVAL

    async def _note_level(self, battery: str) -> None:
        play = self._play
        play.world.catch_up()
        if (device := play.world.devices.get(battery)) is not None:
            play.event_log.levels.append((play.now(), battery, device.level))

    async def goal_delete(self, happening: Happening, call: Call) -> None:
        """Take a goal back, all of it."""
        uid = self._uids.get(happening.given["goal"])
        if uid is None:
            raise NothingMeantError
        await self._ask(call, "cancel_window", uid=uid, range="all")
        self.expected(call).goals.cancel(uid, self._play.now())


def _asked(parameters: dict[str, float]) -> dict[str, object]:
    """Return the fields of the action for what is to be reached."""
    if HOURS in parameters:
        return {"duration": {"hours": parameters[HOURS]}}
    return dict(parameters)


def _title(command: str, parameters: dict[str, float]) -> str:
    """Return an event's title."""
    words = [title(command, parameters)]
    if HOURS in parameters:
        words.append(f"{parameters[HOURS]:g} h")
    return " ".join([*words, CHOICES[command]])


ACTS: dict[str, Act] = {
    **BUSY,
    "goal": GoalOwner.goal,
    "goal_delete": GoalOwner.goal_delete,
}
GoalOwner.acts = ACTS
