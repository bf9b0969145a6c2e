"""The one place where what went wrong at Amps becomes words for people."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta

from homeassistant.core import async_get_hass, async_get_hass_or_none
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util

from .api.errors import (
    AmpsError,
    ConflictError,
    DeviceOfflineError,
    KeyRefusedError,
    LinkBrokenError,
    NoAnswerError,
    NotCancellableError,
    NotFoundError,
    PermissionDeniedError,
    RejectedError,
    ServerError,
    ThrottledError,
    UnauthorizedError,
    UnreadableError,
)
from .const import DOMAIN
from .schedule.edits import MAX_LENGTH
from .schedule.errors import (
    GoalError,
    GoalFault,
    PlanError,
    RepeatError,
    RepeatFault,
    SpanError,
    SpanFault,
    TitleError,
    TitleFault,
    TitleTimeError,
    UnknownOccurrenceError,
    UnknownWindowError,
    ZoneError,
)
from .schedule.overlaps import ClashError
from .schedule.titles import format_number, format_title
from .schedule.window import Occurrence

_DAY = timedelta(days=1)
UNKNOWN = "unknown"
UNREACHABLE = "unreachable"

_KEYS: tuple[tuple[type[AmpsError], str], ...] = (
    (KeyRefusedError, "key_refused"),
    (UnauthorizedError, "throttled"),
    (PermissionDeniedError, "permission_denied"),
    (ThrottledError, "throttled"),
    (NotFoundError, "not_found"),
    (ConflictError, "slot_held"),
    (NotCancellableError, "not_cancellable"),
    (RejectedError, "rejected"),
    (LinkBrokenError, "link_broken"),
    (DeviceOfflineError, "device_offline"),
    (ServerError, "server_trouble"),
    (NoAnswerError, "no_answer"),
    (UnreadableError, "unreadable"),
)


def translation_key(error: AmpsError) -> str:
    """Return the key of the translated text that says what the person can do."""
    return next((key for kind, key in _KEYS if isinstance(error, kind)), UNKNOWN)


def reading_key(error: AmpsError) -> str:
    """Return the key of the text for a read, of which nothing else depends."""
    if isinstance(error, NoAnswerError):
        return UNREACHABLE
    return translation_key(error)


def placeholders(error: AmpsError) -> dict[str, str]:
    """Return what the translated texts may name; nothing of it is secret."""
    return {"code": error.code or str(error.status or "-"), "detail": _detail(error)}


def _detail(error: AmpsError) -> str:
    """Return Amps' own words, with the bounds where it named them.

    Without their full stop: the translated texts go on with one.
    """
    words = (error.message or error.code or error.endpoint).rstrip(". ")
    if not isinstance(error, RejectedError) or error.parameter is None:
        return words
    known = (error.minimum, error.maximum)
    bounds = " - ".join(local_number(bound) for bound in known if bound is not None)
    named = " ".join(part for part in (error.parameter, bounds, error.unit) if part)
    return f"{words} ({named})"


def translated(error: AmpsError) -> HomeAssistantError:
    """Return the exception that an action or entity raises for an Amps error."""
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=translation_key(error),
        translation_placeholders=placeholders(error),
    )


def invalid(key: str, **names: str) -> ServiceValidationError:
    """Return the exception for wrong use, with the placeholders of its text."""
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=key, translation_placeholders=names
    )


def failed(key: str, **names: str) -> HomeAssistantError:
    """Return the exception for a failure, with the placeholders of its text."""
    return HomeAssistantError(
        translation_domain=DOMAIN, translation_key=key, translation_placeholders=names
    )


@contextmanager
def amps_errors() -> Generator[None]:
    """Turn the client's errors into Home Assistant's, translated."""
    try:
        yield
    except AmpsError as err:
        raise translated(err) from err


@contextmanager
def plan_errors(battery: str) -> Generator[None]:
    """Turn what a plan refuses into Home Assistant's errors, translated.

    `battery` is what the owner calls the battery.
    """
    try:
        yield
    except PlanError as err:
        raise plan_error(err, battery) from err


def plan_error(error: PlanError, battery: str) -> ServiceValidationError:
    """Return the exception that says what is wrong, and what to do instead."""
    match error:
        case ClashError():
            return _clash(error, battery)
        case TitleError() | TitleTimeError():
            return _title_error(error)
        case GoalError(fault=fault):
            return _goal_error(fault)
        case RepeatError():
            return _repeat_error(error)
        case SpanError():
            return _span_error(error)
        case ZoneError(zone=zone):
            return invalid("zone_unknown", zone=zone)
        case UnknownWindowError(uid=uid):
            return invalid("window_unknown", battery=battery, uid=uid)
        case UnknownOccurrenceError(instant=instant, taken_out=is_out):
            return invalid(
                "occurrence_taken_out" if is_out else "occurrence_unknown",
                battery=battery,
                time=local_time(instant),
            )
        case _:
            return invalid("plan_refused", battery=battery, detail=str(error))


def _clash(error: ClashError, battery: str) -> ServiceValidationError:
    if error.mine.uid == error.other.uid:
        return invalid("window_meets_itself", window=_named(error.mine))
    return invalid(
        "window_clash",
        battery=battery,
        mine=_named(error.mine),
        other=_named(error.other),
    )


def _named(occurrence: Occurrence) -> str:
    """Name an occurrence by its title and by its start and end on the local clock.

    The end has its day too where the clock alone does not tell it.
    """
    config = async_get_hass().config
    title = format_title(
        occurrence.command,
        occurrence.parameters,
        occurrence.aim,
        language=config.language,
        currency=config.currency,
    )
    start, end = local_time(occurrence.start), local_time(occurrence.end)
    if occurrence.end - occurrence.start < _DAY:
        end = end.split()[-1]
    return f"{title} ({start} - {end})"


def _title_error(error: TitleError | TitleTimeError) -> ServiceValidationError:
    if isinstance(error, TitleTimeError):
        span = {"start": local_time(error.start), "end": local_time(error.end)}
        if error.said is None:
            return invalid("title_night", **span)
        return invalid("title_time", time=f"{error.said:%H:%M}", **span)
    match error.fault:
        case TitleFault.UNKNOWN:
            return invalid("title_unknown", title=error.text)
        case TitleFault.WORD:
            return invalid("title_word", word=error.said, title=error.text)
        case TitleFault.NUMBER:
            return invalid("title_number", number=error.said, title=error.text)
        case TitleFault.COMMAND:
            return invalid("title_command", title=error.text)


def _goal_error(fault: GoalFault) -> ServiceValidationError:
    match fault:
        case GoalFault.COMMAND:
            return invalid("goal_command")
        case GoalFault.TARGET_AND_DURATION:
            return invalid("goal_target_and_duration")
        case GoalFault.DURATION:
            return invalid("goal_duration")
        case GoalFault.PRICE:
            return invalid("goal_price")


def _repeat_error(error: RepeatError) -> ServiceValidationError:
    part = error.part or "-"
    match error.fault:
        case RepeatFault.MALFORMED:
            return invalid("repeat_malformed", repeat=error.repeat)
        case RepeatFault.FREQUENCY:
            return invalid("repeat_frequency", repeat=error.repeat)
        case RepeatFault.PART:
            return invalid("repeat_part", repeat=error.repeat, part=part)
        case RepeatFault.LIMIT:
            return invalid("repeat_limit", repeat=error.repeat, part=part)
        case RepeatFault.NEVER:
            return invalid("repeat_never", repeat=error.repeat)


def _span_error(error: SpanError) -> ServiceValidationError:
    match error.fault:
        case SpanFault.NO_LENGTH:
            return invalid("span_no_length")
        case SpanFault.TOO_LONG:
            return invalid("span_too_long", days=str(MAX_LENGTH.days))
        case SpanFault.PAST:
            return invalid("span_past", end=local_time(error.end))
        case SpanFault.RANGE | SpanFault.NAIVE:
            return invalid("span_range")


def local_number(value: float) -> str:
    """Return a number as it is written in Home Assistant's language."""
    hass = async_get_hass_or_none()
    return format_number(value, hass.config.language if hass else "en")


def local_time(instant: datetime | None) -> str:
    """Return an instant as the owner reads a clock."""
    if instant is None:
        return "-"
    return dt_util.as_local(instant).strftime("%Y-%m-%d %H:%M")
