"""Repairs: what the owner can do about what is wrong."""

from homeassistant.components.repairs import RepairsFlow
from homeassistant.core import HomeAssistant


async def async_create_fix_flow(
    hass: HomeAssistant,
    issue_id: str,
    _data: dict[str, str | int | float | None] | None,
) -> RepairsFlow:
    """Return the flow that fixes a repair."""
    return await hass.async_add_import_executor_job(_flow, issue_id)


def _flow(issue_id: str) -> RepairsFlow:
    from .table import flow_of  # noqa: PLC0415 (most repairs are never opened)

    return flow_of(issue_id)
