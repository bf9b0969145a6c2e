"""What the campaign expects of goals, and what its home knows of prices."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from homeassistant.core import HomeAssistant
import pytest

from scripts.dev.campaign.expected_goals import ExpectedGoals
from scripts.dev.campaign.market import SENSOR, Market
from scripts.dev.campaign.spans import single
from scripts.dev.campaign.writer import Writer

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def _set(goals: ExpectedGoals, uid: str) -> None:
    goals.add(single(uid, NOON + 8 * HOUR, NOON + DAY, "charge", {}), NOON)


def test_what_is_taken_back_is_not_expected() -> None:
    goals = ExpectedGoals()
    _set(goals, "a")
    _set(goals, "b")
    goals.cancel("a", NOON + 10 * HOUR)
    whole = [goal.span.uid for goal in goals.goals.values() if goal.is_whole]
    assert whole == ["b"]
    first = next(goals.running(NOON + 9 * HOUR))
    assert goals.withdrawn(first, NOON + 9 * HOUR) == NOON + 10 * HOUR


def test_nothing_is_certain_about_a_goal_of_a_plan_that_was_paused() -> None:
    goals = ExpectedGoals()
    _set(goals, "a")
    (goal,) = goals.goals.values()
    assert not goals.is_upset(goal)
    goals.follow(NOON + 3 * HOUR, followed=False)
    goals.follow(NOON + 4 * HOUR, followed=True)
    assert goals.is_upset(goal)


def test_a_backup_knows_nothing_of_later_goals() -> None:
    goals = ExpectedGoals()
    _set(goals, "a")
    saved = dict(goals.goals)
    goals.cancel("a", NOON + HOUR)
    _set(goals, "b")
    goals.restore(saved, NOON + 2 * HOUR)
    whole = [goal.span.uid for goal in goals.goals.values() if goal.is_whole]
    assert whole == ["a"]


@pytest.mark.parametrize(
    ("trouble", "known"),
    [(None, True), ("late", False), ("silent", False), ("cents", False)],
)
def test_prices_are_known_from_noon_on_unless_something_is_wrong(
    hass: HomeAssistant, trouble: str | None, *, known: bool
) -> None:
    market = Market("1/1", LONDON)
    market.trouble = trouble
    market.show(hass, NOON + HOUR)
    night = NOON + 10 * HOUR, NOON + 19 * HOUR
    assert market.covers(*night, NOON + 3 * HOUR) is known
    assert hass.states.get(SENSOR) is not None


def test_prices_are_those_of_the_day_until_they_are_changed() -> None:
    market = Market("1/1", LONDON)
    before = [market.price(NOON + number * HOUR) for number in range(24)]
    assert before == [market.price(NOON + number * HOUR) for number in range(24)]
    market.revise()
    assert before != [market.price(NOON + number * HOUR) for number in range(24)]


def test_goals_leave_the_rest_of_a_story_as_it_was() -> None:
    stories = [Writer(7, number, 10, 1) for number in range(12)]
    kinds = {"goal", "goal_delete", "prices"}
    with_goals = [
        number
        for number, writer in enumerate(stories)
        if kinds & {one.kind for one in writer.write().happenings}
    ]
    assert 0 < len(with_goals) < len(stories)
