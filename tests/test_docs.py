"""The README and docs/ say what the code does: all that exists, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
import json
from pathlib import Path
import re
from typing import Any
from urllib.parse import unquote

from homeassistant.components.automation.config import (
    ValidationStatus,
    async_validate_config_item,
)
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import slugify
from homeassistant.util.yaml import load_yaml_dict, parse_yaml
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

import custom_components.amps as integration
from custom_components.amps import shapes
from custom_components.amps.api.models import (
    Action,
    ActionState,
    Battery,
    Command,
    CommandSupport,
    Parameters,
)
from custom_components.amps.const import DOMAIN
from custom_components.amps.plan.record import Outcome, Reason
from custom_components.amps.plan.recurrence import normal
from custom_components.amps.plan.summary import parse_title
from custom_components.amps.plan.window import Origin
from custom_components.amps.setting_number import AmpsSettingDescription
from custom_components.amps.setting_values import CANONICAL, SYMBOLS
from custom_components.amps.windows import WindowState, WindowView
from scripts.dev.options import _parser

from .entities import FULL, ha_device_id
from .simulator import World
from .simulator.control import _ROUTES, PREFIX
from .tables import DESCRIPTIONS
from .travel import Travel

ROOT = Path(__file__).parents[1]
FOLDER = Path(integration.__file__).parent
README = ROOT / "README.md"
DOCS = ROOT / "docs"
PAGES = [README, *sorted(DOCS.rglob("*.md"))]
BLUEPRINTS = ROOT / "blueprints"
EXAMPLE = "home_battery"
"""What the battery is called in the examples."""

FENCE = re.compile(r"^(```+)(\w*)\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^(#{1,6}) +(.+?) *$", re.MULTILINE)
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`]+)`")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
BATTERY = Battery(
    id="all",
    commands={
        command: CommandSupport(parameters={}, execution=frozenset())
        for command in Command
    },
)

type Row = dict[str, str]


@dataclass
class Section:
    """What stands under one heading, up to the next one."""

    title: str
    depth: int
    tables: list[list[Row]] = field(default_factory=list)

    def rows(self, header: str) -> list[Row]:
        """Give the rows of all tables whose first column is called so."""
        return [row for table in self.tables for row in table if header in row]


def _json(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


ENGLISH = _json(FOLDER / "translations" / "en.json")
SERVICES = load_yaml_dict(str(FOLDER / "services.yaml"))


def _text(page: str | Path) -> str:
    path = DOCS / page if isinstance(page, str) else page
    return path.read_text(encoding="utf-8")


def _prose(text: str) -> str:
    """Give a page without its examples."""
    return FENCE.sub("", text)


def _plain(cell: str) -> str:
    """Give the code that a cell is, or a cell without mark-up."""
    code = CODE.search(cell)
    text = code[1] if code else cell
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).strip()


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _sections(page: str) -> list[Section]:
    """Give a page's headings with the tables under them."""
    found = [Section("", 0)]
    header: list[str] = []
    for line in _prose(_text(page)).splitlines():
        if heading := HEADING.match(line):
            found.append(Section(heading[2], len(heading[1])))
        if not line.startswith("|"):
            header = []
        elif not header:
            header = _cells(line)
            found[-1].tables.append([])
        elif set(line) - set("|-: "):
            cells = _cells(line)
            assert len(cells) == len(header), f"{page}: {line}"
            found[-1].tables[-1].append(dict(zip(header, cells, strict=True)))
    return found


def _section(page: str, title: str) -> Section:
    found = [it for it in _sections(page) if it.title == title]
    assert len(found) == 1, f"{page} has {len(found)} headings {title}"
    return found[0]


def _listed(section: Section, header: str) -> list[str]:
    """Give the code in the first column of a section's tables."""
    rows = section.rows(header)
    for row in rows:
        assert CODE.match(row[header]), f"{section.title}: {row[header]}"
    found = [_plain(row[header]) for row in rows]
    assert len(found) == len(set(found)), f"twice under {section.title}: {found}"
    return found


def _blocks(language: str) -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for number, match in enumerate(FENCE.finditer(_text(page)), 1):
            if match[2] == language:
                yield f"{page.relative_to(ROOT)}-{number}", match[3]


