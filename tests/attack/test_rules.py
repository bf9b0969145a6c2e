"""Rules, windows and titles made to take all time and space there is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
import time

from hypothesis import given, strategies as st
import pytest

from custom_components.amps.api.models import Command, Parameters
from custom_components.amps.engine.storage import plan_from_rows, plan_to_rows
from custom_components.amps.schedule.errors import PlanError, TitleError
from custom_components.amps.schedule.plan import Plan
from custom_components.amps.schedule.recurrence import never, normal, starts, zone_of
from custom_components.amps.schedule.titles import format_title, parse_title
from custom_components.amps.schedule.window import Draft, Window
from tests.effort import lines_of
from tests.examples import examples

ZONE = zone_of("Europe/London")
FIRST = datetime(2026, 11, 24, 0, 30)  # noqa: DTZ001  wall clock
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
YEAR = timedelta(days=400)
MAX_LINES = 30_000_000
RARE = (
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYYEARDAY=366,-366;COUNT=3660",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;COUNT=3660",
    "FREQ=DAILY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29;COUNT=3660",
    "FREQ=WEEKLY;BYDAY=MO;BYMONTH=2;INTERVAL=999;COUNT=3660",
    "FREQ=YEARLY;BYYEARDAY=366;BYDAY=MO;BYMONTH=1;COUNT=100",
    "FREQ=MONTHLY;INTERVAL=999;BYMONTHDAY=31;COUNT=3660",
)
PARTS = (
    "FREQ=WEEKLY",
    "FREQ=MONTHLY",
    "FREQ=YEARLY",
    "INTERVAL=999",
    "COUNT=3660",
    "BYDAY=-5MO",
    "BYDAY=MO,TU,5FR",
    "BYMONTH=2",
    "BYMONTHDAY=29",
    "BYMONTHDAY=-31",
    "BYSETPOS=-1",
    "BYSETPOS=366",
    "BYYEARDAY=366,-366",
    "BYWEEKNO=53",
    "WKST=SU",
    "UNTIL=21991231",
)


def _cpu_seconds(do: Callable[[], None]) -> float:
    began = time.process_time()
    do()
    return time.process_time() - began


def _decide(rule: str) -> None:
    """Refuse a rule, or give its first year."""
    text = normal(rule)
    if not never(text, FIRST, ZONE):
        found = list(starts(text, FIRST, ZONE, FIRST, FIRST + YEAR))
        assert len(found) <= 401


@pytest.mark.parametrize("rule", RARE)
def test_a_rare_rule_is_decided_soon(rule: str) -> None:
    assert lines_of(lambda: _decide(rule)) < MAX_LINES


@examples(60, derandomize=True)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=6, unique=True))
def test_any_rule_is_decided_or_refused(parts: list[str]) -> None:
    try:
        assert lines_of(lambda: _decide(";".join(parts))) < MAX_LINES
    except PlanError as err:
        assert len(str(err)) < 300  # noqa: PT017  most rules are fine


def _many(count: int) -> Plan:
    minutes = timedelta(minutes=20)
    return Plan(
        tuple(
            Window(
                uid=f"w{number}",
                command=Command.CHARGE,
                start=NOW + minutes * number,
                end=NOW + minutes * (number + 1),
                created=NOW,
                since=NOW,
            )
            for number in range(count)
        )
    )


def _add_one(plan: Plan) -> None:
    late = NOW + timedelta(days=300)
    draft = Draft(command=Command.IDLE, start=late, end=late + timedelta(hours=1))
    edit = plan.add(draft=draft, uid="one more", now=NOW)
    assert len(edit.plan.windows) == len(plan.windows) + 1


def _look_ahead(plan: Plan) -> None:
    assert plan.occurrences(NOW, NOW + timedelta(days=35))


@pytest.mark.parametrize("do", [_add_one, _look_ahead])
def test_ten_thousand_windows_cost_little_more_each_than_a_thousand(
    do: Callable[[Plan], None],
) -> None:
    few, many = _many(1_000), _many(10_000)
    do(few)
    assert lines_of(lambda: do(many)) < 15 * lines_of(lambda: do(few))


def test_many_windows_are_stored_and_read() -> None:
    assert plan_from_rows(plan_to_rows(_many(300))) == _many(300)


TITLES = st.text(max_size=60) | st.lists(
    st.sampled_from(
        [
            "charge",
            "Idle",
            " to ",
            " at ",
            "keep",
            "90",
            "%",
            "kW",
            ",",
            ".",
            "-",
            "\u202e",
            "\x00",
            "\n",
            "<b>",
            "9" * 500,
            "\uff19",
            "\u00a0",
            "1e5",
        ]
    ),
    max_size=12,
).map("".join)


@examples(300, derandomize=True)
@given(TITLES)
def test_any_title_is_a_command_or_refused(title: str) -> None:
    try:
        found = parse_title(title)
    except TitleError as err:
        assert len(err.text) <= 80  # noqa: PT017  most titles are none
        return
    command, parameters, aim, comment, times = found
    shown = parse_title(format_title(command, parameters, aim, comment=comment))
    assert shown._replace(times=times) == found


@pytest.mark.parametrize(
    "title",
    [
        "charge" + " " * 1_000_000,
        "charge " + "1 % " * 100_000,
        "charge to " + "9" * 1_000_000 + " %",
        "charge " + "to " * 500,
        "a" * 1_000_000,
        "charge " + "9," * 900,
        " " * 1_999 + "x",
    ],
)
def test_a_long_title_costs_less_than_a_thousand_good_ones(title: str) -> None:
    def refuse() -> None:
        with pytest.raises(TitleError):
            parse_title(title)

    def accept() -> None:
        for _ in range(1_000):
            parse_title("Charge to 90 % at 3 kW")

    assert _cpu_seconds(refuse) < _cpu_seconds(accept)
    assert format_title(Command.CHARGE, Parameters()) == "Charge"
