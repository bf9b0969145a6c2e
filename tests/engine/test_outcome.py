"""How an occurrence ended, and what a reading of the battery tells."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from custom_components.amps.api.models import (
    Action,
    ActionState,
    Battery,
    Command,
    Push,
    Status,
)
from custom_components.amps.engine import writes
from custom_components.amps.engine.observe import observed
from custom_components.amps.engine.occurrence import (
    MANUAL,
    Intent,
    OccurrenceState,
    Reason,
)
from custom_components.amps.engine.reach import is_out_of_reach
from custom_components.amps.engine.state import EngineState
from custom_components.amps.schedule.window import Occurrence

from .amps import DEVICE, Amps
from .follower import by_hand, following, outcomes, pushed
from .words import BALANCED, NO_QUEUE, T0, WINDOWED, at, takes, window

NIGHT = window(at("00:30", 1), at("05:30", 1), target=80.0)
PLAIN = replace(NIGHT, parameters=window(T0, T0).parameters)


def read(
    when: datetime,
    mode: Command | None = Command.CHARGE,
    level: float = 50.0,
    status: Status | None = None,
) -> Battery:
    return Battery(
        id="dev", last_pulled_at=when, current_mode=mode, level=level, status=status
    )


def seen(occurrence: Occurrence, *readings: Battery) -> tuple[bool, bool, float | None]:
    """What is known after some readings: seen, met, level."""
    push = Push(command=occurrence.command, start=occurrence.start, end=occurrence.end)
    record = OccurrenceState(occurrence=occurrence, action_id="act_1", sent=push)
    state = EngineState(records={occurrence.key: record})
    for reading in readings:
        state = observed(state, reading, ())
    known = state.records[occurrence.key]
    return known.seen, known.met, known.level


DURING, END = at("03:00", 1), at("05:31", 1)


@pytest.mark.parametrize(
    ("occurrence", "readings", "expected"),
    [
        (PLAIN, [], (False, False, None)),
        (PLAIN, [read(at("00:20", 1))], (False, False, None)),
        (PLAIN, [read(DURING)], (True, True, 50.0)),
        (PLAIN, [read(DURING), read(END, Command.IDLE)], (True, True, 50.0)),
        (PLAIN, [read(DURING), read(at("04:00", 1), BALANCED)], (True, True, 50.0)),
        (
            PLAIN,
            [read(DURING), *(read(at(f"04:0{i}", 1), BALANCED) for i in (0, 2))],
            (True, False, 50.0),
        ),
        (PLAIN, [read(DURING, None, 50, Status.CHARGING)], (True, True, 50.0)),
        (NIGHT, [read(DURING)], (True, False, 50.0)),
        (NIGHT, [read(DURING), read(END, BALANCED, 79.5)], (True, True, 79.5)),
        (NIGHT, [read(DURING, BALANCED, 85.0)], (True, True, 85.0)),
        (NIGHT, [read(at("05:40", 1), level=90.0)], (False, False, None)),
        (
            replace(NIGHT, command=Command.DISCHARGE),
            [read(DURING, Command.DISCHARGE, 60.0)],
            (True, True, 60.0),
        ),
    ],
)
def test_what_readings_tell_of_an_occurrence(
    occurrence: Occurrence,
    readings: list[Battery],
    expected: tuple[bool, bool, float | None],
) -> None:
    assert seen(occurrence, *readings) == expected


def test_a_fallback_reading_tells_nothing() -> None:
    assert seen(PLAIN, replace(read(DURING), available=False))[0] is False


# the standing mode is stored, not sampled


def accepted(command: Command, start: datetime, end: datetime | None = None) -> Action:
    amps = Amps(start=start - timedelta(minutes=5))
    action = amps.push(amps.read(), Push(command=command, start=start, end=end))
    amps.pass_to(start + timedelta(minutes=1))
    return amps.action(action.id)


def test_an_auto_mode_that_is_seen_outside_of_all_else_is_the_standing_mode() -> None:
    state = observed(EngineState(), read(T0, Command.AUTO_RESERVE), ())
    assert state.standing is Command.AUTO_RESERVE
    assert observed(state, read(T0, Command.CHARGE), ()) is state


def test_a_mode_in_a_foreign_window_is_not_the_standing_mode() -> None:
    start = at("11:00")
    running = accepted(Command.AUTO_EXPORT, start, at("13:00"))
    assert (
        observed(EngineState(), read(T0, Command.AUTO_EXPORT), (running,))
        == EngineState()
    )
    lasting = accepted(Command.AUTO_EXPORT, start)
    state = observed(EngineState(), read(T0, Command.AUTO_EXPORT), (lasting,))
    assert state.standing is Command.AUTO_EXPORT


def test_what_others_set_is_the_standing_mode_where_the_battery_is_never_read() -> None:
    set_by_others = accepted(Command.AUTO_RESERVE, at("11:00"))
    unread = replace(read(T0, None), available=False, last_pulled_at=None)
    state = observed(EngineState(standing=BALANCED), unread, (set_by_others,))
    assert state.standing is Command.AUTO_RESERVE
    # what was read since is newer
    offline = replace(unread, last_pulled_at=T0)
    state = observed(EngineState(standing=BALANCED), offline, (set_by_others,))
    assert state.standing is BALANCED
    for action in (
        accepted(Command.AUTO_RESERVE, at("11:00"), at("13:00")),
        accepted(Command.CHARGE, at("11:00")),
        replace(set_by_others, state=ActionState.FAILED),
    ):
        state = observed(EngineState(standing=BALANCED), unread, (action,))
        assert state.standing is BALANCED


def by_hand_without_end(command: Command, action: Action) -> EngineState:
    intent = Intent(purpose=MANUAL, push=Push(command=command), at=T0)
    return writes.accepted(EngineState(standing=BALANCED), intent, action)


def test_an_auto_mode_by_hand_is_the_standing_mode_once_it_is_accepted() -> None:
    done = accepted(Command.AUTO_EXPORT, at("11:59"))
    state = by_hand_without_end(Command.AUTO_EXPORT, done)
    sent = replace(done, state=ActionState.ACKNOWLEDGED)
    assert observed(state, read(T0, Command.AUTO_EXPORT), (sent,)) is state
    for before in (T0 - timedelta(hours=1), T0):
        after = observed(state, read(before, BALANCED), (done,))
        assert (after.standing, after.watched) == (Command.AUTO_EXPORT, None)
    for ended in (ActionState.FAILED, ActionState.CANCELLED):
        after = observed(state, read(T0, BALANCED), (replace(done, state=ended),))
        assert (after.standing, after.watched) == (BALANCED, None)


def test_a_mode_that_is_changed_after_a_command_by_hand_is_the_standing_mode() -> None:
    done = accepted(Command.IDLE, at("11:00"))
    state = by_hand_without_end(Command.IDLE, done)
    after = observed(state, read(T0, Command.AUTO_RESERVE), (done,))
    assert after.standing is Command.AUTO_RESERVE


def test_a_mode_in_our_window_is_not_the_standing_mode() -> None:
    ours = EngineState(
        records={NIGHT.key: OccurrenceState(occurrence=NIGHT, action_id="act_1")}
    )
    assert observed(ours, read(DURING, Command.AUTO_EXPORT), ()).standing is None


# how it ends


def test_a_mode_changed_on_the_battery_ends_the_window() -> None:
    follower = following(PLAIN)
    follower.run_to(DURING)
    follower.amps.world.set_mode_locally(DEVICE, Command.AUTO_RESERVE)
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "cancelled", "overridden")]


def test_a_foreign_command_ends_the_window_unless_it_fails() -> None:
    for code, outcome in ((None, "cancelled"), ("OTHER", "done")):
        amps = Amps(takes(WINDOWED), NO_QUEUE, window_completed_at="opening")
        follower = following(PLAIN, amps=amps)
        follower.standing = None
        follower.run_to(DURING)
        amps.device.next_failures += [code] if code else []
        _ = amps.foreign_push(Push(command=Command.AUTO_RESERVE))
        follower.run_to(at("06:00", 1))
        assert [item.outcome for item in follower.outcomes] == [outcome]


def test_a_target_that_was_met_ends_done_and_one_that_was_not_incomplete() -> None:
    for level, outcome in ((79.0, "done"), (60.0, "incomplete")):
        follower = following(NIGHT)
        follower.run_to(DURING)
        follower.amps.device.level = level
        follower.amps.device.max_charge_kw = 0
        follower.run_to(at("06:00", 1))
        assert [item.outcome for item in follower.outcomes] == [outcome]


def test_a_window_by_hand_is_not_tried_again() -> None:
    follower = following(PLAIN)
    follower.run_to(T0)
    by_hand(follower, Command.AUTO_EXPORT)
    follower.amps.device.next_failures.append("DEVICE_OFFLINE")
    follower.run_to(at("12:05"))
    assert pushed(follower).count(Command.AUTO_EXPORT) == 1


@pytest.mark.parametrize(
    ("level", "capacity", "expected"),
    [(50.0, 10.0, False), (50.0, 100.0, True), (85.0, 100.0, False)],
)
def test_a_target_is_out_of_reach_by_the_power_of_the_battery(
    level: float, capacity: float, *, expected: bool
) -> None:
    battery = replace(
        read(T0, level=level), capacity=capacity, commands=takes(WINDOWED)
    )
    assert is_out_of_reach(NIGHT, battery) is expected
    assert not is_out_of_reach(PLAIN, battery)
    assert not is_out_of_reach(NIGHT, replace(battery, capacity=None))
    assert Reason.TARGET_NOT_MET.value == "target_not_met"