YAML = [pytest.param(text, id=name) for name, text in _blocks("yaml")]
JSON = [pytest.param(text, id=name) for name, text in _blocks("json")]


def _entity_rows() -> dict[str, list[Row]]:
    """Give the documented entities by platform."""
    return {
        slugify(section.title): section.rows("key")
        for section in _sections("entities.md")
        if section.depth == 2 and section.rows("key")
    }


def _values(description: Any) -> list[str]:
    """Give the values that an entity can have, where they are a list."""
    if (choices := getattr(description, "choices", None)) is not None:
        return list(choices(BATTERY))
    options = getattr(description, "options", None)
    types = getattr(description, "event_types", None)
    return list(options or types or ())


def _unit(description: Any) -> str:
    """Give the unit that an entity usually has; a battery may have its own."""
    if isinstance(description, AmpsSettingDescription):
        return SYMBOLS[CANONICAL[description.setting].unit]
    unit: str | None = getattr(description, "native_unit_of_measurement", None)
    return unit or ""


def _subsections(start: str) -> dict[str, Section]:
    """Give the sections of entities.md that are about one key, by that key."""
    return {
        _plain(section.title): section
        for section in _sections("entities.md")
        if section.title.startswith(start)
    }


def test_entities() -> None:
    documented = {
        platform: {_plain(row["key"]) for row in rows}
        for platform, rows in _entity_rows().items()
    }
    assert documented == {key: set(it) for key, it in DESCRIPTIONS.items()}


def test_entities_are_as_documented() -> None:
    for platform, rows in _entity_rows().items():
        for row in rows:
            key = _plain(row["key"])
            description = DESCRIPTIONS[platform][key]
            unit = _unit(description)
            on = description.entity_registry_enabled_default
            name = ENGLISH["entity"][platform][key]["name"]
            shown = (row["name"], row["unit"], row["on"])
            assert shown == (name, unit, "yes" if on else "no"), f"{platform} {key}"
            assert row["what it shows"], key


def test_values_of_entities() -> None:
    wanted = {
        key: set(values)
        for table in DESCRIPTIONS.values()
        for key, description in table.items()
        if (values := _values(description))
    }
    sections = _subsections("Values of ")
    assert {key: set(_listed(it, "value")) for key, it in sections.items()} == wanted


def test_attributes_of_entities() -> None:
    named = {
        key: texts["state_attributes"].keys() - {"event_type"}
        for platform in ("sensor", "event")
        for key, texts in ENGLISH["entity"][platform].items()
        if key in DESCRIPTIONS[platform] and "state_attributes" in texts
    }
    sections = _subsections("Attributes of ")
    assert {key: set(_listed(it, "attribute")) for key, it in sections.items()} == named


def test_actions_and_their_fields() -> None:
    sections = {
        _plain(section.title).removeprefix("amps."): section
        for section in _sections("actions.md")
        if section.title.startswith("`amps.")
    }
    assert sections.keys() == SERVICES.keys()
    for name, section in sections.items():
        fields = SERVICES[name]["fields"]
        assert _listed(section, "field") == list(fields), name
        for row in section.rows("field"):
            described = fields[_plain(row["field"])]
            required = "yes" if described.get("required") else "no"
            assert row["required"] == required, f"{name} {row['field']}"
            if (default := described.get("default")) is not None:
                shown = json.dumps(default) if default in (True, False) else default
                assert row["default"] == f"`{shown}`", f"{name} {row['field']}"


def test_actions_are_listed() -> None:
    (listed,) = (it for it in _sections("actions.md") if it.rows("action"))
    assert {_plain(row["action"]) for row in listed.rows("action")} == {
        f"`amps.{name}`".strip("`") for name in SERVICES
    }


def _window_keys() -> list[str]:
    view = WindowView(
        uid="a",
        key="a",
        start=NOW,
        end=NOW,
        command=Command.CHARGE,
        parameters=Parameters(),
        origin=Origin.PLAN,
        state=WindowState.PLANNED,
    )
    return list(shapes.window_shape(view, "a"))


