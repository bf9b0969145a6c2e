"""What is read of Amps, how often, and what becomes of it."""

from datetime import timedelta
from functools import partial
import logging
from typing import Literal

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import CONF_READING_PACE, DOMAIN
from simulator import DEFAULT_KEY, AmpsServer, Fault, World, full

from .conftest import Setup
from .entities import FULL, choose, entity_id, find, state
from .planned import schedule
from .travel import Travel

type Form = Literal["429", "401", "plain-401"]

LISTS = ("list_batteries", "list_actions")


def _devices(hass: HomeAssistant, battery: str) -> list[dr.DeviceEntry]:
    return dr.async_get(hass).async_get_devices(identifiers={(DOMAIN, battery)})


def _reauth_is_asked(hass: HomeAssistant) -> bool:
    flows = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    return any(flow["context"]["source"] == SOURCE_REAUTH for flow in flows)


@pytest.mark.parametrize(
    ("batteries", "most"), [(3, 2), (120, 4)], ids=["3 batteries", "120 batteries"]
)
@pytest.mark.usefixtures("integration")
async def test_rest_costs_few_requests(world: World, travel: Travel, most: int) -> None:
    await travel(1800)
    since = len(world.record.requests)
    minutes = 60
    for _ in range(minutes):
        asked = len(world.record.of(*LISTS))
        await travel(60)
        assert len(world.record.of(*LISTS)) - asked <= most
    reads = [
        request
        for request in world.record.since(since)
        if request.endpoint == "read_battery"
    ]
    of_one = [read for read in reads if read.device_id == FULL]
    assert 3 <= len(of_one) <= 5
    assert not any("expedite" in read.query for read in reads)


@pytest.mark.usefixtures("integration")
async def test_all_that_waits_is_listed_now_and_then(
    world: World, travel: Travel
) -> None:
    await travel(3600)
    states = [action.query.get("state") for action in world.record.of("list_actions")]
    assert states.count("scheduled") >= 4
    assert states.count("acknowledged") >= 4


@pytest.mark.parametrize("pace", [1, 5])
async def test_a_faster_pace_reads_past_the_cache(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
    travel: Travel,
    pace: int,
) -> None:
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(
        entry, options={**entry.options, CONF_READING_PACE: pace}
    )
    await setup_entry(entry)
    since = len(world.record.requests)
    await travel(3600)
    reads = [
        request
        for request in world.record.since(since)
        if request.endpoint == "read_battery"
    ]
    assert 60 / pace - 6 <= len(reads) <= 60 / pace + 1
    assert all(read.query["expedite"] == "true" for read in reads)


