"""Whatever is remembered comes back from the store as it was."""

from dataclasses import fields
from datetime import UTC, timedelta
from typing import Any

from hypothesis import given, strategies as st

from custom_components.amps.api.models import Parameters, Push
from custom_components.amps.engine.occurrence import Intent, OccurrenceState, Restore
from custom_components.amps.engine.state import EngineState
from custom_components.amps.schedule.goal import Aim
from custom_components.amps.schedule.window import Occurrence

from ..examples import examples
from ..schedule.plans import restarted

TEXTS = st.text(max_size=5)
INSTANTS = st.datetimes(timezones=st.just(UTC))
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
MAYBE = st.none() | INSTANTS


def made[T](cls: type[T], **by_name: st.SearchStrategy[Any]) -> st.SearchStrategy[T]:
    """Return any value of a class: all its fields, as their types say."""
    names = [field.name for field in fields(cls)]  # type: ignore[arg-type]
    return st.builds(cls, **{name: by_name.get(name, ...) for name in names})


PARAMETERS = made(Parameters, target=NUMBERS, power=NUMBERS, reserve=NUMBERS)
PUSHES = made(Push, parameters=PARAMETERS, start=MAYBE, end=MAYBE)
AIMS = made(
    Aim,
    duration=st.none() | st.integers(1, 9999).map(lambda item: timedelta(minutes=item)),
    max_price=NUMBERS,
    min_price=NUMBERS,
)
OCCURRENCES = made(
    Occurrence,
    original=INSTANTS,
    start=INSTANTS,
    end=INSTANTS,
    parameters=PARAMETERS,
    aim=st.none() | AIMS,
)
SPANS = st.timedeltas(timedelta(days=-2), timedelta(days=2))
SENT = st.none() | PUSHES
RECORDS = made(
    OccurrenceState,
    sent=SENT,
    not_before=MAYBE,
    occurrence=OCCURRENCES,
    level=NUMBERS,
    from_level=NUMBERS,
    cost=NUMBERS,
    done_for=SPANS,
    closed=MAYBE,
    read_start=MAYBE,
    read_end=MAYBE,
)
INTENTS = made(
    Intent,
    push=PUSHES,
    at=INSTANTS,
    occurrence=st.none() | OCCURRENCES,
    lost=MAYBE,
)
STATES = made(
    EngineState,
    records=st.dictionaries(TEXTS, RECORDS, max_size=2),
    owed=st.lists(
        made(Restore, left=RECORDS, sent=SENT, not_before=MAYBE), max_size=2
    ).map(tuple),
    intent=st.none() | INTENTS,
    pending=SENT,
    pending_until=MAYBE,
    pending_not_before=MAYBE,
    zone_error=st.none() | SPANS,
)


@examples(60)
@given(STATES)
def test_all_that_is_remembered_comes_back(state: EngineState) -> None:
    assert restarted(state) == state
