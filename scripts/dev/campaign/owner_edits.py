"""What a busier owner does: wider edits, repairs, options, and restoring things."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, override

from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.setup import async_setup_component

from custom_components.amps import async_remove_config_entry_device, repairs
from custom_components.amps.const import CONF_BATTERIES, CONF_IGNORED, DOMAIN

from .event_log import Call
from .owner import ACTS as PLAIN, CLOCK, Act, NothingMeantError, Owner
from .spans import Span, Window, at_wall, single
from .story import Happening
from .titles import title

MIN_REST_TO_PLAN_AGAIN = timedelta(minutes=15)
"""How much of a window must be left for it to be planned again."""


class BusyOwner(Owner):
    """An owner who changes everything."""

    @override
    async def act(self, happening: Happening) -> None:
        """Do something; whatever was removed is restored, even if late."""
        play = self._play
        if play.stage.hass is None and happening.kind in ("take_back", "set_up"):
            play.later(900.0, partial(self.begin, happening))
            return
        await super().act(happening)

    async def future(self, happening: Happening, call: Call) -> None:
        """Change an occurrence and all later ones in the calendar."""
        span, expected = self._span(happening, call), self.expected(call)
        rule = self._rules.get(span.uid, "COUNT")
        if "COUNT" in rule or not expected.windows[span.uid].recurring:
            raise NothingMeantError  # a count would begin anew
        zone, now = self._play.zone, self._play.now()
        start = span.start + timedelta(minutes=happening.given["start"])
        end = span.end + timedelta(minutes=happening.given["end"])
        parameters = self._other(span, happening)
        event = {
            "dtstart": start.astimezone(zone),
            "dtend": end.astimezone(zone),
            "summary": title(span.command, parameters),
            "rrule": rule,
        }
        before = await self._uids_now(call)
        await self._calendar(call).async_update_event(
            span.uid,
            event,
            recurrence_id=f"{span.original:%Y%m%dT%H%M%SZ}",
            recurrence_range="THISANDFUTURE",
        )
        new = await self._uids_now(call) - before - self._uids_known(call)
        uid = new.pop() if new else span.uid
        self._rules[uid] = rule
        self._split(call, span, uid, (start, end), parameters, now)

    def _split(
        self,
        call: Call,
        span: Span,
        uid: str,
        times: tuple[datetime, datetime],
        parameters: dict[str, float],
        now: datetime,
    ) -> None:
        """Expect a series as it is from one of its occurrences on."""
        expected, zone = self.expected(call), self._play.zone
        window = expected.windows[span.uid]
        later = {key: one for key, one in window.spans.items() if key >= span.original}
        start, end = (_wall(one, zone) for one in times)
        by, length = start - _wall(span.original, zone), end - start
        spans: dict[datetime, Span] = {}
        for original, one in later.items():
            wall = _wall(original, zone) + by
            begin, finish = at_wall(wall, zone), at_wall(wall + length, zone)
            own = one.original != one.start or one.parameters != window.parameters
            if own and original != span.original:
                spans[begin] = Span(
                    uid, begin, one.start, one.end, one.command, one.parameters
                )
            elif begin < finish and finish > now:
                spans[begin] = Span(uid, begin, begin, finish, span.command, parameters)
            expected.loosen(one, now)
        kept = {key: one for key, one in window.spans.items() if key < span.original}
        for one in spans.values():
            expected.loosen(one, now)
        if uid == span.uid:
            window.spans, window.parameters = kept | spans, parameters
            expected.rewrite(window, now)
            return
        window.spans = kept
        rest = Window(uid, 0, recurring=True, spans=spans, parameters=parameters)
        expected.add(rest, now)

    async def retitle(self, happening: Happening, call: Call) -> None:
        """Change what an occurrence does, in the calendar."""
        span, expected = self._span(happening, call), self.expected(call)
        now, window = self._play.now(), self.expected(call).windows[span.uid]
        parameters = self._other(span, happening)
        event = {
            "dtstart": span.start.astimezone(self._play.zone),
            "dtend": span.end.astimezone(self._play.zone),
            "summary": title(span.command, parameters),
        }
        name = f"{span.original.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        which = {"recurrence_id": name} if window.recurring else {}
        await self._calendar(call).async_update_event(span.uid, event, **which)
        expected.loosen(span, now)
        if window.recurring:
            new = Span(
                span.uid, span.original, span.start, span.end, span.command, parameters
            )
            expected.move(span.uid, span.original, new, now)
        else:
            new_window = single(
                span.uid, span.start, span.end, span.command, parameters
            )
            expected.rewrite(new_window, now)

    def _other(self, span: Span, happening: Happening) -> dict[str, float]:
        """Return an occurrence's parameters with another target, if it has one."""
        target = span.parameters.get("target")
        if target is None:
            return span.parameters
        other = min(max(target + happening.given.get("target", 0), 10.0), 100.0)
        return {**span.parameters, "target": round(other, 1)}

    async def again(self, happening: Happening, call: Call) -> None:
        """Plan again what has failed and is not over."""
        now = self._play.now()
        failed = [
            one
            for one in self._play.event_log.told
            if one.battery == call.battery
            and one.type in ("failed", "missed", "cancelled")
            and one.end - now > MIN_REST_TO_PLAN_AGAIN
        ]
        known = self.expected(call).windows
        spans = [
            span
            for one in failed
            if one.uid in known
            for span in known[one.uid].all()
            if span.start == one.start
        ]
        if not spans:
            raise NothingMeantError
        span, zone = spans[-1], self._play.zone
        found = await self._ask(
            call,
            "schedule_window",
            command=span.command.replace(".", "_"),
            start=_wall(span.start, zone).strftime(CLOCK),
            end=_wall(span.end, zone).strftime(CLOCK),
            replace=happening.given["replace"],
            **span.parameters,
        )
        uid = found[0]["uid"]
        self._uids[happening.given["window"]] = uid
        start, end = (at_wall(_wall(one, zone), zone) for one in (span.start, span.end))
        window = single(uid, start, end, span.command, span.parameters)
        self.expected(call).add(window, now)

    async def option(self, happening: Happening, call: Call) -> None:
        """Change an option of the entry."""
        del call
        self._set_options(happening.given)

    def _set_options(self, changes: dict[str, Any]) -> None:
        entries, entry = self._hass.config_entries, self._play.stage.entry
        entries.async_update_entry(entry, options={**entry.options, **changes})
        entries.async_schedule_reload(entry.entry_id)

    async def fix(self, happening: Happening, call: Call) -> None:
        """Fix or ignore a repair of the battery."""
        found = [
            one
            for one in self._play.event_log.repairs
            if one.battery == call.battery and one.is_unseen(self._play.now())
        ]
        if not found:
            raise NothingMeantError
        repair = found[happening.given["which"] % len(found)]
        if happening.given["how"] == "ignore":
            ir.async_ignore_issue(self._hass, DOMAIN, repair.id, ignore=True)
            return
        await self._fix(repair.id, repair.key, call)

    async def _fix(self, issue_id: str, key: str, call: Call) -> None:
        """Go through the dialog of a repair."""
        hass = self._hass
        issue = ir.async_get(hass).async_get_issue(DOMAIN, issue_id)
        if issue is None or not issue.is_fixable or key == "time_zone":
            raise NothingMeantError
        if key in WITH_PLAN:
            self._foresee(key, issue.data or {}, call)
        await async_setup_component(hass, "repairs", {})
        flow: Any = await repairs.async_create_fix_flow(hass, issue_id, issue.data)
        flow.hass, flow.handler, flow.flow_id = hass, DOMAIN, "campaign"
        flow.issue_id, flow.data = issue_id, issue.data
        await flow.async_step_init()
        result = await flow.async_step_confirm({})
        if result.get("reason") is None:
            ir.async_delete_issue(hass, DOMAIN, issue_id)
            if key == "cancelled_elsewhere":
                self.expected(call).send_again(str((issue.data or {})["uid"]))

    def _foresee(self, key: str, data: dict[str, Any], call: Call) -> None:
        """Record what a fix will do."""
        now = self._play.now()
        if key == "capability_gone":
            self.expected(call).cancel(str(data["uid"]), None, now)
            call.kind = "cancel"
        elif key == "device_gone":
            for uid in list(self.expected(call).windows):
                self.expected(call).cancel(uid, None, now)
            call.kind = "cancel"
        else:
            call.command = "stop"
            call.kind = "stop"

    # What goes and comes back

    async def remove(self, happening: Happening, call: Call) -> None:
        """Delete the battery's device in Home Assistant's dialog."""
        del happening
        play, hass = self._play, self._hass
        devices = dr.async_get(hass).async_get_devices(
            identifiers={(DOMAIN, call.battery)}
        )
        if not devices:
            raise NothingMeantError
        entry = play.stage.entry
        self.expected(call).follow(play.now(), followed=False)
        play.event_log.begin("removed", call.battery, play.now())
        if await async_remove_config_entry_device(hass, entry, devices[0]):
            # as the dialog of Home Assistant does it
            dr.async_get(hass).async_remove_device(devices[0].id)

    async def take_back(self, happening: Happening, call: Call) -> None:
        """Follow a battery again that was removed."""
        del happening
        options = self._play.stage.entry.options
        gone = call.battery in options.get(CONF_IGNORED, ())
        if not gone or call.battery in options[CONF_BATTERIES]:
            raise NothingMeantError
        chosen = [*options[CONF_BATTERIES], call.battery]
        ignored = [one for one in options[CONF_IGNORED] if one != call.battery]
        self._set_options({CONF_BATTERIES: chosen, CONF_IGNORED: ignored})
        self._followed(call.battery)

    def _followed(self, battery: str) -> None:
        now = self._play.now()
        self._play.event_log.expected[battery].follow(now, followed=True)
        for trouble in self._play.event_log.troubles:
            if trouble.kind == "removed" and trouble.battery == battery:
                trouble.end = trouble.end or now

    async def remove_entry(self, happening: Happening, call: Call) -> None:
        """Remove the integration."""
        del happening, call
        play = self._play
        if not play.stage.has_entry:
            raise NothingMeantError
        for battery in play.batteries:
            play.event_log.expected[battery].follow(play.now(), followed=False)
            play.event_log.begin("removed", battery, play.now())
        play.stage.options = dict(play.stage.entry.options)
        play.stage.has_entry = False
        await self._hass.config_entries.async_remove(play.stage.entry.entry_id)

    async def set_up(self, happening: Happening, call: Call) -> None:
        """Set the integration up again."""
        del happening, call
        play = self._play
        if play.stage.has_entry:
            raise NothingMeantError
        play.stage.has_entry = True
        await play.stage.set_up()
        for battery in play.batteries:
            self._followed(battery)


WITH_PLAN = ("capability_gone", "device_gone", "return_failed")
"""Repairs whose fix changes the plan, or sends something."""


def _wall(instant: datetime, zone: Any) -> datetime:
    """Return the naive wall clock time of an instant."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


ACTS: dict[str, Act] = {
    **PLAIN,
    "future": BusyOwner.future,
    "retitle": BusyOwner.retitle,
    "again": BusyOwner.again,
    "option": BusyOwner.option,
    "fix": BusyOwner.fix,
    "remove": BusyOwner.remove,
    "take_back": BusyOwner.take_back,
    "remove_entry": BusyOwner.remove_entry,
    "set_up": BusyOwner.set_up,
}
BusyOwner.acts = ACTS
