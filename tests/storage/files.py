"""The stored files of the integration, as somebody with a shell sees them."""

import json
from pathlib import Path
from typing import Any

from ..entities import FULL


class Files:
    """Reads, damages, copies and puts back what is stored."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, kind: str = "battery", battery: str = FULL) -> Path:
        return self.folder / f"amps.{kind}.{battery}"

    def stored(self, kind: str = "battery", battery: str = FULL) -> dict[str, Any]:
        """Return what a store holds."""
        return self.read(self.path(kind, battery))

    @staticmethod
    def read(path: Path) -> dict[str, Any]:
        stored: dict[str, Any] = json.loads(path.read_text())
        return stored

    def write(
        self, stored: dict[str, Any], kind: str = "battery", battery: str = FULL
    ) -> None:
        self.path(kind, battery).write_text(json.dumps(stored))

    def aside(self) -> list[Path]:
        """Return what was given another name because it could not be read."""
        return sorted(self.folder.glob("amps.*.unreadable-*"))

    def copy(self) -> dict[str, bytes]:
        """Return a backup of what the integration stored."""
        return {path.name: path.read_bytes() for path in self.folder.glob("amps.*")}

    def restore(self, backup: dict[str, bytes]) -> None:
        """Put a backup in the place of what is stored."""
        for path in self.folder.glob("amps.*"):
            path.unlink()
        for name, content in backup.items():
            (self.folder / name).write_bytes(content)
