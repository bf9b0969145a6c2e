"""Predbat plans the battery, and calls the scripts of the recipe."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from itertools import pairwise
import json
import math
import os
from pathlib import Path

from ..errors import DevelopError
from ..folder import CONFIGURATION, SETTINGS, free_port, tail
from ..home_assistant import Json
from ..options import Options
from ..programs import Program, running
from .environment import folder_of, provide, run
from .findings import Findings
from .home import Home, at_home
from .recipe import examples, parsed, under

VERSION = "v8.51.1"
REPOSITORY = "https://github.com/springfall2008/batpred"
REQUIREMENTS = (
    "aiofiles",
    "aiohttp",
    "aiomqtt",
    "numpy",
    "prometheus_client",
    "protobuf",
    "pyjwt",
    "pytz",
    "pyyaml",
    "requests",
    "ruamel.yaml",
)
PYTHON = ">=3.12"
PAGE = "predbat.md"
DISABLED = (
    "sensor.home_battery_stored_energy",
    "sensor.home_battery_capacity",
    "number.home_battery_discharge_floor",
)
LOAD = "sensor.house_load_forecast"
LOAD_KW = 0.5
DAYS = 3
CHEAP = ((time(0, 30), time(1, 0)), (time(2, 0), time(2, 30)))
PEAK = (time(1, 0), time(1, 30))
FROZEN = (time(1, 30), time(2, 0))
"""What the owner chooses by hand in Predbat."""
KILLED = time(2, 15)
END = time(2, 36)
LATE = timedelta(minutes=3)
"""So long after a slot's start Predbat may take to plan, and the battery to follow."""
LOOK = timedelta(minutes=1)
START_SECONDS = 180


def tariff() -> Json:
    """Return what a kWh costs and earns, in cents, as Predbat wants it."""

    def at(span: tuple[time, time], rate: float) -> Json:
        return {"start": str(span[0]), "end": str(span[1]), "rate": rate}

    return {
        "rates_import": [{"rate": 30}, *(at(span, 5) for span in CHEAP)],
        "rates_export": [{"rate": 2}, at(PEAK, 60)],
    }


def load_forecast(midnight: datetime) -> dict[str, float]:
    """Return the energy that the house has used by each hour."""
    return {
        (midnight + timedelta(hours=hour)).isoformat(): hour * LOAD_KW
        for hour in range(24 * DAYS)
    }


def settings(recipe: str, home: Home) -> str:
    """Return Predbat's apps.yaml: the recipe, and what the home adds to it."""
    own: Json = {
        "module": "predbat",
        "class": "PredBat",
        "prefix": "predbat",
        "timezone": home.stage.options.time_zone,
        "ha_url": home.stage.url,
        "ha_key": home.api.token,
        "mode": "Control charge & discharge",
        "load_forecast": [f"{LOAD}$results"],
        "load_forecast_only": True,
        "web_port": free_port(),
        "threads": 0,
        **tariff(),
    }
    return json.dumps({"pred_bat": own | parsed(recipe)})


def source_of(given: Path | None) -> Path:
    """Return Predbat's own code: that of a checkout, or fetched."""
    checkout = given or folder_of("predbat") / "source"
    if given is None and not checkout.is_dir():
        run(
            *("git", "clone", "--quiet", "--depth", "1", "--branch", VERSION),
            REPOSITORY,
            str(checkout),
        )
    code = checkout / "apps" / "predbat"
    if not (code / "hass.py").is_file():
        raise DevelopError(f"{checkout} is not a checkout of Predbat.")
    return code


@asynccontextmanager
async def predbat(home: Home, python: Path, code: Path) -> AsyncIterator[Program]:
    """Run Predbat by itself, outside Home Assistant."""
    folder = home.stage.folder.path / "predbat"
    folder.mkdir()
    apps = folder / "apps.yaml"
    _ = apps.write_text(settings(examples(PAGE, "yaml")[1], home))
    os.utime(apps, (0, 0))  # it ends where a file is newer than its start
    async with running(
        "predbat",
        str(code / "hass.py"),
        env=home.stage.environment(),
        output=folder / "predbat.out",
        cwd=folder,
        python=python,
    ) as program:

        async def plans() -> bool:
            if program.exit_code is not None:
                raise DevelopError(f"Predbat exited:\n{tail(folder / 'predbat.out')}")
            return "predbat.status" in await home.states()

        await home.until(plans, "Predbat", START_SECONDS)
        yield program


@dataclass(frozen=True, slots=True)
class Look:
    """What Predbat said and what the battery did at one instant."""

    at: time
    status: str
    command: str
    shown: float
    """The battery's power as Predbat has it, in kW."""


