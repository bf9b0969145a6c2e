"""No two batteries have the same unique id on one platform."""

from itertools import product

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.account.names import unique_id
from simulator import SystemClock, World, full

from ..conftest import Setup
from ..entities import FULL
from ..tables import DESCRIPTIONS

ENDS = ("", "_", "__", "_charge", "_discharge", "_charge_", "_charge__charge", "_power")


def test_all_are_told_apart() -> None:
    ids = {"".join(parts) for parts in product(("a", "a_"), ENDS, ENDS)}
    for table in DESCRIPTIONS.values():
        made = {unique_id(name, key) for name in ids for key in table}
        assert len(made) == len(ids) * len(table)


def test_beginnings_of_keys_are_known() -> None:
    mixed = {
        (longer.removesuffix(f"_{key}"), key)
        for table in DESCRIPTIONS.values()
        for longer, key in product(table, table)
        if longer.endswith(f"_{key}")
    }
    assert mixed == {
        ("charge", "power"),
        ("discharge", "power"),
        ("expected", "level"),
        ("learned", "capacity"),
        ("planning", "status"),
    }
    for beginning, key in mixed:
        assert unique_id(f"a_{beginning}", key) == f"a_{beginning}__{key}"
    assert unique_id("a_charge", "level") == "a_charge_level"
    assert unique_id(FULL, "power") == f"{FULL}_power"


@pytest.mark.usefixtures("all_enabled")
async def test_one_id_is_another_and_the_beginning_of_a_key(
    hass: HomeAssistant, entry: MockConfigEntry, setup_entry: Setup
) -> None:
    assert await setup_entry(entry)
    found = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    by_device: dict[str | None, set[str]] = {}
    for entity in found:
        key = f"{entity.domain} {entity.translation_key}"
        by_device.setdefault(entity.device_id, set()).add(key)
    assert len(by_device) == 3
    assert len({frozenset(name) for name in by_device.values()}) == 1


@pytest.fixture
def world() -> World:
    names = (FULL, f"{FULL}_charge", f"{FULL}_discharge")
    return World(SystemClock(), devices=[full(name) for name in names])
