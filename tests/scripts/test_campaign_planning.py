"""What the campaign expects where the day is planned by itself."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

from freezegun import freeze_time
from homeassistant.components.recorder import statistics
from homeassistant.core import HomeAssistant
import pytest

from custom_components.amps.inputs.house import HouseResolver
from scripts.dev.campaign.automatic import GRACE, Automatic
from scripts.dev.campaign.counters import Counters
from scripts.dev.campaign.event_log import EventLog
from scripts.dev.campaign.expected import Expected
from scripts.dev.campaign.half_trouble import HAPPENS
from scripts.dev.campaign.market import Market
from scripts.dev.campaign.meters import CAR, Meters
from scripts.dev.campaign.owner_planning import ACTS
from scripts.dev.campaign.planning_events import KINDS
from scripts.dev.campaign.play import Play
from scripts.dev.campaign.spans import single
from scripts.dev.campaign.writer import Writer

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
BATTERY = "one"


def _shown(
    start: datetime, *, uid: str = "a", origin: str = "automatic", state: str = "sent"
) -> dict[str, Any]:
    return {
        "uid": uid,
        "start": start.isoformat(),
        "end": (start + HOUR).isoformat(),
        "command": "charge",
        "origin": origin,
        "state": state,
        "reason": None,
        "target": 90.0,
        "power": None,
        "reserve": None,
    }


class Story:
    """What a look needs of a story that runs."""

    def __init__(self) -> None:
        self.at = NOON
        self.expected = Expected()
        self.event_log = EventLog(expected={BATTERY: self.expected})
        play = SimpleNamespace(
            event_log=self.event_log,
            zone=LONDON,
            now=lambda: self.at,
            note=lambda _: None,
        )
        self.automatic = Automatic(cast("Play", play), BATTERY)

    def look(self, *shown: dict[str, Any]) -> list[str]:
        """Look twice, and return what is wrong."""
        for _ in range(2):
            self.automatic.look(list(shown))
            self.at += GRACE
        return [breach.what for breach in self.event_log.planned_wrong]


@pytest.fixture
def story() -> Story:
    return Story()


def test_what_is_planned_is_expected(story: Story) -> None:
    story.automatic.choose("automatic")
    assert story.look(_shown(NOON + 3 * HOUR)) == []
    (span,) = story.expected.at(story.at)
    assert (span.uid, span.start, span.parameters) == (
        "a",
        NOON + 3 * HOUR,
        {"target": 90.0},
    )
    assert story.expected.dues()[span.key][0].is_whole


def test_what_is_planned_otherwise_before_its_time_is_not_counted(
    story: Story,
) -> None:
    story.automatic.choose("automatic")
    story.look(_shown(NOON + 3 * HOUR))
    story.look(_shown(NOON + 5 * HOUR))
    starts = [dues[0].span.start for dues in story.expected.dues().values()]
    assert starts == [NOON + 5 * HOUR]


def test_what_is_made_longer_as_it_ends_is_expected_to_go_on(story: Story) -> None:
    story.automatic.choose("automatic")
    hold = _shown(NOON, state="active")
    story.look(hold)
    story.at = NOON + HOUR
    longer = hold | {"end": (NOON + 2 * HOUR).isoformat()}
    story.automatic.look([longer])
    (span,) = story.expected.at(story.at)
    assert span.end == NOON + 2 * HOUR
    story.at = span.end
    story.automatic.look([longer | {"state": "ended"}])
    assert story.expected.at(story.at) == [span]


def test_nothing_may_be_planned_over_the_owners_windows(story: Story) -> None:
    story.automatic.choose("automatic")
    start = NOON + 3 * HOUR
    window = single("mine", start, start + 2 * HOUR, "idle", {})
    story.expected.add(window, NOON)
    (wrong,) = story.look(_shown(start + HOUR))
    assert "planned by itself over idle" in wrong


def test_nothing_may_come_back(story: Story) -> None:
    story.automatic.choose("automatic")
    start = NOON + 3 * HOUR
    story.look(_shown(start))
    story.expected.take_back("a", start, story.at)
    (wrong,) = story.look(_shown(start + HOUR / 2, uid="b"))
    assert "where it was taken back" in wrong


def test_what_runs_on_after_it_was_taken_back_is_not_expected(story: Story) -> None:
    story.automatic.choose("automatic")
    start = NOON - HOUR / 2
    story.look(_shown(start, state="active"))
    story.expected.take_back("a", start, story.at)
    story.automatic.look([_shown(start, state="active")])
    assert story.expected.automatic == {}


@pytest.mark.parametrize(
    ("option", "wrong"),
    [
        ("off", "although that is off"),
        ("suggest", "not only suggested"),
        ("automatic", None),
    ],
)
def test_it_depends_on_what_the_owner_chose(
    story: Story, option: str, wrong: str | None
) -> None:
    story.automatic.choose(option)
    found = story.look(_shown(NOON + 3 * HOUR))
    assert len(found) == (wrong is not None)
    assert all(wrong in what for what in found if wrong)


def test_what_was_accepted_or_is_only_suggested_is_right(story: Story) -> None:
    story.automatic.choose("suggest")
    assert story.look(_shown(NOON + 3 * HOUR, state="suggested")) == []
    story.automatic.accept(["a"])
    assert story.look(_shown(NOON + 3 * HOUR)) == []


def test_what_is_left_of_what_was_accepted_is_right(story: Story) -> None:
    story.automatic.choose("suggest")
    story.automatic.accept(["a"])
    begin = NOON + 3 * HOUR
    assert story.look(_shown(begin)) == []
    rest = {"start": (begin + HOUR / 2).isoformat(), "end": (begin + HOUR).isoformat()}
    assert story.look(_shown(begin, uid="b") | rest) == []


@pytest.fixture
async def meters(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> Meters:
    """The home of a story that has panels."""
    name = "statistics_during_period"
    monkeypatch.setattr(statistics, name, getattr(statistics, name))
    await hass.config.async_set_time_zone("Europe/London")
    names = (f"1/{number}" for number in range(20))
    homes = (Meters(name, LONDON) for name in names)
    found = next(home for home in homes if min(home.usual_net()) < 0)
    await Market("1/1", LONDON).furnish(hass, NOON, found)
    return found


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with freeze_time(NOON):
        yield


async def test_the_integration_knows_load_and_sun_of_the_home(
    hass: HomeAssistant, meters: Meters
) -> None:
    house = await HouseResolver(hass).async_house(NOON)
    assert len(house.load) > 24 * 7
    assert max(row.kw for row in house.sun) > 0.2
    assert all(row.end <= NOON for row in house.load)
    assert len(house.outlook.load) >= 48
    assert hass.states.is_state(CAR, "off")
    meters.car_draws = 1
    meters.show_car(hass)
    assert hass.states.is_state(CAR, "on")


def test_some_stories_plan_by_themselves() -> None:
    stories = [Writer(300, number, 10, 1).write() for number in range(10)]
    kinds = [{one.kind for one in story.happenings} & set(KINDS) for story in stories]
    assert 0 < sum(map(bool, kinds)) < len(stories)
    assert set(KINDS) == set().union(*kinds)
    assert set(KINDS) <= HAPPENS.keys() | ACTS.keys()


def test_figures_of_foresight_are_percent_of_what_there_was() -> None:
    counters = Counters(targets_missed=4, targets_warned=5, targets_foreseen=3)
    numbers = counters.numbers()
    assert numbers["target_not_met_precision"] == 60
    assert numbers["target_not_met_recall"] == 75
    assert Counters().numbers()["target_not_met_recall"] == 100
