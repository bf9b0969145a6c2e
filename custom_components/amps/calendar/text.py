"""How a window reads on the calendar: its status and its title, and what is behind it.

A symbol comes first, so that a month tells what matters, and the word for it last. The
words are Home Assistant's language, the titles the grammar of `schedule/titles`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Final, NamedTuple, override

from homeassistant.components.calendar import CalendarEvent
from homeassistant.components.calendar.const import CalendarEventStatus
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.translation import async_get_cached_translations
from homeassistant.util import dt as dt_util

from ..api.models import Battery, Command
from ..battery.planning.goal_problem import ASSUMED_CAPACITY
from ..battery.why_words import why_sentence
from ..battery.windows import (
    FOREIGN_UID,
    PAST_UID,
    WindowState,
    WindowView,
    energy_moved,
)
from ..battery.wording import PlanWords
from ..const import DOMAIN
from ..engine.occurrence import Outcome
from ..schedule.titles import format_title
from ..schedule.window import Origin

MARK = "·"
"""The text between a title and its status."""
PAUSED = "paused"
RETRYING = "retrying"
RUNS_ON = "runs_on"

SYMBOLS: Final = {
    WindowState.SUGGESTED: "○",
    WindowState.ACTIVE: "▶",
    PAUSED: "⏸",
    RETRYING: "↻",
    RUNS_ON: "▶",
    Outcome.DONE: "✓",
    Outcome.INCOMPLETE: "◐",
    Outcome.ACCEPTED: "?",
    Outcome.FAILED: "!",
    Outcome.MISSED: "!",
    Outcome.CANCELLED: "✕",
}
"""The symbol before a title, by status; what is planned as usual has none."""
_AS_TEXT, _AS_PICTURE = "\ufe0e", "\ufe0f"
"""What may follow a symbol, to choose how it is drawn."""
_BEFORE_TITLE = "".join({*SYMBOLS.values(), _AS_TEXT, _AS_PICTURE, " "})

BULLET = "▪ "
"""What begins each line behind what the owner wrote."""
MAX_NEED_AHEAD = timedelta(days=1)
"""How long before its start a window's text says how much energy it needs from now."""

_PLANNED = frozenset({Origin.PLAN, Origin.GOAL, Origin.AUTOMATIC})
"""Who makes what the calendar may change."""

ENGLISH = "en"
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


class TextContext(NamedTuple):
    """What windows are described with: words, and what is known of their battery."""

    words: Words
    phrases: PlanWords
    now: datetime
    battery: Battery
    is_paused: bool = False
    is_capacity_known: bool = True
    """Whether the battery reports its capacity, or it was learned."""


def event_of(view: WindowView, context: TextContext) -> PlannedEvent:
    """Return a window as an event; one of the past or of others cannot be edited."""
    recurring = _is_open(view) and view.repeat is not None
    start = _local(view.start)
    event = PlannedEvent(
        start=start,
        end=start,
        summary=_summary(view, context),
        description=_description(view, context),
        uid=_uid(view),
        recurrence_id=recurrence_id(view.original) if recurring else None,
        rrule=view.repeat if recurring else None,
        status=CalendarEventStatus.TENTATIVE
        if view.state is WindowState.SUGGESTED
        else None,
    )
    event.end = _local(view.shown_until)  # not compared: see the class
    return event


def recurrence_id(original: datetime | None) -> str | None:
    """Return the original start of an occurrence as iCalendar text."""
    return None if original is None else f"{original:%Y%m%dT%H%M%SZ}"


def bare_title(summary: str, *languages: Words) -> str:
    """Return a title without the status that it was shown with."""
    summary = summary.lstrip(_BEFORE_TITLE)
    known = {mark for words in languages for mark in words.marks()}
    while True:
        title, mark, status = summary.rpartition(MARK)
        if not mark or status.strip().casefold() not in known:
            return summary
        summary = title


def words_of(hass: HomeAssistant) -> Words:
    """Return the words of Home Assistant's language."""
    texts = PlanWords.of(hass).texts.get("entity", {})
    return Words(texts, hass.config.language, hass.config.currency)


def titled(hass: HomeAssistant, summary: str) -> str:
    """Return a title as it was typed, in whatever language its status is."""
    return bare_title(summary, words_of(hass), Words.of(hass, ENGLISH))


def noted(description: str | None) -> str | None:
    """Return what the owner wrote, of a description that may be as it was shown."""
    lines = (description or "").splitlines()
    while lines and (not lines[-1].strip() or lines[-1].startswith(BULLET.strip())):
        _ = lines.pop()
    return "\n".join(lines).strip() or None


def _is_open(view: WindowView) -> bool:
    return view.origin in _PLANNED and view.state is not WindowState.ENDED


def _uid(view: WindowView) -> str:
    if view.state is WindowState.ENDED and not view.uid.startswith(FOREIGN_UID):
        return f"{PAST_UID}{view.key}"
    return view.uid


