"""Triggers for automations: a planned run starts, ends, fails or is at risk."""

from typing import ClassVar, override

from homeassistant.components.calendar.const import DOMAIN as CALENDAR
from homeassistant.components.event.const import DOMAIN as EVENT
from homeassistant.const import ATTR_COMMAND, CONF_OPTIONS
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    EntityTriggerBase,
    NotTriggeredReasonReporter,
    StatelessEntityTriggerBase,
    Trigger,
    TriggerConfig,
)
import voluptuous as vol

from .battery.outcome_events import WindowEventType
from .entity import COMMAND_OPTION, entities_of

_CALENDARS = {CALENDAR: DomainSpec()}
_EVENTS = {EVENT: DomainSpec()}
_SCHEMA = ENTITY_STATE_TRIGGER_SCHEMA.extend(
    {vol.Required(CONF_OPTIONS, default={}): COMMAND_OPTION}
)


class _RunTrigger(EntityTriggerBase):
    """A trigger of the calendar, which says what runs."""

    _domain_specs = _CALENDARS
    _schema = _SCHEMA

    @override
    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take which commands are wanted; without any, all are."""
        super().__init__(hass, config)
        self._commands: list[str] | None = self._options.get(ATTR_COMMAND)

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return those of the entities that report runs."""
        found = super().entity_filter(entities)
        return entities_of(self._hass, found, "plan")

    def _changed(self, from_state: State, to_state: State, told: State) -> bool:
        """Return whether a different run is on now, and it is one of those wanted."""
        return (
            told.attributes.get("start") is not None
            and _run(from_state) != _run(to_state)
            and _is_wanted(told, self._commands)
        )


class RunStartedTrigger(_RunTrigger):
    """Triggers when a planned run starts, also right after another one."""

    @override
    def is_valid_transition(self, from_state: State, to_state: State) -> bool:
        """Return whether a wanted run goes on that did not before."""
        return self._changed(from_state, to_state, to_state)


class RunEndedTrigger(_RunTrigger):
    """Triggers when a planned run is over, whatever became of it."""

    @override
    def is_valid_transition(self, from_state: State, to_state: State) -> bool:
        """Return whether a wanted run went on that does not any more."""
        return self._changed(from_state, to_state, from_state)


class _ToldTrigger(StatelessEntityTriggerBase):
    """A trigger of the event entity that reports planned runs."""

    _domain_specs = _EVENTS
    _schema = _SCHEMA
    _types: ClassVar[frozenset[WindowEventType]]

    @override
    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take which commands are wanted; without any, all are."""
        super().__init__(hass, config)
        self._commands: list[str] | None = self._options.get(ATTR_COMMAND)

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return those of the entities that report runs."""
        return entities_of(self._hass, super().entity_filter(entities), "window")

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether it reports what is waited for."""
        told = state.attributes.get("event_type")
        return told in self._types and _is_wanted(state, self._commands)


class RunFailedTrigger(_ToldTrigger):
    """Triggers when a planned run failed, or did not take place at all."""

    _types = frozenset({WindowEventType.FAILED, WindowEventType.MISSED})


class RunAtRiskTrigger(_ToldTrigger):
    """Triggers when a planned run may not take place, while there is time to act."""

    _types = frozenset({WindowEventType.AT_RISK})


TRIGGERS: dict[str, type[Trigger]] = {
    "run_at_risk": RunAtRiskTrigger,
    "run_ended": RunEndedTrigger,
    "run_failed": RunFailedTrigger,
    "run_started": RunStartedTrigger,
}


async def async_get_triggers(_hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers of the integration."""
    return TRIGGERS


def _run(state: State) -> tuple[object, ...]:
    """Return what distinguishes one run from the next."""
    attributes = state.attributes
    return attributes.get(ATTR_COMMAND), attributes.get("start")


def _is_wanted(state: State, commands: list[str] | None) -> bool:
    return not commands or state.attributes.get(ATTR_COMMAND) in commands