@pytest.mark.usefixtures("integration")
async def test_an_action_is_followed_to_its_end(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.fail_next(FULL, "DEVICE_OFFLINE")
    began = travel.now()
    await choose(hass, travel, "auto_reserve")
    await travel(300)
    reads = world.record.of("read_action")
    seconds = [round((read.at - began).total_seconds()) for read in reads]
    assert seconds == [2, 4, 6, 8, 10, 12, 14, 16, 18, 23, 28, 33]
    assert len(world.record.pushes()) == 1
    assert state(hass, "sensor", "last_action_state").state == "failed"


@pytest.mark.usefixtures("integration")
async def test_an_action_is_read_less_often_while_amps_does_not_answer(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.completion_delay = 600.0
    await choose(hass, travel, "charge")
    world.faults.add(Fault(endpoint="read_action", status=503, times=None))
    before = len(world.record.of("read_action"))
    await travel(2 * 60)
    # each read is tried three times
    assert len(world.record.of("read_action")) - before <= 5 * 3
    world.faults.clear()
    await travel(600)
    assert state(hass, "sensor", "last_action_state").state == "completed"


@pytest.mark.usefixtures("integration")
async def test_a_new_battery_comes_by_itself(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.add_device(full("device_new"))
    await travel(120)
    assert state(hass, "sensor", "level", "device_new").state != STATE_UNAVAILABLE
    (device,) = _devices(hass, "device_new")
    assert device.serial_number == "device_new"


@pytest.mark.parametrize("batteries", [2])
@pytest.mark.usefixtures("integration")
async def test_a_battery_that_left_goes_by_itself(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    level = entity_id(hass, "sensor", "level")
    world.remove_device(FULL)
    await travel(61)
    assert hass.states.get(level) is not None
    await travel(61)
    assert hass.states.get(level) is None
    assert _devices(hass, FULL) == []


@pytest.mark.usefixtures("integration")
async def test_a_capability_comes_and_goes(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    assert find(hass, "number", "charge_power_limit") is not None
    world.remove_parameter(FULL, "charge", "power")
    await travel(120)
    assert find(hass, "number", "charge_power_limit") is None


@pytest.mark.usefixtures("integration")
async def test_a_blip_changes_nothing(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    caplog: pytest.LogCaptureFixture,
) -> None:
    world.faults.add(Fault(endpoint="list_batteries", status=503, times=6))
    level = state(hass, "sensor", "level").state
    caplog.clear()
    await travel(130)
    assert state(hass, "sensor", "level").state == level
    await travel(120)
    assert state(hass, "sensor", "level").state not in (STATE_UNAVAILABLE, "unknown")
    assert [
        record for record in caplog.records if record.levelno >= logging.WARNING
    ] == []


@pytest.mark.usefixtures("integration")
async def test_an_outage_is_shown_and_logged_once(
    hass: HomeAssistant,
    server: AmpsServer,
    travel: Travel,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.clear()
    port = server.port
    await server.stop()
    await travel(600)
    assert state(hass, "sensor", "level").state == STATE_UNAVAILABLE
    await server.start(port=port)
    await travel(120)
    assert state(hass, "sensor", "level").state != STATE_UNAVAILABLE
    lines = [
        record
        for record in caplog.records
        if record.name.startswith("custom_components.amps")
    ]
    told = [line.levelname for line in lines if line.levelno >= logging.INFO]
    assert told == ["ERROR", "INFO"]
    assert DEFAULT_KEY not in caplog.text


@pytest.mark.parametrize("form", ["429", "401", "plain-401"])
@pytest.mark.usefixtures("integration")
async def test_throttling_slows_down_and_never_asks_for_a_key(
    hass: HomeAssistant, world: World, travel: Travel, form: Form
) -> None:
    world.faults.add(Fault.throttle(form))
    world.faults.add(
        Fault.throttle(form, endpoint="list_batteries"),
    )
    since = len(world.record.requests)
    await travel(180)
    assert len(world.record.since(since)) <= 9
    assert not _reauth_is_asked(hass)
    await travel(900)
    assert state(hass, "sensor", "level").state != STATE_UNAVAILABLE


@pytest.mark.usefixtures("integration")
async def test_a_key_that_is_refused_twice_is_asked_for_again(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.keys.revoke(DEFAULT_KEY)
    await travel(61)
    assert not _reauth_is_asked(hass)
    await travel(61)
    assert _reauth_is_asked(hass)


@pytest.mark.usefixtures("integration")
async def test_bare_refusals_ask_for_a_key_only_after_ten_minutes(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(Fault(status=401, code="UNAUTHORIZED", times=None))
    await travel(590)
    assert not _reauth_is_asked(hass)
    await travel(1200)
    assert _reauth_is_asked(hass)
    # it was throttled after all
    world.faults.clear()
    await travel(700)
    assert not _reauth_is_asked(hass)
    assert state(hass, "sensor", "level").state != STATE_UNAVAILABLE


async def test_a_bare_refusal_at_set_up_is_not_ready(
    hass: HomeAssistant, entry: MockConfigEntry, setup_entry: Setup, world: World
) -> None:
    world.faults.add(Fault(status=401, code="UNAUTHORIZED", times=None))
    assert not await setup_entry(entry)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert not _reauth_is_asked(hass)


@pytest.mark.parametrize("code", ["INVALID_API_KEY", "EXPIRED_TOKEN"])
async def test_a_key_refused_at_set_up_is_asked_for_again(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
    code: str,
) -> None:
    world.faults.add(Fault(status=401, code=code, times=None))
    assert not await setup_entry(entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert _reauth_is_asked(hass)


async def test_a_key_refused_once_at_set_up_is_not_ready(
    entry: MockConfigEntry, setup_entry: Setup, world: World
) -> None:
    world.faults.add(Fault(status=401, code="INVALID_API_KEY"))
    assert not await setup_entry(entry)
    assert entry.state is ConfigEntryState.SETUP_RETRY


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_an_offline_battery_keeps_its_level(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    level = state(hass, "sensor", "level").state
    world.set_offline(FULL)
    await travel(1000)
    assert state(hass, "sensor", "level").state == level
    assert state(hass, "sensor", "power").state == "unknown"
    assert state(hass, "binary_sensor", "cloud_link").state == "off"
    world.set_offline(FULL, offline=False)
    await travel(1000)
    assert state(hass, "sensor", "power").state != "unknown"
    assert state(hass, "binary_sensor", "cloud_link").state == "on"


async def test_a_restart_writes_nothing(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await travel.run(hass.config_entries.async_reload(integration.entry_id))
    await travel(600)
    assert world.record.writes() == []
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    since = len(world.record.requests)
    await travel(3600)
    assert world.record.since(since) == []


@pytest.mark.parametrize(
    ("batteries", "seconds"), [(1, 100), (400, 25)], ids=["no answer", "slow pages"]
)
async def test_a_set_up_is_given_up_long_before_home_assistant_does(
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
    travel: Travel,
    seconds: float,
) -> None:
    world.faults.add(Fault(delay=seconds, times=None))
    began = travel.now()
    assert not await setup_entry(entry)
    assert travel.now() - began < timedelta(seconds=160)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert "Amps did not respond as expected" in str(entry.reason)


async def test_nothing_is_sent_until_it_is_known_what_amps_has(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
    travel: Travel,
) -> None:
    world.faults.add(Fault(endpoint="list_actions", delay=100, times=None))
    began = travel.now()
    assert await setup_entry(entry)
    assert travel.now() - began < timedelta(seconds=70)
    await schedule(hass, travel)
    await travel(120)
    assert not world.record.writes()
    world.faults.clear()
    await travel(90)
    assert world.record.pushes()


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_what_is_told_during_a_poll_outlives_it(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    slow = Fault(endpoint="list_actions", delay=20, after=True, times=None)
    world.faults.add(slow)
    asked = len(world.record.of("list_actions"))
    while len(world.record.of("list_actions")) == asked:
        await travel(1)
    await choose(hass, travel, "auto_export")
    for _ in range(30):
        await travel(1)
        assert state(hass, "select", "operation_mode").state == "auto_export"
        assert state(hass, "sensor", "last_action_command").state == "auto_export"


async def test_a_listener_hears_of_its_own_battery_until_it_is_removed(
    hass: HomeAssistant, integration: MockConfigEntry
) -> None:
    coordinator = integration.runtime_data.coordinator
    heard: list[str] = []
    removes = [
        coordinator.battery(FULL).async_add_listener(partial(heard.append, FULL)),
        coordinator.battery("another").async_add_listener(
            partial(heard.append, "another")
        ),
        coordinator.async_add_listener(partial(heard.append, "all")),
    ]
    coordinator.async_apply(FULL, trouble="DEVICE_OFFLINE")
    await hass.async_block_till_done()
    assert [*dict.fromkeys(heard)] == ["all", FULL]
    heard.clear()
    for remove in removes:
        remove()
    coordinator.async_apply(FULL, trouble="READ_FAILED")
    await hass.async_block_till_done()
    assert heard == []
