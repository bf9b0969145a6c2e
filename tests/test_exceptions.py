"""Every way in which something can go wrong has words of its own."""

from datetime import UTC, datetime, time

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.amps.api.errors import (
    AmpsError,
    NoAnswerError,
    NotFoundError,
    RejectedError,
)
from custom_components.amps.battery.capabilities import Range
from custom_components.amps.exceptions import (
    amps_errors,
    placeholders,
    plan_error,
    reading_key,
    translation_key,
)
from custom_components.amps.schedule.errors import (
    PlanError,
    RepeatError,
    RepeatFault,
    SpanError,
    SpanFault,
    TitleError,
    TitleFault,
    TitleTimeError,
    UnknownOccurrenceError,
    UnknownWindowError,
    ZoneError,
)

T = datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_bounds_are_named() -> None:
    error = RejectedError(
        endpoint="POST /battery/{id}",
        code="PARAMETER_OUT_OF_RANGE",
        parameter="power",
        minimum=0,
        maximum=5,
        unit="kw",
    )
    assert placeholders(error) == {
        "code": "PARAMETER_OUT_OF_RANGE",
        "detail": "PARAMETER_OUT_OF_RANGE (power 0 - 5 kw)",
    }
    bare = RejectedError(endpoint="POST /battery/{id}", status=400)
    assert placeholders(bare) == {"code": "400", "detail": "POST /battery/{id}"}


async def test_bounds_are_written_as_in_the_language_of_home_assistant(
    hass: HomeAssistant,
) -> None:
    error = RejectedError(
        endpoint="POST /battery/{id}", parameter="power", maximum=2.5, unit="kw"
    )
    assert "(power 2.5 kw)" in placeholders(error)["detail"]
    hass.config.language = "de"
    assert "(power 2,5 kw)" in placeholders(error)["detail"]
    assert str(Range(0, 3.6, "kW")) == "0 - 3,6 kW"


def test_amps_words_fit_into_a_sentence() -> None:
    error = NoAnswerError(endpoint="GET /battery", message="It was too slow.")
    assert placeholders(error)["detail"] == "It was too slow"


def test_a_read_and_a_command_without_an_answer_differ() -> None:
    error = NoAnswerError(endpoint="GET /battery")
    assert (translation_key(error), reading_key(error)) == ("no_answer", "unreachable")
    gone = NotFoundError(endpoint="GET /battery/{id}")
    assert reading_key(gone) == translation_key(gone) == "not_found"
    assert translation_key(AmpsError(endpoint="GET /x")) == "unknown"


def test_errors_of_the_client_become_translated_ones() -> None:
    with pytest.raises(HomeAssistantError) as caught, amps_errors():
        raise NotFoundError(endpoint="GET /battery/{id}")
    assert caught.value.translation_key == "not_found"


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (TitleError("tea"), "title_unknown"),
        (TitleError("charge tea", TitleFault.WORD, "tea"), "title_word"),
        (TitleError("charge 80", TitleFault.NUMBER, "80"), "title_number"),
        (TitleError("80 %", TitleFault.COMMAND), "title_command"),
        (TitleTimeError(time(7), T, T), "title_time"),
        (TitleTimeError(None, T, T), "title_night"),
        (ZoneError("Mars"), "zone_unknown"),
        (UnknownWindowError("u"), "window_unknown"),
        (UnknownOccurrenceError("u", T), "occurrence_unknown"),
        (SpanError(T, T, SpanFault.NO_LENGTH), "span_no_length"),
        (SpanError(T, T, SpanFault.TOO_LONG), "span_too_long"),
        (SpanError(T, T, SpanFault.PAST), "span_past"),
        (SpanError(T, T, SpanFault.RANGE), "span_range"),
        (SpanError(T, T, SpanFault.NAIVE), "span_range"),
        (RepeatError("FREQ=X", RepeatFault.NEVER), "repeat_never"),
        (RepeatError("FREQ=X", RepeatFault.LIMIT, "COUNT"), "repeat_limit"),
        (RepeatError("FREQ=X", RepeatFault.PART, "BYHOUR"), "repeat_part"),
        (PlanError("odd"), "plan_refused"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_fault_of_a_plan_has_its_own_text(error: PlanError, key: str) -> None:
    assert plan_error(error, "Garage").translation_key == key
