"""Runs one story: the world, the owner and Home Assistant, day by day."""

from datetime import timedelta
from functools import partial
import logging
from pathlib import Path
import random
import uuid

from freezegun import api
import numpy as np  # noqa: F401  cannot be given the true time back if loaded later
from pytest_homeassistant_custom_component import patch_time

from simulator import ApiError
from simulator.timeline import frozen

from .checks import Checks
from .counters import Counters
from .event_log import EventLog
from .half_trouble import HAPPENS
from .owner_planning import ACTS, PlanningOwner
from .play import Play
from .stage import Errors
from .story import Happening, Story

# as in Home Assistant's own tests: a frozen time keeps which of two same hours it is
api.FakeDate = patch_time.HAFakeDate  # type: ignore[misc]
api.FakeDatetime = patch_time.HAFakeDatetime  # type: ignore[misc]
api.datetime_to_fakedatetime = patch_time.ha_datetime_to_fakedatetime

DAY = timedelta(days=1)


class Run:
    """Plays a story, and checks it after each day."""

    def __init__(self, play: Play) -> None:
        """Prepare; nothing has happened yet."""
        self._play = play
        self._owner = PlanningOwner(play)

    async def live(self) -> Counters:
        """Play the story to its end, or to the first day that breaks a promise."""
        play, story = self._play, self._play.story
        counters = Counters()
        checks = Checks(play)
        errors = Errors(self._on_error)
        logging.getLogger().addHandler(errors)
        _seed(story)
        try:
            await play.stage.open()
            await play.stage.start()
            await play.show_prices()
            await play.tell_statistics()
            await self._owner.watch()
            for happening in story.happenings:
                play.at(story.at(happening), partial(self._perform, happening))
            for day in range(1, story.days + 1):
                await play.until(story.begins + day * DAY)
                checks.check(counters, is_last=day == story.days)
                if counters.is_broken:
                    break
            counters.days = day
            counters.requests = len(play.world.record.requests)
            counters.state_writes = play.stage.state_writes
        finally:
            await play.stage.close()
            play.timeline.close()
            logging.getLogger().removeHandler(errors)
        return counters

    async def _perform(self, happening: Happening) -> None:
        """Play one event of the story."""
        play = self._play
        if happening.kind in ACTS:
            await self._owner.begin(happening)
            return
        # Home Assistant may be gone afterwards
        await self._owner.look()
        try:
            await HAPPENS[happening.kind](play, happening)
        except ApiError as err:
            play.note(f"{happening.text()}: does not happen, {err.code}")

    def _on_error(self, text: str) -> None:
        if self._play.stage.hass is not None:  # what was killed may say anything
            self._play.note_error(text)


def _seed(story: Story) -> None:
    """Take everything random from the story's seed."""
    chance = random.Random(f"{story.seed}/{story.number}")
    random.seed(chance.random())
    uuid.uuid4 = lambda: uuid.UUID(int=chance.getrandbits(128), version=4)


async def run(story: Story, folder: Path) -> tuple[Counters, EventLog]:
    """Run a story in an empty folder."""
    with frozen(story.begins) as clock:
        play = Play(story, folder, clock)
        return await Run(play).live(), play.event_log
