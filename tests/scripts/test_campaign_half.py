"""What the campaign plays of an Amps that half works, and of a busy owner."""

from datetime import UTC, datetime, timedelta

import pytest

from scripts.dev.campaign.event_log import EventLog, Repair, Trouble
from scripts.dev.campaign.expected import Expected
from scripts.dev.campaign.goal_events import KINDS
from scripts.dev.campaign.half_events import COMES_BACK, FEATURES, QUIRKS
from scripts.dev.campaign.half_trouble import HAPPENS
from scripts.dev.campaign.owner_edits import ACTS
from scripts.dev.campaign.planning_events import KINDS as PLANNING_KINDS
from scripts.dev.campaign.spans import single
from scripts.dev.campaign.writer import Writer
from simulator import Knobs

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
STORIES = [Writer(7, number, 10, 1).write() for number in range(20)]


@pytest.fixture
def expected() -> Expected:
    found = Expected()
    found.add(single("w", NOON + HOUR, NOON + 2 * HOUR, "charge", {}), NOON)
    return found


def _uids(expected: Expected) -> list[str]:
    return [span.uid for span in expected.now().values()]


def test_all_that_happens_is_known() -> None:
    kinds = {kind for kind, _, _ in FEATURES} | set(COMES_BACK.values())
    assert kinds <= HAPPENS.keys() | ACTS.keys()
    for quirk in QUIRKS:
        Knobs().update(quirk)


def test_each_feature_is_played_in_some_stories_and_not_in_all() -> None:
    for kind in {kind for kind, _, _ in FEATURES}:
        having = [
            story
            for story in STORIES
            if any(one.kind == kind for one in story.happenings)
        ]
        assert 0 < len(having) < len(STORIES)


def test_a_plain_story_is_the_same_without_it() -> None:
    for number, story in enumerate(STORIES):
        plain = Writer(7, number, 10, 1, plain=True).write()
        kinds = {kind for kind, _, _ in FEATURES}
        kinds |= {*COMES_BACK.values(), *KINDS, *PLANNING_KINDS}
        without = [one for one in story.happenings if one.kind not in kinds]
        assert list(plain.happenings) == without
        assert plain.knobs.items() <= (story.knobs | plain.knobs).items()


def test_a_battery_that_is_removed_has_no_windows_until_it_is_taken_back(
    expected: Expected,
) -> None:
    expected.follow(NOON, followed=False)
    assert _uids(expected) == []
    expected.switch(NOON, enabled=False)
    expected.follow(NOON, followed=True)
    assert _uids(expected) == []
    expected.switch(NOON, enabled=True)
    assert _uids(expected) == ["w"]


def test_a_backup_has_the_plan_of_its_time(expected: Expected) -> None:
    saved = expected.saved()
    expected.add(single("x", NOON + 3 * HOUR, NOON + 4 * HOUR, "idle", {}), NOON)
    expected.cancel("w", None, NOON)
    assert _uids(expected) == ["x"]
    expected.restore(saved, NOON + HOUR / 2)
    assert _uids(expected) == ["w"]
    assert expected.loose == set()
    assert [span.uid for span in expected.at(NOON + HOUR / 4)] == ["x"]


def test_what_is_changed_while_it_runs_is_loose(expected: Expected) -> None:
    (span,) = expected.now().values()
    expected.loosen(span, NOON)
    assert not expected.loose
    expected.loosen(span, NOON + 1.5 * HOUR)
    assert expected.loose == {span.key}


def test_a_repair_is_unseen_until_it_is_ignored() -> None:
    repair = Repair("key", "key_x", "x", {}, NOON, NOON + 2 * HOUR, NOON + HOUR)
    seen = [
        (repair.stands(NOON + hours * HOUR), repair.is_unseen(NOON + hours * HOUR))
        for hours in (-1, 0, 1, 2)
    ]
    assert seen == [(False, False), (True, True), (True, False), (False, False)]


@pytest.mark.parametrize(("started", "told_by"), [(HOUR, 4.5), (-HOUR, 0.5)])
def test_nobody_is_told_by_who_started_while_lists_are_refused(
    started: timedelta, told_by: float
) -> None:
    off = Trouble("home_assistant", None, NOON + started - HOUR / 4, NOON + started)
    what = "route endpoint=list_actions how=403"
    refused = Trouble("route", None, NOON, NOON + 4 * HOUR, what)
    event_log = EventLog(troubles=[refused, off])
    end = NOON + 2 * HOUR if started > timedelta() else NOON
    calm = event_log.calm_after("x", end, HOUR / 2, NOON + 9 * HOUR, "unlisted")
    assert calm == NOON + told_by * HOUR
