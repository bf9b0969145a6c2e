"""Every action finds its batteries by whatever Home Assistant can target."""

from http import HTTPStatus
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import (
    area_registry as ar,
    config_validation as cv,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.amps.const import DOMAIN
from simulator import World

from ..entities import FULL, WINDOWED, entity_id, ha_device_id
from ..travel import Travel

BOTH = (FULL, WINDOWED)

pytestmark = [
    pytest.mark.usefixtures("integration"),
    pytest.mark.parametrize("batteries", [2]),
]


@pytest.fixture
def home(hass: HomeAssistant, integration: object) -> dict[str, str]:
    """The first battery in an area of a floor; a label for both, one for the second."""
    assert integration
    floor = fr.async_get(hass).async_create("Basement")
    area = ar.async_get(hass).async_create("Plant room", floor_id=floor.floor_id)
    label, one = (
        lr.async_get(hass).async_create(item) for item in ("Energy", "Second")
    )
    registry = dr.async_get(hass)
    registry.async_update_device(
        ha_device_id(hass), area_id=area.id, labels={label.label_id}
    )
    registry.async_update_device(
        ha_device_id(hass, WINDOWED), labels={label.label_id, one.label_id}
    )
    return {
        "area": area.id,
        "floor": floor.floor_id,
        "label": label.label_id,
        "second": one.label_id,
    }


EXCLUDES = "exclude" in {str(key) for key in cv.TARGET_SERVICE_FIELDS}
"""Whether this Home Assistant takes targets that leave something out."""


async def _listed(hass: HomeAssistant, travel: Travel, **target: Any) -> list[str]:
    """Return the batteries that an action is for; each has one window."""
    given: Any = await travel.run(
        hass.services.async_call(
            DOMAIN,
            "schedule_window",
            {**target, "start": "2026-11-24 00:30:00", "end": "2026-11-24 05:30:00"},
            blocking=True,
            return_response=True,
        )
    )
    ids = {ha_device_id(hass, item): item for item in BOTH}
    return [ids[window["device_id"]] for window in given["windows"]]


async def test_area_floor_and_label(
    hass: HomeAssistant, travel: Travel, home: dict[str, str]
) -> None:
    assert await _listed(hass, travel, area_id=home["area"]) == [FULL]
    assert await _listed(hass, travel, label_id=[home["second"]]) == [WINDOWED]
    for data in ({"floor_id": home["floor"]}, {"label_id": home["label"]}):
        with pytest.raises(ServiceValidationError) as caught:
            await _listed(hass, travel, **data)
        assert caught.value.translation_key == "window_clash"


async def test_others_in_an_area_do_not_matter(
    hass: HomeAssistant, travel: Travel, home: dict[str, str]
) -> None:
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    lamp = dr.async_get(hass).async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("other", "1")}
    )
    dr.async_get(hass).async_update_device(lamp.id, area_id=home["area"])
    assert await _listed(hass, travel, area_id=home["area"]) == [FULL]


async def test_entities_and_groups_of_them(hass: HomeAssistant, travel: Travel) -> None:
    level = entity_id(hass, "sensor", "level")
    config = {"group": {"all_levels": {"entities": [level]}}}
    assert await travel.run(async_setup_component(hass, "group", config))
    assert await _listed(hass, travel, entity_id="group.all_levels") == [FULL]
    calendar = entity_id(hass, "calendar", "plan", WINDOWED)
    assert await _listed(hass, travel, entity_id=calendar) == [WINDOWED]


async def test_an_entity_that_is_labelled_itself(
    hass: HomeAssistant, travel: Travel, home: dict[str, str]
) -> None:
    label = lr.async_get(hass).async_create("Planned")
    er.async_get(hass).async_update_entity(
        entity_id(hass, "select", "operation_mode"), labels={label.label_id}
    )
    assert home
    assert await _listed(hass, travel, label_id=label.label_id) == [FULL]


async def test_each_battery_once(
    hass: HomeAssistant, travel: Travel, home: dict[str, str]
) -> None:
    named = [entity_id(hass, "sensor", item) for item in ("level", "power")]
    found = await _listed(
        hass,
        travel,
        device_id=[ha_device_id(hass, WINDOWED)],
        entity_id=named,
        area_id=home["area"],
    )
    assert found == [WINDOWED, FULL]


@pytest.mark.parametrize(
    ("target", "key"),
    [
        ({}, "no_battery_chosen"),
        ({"device_id": []}, "no_battery_chosen"),
        ({"area_id": "nowhere"}, "no_battery_chosen"),
        ({"entity_id": "sensor.nonsense"}, "entity_of_no_battery"),
        ({"entity_id": "all"}, "no_battery_chosen"),
    ],
)
async def test_no_battery(
    hass: HomeAssistant, travel: Travel, target: dict[str, Any], key: str
) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await _listed(hass, travel, **target)
    assert caught.value.translation_key == key
    assert "{" not in str(caught.value)


async def test_over_rest_an_entity_is_enough(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    hass_client: ClientSessionGenerator,
) -> None:
    assert await travel.run(async_setup_component(hass, "api", {}))
    client = await travel.run(hass_client())
    body = {
        "entity_id": entity_id(hass, "select", "operation_mode"),
        "source": "emhass",
        "windows": [
            {
                "command": "charge",
                "start": "2026-11-24T00:30:00+00:00",
                "end": "2026-11-24T05:30:00+00:00",
            }
        ],
    }
    url = "/api/services/amps/set_plan?return_response"
    for kind in ("added", "kept"):
        answer = await travel.run(client.post(url, json=body))
        assert answer.status == HTTPStatus.OK
        told = (await travel.run(answer.json()))["service_response"]
        assert [event["device_id"] for event in told[kind]] == [ha_device_id(hass)]
        await travel(15)
    assert len(world.record.pushes(FULL)) == 2  # the window and its return


@pytest.mark.skipif(not EXCLUDES, reason="Home Assistant 2026.10 has no such targets")
@pytest.mark.parametrize("what", ["area_id", "device_id", "entity_id"])
async def test_what_a_target_leaves_out(
    hass: HomeAssistant, travel: Travel, home: dict[str, str], what: str
) -> None:
    first = entity_id(hass, "calendar", "plan")
    out = {"area_id": home["area"], "device_id": ha_device_id(hass), "entity_id": first}
    target = {"label_id": home["label"], "exclude": {what: [out[what]]}}
    assert await _listed(hass, travel, **target) == [WINDOWED]
