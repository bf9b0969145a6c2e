"""Lists the actions of all batteries: at first, every 15 minutes, and on a hint."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
import logging

from ..api import AmpsClient
from ..api.errors import AmpsError
from ..api.models import Action, ActionState
from .rate_limiter import Turn, taking
from .snapshot import Snapshot

_LOGGER = logging.getLogger(__name__)

RECONCILE_INTERVAL = timedelta(minutes=15)
"""How often all that is not terminal is listed, whatever the batteries report."""
NOT_TERMINAL = (ActionState.SCHEDULED, ActionState.ACKNOWLEDGED)
FIRST_LISTINGS_SECONDS = 60
"""Seconds for the listings of the first poll."""
NEWEST_PAGE_SIZE = 50

type Snapshots = Mapping[str, Snapshot]
"""What is known of the batteries, by battery id."""


class ActionLists:
    """Knows what to list next, and what the lists contained."""

    def __init__(self, client: AmpsClient) -> None:
        """Have listed nothing yet."""
        self._client = client
        self.complete: float | None = None
        """When all that is not terminal was last listed, on the event loop's clock."""
        self._begun: float | None = None
        self._to_list: deque[ActionState | None] = deque()
        """The states of actions to be listed; None for the newest of all."""
        self._sought: set[str] = set()
        self._doubted: set[str] = set()

    def take_doubted(self) -> set[str]:
        """Return, once, the ids of actions that are not where they were known to be."""
        doubted, self._doubted = self._doubted, set()
        return doubted

    async def async_read(
        self, known: Snapshots, take: Callable[[Iterable[Action]], None], *, soon: bool
    ) -> None:
        """Make the one listing of actions that a poll may make, and have it taken in.

        Until each was made once, a poll makes all that are left; one that Home
        Assistant's start waits for has to be over `soon`.
        """
        self._begin(asyncio.get_running_loop().time())
        limit = FIRST_LISTINGS_SECONDS if soon else None
        try:
            if self.complete is None:
                async with asyncio.timeout(limit):
                    while self._to_list:
                        take(await self._async_list(self._to_list[0], known))
                        _ = self._to_list.popleft()
            elif self._to_list:
                take(await self._async_list(self._to_list[0], known))
                _ = self._to_list.popleft()
            elif any(self._wants_newest(snapshot) for snapshot in known.values()):
                take(await self._async_list(None, known))
                return
        except (AmpsError, TimeoutError) as err:
            _LOGGER.debug("Listing the actions failed: %s", err)
        else:
            if not self._to_list:
                self.complete = self._begun

    def _begin(self, now: float) -> None:
        """Note what is to be listed, at first and every 15 minutes."""
        if self._begun is None:
            self._to_list.extend((None, *NOT_TERMINAL))
        elif not self._to_list and (
            timedelta(seconds=now - self._begun) >= RECONCILE_INTERVAL
        ):
            self._to_list.extend(NOT_TERMINAL)
        else:
            return
        self._begun = now

    def unlisted(self, snapshot: Snapshot) -> Action | None:
        """Return the last action if the lists did not contain all of it."""
        action = snapshot.last_action
        if action is None:
            return None
        if snapshot.action(action.id) is None:
            return action if action.id in self._sought else None
        summary = snapshot.battery.last_action
        told = summary.state if summary and summary.id == action.id else None
        failed = ActionState.FAILED in (action.state, told)
        return action if failed and action.error_code is None else None

    def _wants_newest(self, snapshot: Snapshot) -> bool:
        """Return whether the list of actions can add to the battery's last action."""
        battery = snapshot.battery
        if not battery.reports_last_action:
            return True
        summary = battery.last_action
        if summary is None or snapshot.action(summary.id) is not None:
            return False
        return summary.id not in self._sought

    async def _async_list(
        self, state: ActionState | None, known: Snapshots
    ) -> tuple[Action, ...]:
        """Return all actions in a state, or the newest of all; raises AmpsError."""
        limit = NEWEST_PAGE_SIZE if state is None else None
        with taking(Turn.POLL):
            actions = await self._client.list_actions(state=state, limit=limit)
        if state is None:
            summaries = (snapshot.battery.last_action for snapshot in known.values())
            self._sought = {summary.id for summary in summaries if summary is not None}
        else:
            self._doubted |= _unlisted_in(known, state, actions)
        return actions


def _unlisted_in(
    known: Snapshots, state: ActionState, listed: Iterable[Action]
) -> set[str]:
    """Return the actions that are known in a state of which all were listed."""
    there = {action.id for action in listed}
    return {
        action.id
        for snapshot in known.values()
        for action in snapshot.actions
        if action.state is state and action.id not in there
    }
