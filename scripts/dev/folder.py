"""The config folder of a development Home Assistant."""

from collections.abc import Iterator
from contextlib import contextmanager
import fcntl
import json
from pathlib import Path
import re
import shutil
import socket
import tempfile
from typing import Any
from urllib.parse import urlsplit

from . import package
from .errors import DevelopError
from .household import TEMPLATE
from .options import Options

ROOT = Path(__file__).resolve().parents[2]
COMPONENT = Path("custom_components/amps")
HOME_ASSISTANT_PORT = 8123
SIMULATOR_PORT = 8130
TAIL_LINES = 20

# default_config would also start discovery, cloud, bluetooth and voice. There is no
# `http:`: in YAML it is only a trial, which Home Assistant takes back by restarting.
PRICE = "sensor.electricity_price"
CONFIGURATION = """\
# Made by scripts/develop, which leaves it alone from now on.
homeassistant: !include home.yaml

frontend:
config:
api:
recorder:
  commit_interval: 1
history:
logbook:
energy:
calendar:
todo:
conversation:
diagnostics:
media_source:
my:
sun:
system_health:
system_log:
webhook:

template:
  - triggers:
      - trigger: homeassistant
        event: start
      - trigger: time_pattern
        minutes: 0
    variables:
      # day-ahead prices of a sunny day; those of tomorrow are known from 13:00
      cents: [14, 12, 11, 9, 10, 14, 22, 30, 28, 21, 15, 11,
              8, 7, 9, 14, 22, 32, 38, 34, 27, 22, 18, 15]
    sensor:
      - name: Electricity price
        unit_of_measurement: EUR/kWh
        state: "{{ cents[now().hour] / 100 }}"
        attributes:
          prices: >-
            {% set rows = namespace(all=[]) %}
            {% for hour in range(48 if now().hour >= 13 else 24) %}
              {% set start = today_at("00:00") + timedelta(hours=hour) %}
              {% set price = cents[hour % 24] / 100 %}
              {% set row = {"start": start.isoformat(), "price": price} %}
              {% set rows.all = rows.all + [row] %}
            {% endfor %}
            {{ rows.all }}
"""
SETTINGS = """
automation: !include automations.yaml
script: !include scripts.yaml
scene: !include scenes.yaml

logger:
  default: warning
  logs:
    custom_components.amps: info
    aiohttp_fast_zlib: error # wants faster compression
    homeassistant.components.camera.img_util: critical # wants libturbojpeg
    haffmpeg: critical # wants ffmpeg
"""

HOME = """\
# Written by scripts/develop at every start.
name: Dev home
latitude: 52.37
longitude: 4.89
elevation: 2
unit_system: metric
time_zone: {time_zone}
country: NL
currency: EUR
language: en
"""

LOG_LINE = re.compile(r"^\S+ \S+ (?P<level>[A-Z]+) \(")
OURS = re.compile(r"custom_components[./]amps|\bfor amps\b|integration '?amps\b")
SAID_OF_EVERY_CUSTOM_INTEGRATION = "has not been tested by Home Assistant"


