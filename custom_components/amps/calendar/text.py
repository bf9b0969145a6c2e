"""How a window reads on the calendar: its title with its status, and what is behind it.

The words are Home Assistant's language, the titles the grammar of `schedule/titles`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import override

from homeassistant.components.calendar import CalendarEvent
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.translation import async_get_cached_translations
from homeassistant.util import dt as dt_util

from ..api.models import Parameter
from ..battery.windows import FOREIGN_UID, PAST_UID, WindowState, WindowView
from ..const import DOMAIN
from ..schedule.titles import format_title
from ..schedule.window import Origin

MARK = "·"
"""What stands between a title and its status."""
PAUSED = "paused"
SKIPPED = "skipped"
RETRYING = "retrying"

_PLANNED = frozenset({Origin.PLAN, Origin.GOAL})
"""Who makes what the calendar may change."""

DETAILS = (
    *Parameter,
    "origin",
    "source",
    "reason",
    "level",
    "cost",
    "action_id",
)
"""What stands behind what the owner wrote, a line each."""

_ENGLISH = "en"
_PLACE = f"component.{DOMAIN}.entity.calendar.plan.state_attributes"


class Words:
    """What the calendar calls things; without a word it is what automations see."""

    def __init__(
        self, texts: Mapping[str, str], language: str = "en", currency: str = "EUR"
    ) -> None:
        """Take a language's texts of entities."""
        self._texts = texts
        self.language = language
        self.currency = currency
        """What prices are in, by ISO 4217."""

    @classmethod
    @callback
    def of(cls, hass: HomeAssistant, language: str) -> Words:
        """Return the words of a language, where Home Assistant has loaded them."""
        texts = async_get_cached_translations(hass, language, "entity", DOMAIN)
        return cls(texts, language, hass.config.currency)

    def name(self, attribute: str) -> str:
        """Return what an attribute is called."""
        return self._texts.get(f"{_PLACE}.{attribute}.name", attribute)

    def value(self, attribute: str, value: str) -> str:
        """Return what one of its values is called."""
        return self._texts.get(f"{_PLACE}.{attribute}.state.{value}", value)

    def marks(self) -> set[str]:
        """Return all that may stand behind a title."""
        places = tuple(f"{_PLACE}.{name}.state." for name in ("origin", "status"))
        found = {
            text for place, text in self._texts.items() if place.startswith(places)
        }
        return {text.casefold() for text in found}


class PlannedEvent(CalendarEvent):
    """A calendar's event with absolute times.

    Home Assistant compares local times by the clock on the wall, which shows an hour
    twice when it is put back: a window may end there at an earlier time than it began.
    """

    @override
    def __post_init__(self) -> None:
        """Take what a plan has, which is checked already."""

    @property
    @override
    def start_datetime_local(self) -> datetime:
        """Return the start with its own offset."""
        if isinstance(self.start, datetime):
            return self.start
        return super().start_datetime_local

    @property
    @override
    def end_datetime_local(self) -> datetime:
        """Return the end with its own offset."""
        if isinstance(self.end, datetime):
            return self.end
        return super().end_datetime_local


def event_of(view: WindowView, words: Words, *, paused: bool) -> PlannedEvent:
    """Return a window as an event; one of the past or of others cannot be edited."""
    recurring = _is_open(view) and view.repeat is not None
    return PlannedEvent(
        start=_local(view.start),
        end=_local(view.shown_until),
        summary=_summary(view, words, paused=paused),
        description=_description(view, words),
        uid=_uid(view),
        recurrence_id=recurrence_id(view.original) if recurring else None,
        rrule=view.repeat if recurring else None,
    )


def recurrence_id(original: datetime | None) -> str | None:
    """Return the original start of an occurrence as iCalendar text."""
    return None if original is None else f"{original:%Y%m%dT%H%M%SZ}"


def bare_title(summary: str, *languages: Words) -> str:
    """Return a title without the status that it was shown with."""
    known = {mark for words in languages for mark in words.marks()}
    while True:
        title, mark, status = summary.rpartition(MARK)
        if not mark or status.strip().casefold() not in known:
            return summary
        summary = title


def words_of(hass: HomeAssistant) -> Words:
    """Return the words of Home Assistant's language."""
    return Words.of(hass, hass.config.language)


def titled(hass: HomeAssistant, summary: str) -> str:
    """Return a title as it was typed, in whatever language its status is."""
    return bare_title(summary, words_of(hass), Words.of(hass, _ENGLISH))


def noted(hass: HomeAssistant, description: str | None) -> str | None:
    """Return what the owner wrote, of a description that may be as it was shown."""
    languages = words_of(hass), Words.of(hass, _ENGLISH)
    known = tuple(f"{words.name(it)}: " for words in languages for it in DETAILS)
    lines = (description or "").splitlines()
    while lines and (not lines[-1].strip() or lines[-1].startswith(known)):
        _ = lines.pop()
    return "\n".join(lines).strip() or None


def _is_open(view: WindowView) -> bool:
    return view.origin in _PLANNED and view.state is not WindowState.ENDED


def _uid(view: WindowView) -> str:
    if view.state is WindowState.ENDED and not view.uid.startswith(FOREIGN_UID):
        return f"{PAST_UID}{view.key}"
    return view.uid


def _summary(view: WindowView, words: Words, *, paused: bool) -> str:
    parts = [_title(view, words)]
    if view.origin is not Origin.PLAN:
        parts.append(words.value("origin", view.origin.value))
    parts.append(words.value("status", _status(view, paused=paused)))
    return f" {MARK} ".join(parts)


def _title(view: WindowView, words: Words) -> str:
    """Return the title; others may ask for what no title can say."""
    if view.command is None:
        return "?"
    try:
        return format_title(
            view.command,
            view.parameters,
            view.aim,
            comment=view.comment,
            language=words.language,
            currency=words.currency,
        )
    except ValueError:
        return view.command.slug


def _status(view: WindowView, *, paused: bool) -> str:
    if view.absence is not None:
        return SKIPPED
    if view.outcome is not None:
        return view.outcome.value
    if view.state is not WindowState.PLANNED or view.origin not in _PLANNED:
        return view.state.value
    if paused:
        return PAUSED
    return RETRYING if view.is_retried else view.state.value


def _description(view: WindowView, words: Words) -> str:
    """Return what the owner wrote, and behind it what is known."""
    details = "\n".join(_details(view, words))
    return details if view.note is None else f"{view.note}\n\n{details}"


def _details(view: WindowView, words: Words) -> Iterator[str]:
    """Return what is known beyond the title, a line each."""
    for parameter, value in view.parameters.given().items():
        unit = "kW" if parameter == "power" else "%"
        yield f"{words.name(parameter)}: {value:g} {unit}"
    yield f"{words.name('origin')}: {words.value('origin', view.origin.value)}"
    if view.source is not None:
        yield f"{words.name('source')}: {view.source}"
    if (reason := view.reason or view.absence) is not None:
        yield f"{words.name('reason')}: {words.value('reason', reason.value)}"
    if view.level is not None:
        yield f"{words.name('level')}: {view.level:.4g} %"
    if view.cost is not None:
        yield f"{words.name('cost')}: {view.cost:.2f} {words.currency}"
    if view.action_id is not None:
        yield f"{words.name('action_id')}: {view.action_id}"


def _local(instant: datetime) -> datetime:
    """Return an instant on Home Assistant's clock, with a fixed offset."""
    local = dt_util.as_local(instant)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)))
