"""What an earlier version stored is taken over; nothing of it is lost or repeated."""

from datetime import timedelta
import os
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import DOMAIN
from simulator import World

from ..entities import FULL, state
from ..packaging.files import MANIFEST
from ..travel import Travel
from ..windows import answer, spans
from .lived import leave, live
from .recorded import VERSIONS, Storage, is_ours, shape, storage_of, write

STORE = f"{DOMAIN}.battery.{FULL}"
ENERGY = f"{DOMAIN}.energy.{FULL}"
each_version = pytest.mark.parametrize("version", VERSIONS)
newest = pytest.mark.parametrize("version", VERSIONS[-1:])


def test_a_version_is_recorded() -> None:
    assert VERSIONS


@pytest.mark.usefixtures("all_enabled")
async def test_this_version_stores_what_is_recorded_of_it(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    hass_storage: Storage,
    tmp_path: Path,
) -> None:
    await live(hass, travel, world)
    await leave(hass, travel, integration)
    ours = {key: stored for key, stored in hass_storage.items() if is_ours(key)}
    version = MANIFEST["version"]
    if "RECORD" in os.environ:
        write(version, ours, tmp_path, world)
    recorded = storage_of(version)
    assert shape(recorded[STORE]) == shape(ours[STORE]), (
        "what is stored has another form now: RECORD=1 scripts/test tests/upgrade"
        " writes it anew, under the version in manifest.json"
    )


@each_version
async def test_windows_and_choices_are_kept(
    hass: HomeAssistant, upgraded: ConfigEntry[Any], travel: Travel
) -> None:
    assert upgraded.state is ConfigEntryState.LOADED
    windows = await answer(
        hass, travel, "get_windows", start="2026-11-23", end="2026-11-28"
    )
    assert spans(windows) == [
        ("2026-11-23T08:30", "09:00"),
        ("2026-11-23T09:15", "09:45"),
        ("2026-11-23T11:00", "12:00"),
        ("2026-11-23T13:00", "14:00"),
        ("2026-11-24T13:00", "14:00"),
        ("2026-11-26T13:00", "14:00"),
        ("2026-11-27T13:00", "14:00"),
    ]
    assert [window["outcome"] for window in windows[:3]] == ["done", "failed", None]
    assert {(window["target"], window["power"]) for window in windows[3:]} == {(90, 3)}
    assert state(hass, "number", "charge_target").state == "85.0"
    assert state(hass, "select", "after_window").state == "idle"
    assert state(hass, "sensor", "last_result").state == "failed"


@each_version
async def test_what_was_sent_is_not_sent_again(
    hass: HomeAssistant,
    upgraded: ConfigEntry[Any],
    world: World,
    travel: Travel,
) -> None:
    await travel(timedelta(minutes=30))
    # Amps has the window; what it never got is the command behind it
    sent = [request.body["action"]["command"] for request in world.record.pushes()]
    assert sent == ["idle"]
    await travel(timedelta(hours=4))
    assert upgraded.state is ConfigEntryState.LOADED
    modes = [effect.command for effect in world.record.effects_of(FULL, "mode")]
    # Amps goes to idle by itself at the end of a window, and is told to as well
    assert modes == ["charge", "idle", "idle"] * 2
    assert state(hass, "sensor", "last_result").state == "done"


@each_version
@pytest.mark.usefixtures("upgraded")
async def test_energy_goes_on_from_where_it_was(
    hass: HomeAssistant, version: str
) -> None:
    stored = storage_of(version)[ENERGY]["data"]
    for key in ("charged", "discharged"):
        shown = float(state(hass, "sensor", f"energy_{key}").state)
        assert stored[key] - 0.001 <= shown <= stored[key] + 0.5
    assert stored["charged"] > 0


@each_version
@pytest.mark.usefixtures("upgraded")
async def test_entities_are_the_same_ones(hass: HomeAssistant, version: str) -> None:
    registry = storage_of(version)["core.entity_registry"]["data"]["entities"]
    before = {
        entity["unique_id"]: entity["entity_id"]
        for entity in registry
        if entity["platform"] == DOMAIN
    }
    assert len(before) >= 20
    entities = er.async_get(hass).entities.values()
    after = {
        entity.unique_id: entity.entity_id
        for entity in entities
        if entity.platform == DOMAIN
    }
    assert before.items() <= after.items()


def _add_unknown(storage: Storage) -> None:
    stored = storage[STORE]
    stored["minor_version"] = 7
    stored["data"]["colour"] = "green"
    stored["data"]["engine"]["colour"] = {"of": "the battery"}
    charge = stored["data"]["commands"]["charge"]
    charge["parameters"]["colour"] = [None, 0, 1, None]
    charge["execution"].append("slowly")
    stored["data"]["commands"]["auto.colourful"] = charge
    for record in stored["data"]["engine"]["records"].values():
        record["colour"] = 1
    assert stored["data"]["engine"]["records"]


@newest
@pytest.mark.parametrize("change", [_add_unknown])
async def test_what_a_newer_version_adds_does_no_harm(
    hass: HomeAssistant, upgraded: ConfigEntry[Any]
) -> None:
    assert upgraded.state is ConfigEntryState.LOADED
    assert state(hass, "sensor", "last_result").state == "failed"
