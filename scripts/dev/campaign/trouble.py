"""What happens to Amps, the batteries, other people and the machine."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryState

from simulator import ApiError, Fault, RequestEntry
from simulator.probe import push_body

from .play import Play
from .story import Happening

type Happen = Callable[[Play, Happening], Awaitable[None]]

ALL_REQUESTS = 10_000
"""A fault that affects every request."""
SILENCES: dict[str, dict[str, Any]] = {
    "drops": {"drop": True},
    "hangs": {"delay": 120.0, "drop": True},
    "503": {"status": 503, "code": "SERVICE_UNAVAILABLE"},
    "500": {"status": 500},
    "garbage": {"body": b"<html>Bad gateway</html>", "status": 502},
    "not json": {"body": b"<html>Maintenance</html>", "content_type": "text/html"},
}
ONCE: dict[str, dict[str, Any]] = {
    "lost": {"drop": True, "after": True},
    "late": {"delay": 100.0, "after": True},
    "slow": {"delay": 12.0},
    "cut": {"truncate": 40},
    "torn": {"truncate": 40, "drop": True},
    "dropped": {"drop": True},
    "500": {"status": 500},
    "503": {"status": 503, "code": "SERVICE_UNAVAILABLE"},
    "empty": {"body": b"{}"},
}
"""Faults of single requests."""
LOOK_AGAIN_SECONDS = 60.0
"""Seconds between two checks for a battery that has left."""


def for_a_while(
    play: Play,
    happening: Happening,
    kind: str,
    device_id: str | None,
    undo: Callable[[], object],
    over: str = "",
) -> None:
    """Record trouble that has begun, and end it after its time.

    That of a battery that has left the account by then ends when it is back.
    """
    trouble = play.event_log.begin(kind, device_id, play.now(), happening.text())
    play.say(happening)

    async def end() -> None:
        if kind != "gone" and device_id not in (None, *play.world.devices):
            play.later(LOOK_AGAIN_SECONDS, end)
            return
        undo()
        trouble.end = play.now()
        if over:
            play.note(over)

    play.later(happening.given["for"], end)


def without(play: Play, faults: list[Fault]) -> None:
    """End the faults."""
    over = {id(one) for one in faults}
    waiting = play.world.faults.waiting
    waiting[:] = [one for one in waiting if id(one) not in over]


async def outage(play: Play, happening: Happening) -> None:
    """Make Amps unreachable, or let it respond with nonsense."""
    how = happening.given["how"]
    faults: list[Fault] = []
    if how == "refused":
        play.outages += 1
        play.stage.network.is_up = False
        play.stage.cut()
    elif how in SILENCES:
        faults = [Fault(times=ALL_REQUESTS, **SILENCES[how])]
    else:
        faults = [Fault.throttle(form=how, times=ALL_REQUESTS)]
    play.world.faults.add(*faults)

    def undo() -> None:
        without(play, faults)
        if how == "refused":
            play.outages -= 1
            play.stage.network.is_up = play.outages == 0

    for_a_while(play, happening, "amps", None, undo, "Amps is back")


async def fault(play: Play, happening: Happening) -> None:
    """Let the next requests of a kind fail."""
    given = happening.given
    times = given.get("times", 1)
    one = Fault(endpoint=given["endpoint"], times=times, **ONCE[given["how"]])
    play.world.faults.add(one)
    for_a_while(play, happening, "fault", None, lambda: without(play, [one]))


async def restart(play: Play, happening: Happening) -> None:
    """Restart Home Assistant."""
    if play.stage.hass is None:
        return
    trouble = play.event_log.begin("home_assistant", None, play.now())
    play.say(happening)
    await play.stage.stop()
    _start_after(play, happening, trouble)


async def kill(play: Play, happening: Happening) -> None:
    """Kill Home Assistant, and start it again."""
    if play.stage.hass is None:
        return
    trouble = play.event_log.begin("home_assistant", None, play.now())
    play.say(happening)
    play.stage.kill()
    _start_after(play, happening, trouble)


async def kill_at(play: Play, happening: Happening) -> None:
    """Kill Home Assistant while a request is in flight."""
    given, world = happening.given, play.world
    play.say(happening)

    def watch(entry: RequestEntry) -> None:
        if entry.endpoint != given["endpoint"] or play.stage.hass is None:
            return
        play.watch = None
        world.faults.waiting.insert(
            0, Fault(endpoint=given["endpoint"], drop=True, after=given["after"])
        )
        trouble = play.event_log.begin("home_assistant", None, play.now())
        play.note(f"killed while {entry.method} {entry.path} is on its way")
        play.stage.kill()
        _start_after(play, happening, trouble)

    async def end() -> None:
        if play.watch is watch:
            play.watch = None

    play.watch = watch
    play.later(given["within"], end)


def _start_after(play: Play, happening: Happening, trouble: Any) -> None:
    async def start() -> None:
        play.note("Home Assistant starts")
        await play.stage.start()
        trouble.end = play.now()

    play.later(happening.given["for"], start)


async def foreign(play: Play, happening: Happening) -> None:
    """Let another client push something."""
    given, device = happening.given, play.battery(happening)
    times: dict[str, str] = {}
    for name in ("start", "end"):
        if name in given:
            instant = play.now() + timedelta(minutes=given[name])
            times[name] = play.written(instant.replace(microsecond=0))
    body = push_body(
        given["command"], given.get("on_conflict"), **given["parameters"], **times
    )
    play.world.catch_up()
    waiting = play.world.book.open_of(device)
    try:
        action = play.world.foreign_push(device, body)
    except ApiError as err:
        play.note(f"{happening.text()}: refused, {err.code}")
        return
    play.note(f"{happening.text()}: {action.id}")
    play.foreign_cancels.update(one.id for one in waiting if one.state == "cancelled")
    trouble = play.event_log.begin("foreign", device, play.now())

    async def watch() -> None:
        play.world.catch_up()
        if action.is_open:
            play.later(30.0, watch)
        else:
            trouble.end = play.now()

    play.later(30.0, watch)


async def foreign_cancel(play: Play, happening: Happening) -> None:
    """Let another client cancel what is waiting."""
    device = play.battery(happening)
    play.world.catch_up()
    for action in play.world.book.open_of(device):
        if action.state == "scheduled":
            play.world.foreign_cancel(action.id)
            play.foreign_cancels.add(action.id)
            play.note(f"{happening.text()}: {action.id} {action.command}")
            return


async def by_hand(play: Play, happening: Happening) -> None:
    """Change the mode in the vendor's app."""
    play.world.catch_up()
    given = happening.given
    play.world.set_mode_locally(play.battery(happening), given["command"])
    play.say(happening)


