"""Actions with every field wrong: words for the caller, and nothing half done."""

from datetime import UTC, datetime
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol

from custom_components.amps.const import DOMAIN
from custom_components.amps.services import GET_ACTIONS_SCHEMA, SEND_COMMAND_SCHEMA
from custom_components.amps.services.windows import SCHEDULE_WINDOW_SCHEMA
from simulator import World
from tests.effort import counted
from tests.entities import FULL, ha_device_id
from tests.travel import Travel
from tests.windows import NIGHT, answer, waiting

from .checks import assert_no_secret

SCHEDULE = {"start": NIGHT[0], "end": NIGHT[1]}
LONG = "x" * 1_000_000
NUMBERS: tuple[Any, ...] = (
    float("nan"),
    float("inf"),
    -1,
    1e308,
    "1e999",
    "nan",
    10**400,
    [],
    LONG,
)
DURATIONS: tuple[Any, ...] = (
    0,
    -1,
    float("inf"),
    float("nan"),
    1e300,
    10**400,
    {"days": 1e300},
    {"days": -1},
    {"weeks": 1},
    {},
    "99999999999999999999:00",
    "1 hour",
    LONG,
)
MOMENTS = (
    "0001-01-01T00:00:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "1999-12-31T23:59:59",
    "2200-01-01T00:00:00",
    "2026-02-30T00:00:00",
    "2026-11-24T25:00:00",
    "tonight",
    "1795420800000",
    datetime.min.replace(tzinfo=UTC),
    datetime.max.replace(tzinfo=UTC),
    LONG,
)
REPEATS = (
    "FREQ=SECONDLY",
    "FREQ=MINUTELY;INTERVAL=1",
    "FREQ=HOURLY;COUNT=1",
    "FREQ=DAILY;COUNT=1000000000",
    "FREQ=DAILY;COUNT=0",
    "FREQ=DAILY;COUNT=-1",
    "FREQ=DAILY;COUNT=" + "9" * 400,
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=" + "9" * 400,
    "FREQ=DAILY;UNTIL=20200101",
    "FREQ=DAILY;UNTIL=99999999T999999Z",
    "FREQ=DAILY;UNTIL=20270101;COUNT=3",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4,6,9,11",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=400",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0",
    "FREQ=YEARLY;BYDAY=53SU",
    "FREQ=YEARLY;BYWEEKNO=54",
    "FREQ=YEARLY;BYYEARDAY=367",
    "FREQ=DAILY;BYHOUR=0,1,2;BYMINUTE=0;BYSECOND=0",
    "FREQ=DAILY;FREQ=WEEKLY",
    "FREQ=DAILY;X-EVIL=1",
    "FREQ=DAILY;BYMONTH=" + ",".join(["1"] * 1000),
    "RRULE:RRULE:FREQ=DAILY",
    "FREQ=DAILY\nDTSTART:20200101",
    "FREQ=",
    ";;;",
    "=",
    "\u202eFREQ=DAILY",
    LONG,
)
TEXTS = ("", "\x00", "a\r\nb", "<b>", "../..", "\u202e", "{x}", LONG)


async def _refused(
    hass: HomeAssistant, travel: Travel, service: str, data: dict[str, Any]
) -> None:
    """Assert that a call is refused in words."""
    data.setdefault("device_id", [ha_device_id(hass)])
    calling = hass.services.async_call(
        DOMAIN, service, data, blocking=True, return_response=True
    )
    with pytest.raises((vol.Invalid, ServiceValidationError)) as caught:
        await travel.run(calling)
    error, told = caught.value, str(caught.value)
    assert_no_secret(told)
    if isinstance(error, ServiceValidationError) and error.translation_domain == DOMAIN:
        assert error.translation_key
        assert "{" not in told.replace("{x}", "")
        assert len(told) < 1000, service


def _each(
    service: str, data: dict[str, Any], field: str, *values: Any
) -> list[tuple[str, dict[str, Any]]]:
    """Return a call with each value of a field."""
    return [(service, {**data, field: value}) for value in values]


