"""The tables of entities, as the platforms have them."""

from importlib import import_module
from typing import Any

import custom_components.amps as integration
from custom_components.amps.entity import AmpsDescription


def _descriptions() -> dict[str, dict[str, Any]]:
    """Return the tables of all platforms."""
    found: dict[str, dict[str, Any]] = {}
    for platform in integration.PLATFORMS:
        module = import_module(f"{integration.__name__}.{platform.value}")
        tables = [var for var in vars(module).values() if isinstance(var, tuple)]
        found[platform.value] = {
            description.key: description
            for table in tables
            for description in table
            if isinstance(description, AmpsDescription)
        }
    return found


DESCRIPTIONS = _descriptions()