def _summary(view: WindowView, context: TextContext) -> str:
    parts = [_title(view, context.words)]
    if view.origin is not Origin.PLAN:
        parts.append(context.words.value("origin", view.origin.value))
    status = _status(view, is_paused=context.is_paused)
    parts.append(context.words.value("status", status))
    return f"{SYMBOLS.get(status, '')} {f' {MARK} '.join(parts)}".lstrip()


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


def _status(view: WindowView, *, is_paused: bool) -> str:
    if view.runs_on:
        return RUNS_ON
    if view.outcome is not None:
        return view.outcome.value
    if view.state is not WindowState.PLANNED or view.origin not in _PLANNED:
        return view.state.value
    if is_paused:
        return PAUSED
    return RETRYING if view.is_retried else view.state.value


def _description(view: WindowView, context: TextContext) -> str:
    """Return what the owner wrote, and behind it what is known."""
    known = (
        *_outlook(view, context),
        *_result(view, context),
        *_details(view, context),
    )
    details = "\n".join(f"{BULLET}{line}" for line in known)
    return details if view.note is None else f"{view.note}\n\n{details}"


def _outlook(view: WindowView, context: TextContext) -> Iterator[str]:
    """Return what is to be expected of a window that is not over."""
    if view.state is WindowState.ENDED or view.origin is Origin.FOREIGN:
        return
    if view.aim is not None:
        yield from _expected(view, context)
        return
    say = context.phrases
    if view.state is WindowState.SUGGESTED:
        yield say.say("suggested")
        return
    if view.runs_on:
        yield say.card("lasts_until", end=_clock(view.shown_until))
        return
    held = view.state is not WindowState.PLANNED
    if held or not context.is_paused:
        yield say.card("held_by_amps" if held else "held_here")
    needed = _needed(view, context)
    if needed is not None and context.now < view.start <= context.now + MAX_NEED_AHEAD:
        level = f"{context.battery.level:.0f} %"
        yield say.card("preview_needs", energy=f"{needed:.0f} kWh", now=level)


def _expected(view: WindowView, context: TextContext) -> Iterator[str]:
    """Return what is expected of a goal."""
    words = context.words
    if view.level is not None:
        yield f"{words.name('level')}: {view.level:.0f} %"
    if view.cost is not None:
        cost = context.phrases.money(view.cost, words.currency)
        yield f"{words.name('cost')}: {cost}"
    if view.saves is not None:
        saves = context.phrases.money(view.saves, words.currency)
        yield f"{words.name('saves')}: {saves}"
    if not context.is_capacity_known:
        capacity = f"{ASSUMED_CAPACITY:.0f} kWh"
        yield context.phrases.say("capacity_assumed", capacity=capacity)


def _needed(view: WindowView, context: TextContext) -> float | None:
    """Return the kWh that a charge needs from the level of now."""
    level, target = context.battery.level, view.parameters.target
    if view.command is not Command.CHARGE or level is None or target is None:
        return None
    return (
        energy_moved(level, target, context.battery.capacity)
        if level < target
        else None
    )


def _result(view: WindowView, context: TextContext) -> Iterator[str]:
    """Return what came of a window that runs or is over, in one line."""
    before, after, parts = view.from_level, view.level, list[str]()
    if before is None or after is None:
        return
    levels = {"before": f"{before:.0f}", "after": f"{after:.0f}"}
    parts.append(context.phrases.say("window_levels", **levels))
    energy = energy_moved(before, after, context.battery.capacity)
    if energy is not None:
        parts.append(f"{context.phrases.number(energy, 1)} kWh")
    if view.reached_at is not None:
        clock = _clock(view.reached_at)
        parts.append(context.phrases.say("window_reached", time=clock))
    if view.cost is not None:
        parts.append(context.phrases.money(view.cost, context.words.currency))
    yield ", ".join(parts)


def _details(view: WindowView, context: TextContext) -> Iterator[str]:
    """Return who requested a window, and why it ended as it did, a line each."""
    words = context.words
    if view.source is not None and view.origin is Origin.PLAN:
        yield f"{words.name('source')}: {view.source}"
    elif view.origin is not Origin.PLAN:
        origin = words.value("origin", view.origin.value)
        yield f"{words.name('origin')}: {origin}"
    if view.why is not None:
        yield why_sentence(view.why, context.phrases, words.currency)
    if view.reason is not None:
        yield f"{words.name('reason')}: {words.value('reason', view.reason.value)}"
    if view.origin is Origin.FOREIGN:
        yield f"{words.name('action_id')}: {view.action_id}"


def _clock(instant: datetime) -> str:
    return f"{dt_util.as_local(instant):%H:%M}"


def _local(instant: datetime) -> datetime:
    """Return an instant on Home Assistant's clock, with a fixed offset."""
    local = dt_util.as_local(instant)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)))
