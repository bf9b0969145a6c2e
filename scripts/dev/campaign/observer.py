"""Notes what Home Assistant shows: repairs, *Problem*, and the events of windows."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from homeassistant.core import State
from homeassistant.helpers import issue_registry as ir

from simulator.timeline import Timeline

from .event_log import EventLog, Repair, Told


class Observer:
    """Watches Home Assistant as the owner does."""

    def __init__(
        self,
        event_log: EventLog,
        timeline: Timeline,
        zone: ZoneInfo,
        batteries: Sequence[str],
    ) -> None:
        """Start with nothing seen."""
        self._event_log = event_log
        self._timeline = timeline
        self._zone = zone
        self._batteries = batteries
        self._heard: set[tuple[str, ...]] = set()

    def on_issue(self, issue_id: str, issue: ir.IssueEntry | None) -> None:
        """Record a repair that appeared, changed or disappeared."""
        now, repairs = self._timeline.now(), self._event_log.repairs
        stands = [one for one in repairs if one.id == issue_id and one.until is None]
        if issue is None:
            for one in stands:
                one.until = now
                self._event_log.say(now, f"repair gone: {one.id}")
            return
        data, key = dict(issue.data or {}), issue.translation_key or issue_id
        known = [one for one in stands if one.data == data]
        if not known:
            for one in stands:
                one.until = now
            found = (one for one in self._batteries if one in issue_id)
            about = str(data.get("battery_id") or next(found, "")) or None
            known = [Repair(key, issue_id, about, data, now)]
            repairs += known
            self._event_log.say(
                now, f"repair: {issue_id} {issue.translation_placeholders or ''}"
            )
        known[0].texts.append((now, str(issue.translation_placeholders)))
        if issue.dismissed_version is None:
            known[0].ignored = None
        elif known[0].ignored is None:
            known[0].ignored = now
            self._event_log.say(now, f"repair ignored: {issue_id}")

    def on_state(self, battery: str, key: str, state: State) -> None:
        """Record what a state says about a battery."""
        now = self._timeline.now()
        if key == "problem" and state.state in ("on", "off"):
            self._event_log.problems.append((now, battery, state.state == "on"))
        given = state.attributes
        if key != "window" or "uid" not in given:
            return
        # the machine's clock may show the same time twice
        shown = battery, state.state, given["uid"], given["start"]
        if shown in self._heard:
            return  # an entity that came back shows what was told before
        self._heard.add(shown)
        told = Told(
            now,
            battery,
            given["event_type"],
            given["uid"],
            given["command"].replace("_", ".", 1),
            datetime.fromisoformat(given["start"]).astimezone(UTC),
            datetime.fromisoformat(given["end"]).astimezone(UTC),
            given["reason"],
            given["level"],
            given["goal"],
            given["cost"],
        )
        if told not in self._event_log.told[-50:]:
            self._event_log.told.append(told)
            if told.reason == "cancelled_elsewhere":
                expected = self._event_log.expected[battery]
                expected.cancelled.add((told.uid, told.start))
            reason = f" ({told.reason})" if told.reason else ""
            start = told.start.astimezone(self._zone)
            text = f"told: {told.command} of {start:%d %H:%M} {told.type}{reason}"
            self._event_log.say(now, f"{text} {battery}")
