"""The campaign itself: what it expects, its stories, and a short run of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
import subprocess
from zoneinfo import ZoneInfo

import pytest

from scripts.dev.campaign.expected import Expected
from scripts.dev.campaign.shrink import shortened
from scripts.dev.campaign.spans import at_wall, other_reading, repeated, single
from scripts.dev.campaign.story import Happening, Story
from scripts.dev.campaign.writer import Writer

ROOT = Path(__file__).parents[2]
LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NONE_OF = ("silently_wrong", "doubled", "unasked", "not_restored", "unexpected")


def _campaign(*, days: int, seed: int) -> dict[str, str]:
    """Play a campaign as its users do; return its numbers."""
    done = subprocess.run(  # noqa: S603
        [
            ROOT / "scripts" / "campaign",
            *("--days", str(days), "--seed", str(seed), "--workers", "1"),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return dict(line.split(": ") for line in done.stdout.splitlines() if ": " in line)


def _assert_kept(numbers: dict[str, str]) -> None:
    assert {name: numbers[name] for name in NONE_OF} == dict.fromkeys(NONE_OF, "0")
    assert int(numbers["done"]) > 0


def test_a_time_that_the_clock_shows_twice_has_another_reading() -> None:
    london = ZoneInfo("Europe/London")
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert other_reading(first, london) == first + timedelta(hours=1)
    assert other_reading(first + timedelta(hours=1), london) == first
    before = first - timedelta(hours=1)
    assert other_reading(before, london) == before


def test_a_short_campaign() -> None:
    _assert_kept(_campaign(days=3, seed=11))


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(1, 11))
def test_a_campaign(seed: int) -> None:
    _assert_kept(_campaign(days=30, seed=seed))


def test_a_seed_gives_the_same_story() -> None:
    story = Writer(7, 2, 10, 2).write()
    assert story == Writer(7, 2, 10, 2).write()
    assert story != Writer(7, 3, 10, 2).write()
    assert Story.from_json(story.to_json()).happenings == story.happenings


def test_a_story_shrinks_to_what_matters() -> None:
    story = Writer(7, 2, 10, 2).write()
    first, last = story.happenings[3], story.happenings[-5]

    def fails(shorter: Story) -> bool:
        kinds = [happening.kind for happening in shorter.happenings]
        return first.kind in kinds and last.kind in kinds

    said: list[str] = []
    short = shortened(story, fails, said.append)
    assert len(short.homes) == 1
    assert sorted(happening.kind for happening in short.happenings) == sorted(
        {first.kind, last.kind}
    )
    assert said


def test_days_before_the_first_happening_are_left_out() -> None:
    window = {"window": "w0", "command": "charge", "start": 7300, "end": 7360}
    story = (
        Writer(7, 2, 10, 1)
        .write()
        .with_happenings((Happening(4.5 * 86400, "plan", 0, window),))
    )
    short = shortened(story, lambda shorter: bool(shorter.happenings), lambda _: None)
    assert short.days == 6
    assert short.begins == story.begins + timedelta(days=4)
    assert short.happenings[0].at == 0.5 * 86400
    assert short.happenings[0].given["start"] == 7300 - 4 * 1440


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        ("2026-11-23T12:00", "2026-11-23T12:00Z"),
        ("2026-03-29T01:30", "2026-03-29T01:00Z"),
        ("2026-10-25T01:30", "2026-10-25T00:30Z"),
    ],
)
def test_wall_clocks(wall: str, instant: str) -> None:
    found = at_wall(datetime.fromisoformat(wall), LONDON)
    assert found == datetime.fromisoformat(instant)


def _nightly(expected: Expected) -> None:
    first = datetime(2026, 11, 24, 1)  # noqa: DTZ001  a wall clock
    rule = "FREQ=DAILY;COUNT=3"
    until = NOON + timedelta(days=9)
    window = repeated("r", first, HOUR, rule, LONDON, until, "charge", {}, NOON)
    expected.add(window, NOON)


def _starts(expected: Expected) -> list[str]:
    return [
        f"{window.uid} {window.start:%d %H:%M}" for window in expected.now().values()
    ]


def test_a_single_window_stands_over_a_repeat_until_it_is_taken_back() -> None:
    expected = Expected()
    _nightly(expected)
    start = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
    expected.add(single("s", start, start + HOUR, "idle", {}), NOON)
    assert _starts(expected) == ["r 24 01:00", "s 25 01:30", "r 26 01:00"]
    expected.cancel("s", None, NOON + HOUR)
    assert _starts(expected) == ["r 24 01:00", "r 25 01:00", "r 26 01:00"]


def test_nothing_is_cut_from_what_somebody_else_cancelled_until_it_is_sent_again() -> (
    None
):
    expected = Expected()
    expected.add(single("a", NOON + HOUR, NOON + 3 * HOUR, "charge", {}), NOON)
    expected.cancelled.add(("a", NOON + HOUR))
    expected.add(single("b", NOON + 2 * HOUR, NOON + 4 * HOUR, "idle", {}), NOON)
    assert [one.uid for one in expected.own()] == ["b"]
    expected.cancel("b", None, NOON)
    (span,) = expected.own()
    assert (span.uid, span.end) == ("a", NOON + 3 * HOUR)
    expected.send_again("a")
    expected.add(single("c", NOON + 2 * HOUR, NOON + 4 * HOUR, "idle", {}), NOON)
    ends = [(one.uid, one.end) for one in expected.own()]
    assert ends == [("a", NOON + 2 * HOUR), ("c", NOON + 4 * HOUR)]


def test_what_an_edit_uncovers_too_late_does_not_take_place() -> None:
    expected = Expected()
    _nightly(expected)
    start = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
    expected.add(single("s", start, start + HOUR, "idle", {}), NOON)
    expected.cancel("s", None, start)
    assert "r 25 01:00" not in _starts(expected)


def test_what_an_edit_uncovers_as_it_begins_may_take_place() -> None:
    expected = Expected()
    _nightly(expected)
    start = datetime(2026, 11, 25, 1, tzinfo=UTC)
    expected.add(single("s", start, start + HOUR, "idle", {}), NOON)
    expected.cancel("s", None, start)
    assert "r 25 01:00" in _starts(expected)
    assert expected.unsure == {("r", start)}


def test_a_pause_keeps_what_runs_and_nothing_that_is_to_come() -> None:
    expected = Expected()
    _nightly(expected)
    running = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    expected.switch(running, enabled=False)
    assert _starts(expected) == ["r 24 01:00"]
    expected.switch(running + HOUR, enabled=True)
    assert _starts(expected) == ["r 24 01:00", "r 25 01:00", "r 26 01:00"]
    (due,) = expected.dues()["r", datetime(2026, 11, 24, 1, tzinfo=UTC)]
    assert not due.is_whole
