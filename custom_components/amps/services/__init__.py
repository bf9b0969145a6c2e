"""The actions of the integration, Home Assistant's word for services."""

import asyncio
from collections.abc import Coroutine, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from homeassistant.const import ATTR_COMMAND, ATTR_STATE
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from ..account.rate_limiter import Turn, taking
from ..api.models import Action, ActionState, Command, Parameter
from ..battery.capabilities import check_command
from ..const import DOMAIN
from ..exceptions import amps_errors, failed, invalid
from .day import async_setup_day_services
from .goals import async_setup_goal_services
from .plans import async_setup_plan_service
from .serialize import action_shape
from .targets import BATTERIES, Target, async_targets
from .window_input import aware, number, parameters, time_period
from .windows import async_setup_window_services

ATTR_ACTION_ID: Final = "action_id"
ATTR_DURATION: Final = "duration"
ATTR_LIMIT: Final = "limit"
ATTR_REPLACE: Final = "replace"
ATTR_UNTIL: Final = "until"

SERVICE_CANCEL_ACTION: Final = "cancel_action"
SERVICE_GET_ACTIONS: Final = "get_actions"
SERVICE_SEND_COMMAND: Final = "send_command"

MAX_ACTIONS = 500
MAX_DURATION = timedelta(days=30)
MIN_DURATION = timedelta(minutes=1)

SEND_COMMAND_SCHEMA = vol.Schema(
    {
        **BATTERIES,
        vol.Required(ATTR_COMMAND): vol.In([command.slug for command in Command]),
        **{vol.Optional(parameter.value): number for parameter in Parameter},
        vol.Optional(ATTR_DURATION): vol.All(time_period, vol.Range(max=MAX_DURATION)),
        vol.Optional(ATTR_UNTIL): cv.datetime,
        vol.Optional(ATTR_REPLACE, default=False): cv.boolean,
    }
)
GET_ACTIONS_SCHEMA = vol.Schema(
    {
        **BATTERIES,
        vol.Optional(ATTR_STATE): vol.In([state.value for state in ActionState]),
        vol.Optional(ATTR_LIMIT, default=10): vol.All(
            number, vol.Range(min=1, max=MAX_ACTIONS), vol.Coerce(int)
        ),
    }
)
CANCEL_ACTION_SCHEMA = vol.Schema(
    {**BATTERIES, vol.Required(ATTR_ACTION_ID): cv.string}
)


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    async_setup_window_services(hass)
    async_setup_day_services(hass)
    async_setup_goal_services(hass)
    async_setup_plan_service(hass)
    for name, handler, schema, response in (
        (
            SERVICE_SEND_COMMAND,
            _async_send_command,
            SEND_COMMAND_SCHEMA,
            SupportsResponse.OPTIONAL,
        ),
        (
            SERVICE_GET_ACTIONS,
            _async_get_actions,
            GET_ACTIONS_SCHEMA,
            SupportsResponse.ONLY,
        ),
        (
            SERVICE_CANCEL_ACTION,
            _async_cancel_action,
            CANCEL_ACTION_SCHEMA,
            SupportsResponse.OPTIONAL,
        ),
    ):
        hass.services.async_register(
            DOMAIN, name, handler, schema=schema, supports_response=response
        )


async def _async_send_command(call: ServiceCall) -> ServiceResponse:
    """Send a command to all batteries, or to none where one does not take it."""
    command = Command.from_slug(call.data[ATTR_COMMAND])
    given = parameters(call.data)
    duration: timedelta | None = call.data.get(ATTR_DURATION)
    if duration and duration < MIN_DURATION:
        raise invalid("duration_too_short")
    until = _until(call)
    targets = async_targets(call)
    for target in targets:
        check_command(target.snapshot.battery, target.name, command, given)
    answers = await asyncio.gather(
        *(
            _async_attempt(
                target.controller.async_send(
                    command,
                    given if given.given() else None,
                    duration=duration,
                    until=until,
                    replace=call.data[ATTR_REPLACE],
                )
            )
            for target in targets
        )
    )
    return _response(_all_sent(zip(targets, answers, strict=True)))


def _until(call: ServiceCall) -> datetime | None:
    """Return until when a command is to be tried again, if it is."""
    if (given := call.data.get(ATTR_UNTIL)) is None:
        return None
    until = aware(given).astimezone(UTC)
    if not timedelta(0) < until - dt_util.utcnow() <= MAX_DURATION:
        raise invalid("until_range", days=str(MAX_DURATION.days))
    return until


async def _async_attempt(
    sending: Coroutine[Any, Any, Action | None],
) -> Action | HomeAssistantError | None:
    """Return the failure of one battery instead of raising it: the others go on."""
    try:
        with amps_errors():
            return await sending
    except HomeAssistantError as err:
        return err


def _all_sent(
    answers: Iterable[tuple[Target, Action | HomeAssistantError | None]],
) -> list[tuple[Target, Action]]:
    """Return the actions; raises where a battery failed, with the reason of each.

    A stop that waits until the running command can be ended has no action yet.
    """
    answers = list(answers)
    errors = [
        (target.name, err)
        for target, err in answers
        if isinstance(err, HomeAssistantError)
    ]
    if errors and len(answers) == 1:
        raise errors[0][1]
    if errors:
        raise failed(
            "some_failed",
            failed=str(len(errors)),
            total=str(len(answers)),
            reasons="; ".join(f"{name}: {err}" for name, err in errors),
        )
    return [
        (target, action) for target, action in answers if isinstance(action, Action)
    ]


async def _async_get_actions(call: ServiceCall) -> ServiceResponse:
    """Ask Amps for the newest actions of all batteries."""
    state = call.data.get(ATTR_STATE)
    targets = async_targets(call)
    listed = await asyncio.gather(
        *(
            _async_list(
                target,
                ActionState(state) if state else None,
                call.data[ATTR_LIMIT],
            )
            for target in targets
        )
    )
    return _response(
        (target, action)
        for target, actions in zip(targets, listed, strict=True)
        for action in actions
    )


async def _async_list(
    target: Target, state: ActionState | None, limit: int
) -> tuple[Action, ...]:
    coordinator = target.controller.coordinator
    with amps_errors(), taking(Turn.POLL):
        actions = await coordinator.client.list_actions(
            battery_id=target.battery_id, state=state, limit=limit
        )
    coordinator.async_apply(target.battery_id, actions=actions)
    return actions


async def _async_cancel_action(call: ServiceCall) -> ServiceResponse:
    """Cancel an action that waits at Amps."""
    action_id: str = call.data[ATTR_ACTION_ID]
    target = _owner(async_targets(call), action_id)
    with amps_errors():
        action = await target.controller.async_cancel(action_id)
    return _response([(target, action)])


def _owner(targets: list[Target], action_id: str) -> Target:
    """Return the battery that an action is of; one alone is asked in any case."""
    if len(targets) == 1:
        return targets[0]
    owners = (
        target for target in targets if target.snapshot.action(action_id) is not None
    )
    if (owner := next(owners, None)) is None:
        raise invalid("action_unknown", action_id=action_id)
    return owner


def _response(found: Iterable[tuple[Target, Action]]) -> ServiceResponse:
    return {"actions": [_shape(target, action) for target, action in found]}


def _shape(target: Target, action: Action) -> JsonObjectType:
    origin = target.controller.origin(action.id)
    return action_shape(action, target.device_id, origin)
