"""Which deliveries of webhooks are believed."""

import json

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.account.webhook import MAX_BODY_BYTES, deliveries
from simulator import DEFAULT_SECRET, World

from ..entities import FULL
from ..hooks import signed, through_cloud
from ..travel import Travel

OTHER_SECRET = "whsec_" + "b3RoZXIgc2VjcmV0IG9mIGEgd2ViaG9vaw=="
PUSHED = {"actionId": "action_1", "deviceId": FULL, "command": "charge"}


@pytest.mark.parametrize("family", ["svix", "webhook"])
@pytest.mark.parametrize("age", [0, 299, -299])
async def test_both_families_of_headers(
    hass: HomeAssistant,
    travel: Travel,
    hooked: MockConfigEntry,
    family: str,
    age: float,
) -> None:
    body = json.dumps(PUSHED).encode()
    headers = signed(travel, body, family=family, age=age)
    assert await through_cloud(hass, travel, body, headers) == 200
    assert deliveries(hass, hooked.entry_id).last_valid == travel.now()


@pytest.mark.usefixtures("hooked")
async def test_one_right_family_suffices(hass: HomeAssistant, travel: Travel) -> None:
    body = b"{}"
    right = signed(travel, body, family="webhook")
    wrong = signed(travel, body, secrets=(OTHER_SECRET,))
    assert await through_cloud(hass, travel, body, {**wrong, **right}) == 200


@pytest.mark.usefixtures("hooked")
@pytest.mark.parametrize(
    ("secrets", "status"),
    [
        ((OTHER_SECRET, DEFAULT_SECRET), 200),
        ((DEFAULT_SECRET, OTHER_SECRET), 200),
        ((OTHER_SECRET,), 401),
    ],
)
async def test_rotated_secrets(
    hass: HomeAssistant, travel: Travel, secrets: tuple[str, ...], status: int
) -> None:
    headers = signed(travel, b"{}", secrets=secrets)
    assert await through_cloud(hass, travel, b"{}", headers) == status


@pytest.mark.parametrize("age", [301, -301, 86400])
async def test_an_old_one_is_refused(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry, age: float
) -> None:
    headers = signed(travel, b"{}", age=age)
    assert await through_cloud(hass, travel, b"{}", headers) == 401
    assert deliveries(hass, hooked.entry_id).refused == 1


@pytest.mark.usefixtures("hooked")
async def test_a_replay_is_refused_once_it_is_old(
    hass: HomeAssistant, travel: Travel
) -> None:
    headers = signed(travel, b"{}")
    assert await through_cloud(hass, travel, b"{}", headers) == 200
    await travel(302)
    assert await through_cloud(hass, travel, b"{}", headers) == 401


@pytest.mark.parametrize(
    ("changes", "body"),
    [
        ({"svix-signature": None}, b"{}"),
        ({"svix-id": None}, b"{}"),
        ({"svix-timestamp": None}, b"{}"),
        ({"svix-id": "msg_2"}, b"{}"),
        ({"svix-timestamp": "nan"}, b"{}"),
        ({"svix-timestamp": "1e400"}, b"{}"),
        ({"svix-timestamp": "soon"}, b"{}"),
        ({"svix-signature": "v1,"}, b"{}"),
        ({"svix-signature": "v1"}, b"{}"),
        ({"svix-signature": "v1,v1,v1"}, b"{}"),
        ({"svix-signature": "v1,\u00e4\u00f6"}, b"{}"),
        ({"svix-signature": "v1a,AAAA v2,BBBB"}, b"{}"),
        ({"svix-signature": ""}, b"{}"),
        ({}, b'{"changed": true}'),
        ({}, b""),
        ({}, b"\xff\xfe{}"),
    ],
)
async def test_what_nobody_vouches_for_is_refused(
    hass: HomeAssistant,
    travel: Travel,
    hooked: MockConfigEntry,
    world: World,
    changes: dict[str, str | None],
    body: bytes,
) -> None:
    since = world.record.next_index()
    mixed = {**signed(travel, b"{}"), **changes}
    headers = {name: value for name, value in mixed.items() if value is not None}
    assert await through_cloud(hass, travel, body, headers) == 401
    came = deliveries(hass, hooked.entry_id)
    assert (came.valid, came.refused, came.last_valid) == (0, 1, None)
    assert world.record.since(since) == []


async def test_a_body_in_no_text_is_refused_though_it_is_signed(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry
) -> None:
    body = "{}".encode("utf-16")
    assert await through_cloud(hass, travel, body, signed(travel, body)) == 401
    assert deliveries(hass, hooked.entry_id).refused == 1


@pytest.mark.usefixtures("hooked")
@pytest.mark.parametrize(
    ("size", "status"), [(MAX_BODY_BYTES, 200), (MAX_BODY_BYTES + 1, 401)]
)
async def test_the_size_is_bounded(
    hass: HomeAssistant, travel: Travel, size: int, status: int
) -> None:
    body = b" " * size
    assert await through_cloud(hass, travel, body, signed(travel, body)) == status


@pytest.mark.usefixtures("hooked")
async def test_a_deep_body_does_no_harm(hass: HomeAssistant, travel: Travel) -> None:
    body = b"[" * MAX_BODY_BYTES
    assert await through_cloud(hass, travel, body, signed(travel, body)) == 200
