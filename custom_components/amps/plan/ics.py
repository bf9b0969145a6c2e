"""A plan as iCalendar text: one VEVENT for each window and for each changed instance.

A recurring window's times are floating, with its zone in a property of its own: `ical`
writes the time of a zone that is at UTC just then without the zone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
import re

from ical.exceptions import CalendarError
from ical.parsing.component import ParsedComponent, encode_content, parse_content
from ical.parsing.property import ParsedProperty

from .edits import span_fault
from .errors import PlanError, StoredPlanError
from .recurrence import never, normal, zone_of
from .summary import format_title, parse_title
from .window import Change, Origin, Window

_PRODID = "-//Amps for Home Assistant//Plan 1//EN"
_ZONE = "X-AMPS-ZONE"
_ORIGIN = "X-AMPS-ORIGIN"
_BEGIN = "BEGIN:VEVENT"
_END = "END:VEVENT"
_TIME = re.compile(r"[0-9]{8}T[0-9]{6}Z?")
_UNREADABLE = (PlanError, CalendarError, ValueError, LookupError, OverflowError)


def write(windows: Iterable[Window], unreadable: Iterable[str]) -> str:
    """Give windows, and the events that could not be read, as one VCALENDAR."""
    events = [it for window in windows for it in _events(window)]
    return "\n".join(
        [
            "BEGIN:VCALENDAR",
            f"PRODID:{_PRODID}",
            "VERSION:2.0",
            *([encode_content(events)] if events else []),
            *unreadable,
            "END:VCALENDAR",
            "",
        ]
    )


def read(text: str) -> tuple[tuple[Window, ...], tuple[str, ...]]:
    """Give the windows of a text, and as they are its events that cannot be read.

    Raises StoredPlanError for a text that is neither empty nor an iCalendar.
    """
    if text.strip() and not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise StoredPlanError(text)
    windows: dict[str, Window] = {}
    changes: list[tuple[str, str, Change]] = []
    unreadable: list[str] = []
    for block in _blocks(text):
        try:
            event = _properties(block)
            uid = event["UID"]
            if "RECURRENCE-ID" in event:
                changes.append((block, uid, _change(event)))
            elif uid in windows:
                unreadable.append(block)
            else:
                windows[uid] = _window(event)
        except _UNREADABLE:
            unreadable.append(block)
    for block, uid, change in changes:
        window = windows.get(uid)
        if window is None or not window.recurring:
            unreadable.append(block)
        else:
            windows[uid] = replace(window, changes=(*window.changes, change))
    return tuple(windows.values()), tuple(unreadable)


def _blocks(text: str) -> Iterator[str]:
    """Give the events, also those that break off before their end."""
    block: list[str] = []
    for line in re.split(r"\r?\n", text):
        mark = line.strip().upper()
        if block and mark in (_BEGIN, "END:VCALENDAR"):
            yield "\n".join(block)
            block = []
        if block or mark == _BEGIN:
            block.append(line)
        if block and mark == _END:
            yield "\n".join(block)
            block = []
    if block:
        yield "\n".join(block)


def _properties(block: str) -> dict[str, str]:
    [component] = parse_content(block)
    if component.components:
        raise ValueError("an event within an event")
    found: dict[str, str] = {}
    for it in component.properties:
        name = it.name.upper()
        if name in found:
            raise ValueError(f"{name} twice")
        found[name] = it.value
    return found


def _events(window: Window) -> list[ParsedComponent]:
    stamp = _stamp(window.since)
    fields = {
        "UID": window.uid,
        "DTSTAMP": stamp,
        "CREATED": _stamp(window.created),
        "SUMMARY": format_title(window.command, window.parameters),
        "DTSTART": _stamp(window.start),
        "DTEND": _stamp(window.end),
        "RRULE": window.repeat,
        _ZONE: window.zone,
        "EXDATE": ",".join(_stamp(it) for it in sorted(window.skipped)),
        _ORIGIN: window.origin.value if window.origin is not Origin.PLAN else None,
    }
    events = [_event(fields)]
    for it in window.changes:
        title = None
        if it.command is not None and it.parameters is not None:
            title = format_title(it.command, it.parameters)
        fields = {
            "UID": window.uid,
            "RECURRENCE-ID": _stamp(it.original),
            "DTSTAMP": stamp,
            "DTSTART": _stamp(it.start),
            "DTEND": _stamp(it.end),
            "SUMMARY": title,
        }
        events.append(_event(fields))
    return events


def _event(fields: dict[str, str | None]) -> ParsedComponent:
    given = [ParsedProperty(name=name, value=it) for name, it in fields.items() if it]
    return ParsedComponent(name="VEVENT", properties=given)


def _window(event: dict[str, str]) -> Window:
    command, parameters = parse_title(event["SUMMARY"])
    repeat, zone = event.get("RRULE"), event.get(_ZONE)
    exdates = event["EXDATE"].split(",") if "EXDATE" in event else []
    window = Window(
        uid=event["UID"],
        command=command,
        parameters=parameters,
        start=_time(event["DTSTART"], floating=repeat is not None),
        end=_time(event["DTEND"], floating=repeat is not None),
        repeat=repeat,
        zone=zone,
        skipped=frozenset(_time(it, floating=True) for it in exdates),
        origin=Origin(event.get(_ORIGIN, Origin.PLAN)),
        created=_time(event["CREATED"]),
        since=_time(event["DTSTAMP"]),
    )
    if span_fault(window.start, window.end) is not None:
        raise ValueError("no time for a window")
    if (repeat is None) is not (zone is None):
        raise ValueError("a rule without a zone, or a zone without a rule")
    if repeat is None or zone is None:
        return window
    window = replace(window, repeat=normal(repeat))
    if never(window.repeat or "", window.start, zone_of(zone)):
        raise ValueError("a rule without an occurrence")
    return window


def _change(event: dict[str, str]) -> Change:
    command, parameters = (
        parse_title(event["SUMMARY"]) if "SUMMARY" in event else (None, None)
    )
    change = Change(
        original=_time(event["RECURRENCE-ID"], floating=True),
        start=_time(event["DTSTART"]),
        end=_time(event["DTEND"]),
        command=command,
        parameters=parameters,
    )
    if span_fault(change.start, change.end) is not None:
        raise ValueError("no time for a window")
    return change


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%S}{'' if moment.tzinfo is None else 'Z'}"


def _time(text: str, *, floating: bool = False) -> datetime:
    if not _TIME.fullmatch(text) or text.endswith("Z") is floating:
        raise ValueError("not a time of this kind")
    moment = datetime.fromisoformat(text)
    return moment if floating else moment.astimezone(UTC)
