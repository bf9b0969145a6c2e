"""The file of how windows ended: it grows at its end, and not without bound."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from custom_components.amps.api.models import Command
from custom_components.amps.battery.history import BatteryHistory
from custom_components.amps.engine.occurrence import OccurrenceState, Outcome
from custom_components.amps.schedule.window import Occurrence

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".storage" / "amps.history.x"


@pytest.fixture
def history(path: Path) -> BatteryHistory:
    return BatteryHistory(str(path))


def ended(ago: timedelta, uid: str = "a", length: timedelta = HOUR) -> OccurrenceState:
    """Return what became of a window that ended so long ago."""
    end = NOW - ago
    return OccurrenceState(
        occurrence=Occurrence(
            uid=uid,
            original=end - length,
            start=end - length,
            end=end,
            command=Command.CHARGE,
        ),
        outcome=Outcome.DONE,
        closed=end,
    )


def test_nothing_is_there_at_first(history: BatteryHistory, path: Path) -> None:
    assert history.recent() == {}
    assert history.between(NOW - DAY, NOW) == {}
    history.trim(NOW)
    history.remove()
    assert not path.exists()


def test_what_is_written_comes_back_and_only_its_owner_reads_the_file(
    history: BatteryHistory, path: Path
) -> None:
    records = [ended(3 * DAY), ended(2 * DAY), ended(DAY)]
    history.append(records[:2])
    history.append(records[2:])
    assert list(history.recent().values()) == records
    assert path.stat().st_mode & 0o777 == 0o600
    history.remove()
    assert history.recent() == {}


def test_a_time_has_what_overlaps_it(history: BatteryHistory) -> None:
    record = ended(timedelta(), length=2 * HOUR)
    history.append([record])
    for begin, end, found in (
        (NOW, NOW + HOUR, False),
        (NOW - HOUR, NOW, True),
        (NOW - 3 * HOUR, NOW - 2 * HOUR, False),
        (NOW - 3 * HOUR, NOW - HOUR, True),
    ):
        assert bool(history.between(begin, end)) is found, (begin, end)


def test_what_is_written_again_is_as_it_was_written_last(
    history: BatteryHistory,
) -> None:
    first, second = ended(DAY), ended(DAY, "b")
    history.append([first, second, first])
    assert len(history.between(NOW - 2 * DAY, NOW)) == 2


def test_of_a_long_file_the_end_is_what_is_recent(history: BatteryHistory) -> None:
    records = [ended(number * HOUR) for number in range(1000, 0, -1)]
    history.append(records)
    recent = list(history.recent().values())
    assert 200 < len(recent) < 400
    assert recent == records[-len(recent) :]


def test_the_last_64_kib_are_recent(history: BatteryHistory, path: Path) -> None:
    """Lines of 257 bytes, 255 of which and the end of another are 64 KiB."""
    history.append([ended(DAY, f"{number:03}") for number in range(300)])
    [length] = {len(line) + 1 for line in path.read_bytes().splitlines()}
    history.remove()
    wide = "x" * (257 - length)
    history.append([ended(DAY, f"{number:03}{wide}") for number in range(300)])
    assert path.stat().st_size == 300 * 257
    assert len(history.recent()) == 255


def test_a_line_that_a_crash_cut_off_spoils_no_other(
    history: BatteryHistory, path: Path
) -> None:
    records = [ended(2 * DAY), ended(DAY)]
    history.append(records[:1])
    with path.open("ab") as file:
        file.write(b'{"occurrence": {"uid": "cut')
    history.append(records[1:])
    assert list(history.recent().values()) == records
    assert list(history.between(NOW - 9 * DAY, NOW).values()) == records


def test_it_has_a_length(history: BatteryHistory, path: Path) -> None:
    records = [ended(number * HOUR) for number in range(2201, 0, -1)]
    history.append(records[:2200])
    history.trim(NOW)
    assert len(path.read_bytes().splitlines()) == 2200
    history.append(records[2200:])
    history.trim(NOW)
    assert len(path.read_bytes().splitlines()) == 2000
    assert list(history.recent().values())[-1] == records[-1]
    assert path.stat().st_mode & 0o777 == 0o600


def test_it_has_an_age_and_keeps_what_it_cannot_read(
    history: BatteryHistory, path: Path
) -> None:
    old, kept = ended(401 * DAY), ended(400 * DAY, length=DAY)
    history.append([ended(440 * DAY), old, kept])
    with path.open("ab") as file:
        file.write(b'{"of": "a later version"}\n')
    before = path.read_bytes()
    history.trim(NOW)
    assert path.read_bytes() == before

    # the oldest is overdue now
    history.trim(NOW + timedelta(seconds=1))
    assert path.read_bytes() == b"".join(before.splitlines(keepends=True)[3:])
