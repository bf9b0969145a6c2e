"""Webhooks, from outside: what is taken, what is refused, and what comes of it."""

import asyncio
from datetime import timedelta
import logging
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.amps.account.webhook import deliveries
from simulator import DEFAULT_SECRET, AmpsServer, World, fleet
from simulator.probe import push_body

from ..conftest import Setup
from ..entities import FULL, WINDOWED, find, state
from ..hooks import HOOK, PATH, Client, deliver, signed, through_cloud, with_webhook
from ..travel import Travel

MINUTE = timedelta(minutes=1)
PUSHED = {"actionId": "action_1", "deviceId": FULL, "command": "charge"}


def reads(world: World, since: int = 0) -> list[str]:
    """The single reads that Amps saw."""
    names = ("read_battery", "read_action")
    return [
        request.endpoint
        for request in world.record.since(since)
        if request.endpoint in names
    ]


# What a valid one does


@pytest.mark.parametrize("generation", ["g1", "g2"])
async def test_from_delivery_to_the_state(
    hass: HomeAssistant,
    travel: Travel,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
    server: AmpsServer,
    hass_client_no_auth: ClientSessionGenerator,
    generation: Any,
) -> None:
    world.knobs.update({"generation": generation, "webhook_delay": 0})
    assert await setup_entry(with_webhook(entry))
    client = await hass_client_no_auth()
    world.outbox.add_target(str(client.make_url(PATH)))
    await travel(65)
    before = state(hass, "sensor", "last_action_state").state
    world.foreign_push(FULL, push_body("idle"))
    # no timer comes due: only the delivery can tell of what happens meanwhile
    travel.sleep(timedelta(seconds=6))
    since, delivered = world.record.next_index(), travel.now()
    assert await travel.run(server.deliver_webhooks()) == 1
    await travel.settle()

    changed = state(hass, "sensor", "last_action_state")
    assert (before, changed.state) == ("unknown", "completed")
    assert (changed.last_changed - delivered).total_seconds() < 0.3
    asked = world.record.since(since)
    assert {request.endpoint for request in asked} == {"read_battery", "read_action"}
    assert all((request.at - delivered).total_seconds() < 0.3 for request in asked)


async def test_the_body_is_only_a_hint(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry, world: World
) -> None:
    told = {
        **PUSHED,
        "result": {"success": True},
        "completedAt": "2026-11-23T08:00:00Z",
    }
    before = hass.states.async_all()
    await deliver(hass, travel, told)
    assert [shown for shown in hass.states.async_all() if shown not in before] == []
    assert reads(world)[-2:] == ["read_action", "read_battery"]
    assert deliveries(hass, hooked.entry_id).valid == 1


async def test_a_repeated_one_is_taken_once(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry, world: World
) -> None:
    await deliver(hass, travel, PUSHED)
    since = world.record.next_index()
    await deliver(hass, travel, PUSHED)
    assert reads(world, since) == []
    came = deliveries(hass, hooked.entry_id)
    assert (came.valid, came.repeated, came.refused) == (1, 1, 0)


async def test_ids_are_remembered_within_bounds(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry
) -> None:
    for number in range(600):
        await deliver(hass, travel, {}, f"msg_{number}")
    came = deliveries(hass, hooked.entry_id)
    assert came.valid == 600
    assert len(came.seen) == 500


@pytest.mark.parametrize(
    "told",
    [
        {"deviceId": "device_of_nobody", "timestamp": "2026-11-23T08:00:00Z"},
        {"deviceId": FULL, "deviceType": "hvac"},
        {"deviceId": 7},
        {"deviceId": ""},
        {"hello": "world"},
        {"data": [1, 2]},
        ["deviceId"],
        "text",
        None,
    ],
)
async def test_what_is_about_nothing_here_is_taken_and_ignored(
    hass: HomeAssistant,
    travel: Travel,
    hooked: MockConfigEntry,
    world: World,
    told: Any,
) -> None:
    since = world.record.next_index()
    await deliver(hass, travel, told)
    assert reads(world, since) == []
    assert deliveries(hass, hooked.entry_id).refused == 0


@pytest.mark.usefixtures("hooked")
async def test_a_battery_that_is_new_is_polled_for(
    hass: HomeAssistant, travel: Travel, world: World
) -> None:
    world.add_device(fleet(2)[1])
    await deliver(hass, travel, {"deviceId": WINDOWED, "deviceType": "battery"})
    assert find(hass, "sensor", "level", WINDOWED) is not None


