"""A condition for automations: something is planned within a time."""

from datetime import timedelta
from typing import override

from homeassistant.components.calendar.const import DOMAIN as CALENDAR
from homeassistant.const import ATTR_COMMAND, CONF_OPTIONS
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import (
    ATTR_BEHAVIOR,
    BEHAVIOR_ALL,
    BEHAVIOR_ANY,
    ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL,
    Condition,
    ConditionConfig,
    EntityConditionBase,
)
from homeassistant.util import dt as dt_util
import voluptuous as vol

from .entity import COMMAND_OPTION, battery_of, entities_of

CONF_WITHIN = "within"
_CALENDARS = {CALENDAR: DomainSpec()}
DEFAULT_WITHIN = timedelta(hours=12)


class RunIsPlannedCondition(EntityConditionBase):
    """Whether a planned run starts within a time.

    It looks at the plan by way of the calendar, which every battery with a plan has.
    """

    _domain_specs = _CALENDARS
    _schema = ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL.extend(
        {
            vol.Required(CONF_OPTIONS, default={}): {
                vol.Required(ATTR_BEHAVIOR, default=BEHAVIOR_ANY): vol.In(
                    [BEHAVIOR_ANY, BEHAVIOR_ALL]
                ),
                vol.Required(
                    CONF_WITHIN, default=DEFAULT_WITHIN
                ): cv.positive_time_period,
                **COMMAND_OPTION,
            }
        }
    )

    @override
    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Take the time, and which commands are wanted; without any, all are."""
        super().__init__(hass, config)
        options = config.options or {}
        self._within: timedelta = options[CONF_WITHIN]
        self._commands: list[str] | None = options.get(ATTR_COMMAND)

    @property
    @override
    def needs_polling(self) -> bool:
        """Return true: it changes as time passes."""
        return True

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return one of the entities of each battery."""
        found = super().entity_filter(entities)
        return entities_of(self._hass, found, "plan")

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Return whether what is wanted is planned for the battery of an entity."""
        battery = battery_of(self._hass, entity_state.entity_id)
        if battery is None:
            return False
        until = dt_util.utcnow() + self._within
        return battery.state.enabled and any(
            not self._commands or upcoming.occurrence.command.slug in self._commands
            for upcoming in battery.upcoming()
            if upcoming.start <= until
        )


CONDITIONS: dict[str, type[Condition]] = {"run_is_planned": RunIsPlannedCondition}


async def async_get_conditions(_hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions of the integration."""
    return CONDITIONS
