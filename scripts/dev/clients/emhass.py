"""EMHASS plans the battery: a day ahead, and again every five minutes."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
import json
from pathlib import Path
from typing import Any

import aiohttp

from ..errors import DevelopError
from ..folder import free_port, tail
from ..home_assistant import Json
from ..options import Options
from ..programs import running
from .environment import provide
from .findings import Findings
from .home import CALENDAR, Home, at_home
from .recipe import examples, parsed

REQUIREMENT = "emhass==0.18.7"
PYTHON = ">=3.10,<3.13"
PAGE = "emhass.md"
FORECAST = "sensor.p_batt_forecast"
STEP = timedelta(minutes=30)
STEPS = 48
TIMES = 10
REPLAN = timedelta(minutes=5)
FOLLOWED = timedelta(hours=2)
SETTLING = timedelta(minutes=2)
START_SECONDS = 60
LOAD_WATTS = 500
USUAL_PRICE = 0.30
CHEAP = (timedelta(hours=10, minutes=30), timedelta(hours=11, minutes=30), 0.05)
PEAK = (timedelta(hours=11, minutes=30), timedelta(hours=12), 0.60)
"""From when to when of the day a kWh costs something else."""
AT_REST = 0.05
"""In kW: less is none."""


def price(local: datetime) -> float:
    """Return what a kWh costs in the step that begins then."""
    clock = timedelta(hours=local.hour, minutes=local.minute)
    for begins, ends, cost in (CHEAP, PEAK):
        if begins <= clock < ends:
            return cost
    return USUAL_PRICE


def forecasts(now: datetime) -> Json:
    """Return what EMHASS would otherwise ask the internet and the recorder for."""
    first = now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0)
    steps = [first + STEP * number for number in range(STEPS)]
    return {
        "load_power_forecast": [LOAD_WATTS] * STEPS,
        "load_cost_forecast": [price(step) for step in steps],
        "prod_price_forecast": [0.0] * STEPS,
    }


def wanted(power: float) -> str:
    """Return the command by which a battery does what EMHASS plans, in kW."""
    if abs(power) < AT_REST:
        return "idle"
    return "discharge" if power > 0 else "charge"


def power_at(steps: list[Json], instant: datetime) -> float:
    """Return what EMHASS published for an instant, in kW to one place."""
    *_, step = (
        step for step in steps if datetime.fromisoformat(step["date"]) <= instant
    )
    return round(float(step["p_batt_forecast"]) / 1000, 1)


class Emhass:
    """The running EMHASS, called as the recipe's automation calls it."""

    def __init__(self, home: Home, session: aiohttp.ClientSession, url: str) -> None:
        """Take its address."""
        self._home = home
        self._session = session
        self._url = url

    async def act(self, action: str, data: Json) -> None:
        """Ask for an action, and wait until it is done."""
        async with self._session.post(
            f"{self._url}/action/{action}", json=data
        ) as response:
            if not response.ok:
                raise DevelopError(f"EMHASS responded: {await response.text()}")

    async def plan(self, action: str, **given: Any) -> None:
        """Let it plan from now on, and publish."""
        now = (await self._home.stage.amps.now()).astimezone(self._home.stage.zone)
        await self.act(action, forecasts(now) | given)
        await self.act("publish-data", {})

    async def plan_again(self) -> None:
        """Let it plan as the automation of the recipe does every five minutes."""
        level = (await self._home.states())["sensor.home_battery_level"]["state"]
        soc = float(level) / 100
        await self.plan("naive-mpc-optim", prediction_horizon=STEPS, soc_init=soc)


@asynccontextmanager
async def emhass(home: Home, python: Path) -> AsyncIterator[Emhass]:
    """Run EMHASS' server with the settings of the recipe."""
    folder = home.stage.folder.path / "emhass"
    folder.mkdir()
    config, secrets, port = folder / "config.json", folder / "secrets", free_port()
    _ = config.write_text(examples(PAGE, "json")[0])
    _ = secrets.write_text(json.dumps(_secrets(home)))
    package = next((python.parents[1] / "lib").glob("python*/site-packages/emhass"))
    env = home.stage.environment() | {
        "DATA_PATH": str(folder),
        "CONFIG_PATH": str(config),
        "SECRETS_PATH": str(secrets),
        "ROOT_PATH": str(package),
        "PORT": str(port),
    }
    async with (
        running(
            *("emhass", "-m", "emhass.web_server"),
            env=env,
            output=folder / "emhass.log",
            cwd=folder,
            python=python,
        ) as program,
        aiohttp.ClientSession() as session,
    ):
        url = f"http://127.0.0.1:{port}"

        async def listens() -> bool:
            if program.exit_code is not None:
                raise DevelopError(f"EMHASS exited:\n{tail(folder / 'emhass.log')}")
            try:
                async with session.get(f"{url}/healthz"):
                    return True
            except aiohttp.ClientError:
                return False

        await home.until(listens, "EMHASS", START_SECONDS)
        yield Emhass(home, session, url)


def _secrets(home: Home) -> Json:
    return {
        "hass_url": f"{home.stage.url}/",
        "long_lived_token": home.api.token,
        "time_zone": home.stage.options.time_zone,
        "Latitude": 52.37,
        "Longitude": 4.89,
        "Altitude": 2,
    }