@pytest.mark.usefixtures("hooked")
async def test_an_envelope_is_tolerated(
    hass: HomeAssistant, travel: Travel, world: World
) -> None:
    since = world.record.next_index()
    await deliver(hass, travel, {"type": "push.completed", "data": PUSHED})
    assert sorted(reads(world, since)) == ["read_action", "read_battery"]


# Over HTTP


async def test_a_huge_body_is_not_read_to_its_end(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry, client: Client
) -> None:
    sent = 0

    async def endless() -> Any:
        nonlocal sent
        while sent < 100 * 1024 * 1024:
            sent += 65536
            yield b" " * 65536

    async def post() -> int:
        try:
            async with client.post(
                PATH, data=endless(), headers=signed(travel, b"{}")
            ) as answer:
                return answer.status
        except OSError:
            return 401

    assert await travel.run(post()) == 401
    assert sent < 32 * 1024 * 1024
    assert deliveries(hass, hooked.entry_id).refused == 1


async def test_a_body_that_drips_is_given_up(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry, client: Client
) -> None:
    async def dripping() -> Any:
        while True:
            yield b" "
            await asyncio.sleep(1)

    async def post() -> int:
        async with client.post(
            PATH, data=dripping(), headers=signed(travel, b"{}")
        ) as answer:
            return answer.status

    begun = travel.now()
    assert await travel.run(post()) == 401
    assert travel.now() - begun < timedelta(seconds=15)
    assert deliveries(hass, hooked.entry_id).refused == 1


async def test_only_posts_are_taken(travel: Travel, client: Client) -> None:
    async def ask(method: str) -> int:
        async with client.request(method, PATH) as answer:
            return answer.status

    assert await travel.run(ask("get")) == 405
    assert await travel.run(ask("put")) == 405


async def test_a_flood_is_one_line_in_the_log(
    hass: HomeAssistant,
    travel: Travel,
    hooked: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for _ in range(50):
        assert await through_cloud(hass, travel, b"{}", {"svix-id": "x"}) == 401
    lines = [
        record
        for record in caplog.records
        if record.name.endswith("account.webhook") and record.levelno >= logging.WARNING
    ]
    assert len(lines) == 1
    assert deliveries(hass, hooked.entry_id).refused == 50
    for secret in (HOOK, DEFAULT_SECRET):
        assert secret not in lines[0].getMessage()


async def test_many_at_once_keep_to_the_budget(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry, world: World
) -> None:
    await travel(120)
    for number in range(200):
        told = {**PUSHED, "actionId": f"action_{number}"}
        await deliver(hass, travel, told, f"msg_{number}")
    assert deliveries(hass, hooked.entry_id).valid == 200
    last = [
        request
        for request in world.record.requests
        if travel.now() - request.at < MINUTE
    ]
    assert len(last) <= 65


async def test_it_is_gone_after_unloading(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry, world: World
) -> None:
    await travel.run(hass.config_entries.async_unload(hooked.entry_id))
    since = world.record.next_index()
    await deliver(hass, travel, PUSHED)
    assert world.record.since(since) == []
    assert deliveries(hass, hooked.entry_id).valid == 0
    assert await travel.run(hass.config_entries.async_setup(hooked.entry_id))
    await deliver(hass, travel, PUSHED)
    assert deliveries(hass, hooked.entry_id).valid == 1


async def test_counts_and_ids_outlive_a_reload(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry
) -> None:
    await deliver(hass, travel, PUSHED)
    await travel.run(hass.config_entries.async_reload(hooked.entry_id))
    await deliver(hass, travel, PUSHED)
    came = deliveries(hass, hooked.entry_id)
    assert (came.valid, came.repeated) == (1, 1)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_%%%", "plain"])
async def test_an_unusable_secret_keeps_nothing_from_working(
    entry: MockConfigEntry, setup_entry: Setup, secret: str
) -> None:
    assert await setup_entry(with_webhook(entry, secret))


async def test_polling_stays_as_it_is(
    travel: Travel, hooked: MockConfigEntry, world: World
) -> None:
    assert hooked.runtime_data.coordinator.last_poll is not None
    since = world.record.next_index()
    await travel(600)
    polls = [
        request
        for request in world.record.since(since)
        if request.endpoint == "list_batteries"
    ]
    assert len(polls) in (9, 10)
