"""The calendar of a battery: its plan, to be read and edited."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
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
from homeassistant.const import ATTR_COMMAND
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from ..account.rate_limiter import MAX_IN_FLIGHT
from ..api.fields import YEARS
from ..battery import plan_editor
from ..battery.planning.goal_problem import is_capacity_known
from ..battery.planning.goals import async_goal_views
from ..battery.planning.suggestions import suggested_views
from ..battery.taking_back import async_take_back
from ..battery.windows import within
from ..battery.wording import PlanWords
from ..entity import AmpsDescription, AmpsEntity, async_setup_entities
from ..exceptions import invalid, plan_errors
from ..runtime import AmpsConfigEntry
from ..schedule.plan import EditRange
from ..schedule.recurrence import normal
from ..schedule.titles import Times, Title, narrowed, parse_title
from ..schedule.window import Draft
from ..services import serialize
from ..services.window_input import aware, drafted
from .text import ENGLISH, TextContext, event_of, noted, titled, words_of

PARALLEL_UPDATES = MAX_IN_FLIGHT

RUN_ATTRIBUTES: Final = (ATTR_COMMAND, "start", "end")
"""What the calendar says of what runs, beside its event."""
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
    await async_setup_entities(entry, async_add_entities, {AmpsCalendar: CALENDARS})


class AmpsCalendar(AmpsEntity, CalendarEntity):
    """The plan of one battery."""

    _unrecorded_attributes = frozenset(RUN_ATTRIBUTES)
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
        view = self.controller.next_window()
        if view is None:
            return None
        return event_of(view, self._text_context())

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        """Return what runs of the plan, or by hand; None for each if nothing does."""
        if (run := self.controller.agenda().running) is None:
            return dict.fromkeys(RUN_ATTRIBUTES)
        span = serialize.time(run.occurrence.start), serialize.time(run.end)
        given = (run.occurrence.command.slug, *span)
        return dict(zip(RUN_ATTRIBUTES, given, strict=True))

    def _text_context(self) -> TextContext:
        """Return what events are described with now."""
        return TextContext(
            words=words_of(self.hass),
            phrases=PlanWords.of(self.hass),
            now=self.controller.coordinator.now(),
            battery=self.battery,
            is_paused=not self.controller.state.enabled,
            is_capacity_known=is_capacity_known(
                self.battery, self.controller.state.learned
            ),
        )

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return all windows of a time: planned, past and of others.

        What does not take place is no event: automations would be triggered by it.
        """
        span = start_date, end_date
        found = await self.controller.async_windows(*span)
        battery = self.controller.followed()
        found += await async_goal_views(battery, *span)
        found += within(suggested_views(battery), *span)
        context = self._text_context()

        def events() -> list[CalendarEvent]:
            takes_place = (view for view in found if view.absence is None)
            return [event_of(view, context) for view in takes_place]

        return await hass.async_add_executor_job(events)

    @override
    async def async_create_event(self, **kwargs: Any) -> None:
        """Plan a window."""
        with _in_its_words(self.hass):
            draft = await self._async_draft(kwargs)
            await plan_editor.async_add([self.controller.followed()], draft)
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
        with _in_its_words(self.hass):
            plan_editor.check_uid(uid)
            original, range_ = _meant(recurrence_id, recurrence_range)
            if range_ is EditRange.THIS:
                self._check_rule(uid, event.pop(EVENT_RRULE, None))
            draft = await self._async_draft(event)
            battery = self.controller.followed()
            await plan_editor.async_edit(
                battery, uid, draft, original=original, range_=range_
            )
        self.async_update_event_listeners()

    @override
    async def async_delete_event(
        self,
        uid: str,
        recurrence_id: str | None = None,
        recurrence_range: str | None = None,
    ) -> None:
        """Take back a window: all of it without a recurrence id; by hand, stop it."""
        with _in_its_words(self.hass):
            original, range_ = _meant(recurrence_id, recurrence_range)
            await async_take_back(
                [self.controller.followed()], uid, range_=range_, original=original
            )
        self.async_update_event_listeners()

    def _check_rule(self, uid: str, given: str | None) -> None:
        """Refuse another repetition for one occurrence alone: it has none."""
        state = self.controller.followed().state
        rules = {window.uid: window.rule for window in state.plan.plan.windows}
        with plan_errors(state.name):
            if given and rules.get(uid) and normal(given) != normal(rules[uid] or ""):
                raise invalid("repeat_of_one")

    async def _async_draft(self, event: dict[str, Any]) -> Draft:
        """Read what the dialog or an automation gives."""
        start, end = event[EVENT_START], event[EVENT_END]
        if not (isinstance(start, datetime) and isinstance(end, datetime)):
            raise invalid("all_day")
        with plan_errors(self.controller.followed().state.name):
            title = titled(self.hass, event[EVENT_SUMMARY])
            found = await self.hass.async_add_executor_job(parse_title, title)
            start, end = _narrowed(found, start, end)
        note = noted(event.get(EVENT_DESCRIPTION))
        if note is not None and len(note) > MAX_NOTE:
            raise invalid("note_too_long", most=str(MAX_NOTE))
        repeat = event.get(EVENT_RRULE)
        draft = drafted(self.hass, found.command, found.parameters, start, end, repeat)
        return replace(draft, aim=found.aim, comment=found.comment, note=note)


def _narrowed(
    title: Title, start: datetime, end: datetime
) -> tuple[datetime, datetime]:
    """Return an event's start and end, with the times of day that its title says."""
    if title.times == Times():
        return start, end
    local_start, local_end = (dt_util.as_local(aware(edge)) for edge in (start, end))
    return narrowed(title.times, local_start, local_end)


class BilingualError(ServiceValidationError):
    """An error whose text is in Home Assistant's language and in English.

    The dialog of a calendar shows the text, and never a translation of it.
    """

    def __init__(self, error: ServiceValidationError, translated: str) -> None:
        """Take the error, and its text in Home Assistant's language."""
        super().__init__(
            translation_domain=error.translation_domain,
            translation_key=error.translation_key,
            translation_placeholders=error.translation_placeholders,
        )
        self._translated = translated

    @override
    def __str__(self) -> str:
        """Return both texts."""
        return f"{self._translated} ({super().__str__()})"


@contextmanager
def _in_its_words(hass: HomeAssistant) -> Generator[None]:
    """Say what can be done on a calendar, in a language that its owner reads."""
    try:
        yield
    except ServiceValidationError as err:
        error, named = err, err.translation_placeholders or {}
        if err.translation_key == "window_clash":
            error = invalid("calendar_clash", **named)
        if hass.config.language == ENGLISH or error.translation_key is None:
            raise error from err
        text = PlanWords.of(hass).error(error.translation_key, **named)
        if text == error.translation_key:
            raise error from err  # that language is not loaded yet
        raise BilingualError(error, text) from err


def _meant(
    recurrence_id: str | None, recurrence_range: str | None
) -> tuple[datetime | None, EditRange]:
    """Read which occurrences of a window are meant; naive is by the window's clock."""
    if not recurrence_id:
        return None, EditRange.ALL
    original: datetime | None = None
    for form in (_IN_UTC, _BY_THE_CLOCK):
        with suppress(ValueError):
            original = datetime.strptime(recurrence_id, form)  # noqa: DTZ007
    if original is None or original.year not in YEARS:
        raise invalid("recurrence_unknown", given=recurrence_id)
    later = recurrence_range == THIS_AND_FUTURE
    return original, EditRange.THIS_AND_FUTURE if later else EditRange.THIS
