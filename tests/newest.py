"""Lets the test kit run on a Home Assistant that is newer than the one it pins.

A plugin for `pytest -p tests.newest`, which `scripts/test --newest` uses.
"""

from functools import cache
import inspect
from types import ModuleType

# Home Assistant takes httpx' place with its own; the kit's respx has to see that one
import homeassistant
from homeassistant.components import logger
from homeassistant.components.logger import helpers
from homeassistant.const import __version__
import pytest

vars(logger).setdefault(  # the kit looks for it where it was before
    "_clear_logger_overwrites", helpers._clear_logger_overwrites
)


def pytest_report_header() -> str:
    """Say what runs, and what does not."""
    return (
        f"Home Assistant {__version__}; left out are comparisons with snapshots, "
        "and tests that never meet Home Assistant"
    )


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out what cannot show anything new."""
    repeated = [item for item in items if _is_repeated(item)]
    kept = set(repeated)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = repeated


def _is_repeated(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    if "snapshot" in fixtures:  # they show the registries of the pinned release
        return False
    module = item.getparent(pytest.Module)
    return "hass" in fixtures or (module is not None and _imports_it(module.obj))


@cache
def _imports_it(module: ModuleType) -> bool:
    """Return whether a module of tests uses anything of Home Assistant itself.

    So do those that compare our files with its lists and hand them to its checks.
    """
    origins = (inspect.getmodule(value) for value in vars(module).values())
    packages = {origin.__name__.split(".")[0] for origin in origins if origin}
    return homeassistant.__name__ in packages
