"""Everything that the documentation leaves open, or contradicts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

type Generation = Literal["g2", "g1", "g0-routes"]
type TimeForm = Literal["wall", "offset", "relative"]

_FORMS_NOW: frozenset[TimeForm] = frozenset({"wall", "relative"})
_FORMS_G1: frozenset[TimeForm] = frozenset({"offset", "relative"})


@dataclass(kw_only=True)
class Knobs:
    """How this world's Amps behaves; it may be changed while it runs.

    A device's `overrides` replace single values for that device.
    Delays and lifetimes are in seconds; `None` means "as the generation has it".
    """

    generation: Generation = "g2"
    environment: Literal["sandbox", "live"] = "sandbox"
    clock_skew: float = 0.0
    latency_ms: int = 12

    time_forms: frozenset[TimeForm] | None = None
    form_refusal: Literal[400, 422] = 422
    gap: Literal["shift", "reject"] = "shift"
    repeated_hour: Literal["first", "second"] = "first"
    min_window: float = 0.0
    max_window: float | None = None
    """A longer window is taken for so many seconds only."""
    start_delay: float = 0.0
    """So much later than asked a window is taken."""

    dispatch_delay: float = 1.0
    completion_delay: float = 4.0
    timeout_delay: float = 31.0
    ignored_commands: tuple[str, ...] = ()
    """Commands that are sent to the battery, which does not follow them."""
    window_completed_at: Literal["end", "opening"] = "end"
    window_close_delay: float = 0.0
    """From a window's end until its action is completed, where that is at its end."""
    after_window: Literal["idle", "previous"] = "idle"
    queue_end: Literal["keep", "move"] = "keep"
    queue_depth: int = 1
    queue_gap: float = 0.0
    """From the end of an action until what is queued behind it begins."""
    idle_after_return: float | None = None
    """From what was queued behind a window until Amps ends that window again."""
    repeat_cancel: Literal["conflict", "ok"] = "conflict"
    cancelled_completed_at: bool | None = None

    normal_cache: float = 900.0
    expedite_cache: float = 60.0
    projection: bool = False
    offline_status: int = 503
    capacity_unit: Literal["kwh", "wh"] = "kwh"
    last_action: bool | None = None
    device_actions_route: bool = True
    g0_lists: bool = False

    bad_limit: Literal["reject", "clamp"] = "reject"
    bad_request_code: str = "VALIDATION_ERROR"
    action_read_lag: float = 0.0
    """How long `GET /actions/{id}` does not know a new action."""
    action_list_lag: float = 0.0
    """How long a new action is missing from lists."""
    final_words: Mapping[str, str] = field(default_factory=dict)
    """Other words for states, including undocumented ones."""
    stamp_jitter: float = 0.0
    """How much earlier every other read of an action shows `updatedAt`."""
    pulled_ahead: float = 0.0
    """How far `lastPulledAt` is ahead."""
    summary_fails_for: float = 0.0
    """How long `lastAction` says `failed` about what was sent to the battery."""
    slot_minutes: int = 0
    """The slots to which responses round `start` and `end`."""
    true_end: bool = False
    """Whether `end` becomes the instant at which the target was met."""
    lists_commands: bool = True
    device_filter: bool = True
    """Whether the list of actions respects `deviceId`."""
    tells_time: bool = True
    """Whether responses contain the time, in `meta` and `Date`."""

    rate_limit: int | None = None
    rate_limit_form: Literal["429", "401", "plain-401"] = "429"
    retry_after: int | None = None

    webhook_delay: float | None = None
    webhook_copies: int = 1
    webhook_order: Literal["due", "reversed"] = "due"

    @property
    def wrapped(self) -> bool:
        """Return whether successes come as `{success, data, meta}`."""
        return self.generation == "g2"

    @property
    def accepted_forms(self) -> frozenset[TimeForm]:
        """The forms of `start` and `end` that are taken."""
        if self.time_forms is not None:
            return self.time_forms
        return _FORMS_NOW if self.generation == "g2" else _FORMS_G1

    @property
    def shows_last_action(self) -> bool:
        """Return whether reads carry `lastAction`."""
        return self.wrapped if self.last_action is None else self.last_action

    @property
    def stamps_cancelled(self) -> bool:
        """Return whether a cancelled action gets a `completedAt`."""
        chosen = self.cancelled_completed_at
        return self.wrapped if chosen is None else chosen

    @property
    def delay_of_webhooks(self) -> float:
        """Seconds from a terminal state to its webhook."""
        if self.webhook_delay is not None:
            return self.webhook_delay
        return 180.0 if self.environment == "sandbox" else 10.0

    def over(self, overrides: Mapping[str, Any]) -> Knobs:
        """Return these knobs with some replaced."""
        return replace(self, **overrides) if overrides else self

    def update(self, changes: Mapping[str, Any]) -> None:
        """Set knobs by name; an unknown name is an error."""
        unknown = changes.keys() - {one.name for one in fields(self)}
        if unknown:
            raise ValueError(f"no such knobs: {', '.join(sorted(unknown))}")
        for name, value in changes.items():
            setattr(self, name, _forms(value) if name == "time_forms" else value)


def _forms(value: Any) -> frozenset[TimeForm] | None:
    return None if value is None else frozenset(value)
