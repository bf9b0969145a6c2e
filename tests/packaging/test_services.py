"""Actions, as `services.yaml` offers them, are those that are registered."""

from datetime import timedelta
import json
import re
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.selector import TargetSelector, selector, validate_selector
import pytest
import voluptuous as vol

from custom_components.amps.api.models import ActionState, Command
from custom_components.amps.const import DOMAIN
from custom_components.amps.schedule.plan import EditRange
from custom_components.amps.services import async_setup_services

from .files import ENGLISH, SERVICES, selectors


def _there(value: Any) -> Any:
    if value is None:
        raise vol.Invalid("it is empty")
    return value


SCHEMA = vol.Schema(
    {
        cv.slug: {
            vol.Required("target"): {vol.Required("entity"): [{"integration": DOMAIN}]},
            vol.Required("fields"): {
                cv.slug: {
                    vol.Optional("required"): bool,
                    vol.Optional("default"): _there,
                    vol.Optional("example"): _there,
                    vol.Required("selector"): validate_selector,
                }
            },
        }
    }
)
TARGETS = {"entity_id", "device_id", "area_id", "floor_id", "label_id", "exclude"}
"""What every target may name; newer releases let one exclude."""
FIELDS = [
    pytest.param(name, field, id=f"{name}-{field}")
    for name, service in SERVICES.items()
    for field in service["fields"]
]
SAMPLES: dict[str, Any] = {
    "boolean": True,
    "datetime": "2026-11-24 00:30:00",
    "device": "0123456789abcdef0123456789abcdef",
    "duration": {"hours": 1, "minutes": 30},
    "object": {
        "command": "charge",
        "start": "2026-11-24 00:30:00",
        "end": "2026-11-24 05:30:00",
        "target": 90,
        "power": 2.5,
        "reserve": 20,
    },
    "text": "a",
}
"""What the form of an action gives, by the kind of its selector."""


@pytest.fixture
def schemas(hass: HomeAssistant) -> dict[str, dict[vol.Marker, Any]]:
    """The fields of every action that is registered."""
    async_setup_services(hass)
    found: dict[str, dict[vol.Marker, Any]] = {}
    for name, service in hass.services.async_services_for_domain(DOMAIN).items():
        assert isinstance(service.schema, vol.Schema)
        found[name] = dict(service.schema.schema)
    return found


def test_form() -> None:
    SCHEMA(SERVICES)


def test_actions_are_those_that_are_registered(schemas: dict[str, Any]) -> None:
    assert schemas.keys() == SERVICES.keys() == ENGLISH["services"].keys()


def test_fields_are_those_of_the_schemas(schemas: dict[str, Any]) -> None:
    for name, schema in schemas.items():
        fields = SERVICES[name]["fields"]
        given = [key for key in schema if str(key) not in TARGETS]
        assert {str(key) for key in given} == fields.keys(), name
        assert list(fields) == list(ENGLISH["services"][name]["fields"]), name
        for key in given:
            required = isinstance(key, vol.Required)
            assert fields[str(key)].get("required", False) is required, f"{name} {key}"


def _samples(field: dict[str, Any]) -> list[Any]:
    """Return what a person could choose in a field."""
    ((kind, config),) = field["selector"].items()
    config = config or {}
    match kind:
        case "select":
            return list(config["options"])
        case "number":
            return [config["min"], config["max"]]
        case _ if config.get("multiple"):
            return [[SAMPLES[kind]]]
        case _:
            return [SAMPLES[kind]]


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_the_schema_takes_what_the_form_gives(
    schemas: dict[str, dict[vol.Marker, Any]], name: str, field: str
) -> None:
    described = SERVICES[name]["fields"][field]
    validate = vol.Schema(schemas[name][field])  # type: ignore[index]
    shown: Any = selector(described["selector"])
    known = [
        described[attribute]
        for attribute in ("default", "example")
        if attribute in described
    ]
    for sample in _samples(described):
        validate(shown(sample))
    for sample in known:
        validate(json.loads(sample) if "object" in described["selector"] else sample)


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_defaults_are_those_of_the_schema(
    schemas: dict[str, dict[vol.Marker, Any]], name: str, field: str
) -> None:
    marker = next(key for key in schemas[name] if key == field)
    if "default" in (described := SERVICES[name]["fields"][field]):
        given = vol.Schema({marker: schemas[name][marker]})({})
        assert given[field] == vol.Schema(schemas[name][marker])(described["default"])


def test_choices_are_all_there_are() -> None:
    wanted = {
        "command": [command.slug for command in Command],
        "goal_command": [Command.CHARGE.slug, Command.DISCHARGE.slug],
        "action_state": [action_state.value for action_state in ActionState],
        "window_range": [member.value for member in EditRange],
    }
    for _, config in selectors():
        if options := config.get("options"):
            assert options == wanted[config["translation_key"]]


def test_batteries_are_chosen_by_any_target(schemas: dict[str, Any]) -> None:
    for schema in schemas.values():
        assert {str(key) for key in schema} >= TARGETS - {"exclude"}
    for service in SERVICES.values():
        assert TargetSelector(service["target"]).config["entity"]


def test_examples_of_times_are_times() -> None:
    for service in SERVICES.values():
        for field in service["fields"].values():
            if "datetime" in field["selector"]:
                assert cv.datetime(field["example"]).microsecond == 0
            if "duration" in field["selector"]:
                assert cv.time_period(field["example"]) > timedelta(0)


def test_descriptions_are_sentences() -> None:
    for name, texts in ENGLISH["services"].items():
        for text in (texts, *texts["fields"].values()):
            assert re.fullmatch(r"[A-Z].*\.", text["description"]), name
            assert not text["name"].endswith(".")