class Watch:
    """What Predbat says and what the battery does, minute by minute."""

    def __init__(self, home: Home) -> None:
        """Nothing was seen yet."""
        self._home = home
        self.looks: list[Look] = []

    async def until(self, clock: time) -> None:
        """Look every minute until a time of the day."""
        stage = self._home.stage
        while (now := await stage.amps.now()).astimezone(stage.zone).time() < clock:
            await self._look(now.astimezone(stage.zone).time())
            await self._home.until_instant(now + LOOK)

    async def _look(self, at: time) -> None:
        states = await self._home.states()
        shown = states.get("predbat.battery_power", {}).get("state", 0)
        status = states["predbat.status"]["state"]
        command = await self._home.command()
        self.looks.append(Look(at, status, command, float(shown)))

    def within(self, span: tuple[time, time]) -> list[Look]:
        """Return what was seen in a slot, once all have had their time."""
        begins, ends = (datetime.combine(date.min, one) for one in span)
        settled = (begins + LATE).time()
        return [look for look in self.looks if settled <= look.at < ends.time()]


def judge(watch: Watch, seen: Findings) -> None:
    """Compare what the battery did with what Predbat's prices make it want."""
    for name, span, command, sign in (
        ("a cheap half hour; the first command meets a 503", CHEAP[0], "charge", -1),
        ("a half hour of dear export", PEAK, "discharge", 1),
        ("a half hour that is frozen by hand in Predbat", FROZEN, "idle", 0),
    ):
        looks = watch.within(span)
        followed = sum(look.command == command for look in looks)
        statuses = ", ".join(sorted({look.status for look in looks}))
        seen.add(
            name,
            f"Predbat says {statuses}; battery in {command} at {followed} of "
            f"{len(looks)} looks",
            right=bool(looks) and followed == len(looks),
        )
        power = looks[-1].shown if looks else math.nan
        seen.add(
            f"the battery's power in Predbat in {command}",
            f"{power} kW",
            right=_sign(power) == sign,
        )
    charging = [look for look in watch.looks if KILLED <= look.at < CHEAP[1][1]]
    over = watch.within((CHEAP[1][1], END))
    seen.add(
        "Predbat is killed in the middle of a charge",
        f"{charging[-1].command} until Predbat's own end, {over[-1].command} after it",
        right={look.command for look in charging} == {"charge"}
        and {look.command for look in over} == {"auto.balanced"},
    )


def _sign(power: float) -> int:
    return (power > 0) - (power < 0)


def taken(pushes: list[Json]) -> list[Json]:
    """Return the commands that Amps took, with their ends.

    The end of one is the start of the way back, which is stored at Amps after it.
    """
    commands: list[Json] = []
    for push in pushes:
        action = push["body"]["action"]
        if push["status"] >= HTTPStatus.BAD_REQUEST:
            continue
        if "start" not in action:
            commands.append({**action, "end": None})
        elif commands:
            commands[-1]["end"] = action["start"]
    return commands


def calls(log: str) -> int:
    """Return how often Predbat called a script of the recipe."""
    return log.count("service_name script/amps_")


async def scenario(options: Options, source: Path | None) -> Findings:
    """Follow the recipe, and let Predbat plan."""
    python = provide("predbat", REQUIREMENTS, PYTHON)
    code = source_of(source)
    seen = Findings()
    scripts = under("script", examples(PAGE, "yaml")[0])
    configuration = CONFIGURATION + SETTINGS
    async with at_home(options, {"scripts.yaml": scripts}, configuration) as home:
        await home.enable(*DISABLED)
        await _forecast(home)
        watch = Watch(home)
        async with predbat(home, python, code) as program:
            await home.fault(endpoint="push", status=503)
            await _freeze(home)
            await watch.until(KILLED)
            await program.kill()
        await watch.until(END)
        judge(watch, seen)
        log = (home.stage.folder.path / "predbat" / "predbat.log").read_text()
        sent = taken(await home.pushes())
        repeated = sum(one == two for one, two in pairwise(sent))
        seen.add(
            f"{calls(log)} calls of scripts, repeated every five minutes",
            f"{len(sent)} commands sent: {', '.join(one['command'] for one in sent)}; "
            f"{repeated} of them repeated the one before",
            right=not repeated,
        )
    return seen


async def _freeze(home: Home) -> None:
    """Choose a half hour to freeze, as the owner does in Predbat."""
    day = home.stage.begin.astimezone(home.stage.zone)
    choice = {
        "entity_id": "select.predbat_manual_freeze_charge",
        "option": f"{day:%a} {FROZEN[0]:%H:%M}",
    }
    _ = await home.api.act("select.select_option", choice, answers=False)


async def _forecast(home: Home) -> None:
    """Tell Predbat what the house will use."""
    midnight = home.stage.begin.astimezone(home.stage.zone).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    await home.api.set_state(LOAD, "0", {"results": load_forecast(midnight)})