def _action_keys() -> list[str]:
    action = Action(
        id="a",
        device_id="a",
        command=Command.CHARGE,
        parameters=Parameters(),
        state=ActionState.COMPLETED,
        created_at=NOW,
        updated_at=NOW,
    )
    return list(shapes.action_shape(action, "a", Origin.PLAN))


KEYS = {"windows": _window_keys(), "actions": _action_keys()}


def test_shapes_of_answers() -> None:
    for title, keys in (
        ("A window", KEYS["windows"]),
        ("An action at Amps", KEYS["actions"]),
    ):
        assert _listed(_section("actions.md", title), "key") == keys


def test_examples_of_answers() -> None:
    shown: set[str] = set()
    for name, text in _blocks("json"):
        for kind, items in json.loads(text).items():
            shown.add(kind)
            for item in items:
                assert list(item) == KEYS[kind], name
    assert shown == KEYS.keys()


def _fields(steps: dict[str, Any]) -> set[tuple[str, str]]:
    """Give keys and labels of all fields of a flow's forms."""
    found: set[tuple[str, str]] = set()
    for step in steps.values():
        for form in (step, *step.get("sections", {}).values()):
            found |= set(form.get("data", {}).items())
    return found


@pytest.mark.parametrize(
    ("header", "flow"), [("field", "config"), ("option", "options")]
)
def test_fields_of_forms(header: str, flow: str) -> None:
    documented = {
        (_plain(row[header]), row["label"])
        for section in _sections("set-up.md")
        for row in section.rows(header)
    }
    assert documented == _fields(ENGLISH[flow]["step"])


def test_repairs() -> None:
    section = _section("planning.md", "Repairs")
    assert set(_listed(section, "repair")) == ENGLISH["issues"].keys()


def test_outcomes_and_reasons() -> None:
    outcomes = _listed(_section("planning.md", "How a window ends"), "outcome")
    assert outcomes == [it.value for it in Outcome]
    reasons = _listed(_section("planning.md", "Reasons"), "reason")
    assert reasons == [it.value for it in Reason]
    troubles = _section("troubleshooting.md", "A window failed or was missed")
    assert set(_listed(troubles, "reason")) <= set(reasons)


def test_system_health() -> None:
    (section,) = (it for it in _sections("data-updates.md") if it.rows("value"))
    shown = {row["value"] for row in section.rows("value")}
    assert shown == set(ENGLISH["system_health"]["info"].values())


def test_titles() -> None:
    section = _section("planning.md", "Titles")
    titles = [*_listed(section, "word"), *_listed(section, "title")]
    assert len({parse_title(title)[0] for title in titles}) == len(Command)


def test_repeats() -> None:
    rules = _listed(_section("planning.md", "Repeats"), "rule")
    assert rules == [normal(rule) for rule in rules]


def test_blueprints() -> None:
    there = {path.relative_to(ROOT).as_posix() for path in BLUEPRINTS.rglob("*.yaml")}
    named = {
        (page.parent / target).resolve().relative_to(ROOT).as_posix()
        for page in PAGES
        for _, target in LINK.findall(_prose(_text(page)))
        if "blueprints/" in target and "://" not in target
    }
    assert named == there


def test_modules_are_on_the_map() -> None:
    listed = [
        name
        for section in _sections("code-map.md")
        for name in _listed(section, "module")
    ]
    there = {
        path.relative_to(FOLDER).with_suffix("").as_posix()
        for path in FOLDER.rglob("*.py")
    }
    assert set(listed) == there
    assert len(listed) == len(there)


def test_control_of_the_simulator() -> None:
    section = _section("contributing.md", "The simulated Amps")
    assert _listed(section, "endpoint") == [
        f"{method} {PREFIX}{path}" for method, path, _ in _ROUTES
    ]


def test_options_of_develop() -> None:
    section = _section("contributing.md", "Two commands")
    documented = {option.split()[0] for option in _listed(section, "option")}
    options = {text for action in _parser()._actions for text in action.option_strings}
    assert documented == options - {"-h", "--help"}


