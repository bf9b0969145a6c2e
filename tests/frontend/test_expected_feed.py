"""Goals, prices and what is expected of a plan, as a card is sent them."""

from datetime import datetime
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.frontend import shapes
from custom_components.amps.inputs.house import House, HouseResolver
from custom_components.amps.inputs.settings import PriceKind

from ..battery.planning.day.day import switch
from ..battery.planning.day.house import steady_house
from ..battery.planning.goals.goals import set_goal
from ..battery.planning.goals.prices import SENSOR, show
from ..entities import call, ha_device_id, state
from ..inputs.given import add_entity, add_entry
from ..travel import Travel
from ..windows import answer, schedule, utc
from .conftest import Browser, Connect, Json

pytestmark = pytest.mark.freeze_time("2026-11-23T20:00:00+00:00")

PLAN = "amps/plan/subscribe"
NIGHT = ("2026-11-24 02:00:00", "2026-11-24 05:00:00")


@pytest.fixture
def entry(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    """The entry, with prices by the hour until the end of tomorrow."""
    show(hass)
    options = {**entry.options, PriceKind.IMPORT.entity: SENSOR}
    return MockConfigEntry(
        domain=entry.domain, title=entry.title, data=entry.data, options=options
    )


async def plan(hass: HomeAssistant, browser: Browser) -> Json:
    """Subscribe anew, and give all that a card shows of the battery."""
    device_id = ha_device_id(hass)
    await browser.subscribe(PLAN, device_ids=[device_id])
    shown: Json = (await browser.event())["batteries"][device_id]
    return shown


async def test_a_goal_with_its_windows(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    goal = await set_goal(hass, travel, target=90)
    await travel(5)
    shown = await plan(hass, browser)
    (sent,) = shown["goals"]
    assert sent | goal == sent | {
        "level": None,
        "cost": None,
    }
    assert sent["original"] == goal["start"]
    assert sent["level"] == pytest.approx(90, abs=1)
    assert 0.1 < sent["cost"] < 0.3
    (window,) = shown["windows"]
    assert (window["origin"], window["source"]) == ("goal", goal["uid"])
    # what is expected of the window is what the planner expects of the goal
    assert window["cost"] == pytest.approx(sent["cost"], rel=0.05)
    first, *_, last = shown["expected_level"]
    assert first == [window["start"], 60]
    assert last == [window["end"], pytest.approx(90, abs=1)]


async def test_a_goal_at_risk(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    await set_goal(hass, travel, target=100, max_price=0.01)
    await travel(5)
    (sent,) = (await plan(hass, browser))["goals"]
    assert (sent["state"], sent["reason"]) == ("planned", "price_limit")


async def test_the_number_of_goals_is_bounded(
    hass: HomeAssistant,
    travel: Travel,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shapes, "MAX_GOALS", 2)
    await set_goal(hass, travel, target=90, repeat="FREQ=DAILY")
    await browser.subscribe(PLAN, days_ahead=7)
    (shown,) = (await browser.event())["batteries"].values()
    assert len(shown["goals"]) == 2


async def test_prices_of_the_days_that_are_shown(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    shown = await plan(hass, browser)
    assert shown["prices"]["currency"] == "EUR"
    steps = shown["prices"]["steps"]
    assert steps[:3] == [
        ["2026-11-23T00:00:00+00:00", 0.3],
        ["2026-11-23T02:00:00+00:00", 0.08],
        ["2026-11-23T03:00:00+00:00", 0.05],
    ]
    assert steps[-1] == ["2026-11-25T00:00:00+00:00", None]
    show(hass, prices={})
    await travel(1)
    (changed,) = (await browser.event())["batteries"].values()
    assert changed == {
        "prices": {
            "currency": "EUR",
            "steps": [
                ["2026-11-23T00:00:00+00:00", 0.3],
                ["2026-11-25T00:00:00+00:00", None],
            ],
        }
    }
    hass.states.async_set(SENSOR, "unknown")
    await travel(1)
    (changed,) = (await browser.event())["batteries"].values()
    assert changed == {"prices": None}


async def test_what_a_charge_will_cost_and_what_it_did(
    hass: HomeAssistant, travel: Travel, connect: Connect
) -> None:
    await schedule(hass, travel, *NIGHT, target=90)
    (window,) = (await plan(hass, await connect()))["windows"]
    # 30 % of 10.4 kWh, for 8 ct while it lasts
    assert window["cost"] == pytest.approx(3.12 / 0.95 * 0.08, abs=0.002)
    await travel.to(utc("2026-11-24T02:00:00+00:00"))
    before = float(state(hass, "sensor", "energy_charged").state)
    await travel.to(utc("2026-11-24T05:15:00+00:00"))
    (window,) = (await plan(hass, await connect()))["windows"]
    assert window["outcome"] == "done"
    charged = float(state(hass, "sensor", "energy_charged").state) - before
    assert charged > 1
    assert window["cost"] == pytest.approx(charged * 0.08, abs=0.01)


async def test_a_discharge_brings_money(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    times = ("2026-11-24 18:00:00", "2026-11-24 19:00:00")
    await schedule(hass, travel, *times, command="discharge", power=2)
    shown = await plan(hass, browser)
    assert shown["windows"][0]["cost"] == pytest.approx(-2 * 0.52)
    assert shown["expected_level"] == [
        ["2026-11-24T18:00:00+00:00", 60],
        ["2026-11-24T19:00:00+00:00", pytest.approx(60 - 200 / 0.95 / 10.4, abs=0.1)],
    ]


async def test_windows_one_after_the_other(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    await schedule(hass, travel, *NIGHT, target=90)
    times: dict[str, Any] = {"start": NIGHT[1], "end": "2026-11-24 06:00:00"}
    await schedule(hass, travel, **times, command="idle")
    evening = ("2026-11-24 18:00:00", "2026-11-24 22:00:00")
    await schedule(hass, travel, *evening, command="discharge", target=20)
    levels = [level for _, level in (await plan(hass, browser))["expected_level"]]
    assert levels == [60, 90, 90, 90, 90, 20, 20]


async def test_what_has_no_price_yet_has_no_cost(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    late = ("2026-11-25 02:00:00", "2026-11-25 05:00:00")
    await schedule(hass, travel, *late, target=90)
    await browser.subscribe(PLAN, days_ahead=3)
    (shown,) = (await browser.event())["batteries"].values()
    assert shown["windows"][0]["cost"] is None
    assert shown["expected_level"]


async def test_what_is_paused_is_not_expected(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    await call(hass, travel, "switch", "turn_off", key="plan_enabled")
    await schedule(hass, travel, *NIGHT, target=90)
    shown = await plan(hass, browser)
    assert (len(shown["windows"]), shown["expected_level"]) == (1, [])


async def test_nothing_is_sent_while_nothing_changes(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    await set_goal(hass, travel, target=90)
    await answer(hass, travel, "get_windows")
    await travel(30)
    await plan(hass, browser)
    await travel(45)
    assert await browser.is_told_nothing()


async def test_what_is_suggested_and_what_the_house_draws(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    with patch.object(HouseResolver, "async_house", steady_house):
        await switch(hass, travel, "suggest")
        shown = await plan(hass, browser)
    states = {window["state"] for window in shown["windows"]}
    assert states == {"suggested"}
    assert all(window["saves"] > 0 for window in shown["windows"])
    levels = dict(shown["expected_level"])
    # 0.7 kW of a house for three hours, of a battery with 10.4 kWh
    assert levels["2026-11-23T23:00:00+00:00"] == pytest.approx(60 - 21, abs=3)
    assert levels["2026-11-24T05:00:00+00:00"] == pytest.approx(10, abs=1)


async def test_why_it_is_suggested_is_told_in_facts(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    with patch.object(HouseResolver, "async_house", steady_house):
        await switch(hass, travel, "suggest")
        shown = await plan(hass, browser)
    why = shown["windows"][0]["why"]
    assert why["kind"] == "cheap"
    assert why["price"] < why["other_price"]
    assert utc(why["at"]) >= utc(shown["windows"][0]["end"])


async def test_the_sun_as_it_is_expected(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    noon = utc("2026-11-24T12:00:00+00:00")

    async def sunny(resolver: HouseResolver, now: datetime) -> House:
        house = await steady_house(resolver, now)
        rows = tuple(
            row._replace(kw=2.5 if row.start == noon else 0.0)
            for row in house.outlook.load
        )
        return house._replace(outlook=house.outlook._replace(sun=rows))

    assert (await plan(hass, browser))["sun"] is None
    with patch.object(HouseResolver, "async_house", sunny):
        await travel(1)
        sun = (await plan(hass, browser))["sun"]
    assert sun["unit"] == "kW"
    assert sun["steps"][1:] == [
        ["2026-11-24T12:00:00+00:00", 2.5],
        ["2026-11-24T13:00:00+00:00", 0.0],
    ]


async def test_unloaded_while_a_market_is_asked(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    travel: Travel,
    browser: Browser,
    caplog: pytest.LogCaptureFixture,
) -> None:
    market = add_entity(
        hass, "NL-current_price", add_entry(hass, "nordpool"), unit="EUR/kWh"
    )
    options = {**integration.options, PriceKind.IMPORT.entity: market}
    await travel.run(reloaded(hass, integration, options))
    asked: list[ServiceCall] = []

    async def unload(call: ServiceCall) -> dict[str, Any]:
        asked.append(call)
        assert await hass.config_entries.async_unload(integration.entry_id)
        return {}

    hass.services.async_register(
        "nordpool",
        "get_prices_for_date",
        unload,
        supports_response=SupportsResponse.ONLY,
    )
    _ = await plan(hass, browser)
    assert asked
    (gone,) = (await browser.event())["batteries"].values()
    assert gone == {"available": False}
    assert "runtime_data" not in caplog.text


async def reloaded(
    hass: HomeAssistant, entry: MockConfigEntry, options: dict[str, Any]
) -> None:
    """Set up an entry anew with other options."""
    hass.config_entries.async_update_entry(entry, options=options)
    await hass.config_entries.async_reload(entry.entry_id)
