"""Triggers and conditions: code, forms, texts and icons tell of the same ones."""

from typing import Any

from homeassistant.helpers.condition import Condition
from homeassistant.helpers.selector import selector, validate_selector
from homeassistant.helpers.trigger import Trigger
from homeassistant.util.yaml import load_yaml_dict
import pytest

from custom_components.amps.condition import CONDITIONS, RunIsPlannedCondition
from custom_components.amps.trigger import TRIGGERS

from .files import ENGLISH, FOLDER, ICONS

DEVICE = {"device_id": ["a"]}


def _forms(kind: str) -> dict[str, Any]:
    forms = load_yaml_dict(str(FOLDER / f"{kind}.yaml"))
    return {name: form for name, form in forms.items() if not name.startswith(".")}


@pytest.mark.parametrize(
    ("kind", "code"), [("triggers", TRIGGERS), ("conditions", CONDITIONS)]
)
def test_all_name_the_same(
    kind: str, code: dict[str, type[Trigger | Condition]]
) -> None:
    forms = _forms(kind)
    assert list(code) == sorted(code)
    assert forms.keys() == code.keys() == ENGLISH[kind].keys() == ICONS[kind].keys()
    for name, form in forms.items():
        assert list(form["fields"]) == list(ENGLISH[kind][name]["fields"]), name
        for field in form["fields"].values():
            validate_selector(field["selector"])


@pytest.mark.parametrize(
    ("kind", "code"), [("triggers", TRIGGERS), ("conditions", CONDITIONS)]
)
async def test_what_a_form_offers_is_taken(kind: str, code: dict[str, Any]) -> None:
    for name, form in _forms(kind).items():
        options = {
            key: field["default"]
            for key, field in form["fields"].items()
            if "default" in field
        }
        commands = form["fields"]["command"]["selector"]
        choose: Any = selector(commands)
        options["command"] = choose(commands["select"]["options"])
        taken = code[name]._schema({"target": DEVICE, "options": options})
        assert taken["options"]["command"] == options["command"]


def test_the_form_says_what_is_meant_without_a_choice() -> None:
    fields = _forms("conditions")["run_is_planned"]["fields"]
    defaults = RunIsPlannedCondition._schema({"target": DEVICE})["options"]
    assert str(defaults["within"]) == fields["within"]["default"]
    assert defaults["behavior"] == fields["behavior"]["default"]