def test_what_is_needed() -> None:
    manifest, hacs = _json(FOLDER / "manifest.json"), _json(ROOT / "hacs.json")
    version = ".".join(hacs["homeassistant"].split(".")[:2])
    readme = _text(README)
    assert f"Home Assistant {version} or later" in readme
    assert readme.count(manifest["documentation"]) == 1


def _anchors(path: Path) -> set[str]:
    """Give the anchors that GitHub makes of a page's headings."""
    found: dict[str, int] = {}
    anchors: set[str] = set()
    for _, title in HEADING.findall(_prose(path.read_text(encoding="utf-8"))):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title)
        anchor = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        number = found[anchor] = found.get(anchor, -1) + 1
        anchors.add(f"{anchor}-{number}" if number else anchor)
    return anchors


@pytest.mark.parametrize("page", PAGES, ids=lambda it: it.name)
def test_links_lead_somewhere(page: Path) -> None:
    for _, target in LINK.findall(_prose(_text(page))):
        if "://" in target:
            assert target.startswith("https://"), target
            continue
        name, _, anchor = unquote(target).partition("#")
        path = (page.parent / name).resolve() if name else page
        assert path.is_relative_to(ROOT), target
        assert path.exists(), target
        if anchor:
            assert anchor in _anchors(path), target


def test_every_page_is_in_the_index() -> None:
    linked = {target for _, target in LINK.findall(_text("index.md"))}
    pages = {path.name for path in DOCS.glob("*.md")} - {"index.md"}
    assert {target for target in linked if "/" not in target} == pages


@pytest.mark.parametrize("text", YAML)
def test_yaml(text: str) -> None:
    for name, data in _called(parse_yaml(text)):
        fields = SERVICES[name]["fields"]
        required = {key for key, it in fields.items() if it.get("required")}
        assert required <= data.keys() <= fields.keys(), name


def _called(tree: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the actions of this integration that an example calls."""
    branches: list[Any] = []
    if isinstance(tree, dict):
        name = tree.get("action")
        if isinstance(name, str) and name.startswith("amps."):
            yield name.removeprefix("amps."), tree.get("data", {})
        branches = list(tree.values())
    elif isinstance(tree, list):
        branches = tree
    for branch in branches:
        yield from _called(branch)


@pytest.mark.parametrize("text", JSON)
def test_json(text: str) -> None:
    assert json.loads(text)


def test_every_action_has_an_example() -> None:
    called = {
        name for _, text in _blocks("yaml") for name, _ in _called(parse_yaml(text))
    }
    assert called == SERVICES.keys()


def test_entities_of_examples() -> None:
    named = re.findall(rf"\b(\w+)\.{EXAMPLE}_(\w+)", _text("automations.md"))
    assert named
    for platform, name in named:
        names = (it["name"] for it in ENGLISH["entity"][platform].values())
        assert name in {slugify(it) for it in names}, f"{platform} {name}"


async def test_examples_of_actions_work(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    assert integration.state is ConfigEntryState.LOADED
    examples = [it for name, it in _blocks("yaml") if name.startswith("docs/actions")]
    for name, data in (it for text in examples for it in _called(parse_yaml(text))):
        given = {**data, "device_id": ha_device_id(hass)}
        if "action_id" in data:
            actions = world.record.actions_of(FULL)
            given["action_id"] = next(
                it.id for it in actions if it.state == "scheduled"
            )
        answer: Any = await travel.run(
            hass.services.async_call(
                DOMAIN, name, given, blocking=True, return_response=True
            )
        )
        kind = "windows" if "window" in name else "actions"
        assert answer.keys() == {kind}, name
        assert answer[kind] or given.get("state"), name
        assert all(list(it) == KEYS[kind] for it in answer[kind]), name
        await travel(30)


async def test_automations_are_valid(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, "automation", {})
    found = [
        (name, config)
        for name, text in _blocks("yaml")
        if isinstance(config := parse_yaml(text), dict) and "triggers" in config
    ]
    assert found
    for name, config in found:
        valid = await async_validate_config_item(hass, name, config)
        assert valid is not None, name
        assert valid.validation_status is ValidationStatus.OK, (
            f"{name}: {valid.validation_error}"
        )
