"""The calendar of a battery: its plan, to be read and edited."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, override

from homeassistant.components.calendar import (
    CalendarEntity,
    CalendarEntityDescription,
    CalendarEvent,
)
from homeassistant.components.calendar.const import (
    EVENT_DESCRIPTION,
    EVENT_END,
    EVENT_RRULE,
    EVENT_START,
    EVENT_SUMMARY,
    CalendarEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ..account.rate_limiter import MAX_IN_FLIGHT
from ..api.fields import YEARS
from ..battery.goals import async_goal_views
from ..battery.plan_editor import check_uid
from ..entity import AmpsDescription, AmpsEntity, async_setup_entities
from ..exceptions import invalid, plan_errors
from ..runtime import AmpsConfigEntry
from ..schedule.plan import Range
from ..schedule.titles import parse_title
from ..schedule.window import Draft
from ..services.window_input import drafted
from .text import event_of, noted, titled, words_of

PARALLEL_UPDATES = MAX_IN_FLIGHT

THIS_AND_FUTURE: Final = "THISANDFUTURE"
"""What the dialog sends for this and all later occurrences; else it is this one."""
MAX_NOTE: Final = 2_000
"""Characters of a description that is kept with a window."""

_IN_UTC, _BY_THE_CLOCK = "%Y%m%dT%H%M%S%z", "%Y%m%dT%H%M%S"
"""How an occurrence is named: by its instant, or by the clock of its window."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsCalendarDescription(AmpsDescription, CalendarEntityDescription):
    """Describe a calendar of a battery."""


CALENDARS = (
    AmpsCalendarDescription(
        key="plan", exists_fn=lambda battery: bool(battery.commands)
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: AmpsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the calendars of an entry's batteries."""
    await async_setup_entities(entry, async_add_entities, CALENDARS, AmpsCalendar)


class AmpsCalendar(AmpsEntity, CalendarEntity):
    """The plan of one battery."""

    entity_description: AmpsCalendarDescription
    _attr_supported_features = (
        CalendarEntityFeature.CREATE_EVENT
        | CalendarEntityFeature.DELETE_EVENT
        | CalendarEntityFeature.UPDATE_EVENT
    )

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """Return what runs or comes next; Home Assistant asks again when it is over."""
        view = self.manager.next_window(self.battery_id)
        if view is None:
            return None
        paused = not self.manager.plan_enabled(self.battery_id)
        return event_of(view, words_of(self.hass), paused=paused)

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return all windows of a time: planned, past and of others.

        What does not take place is no event: automations would be triggered by it.
        """
        span = start_date, end_date
        found = await self.manager.async_windows(self.battery_id, *span)
        found += await async_goal_views(self.manager.battery(self.battery_id), *span)
        words, paused = words_of(hass), not self.manager.plan_enabled(self.battery_id)

        def events() -> list[CalendarEvent]:
            takes_place = (view for view in found if view.absence is None)
            return [event_of(view, words, paused=paused) for view in takes_place]

        return await hass.async_add_executor_job(events)

    @override
    async def async_create_event(self, **kwargs: Any) -> None:
        """Plan a window."""
        draft = self._draft(kwargs)
        await self.manager.async_add_window([self.battery_id], draft)
        self.async_update_event_listeners()

    @override
    async def async_update_event(
        self,
        uid: str,
        event: dict[str, Any],
        recurrence_id: str | None = None,
        recurrence_range: str | None = None,
    ) -> None:
        """Change a window: all of it without a recurrence id."""
        check_uid(uid)
        original, range_ = _meant(recurrence_id, recurrence_range)
        if range_ is Range.THIS:
            event = {**event, EVENT_RRULE: None}
        await self.manager.async_edit_window(
            self.battery_id, uid, self._draft(event), original=original, range_=range_
        )
        self.async_update_event_listeners()

    @override
    async def async_delete_event(
        self,
        uid: str,
        recurrence_id: str | None = None,
        recurrence_range: str | None = None,
    ) -> None:
        """Take back a window: all of it without a recurrence id."""
        original, range_ = _meant(recurrence_id, recurrence_range)
        await self.manager.async_cancel_window(
            [self.battery_id], uid, range_=range_, original=original
        )
        self.async_update_event_listeners()

    def _draft(self, event: dict[str, Any]) -> Draft:
        """Read what the dialog or an automation gives."""
        start, end = event[EVENT_START], event[EVENT_END]
        if not (isinstance(start, datetime) and isinstance(end, datetime)):
            raise invalid("all_day")
        with plan_errors(self.manager.battery(self.battery_id).name):
            found = parse_title(titled(self.hass, event[EVENT_SUMMARY]))
        note = noted(self.hass, event.get(EVENT_DESCRIPTION))
        if note is not None and len(note) > MAX_NOTE:
            raise invalid("note_too_long", most=str(MAX_NOTE))
        repeat = event.get(EVENT_RRULE)
        draft = drafted(self.hass, found.command, found.parameters, start, end, repeat)
        return replace(draft, aim=found.aim, comment=found.comment, note=note)


def _meant(
    recurrence_id: str | None, recurrence_range: str | None
) -> tuple[datetime | None, Range]:
    """Read which occurrences of a window are meant; naive is by the window's clock."""
    if not recurrence_id:
        return None, Range.ALL
    original: datetime | None = None
    for form in (_IN_UTC, _BY_THE_CLOCK):
        with suppress(ValueError):
            original = datetime.strptime(recurrence_id, form)  # noqa: DTZ007
    if original is None or original.year not in YEARS:
        raise invalid("recurrence_unknown", given=recurrence_id)
    later = recurrence_range == THIS_AND_FUTURE
    return original, Range.THIS_AND_FUTURE if later else Range.THIS
