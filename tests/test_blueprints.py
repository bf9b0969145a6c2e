"""The blueprints, as automations in Home Assistant, against the simulated Amps."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
from typing import Any, override
from unittest.mock import patch

from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.models import Blueprint, DomainBlueprints
from homeassistant.components.conversation import async_converse
from homeassistant.components.persistent_notification import (
    _async_get_or_create_notifications,
)
from homeassistant.components.weather import Forecast, WeatherEntity
from homeassistant.components.weather.const import WeatherEntityFeature
from homeassistant.const import STATE_ON
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers.selector import selector
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
    setup_test_component_platform,
)

from custom_components import amps

from .entities import FULL, entity_id, ha_device_id
from .planned import BEGIN, schedule
from .simulator import World
from .travel import Travel
from .windows import answer, spans

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "blueprints" / "automation"
FILES = sorted(FOLDER.glob("amps/*.yaml"))
MANIFEST = Path(amps.__file__).with_name("manifest.json")
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)

type Automate = Callable[..., Awaitable[None]]
type Says = Callable[[str], Awaitable[str]]


@pytest.fixture
async def automate(
    hass: HomeAssistant, travel: Travel, integration: object
) -> AsyncIterator[Automate]:
    """Makes an automation of a blueprint, as the dialog does."""
    assert integration
    work = async_setup_component(hass, "persistent_notification", {})
    assert await travel.run(work)

    async def make(name: str, **inputs: Any) -> None:
        used = {"path": f"amps/{name}.yaml", "input": inputs}
        config = {"automation": [{"alias": name, "use_blueprint": used}]}
        with patch.object(DomainBlueprints, "blueprint_folder", FOLDER):
            work = async_setup_component(hass, "automation", config)
            assert await travel.run(work)
        await travel.settle()
        automation = hass.states.get(f"automation.{name}")
        assert automation is not None
        assert automation.state == STATE_ON

    yield make
    everything = {"entity_id": "all"}
    await travel.run(
        hass.services.async_call("automation", "turn_off", everything, blocking=True)
    )


def _notes(hass: HomeAssistant) -> list[tuple[str | None, str]]:
    """Give titles and texts of the notifications in Home Assistant."""
    notes = _async_get_or_create_notifications(hass).values()
    return [(it["title"], it["message"]) for it in notes]


async def _planned(hass: HomeAssistant, travel: Travel) -> list[tuple[str, str]]:
    windows = await answer(hass, travel, "get_windows")
    return spans([it for it in windows if it["state"] != "ended"])


@pytest.mark.parametrize("file", FILES, ids=lambda it: it.stem)
@pytest.mark.usefixtures("hass")
async def test_blueprint_is_complete(file: Path) -> None:
    blueprint = Blueprint(
        load_yaml_dict(str(file)),
        path=file.name,
        expected_domain="automation",
        schema=AUTOMATION_BLUEPRINT_SCHEMA,
    )
    assert blueprint.validate() is None
    home = json.loads(MANIFEST.read_text(encoding="utf-8"))["documentation"]
    path = file.relative_to(ROOT).as_posix()
    assert blueprint.metadata["source_url"] == f"{home}/blob/main/{path}"
    assert blueprint.metadata["homeassistant"] == {"min_version": "2026.10.0"}
    assert blueprint.metadata["description"]
    assert "author" not in blueprint.metadata
    for key, described in blueprint.inputs.items():
        assert described["name"], key
        assert described["description"], key
        if (default := described.get("default")) is not None:
            _check_default(described["selector"], default)
        if "device" in described["selector"]:
            filters = described["selector"]["device"]["filter"]
            assert filters == [{"integration": "amps"}], key


def _check_default(described: dict[str, Any], default: Any) -> None:
    """A default is what the selector would give; lists too are checked by item."""
    settings = next(iter(described.values())) or {}
    if "entity" in described and default == []:
        assert settings["multiple"]
        return
    check: Any = selector(described)
    assert check(default) == default


@pytest.mark.parametrize("file", FILES, ids=lambda it: it.stem)
def test_blueprint_can_be_imported(file: Path) -> None:
    path = file.relative_to(ROOT).as_posix()
    home = json.loads(MANIFEST.read_text(encoding="utf-8"))["documentation"]
    address = f"{home}/blob/main/{path}"
    encoded = address.replace(":", "%3A").replace("/", "%2F")
    link = (
        "https://my.home-assistant.io/redirect/blueprint_import/?blueprint_url="
        + encoded
    )
    page = (ROOT / "docs" / "blueprints.md").read_text(encoding="utf-8")
    assert page.count(f"({link})") == 1


def _half_hours(start: datetime, days: int = 1) -> list[datetime]:
    return [start + timedelta(minutes=30 * it) for it in range(48 * days)]


def _price(moment: datetime) -> float:
    """The night is cheap, most of all from 2 to 4 and at 5; the noon is cheaper."""
    if moment.hour in (2, 3):
        return 0.05
    if moment.hour == 5:
        return 0.06
    if moment.hour == 12:
        return -0.01
    return 0.1 + moment.hour / 100


def _octopus(start: datetime, days: int) -> dict[str, Any]:
    """Datetimes, in half hours."""
    rates = [
        {
            "start": it,
            "end": it + timedelta(minutes=30),
            "value_inc_vat": _price(it),
            "is_capped": False,
        }
        for it in _half_hours(start, days)
    ]
    return {"rates": rates, "tariff": "agile"}


def _hourly(start: datetime) -> list[datetime]:
    return [start + timedelta(hours=it) for it in range(24)]


def _nord_pool(start: datetime, days: int) -> dict[str, Any]:
    """Two lists with ends, and the same as bare numbers."""

    def day(number: int) -> list[dict[str, Any]]:
        hours = _hourly(start + timedelta(days=number))
        return [
            {"start": it, "end": it + timedelta(hours=1), "value": _price(it)}
            for it in hours
        ]

    return {
        "raw_today": day(0),
        "raw_tomorrow": day(1) if days > 1 else [],
        "today": [_price(it) for it in _hourly(start)],
    }


def _tibber(start: datetime, days: int) -> dict[str, Any]:
    """Two lists of texts, without ends."""

    def day(number: int) -> list[dict[str, Any]]:
        hours = _hourly(start + timedelta(days=number))
        return [{"startsAt": it.isoformat(), "total": _price(it)} for it in hours]

    return {"today": day(0), "tomorrow": day(1) if days > 1 else []}


SHAPES = [_octopus, _nord_pool, _tibber]


async def _cheapest(hass: HomeAssistant, automate: Automate, **inputs: Any) -> None:
    given = {"batteries": [ha_device_id(hass)], "prices": ["sensor.price"]}
    await automate("cheapest_hours", **(given | {"plan_at": "08:10:00"} | inputs))


@pytest.mark.parametrize("shape", SHAPES)
async def test_cheapest_hours_in_one_go(
    hass: HomeAssistant, travel: Travel, automate: Automate, shape: Any
) -> None:
    hass.states.async_set("sensor.price", "0.2", shape(MONDAY, 2))
    await _cheapest(hass, automate, hours=2.5, target=90)
    await travel.to(MONDAY + timedelta(hours=8, minutes=9))
    assert not await _planned(hass, travel)
    await travel(120)
    (window,) = await answer(hass, travel, "get_windows")
    assert spans([window]) == [("2026-11-24T01:30", "04:00")]
    assert (window["command"], window["target"]) == ("charge", 90)


@pytest.mark.parametrize("shape", SHAPES)
async def test_cheapest_hours_one_by_one(
    hass: HomeAssistant, travel: Travel, automate: Automate, shape: Any
) -> None:
    hass.states.async_set("sensor.price", "0.2", shape(MONDAY, 2))
    await _cheapest(hass, automate, contiguous=False)
    await travel.to(MONDAY + timedelta(hours=8, minutes=11))
    assert await _planned(hass, travel) == [
        ("2026-11-24T02:00", "04:00"),
        ("2026-11-24T05:00", "06:00"),
    ]


async def test_cheapest_hours_of_a_whole_day_are_charged(
    hass: HomeAssistant, world: World, travel: Travel, automate: Automate
) -> None:
    hass.states.async_set("sensor.price", "0.2", _nord_pool(MONDAY, 2))
    day = {"earliest": "08:30:00", "latest": "08:30:00"}
    await _cheapest(hass, automate, hours=1, **day)
    await travel.to(MONDAY + timedelta(hours=8, minutes=11))
    assert await _planned(hass, travel) == [("2026-11-23T12:00", "13:00")]
    await travel.to(MONDAY + timedelta(hours=12, minutes=5))
    assert world.device(FULL).mode.command == "charge"


async def test_cheapest_hours_wait_for_the_prices_and_plan_once_a_day(
    hass: HomeAssistant, travel: Travel, automate: Automate
) -> None:
    tomorrow = MONDAY + timedelta(days=1)
    hass.states.async_set("sensor.today", "0.2", _octopus(MONDAY, 1))
    await _cheapest(hass, automate, prices=["sensor.today", "event.next"], hours=2)
    await travel.to(MONDAY + timedelta(hours=8, minutes=30))
    assert not await _planned(hass, travel)
    hass.states.async_set("event.next", "now", _octopus(tomorrow, 1))
    await travel(1)
    assert await _planned(hass, travel) == [("2026-11-24T02:00", "04:00")]

    await answer(hass, travel, "cancel_window")
    hass.states.async_set("sensor.today", "0.3", _octopus(MONDAY, 1))
    await travel(60)
    assert not await _planned(hass, travel)
    assert not _notes(hass)


async def test_cheapest_hours_say_that_there_are_no_prices(
    hass: HomeAssistant, travel: Travel, automate: Automate
) -> None:
    hass.states.async_set("sensor.price", "0.2", _nord_pool(MONDAY, 1))
    await _cheapest(hass, automate, hours=24, earliest="08:20:00")
    await travel.to(MONDAY + timedelta(hours=8, minutes=21))
    assert not await _planned(hass, travel)
    ((title, message),) = _notes(hass)
    assert title == "No cheap hours planned"
    assert "from 08:20 to 07:00 are not known" in message


async def test_discharge_at_peak_is_planned_ahead(
    hass: HomeAssistant, world: World, travel: Travel, automate: Automate
) -> None:
    world.set_level(FULL, 90)
    times = {"begins": "09:00:00", "ends": "11:00:00", "target": 50}
    await automate("discharge_at_peak", batteries=[ha_device_id(hass)], **times)
    await travel.to(MONDAY + timedelta(hours=8, minutes=44))
    assert not await _planned(hass, travel)
    await travel(120)
    (window,) = await answer(hass, travel, "get_windows")
    assert spans([window]) == [("2026-11-23T09:00", "11:00")]
    assert (window["command"], window["target"]) == ("discharge", 50)
    assert window["state"] == "sent"
    await travel.to(MONDAY + timedelta(hours=9, minutes=5))
    assert world.device(FULL).mode.command == "discharge"


@pytest.mark.freeze_time("2026-11-24T23:45:00+00:00")
@pytest.mark.parametrize("day", ["tue", "wed"])
async def test_discharge_at_peak_on_its_days_alone(
    hass: HomeAssistant, travel: Travel, automate: Automate, day: str
) -> None:
    given = {"begins": "00:05:00", "ends": "00:00:00", "weekdays": [day]}
    await automate("discharge_at_peak", batteries=[ha_device_id(hass)], **given)
    await travel(360)
    expected = [("2026-11-25T00:05", "00:00")] if day == "wed" else []
    assert await _planned(hass, travel) == expected


@pytest.mark.freeze_time("2026-11-23T15:50:00+00:00")
async def test_discharge_above_a_price(
    hass: HomeAssistant, world: World, travel: Travel, automate: Automate
) -> None:
    world.set_level(FULL, 90)
    hass.states.async_set("sensor.price", "0.2")
    await automate(
        "discharge_at_peak",
        batteries=[ha_device_id(hass)],
        price=["sensor.price"],
        stop=[entity_id(hass, "button", "stop")],
    )

    async def follows(price: str) -> list[tuple[str, str]]:
        hass.states.async_set("sensor.price", price)
        await travel(240)
        return await _planned(hass, travel)

    peak = ("2026-11-23T16:00", "19:00")
    assert await follows("0.4") == []
    await travel(600)
    assert await _planned(hass, travel) == [peak]
    assert world.device(FULL).mode.command == "discharge"
    assert await follows("0.5") == [peak]
    assert await follows("unavailable") == [peak]
    assert await follows("0.2") == []
    assert world.device(FULL).mode.command == "auto.balanced"
    assert len(await follows("0.31")) == 1
    assert world.device(FULL).mode.command == "discharge"
    await travel.to(MONDAY + timedelta(hours=19, minutes=5))
    assert await follows("0.5") == []


async def test_notify_of_a_window_that_fails(
    hass: HomeAssistant, world: World, travel: Travel, automate: Automate
) -> None:
    await automate(
        "notify_window",
        windows=[
            entity_id(hass, "event", "window"),
            entity_id(hass, "event", "action"),
        ],
    )
    await schedule(hass, travel)
    world.set_scheduler(FULL)
    await travel.to(BEGIN + timedelta(minutes=30))
    name = hass.states.get(entity_id(hass, "sensor", "level"))
    assert name is not None
    battery = name.name.removesuffix(" Level")
    ((title, message),) = _notes(hass)
    assert title == "Battery window failed"
    why = "the schedule in the manufacturer's app is on"
    assert message.startswith(f"{battery}: charge at 09:00 on 23 Nov: {why}. Level ")


async def test_notify_of_a_risk_by_an_action_of_ones_own(
    hass: HomeAssistant, world: World, travel: Travel, automate: Automate
) -> None:
    calls = async_mock_service(hass, "notify", "phone")
    await automate(
        "notify_window",
        windows=[entity_id(hass, "event", "window")],
        tell=[{"action": "notify.phone", "data": {"message": "{{ message }}"}}],
    )
    await schedule(hass, travel)
    await travel.to(BEGIN - timedelta(minutes=50))
    world.set_offline(FULL)
    await travel.to(BEGIN - timedelta(minutes=30))
    world.set_offline(FULL, offline=False)
    await travel.to(BEGIN + timedelta(hours=2))
    (told,) = calls
    assert "the battery cannot be reached" in told.data["message"]
    assert not _notes(hass)


async def test_notify_of_what_was_missed_meanwhile_once(
    hass: HomeAssistant,
    travel: Travel,
    integration: MockConfigEntry,
    automate: Automate,
) -> None:
    await automate("notify_window", windows=[entity_id(hass, "event", "window")])
    soon = travel.now() + timedelta(days=3)
    await schedule(hass, travel, soon, soon + timedelta(hours=1))
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    await travel.to(soon + timedelta(hours=2))
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    await travel(120)
    ((title, message),) = _notes(hass)
    assert title == "Battery window missed"
    assert "Home Assistant was not running" in message
    await travel.run(hass.config_entries.async_reload(integration.entry_id))
    await travel(120)
    assert len(_notes(hass)) == 1


class _Weather(WeatherEntity):
    """A weather entity with a forecast."""

    _attr_name = "Home"
    _attr_native_temperature_unit = "°C"
    _attr_native_wind_speed_unit = "km/h"
    _attr_supported_features = WeatherEntityFeature.FORECAST_DAILY

    def __init__(self, forecast: list[Forecast]) -> None:
        self._forecast = forecast

    @override
    async def async_forecast_daily(self) -> list[Forecast]:
        return self._forecast


CALM: Forecast = {
    "datetime": "2026-11-24T12:00:00+00:00",
    "condition": "cloudy",
    "native_temperature": 9,
    "native_templow": 3,
    "native_wind_speed": 20,
}


@pytest.mark.parametrize(
    ("tomorrow", "charges"),
    [
        ({}, False),
        ({"native_templow": -4}, True),
        ({"native_wind_speed": 61}, True),
        ({"native_wind_gust_speed": 90}, True),
        ({"condition": "lightning-rainy"}, True),
        ({"datetime": "2026-11-25T12:00:00+00:00", "native_templow": -4}, False),
    ],
)
async def test_charge_before_a_cold_or_stormy_day(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    automate: Automate,
    tomorrow: dict[str, Any],
    charges: bool,  # noqa: FBT001
) -> None:
    today: Any = CALM | {"datetime": "2026-11-23T12:00:00+00:00", "native_templow": -9}
    day: Any = CALM | tomorrow
    setup_test_component_platform(hass, "weather", [_Weather([today, day])])
    work = async_setup_component(hass, "weather", {"weather": {"platform": "test"}})
    assert await travel.run(work)
    times = {"look_at": "08:10:00", "begins": "09:00:00", "ends": "10:00:00"}
    given = {"batteries": [ha_device_id(hass)], "weather": "weather.home"}
    await automate("cold_or_stormy_day", **given, **times)
    await travel.to(MONDAY + timedelta(hours=8, minutes=11))
    planned = await _planned(hass, travel)
    assert planned == ([("2026-11-23T09:00", "10:00")] if charges else [])
    await travel.to(MONDAY + timedelta(hours=9, minutes=5))
    assert (world.device(FULL).mode.command == "charge") is charges


@pytest.fixture
async def says(hass: HomeAssistant, travel: Travel, automate: Automate) -> Says:
    """Talks to the local assistant, and gives its answer."""
    assert automate is not None
    for name in ("homeassistant", "conversation"):
        assert await travel.run(async_setup_component(hass, name, {}))

    async def say(sentence: str) -> str:
        work = async_converse(hass, sentence, None, Context(), language="en")
        result = await travel.run(work)
        await travel.settle()
        said: str = result.response.speech["plain"]["speech"]
        return said

    return say


async def test_sentences_plan_ask_and_cancel(
    hass: HomeAssistant, travel: Travel, automate: Automate, says: Says
) -> None:
    await automate("sentences", battery=ha_device_id(hass))
    ask = "when does the battery charge"
    nothing = "Nothing is planned for the battery."
    assert await says(ask) == nothing
    assert await says("cancel the next battery window") == nothing

    plan = "charge the battery from 10:30 p.m. until 6 am"
    assert await says(plan) == "Planned: charge from 22:30 to 06:00."
    assert await _planned(hass, travel) == [("2026-11-23T22:30", "06:00")]
    assert await says(ask) == "Next: charge from 22:30 to 06:00."
    refused = "That window cannot be planned. Perhaps it overlaps another one."
    assert await says("discharge the battery from 23 to midnight") == refused

    cancel = "cancel the next battery charge"
    assert await says(cancel) == "Cancelled: charge from 22:30 to 06:00."
    assert await says("what is planned for the battery") == nothing
    assert not await _planned(hass, travel)


async def test_sentences_understand_times(
    hass: HomeAssistant, travel: Travel, automate: Automate, says: Says
) -> None:
    await automate("sentences", battery=ha_device_id(hass))
    for start, end, planned in (
        ("22:30", "6:00", ("2026-11-23T22:30", "06:00")),
        ("10 pm", "11 pm", ("2026-11-23T22:00", "23:00")),
        ("7 o'clock", "7.30 a.m.", ("2026-11-24T07:00", "07:30")),
        ("noon", "1:15 pm", ("2026-11-23T12:00", "13:15")),
        ("12 am", "12 pm", ("2026-11-24T00:00", "12:00")),
        ("midnight", "530", ("2026-11-24T00:00", "05:30")),
        ("2200", "2300", ("2026-11-23T22:00", "23:00")),
        ("25:00", "6", None),
        ("now", "6", None),
    ):
        said = await says(f"Plan a discharge from {start} to {end}.")
        assert said.startswith("Planned" if planned else "I did not understand")
        assert await _planned(hass, travel) == ([planned] if planned else [])
        await says("Cancel the next battery discharge.")
        assert not await _planned(hass, travel)


async def test_sentences_in_another_language(
    hass: HomeAssistant, travel: Travel, automate: Automate, says: Says
) -> None:
    await automate(
        "sentences",
        battery=ha_device_id(hass),
        charge_sentences=["lade den Akku von {start} bis {end}"],
        planned_answer="Der Akku lädt von {{ start }} bis {{ end }}.",
    )
    plan = "lade den Akku von 1 bis 5"
    assert await says(plan) == "Der Akku lädt von 01:00 bis 05:00."
    assert await _planned(hass, travel) == [("2026-11-24T01:00", "05:00")]