async def vendor_schedule(play: Play, happening: Happening) -> None:
    """Switch the vendor's own schedule on for a while."""
    device = play.battery(happening)
    play.world.set_scheduler(device, active=True)

    def undo() -> None:
        play.world.set_scheduler(device, active=False)

    over = f"the vendor's schedule of {device} is off"
    for_a_while(play, happening, "vendor_schedule", device, undo, over)


async def offline(play: Play, happening: Happening) -> None:
    """Take a battery off its network for a while."""
    device = play.battery(happening)
    play.world.set_offline(device)

    def undo() -> None:
        play.world.set_offline(device, offline=False)

    for_a_while(play, happening, "offline", device, undo, f"{device} is online")


async def link(play: Play, happening: Happening) -> None:
    """Let the manufacturer refuse the owner's credentials for a while."""
    device = play.battery(happening)
    play.world.disconnect(device)

    def undo() -> None:
        play.world.reconnect(device)

    for_a_while(play, happening, "link", device, undo, f"{device} is linked again")


async def fail_next(play: Play, happening: Happening) -> None:
    """Let the manufacturer fail the next action."""
    device_id = play.battery(happening)
    play.world.fail_next(device_id, happening.given["code"])

    def undo() -> None:
        play.world.devices[device_id].next_failures.clear()

    for_a_while(play, happening, "fails", device_id, undo)


async def leave(play: Play, happening: Happening) -> None:
    """Let a battery leave the account for a while."""
    device_id = play.battery(happening)
    if device_id not in play.world.devices:
        return
    device = play.world.remove_device(device_id)

    def undo() -> None:
        capture = device.capture
        play.world.catch_up()
        play.world.devices[device_id] = device
        device.capture = capture
        play.world.catch_up()

    over = f"{device_id} is in the account again"
    for_a_while(play, happening, "gone", device_id, undo, over)


async def capability(play: Play, happening: Happening) -> None:
    """Let a battery not support a command for a while."""
    device_id, command = play.battery(happening), happening.given["command"]
    play.world.catch_up()
    device = play.world.devices.get(device_id)
    if device is None or command not in device.commands:
        return
    declared = device.commands.pop(command)

    def undo() -> None:
        device.commands[command] = declared

    over = f"{device_id} takes {command} again"
    for_a_while(play, happening, "capability", device_id, undo, over)


async def level(play: Play, happening: Happening) -> None:
    """Set a battery's level."""
    if play.battery(happening) in play.world.devices:
        play.world.set_level(play.battery(happening), happening.given["to"])
        play.say(happening)


async def wrong_clock(play: Play, happening: Happening) -> None:
    """Let the machine's clock jump, and jump back after a while."""
    set_wrong = play.stage.timeline.set_wrong
    set_wrong(timedelta(seconds=happening.given["by"]))
    over = "the machine's clock is right again"
    for_a_while(play, happening, "clock", None, lambda: set_wrong(timedelta()), over)


async def knobs(play: Play, happening: Happening) -> None:
    """Let Amps behave differently from now on."""
    play.world.catch_up()
    play.world.knobs.update(happening.given)
    if (projection := happening.given.get("projection")) is not None:
        play.event_log.projected.append((play.now(), projection))
    play.say(happening)


async def key(play: Play, happening: Happening) -> None:
    """Refuse the key for a while; then the owner has signed in again."""
    trouble = play.event_log.begin("amps", None, play.now(), "key")
    play.world.keys.revoke()
    play.say(happening)

    async def end() -> None:
        play.world.keys.get().revoked = False
        play.note("the key works again")
        if (hass := play.stage.hass) is not None and play.stage.has_entry:
            entry = play.stage.entry
            for flow in hass.config_entries.flow.async_progress():
                hass.config_entries.flow.async_abort(flow["flow_id"])
            if entry.state is not ConfigEntryState.SETUP_IN_PROGRESS:
                await play.stage.run(hass.config_entries.async_reload(entry.entry_id))
        trouble.end = play.now()

    play.later(happening.given["for"], end)


HAPPENS: dict[str, Happen] = {
    "outage": outage,
    "fault": fault,
    "restart": restart,
    "kill": kill,
    "kill_at": kill_at,
    "foreign": foreign,
    "foreign_cancel": foreign_cancel,
    "by_hand": by_hand,
    "vendor_schedule": vendor_schedule,
    "offline": offline,
    "link": link,
    "fail_next": fail_next,
    "leave": leave,
    "capability": capability,
    "level": level,
    "wrong_clock": wrong_clock,
    "knobs": knobs,
    "key": key,
}
