"""The plans that a card subscribes to."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.amps.frontend import shapes
from custom_components.amps.frontend.feeds import MAX_BATTERIES
from simulator import World, full

from ..entities import FULL, WINDOWED, entity_id, ha_device_id, refresh
from ..travel import Travel
from ..windows import KEYS, NIGHT, answer, schedule
from .conftest import Browser, restrict

PLAN = "amps/plan/subscribe"
MORE = ["original", "level", "cost", "absence", "retrying", "runs_on"]
"""What a card is told of a window beyond what automations are."""


async def test_all_that_a_card_shows(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    window = await schedule(hass, travel, *NIGHT, target=90)
    await travel(10)
    device_id = ha_device_id(hass)
    await browser.subscribe(PLAN, device_ids=[device_id])
    event = await browser.event()
    assert event["order"] == [device_id]
    plan = event["batteries"][device_id]
    assert plan["available"]
    assert plan["enabled"]
    assert not plan["problem"]
    assert (plan["level"], plan["capacity"]) == (60, 10.4)
    assert plan["mode"] == "auto_balanced"
    assert plan["last"] is None
    assert (plan["start"], plan["end"]) == (
        "2026-11-22T00:00:00+00:00",
        "2026-11-25T00:00:00+00:00",
    )
    (shown,) = plan["windows"]
    assert list(shown) == KEYS + MORE
    assert shown["uid"] == window["uid"]
    assert shown["state"] == "sent"
    assert shown["original"] == "2026-11-24T00:30:00+00:00"
    assert plan["next"] == shown
    assert not plan["truncated"]


async def test_what_a_battery_takes(hass: HomeAssistant, browser: Browser) -> None:
    device_id = ha_device_id(hass)
    await browser.subscribe(PLAN, device_ids=[device_id])
    plan = (await browser.event())["batteries"][device_id]
    commands = {item["command"]: item for item in plan["commands"]}
    assert list(commands)[:2] == ["charge", "discharge"]
    assert commands["charge"] == {
        "command": "charge",
        "plannable": True,
        "parameters": {
            "target": {"min": 10, "max": 100},
            "power": {"min": 0, "max": 5},
        },
    }
    assert commands["idle"]["parameters"] == {}
    assert plan["defaults"]["charge_target"] == 100
    assert plan["defaults"]["window_minutes"] == 60
    assert plan["entities"] == {
        key: entity_id(hass, domain, key)
        for domain, key in (
            ("binary_sensor", "problem"),
            ("button", "stop"),
            ("calendar", "plan"),
            ("select", "operation_mode"),
            ("sensor", "level"),
            ("sensor", "power"),
            ("switch", "plan_enabled"),
        )
    }


async def test_what_changed_is_pushed_and_nothing_else(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    device_id = ha_device_id(hass)
    await browser.subscribe(PLAN, device_ids=[device_id])
    assert (await browser.event())["batteries"][device_id]["windows"] == []
    assert await browser.is_told_nothing()

    window = await schedule(hass, travel, *NIGHT)
    event = await browser.event()
    assert list(event) == ["batteries"]
    changed = event["batteries"][device_id]
    assert changed.keys() == {"windows", "next", "expected_level"}
    assert changed["windows"][0]["state"] == "planned"
    sent = (await browser.event())["batteries"][device_id]
    assert sent["windows"][0]["state"] == "sent"
    await answer(hass, travel, "cancel_window", uid=window["uid"])
    gone = (await browser.event())["batteries"][device_id]
    assert gone == {"windows": [], "next": None, "expected_level": []}


async def test_a_level_is_pushed_alone(
    hass: HomeAssistant, world: World, travel: Travel, browser: Browser
) -> None:
    device_id = ha_device_id(hass)
    await browser.subscribe(PLAN, device_ids=[device_id])
    await browser.event()
    world.device(FULL).level = 40
    await refresh(hass, travel)
    changed = (await browser.event())["batteries"][device_id]
    assert changed["level"] < 41
    assert "windows" not in changed


async def test_nothing_is_sent_after_unsubscribing(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    browser: Browser,
    integration: MockConfigEntry,
) -> None:
    account = integration.runtime_data.coordinator

    def listeners() -> list[int]:
        return [len(one._listeners) for one in (account, account.battery(FULL))]

    await schedule(hass, travel, *NIGHT)
    before = listeners()
    subscription = await browser.subscribe(PLAN)
    await browser.event()
    assert (await browser.ask("unsubscribe_events", subscription=subscription))[
        "success"
    ]
    world.device(FULL).level = 40
    await refresh(hass, travel)
    assert await browser.is_told_nothing()
    assert listeners() == before


@pytest.mark.parametrize("batteries", [2])
async def test_without_a_choice_all_batteries_are_sent_by_name(
    hass: HomeAssistant, browser: Browser
) -> None:
    await browser.subscribe(PLAN)
    event = await browser.event()
    assert event["order"] == [ha_device_id(hass, item) for item in (WINDOWED, FULL)]
    assert event["batteries"].keys() == set(event["order"])


@pytest.mark.parametrize("batteries", [MAX_BATTERIES + 2])
async def test_the_number_of_batteries_is_bounded(
    hass: HomeAssistant, browser: Browser
) -> None:
    await browser.subscribe(PLAN)
    assert len((await browser.event())["order"]) == MAX_BATTERIES
    ids = [ha_device_id(hass)] * (MAX_BATTERIES + 1)
    assert not (await browser.ask(PLAN, device_ids=ids))["success"]


@pytest.mark.parametrize("days", [-1, 8, 1.5])
async def test_the_number_of_days_is_bounded(browser: Browser, days: float) -> None:
    for field in ("days_back", "days_ahead"):
        refused = await browser.ask(PLAN, **{field: days})
        assert refused["error"]["code"] == "invalid_format"


async def test_the_number_of_windows_is_bounded(
    hass: HomeAssistant,
    travel: Travel,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shapes, "MAX_WINDOWS", 3)
    start, end = NIGHT
    await schedule(hass, travel, start, end, repeat="FREQ=DAILY")
    await browser.subscribe(PLAN, days_ahead=7)
    (plan,) = (await browser.event())["batteries"].values()
    assert len(plan["windows"]) == 3
    assert plan["truncated"]


async def test_what_is_no_battery(browser: Browser) -> None:
    refused = await browser.ask(PLAN, device_ids=["nothing"])
    assert refused["error"]["code"] == "not_found"


async def test_who_may_not_read_is_refused(
    hass: HomeAssistant, browser: Browser, hass_admin_user: MockUser
) -> None:
    restrict(hass_admin_user, {"entities": {"domains": {"sensor": True}}})
    refused = await browser.ask(PLAN, device_ids=[ha_device_id(hass)])
    assert refused["error"]["code"] == "unauthorized"
    await browser.subscribe(PLAN)
    assert await browser.event() == {"order": []}


async def test_who_may_read_sees_all_of_it(
    hass: HomeAssistant, browser: Browser, hass_admin_user: MockUser
) -> None:
    restrict(hass_admin_user, {"entities": {"all": {"read": True}}})
    await browser.subscribe(PLAN, device_ids=[ha_device_id(hass)])
    assert (await browser.event())["batteries"]


async def test_a_battery_that_is_loaded_anew_stays_in_the_picture(
    hass: HomeAssistant, travel: Travel, browser: Browser, integration: MockConfigEntry
) -> None:
    device_id = ha_device_id(hass)
    await browser.subscribe(PLAN)
    await browser.event()
    entries = hass.config_entries
    await travel.run(entries.async_unload(integration.entry_id))
    away = await browser.event()
    assert away == {"batteries": {device_id: {"available": False}}}
    await travel.run(entries.async_setup(integration.entry_id))
    back = await browser.event()
    assert back["batteries"][device_id]["available"]
    assert "order" not in back
    await schedule(hass, travel, *NIGHT)
    assert (await browser.event())["batteries"][device_id]["windows"]


async def test_a_battery_that_comes_later_is_in_the_picture(
    hass: HomeAssistant, world: World, travel: Travel, browser: Browser
) -> None:
    await browser.subscribe(PLAN)
    assert (await browser.event())["order"] == [ha_device_id(hass)]
    world.add_device(full("device_sim_0009"))
    await travel(61)
    orders = [await browser.event()]
    while "order" not in orders[-1]:
        orders.append(await browser.event())
    assert len(orders[-1]["order"]) == 2


@pytest.mark.freeze_time("2026-11-23T23:59:30+00:00")
async def test_the_days_move_on_at_midnight(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    device_id = ha_device_id(hass)
    await browser.subscribe(PLAN)
    first = (await browser.event())["batteries"][device_id]
    assert first["start"] == "2026-11-22T00:00:00+00:00"
    await travel(timedelta(seconds=31))
    event = await browser.event()
    assert event["batteries"][device_id]["start"] == "2026-11-23T00:00:00+00:00"
