"""What can be wrong with a plan or an edit of it.

The errors carry values, never text for people: whoever catches one words it.
"""

from datetime import datetime, time
from enum import StrEnum

_MAX_SHOWN_LENGTH = 80


class PlanError(Exception):
    """Anything that this package refuses."""


class TitleFault(StrEnum):
    """What is wrong with a title."""

    UNKNOWN = "unknown"
    """It does not say what a window does."""
    WORD = "word"
    """One of its words is not known."""
    NUMBER = "number"
    """One of its numbers may count several things."""
    COMMAND = "command"
    """It does not say whether to charge or to discharge."""


class TitleError(PlanError):
    """A title that is not understood; `text` is its beginning."""

    def __init__(
        self,
        text: str,
        fault: TitleFault = TitleFault.UNKNOWN,
        said: str | None = None,
    ) -> None:
        """Keep the beginning of the text, and the piece that is not understood."""
        self.text = text[:_MAX_SHOWN_LENGTH]
        self.fault = fault
        self.said = (said or text)[:_MAX_SHOWN_LENGTH]
        super().__init__(f"not a window's title: {self.text!r}")


class TitleTimeError(PlanError):
    """A title whose time of day is not that of its event."""

    def __init__(self, said: time | None, start: datetime, end: datetime) -> None:
        """Keep the time, None for the night, and the event's start and end."""
        self.said = said
        self.start = start
        self.end = end
        super().__init__(f"{said or 'night'} is not once in {start} - {end}")


class GoalFault(StrEnum):
    """What is wrong with a goal."""

    COMMAND = "command"
    """It neither charges nor discharges."""
    TARGET_AND_DURATION = "target_and_duration"
    """It says both how far and how long."""
    DURATION = "duration"
    """It is no number of minutes, or longer than the time in which it may happen."""
    PRICE = "price"
    """Its least price is above its highest."""


class GoalError(PlanError):
    """A goal that no planner can aim for."""

    def __init__(self, fault: GoalFault) -> None:
        """Keep what is wrong."""
        self.fault = fault
        super().__init__(f"not a goal: {fault}")


class RepeatFault(StrEnum):
    """What is wrong with a recurrence rule."""

    MALFORMED = "malformed"
    """It is not an RRULE."""
    FREQUENCY = "frequency"
    """It repeats more often than daily."""
    PART = "part"
    """It has a part that plans do not take; `RepeatError.part` names it."""
    LIMIT = "limit"
    """Its INTERVAL, COUNT or BYDAY is beyond what plans take; `part` names it."""
    NEVER = "never"
    """It has no occurrence, or none that is still to come."""


class RepeatError(PlanError):
    """A recurrence rule that cannot be followed."""

    def __init__(
        self, repeat: str, fault: RepeatFault, part: str | None = None
    ) -> None:
        """Keep the beginning of the rule, what is wrong and with which part."""
        self.repeat = repeat[:_MAX_SHOWN_LENGTH]
        self.fault = fault
        self.part = part[:_MAX_SHOWN_LENGTH] if part else None
        super().__init__(f"{fault} {self.part or ''} in rule {self.repeat!r}")


class ZoneError(PlanError):
    """A time zone that is no IANA name known here."""

    def __init__(self, zone: str) -> None:
        """Keep the beginning of the name."""
        self.zone = zone[:_MAX_SHOWN_LENGTH]
        super().__init__(f"unknown time zone {self.zone!r}")


class SpanFault(StrEnum):
    """What is wrong with a window's start and end."""

    NO_LENGTH = "no_length"
    """The end is not after the start."""
    TOO_LONG = "too_long"
    """It is longer than `edits.MAX_LENGTH`."""
    RANGE = "range"
    """A year that plans do not reach."""
    PAST = "past"
    """It is over already."""
    NAIVE = "naive"
    """An instant has no zone."""


class SpanError(PlanError):
    """A start and an end that make no window."""

    def __init__(self, start: datetime, end: datetime, fault: SpanFault) -> None:
        """Keep both instants as given."""
        self.start = start
        self.end = end
        self.fault = fault
        super().__init__(f"{fault}: {start} to {end}")


class UnknownWindowError(PlanError):
    """No window has this uid."""

    def __init__(self, uid: str) -> None:
        """Keep the beginning of the uid."""
        self.uid = uid[:_MAX_SHOWN_LENGTH]
        super().__init__(f"no window {self.uid!r}")


class UnknownOccurrenceError(PlanError):
    """The window has no such occurrence, or it is skipped already."""

    def __init__(self, uid: str, instant: datetime, *, taken_out: bool = False) -> None:
        """Keep the window, the requested instant, and whether it was skipped."""
        self.uid = uid
        self.instant = instant
        self.taken_out = taken_out
        super().__init__(f"no occurrence of window {uid!r} at {instant}")
