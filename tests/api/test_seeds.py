"""The bodies of the seed pages parse as they stand."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from custom_components.amps.api import (
    Action,
    ActionState,
    AmpsClient,
    Command,
    Generation,
    Parameters,
    Push,
)

from .bodies import action, battery, g2_action
from .wire import Wire, fixture, wrapped

LONDON = ZoneInfo("Europe/London")


def test_seed_000_a_cancelled_action() -> None:
    found = action(fixture("cancel_g1"))

    assert found == Action(
        id="act_2026050709a1b2c3",
        battery_id="device_abc123",
        command=Command.CHARGE,
        parameters=Parameters(target=100),
        state=ActionState.CANCELLED,
        created_at=datetime(2026, 5, 7, 8, tzinfo=UTC),
        updated_at=datetime(2026, 5, 7, 11, 32, tzinfo=UTC),
        start=datetime(2026, 6, 1, 2, tzinfo=UTC),
    )
    assert not found.unrecognized


async def test_seed_001_a_devices_actions(client: AmpsClient, wire: Wire) -> None:
    wire.on("GET /battery/dev_abc123/actions", fixture("device_actions_g1"))

    found = await client.list_actions(battery_id="dev_abc123")

    assert [(decoded.state, decoded.command) for decoded in found] == [
        (ActionState.SCHEDULED, Command.CHARGE),
        (ActionState.COMPLETED, Command.AUTO_BALANCED),
        (ActionState.FAILED, Command.CHARGE),
    ]
    assert found[2].error_code == "DEVICE_OFFLINE"
    assert found[2].error_message == "Inverter did not respond within 30s."
    assert found[2].completed_at == datetime(2026, 5, 5, 19, 10, 32, tzinfo=UTC)
    assert client.generation is Generation.G1
    assert not any(decoded.unrecognized for decoded in found)


async def test_seed_002_the_accounts_actions(client: AmpsClient, wire: Wire) -> None:
    wire.on("GET /actions", fixture("actions_g2"))

    found = await client.list_actions()

    assert [decoded.id for decoded in found] == [
        "act_2026050709a1b2c3",
        "act_2026050615e6f7d8",
    ]
    assert found[0].parameters == Parameters(target=100)
    assert found[1].parameters == Parameters()
    assert client.generation is Generation.G2
    assert client.environment == "sandbox"
    assert wire.seen[0].query["type"] == "battery"


async def test_seed_003_the_body_of_a_push(client: AmpsClient, wire: Wire) -> None:
    wire.on("POST /battery/device_1", wrapped(g2_action(start=None, end=None)))
    push = Push(command=Command.CHARGE, parameters=Parameters(target=90, power=5))

    await client.push(battery(), push, time_zone=LONDON)

    assert wire.seen[0].body == {"action": fixture("push_action")}


def test_seed_004_an_action_of_g0() -> None:
    found = action(fixture("action_g0"))

    assert found.state is ActionState.ACKNOWLEDGED
    assert found.command is Command.CHARGE
    assert found.start == datetime(2025, 6, 1, 18, tzinfo=UTC)
    assert found.created_at is found.completed_at is None
    assert set(found.unrecognized) == {
        "createdAt",
        "updatedAt",
        "acknowledgedAt",
        "completedAt",
    }
