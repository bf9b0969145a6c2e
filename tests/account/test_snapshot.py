"""What an answer of Amps changes in what is known: nothing goes backwards."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.amps.account.snapshot import MAX_ACTIONS, Snapshot
from custom_components.amps.api.models import (
    Action,
    ActionState,
    Battery,
    Command,
    LastAction,
    Parameters,
    Setting,
)

T = datetime(2026, 11, 23, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BATTERY = Battery(
    id="b", level=50, last_pulled_at=T, current_mode=Command.AUTO_BALANCED
)


def _action(id_: str, at: int, state: ActionState, **more: object) -> Action:
    action = Action(
        id=id_,
        battery_id="b",
        command=Command.CHARGE,
        parameters=Parameters(),
        state=state,
        created_at=T + at * MINUTE,
        updated_at=T + at * MINUTE,
    )
    return replace(action, **more)  # type: ignore[arg-type]


def _summary(id_: str, at: int, state: ActionState) -> LastAction:
    return LastAction(
        id=id_,
        command=Command.IDLE,
        state=state,
        created_at=T + at * MINUTE,
        updated_at=T + at * MINUTE,
    )


def test_an_older_reading_does_not_overwrite() -> None:
    older = replace(BATTERY, level=40, last_pulled_at=T - MINUTE, available=False)
    after = Snapshot(battery=BATTERY).with_battery(older)
    assert after.battery.level == 50
    assert not after.linked


def test_what_an_answer_does_not_hold_stays() -> None:
    known = replace(BATTERY, settings={"export_limit": Setting(value=1)}, commands={})
    after = Snapshot(battery=known).with_battery(replace(BATTERY, level=51))
    assert after.battery.level == 51
    assert after.battery.settings == known.settings
    assert after.battery.commands == {}


def test_an_equal_answer_changes_nothing() -> None:
    before = Snapshot(battery=BATTERY)
    assert before.with_battery(replace(BATTERY)) is before
    assert before.with_actions(()) is before
    assert before.with_trouble(None) is before


def test_a_terminal_state_stays() -> None:
    done = _action("a", 1, ActionState.COMPLETED)
    before = Snapshot(battery=BATTERY, actions=(done,))
    late = _action("a", 2, ActionState.ACKNOWLEDGED)
    assert before.with_actions((late,)) is before


def test_an_older_state_does_not_overwrite() -> None:
    newer = _action("a", 2, ActionState.ACKNOWLEDGED)
    before = Snapshot(battery=BATTERY, actions=(newer,))
    assert before.with_actions((_action("a", 1, ActionState.SCHEDULED),)) is before


def test_a_summary_tells_of_an_action_before_it_was_read() -> None:
    summary = _summary("new", 3, ActionState.ACKNOWLEDGED)
    before = Snapshot(
        battery=BATTERY, actions=(_action("old", 1, ActionState.COMPLETED),)
    )
    listed = replace(BATTERY, last_action=summary, reports_last_action=True)
    after = before.with_battery(listed)
    last = after.last_action
    assert last is not None
    assert (last.id, last.state) == ("new", ActionState.ACKNOWLEDGED)


def test_a_summary_moves_the_action_on() -> None:
    before = Snapshot(
        battery=BATTERY, actions=(_action("a", 1, ActionState.ACKNOWLEDGED),)
    )
    summary = _summary("a", 2, ActionState.COMPLETED)
    listed = replace(BATTERY, last_action=summary, reports_last_action=True)
    after = before.with_battery(listed)
    assert after.actions[0].state is ActionState.COMPLETED
    older = replace(listed, last_action=_summary("z", 0, ActionState.FAILED))
    assert after.with_battery(older).battery.last_action == summary


def test_an_older_summary_is_not_the_last_action() -> None:
    newest = _action("a", 5, ActionState.COMPLETED)
    known = replace(BATTERY, last_action=_summary("z", 1, ActionState.COMPLETED))
    assert Snapshot(battery=known, actions=(newest,)).last_action is newest


def test_so_many_actions_are_remembered_and_all_that_move() -> None:
    waiting = _action("w", 0, ActionState.SCHEDULED)
    many = [
        _action(f"a{number}", number, ActionState.COMPLETED)
        for number in range(1, MAX_ACTIONS + 9)
    ]
    after = Snapshot(battery=BATTERY).with_actions([waiting, *many])
    assert len(after.actions) == MAX_ACTIONS + 1
    assert after.pending is waiting
    assert after.without_action("w").pending is None
    # one that is looked up although it is too old changes nothing
    assert after.with_actions([_action("a0", 0, ActionState.COMPLETED)]) is after


@pytest.mark.parametrize(
    ("actions", "mode"),
    [
        ((), Command.AUTO_BALANCED),
        ((_action("a", 1, ActionState.ACKNOWLEDGED),), Command.CHARGE),
        ((_action("a", 1, ActionState.COMPLETED),), Command.CHARGE),
        ((_action("a", -1, ActionState.COMPLETED),), Command.AUTO_BALANCED),
        ((_action("a", 1, ActionState.FAILED),), Command.AUTO_BALANCED),
        ((_action("a", 1, ActionState.SCHEDULED),), Command.AUTO_BALANCED),
        (
            (_action("a", 1, ActionState.COMPLETED, end=T + 5 * MINUTE),),
            Command.AUTO_BALANCED,
        ),
    ],
    ids=["none", "moving", "newer", "older", "failed", "waiting", "over"],
)
def test_the_mode_is_the_newest_that_was_accepted(
    actions: tuple[Action, ...], mode: Command
) -> None:
    snapshot = Snapshot(battery=BATTERY, actions=actions)
    assert snapshot.operation_mode(T + 10 * MINUTE) is mode


def test_without_a_mode_the_last_command_counts() -> None:
    snapshot = Snapshot(
        battery=replace(BATTERY, current_mode=None),
        actions=(_action("a", -5, ActionState.COMPLETED),),
    )
    assert snapshot.operation_mode(T) is Command.CHARGE
