"""What versions of the integration left behind: as files, and read back.

Each folder beside this file is named by the version that wrote it. It holds what Home
Assistant had in `.storage`, and what Amps had, at one moment of the life in `lived.py`.
"""

from dataclasses import asdict
from datetime import datetime
import json
from pathlib import Path
import re
import shutil
from typing import Any

from custom_components.amps.const import DOMAIN
from simulator import World
from simulator.action import Action
from simulator.device import Mode

FOLDER = Path(__file__).parent
VERSIONS = sorted(
    path.name for path in FOLDER.iterdir() if (path / "amps.json").exists()
)
AMPS = "amps.json"
STORAGE = "storage"
REGISTRIES = (
    "core.config_entries",
    "core.device_registry",
    "core.entity_registry",
)
VARIES = re.compile(r"\d{8}T|act_")

type Storage = dict[str, Any]


def is_ours(key: str) -> bool:
    """Return whether a stored file has something of this integration."""
    return key in REGISTRIES or key.startswith(f"{DOMAIN}.")


def storage_of(version: str) -> Storage:
    """Read what a version stored."""
    files = (FOLDER / version / STORAGE).iterdir()
    return {
        file.name: json.loads(file.read_text())
        for file in files
        if not is_history(file.name)
    }


def is_history(name: str) -> bool:
    """Return whether a file has lines, and is no store of Home Assistant's."""
    return name.startswith(f"{DOMAIN}.history.")


def put_histories(version: str, config_dir: Path) -> None:
    """Put the files with lines where a version had them."""
    folder = config_dir / ".storage"
    folder.mkdir()
    for file in (FOLDER / version / STORAGE).iterdir():
        if is_history(file.name):
            shutil.copy(file, folder)


def write(version: str, storage: Storage, config_dir: Path, world: World) -> None:
    """Keep what is stored, and what Amps has, as those of a version."""
    folder = FOLDER / version / STORAGE
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for key, stored in storage.items():
        (folder / key).write_text(json.dumps(stored, indent=1) + "\n")
    for file in (config_dir / ".storage").iterdir():
        if is_history(file.name):
            shutil.copy(file, folder)
    amps = {
        "now": world.now(),
        "batteries": {
            device.id: {"level": device.level, "mode": asdict(device.mode)}
            for device in world.devices.values()
        },
        "actions": [asdict(action) for action in world.book],
    }
    text = json.dumps(amps, indent=1, default=datetime.isoformat)
    (FOLDER / version / AMPS).write_text(text + "\n")


def moment_of(version: str) -> str:
    """Return the moment at which a version was left."""
    now: str = json.loads((FOLDER / version / AMPS).read_text())["now"]
    return now


def restore(version: str, world: World) -> None:
    """Let Amps have what it had then."""
    amps = json.loads((FOLDER / version / AMPS).read_text())
    for key, battery in amps["batteries"].items():
        device = world.device(key)
        device.level = battery["level"]
        device.mode = Mode(**battery["mode"])
    for action in amps["actions"]:
        world.book.add(
            Action(**{key: _value(key, member) for key, member in action.items()})
        )


def _value(key: str, stored: Any) -> Any:
    if key == "history":
        return [(datetime.fromisoformat(at), state) for at, state in stored]
    instant = key in {"start", "end", "due"} or key.endswith("_at")
    return datetime.fromisoformat(stored) if instant and stored else stored


def shape(stored: Any) -> Any:
    """Return the form of what is stored, without its values."""
    if isinstance(stored, list):
        return [_together([shape(stored_value) for stored_value in stored])]
    if not isinstance(stored, dict):
        return None
    found: dict[str, list[Any]] = {}
    for key, stored_text in stored.items():
        found.setdefault("*" if VARIES.search(key) else key, []).append(
            shape(stored_text)
        )
    return {key: _together(found[key]) for key in sorted(found)}


def _together(shapes: list[Any]) -> Any:
    """Return the form of several things of one kind; what is unset has none."""
    known = [one for one in shapes if isinstance(one, dict)]
    keys = sorted({key for one in known for key in one})
    if not known:
        return next((one for one in shapes if one is not None), None)
    return {key: _together([one[key] for one in known if key in one]) for key in keys}
