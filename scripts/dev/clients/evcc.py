"""evcc's calls, replayed: it is written in Go, and its battery is a template.

What is called comes from evcc's `meter/homeassistant.go` and `util/homeassistant/`, as
of COMMIT.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp

from ..errors import DevelopError
from ..home_assistant import Json
from ..options import Options
from .findings import Findings
from .home import Home, at_home
from .recipe import examples, parsed, under

COMMIT = "b29b49e30"
PAGE = "evcc.md"
SCALES = {"W": 1.0, "kW": 1000.0}
MODES = {"normal": "modeNormal", "hold": "modeHold", "charge": "modeCharge"}
TIMES = 10
INTERVAL = timedelta(seconds=30)
"""How often evcc looks; a charge at its limit is held again each time."""
OUTAGE = timedelta(minutes=3)
SETTLING = timedelta(minutes=2)
WAIT_SECONDS = 60


class Evcc:
    """A battery meter of evcc."""

    def __init__(
        self, session: aiohttp.ClientSession, home: Home, meter: dict[str, Any]
    ) -> None:
        """Take what evcc.yaml says of it."""
        self._session = session
        self._home = home
        self._meter = meter

    async def _state(self, entity_id: str) -> Json:
        async with self._session.get(
            f"{self._home.stage.url}/api/states/{entity_id}"
        ) as response:
            response.raise_for_status()
            found: Json = await response.json()
        return found

    async def power(self) -> float:
        """Return the battery's power in watts, positive while discharging."""
        state = await self._state(self._meter["power"])
        return (
            float(state["state"]) * SCALES[state["attributes"]["unit_of_measurement"]]
        )

    async def soc(self) -> float:
        """Return the battery's level."""
        return float((await self._state(self._meter["soc"]))["state"])

    async def set_mode(self, mode: str) -> int:
        """Turn on the script of a mode; gives the status that evcc gets."""
        async with self._session.post(
            f"{self._home.stage.url}/api/services/script/turn_on",
            json={"entity_id": self._meter[MODES[mode]]},
        ) as response:
            return response.status


async def _until(home: Home, command: str) -> timedelta:
    """Return how long the battery takes to follow a command."""
    began = await home.stage.amps.now()
    await home.until_command(command, WAIT_SECONDS)
    return await home.stage.amps.now() - began


async def _settle(home: Home) -> None:
    await home.until_instant(await home.stage.amps.now() + SETTLING)


async def _hold(home: Home, evcc: Evcc, seen: Findings) -> None:
    """Hold again and again, as evcc does at the upper limit."""
    _ = await evcc.set_mode("hold")
    took = await _until(home, "idle")
    seen.add("hold", f"battery in idle after {took.seconds} s", right=took < OUTAGE)
    await _settle(home)
    before = await home.writes()
    for _ in range(TIMES):
        _ = await evcc.set_mode("hold")
        await home.until_instant(await home.stage.amps.now() + INTERVAL)
    seen.equal("writes as hold comes ten times more", await home.writes() - before, 0)


async def _charge(home: Home, evcc: Evcc, seen: Findings) -> None:
    """Charge while Amps fails at first."""
    await home.fault(endpoint="push", status=503, times=2)
    status = await evcc.set_mode("charge")
    took = await _until(home, "charge")
    seen.add(
        "charge, and Amps answers 503 twice",
        f"evcc is answered {status}; the battery charges after {took.seconds} s",
        right=status == 200 and took < OUTAGE,  # noqa: PLR2004 - HTTP's OK
    )
    await _settle(home)
    power, soc = await evcc.power(), await evcc.soc()
    seen.add(
        "power and level while it charges",
        f"{power:.0f} W, {soc:.1f} %",
        right=power < 0 < soc,
    )


async def _normal(home: Home, evcc: Evcc, seen: Findings) -> None:
    """Go back while Amps cannot be reached at all."""
    await home.fault(status=503, times=None)
    status = await evcc.set_mode("normal")
    await home.until_instant(await home.stage.amps.now() + OUTAGE)
    before = await home.command()
    _ = await home.stage.amps.ask("DELETE", "/faults")
    took = await _until(home, "auto.balanced")
    seen.add(
        "normal, and Amps is down for three minutes",
        f"evcc is answered {status}; {before} until Amps is back, and balanced "
        f"{took.seconds} s later",
        right=before == "charge",
    )


async def _discharge(home: Home, evcc: Evcc, seen: Findings) -> None:
    """Read the sign of the other direction."""
    data = {"entity_id": "calendar.home_battery_plan", "command": "discharge"}
    _ = await home.api.act("amps.send_command", data)
    await home.until_command("discharge")
    await _settle(home)
    power = await evcc.power()
    seen.add("power while it discharges", f"{power:.0f} W", right=power > 0)


async def scenario(options: Options, source: Path | None) -> Findings:
    """Follow the recipe, and call as evcc does."""
    if source is not None:
        raise DevelopError("evcc's calls are replayed: there is no source to run.")
    scripts, meter = examples(PAGE, "yaml")
    seen = Findings()
    files = {"scripts.yaml": under("script", scripts)}
    async with at_home(options, files) as home:
        headers = {"Authorization": f"Bearer {home.api.token}"}
        async with aiohttp.ClientSession(headers=headers) as session:
            evcc = Evcc(session, home, parsed(meter)["meters"][0])
            await _hold(home, evcc, seen)
            await _charge(home, evcc, seen)
            await _normal(home, evcc, seen)
            await _discharge(home, evcc, seen)
    return seen
