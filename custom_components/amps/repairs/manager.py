"""Creates the repairs that hold, and deletes those that no longer do."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..battery.controller import BatteryController
from ..battery.refresh import Reader
from ..const import DOMAIN
from ..coordinator import AmpsCoordinator
from ..engine.due_restore import not_restored
from .battery_issues import LINK_BROKEN, gone, held, next_one
from .entry_issues import async_compare_entries, async_forget_left_behind
from .issue import BATTERY_ID, ENTRY_ID, Facts, Issue
from .links import Links
from .wording import RepairWords

MAX_DISMISSED = 200


@callback
def async_forget_issues(hass: HomeAssistant, entry_id: str) -> None:
    """Delete the repairs of an entry that is removed."""
    for issue in list(ir.async_get(hass).issues.values()):
        if issue.domain == DOMAIN and (issue.data or {}).get(ENTRY_ID) == entry_id:
            ir.async_delete_issue(hass, DOMAIN, issue.issue_id)
    async_compare_entries(hass)


class IssueManager:
    """Keeps the repairs of one entry."""

    def __init__(
        self, hass: HomeAssistant, coordinator: AmpsCoordinator, reader: Reader
    ) -> None:
        """Know of no battery yet."""
        self._hass = hass
        self._coordinator = coordinator
        self._reader = reader
        self._registry = ir.async_get(hass)
        self._batteries: dict[str, BatteryController] = {}
        self._remove: dict[str, CALLBACK_TYPE] = {}
        self._shown: dict[str, dict[str, Issue | None]] = {}
        """By battery id and issue id; None where it is left from before."""
        self._ignored: set[str] = set()
        self._not_restored: set[str] = set()
        """Batteries that do not stand in the mode that they should."""
        self._links = Links(coordinator)
        self._words = RepairWords(hass)

    @callback
    def async_start(self) -> None:
        """Take over what is left from before a reload, and compare from now on."""
        entry = self._coordinator.config_entry
        for issue in list(self._registry.issues.values()):
            if issue.domain != DOMAIN:
                continue
            if issue.dismissed_version is not None:
                self._ignored.add(issue.issue_id)
            data = issue.data or {}
            if BATTERY_ID not in data:
                continue
            if issue.active and data.get(ENTRY_ID) == entry.entry_id:
                shown = self._shown.setdefault(str(data.get(BATTERY_ID)), {})
                shown[issue.issue_id] = None
                if (address := data.get("address")) is not None:
                    self._links.note(str(data.get(BATTERY_ID)), str(address))
        async_compare_entries(self._hass)
        entry.async_on_unload(self._coordinator.async_add_listener(self._async_look))
        entry.async_on_unload(
            self._hass.bus.async_listen(
                ir.EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED, self._async_on_registry
            )
        )
        entry.async_on_unload(self._async_stop)

    @callback
    def _async_stop(self) -> None:
        for battery_id in list(self._remove):
            self._remove.pop(battery_id)()
        if self._coordinator.config_entry.disabled_by is not None:
            for battery_id in list(self._shown):
                self._compare(battery_id, ())

    @callback
    def async_follow(self, battery: BatteryController) -> None:
        """Keep the repairs of a battery, whenever it is shown."""
        battery_id = battery.battery_id
        self._batteries[battery_id] = battery
        async_forget_left_behind(self._hass, battery_id)
        self._remove[battery_id] = self._coordinator.battery(
            battery_id
        ).async_add_listener(partial(self._async_compare, battery_id))
        self._async_compare(battery_id)

    @callback
    def async_left(self, battery_id: str) -> None:
        """Say that a battery left, if something is still planned for it."""
        battery = self._batteries.pop(battery_id, None)
        if battery is None:
            return
        self._remove.pop(battery_id)()
        ahead = None
        if battery_id not in self._coordinator.left_out:
            ahead = next_one(battery.state.planned.values(), self._coordinator.now())
        name = battery.state.name
        issue = gone(battery_id, name, ahead, self._words) if ahead else None
        self._compare(battery_id, [issue] if issue else ())

    @callback
    def _async_look(self) -> None:
        """Look again at what does not show in the batteries, such as the clock."""
        async_compare_entries(self._hass)
        self._links.forget_mended()
        left_out = self._coordinator.left_out
        for battery_id, shown in list(self._shown.items()):
            if shown and battery_id in self._batteries:
                self._async_compare(battery_id)
            elif shown and battery_id in left_out:
                self._compare(battery_id, ())

    @callback
    def _async_compare(self, battery_id: str) -> None:
        battery = self._batteries[battery_id]
        if (snapshot := battery.snapshot) is not None:
            facts = Facts(
                battery_id=battery_id,
                name=battery.state.name,
                situation=battery.reconciler.situation(snapshot),
                words=self._words,
                windows=battery.state.plan.plan.windows,
                goals=tuple(battery.state.goals.values()),
                day=battery.state.day_view,
                plan_unreadable=len(battery.state.plan.plan.unreadable),
                set_aside=battery.state.set_aside,
                trouble=snapshot.trouble,
                address=self._links.address(battery_id),
            )
            stands = not_restored(facts.situation) is None
            (self._not_restored.discard if stands else self._not_restored.add)(
                battery_id
            )
            read = self._reader.has_answer(battery_id)
            kept = None if read else f"{LINK_BROKEN}_{battery_id}"
            self._compare(battery_id, held(facts), kept)

    @callback
    def async_note_link(self, battery_id: str, address: str) -> None:
        """Note where a battery is linked to its manufacturer again."""
        self._links.note(battery_id, address)
        if battery_id in self._batteries:
            self._async_compare(battery_id)

    def _compare(
        self, battery_id: str, issues: Iterable[Issue], kept: str | None = None
    ) -> None:
        """Create what is new or changed, and delete what is no more.

        `kept` is of before, and not known yet to be no more.
        """
        before = self._shown.get(battery_id, {})
        after = {issue.id: issue for issue in issues}
        left = {known_id: before[known_id] for known_id in before.keys() & {kept}}
        self._shown[battery_id] = {**left, **after}
        for issue_id in before.keys() - after.keys() - left.keys():
            self._ignored.discard(issue_id)
            ir.async_delete_issue(self._hass, DOMAIN, issue_id)
        for issue_id, issue in after.items():
            if before.get(issue_id) != issue:
                self._create(battery_id, issue)
        self._show_problem(battery_id)

    def _show_problem(self, battery_id: str) -> None:
        """Show *Problem* while there is a repair that the owner has not seen.

        Or a mode that does not stand, which remains one.
        """
        if (battery := self._batteries.get(battery_id)) is None:
            return
        unseen = self._shown.get(battery_id, {}).keys() - self._ignored
        has_problem = bool(unseen) or battery_id in self._not_restored
        if has_problem is not battery.has_problem:
            battery.has_problem = has_problem
            self._coordinator.async_show({battery_id})

    def _create(self, battery_id: str, issue: Issue) -> None:
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            issue.id,
            data={
                ENTRY_ID: self._coordinator.config_entry.entry_id,
                BATTERY_ID: battery_id,
                **issue.data,
            },
            is_fixable=issue.learn_more is None,
            is_persistent=issue.persistent,
            learn_more_url=issue.learn_more,
            severity=issue.severity,
            translation_key=issue.key,
            translation_placeholders=issue.placeholders,
        )

    @callback
    def _async_on_registry(
        self, event: Event[ir.EventIssueRegistryUpdatedData]
    ) -> None:
        """Note what the owner ignores, and what a fix took away."""
        issue_id = event.data["issue_id"]
        battery_id = self._about(issue_id) if event.data["domain"] == DOMAIN else None
        if battery_id is None:
            return
        entry = self._registry.async_get_issue(DOMAIN, issue_id)
        if entry is None:
            self._shown[battery_id].pop(issue_id)
        elif entry.dismissed_version is None:
            self._ignored.discard(issue_id)
        elif issue_id not in self._ignored:
            self._ignored.add(issue_id)
            self.async_dismissed(battery_id, issue_id)
        self._show_problem(battery_id)

    def _about(self, issue_id: str) -> str | None:
        """Return the battery that a repair is shown for."""
        found = (key for key, shown in self._shown.items() if issue_id in shown)
        return next(found, None)

    @callback
    def async_dismissed(self, battery_id: str, issue_id: str) -> None:
        """Remember that the owner knows of what a repair is about."""
        battery = self._batteries.get(battery_id)
        issue = self._shown.get(battery_id, {}).get(issue_id)
        if battery is not None and issue is not None and issue.marks:
            state = battery.state.engine
            known = dict.fromkeys((*state.dismissed, *issue.marks))
            dismissed = tuple(known)[-MAX_DISMISSED:]
            battery.state.set_engine(replace(state, dismissed=dismissed))
