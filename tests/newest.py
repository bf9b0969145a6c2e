"""Lets the test kit run on a Home Assistant that is newer than the one it pins.

A plugin for `pytest -p tests.newest`, which `scripts/test --newest` uses.
"""

# Home Assistant takes httpx' place with its own; the kit's respx has to see that one
import homeassistant  # noqa: F401, I001

from homeassistant.components import logger
from homeassistant.components.logger import helpers
from homeassistant.const import __version__
import pytest

vars(logger).setdefault(  # the kit looks for it where it was before
    "_clear_logger_overwrites", helpers._clear_logger_overwrites
)


def pytest_report_header() -> str:
    """Say what runs, and what does not."""
    return f"Home Assistant {__version__}; comparisons with snapshots are left out"


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave snapshots out: they show the registries of the pinned release."""
    compared = [it for it in items if "snapshot" in getattr(it, "fixturenames", ())]
    items[:] = [it for it in items if it not in set(compared)]
    config.hook.pytest_deselected(items=compared)
