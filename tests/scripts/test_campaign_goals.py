"""What the campaign expects of goals, and what its home knows of prices."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast
from zoneinfo import ZoneInfo

from homeassistant.core import HomeAssistant
import pytest

from scripts.dev.campaign.counters import Counters
from scripts.dev.campaign.effects import Effects
from scripts.dev.campaign.event_log import EventLog, Told
from scripts.dev.campaign.expected import Expected
from scripts.dev.campaign.expected_goals import HOURS, ExpectedGoals
from scripts.dev.campaign.goal_checks import GoalChecks
from scripts.dev.campaign.goal_events import KINDS
from scripts.dev.campaign.half_trouble import HAPPENS
from scripts.dev.campaign.market import SENSOR, Market
from scripts.dev.campaign.owner_goals import ACTS
from scripts.dev.campaign.past import Past, Stretch
from scripts.dev.campaign.play import Play
from scripts.dev.campaign.reasons import Reasons
from scripts.dev.campaign.spans import Span, single
from scripts.dev.campaign.writer import Writer
from simulator import Action, Effect, World

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
BATTERY = "one"


def _charged(*starts: datetime) -> SimpleNamespace:
    """Return a world in which the plan charged from some instants on."""
    actions = {
        str(number): Action(
            id=str(number),
            number=number,
            device_id=BATTERY,
            command="charge",
            parameters={},
            state="completed",
            created_at=start,
            updated_at=start,
        )
        for number, start in enumerate(starts)
    }
    effects = [
        Effect(
            at=action.created_at,
            device_id=BATTERY,
            kind="mode",
            command="charge",
            parameters={},
            power_kw=1.0,
            level=50.0,
            cause=action.id,
            action_id=action.id,
        )
        for action in actions.values()
    ]
    record = SimpleNamespace(
        effects_of=lambda _, kind="mode": effects if kind == "mode" else [],
        actions_of=lambda _: list(actions.values()),
    )
    return SimpleNamespace(book=actions, record=record, devices={})


def _wrong(*uids: str) -> list[str]:
    """Return what is wrong if a goal of an hour is told to be unmet.

    In its time two windows charged for half an hour each, of the given uids.
    """
    start, end = NOON + 3 * HOUR, NOON + 4 * HOUR
    told = Told(end, BATTERY, "incomplete", "goal", "charge", start, end, None)
    expected = Expected()
    expected.goals.add(single("goal", start, end, "charge", {HOURS: 1.0}), NOON)
    world = _charged(start, start + HOUR / 2)
    play = cast(
        "Play",
        SimpleNamespace(
            event_log=EventLog(expected={BATTERY: expected}, told=[told]),
            story=SimpleNamespace(happenings=()),
            world=world,
            market=None,
            zone=LONDON,
            now=lambda: end + HOUR,
        ),
    )
    reasons = SimpleNamespace(could_read=lambda *_: True, is_seen=False)
    effects = Effects(play, BATTERY)
    for number, uid in enumerate(uids):
        effects.runs[str(number)] = Span(uid, start, start, end, "charge", {})
    first = Stretch(NOON, start, "auto.balanced", {}, "initial", None, 50.0)
    past = Past(cast("World", world), BATTERY, first, end)
    checks = GoalChecks(play, BATTERY, effects, cast("Reasons", reasons))
    return [one.what for one in checks.check(Counters(), past, end)]


def test_other_windows_are_none_of_the_hours_of_a_goal() -> None:
    (wrong,) = _wrong("goal", "goal")
    assert "incomplete (None), but the battery did 1:00:00 of 1 h" in wrong
    assert _wrong("window", "goal") == []


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


def test_some_stories_have_goals() -> None:
    stories = [Writer(7, number, 10, 1).write() for number in range(12)]
    kinds = [{one.kind for one in story.happenings} & set(KINDS) for story in stories]
    assert 0 < sum(map(bool, kinds)) < len(stories)
    assert set(KINDS) == set().union(*kinds)
    assert set(KINDS) <= HAPPENS.keys() | ACTS.keys()
