"""Reads `start` and `end` in the forms of each generation."""

from datetime import UTC, datetime, timedelta
import re
from zoneinfo import ZoneInfo

from .device import Device
from .errors import ApiError, unprocessable
from .knobs import Knobs, TimeForm

_RELATIVE = re.compile(r"(\d{1,6}(?:\.\d{1,2})?)([mh])")
_WALL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_OFFSET = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)"
)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1)}
MAX_AHEAD = timedelta(days=30)


def invalid_window(reason: str, message: str) -> ApiError:
    """Return the 422 for times that do not fit."""
    return unprocessable("INVALID_TIME_WINDOW", message, reason=reason)


def resolve(
    start: str | None, end: str | None, device: Device, knobs: Knobs, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """Return the instants of a push, or refuse them."""
    if start is None:
        if end is not None:
            raise invalid_window("end_without_start", "end needs a start.")
        return None, None
    begin = _instant("start", start, device, knobs, now)
    if begin <= now:
        raise unprocessable("START_IN_PAST", "start must be in the future.")
    if begin > now + MAX_AHEAD:
        raise unprocessable(
            "START_OUT_OF_RANGE", "start must be within the next 30 days."
        )
    if end is None:
        return begin, None
    finish = _instant("end", end, device, knobs, now)
    check_length(begin, finish, knobs)
    return begin, finish


def check_length(start: datetime, end: datetime, knobs: Knobs) -> None:
    """Refuse a window that ends too early."""
    if end <= start:
        raise invalid_window("end_not_after_start", "end must be after start.")
    if end - start < timedelta(seconds=knobs.min_window):
        raise invalid_window("window_too_short", "The window is too short.")


def _instant(
    name: str, text: str, device: Device, knobs: Knobs, now: datetime
) -> datetime:
    form = _form(text)
    if form is None:
        raise invalid_window("invalid_format", f"{name} is not a time.")
    if name == "end" and form == "relative":
        raise invalid_window("relative_end", "end must be a time.")
    if form not in knobs.accepted_forms:
        if knobs.form_refusal == 400:
            raise ApiError(400, knobs.bad_request_code, f"{name} is not a time.")
        raise invalid_window(
            f"{form}_not_allowed", f"{name} has a form that is not taken."
        )
    try:
        found = _read(text, form, device, knobs, now)
    except (ValueError, OverflowError) as err:
        raise invalid_window("invalid_format", f"{name} is not a time.") from err
    return found.replace(microsecond=found.microsecond // 1000 * 1000)


def _form(text: str) -> TimeForm | None:
    if _RELATIVE.fullmatch(text):
        return "relative"
    if _WALL.fullmatch(text):
        return "wall"
    return "offset" if _OFFSET.fullmatch(text) else None


def _read(
    text: str, form: TimeForm, device: Device, knobs: Knobs, now: datetime
) -> datetime:
    if form == "relative":
        amount, unit = text[:-1], text[-1]
        return now + float(amount) * _UNITS[unit]
    if form == "offset":
        return datetime.fromisoformat(text).astimezone(UTC)
    return from_wall(datetime.fromisoformat(text), device.zone, knobs)


def from_wall(wall: datetime, zone: str, knobs: Knobs) -> datetime:
    """Return the instant of a wall clock's reading at the plant."""
    fold = 1 if knobs.repeated_hour == "second" else 0
    first = wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
    second = wall.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC)
    if second < first:  # the reading does not exist: the clocks skip it
        if knobs.gap == "reject":
            raise invalid_window("nonexistent_time", "This local time does not exist.")
        return first
    return second if fold else first
