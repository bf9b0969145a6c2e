"""Windows and plans in few words."""

from datetime import UTC, datetime
import json
from zoneinfo import ZoneInfo

from custom_components.amps.engine.state import EngineState
from custom_components.amps.engine.storage import state_from_dict, state_to_dict
from custom_components.amps.schedule.plan import Edit, Plan
from custom_components.amps.schedule.titles import parse_title
from custom_components.amps.schedule.window import Draft, Occurrence

LONDON = "Europe/London"
NEW_YORK = "America/New_York"
LORD_HOWE = "Australia/Lord_Howe"

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
"""A Sunday."""


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def at(text: str, zone: str = LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def draft(
    start: str,
    end: str,
    repeat: str | None = None,
    title: str = "Charge",
    zone: str = LONDON,
) -> Draft:
    """A draft by wall clock; an end without a date is on the day of the start."""
    command, parameters, aim, comment, _ = parse_title(title)
    return Draft(
        command=command,
        parameters=parameters,
        start=at(start, zone),
        end=at(end if len(end) > 5 else f"{start[:10]} {end}", zone),
        repeat=repeat,
        zone=zone if repeat else None,
        aim=aim,
        comment=comment,
    )


def added(
    plan: Plan, uid: str, wanted: Draft, now: datetime = NOW, *, replace: bool = False
) -> Edit:
    return plan.add(wanted, uid=uid, now=now, replace=replace)


def planned(*drafts: Draft, now: datetime = NOW, replace: bool = False) -> Plan:
    """A plan with windows a, b, c ..."""
    plan = Plan()
    for uid, wanted in zip("abcdefgh"[: len(drafts)], drafts, strict=True):
        plan = added(plan, uid, wanted, now, replace=replace).plan
    return plan


def local(moment: datetime, zone: str = LONDON) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%m-%d %H:%M}"


def shown(occurrence: Occurrence, zone: str = LONDON) -> str:
    start, end = occurrence.start, occurrence.end
    return f"{occurrence.uid} {local(start, zone)} {local(end, zone)}"


def listed(plan: Plan, first: str, last: str, zone: str = LONDON) -> list[str]:
    """What takes place between two local midnights, as "uid start end"."""
    found = plan.occurrences(at(first, zone), at(last, zone))
    return [shown(occurrence, zone) for occurrence in found]


def starts(plan: Plan, first: str, last: str, zone: str = LONDON) -> list[str]:
    found = plan.occurrences(at(first, zone), at(last, zone))
    return [local(occurrence.start, zone) for occurrence in found]


def restarted(state: EngineState) -> EngineState:
    """Return a state as it comes back from its file."""
    return state_from_dict(json.loads(json.dumps(state_to_dict(state))))
