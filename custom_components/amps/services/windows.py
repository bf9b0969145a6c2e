"""The actions by which automations plan windows."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
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
import voluptuous as vol

from ..api.models import Command, Parameter
from ..battery import plan_editor, restoring
from ..battery.replanning import async_cancel_source
from ..battery.taking_back import async_take_back
from ..battery.windows import WindowView
from ..const import DOMAIN
from ..exceptions import invalid
from ..schedule.edits import MAX_LENGTH
from ..schedule.placing import HORIZON
from ..schedule.plan import EditRange
from ..schedule.window import Draft
from .serialize import window_shape
from .targets import BATTERIES, Target, async_targets
from .window_input import (
    aware,
    drafted,
    ending,
    number,
    parameters,
    source_name,
    time_period,
)

ATTR_DURATION: Final = "duration"
ATTR_END: Final = "end"
ATTR_OCCURRENCE: Final = "occurrence"
ATTR_RANGE: Final = "range"
ATTR_REPEAT: Final = "repeat"
ATTR_REPLACE: Final = "replace"
ATTR_SOURCE: Final = "source"
ATTR_START: Final = "start"
ATTR_UID: Final = "uid"

SERVICE_CANCEL_WINDOW: Final = "cancel_window"
SERVICE_GET_WINDOWS: Final = "get_windows"
SERVICE_RESTORE_WINDOW: Final = "restore_window"
SERVICE_SCHEDULE_WINDOW: Final = "schedule_window"

DEFAULT_LISTED_TIME = timedelta(days=7)
"""How far ahead windows are listed by default."""

SCHEDULE_WINDOW_SCHEMA = vol.Schema(
    {
        **BATTERIES,
        vol.Optional(ATTR_COMMAND, default=Command.CHARGE.slug): vol.In(
            [command.slug for command in Command]
        ),
        vol.Optional(ATTR_START): cv.datetime,
        vol.Optional(ATTR_END): cv.datetime,
        vol.Optional(ATTR_DURATION): vol.All(time_period, vol.Range(max=MAX_LENGTH)),
        **{vol.Optional(parameter.value): number for parameter in Parameter},
        vol.Optional(ATTR_REPEAT): cv.string,
        vol.Optional(ATTR_REPLACE, default=False): cv.boolean,
    }
)
CANCEL_WINDOW_SCHEMA = vol.Schema(
    {
        **BATTERIES,
        vol.Optional(ATTR_UID): cv.string,
        vol.Optional(ATTR_SOURCE): source_name,
        vol.Optional(ATTR_OCCURRENCE): cv.datetime,
        vol.Optional(ATTR_RANGE, default=EditRange.THIS.value): vol.In(
            [range_.value for range_ in EditRange]
        ),
    }
)
RESTORE_WINDOW_SCHEMA = vol.Schema(
    {
        **BATTERIES,
        vol.Optional(ATTR_UID): cv.string,
        vol.Optional(ATTR_OCCURRENCE): cv.datetime,
    }
)
GET_WINDOWS_SCHEMA = vol.Schema(
    {
        **BATTERIES,
        vol.Optional(ATTR_START): cv.datetime,
        vol.Optional(ATTR_END): cv.datetime,
    }
)


@callback
def async_setup_window_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for name, handler, schema, response in (
        (
            SERVICE_SCHEDULE_WINDOW,
            _async_schedule_window,
            SCHEDULE_WINDOW_SCHEMA,
            SupportsResponse.OPTIONAL,
        ),
        (
            SERVICE_CANCEL_WINDOW,
            _async_cancel_window,
            CANCEL_WINDOW_SCHEMA,
            SupportsResponse.OPTIONAL,
        ),
        (
            SERVICE_RESTORE_WINDOW,
            _async_restore_window,
            RESTORE_WINDOW_SCHEMA,
            SupportsResponse.OPTIONAL,
        ),
        (
            SERVICE_GET_WINDOWS,
            _async_get_windows,
            GET_WINDOWS_SCHEMA,
            SupportsResponse.ONLY,
        ),
    ):
        hass.services.async_register(
            DOMAIN, name, handler, schema=schema, supports_response=response
        )


async def _async_schedule_window(call: ServiceCall) -> ServiceResponse:
    """Plan a window for all batteries, or for none where one does not take it."""
    draft = _draft(call)
    targets = async_targets(call)
    batteries = [target.controller.followed() for target in targets]
    replace: bool = call.data[ATTR_REPLACE]
    added = await plan_editor.async_add(batteries, draft, replace=replace)
    return _response(targets, added)


def _draft(call: ServiceCall) -> Draft:
    repeat: str | None = call.data.get(ATTR_REPEAT)
    start = aware(call.data.get(ATTR_START) or dt_util.now())
    return drafted(
        call.hass,
        Command.from_slug(call.data[ATTR_COMMAND]),
        parameters(call.data),
        start,
        ending(
            start,
            call.data.get(ATTR_END),
            call.data.get(ATTR_DURATION),
            repeats=bool(repeat),
        ),
        repeat,
    )


async def _async_cancel_window(call: ServiceCall) -> ServiceResponse:
    """Take back a window, some of its occurrences, or those of a planner."""
    given: datetime | None = call.data.get(ATTR_OCCURRENCE)
    moment, range_ = aware(given) if given else None, EditRange(call.data[ATTR_RANGE])
    uid, source = call.data.get(ATTR_UID), call.data.get(ATTR_SOURCE)
    targets = async_targets(call)
    batteries = [target.controller.followed() for target in targets]
    if source is None:
        cancelled = await async_take_back(batteries, uid, moment, range_)
    elif uid is None:
        cancelled = await async_cancel_source(batteries, source, moment, range_)
    else:
        raise invalid("uid_or_source")
    return _response(targets, cancelled)


async def _async_restore_window(call: ServiceCall) -> ServiceResponse:
    """Let an occurrence take place after all that was taken out."""
    given: datetime | None = call.data.get(ATTR_OCCURRENCE)
    uid, moment = call.data.get(ATTR_UID), aware(given) if given else None
    targets = async_targets(call)
    batteries = [target.controller.followed() for target in targets]
    found = [
        await restoring.async_taken_out(battery, uid, moment) for battery in batteries
    ]
    if not any(found):
        raise invalid(
            "nothing_taken_out",
            battery=", ".join(target.name for target in targets),
        )
    restored = [
        await restoring.async_restore(battery, taken.uid, taken.original)
        if taken
        else []
        for battery, taken in zip(batteries, found, strict=True)
    ]
    return _response(targets, restored)


def listed_span(given: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """Return the time of which windows or goals are listed."""
    start = aware(given.get(ATTR_START) or dt_util.now())
    end = aware(given.get(ATTR_END) or start + DEFAULT_LISTED_TIME)
    if not start < end <= start + HORIZON:
        raise invalid("list_range", days=str(HORIZON.days))
    return start, end


async def _async_get_windows(call: ServiceCall) -> ServiceResponse:
    """Return what takes place, took place or was to, by battery and start."""
    start, end = listed_span(call.data)
    targets = async_targets(call)
    found = [await target.controller.async_windows(start, end) for target in targets]
    planned = (
        [window for window in windows if window.absence is None] for windows in found
    )
    return _response(targets, planned)


def _response(
    targets: Iterable[Target], found: Iterable[Iterable[WindowView]]
) -> ServiceResponse:
    return {
        "windows": [
            window_shape(window, target.device_id)
            for target, windows in zip(targets, found, strict=True)
            for window in windows
        ]
    }