CHARGE = {"command": "charge"}
DEVICES: tuple[Any, ...] = (*TEXTS, [], [None], [["x"]], {"a": 1}, 7)
WRONG = (
    *_each("schedule_window", SCHEDULE, "target", *NUMBERS),
    *_each("schedule_window", SCHEDULE, "power", *NUMBERS),
    *_each("schedule_window", SCHEDULE, "reserve", *NUMBERS),
    *_each("schedule_window", {}, "duration", *DURATIONS),
    *_each("schedule_window", SCHEDULE, "start", *MOMENTS),
    *_each("schedule_window", SCHEDULE, "end", *MOMENTS),
    *_each("schedule_window", SCHEDULE, "repeat", *REPEATS),
    *_each("schedule_window", SCHEDULE, "replace", "maybe", [], LONG),
    *_each("schedule_window", SCHEDULE, "unknown", *TEXTS),
    *_each("send_command", CHARGE, "target", *NUMBERS),
    *_each("send_command", CHARGE, "power", *NUMBERS),
    *_each("send_command", CHARGE, "reserve", *NUMBERS),
    *_each("send_command", CHARGE, "duration", *DURATIONS[1:]),
    *_each("send_command", {}, "command", *TEXTS),
    *_each("get_windows", {}, "start", *MOMENTS),
    *_each("get_windows", {}, "end", *MOMENTS),
    *_each("get_windows", {}, "device_id", *DEVICES),
    *_each("cancel_window", {}, "occurrence", *MOMENTS),
    *_each("cancel_window", {}, "uid", *TEXTS),
    *_each("cancel_window", {}, "range", *TEXTS),
    *_each("cancel_window", {}, "device_id", *DEVICES),
    *_each("get_actions", {}, "state", *TEXTS),
    *_each("get_actions", {}, "limit", 0, -1, 501, float("inf"), "x", 10**400),
    *_each("get_actions", {}, "device_id", *DEVICES),
)


@pytest.mark.usefixtures("integration")
async def test_every_wrong_field_is_refused_and_nothing_is_done(
    hass: HomeAssistant, travel: Travel, world: World
) -> None:
    for service, data in WRONG:
        with counted() as effort:
            await _refused(hass, travel, service, dict(data))
        assert effort.lines < 30_000_000, (service, str(data)[:200])
    assert await answer(hass, travel, "get_windows") == []
    assert not world.record.writes()


@pytest.mark.usefixtures("integration")
async def test_an_action_of_nobody_is_told_in_words(
    hass: HomeAssistant, travel: Travel, world: World
) -> None:
    for text in (*TEXTS, "..", "../../battery", "a?b#c", "x" * 201):
        for batteries in ([ha_device_id(hass)], [ha_device_id(hass)] * 2):
            data = {"device_id": batteries, "action_id": text}
            calling = hass.services.async_call(
                DOMAIN, "cancel_action", data, blocking=True, return_response=True
            )
            with pytest.raises(HomeAssistantError) as caught:
                await travel.run(calling)
            assert len(str(caught.value)) < 1000
    paths = {request.path for request in world.record.writes()}
    assert all(path.startswith("/actions/") for path in paths)


async def test_devices_that_are_not_batteries(
    hass: HomeAssistant, integration: MockConfigEntry, travel: Travel, world: World
) -> None:
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    registry = dr.async_get(hass)
    foreign = registry.async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("other", FULL)}
    )
    alien = registry.async_get_or_create(
        config_entry_id=integration.entry_id, identifiers={(DOMAIN, "nobody")}
    )
    gone = registry.async_get_or_create(
        config_entry_id=integration.entry_id, identifiers={(DOMAIN, "gone")}
    )
    registry.async_remove_device(gone.id)
    mine = ha_device_id(hass)
    for bad in (foreign.id, alien.id, gone.id):
        for service, fields in (
            ("schedule_window", SCHEDULE),
            ("send_command", {"command": "charge"}),
            ("get_windows", {}),
        ):
            await _refused(hass, travel, service, {"device_id": [mine, bad], **fields})
    assert await answer(hass, travel, "get_windows") == []
    assert not world.record.writes()


@pytest.mark.usefixtures("integration")
async def test_ten_thousand_devices_are_one(
    hass: HomeAssistant, travel: Travel, world: World
) -> None:
    many = [ha_device_id(hass)] * 10_000
    (window,) = await answer(
        hass, travel, "schedule_window", device_id=many, **SCHEDULE
    )
    await travel(30)
    assert len(waiting(world)) == 1
    assert window["uid"]


@pytest.mark.parametrize("field", ["target", "power", "reserve"])
def test_a_number_is_refused_also_once_its_schema_is_compiled(field: str) -> None:
    """The library compiles a schema after some calls, and then raises other errors."""
    right = {"device_id": ["x"], "command": "charge", field: 50}
    for schema in (SEND_COMMAND_SCHEMA, SCHEDULE_WINDOW_SCHEMA):
        for _ in range(200):
            schema(right)
        for wrong in NUMBERS[-3:]:
            with pytest.raises(vol.Invalid):
                schema({**right, field: wrong})


def test_a_limit_is_refused_also_once_its_schema_is_compiled() -> None:
    right = {"device_id": ["x"], "limit": 5}
    for _ in range(200):
        assert GET_ACTIONS_SCHEMA(right)["limit"] == 5
    for wrong in NUMBERS:
        with pytest.raises(vol.Invalid):
            GET_ACTIONS_SCHEMA({**right, "limit": wrong})
