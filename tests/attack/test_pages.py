"""Lists that never end, repeat themselves, or hold more than anybody has."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.account.snapshot import MAX_ACTIONS
from custom_components.amps.api import paging
from simulator import Fault, World
from simulator.record import RequestEntry
from tests.entities import FULL, state
from tests.travel import Travel

from .checks import assert_goes_on, assert_nothing_leaks
from .hostile import LyingServer


def _page(data: Any) -> dict[str, Any] | None:
    """Return a list's payload."""
    payload = data.get("data")
    return payload if isinstance(payload, dict) and "items" in payload else None


def _says_more(_entry: RequestEntry, data: Any) -> Any:
    """Every page is said to have another one, and that is the same."""
    if (page := _page(data)) is not None:
        page["pagination"] |= {"hasMore": True, "total": 10**9}
    return data


class NewOnes:
    """Every page of a list holds what nobody has seen, and says that there is more."""

    def __init__(self, endpoint: str, *, more: bool = True, **first: Any) -> None:
        self._endpoint = endpoint
        self._more = more
        self._first = first
        self.made = 0

    def __call__(self, entry: RequestEntry, data: Any) -> Any:
        if entry.endpoint != self._endpoint or (page := _page(data)) is None:
            return data
        like = self._first or page["items"][0]
        self._first = like
        page["items"] = [
            like | {"id": f"made_up_{self.made + number}"} for number in range(50)
        ]
        self.made += 50
        page["pagination"] |= {"hasMore": self._more, "total": 10**9}
        return data


async def test_pages_that_repeat_themselves_end(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    server: LyingServer,
    world: World,
    travel: Travel,
) -> None:
    server.lie = _says_more
    since = world.record.next_index()
    await travel(5 * 60)
    assert len(world.record.since(since)) < 30
    assert state(hass, "sensor", "level").state != "unavailable"
    server.lie = None
    await assert_goes_on(hass, travel)
    await assert_nothing_leaks(hass, integration)


async def test_pages_without_end_are_given_up_and_told(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    server: LyingServer,
    world: World,
    travel: Travel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(paging, "MAX_PAGES", 8)
    server.lie = NewOnes("list_batteries")
    since = world.record.next_index()
    await travel(7 * 60)
    assert 8 <= len(world.record.since(since)) < 8 * 12
    coordinator = integration.runtime_data.coordinator
    assert set(coordinator.data) == {FULL}
    assert not coordinator.client._listing._last
    registry = ir.async_get(hass)
    assert registry.async_get_issue("amps", "api_unknown") is not None
    server.lie = None
    await assert_goes_on(hass, travel)
    assert registry.async_get_issue("amps", "api_unknown") is None
    assert len(coordinator.client._listing._last) == 1


@pytest.mark.parametrize(
    ("name", "bound"), [("MAX_ITEMS", 120), ("MAX_LIST_BYTES", 20_000)]
)
async def test_a_list_of_too_much_is_given_up(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    server: LyingServer,
    travel: Travel,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    bound: int,
) -> None:
    server.lie = NewOnes("list_batteries")
    monkeypatch.setattr(paging, name, bound)
    await travel(5 * 60)
    coordinator = integration.runtime_data.coordinator
    assert "a list without end" in str(coordinator.last_exception.__cause__)
    server.lie = None
    await assert_goes_on(hass, travel)


async def test_batteries_beyond_what_an_entry_holds_are_left_out(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    server: LyingServer,
    travel: Travel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("custom_components.amps.coordinator.MAX_BATTERIES", 5)
    server.lie = NewOnes("list_batteries", more=False)
    await travel(60)
    coordinator = integration.runtime_data.coordinator
    assert len(coordinator.data) <= 5
    server.lie = None
    await travel(5 * 60)
    assert set(coordinator.data) == {FULL}
    await assert_goes_on(hass, travel)


async def test_actions_that_never_end_are_kept_within_bounds(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    server: LyingServer,
    world: World,
    travel: Travel,
) -> None:
    """Each listing tells of other actions, all of them on their way."""
    lie = NewOnes(
        "list_actions",
        more=False,
        deviceId=FULL,
        deviceType="battery",
        command="charge",
        state="acknowledged",
        createdAt="2026-11-23T07:59:00.000Z",
    )
    server.lie = lie
    since = world.record.next_index()
    await travel(45 * 60)
    assert lie.made > 2 * MAX_ACTIONS
    coordinator = integration.runtime_data.coordinator
    assert len(coordinator.data[FULL].actions) <= 2 * MAX_ACTIONS
    reader = integration.runtime_data.reader
    for notes in (reader._moving_since, reader._action_read, reader._hinted_actions):
        assert len(notes) <= 2 * MAX_ACTIONS
    assert len(world.record.since(since)) < 45 * 65
    server.lie = None
    await travel(10 * 60)
    await assert_goes_on(hass, travel)


async def test_the_same_battery_many_times_is_one(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    server: LyingServer,
    travel: Travel,
) -> None:
    def lie(_entry: RequestEntry, data: Any) -> Any:
        if (page := _page(data)) is not None:
            page["items"] *= 40
        return data

    server.lie = lie
    await travel(5 * 60)
    assert set(integration.runtime_data.coordinator.data) == {FULL}
    await assert_goes_on(hass, travel)


@pytest.mark.parametrize("wait", ["1000000000", "-1", "Fri, 31 Dec 9999 23:59:59 GMT"])
async def test_a_wait_without_end_is_an_hour_at_most(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    wait: str,
) -> None:
    world.faults.add(
        Fault(
            status=429,
            code="RATE_LIMIT_EXCEEDED",
            headers={"Retry-After": wait},
            times=3,
        )
    )
    await travel(120)
    world.faults.clear()
    await travel(60 * 60)
    await assert_goes_on(hass, travel)
    await assert_nothing_leaks(hass, integration)


async def test_a_clock_of_another_century_is_told_and_mends(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    server: LyingServer,
    world: World,
    travel: Travel,
) -> None:
    """Nothing is pushed by a clock that nobody can mean, and nothing is called over."""

    def lie(_entry: RequestEntry, data: Any) -> Any:
        data["meta"]["timestamp"] = "9999-12-31T23:59:59Z"
        return data

    server.lie = lie
    await travel(10 * 60)
    coordinator = integration.runtime_data.coordinator
    assert abs(coordinator.now() - travel.now()).total_seconds() < 60
    server.lie = None
    assert not world.record.pushes(FULL)
    await assert_goes_on(hass, travel)
