"""Why a day is not planned, or not better, as its owner reads it."""

from ..inputs.errors import InputError, PriceError
from ..inputs.settings import PriceKind
from .day_run import DayView, PlanningStatus
from .wording import PlanWords

_REASONS = frozenset(
    {
        PlanningStatus.LEFT_ALONE,
        PlanningStatus.NO_LEVEL,
        PlanningStatus.NOT_WORTH_IT,
        PlanningStatus.PAUSED,
        PlanningStatus.STANDING_MODE,
    }
)
"""What there is a text of, `planning_` and its name; the others have an error."""


def planning_reason(view: DayView, words: PlanWords) -> str | None:
    """Return why nothing is planned, and what to do; None if something is."""
    if view.error is not None:
        return _unknown(view.error, PriceKind.IMPORT, words)
    if view.status in _REASONS:
        return words.say(f"planning_{view.status.value}")
    return None


def planning_missing(view: DayView, words: PlanWords) -> list[str]:
    """Return what would make plans better, a sentence each."""
    found = [words.error(key) for key in view.missing]
    if (error := view.selling_error) is not None:
        found.append(_unknown(error, PriceKind.EXPORT, words))
    return found


def _unknown(error: InputError, kind: PriceKind, words: PlanWords) -> str:
    reason = words.input_error(error)
    if not isinstance(error, PriceError) or error.entity_id is None:
        return reason
    said = words.say("prices_unknown_of", entity=error.entity_id, reason=reason)
    return f"{words.say(f'prices_{kind.value}')}: {said}"