async def _automation(home: Home) -> str:
    """Return the recipe's automation for this battery."""
    [battery] = await home.stage.batteries()
    [automation] = [
        one
        for text in examples(PAGE, "yaml")
        if "use_blueprint" in (one := parsed(text))
    ]
    automation["use_blueprint"]["input"]["batteries"] = battery.device_id
    return json.dumps([automation])


async def _install_automation(home: Home) -> None:
    """Write the recipe's automation, and reload the automations."""
    file = home.stage.folder.path / "automations.yaml"
    _ = file.write_text(await _automation(home))
    _ = await home.api.act("automation.reload", {}, answers=False)


async def _scheduled(home: Home) -> list[Json]:
    found: list[Json] = (await home.states())[FORECAST]["attributes"][
        "battery_scheduled_power"
    ]
    return found


async def _planned_at(home: Home, instant: datetime) -> str | None:
    """Return the command that Home Assistant's plan has for an instant."""
    for window in await home.windows():
        start, end = (datetime.fromisoformat(window[key]) for key in ("start", "end"))
        if start <= instant < end:
            found: str = window["command"]
            return found
    return None


async def _compare(home: Home, seen: Findings, tried: str) -> None:
    """Compare the plan with what EMHASS published, step by step."""
    steps = await _scheduled(home)
    wrong = 0
    for step in steps[1:]:
        middle = datetime.fromisoformat(step["date"]) + STEP / 2
        wrong += await _planned_at(home, middle) != wanted(power_at(steps, middle))
    windows = await home.windows()
    seen.add(
        tried,
        f"{len(steps)} steps became {len(windows)} windows, {wrong} steps differ",
        right=not wrong and bool(windows),
    )


async def _same_plan(home: Home, client: Emhass, seen: Findings) -> None:
    """Publish the same plan again and again; a new attribute is an event too."""
    await home.until_instant(await home.stage.amps.now() + SETTLING)
    before = await home.writes()
    for number in range(TIMES):
        await client.act("publish-data", {})
        found = (await home.states())[FORECAST]
        attributes = found["attributes"] | {"number": number}
        await home.api.set_state(FORECAST, found["state"], attributes)
    await home.until_instant(await home.stage.amps.now() + SETTLING)
    seen.equal(
        "writes as the same plan comes ten times", await home.writes() - before, 0
    )


async def _restart(home: Home, client: Emhass, seen: Findings) -> None:
    """Restart Home Assistant: what EMHASS published is gone then."""
    before = [(x["command"], x["start"], x["end"]) for x in await home.windows()]
    writes = await home.writes()
    await home.stage.stop()
    await home.stage.start()
    there = FORECAST in await home.states()
    after = [(x["command"], x["start"], x["end"]) for x in await home.windows()]
    seen.add(
        "Home Assistant restarts, and EMHASS' sensor is gone",
        f"plan {'as before' if after == before else 'changed'}, "
        f"{await home.writes() - writes} writes",
        right=after == before and not there,
    )
    await client.plan_again()


async def scenario(options: Options, source: Path | None) -> Findings:
    """Follow the recipe, and let EMHASS plan."""
    requirement = str(source) if source else REQUIREMENT
    python = provide("emhass", [requirement], PYTHON)
    seen = Findings()
    async with at_home(options, {}) as home:
        await _install_automation(home)
        async with emhass(home, python) as client:
            await client.plan("dayahead-optim")
            await home.until(lambda: _has_plan(home), "a plan")
            await _compare(home, seen, "dayahead-optim")
            await _same_plan(home, client, seen)
            await client.plan_again()
            await _compare(home, seen, "naive-mpc-optim")
            await _follow(home, client, seen)
    return seen


async def _has_plan(home: Home) -> bool:
    return bool(await home.windows())


async def _follow(home: Home, client: Emhass, seen: Findings) -> None:
    """Plan again every five minutes for two hours, and look what the battery does."""
    began, writes = await home.stage.amps.now(), await home.writes()
    looked = followed = replans = 0
    restarted = False
    while (now := await home.stage.amps.now()) < began + FOLLOWED:
        await client.plan_again()
        replans += 1
        await home.until_instant(await home.stage.amps.now() + SETTLING)
        power = power_at(await _scheduled(home), await home.stage.amps.now())
        looked += 1
        followed += await home.command() == wanted(power)
        if not restarted and now > began + FOLLOWED / 2:
            restarted = True
            await _restart(home, client, seen)
        await home.until_instant(now + REPLAN)
    seen.add(
        f"naive-mpc-optim every five minutes, {replans} times",
        f"the battery did what was planned at {followed} of {looked} looks; "
        f"{await home.writes() - writes} writes",
        right=followed == looked,
    )
    answer = await home.api.act(
        "amps.get_windows",
        {
            "entity_id": CALENDAR,
            "start": began.isoformat(),
            "end": (began + FOLLOWED).isoformat(),
        },
    )
    ended = Counter(
        (one["outcome"], one["reason"]) for one in answer["windows"] if one["outcome"]
    )
    seen.add(
        "how the windows ended",
        ", ".join(
            f"{n} {outcome} ({reason})" for (outcome, reason), n in ended.items()
        ),
        right={outcome for outcome, _ in ended} <= {"done", "cancelled"},
    )
