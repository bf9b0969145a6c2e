"""Home Assistant's real stores, in a configuration folder of the test's own."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from homeassistant.util.file import WriteError
import pytest

from ..repairs.conftest import fix, repairs
from .files import Files

__all__ = ["fix", "repairs"]


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Nothing stands in for the files here."""
    return {}


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """The files of the integration."""
    return Files(tmp_path / ".storage")


class Disk:
    """Takes nothing while it is full; what is on it stays."""

    def __init__(self) -> None:
        self._patches = ExitStack()

    def fill(self) -> None:
        full = "No space left on device"
        for name, error in (
            ("homeassistant.helpers.storage.write_utf8_file_atomic", WriteError(full)),
            ("custom_components.amps.battery.history.os.fsync", OSError(full)),
        ):
            self._patches.enter_context(patch(name, side_effect=error))

    def free(self) -> None:
        self._patches.close()


@pytest.fixture
def disk() -> Iterator[Disk]:
    """A disk that can be full."""
    disk = Disk()
    yield disk
    disk.free()
