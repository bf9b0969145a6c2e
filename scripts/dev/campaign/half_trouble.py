"""What a half-working Amps does, and backups that are restored."""

from pathlib import Path
from typing import Any

from simulator import Fault

from .expected import Saved
from .play import Play
from .story import Happening
from .trouble import ALL_REQUESTS, HAPPENS as PLAIN, Happen, for_a_while, without

REFUSALS: dict[str, dict[str, Any]] = {
    "400": {"status": 400, "code": "VALIDATION_ERROR"},
    "403": {"status": 403, "code": "FORBIDDEN"},
    "404": {"status": 404, "code": "NOT_FOUND"},
    "409": {"status": 409, "code": "CONFLICT", "details": {"reason": "busy"}},
    "422": {"status": 422, "code": "UNSUPPORTED_VALUE"},
    "429": {"status": 429, "code": "RATE_LIMIT_EXCEEDED"},
    "500": {"status": 500},
    "503": {"status": 503, "code": "SERVICE_UNAVAILABLE"},
}


async def route(play: Play, happening: Happening) -> None:
    """Let one endpoint reject everything for a while, while the others work."""
    endpoint, how = happening.given["endpoint"], happening.given["how"]
    one = Fault(endpoint=endpoint, times=ALL_REQUESTS, **REFUSALS[how])
    play.world.faults.add(one)
    kind = "amps" if endpoint == "list_batteries" else "route"
    over = f"{endpoint} works again"
    for_a_while(play, happening, kind, None, lambda: without(play, [one]), over)


async def hang(play: Play, happening: Happening) -> None:
    """Let the next action never end, until it fails after hours."""
    device = play.battery(happening)
    play.world.hang_next(device, applied=happening.given["applied"])

    def undo() -> None:
        play.world.devices[device].next_hangs.clear()
        play.world.catch_up()
        play.world.end_hanging(device)

    for_a_while(
        play, happening, "hang", device, undo, f"nothing of {device} hangs any more"
    )


async def ignored(play: Play, happening: Happening) -> None:
    """Let the battery ignore a command that Amps accepts and completes."""
    _override(
        play, happening, "ignored", ignored_commands=tuple(happening.given["commands"])
    )


async def late(play: Play, happening: Happening) -> None:
    """Fail the next action minutes later, though the battery may follow it."""
    device = play.battery(happening)
    play.world.fail_next(
        device, happening.given["code"], applied=happening.given["applied"]
    )
    _override(play, happening, "late", timeout_delay=happening.given["after"])


def _override(play: Play, happening: Happening, kind: str, **knobs: Any) -> None:
    device = play.world.devices.get(play.battery(happening))
    if device is None:
        return
    play.world.catch_up()
    usual = play.story.homes[play.batteries.index(device.id)].overrides
    device.overrides = {**device.overrides, **knobs}

    def undo() -> None:
        play.world.catch_up()
        # what came later lasts until its own end
        mine = [name for name in knobs if device.overrides.get(name) is knobs[name]]
        kept = {
            name: value for name, value in device.overrides.items() if name not in mine
        }
        usually = {name: usual[name] for name in mine if name in usual}
        device.overrides = {**kept, **usually}
        device.next_late_failures.clear()
        if kind == "late":
            device.next_failures.clear()

    for_a_while(play, happening, kind, device.id, undo)


async def flap(play: Play, happening: Happening) -> None:
    """Let one reading show a battery idle, whatever it does."""
    if (device := play.battery(happening)) in play.world.devices:
        play.world.flap(device)
        play.say(happening)


async def flicker(play: Play, happening: Happening) -> None:
    """Let the battery not declare a command for some minutes."""
    device_id, given = play.battery(happening), happening.given
    play.world.catch_up()
    device = play.world.devices.get(device_id)
    if device is None:
        return
    commands = [one for one in given["commands"] if one in device.commands]
    before = list(device.commands)
    taken = {}
    for command in commands:
        if given["where"] == "gone":
            taken[command] = device.commands.pop(command)
        else:
            device.hidden[command] = given["where"]

    def undo() -> None:
        found = {**device.commands, **taken}
        order = [one for one in before if one in found]
        device.commands = {one: found.pop(one) for one in order} | found
        for command in commands:
            device.hidden.pop(command, None)

    kind = "capability" if given["for"] > 700 else "flicker"
    over = f"{device_id} declares {', '.join(commands)} again"
    for_a_while(play, happening, kind, device_id, undo, over)


async def timeless(play: Play, happening: Happening) -> None:
    """Let no response contain the time for a while."""
    play.world.knobs.tells_time = False

    def undo() -> None:
        play.world.knobs.tells_time = True

    for_a_while(play, happening, "timeless", None, undo, "Amps tells the time again")


async def backup(play: Play, happening: Happening) -> None:
    """Make a backup, and restore it later while Home Assistant restarts."""
    play.say(happening)
    disk, made = play.stage.backup(), play.now()
    saved = {one: play.event_log.expected[one].saved() for one in play.batteries}
    choices = list(play.event_log.choices)

    async def restore() -> None:
        if play.stage.hass is None or not play.stage.has_entry:
            return
        play.event_log.undone.append((made, play.now()))
        await _put_back(play, happening, disk, saved, choices)

    play.later(happening.given["age"], restore)


async def _put_back(
    play: Play,
    happening: Happening,
    disk: dict[Path, bytes],
    saved: dict[str, Saved],
    choices: list[tuple[Any, str, str]],
) -> None:
    now = play.now()
    trouble = play.event_log.begin("home_assistant", None, now)
    play.note("an older backup is put back")
    await play.stage.stop()
    play.stage.put_back(disk)
    for battery, expected in saved.items():
        play.event_log.expected[battery].restore(expected, now)
        chosen = [one for one in choices if one[1] == battery]
        option = chosen[-1][2] if chosen else "automatic"
        play.event_log.choices.append((now, battery, option))
    play.event_log.restored.append(now)

    async def start() -> None:
        play.note("Home Assistant starts")
        await play.stage.start()
        trouble.end = play.now()

    play.later(happening.given["for"], start)


async def prices(play: Play, happening: Happening) -> None:
    """Let prices change, or not be told for a while.

    It is no trouble of a battery: whatever is not about prices goes on as ever.
    """
    if (market := play.market) is None:
        return
    play.say(happening)
    how = happening.given["how"]
    if how == "changed":
        market.revise()
        play.show_prices_now()
        return
    market.trouble = how
    play.show_prices_now()

    async def end() -> None:
        market.trouble = None
        play.note("prices are told again")
        play.show_prices_now()

    play.later(happening.given["for"], end)


async def draws(play: Play, happening: Happening) -> None:
    """Let the owner's car be charged for a while."""
    if (meters := play.meters) is None:
        return
    play.say(happening)

    def draw(charges: int) -> None:
        meters.car_draws += charges
        play.stage.let(meters.show_car)

    async def end() -> None:
        draw(-1)
        play.note("the car is charged")

    draw(1)
    play.later(happening.given["for"], end)


HAPPENS: dict[str, Happen] = {
    **PLAIN,
    "route": route,
    "hang": hang,
    "ignored": ignored,
    "late": late,
    "flap": flap,
    "flicker": flicker,
    "timeless": timeless,
    "backup": backup,
    "prices": prices,
    "draws": draws,
}
