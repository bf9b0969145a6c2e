"""Checks whether everything started, and reports it."""

import asyncio
from collections.abc import Sequence

from .errors import DevelopError
from .home_assistant import Entity, HomeAssistant, Json

WAIT_SECONDS = 60
HOPELESS = ("setup_error", "migration_error")


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Lay rows of equal length out in columns."""
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def table(entities: list[Entity]) -> str:
    """Lay the entities out in columns."""
    rows = [("entity", "state", "name")]
    rows += [(x.entity_id, f"{x.state} {x.unit}".strip(), x.name) for x in entities]
    return columns(rows)


def trouble(entry: Json | None, entities: list[Entity], batteries: int) -> str | None:
    """Say what is not there yet."""
    if entry is None:
        return "the integration is not set up"
    if entry["state"] != "loaded":
        reason = entry.get("reason") or "see the log"
        return f"the integration is not set up: {entry['state']} ({reason})"
    devices = {x.device_id for x in entities} - {None}
    if len(devices) < batteries:
        return f"{len(devices)} of {batteries} batteries are there"
    if missing := [x.entity_id for x in entities if x.state in (None, "unavailable")]:
        return f"without a state: {', '.join(missing)}"
    return None


async def wait_for_entities(api: HomeAssistant, batteries: int) -> list[Entity]:
    """Return the entities once all batteries are there and every entity has a state."""
    found = None
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            while True:
                entry, entities = await api.entry(), await api.entities()
                found = trouble(entry, entities, batteries)
                if found is None:
                    return entities
                if entry and entry["state"] in HOPELESS:
                    raise DevelopError(
                        f"Home Assistant did not start properly: {found}."
                    )
                await asyncio.sleep(0.25)
    except TimeoutError as err:
        raise DevelopError(f"After {WAIT_SECONDS} s {found}.") from err
