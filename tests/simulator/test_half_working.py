"""An Amps of which only half works, or that shows the truth late or in part."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from simulator import ManualClock, World
from simulator.probe import NOON, Probe, make_world, push_body, serving

pytestmark = pytest.mark.usefixtures("socket_enabled")
ID = "device_sim_full"
BATTERY = f"/battery/{ID}"
WINDOW = {"start": "2026-07-01T13:00:00", "end": "2026-07-01T14:00:00"}
START, END = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
FIVE = "2026-07-01T13:05:00.000Z"


@pytest.fixture
async def probe(socket_enabled: None) -> AsyncIterator[Probe]:
    del socket_enabled
    async with serving(make_world()) as probe:
        yield probe


def go(world: World, to: datetime) -> None:
    assert isinstance(world.clock, ManualClock)
    world.clock.set(to)
    world.catch_up()


async def listed(probe: Probe) -> Any:
    return (await probe.get("/battery")).data["items"][0]


async def test_a_new_action_may_be_unreadable_for_seconds(probe: Probe) -> None:
    probe.world.knobs.action_read_lag = 2.0
    action = probe.world.push(ID, push_body("charge", **WINDOW))
    path = f"/actions/{action.id}"
    assert (await probe.get(path)).error == (404, "NOT_FOUND")
    assert (await probe.get("/actions")).data["items"][0]["id"] == action.id
    probe.clock.advance(2)
    assert (await probe.get(path)).data["id"] == action.id


async def test_lists_may_lack_a_new_action_for_seconds(probe: Probe) -> None:
    probe.world.knobs.action_list_lag = 5.0
    action = probe.world.push(ID, push_body("charge", **WINDOW))
    lists = "/actions", f"{BATTERY}/actions"
    for path in lists:
        assert (await probe.get(path)).data["items"] == []
    assert (await probe.get(f"/actions/{action.id}")).status == 200
    probe.clock.advance(5)
    for path in lists:
        assert len((await probe.get(path)).data["items"]) == 1


@pytest.mark.parametrize("applied", [True, False])
def test_an_action_may_hang_for_ever(*, applied: bool) -> None:
    world = make_world()
    world.hang_next(ID, applied=applied)
    window = world.push(ID, push_body("charge", **WINDOW))
    go(world, END - timedelta(minutes=1))
    assert (world.device(ID).mode.command == "charge") is applied
    go(world, END + timedelta(days=1))
    assert window.state == "acknowledged"
    assert (world.device(ID).mode.command == "idle") is applied
    world.end_hanging(ID)
    assert (window.state, window.error_code) == ("failed", "TIMEOUT")


def test_what_the_battery_has_followed_may_fail_late() -> None:
    world = make_world(timeout_delay=300.0)
    world.fail_next(ID, "TIMEOUT", applied=True)
    action = world.push(ID, push_body("charge"))
    go(world, NOON + timedelta(seconds=303))
    assert world.device(ID).mode.command == "charge"
    assert action.state == "acknowledged"
    go(world, NOON + timedelta(seconds=304))
    assert (action.state, action.error_code) == ("failed", "TIMEOUT")
    assert world.device(ID).mode.command == "charge"


async def test_a_final_state_may_have_another_word(probe: Probe) -> None:
    probe.world.knobs.final_words = {"failed": "expired"}
    probe.world.fail_next(ID, "REJECTED")
    action = probe.world.push(ID, push_body("charge"))
    probe.clock.advance(60)
    assert (await probe.get(f"/actions/{action.id}")).data["state"] == "expired"
    assert (await listed(probe))["lastAction"]["state"] == "expired"
    assert not action.is_open


async def test_updated_at_may_go_back(probe: Probe) -> None:
    probe.world.knobs.stamp_jitter = 1.0
    action = probe.world.push(ID, push_body("charge", **WINDOW))
    path = f"/actions/{action.id}"
    shown = [(await probe.get(path)).data["updatedAt"][11:19] for _ in range(3)]
    assert shown == ["12:00:00", "11:59:59", "12:00:00"]


async def test_a_reading_may_lie_ahead(probe: Probe) -> None:
    probe.world.knobs.pulled_ahead = 36000.0
    sync = (await probe.get(BATTERY)).data["sync"]
    assert sync["lastPulledAt"] == "2026-07-01T22:00:00.000Z"


async def test_a_summary_may_call_failed_what_runs(probe: Probe) -> None:
    probe.world.knobs.summary_fails_for = 20.0
    probe.world.push(ID, push_body("charge", **WINDOW))
    assert (await listed(probe))["lastAction"]["state"] == "scheduled"
    go(probe.world, START + timedelta(seconds=5))
    assert (await listed(probe))["lastAction"]["state"] == "failed"
    shown = (await probe.get(BATTERY)).data["lastAction"]
    assert (shown["state"], shown["errorCode"]) == ("failed", None)
    go(probe.world, START + timedelta(seconds=21))
    assert (await listed(probe))["lastAction"]["state"] == "acknowledged"


def test_idle_may_come_after_what_was_queued() -> None:
    world = make_world(idle_after_return=26.0)
    world.push(ID, push_body("charge", **WINDOW))
    world.push(ID, push_body("auto.balanced", "queue_after"))
    go(world, END + timedelta(seconds=29))
    assert world.device(ID).mode.command == "auto.balanced"
    go(world, END + timedelta(seconds=30))
    assert world.device(ID).mode.command == "idle"
    assert world.device(ID).mode.cause == "window_end"
    world.push(ID, push_body("auto.balanced"))
    go(world, END + timedelta(hours=1))
    assert world.device(ID).mode.command == "auto.balanced"


async def test_one_capture_may_show_a_mode_that_does_not_stand(probe: Probe) -> None:
    probe.world.push(ID, push_body("charge"))
    probe.clock.advance(3600)
    probe.world.flap(ID)
    state = (await probe.get(BATTERY)).data["state"]
    assert (state["currentMode"], state["status"]) == ("idle", "idle")
    assert probe.world.device(ID).mode.command == "charge"
    probe.clock.advance(60)
    state = (await probe.get(f"{BATTERY}?expedite=true")).data["state"]
    assert state["currentMode"] == "charge"


async def test_answers_may_give_the_inverters_slots(probe: Probe) -> None:
    probe.world.knobs.slot_minutes = 5
    times = {"start": "2026-07-01T13:03:00", "end": "2026-07-01T14:02:00"}
    pushed = (await probe.push(probe.world.device(ID), "charge", **times)).data
    read = (await probe.get(f"/actions/{pushed['id']}")).data
    for one in (pushed, read):
        assert (one["start"], one["end"]) == (FIVE, "2026-07-01T14:00:00.000Z")
    action = probe.world.action(pushed["id"])
    assert action.start == START + timedelta(minutes=3)


async def test_an_action_may_end_where_its_target_was_met(probe: Probe) -> None:
    probe.world.knobs.true_end = True
    probe.world.set_level(ID, 70)
    action = probe.world.push(ID, push_body("charge", target=80, **WINDOW))
    go(probe.world, START + timedelta(minutes=30))
    shown = (await probe.get(f"/actions/{action.id}")).data
    assert shown["state"] == "acknowledged"
    assert shown["end"][11:14] == "13:"
    assert action.end == END


@pytest.mark.parametrize(
    ("where", "in_list", "in_read"),
    [("list", False, True), ("read", True, False), ("both", False, False)],
)
async def test_a_command_may_be_missing_from_what_is_shown(
    probe: Probe, *, where: Any, in_list: bool, in_read: bool
) -> None:
    probe.world.hide_command(ID, "auto.balanced", where)
    assert ("auto.balanced" in (await listed(probe))["commands"]) is in_list
    shown = (await probe.get(BATTERY)).data["commands"]
    assert ("auto.balanced" in shown) is in_read
    assert "charge" in shown
    assert (await probe.push(probe.world.device(ID), "auto.balanced")).status == 202


async def test_list_items_may_lack_all_commands(probe: Probe) -> None:
    probe.world.knobs.lists_commands = False
    assert "commands" not in await listed(probe)
    assert "commands" in (await probe.get(BATTERY)).data


async def test_the_filter_by_device_may_be_ignored(probe: Probe) -> None:
    probe.world.knobs.device_filter = False
    probe.world.push(ID, push_body("charge", **WINDOW))
    probe.world.add_other_family()
    found = (await probe.get(f"/actions?deviceId={ID}")).data["items"]
    assert len(found) == 2


async def test_nothing_may_tell_the_time(probe: Probe) -> None:
    probe.world.knobs.tells_time = False
    for path in (BATTERY, "/battery/nobody"):
        answer = await probe.get(path)
        assert "timestamp" not in answer.body["meta"]
        assert "Date" not in answer.headers
    probe.world.knobs.tells_time = True
    assert "Date" in (await probe.get(BATTERY)).headers
