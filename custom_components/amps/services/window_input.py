"""Windows as an owner describes them, at the times that the owner's clock shows."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..api.fields import YEARS
from ..api.models import Command, Parameter, Parameters
from ..exceptions import invalid
from ..schedule.recurrence import instant
from ..schedule.window import Draft

MIN_LENGTH = timedelta(minutes=1)
MAX_SOURCE = 60
"""Characters that the name of a planner may have."""


def time_period(value: Any) -> timedelta:
    """Validate a duration; one that no timedelta holds is as wrong as any other."""
    try:
        period: timedelta = cv.positive_time_period(value)
    except OverflowError as err:
        raise vol.Invalid("the time period is too long") from err
    return period


def number(value: Any) -> float:
    """Validate a number; one that no float holds is as wrong as any other."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError) as err:
        raise vol.Invalid("expected float") from err


def parameters(given: Mapping[str, Any]) -> Parameters:
    """Return the parameters among what was given for the fields of an action."""
    return Parameters(
        **{parameter.value: given.get(parameter.value) for parameter in Parameter}
    )


def source_name(value: Any) -> str:
    """Validate the name of a planner: a line of text that says something."""
    name = str(cv.string(value)).strip()
    if not name or not name.isprintable() or len(name) > MAX_SOURCE:
        raise vol.Invalid(f"expected a name of at most {MAX_SOURCE} characters")
    return name


def aware(moment: datetime) -> datetime:
    """Return a moment with a zone: one without is on Home Assistant's clock."""
    if moment.year not in YEARS:
        raise invalid("span_range")
    if moment.tzinfo is None:
        return moment.replace(tzinfo=dt_util.get_default_time_zone())
    return moment


def ending(
    start: datetime, end: datetime | None, duration: timedelta | None, *, repeats: bool
) -> datetime:
    """Return the end of a window for which an end or a duration is given."""
    if (end is None) is (duration is None):
        raise invalid("end_or_duration")
    if duration is None:
        return end or start
    if duration < MIN_LENGTH:
        raise invalid("window_too_short")
    return later(start, duration, repeats=repeats)


def later(start: datetime, by: timedelta, *, repeats: bool) -> datetime:
    """Return what lies after an aware start.

    That is real time for what happens once. What repeats is as long on every day's
    clock.
    """
    if repeats:
        return dt_util.as_local(start) + by
    return existing(start).astimezone(UTC) + by


def existing(moment: datetime) -> datetime:
    """Return a moment; for one that a clock change leaves out the first after it."""
    zone = moment.tzinfo
    if not isinstance(zone, ZoneInfo):
        return moment
    wall = moment.replace(tzinfo=None, fold=0)
    there = moment.astimezone(UTC).astimezone(zone)
    if there.replace(tzinfo=None, fold=0) == wall:
        return moment
    return instant(wall, zone)


def drafted(
    hass: HomeAssistant,
    command: Command,
    parameters: Parameters,
    start: datetime,
    end: datetime,
    repeat: str | None,
) -> Draft:
    """Return a window: absolute if it happens once, else by Home Assistant's clock."""
    start, end = aware(start), aware(end)
    if not repeat:
        start, end = existing(start), existing(end)
    return Draft(
        command=command,
        parameters=parameters,
        start=start,
        end=end,
        repeat=repeat or None,
        zone=hass.config.time_zone,
    )