def is_free(port: int) -> bool:
    """Return whether a program could listen on a port of this machine."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port: int = server.getsockname()[1]
        return port


def tail(file: Path) -> str:
    """Return the last lines of a file."""
    text = file.read_text(errors="replace") if file.exists() else ""
    return "\n".join(text.splitlines()[-TAIL_LINES:])


class Folder:
    """One config folder; `in_use` locks it for this run."""

    def __init__(self, path: Path) -> None:
        """Name its files; none has to be there."""
        self.path = path
        self.log = path / "home-assistant.log"
        self.output = path / "home-assistant.out"
        self.description = path / "develop.json"

    def described(self) -> dict[str, Any]:
        """Return what the last run wrote for other programs and for the next run."""
        try:
            found: dict[str, Any] = json.loads(self.description.read_text())
        except OSError, ValueError:
            return {}
        return found

    def describe(self, facts: dict[str, Any]) -> None:
        """Write how to reach what runs; only the owner may read the token."""
        self._write("develop.json", json.dumps(facts, indent=2) + "\n", private=True)

    def home_assistant_port(self, options: Options) -> int:
        """Choose the port of Home Assistant."""
        if options.port is not None:
            if not is_free(options.port):
                raise DevelopError(f"Port {options.port} is in use: choose another.")
            return options.port
        if not options.check and is_free(HOME_ASSISTANT_PORT):
            return HOME_ASSISTANT_PORT
        return free_port()

    def simulator_port(self, options: Options) -> int:
        """Choose the simulator's port, the last run's if possible."""
        last = urlsplit(self.described().get("simulator_url") or "").port
        wanted = last or SIMULATOR_PORT
        if not options.check and is_free(wanted):
            return wanted
        return free_port()

    def prepare(self, options: Options, port: int) -> None:
        """Write what Home Assistant reads at its start; a developer's changes stay."""
        self._write("home.yaml", HOME.format(time_zone=options.time_zone))
        self._write_once("configuration.yaml", CONFIGURATION + TEMPLATE + SETTINGS)
        self._write_once("automations.yaml", "[]\n")
        self._write_once("scripts.yaml", "{}\n")
        self._write_once("scenes.yaml", "[]\n")
        self._store("http", 3, _http(port))
        if not (self.path / ".storage" / "onboarding").exists():
            # its other steps would install packages and look for the internet
            done = ["core_config", "analytics", "integration"]
            self._store("onboarding", 4, {"done": done})
        self._install(options)
        # files, not the folder: Home Assistant does not look into linked folders
        for blueprint in sorted(ROOT.glob("blueprints/automation/amps/*.yaml")):
            self._link(blueprint.relative_to(ROOT))

    def _install(self, options: Options) -> None:
        """Install this checkout into Home Assistant, or what a user would install."""
        installed = self.path / COMPONENT
        if not installed.is_symlink():
            shutil.rmtree(installed, ignore_errors=True)
        if not options.package:
            self._link(COMPONENT)
            return
        installed.unlink(missing_ok=True)
        built = self.path / package.name()
        package.build(built)
        package.unpack(built, installed)

    def is_running_the_package(self) -> bool:
        """Return whether the package was loaded: that leaves bytecode behind."""
        installed = self.path / COMPONENT
        return not installed.is_symlink() and (installed / "__pycache__").is_dir()

    def is_onboarded(self) -> bool:
        """Return whether the user of an earlier run is there."""
        stored = json.loads((self.path / ".storage" / "onboarding").read_text())
        return "user" in stored["data"]["done"]

    def point_entry_at(self, url: str, api_key: str) -> None:
        """Let the entry of an earlier run use this run's server."""
        file = self.path / ".storage" / "core.config_entries"
        try:
            stored = json.loads(file.read_text())
        except FileNotFoundError:
            return
        for entry in stored["data"]["entries"]:
            if entry["domain"] == "amps":
                entry["data"] |= {"url": url, "api_key": api_key}
        self._write(".storage/core.config_entries", json.dumps(stored), private=True)

    def log_entries(self, *levels: str) -> list[str]:
        """Return what Home Assistant logged about this integration."""
        entries: list[tuple[str, list[str]]] = []
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        for line in text.splitlines():
            if match := LOG_LINE.match(line):
                entries.append((match["level"], [line]))
            elif entries:
                entries[-1][1].append(line)
        texts = ["\n".join(lines) for level, lines in entries if level in levels]
        return [
            text
            for text in texts
            if OURS.search(text) and SAID_OF_EVERY_CUSTOM_INTEGRATION not in text
        ]

    def _write(self, name: str, text: str, *, private: bool = False) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f".{file.name}.new")
        new.touch(mode=0o600 if private else 0o644)
        new.write_text(text)
        new.replace(file)

    def _write_once(self, name: str, text: str) -> None:
        if not (self.path / name).exists():
            self._write(name, text)

    def _store(self, key: str, version: int, data: dict[str, Any]) -> None:
        stored = {"version": version, "minor_version": 1, "key": key, "data": data}
        self._write(f".storage/{key}", json.dumps(stored), private=True)

    def _link(self, relative: Path) -> None:
        link = self.path / relative
        link.parent.mkdir(parents=True, exist_ok=True)
        if not link.is_symlink():
            link.symlink_to(ROOT / relative)


def _http(port: int) -> dict[str, Any]:
    stable = {
        "server_port": port,
        "server_host": ["127.0.0.1"],
        "cors_allowed_origins": ["https://cast.home-assistant.io"],
        "login_attempts_threshold": -1,
        "ip_ban_enabled": True,
        "ssl_profile": "intermediate_v6",
        "use_x_frame_options": True,
        "created_at": "2026-11-01T00:00:00+00:00",
        "error": None,
        "error_message": None,
    }
    return {"stable": stable, "pending": None, "yaml_migration_done": True}


@contextmanager
def in_use(options: Options) -> Iterator[Folder]:
    """Return the config folder of the run: kept, or temporary."""
    if options.is_fleeting and options.keep is None:
        path = Path(tempfile.mkdtemp(prefix="home-assistant-"))
        try:
            yield Folder(path)
        finally:
            shutil.rmtree(path, ignore_errors=True)
        return
    world = "real" if options.api_key else "simulated"
    folder = Folder(options.keep or ROOT / ".venv" / "develop" / world)
    folder.path.mkdir(parents=True, exist_ok=True)
    with (folder.path / ".develop.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as err:
            url = folder.described().get("url", folder.path)
            raise DevelopError(
                f"Already running: {url}. Another one needs its own folder: --keep DIR."
            ) from err
        yield folder
