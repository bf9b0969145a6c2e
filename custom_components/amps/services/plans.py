"""The action by which a planner hands over its whole plan."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from homeassistant.const import ATTR_COMMAND
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonValueType
import voluptuous as vol

from ..api.models import Command, Parameter
from ..battery.replanning import Replanned, async_set_plan
from ..const import DOMAIN
from ..exceptions import invalid, local_time, plan_errors
from ..schedule.edits import span_fault
from ..schedule.errors import SpanError
from ..schedule.window import Draft
from .serialize import lost_shape, window_shape
from .targets import BATTERIES, Target, async_targets
from .window_input import aware, drafted, number, parameters, source_name
from .windows import ATTR_END, ATTR_SOURCE, ATTR_START

ATTR_WINDOWS: Final = "windows"

SERVICE_SET_PLAN: Final = "set_plan"

MAX_WINDOWS = 1_000
"""Windows that one plan may have: ten days of quarter hours, and some."""

WINDOW_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_COMMAND): vol.In([command.slug for command in Command]),
        vol.Required(ATTR_START): cv.datetime,
        vol.Required(ATTR_END): cv.datetime,
        **{
            vol.Optional(parameter.value): vol.Any(None, number)
            for parameter in Parameter
        },
    }
)
SET_PLAN_SCHEMA = vol.Schema(
    {
        **BATTERIES,
        vol.Required(ATTR_SOURCE): source_name,
        vol.Required(ATTR_WINDOWS): vol.All(
            cv.ensure_list, [WINDOW_SCHEMA], vol.Length(max=MAX_WINDOWS)
        ),
        vol.Optional(ATTR_START): cv.datetime,
        vol.Optional(ATTR_END): cv.datetime,
    }
)


@callback
def async_setup_plan_service(hass: HomeAssistant) -> None:
    """Register the action."""
    hass.services.async_register(
        DOMAIN,
        SERVICE_SET_PLAN,
        _async_set_plan,
        schema=SET_PLAN_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )


async def _async_set_plan(call: ServiceCall) -> ServiceResponse:
    """Make a planner's plan for all batteries what it says, or for none."""
    drafts = _drafts(call)
    start, end = _span(call, drafts)
    targets = async_targets(call)
    done = await async_set_plan(
        [target.controller.followed() for target in targets],
        drafts,
        source=call.data[ATTR_SOURCE],
        start=start,
        end=end,
    )
    return _response(list(zip(targets, done, strict=True)))


def _drafts(call: ServiceCall) -> list[Draft]:
    """Return the windows by start; raises for one that is none, and for overlaps."""
    drafts = [_draft(call.hass, given) for given in call.data[ATTR_WINDOWS]]
    drafts.sort(key=lambda draft: draft.start)
    for one, two in pairwise(drafts):
        if two.start < one.end:
            raise invalid("plan_overlaps", first=_named(one), second=_named(two))
    return drafts


def _draft(hass: HomeAssistant, given: dict[str, Any]) -> Draft:
    draft = drafted(
        hass,
        Command.from_slug(given[ATTR_COMMAND]),
        parameters(given),
        given[ATTR_START],
        given[ATTR_END],
        None,
    )
    start, end = (dt_util.as_utc(moment) for moment in (draft.start, draft.end))
    if (fault := span_fault(start, end)) is not None:
        with plan_errors("-"):
            raise SpanError(draft.start, draft.end, fault)
    return draft


def _span(
    call: ServiceCall, drafts: Sequence[Draft]
) -> tuple[datetime, datetime | None]:
    """Return the time that the plan is for; it has to hold all its windows.

    Without a start it begins now, or with what is to have begun before.
    """
    given: datetime | None = call.data.get(ATTR_START)
    until: datetime | None = call.data.get(ATTR_END)
    begins = [dt_util.now(), *(draft.start for draft in drafts)]
    start = aware(given) if given else min(begins)
    end = aware(until) if until else None
    if end is not None and end <= start:
        raise invalid("plan_span")
    for draft in drafts:
        if draft.start < start or (end is not None and draft.end > end):
            raise invalid("plan_window_outside", window=_named(draft))
    return start, end


def _named(draft: Draft) -> str:
    return f"{draft.command.slug}, {local_time(draft.start)} - {local_time(draft.end)}"


def _response(done: Sequence[tuple[Target, Replanned]]) -> ServiceResponse:
    """Return what changed; every window says of which battery it is."""

    def shapes(kind: str) -> list[JsonValueType]:
        return [
            window_shape(view, target.device_id)
            for target, replanned in done
            for view in getattr(replanned, kind)
        ]

    return {
        **{kind: shapes(kind) for kind in ("added", "changed", "removed", "kept")},
        "gave_way": _lost(done),
    }


def _lost(done: Iterable[tuple[Target, Replanned]]) -> list[JsonValueType]:
    return [
        lost_shape(lost, target.device_id)
        for target, replanned in done
        for lost in replanned.gave_way
    ]
