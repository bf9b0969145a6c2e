"""What is packed, read once."""

from collections.abc import Iterator
import json
from pathlib import Path
from typing import Any

from homeassistant.util.yaml import load_yaml_dict

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "custom_components" / "amps"


def load(path: Path) -> dict[str, Any]:
    """Read a JSON file."""
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def leaves(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Return all texts of a file by their place."""
    if not isinstance(tree, dict):
        yield path, tree
        return
    for key, branch in tree.items():
        yield from leaves(branch, f"{path}.{key}" if path else key)


def selectors() -> Iterator[tuple[str, dict[str, Any]]]:
    """Return kind and settings of all selectors of actions, those in objects too."""
    fields = [
        item for service in SERVICES.values() for item in service["fields"].values()
    ]
    while fields:
        ((kind, config),) = fields.pop(0)["selector"].items()
        yield kind, config or {}
        fields += (config or {}).get("fields", {}).values()


MANIFEST = load(FOLDER / "manifest.json")
HACS = load(ROOT / "hacs.json")
ICONS = load(FOLDER / "icons.json")
SERVICES = load_yaml_dict(str(FOLDER / "services.yaml"))
LANGUAGES = sorted((FOLDER / "translations").glob("*.json"))
ENGLISH = load(FOLDER / "translations" / "en.json")
