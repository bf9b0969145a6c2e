"""What an owner does who lets the day be planned, and what is planned by itself."""

from datetime import timedelta
from typing import override

from homeassistant.exceptions import HomeAssistantError

from simulator import RequestEntry

from .automatic import Automatic
from .event_log import Call
from .owner import Act, NothingMeantError
from .owner_goals import ACTS as WITH_GOALS, GoalOwner
from .play import Play
from .spans import Span, single
from .story import Happening
from .titles import title

LOOK_INTERVAL_SECONDS = 300.0
"""Seconds between two looks at what is planned by itself."""
SENT = ("push", "cancel")
"""Requests at which it is looked at too: something has changed."""
SOON = timedelta(minutes=5)


class PlanningOwner(GoalOwner):
    """Acts as an owner does who leaves the whole day to the planner."""

    def __init__(self, play: Play) -> None:
        """Have seen nothing planned yet."""
        super().__init__(play)
        self.automatic = {name: Automatic(play, name) for name in play.batteries}

    # What is planned

    async def watch(self) -> None:
        """Look at what is planned by itself from now on, if anything may be."""
        if self._play.meters is not None:
            self._play.look = self._on_request
            await self._look_on()

    async def _look_on(self) -> None:
        await self.look()
        self._play.later(LOOK_INTERVAL_SECONDS, self._look_on)

    async def look(self) -> None:
        """Look now at what is planned by itself, if anything may be."""
        if self._play.meters is not None:
            self._look_soon()
            await self._play.timeline.settle()

    def _on_request(self, entry: RequestEntry) -> None:
        if entry.endpoint in SENT:
            self._look_soon()

    def _look_soon(self) -> None:
        for battery in self._play.batteries:
            if self._play.stage.hass is not None:
                task = self._play.stage.begin(self._look(battery))
                self._acting.add(task)
                task.add_done_callback(self._acted)

    async def _look(self, battery: str) -> None:
        try:
            shown = await self._shown(Call(self._play.now(), battery, "look"))
        except HomeAssistantError, NothingMeantError:
            return  # nobody can look
        self.automatic[battery].look(shown)

    @override
    async def act(self, happening: Happening) -> None:
        """Do something, and look what is planned by itself then."""
        await super().act(happening)
        if self._play.meters is not None:
            await self._look(self._play.battery(happening))

    # What the owner does with it

    async def planning(self, happening: Happening, call: Call) -> None:
        """Choose how far the day is planned."""
        option: str = happening.given["option"]
        await self._use(call, "select", "select_option", "planning", option=option)
        self.automatic[call.battery].choose(option)

    async def accept(self, happening: Happening, call: Call) -> None:
        """Accept what is suggested."""
        del happening
        found = await self._ask(call, "accept_plan")
        self.automatic[call.battery].accept(one["uid"] for one in found)

    async def delete_automatic(self, happening: Happening, call: Call) -> None:
        """Delete what was planned by itself."""
        span = self._some(happening, call)
        await self._ask(call, "cancel_window", uid=span.uid)
        self.expected(call).take_back(span.uid, span.start, self._play.now())

    async def own_automatic(self, happening: Happening, call: Call) -> None:
        """Drag in the calendar what was planned by itself: it is the owner's then."""
        span, now = self._some(happening, call), self._play.now()
        by = timedelta(minutes=happening.given["by"])
        start, end = span.start + by, span.end + by
        if min(span.start, start) <= now + SOON:
            raise NothingMeantError
        event = {
            "dtstart": start.astimezone(self._play.zone),
            "dtend": end.astimezone(self._play.zone),
            "summary": title(span.command, span.parameters),
        }
        await self._calendar(call).async_update_event(span.uid, event)
        window = single(span.uid, start, end, span.command, span.parameters)
        self.expected(call).add(window, now)

    def _some(self, happening: Happening, call: Call) -> Span:
        """Return something that is planned by itself and is not over."""
        now = self._play.now()
        found = [
            span for span in self.expected(call).automatic.values() if span.end > now
        ]
        if not found:
            raise NothingMeantError
        which: int = happening.given["which"] % len(found)
        return found[which]


ACTS: dict[str, Act] = {
    **WITH_GOALS,
    "planning": PlanningOwner.planning,
    "accept": PlanningOwner.accept,
    "delete_automatic": PlanningOwner.delete_automatic,
    "own_automatic": PlanningOwner.own_automatic,
}
PlanningOwner.acts = ACTS
